#include "models/domain/edit.h"
#include "models/domain/sign_in_errors.h"
#include "models/schema/tables/berths.h"
#include "ui/shell/english_plurals.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/format.h"

#include <QTest>

using namespace nimara;
using namespace nimara::ui;

class TestFormat : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(QCoreApplication::installTranslator(&m_plurals)); }

    void timesAreThoseOfThePort();
    void timesAreToldFromNow_data();
    void timesAreToldFromNow();
    void moneyIsExact_data();
    void moneyIsExact();
    void moneyStandsAsTheLanguageWantsIt();
    void valuesAreWordsNotStoredNames();
    void everyErrorHasASentence();
    void waitingTimesAreTold();

private:
    EnglishPlurals m_plurals;
    const QLocale m_english{QLocale::English, QLocale::UnitedKingdom};
};

void TestFormat::timesAreThoseOfThePort()
{
    const Instant instant = *Instant::parse("2026-11-22T02:30:00Z");
    const Format anguilla("America/Anguilla", "USD", m_english);
    const Format helsinki("Europe/Helsinki", "EUR", m_english);
    QCOMPARE(anguilla.dateTime(instant), QStringLiteral("21 Nov 2026, 22:30"));
    QCOMPARE(helsinki.dateTime(instant), QStringLiteral("22 Nov 2026, 04:30"));
    QCOMPARE(anguilla.day(instant).toString(), "2026-11-21");
    QVERIFY(anguilla.exact(instant).startsWith(QStringLiteral("Saturday, 21 November 2026, 22:30:00")));
    QCOMPARE(Format("No/Where", "EUR", m_english).time(instant), QStringLiteral("02:30"));
}

void TestFormat::timesAreToldFromNow_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<QString>("words");
    QTest::newRow("now") << QStringLiteral("2026-06-10T11:59:40Z") << QStringLiteral("just now");
    QTest::newRow("a minute") << QStringLiteral("2026-06-10T11:59:00Z") << QStringLiteral("1 minute ago");
    QTest::newRow("minutes") << QStringLiteral("2026-06-10T11:35:00Z") << QStringLiteral("25 minutes ago");
    QTest::newRow("ahead") << QStringLiteral("2026-06-10T12:10:00Z") << QStringLiteral("in 10 minutes");
    QTest::newRow("hours") << QStringLiteral("2026-06-10T09:00:00Z") << QStringLiteral("3 hours ago");
    QTest::newRow("yesterday") << QStringLiteral("2026-06-09T10:00:00Z")
                               << QStringLiteral("yesterday, 10:00");
    QTest::newRow("days") << QStringLiteral("2026-06-07T10:00:00Z") << QStringLiteral("3 days ago");
    QTest::newRow("date") << QStringLiteral("2026-03-01T10:00:00Z") << QStringLiteral("1 Mar 2026");
}

void TestFormat::timesAreToldFromNow()
{
    QFETCH(QString, at);
    QFETCH(QString, words);
    const Format format("UTC", "EUR", m_english);
    QCOMPARE(format.relative(*Instant::parse(at.toStdString()), *Instant::parse("2026-06-10T12:00:00Z")),
             words);
}

void TestFormat::moneyIsExact_data()
{
    QTest::addColumn<QString>("amount");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<QString>("words");
    QTest::newRow("euro") << QStringLiteral("1234.50") << QStringLiteral("EUR")
                          << QStringLiteral("€1,234.50");
    QTest::newRow("beyond a double") << QStringLiteral("900719925474099.31") << QStringLiteral("EUR")
                                     << QStringLiteral("€900,719,925,474,099.31");
    QTest::newRow("negative") << QStringLiteral("-0.05") << QStringLiteral("USD") << QStringLiteral("-$0.05");
    QTest::newRow("no cents") << QStringLiteral("12.00") << QStringLiteral("JPY") << QStringLiteral("¥12");
    QTest::newRow("unknown") << QStringLiteral("5.00") << QStringLiteral("XTS")
                             << QStringLiteral("XTS\u00a05.00");
}

