#include "models/items/record_list_model.h"
#include "models/schema/tables/all.h"
#include "tests/models/items/list_store.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

#include <numeric>

using namespace nimara;
using namespace nimara::schema;
using namespace Qt::StringLiterals;
using Phase = RecordListModel::Phase;

class TestRecordListModel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void rowsAreFetchedByTheWindowLookedAt();
    void untilTheyAreFetchedRowsAreSkeletons();
    void afterALongDragOnlyTheLastPlaceIsFetched();
    void aChangedRowIsFetchedAgainWithoutASkeleton();
    void aBurstOfChangesRunsTheQueryOnce();
    void changesOfAnotherTableAreNotMinded();
    void rowsThatComeAndGoKeepTheSelection();
    void anotherOrderKeepsTheSelection();
    void anAnswerToAnOlderQueryIsDropped();
    void aFailureIsToldAndTriedAgain();
    void rowsThatVanishBetweenFindAndFetchDoNotLoop();
    void aRebuiltReplicaDropsWhatWasKeptByNumber();
    void onlineTablesAreReadThroughTheServer();
    void olderRowsFollowPageByPage();
    void sortingAsksTheStore();
    void aHundredThousandRowsCostNothingToHold();

private:
    void fill(std::int64_t count);
    void open();
    void settle();
    QString nameAt(int row) const { return m_model->index(row, 0).data().toString(); }

    std::unique_ptr<ListStore> m_store;
    PlainWords m_words;
    std::unique_ptr<RecordListModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

namespace {

Uuid idOf(std::int64_t number)
{
    return Uuid::derived("client", {}, std::to_string(number));
}

Row client(std::int64_t number)
{
    Row row(Clients::table);
    row.set(Clients::id, idOf(number));
    row.set(Clients::fullName, "Client " + std::to_string(number));
    return row;
}

} // namespace

void TestRecordListModel::init()
{
    m_tester.reset();
    m_model.reset();
    m_store = std::make_unique<ListStore>(Clients::table);
    m_model = std::make_unique<RecordListModel>(*m_store, m_words, Clients::table);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setColumns({Clients::fullName.index(), Clients::source.index()});
}

void TestRecordListModel::fill(std::int64_t count)
{
    for (std::int64_t number = 1; number <= count; ++number) {
        m_store->add(number, client(number));
        m_store->visible.push_back(number);
    }
}

// Answers until nothing is asked any more.
void TestRecordListModel::settle()
{
    do {
        m_store->answer();
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
    } while (m_store->waitingQuestions() > 0);
}

void TestRecordListModel::open()
{
    m_model->setQuery({.table = &Clients::table});
    settle();
    QCOMPARE(m_model->phase(), Phase::Ready);
}

void TestRecordListModel::rowsAreFetchedByTheWindowLookedAt()
{
    fill(1000);
    open();
    m_store->windows.clear();
    QVERIFY(!m_model->index(500, 0).data().isValid());
    settle();
    QCOMPARE(nameAt(500), u"Client 501"_s);
    QCOMPARE(m_store->windows.size(), 1u);
    QVERIFY(m_store->windows.front().size() < 200);
    QCOMPARE(nameAt(510), u"Client 511"_s); // came along
    settle();
    QCOMPARE(m_store->windows.size(), 1u);
}

void TestRecordListModel::untilTheyAreFetchedRowsAreSkeletons()
{
    fill(3);
    m_model->setQuery({.table = &Clients::table});
    QCOMPARE(m_model->phase(), Phase::Loading);
    m_store->answer();
    QTRY_COMPARE(m_model->rowCount(), 3);
    QCOMPARE(m_model->totalRows(), 3);
    QCOMPARE(m_model->index(0, 0).data(RecordListModel::LoadedRole), false);
    QVERIFY(!m_model->idAt(0));
    settle();
    QCOMPARE(m_model->index(0, 0).data(RecordListModel::LoadedRole), true);
    QCOMPARE(*m_model->idAt(0), idOf(1));
}

