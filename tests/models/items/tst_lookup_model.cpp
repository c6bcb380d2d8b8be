#include "models/items/lookup_model.h"
#include "models/schema/tables/all.h"
#include "tests/models/items/list_store.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace nimara;
using namespace nimara::schema;
using namespace Qt::StringLiterals;

class TestLookupModel : public QObject
{
    Q_OBJECT

private slots:
    void itOffersWhatFitsTheWords();
    void aNewerQuestionOvertakesAnOlderAnswer();
    void aTableWithoutASearchIndexIsSearchedByItsTitle();
};

namespace {

Row client(const char *name)
{
    Row row(Clients::table);
    row.set(Clients::id, Uuid::derived("client", {}, name));
    row.set(Clients::fullName, name);
    return row;
}

} // namespace

void TestLookupModel::itOffersWhatFitsTheWords()
{
    ListStore store(Clients::table);
    store.add(1, client("Anna Berg"));
    store.add(2, client("Boris Lind"));
    store.visible = {1, 2};
    LookupModel model(store, Clients::table);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy found(&model, &LookupModel::found);
    model.find(u" an "_s);
    QVERIFY(model.isBusy());
    QCOMPARE(store.lastQuery.search, std::string("an"));
    QVERIFY(store.lastQuery.limit > 0);
    store.answer();
    QTRY_COMPARE(found.count(), 1);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0).data().toString(), u"Anna Berg"_s);
    QCOMPARE(model.idAt(1), Uuid::derived("client", {}, "Boris Lind"));
}

void TestLookupModel::aNewerQuestionOvertakesAnOlderAnswer()
{
    ListStore store(Clients::table);
    store.add(1, client("Anna Berg"));
    store.visible = {1};
    LookupModel model(store, Clients::table);
    QSignalSpy found(&model, &LookupModel::found);
    model.find(u"a"_s);
    model.find(u"an"_s);
    model.find(u"ann"_s);
    QCOMPARE(store.waitingQuestions(), 1);
    store.answer();
    QTRY_COMPARE(store.lastQuery.search, std::string("ann"));
    QCOMPARE(found.count(), 0);
    store.answer();
    QTRY_COMPARE(found.count(), 1);
    QVERIFY(!model.isBusy());
}

void TestLookupModel::aTableWithoutASearchIndexIsSearchedByItsTitle()
{
    ListStore store(Roles::table);
    LookupModel model(store, Roles::table);
    model.find(u"sales"_s);
    QVERIFY(store.lastQuery.search.empty());
    QCOMPARE(store.lastQuery.filter.column, std::string("name"));
    QCOMPARE(store.lastQuery.filter.compare, Compare::Contains);
}

QTEST_GUILESS_MAIN(TestLookupModel)
#include "tst_lookup_model.moc"