void TestFormat::moneyIsExact()
{
    QFETCH(QString, amount);
    QFETCH(QString, currency);
    QFETCH(QString, words);
    const Format format("UTC", "EUR", m_english);
    QCOMPARE(format.money(*Decimal::parse(amount.toStdString(), 2), currency.toStdString()), words);
}

void TestFormat::moneyStandsAsTheLanguageWantsIt()
{
    const Format german("Europe/Berlin", "EUR", QLocale(QLocale::German));
    QCOMPARE(german.money(Decimal(123450, 2)), QStringLiteral("1.234,50\u00a0€"));
    QCOMPARE(german.money(Decimal(1200000, 2), {}, false), QStringLiteral("12.000\u00a0€"));
    QCOMPARE(german.decimal(Decimal(1250, 2)), QStringLiteral("12,5"));
}

void TestFormat::valuesAreWordsNotStoredNames()
{
    using schema::Berths;
    const Format format("UTC", "USD", m_english);
    QCOMPARE(format.value(Berths::status.info(), std::string("under_offer")), QStringLiteral("Under offer"));
    QCOMPARE(format.value(Berths::status.info(), std::string("half_sunk")), QStringLiteral("Half sunk"));
    QCOMPARE(format.value(Berths::lengthM.info(), std::int64_t(1250)), QStringLiteral("12.5\u00a0m"));
    QCOMPARE(format.value(Berths::hasWater.info(), std::int64_t(1)), QStringLiteral("Yes"));
    QCOMPARE(format.value(Berths::price.info(), std::int64_t(1250000)), QStringLiteral("$12,500.00"));
    QCOMPARE(format.value(Berths::price.info(), Value()), QString());
    QCOMPARE(format.value(Berths::tenureEndOn.info(), std::string("2027-03-31")),
             QStringLiteral("31 Mar 2027"));
}

void TestFormat::everyErrorHasASentence()
{
    for (const std::string_view key :
         {signin::wrongPassword, signin::locked,       signin::inactive,        signin::revoked,
          signin::ended,         signin::otherUser,    signin::leaseEnded,      signin::rateLimited,
          signin::unreachable,   signin::timeout,      signin::unknownHost,     signin::notNimara,
          signin::serverDown,    signin::keyMismatch,  signin::untrusted,       signin::certificate,
          signin::serverTooOld,  signin::clientTooOld, signin::wrongPassphrase, signin::keychainLocked,
          signin::profileInUse,  signin::diskFull,     signin::damaged,         reject::unique,
          reject::forbidden,     reject::wrongPort,    reject::serverOwned,     reject::invalid,
          reject::notFound,      reject::deleted,      reject::guard,           reject::rule,
          reject::dependency,    reject::stale,        reject::oneWinner,       reject::notMember,
          reject::referenced,    reject::escalation,   reject::internal,        reject::held,
          reject::notFree,       reject::holdTime,     reject::holdEnded,       signin::tooManySockets}) {
        const ErrorText text = errorText({ErrorCode::Internal, std::string(key)});
        QVERIFY2(text.title != errorText({ErrorCode::Internal, "no.such.key"}).title, key.data());
        QVERIFY(text.title.endsWith(u'.'));
    }
    for (int code = 0; code <= int(ErrorCode::Internal); ++code)
        QVERIFY(!errorText({ErrorCode(code), "no.such.key"}).title.isEmpty());
}

void TestFormat::waitingTimesAreTold()
{
    QVERIFY(errorText(lockedError(840)).advice.contains(QStringLiteral("14 minutes")));
    QVERIFY(errorText(lockedError(1)).advice.contains(QStringLiteral("1 second.")));
}

QTEST_MAIN(TestFormat)
#include "tst_format.moc"
