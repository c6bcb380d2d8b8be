#include "sync/service/vault.h"

#include "models/domain/sign_in_errors.h"
#include "sync/service/safe_file.h"
#include "tests/support/await.h"
#include "tests/support/fake_keychain.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace nimara;
using namespace nimara::sync;

namespace {

// Enough to run the real derivation, small enough for a test.
constexpr SecretKey::Cost cheap{.passes = 1, .memoryKiB = 64, .lanes = 1};
const QString passphrase = QStringLiteral("a quiet berth, päivää");

std::string keyOf(const std::optional<Result<SecretKey>> &answer)
{
    return answer && *answer ? (**answer).toHex() : std::string();
}

template <typename T>
std::string errorOf(const std::optional<Result<T>> &answer)
{
    return answer && !*answer ? answer->error().key : std::string();
}

} // namespace

class TestVault : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void aKeyMadeInTheKeychainOpensAgain();
    void aLockedKeychainNeverMakesAnotherKey();
    void aLostKeyIsToldFromALockedKeychain();
    void aKeychainThatForgetsIsNotTrusted();
    void aSwappedEntryIsNotTaken();
    void aPassphraseOpensItsKey();
    void theWrongPassphraseOpensNothing();
    void noTokenIsKeptBehindAPassphrase();
    void theTokenIsKeptInTheKeychain();
    void neitherKeyNorPassphraseStandsInTheFile();
    void theFileIsForItsOwnerAlone();
    void aDamagedFileIsNotTakenForAFirstUse_data();
    void aDamagedFileIsNotTakenForAFirstUse();
    void destroyingLeavesNothing();

private:
    QString folder() const { return m_dir->filePath(QStringLiteral("user")); }
    QByteArray file() const
    {
        const auto content = readPrivateFile(folder() + QStringLiteral("/vault.json"));
        return content && *content ? **content : QByteArray();
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestVault::aKeyMadeInTheKeychainOpensAgain()
{
    FakeKeychain keychain;
    std::string made;
    {
        Vault vault(folder(), keychain, cheap);
        QCOMPARE(vault.kind(), Vault::Kind::None);
        made = keyOf(await(vault.createInKeychain()));
        QCOMPARE(made.size(), std::size_t(64));
    }
    Vault vault(folder(), keychain, cheap);
    QCOMPARE(vault.kind(), Vault::Kind::Keychain);
    QCOMPARE(keyOf(await(vault.open())), made);
}

void TestVault::aLockedKeychainNeverMakesAnotherKey()
{
    FakeKeychain keychain;
    Vault vault(folder(), keychain, cheap);
    const std::string made = keyOf(await(vault.createInKeychain()));

    keychain.now = KeychainState::Locked;
    QCOMPARE(errorOf(await(vault.open())), std::string(signin::keychainLocked));
    QVERIFY(!errorOf(await(vault.createInKeychain())).empty());
    QVERIFY(!errorOf(await(vault.createWithPassphrase(passphrase))).empty());

    keychain.now = KeychainState::Available;
    QCOMPARE(keyOf(await(vault.open())), made);
    QCOMPARE(keychain.entries.size(), 1);
}

void TestVault::aLostKeyIsToldFromALockedKeychain()
{
    FakeKeychain keychain;
    Vault vault(folder(), keychain, cheap);
    QVERIFY(!keyOf(await(vault.createInKeychain())).empty());
    keychain.entries.clear();
    QCOMPARE(errorOf(await(vault.open())), std::string(vault::keyLost));
}

void TestVault::aKeychainThatForgetsIsNotTrusted()
{
    FakeKeychain keychain;
    keychain.keeps = false;
    Vault vault(folder(), keychain, cheap);
    QCOMPARE(errorOf(await(vault.createInKeychain())), std::string(vault::keychainFailed));
    QCOMPARE(vault.kind(), Vault::Kind::None);
    QVERIFY(file().isEmpty());
}

void TestVault::aSwappedEntryIsNotTaken()
{
    FakeKeychain keychain;
    Vault vault(folder(), keychain, cheap);
    QVERIFY(!keyOf(await(vault.createInKeychain())).empty());
    for (QByteArray &entry : keychain.entries)
        entry = QByteArray::fromStdString(SecretKey::random().toHex());
    QCOMPARE(errorOf(await(vault.open())), std::string(vault::keyLost));
}

void TestVault::aPassphraseOpensItsKey()
{
    FakeKeychain keychain;
    keychain.now = KeychainState::Missing;
    std::string made;
    {
        Vault vault(folder(), keychain, cheap);
        made = keyOf(await(vault.createWithPassphrase(passphrase)));
        QVERIFY(!made.empty());
    }
    Vault vault(folder(), keychain, cheap);
    QCOMPARE(vault.kind(), Vault::Kind::Passphrase);
    QCOMPARE(keyOf(await(vault.open(passphrase))), made);
    // The same words from a keyboard that sends accents apart.
    QCOMPARE(keyOf(await(vault.open(passphrase.normalized(QString::NormalizationForm_D)))), made);
}

void TestVault::theWrongPassphraseOpensNothing()
{
    FakeKeychain keychain;
    Vault vault(folder(), keychain, cheap);
    QVERIFY(!keyOf(await(vault.createWithPassphrase(passphrase))).empty());
    QCOMPARE(errorOf(await(vault.open(QStringLiteral("a quiet berth")))),
             std::string(signin::wrongPassphrase));
    QCOMPARE(errorOf(await(vault.open(QString()))), std::string(signin::wrongPassphrase));
}

void TestVault::noTokenIsKeptBehindAPassphrase()
{
    FakeKeychain keychain;
    Vault vault(folder(), keychain, cheap);
    QVERIFY(!keyOf(await(vault.createWithPassphrase(passphrase))).empty());
    QVERIFY(*await(vault.storeToken("token")));
    const auto read = await(vault.token());
    QVERIFY(read && *read && !**read);
    QVERIFY(keychain.entries.isEmpty());
}

void TestVault::theTokenIsKeptInTheKeychain()
{
    FakeKeychain keychain;
    Vault vault(folder(), keychain, cheap);
    QVERIFY(!keyOf(await(vault.createInKeychain())).empty());
    QVERIFY(*await(vault.storeToken("token")));
    const auto read = await(vault.token());
    QVERIFY(read && *read && **read);
    QCOMPARE(***read, QByteArray("token"));
    QVERIFY(*await(vault.removeToken()));
    QVERIFY(!**await(vault.token()));
    QVERIFY(!file().contains("token"));
}

void TestVault::neitherKeyNorPassphraseStandsInTheFile()
{
    FakeKeychain keychain;
    Vault vault(folder(), keychain, cheap);
    const std::string made = keyOf(await(vault.createWithPassphrase(passphrase)));
    QVERIFY(!file().contains(QByteArray::fromStdString(made)));
    QVERIFY(!file().contains("berth"));
}

void TestVault::theFileIsForItsOwnerAlone()
{
    FakeKeychain keychain;
    Vault vault(folder(), keychain, cheap);
    QVERIFY(!keyOf(await(vault.createInKeychain())).empty());
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                        QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(folder()) & others));
    QVERIFY(!(QFile::permissions(folder() + QStringLiteral("/vault.json")) & others));
}