void TestRecordListModel::afterALongDragOnlyTheLastPlaceIsFetched()
{
    fill(20'000);
    open();
    m_store->windows.clear();
    (void)nameAt(100);
    QCoreApplication::processEvents(); // the first window is on its way
    for (int row = 1000; row <= 19'000; row += 1000)
        (void)nameAt(row);
    settle();
    QCOMPARE(m_store->windows.size(), 2u);
    QCOMPARE(nameAt(19'000), u"Client 19001"_s);
    QVERIFY(m_store->windows.back().size() <= 400);
}

void TestRecordListModel::aChangedRowIsFetchedAgainWithoutASkeleton()
{
    fill(5);
    open();
    (void)nameAt(0);
    settle();
    m_store->at(2).set(Clients::fullName, "Renamed");
    emit m_store->tableChanged(Clients::table.number, {idOf(2)});
    QCOMPARE(nameAt(1), u"Client 2"_s); // the old value stands until the new one is here
    QTRY_VERIFY((settle(), nameAt(1) == u"Renamed"_s));
}

void TestRecordListModel::aBurstOfChangesRunsTheQueryOnce()
{
    fill(5);
    open();
    QTRY_VERIFY(
        (emit m_store->tableChanged(Clients::table.number, {idOf(1)}), settle(), m_store->finds == 2));
    const int before = m_store->finds;
    for (int i = 0; i < 50; ++i)
        emit m_store->tableChanged(Clients::table.number, {idOf(1)});
    settle();
    QCOMPARE(m_store->finds, before);
    QTRY_VERIFY((settle(), m_store->finds == before + 1));
}

void TestRecordListModel::changesOfAnotherTableAreNotMinded()
{
    fill(1);
    open();
    const int before = m_store->finds;
    emit m_store->tableChanged(Berths::table.number, {});
    QTest::qWait(0);
    settle();
    QCOMPARE(m_store->finds, before);
}

void TestRecordListModel::rowsThatComeAndGoKeepTheSelection()
{
    fill(10);
    open();
    QItemSelectionModel selection(m_model.get());
    selection.select(m_model->index(4, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);

    m_store->add(11, client(11));
    m_store->visible.insert(m_store->visible.begin(), 11);
    m_model->refresh();
    settle();
    QCOMPARE(m_model->rowCount(), 11);
    QCOMPARE(selection.selectedRows().value(0).row(), 5);

    m_store->visible.erase(m_store->visible.begin(), m_store->visible.begin() + 3);
    m_model->refresh();
    settle();
    QCOMPARE(selection.selectedRows().value(0).row(), 2);
    QCOMPARE(m_model->numberAt(2), 5);
}

void TestRecordListModel::anotherOrderKeepsTheSelection()
{
    fill(100);
    open();
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    QItemSelectionModel selection(m_model.get());
    selection.select(m_model->index(10, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    std::ranges::reverse(m_store->visible);
    m_model->sort(0, Qt::DescendingOrder);
    settle();
    QCOMPARE(resets.count(), 0);
    QCOMPARE(selection.selectedRows().size(), 1);
    QCOMPARE(m_model->numberAt(selection.selectedRows().front().row()), 11);
}

void TestRecordListModel::anAnswerToAnOlderQueryIsDropped()
{
    fill(3);
    m_model->setQuery({.table = &Clients::table, .search = "a"});
    m_store->visible = {2};
    m_model->setQuery({.table = &Clients::table, .search = "ab"});
    QCOMPARE(m_store->finds, 1);
    m_store->answer();
    QTRY_COMPARE(m_store->finds, 2);
    QCOMPARE(m_model->rowCount(), 0);
    settle();
    QCOMPARE(m_store->lastQuery.search, std::string("ab"));
    QCOMPARE(m_model->rowCount(), 1);
}

void TestRecordListModel::aFailureIsToldAndTriedAgain()
{
    m_store->failure = {.code = ErrorCode::Storage, .key = "replica.damaged"};
    QSignalSpy phases(m_model.get(), &RecordListModel::phaseChanged);
    m_model->setQuery({.table = &Clients::table});
    m_store->answer();
    QTRY_COMPARE(m_model->phase(), Phase::Failed);
    QCOMPARE(m_model->error().key, std::string("replica.damaged"));
    m_store->failure = {};
    fill(2);
    m_model->refresh();
    settle();
    QCOMPARE(m_model->phase(), Phase::Ready);
    QCOMPARE(m_model->rowCount(), 2);
}

void TestRecordListModel::rowsThatVanishBetweenFindAndFetchDoNotLoop()
{
    fill(4);
    m_model->setQuery({.table = &Clients::table});
    m_store->answer();
    QTRY_COMPARE(m_model->rowCount(), 4);
    m_store->remove(2);
    (void)nameAt(0);
    settle();
    QVERIFY(!m_model->idAt(0));
    settle();
    QCOMPARE(m_store->windows.size(), 1u);
    m_store->visible = {1, 3, 4};
    emit m_store->tableChanged(Clients::table.number, {idOf(2)});
    QTRY_COMPARE((settle(), m_model->rowCount()), 3);
    (void)nameAt(0);
    settle();
    QCOMPARE(nameAt(1), u"Client 3"_s);
}

void TestRecordListModel::aRebuiltReplicaDropsWhatWasKeptByNumber()
{
    fill(3);
    open();
    (void)nameAt(0);
    settle();
    const int numbering = m_model->numbering();
    for (std::int64_t number = 1; number <= 3; ++number)
        m_store->at(number) = client(number + 100);
    emit m_store->replicaReplaced();
    settle();
    (void)nameAt(0);
    settle();
    QVERIFY(m_model->numbering() != numbering);
    QCOMPARE(nameAt(0), u"Client 101"_s);
}

void TestRecordListModel::onlineTablesAreReadThroughTheServer()
{
    ListStore store(AuditLogs::table);
    Row entry(AuditLogs::table);
    entry.set(AuditLogs::id, idOf(1));
    entry.setValue("action", std::string("create"));
    store.add(1, entry);
    store.visible = {1};
    RecordListModel model(store, m_words, AuditLogs::table);
    model.setColumns({AuditLogs::action.index()});
    store.failure = {.code = ErrorCode::Offline, .key = "net.offline"};
    model.setQuery({.table = &AuditLogs::table});
    store.answer();
    QTRY_COMPARE(model.phase(), Phase::Failed);
    QCOMPARE(model.error().code, ErrorCode::Offline);
    store.failure = {};
    model.refresh();
    store.answer();
    QTRY_COMPARE(model.rowCount(), 1);
    QVERIFY(store.lastQuery.limit > 0);
    QCOMPARE(model.index(0, 0).data(RecordListModel::StoredRole).toString(), u"create"_s);
    QCOMPARE(store.finds, 0);
}

void TestRecordListModel::olderRowsFollowPageByPage()
{
    constexpr std::int64_t page = 500;
    ListStore store(AuditLogs::table);
    for (std::int64_t number = 1; number <= page + 3; ++number) {
        Row entry(AuditLogs::table);
        entry.set(AuditLogs::id, idOf(number));
        entry.set(AuditLogs::createdAt, Instant(1'000'000 - number));
        store.add(number, entry);
        if (number <= page)
            store.visible.push_back(number);
    }
    RecordListModel model(store, m_words, AuditLogs::table);
    model.setColumns({AuditLogs::action.index()});
    model.setQuery({.table = &AuditLogs::table});
    QVERIFY(!model.canFetchMore());
    store.answer();
    QTRY_COMPARE(model.rowCount(), int(page));
    QVERIFY(!store.lastQuery.after);
    QVERIFY(model.canFetchMore());

    QSignalSpy failed(&model, &RecordListModel::fetchMoreFailed);
    store.failure = {.code = ErrorCode::Offline, .key = "net.offline"};
    model.fetchMore();
    store.answer();
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(model.phase(), Phase::Ready); // what is here stays
    QCOMPARE(model.rowCount(), int(page));

    store.failure = {};
    store.visible = {page + 1, page + 2, page + 3};
    model.fetchMore();
    QVERIFY(!model.canFetchMore()); // one question at a time
    store.answer();
    QTRY_COMPARE(model.rowCount(), int(page + 3));
    QCOMPARE(store.lastQuery.after, std::optional(PageEnd{Instant(1'000'000 - page), idOf(page)}));
    QCOMPARE(model.idAt(int(page)), std::optional(idOf(page + 1)));
    QVERIFY(!model.canFetchMore()); // a page that is not full is the last
}

void TestRecordListModel::sortingAsksTheStore()
{
    fill(1);
    open();
    m_model->sort(1, Qt::DescendingOrder);
    QCOMPARE(m_store->lastQuery.sort.size(), 1u);
    QCOMPARE(m_store->lastQuery.sort.front().column, std::string("source"));
    QVERIFY(m_store->lastQuery.sort.front().descending);
    settle();
    m_model->setSort({{"source", true}, {"full_name", false}});
    QCOMPARE(m_store->lastQuery.sort.size(), 2u);
}

void TestRecordListModel::aHundredThousandRowsCostNothingToHold()
{
    m_tester.reset(); // it looks at every row
    m_store->visible.resize(100'000);
    std::iota(m_store->visible.begin(), m_store->visible.end(), 1);
    QElapsedTimer watch;
    watch.start();
    open();
    QCOMPARE(m_model->rowCount(), 100'000);
    QVERIFY(m_store->windows.empty()); // nobody has looked yet
    QVERIFY2(watch.elapsed() < 1000, "holding a list must not cost work per row");
}

QTEST_GUILESS_MAIN(TestRecordListModel)
#include "tst_record_list_model.moc"
