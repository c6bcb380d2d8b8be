#include <QFile>
#include <QSet>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

#include <sqlite3.h>

namespace
{
// A raw key, as the replica gives it: 32 bytes in hexadecimal. Without "raw:" a key derivation of 40 ms would
// run.
QByteArray keyStatement(char fill)
{
    return "PRAGMA key = 'raw:" + QByteArray(32, fill).toHex() + "'";
}

const QByteArray key = keyStatement('k');
const QByteArray otherKey = keyStatement('x');

int run(sqlite3 *db, const QByteArray &sql)
{
    return sqlite3_exec(db, sql.constData(), nullptr, nullptr, nullptr);
}

// Opens by Qt's own plugin, gives the key as the first statement and answers the query's first value.
QVariant askThroughQt(const QString &path, const QByteArray &firstStatement, const QString &sql)
{
    QVariant answer;
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("one"));
        db.setDatabaseName(path);
        if (db.open()) {
            QSqlQuery query(db);
            if (query.exec(QString::fromLatin1(firstStatement)) && query.exec(sql) && query.next())
                answer = query.value(0);
        }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("one"));
    return answer;
}
} // namespace

class TestOneSqlite : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void qtReadsWhatTheCInterfaceWrote();
    void theFileShowsNeitherHeaderNorText();
    void theWrongKeyOpensNothing();
    void bothWaysAreTheSameLibrary();
    void onlyOneCopyIsMapped();
    void theBuildHasWhatTheReplicaNeeds();

private:
    QTemporaryDir m_dir;
    QString m_path;
};

void TestOneSqlite::init()
{
    m_path = m_dir.filePath(QStringLiteral("replica.db"));
    QFile::remove(m_path);

    sqlite3 *db = nullptr;
    QCOMPARE(sqlite3_open(m_path.toUtf8().constData(), &db), SQLITE_OK);
    QCOMPARE(run(db, key), SQLITE_OK);
    QCOMPARE(run(db, "CREATE TABLE berths(number TEXT); INSERT INTO berths VALUES ('E17 by the lighthouse')"),
             SQLITE_OK);
    QCOMPARE(sqlite3_close(db), SQLITE_OK);
}

void TestOneSqlite::qtReadsWhatTheCInterfaceWrote()
{
    QCOMPARE(askThroughQt(m_path, key, QStringLiteral("SELECT number FROM berths")).toString(),
             QStringLiteral("E17 by the lighthouse"));
}

void TestOneSqlite::theFileShowsNeitherHeaderNorText()
{
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.size() >= 4096);
    QVERIFY(!bytes.contains("SQLite format 3"));
    QVERIFY(!bytes.contains("berths"));
    QVERIFY(!bytes.contains("lighthouse"));
}

void TestOneSqlite::theWrongKeyOpensNothing()
{
    QVERIFY(!askThroughQt(m_path, otherKey, QStringLiteral("SELECT number FROM berths")).isValid());
}

void TestOneSqlite::bothWaysAreTheSameLibrary()
{
    QCOMPARE(askThroughQt(m_path, key, QStringLiteral("SELECT sqlite_version() || ' ' || sqlite_source_id()"))
                 .toByteArray(),
             QByteArray(sqlite3_libversion()) + ' ' + sqlite3_sourceid());
}

void TestOneSqlite::onlyOneCopyIsMapped()
{
    QVERIFY(QSqlDatabase::isDriverAvailable(QStringLiteral("QSQLITE")));
    QVERIFY(askThroughQt(m_path, key, QStringLiteral("SELECT 1")).isValid());

    QFile maps(QStringLiteral("/proc/self/maps"));
    if (!maps.open(QIODevice::ReadOnly))
        QSKIP("This system has no /proc/self/maps");
    QSet<QByteArray> copies;
    bool pluginIsMapped = false;
    for (const QByteArray &line : maps.readAll().split('\n')) {
        const QByteArray path = line.mid(line.indexOf('/'));
        pluginIsMapped = pluginIsMapped || path.contains("libqsqlite");
        if (path.contains("libsqlite3"))
            copies.insert(path);
    }
    QVERIFY(pluginIsMapped);
    QCOMPARE(copies.size(), 1);
    QVERIFY2(copies.values().first().startsWith(qgetenv("NIMARA_BINARY_DIR")),
             copies.values().first().constData());
}

void TestOneSqlite::theBuildHasWhatTheReplicaNeeds()
{
    QVERIFY(sqlite3_threadsafe() != 0);
    QVERIFY(sqlite3_compileoption_used("ENABLE_FTS5"));
    QVERIFY(sqlite3_compileoption_used("ENABLE_COLUMN_METADATA"));
    QCOMPARE(askThroughQt(m_path, key, QStringLiteral("PRAGMA cipher")).toString(), QStringLiteral("aegis"));
    QCOMPARE(askThroughQt(m_path, key, QStringLiteral("SELECT json_extract('{\"a\":7}', '$.a')")).toInt(), 7);
}

QTEST_GUILESS_MAIN(TestOneSqlite)
#include "tst_one_sqlite.moc"