void TestVault::aDamagedFileIsNotTakenForAFirstUse_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << QByteArray(R"({"keyId": "1", "finge)");
    QTest::newRow("not an object") << QByteArray("[1]");
    QTest::newRow("no fingerprint") << QByteArray(R"({"kind": "keychain", "keyId": "1"})");
    QTest::newRow("unknown kind") << QByteArray(R"({"kind": "plain", "keyId": "1", "fingerprint": "00"})");
    QTest::newRow("a cost beyond reason") << QByteArray(
        R"({"kind": "passphrase", "keyId": "1", "fingerprint": "00", "wrapped": "00",)"
        R"("salt": "00112233445566778899aabbccddeeff", "passes": 1, "memoryKiB": 4294967295, "lanes": 1})");
}

void TestVault::aDamagedFileIsNotTakenForAFirstUse()
{
    QFETCH(QByteArray, content);
    QVERIFY(makePrivateFolder(folder()));
    QVERIFY(writePrivateFile(folder() + QStringLiteral("/vault.json"), content));
    FakeKeychain keychain;
    Vault vault(folder(), keychain, cheap);
    QCOMPARE(vault.kind(), Vault::Kind::Damaged);
    QVERIFY(!errorOf(await(vault.createInKeychain())).empty());
    QVERIFY(!errorOf(await(vault.open())).empty());
    QCOMPARE(file(), content);
}

void TestVault::destroyingLeavesNothing()
{
    FakeKeychain keychain;
    Vault vault(folder(), keychain, cheap);
    QVERIFY(!keyOf(await(vault.createInKeychain())).empty());
    QVERIFY(*await(vault.storeToken("token")));
    QVERIFY(*await(vault.destroy()));
    QCOMPARE(vault.kind(), Vault::Kind::None);
    QVERIFY(keychain.entries.isEmpty());
    QVERIFY(!QFile::exists(folder() + QStringLiteral("/vault.json")));
}

QTEST_GUILESS_MAIN(TestVault)
#include "tst_vault.moc"
