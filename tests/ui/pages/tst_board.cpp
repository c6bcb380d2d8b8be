// The pipeline board by mouse and keyboard, on the real widgets.
#include "models/domain/pipeline.h"
#include "models/schema/tables/all.h"
#include "tests/ui/pages/harbour.h"
#include "tests/ui/pages/page_bench.h"
#include "ui/entity/entity_list.h"
#include "ui/entity/entity_page.h"
#include "ui/pages/interests/board.h"
#include "ui/pages/interests/board_column.h"
#include "ui/pages/interests/card_list.h"
#include "ui/pages/interests/deal_cards.h"
#include "ui/pages/section_page.h"
#include "ui/shell/page.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace nimara;
using namespace nimara::ui;
using namespace Qt::StringLiterals;
using schema::Interests;

class TestBoard : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void showsEachDealOnceUnderItsStage();
    void remembersThatItIsShown();
    void movesACardByMouseAndUndoes();
    void movesACardByKeyboardAndFollowsIt();
    void asksForTheReasonWhereAGateIsSkipped();
    void offersTheSkippedStepInstead();
    void saysWhoHasTheBerth();
    void saysWhoHoldsTheBerth();
    void leavesACardThatIsDroppedBeside();
    void movesACardThatAColleagueMoved();
    void narrowsWithTheFiltersOfThePage();
    void leavesOutLostDealsAndSaysSo();
    void walksBetweenColumnsAndOpens();
    void movesNothingWithoutTheRight();
    void tellsWhatIsOverdue();
    void unknownPricesAreNoSum();
    void undoDoesNotOverruleAColleague();

private:
    EntityList &list() { return qobject_cast<SectionPage *>(m_bench->current())->page().list(); }
    BoardColumn &column(PipelineStage stage);
    int count(PipelineStage stage) { return column(stage).cards().rowCount(); }
    // A deal that alone wants its berth, at the stage; shown on the board.
    Uuid deal(PipelineStage stage, FakeStore::Fields more = {});
    int rowOf(PipelineStage stage, const Uuid &id);
    PipelineStage stageOf(const Uuid &id)
    {
        return *(*m_store->find("interests", id))[Interests::pipelineStage];
    }
    void carry(const Uuid &id, PipelineStage from, const QPoint &globalEnd);
    void drag(const Uuid &id, PipelineStage from, PipelineStage to);
    void press(PipelineStage stage, const Uuid &id, Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    template <typename T>
    T *inPopup(const QString &name);

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<Harbour> m_harbour;
    std::unique_ptr<PageBench> m_bench;
};

void TestBoard::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
}

void TestBoard::init()
{
    m_store = std::make_unique<FakeStore>();
    m_harbour = std::make_unique<Harbour>(*m_store, 12, 40);
    m_bench = std::make_unique<PageBench>(*m_store);
    m_bench->window().resize(2200, 900); // all columns are on the screen
    m_bench->window().show();
    m_bench->open(u"interests"_s);
    list().setView(EntityList::View::Other);
    QTRY_COMPARE(count(PipelineStage::Completed) + count(PipelineStage::Open) > 0, true);
}

void TestBoard::cleanup()
{
    m_bench.reset();
    m_harbour.reset();
    m_store.reset();
}

BoardColumn &TestBoard::column(PipelineStage stage)
{
    const auto columns = m_bench->window().findChildren<BoardColumn *>();
    return **std::ranges::find(columns, stage, &BoardColumn::stage);
}

int TestBoard::rowOf(PipelineStage stage, const Uuid &id)
{
    const RecordListModel &cards = column(stage).cards().list();
    for (int row = 0; row < cards.rowCount(); ++row) {
        if (cards.idAt(row) == id)
            return row;
    }
    return -1;
}

Uuid TestBoard::deal(PipelineStage stage, FakeStore::Fields more)
{
    const Uuid berth = m_store->add("berths", {{"area", "Test pier"}, {"berth_number", "1"}});
    FakeStore::Fields fields{{"client_id", m_harbour->clients.front().toString()},
                             {"berth_id", berth.toString()},
                             {"offered_price", "50000.00"},
                             {"pipeline_stage", std::string(pipelineStageChoices[std::size_t(stage)].value)},
                             {"stage_changed_at", "2030-01-01T00:00:00Z"}}; // on top of its column
    fields.insert(fields.end(), more.begin(), more.end());
    const Uuid id = m_store->add("interests", fields);
    if (!QTest::qWaitFor([&] { return rowOf(stage, id) >= 0; }))
        qFatal("the new deal is not on the board");
    return id;
}

void TestBoard::carry(const Uuid &id, PipelineStage from, const QPoint &globalEnd)
{
    CardList &cards = column(from).list();
    QWidget *viewport = cards.viewport();
    const QPoint start = cards.visualRect(cards.model()->index(rowOf(from, id), 0)).center();
    const QPoint end = viewport->mapFromGlobal(globalEnd);
    QTest::mousePress(viewport, Qt::LeftButton, {}, start);
    const auto send = [&](QEvent::Type type, Qt::MouseButton button, Qt::MouseButtons buttons) {
        QMouseEvent event(type, end, globalEnd, button, buttons, Qt::NoModifier);
        QApplication::sendEvent(viewport, &event);
    };
    send(QEvent::MouseMove, Qt::NoButton, Qt::LeftButton); // takes the card up
    send(QEvent::MouseMove, Qt::NoButton, Qt::LeftButton); // carries it
    send(QEvent::MouseButtonRelease, Qt::LeftButton, Qt::NoButton);
}

void TestBoard::drag(const Uuid &id, PipelineStage from, PipelineStage to)
{
    carry(id, from, column(to).mapToGlobal(column(to).rect().center()));
}

void TestBoard::press(PipelineStage stage, const Uuid &id, Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    CardList &cards = column(stage).list();
    cards.setFocus();
    cards.setCurrentRow(rowOf(stage, id));
    QTest::keyClick(&cards, key, modifiers);
}

template <typename T>
T *TestBoard::inPopup(const QString &name)
{
    QWidget *popup = QApplication::activePopupWidget();
    return popup ? popup->findChild<T *>(name) : nullptr;
}

void TestBoard::showsEachDealOnceUnderItsStage()
{
    const Uuid id = deal(PipelineStage::Visited);
    for (std::size_t stage = 0; stage < pipelineStageChoices.size(); ++stage)
        QCOMPARE(rowOf(PipelineStage(stage), id) >= 0, PipelineStage(stage) == PipelineStage::Visited);
    auto *number = column(PipelineStage::Visited).findChild<QLabel *>(u"columnCount"_s);
    QTRY_COMPARE(number->text(), QString::number(count(PipelineStage::Visited)));
    const auto card = column(PipelineStage::Visited).cards().cardAt(rowOf(PipelineStage::Visited, id));
    QVERIFY(card && card->client == u"Anna Berg"_s && card->value.contains(u"50,000"_s));
    QVERIFY(column(PipelineStage::Visited).list().accessibleName().startsWith(u"Visited"_s));
}

void TestBoard::remembersThatItIsShown()
{
    QCOMPARE(list().view(), EntityList::View::Other);
    const auto command = std::ranges::find_if(m_bench->commands, [](const auto &entry) {
        return entry.second.keys == QKeySequence(Qt::ALT | Qt::Key_1);
    });
    QVERIFY(command != m_bench->commands.end());
    command->second.run();
    QCOMPARE(list().view(), EntityList::View::Table);
    list().setView(EntityList::View::Other);
    QCOMPARE(m_bench->settings().value(u"lists/interests/view"_s).toString(), u"other"_s);
}

void TestBoard::movesACardByMouseAndUndoes()
{
    const Uuid id = deal(PipelineStage::Open);
    drag(id, PipelineStage::Open, PipelineStage::Visited);
    QTRY_COMPARE(stageOf(id), PipelineStage::Visited);
    QCOMPARE(m_store->submitted.back().command->name, std::string(changeStageCommand));
    QTRY_VERIFY(rowOf(PipelineStage::Visited, id) >= 0);
    QTRY_COMPARE(rowOf(PipelineStage::Open, id), -1);
    QCOMPARE(m_bench->toasts.back().action, u"Undo"_s);
    m_bench->toasts.back().run();
    QTRY_COMPARE(stageOf(id), PipelineStage::Open);
    QCOMPARE(m_store->submitted.back().command->name, std::string(changeStageCommand));
}

void TestBoard::movesACardByKeyboardAndFollowsIt()
{
    const Uuid id = deal(PipelineStage::Open);
    press(PipelineStage::Open, id, Qt::Key_Right, Qt::ControlModifier);
    QTRY_COMPARE(stageOf(id), PipelineStage::DetailsSent);
    CardList &there = column(PipelineStage::DetailsSent).list();
    QTRY_VERIFY(rowOf(PipelineStage::DetailsSent, id) >= 0);
    QTRY_COMPARE(there.currentIndex().row(), rowOf(PipelineStage::DetailsSent, id));
    QTest::keyClick(&there, Qt::Key_Left, Qt::ControlModifier);
    QTRY_COMPARE(stageOf(id), PipelineStage::Open);
}

void TestBoard::asksForTheReasonWhereAGateIsSkipped()
{
    const Uuid id = deal(PipelineStage::Visited);
    const std::size_t before = m_store->submitted.size();
    drag(id, PipelineStage::Visited, PipelineStage::Contract);
    QTRY_VERIFY(inPopup<QLineEdit>(u"stageReason"_s));
    QCOMPARE(stageOf(id), PipelineStage::Visited); // the card is back where it was
    QTest::keyClick(inPopup<QLineEdit>(u"stageReason"_s), Qt::Key_Return);
    QCOMPARE(m_store->submitted.size(), before); // no reason is no reason
    QTest::keyClicks(inPopup<QLineEdit>(u"stageReason"_s), u"Paid by bank transfer"_s);
    QTest::keyClick(inPopup<QLineEdit>(u"stageReason"_s), Qt::Key_Return);
    QTRY_COMPARE(stageOf(id), PipelineStage::Contract);
    QVERIFY(m_store->submitted.back().command->args.find("Paid by bank transfer") != std::string::npos);
    QTRY_VERIFY(!QApplication::activePopupWidget());
}

void TestBoard::offersTheSkippedStepInstead()
{
    const Uuid id = deal(PipelineStage::Visited);
    drag(id, PipelineStage::Visited, PipelineStage::Contract);
    QTRY_VERIFY(inPopup<QAbstractButton>(u"gateFirst"_s));
    inPopup<QAbstractButton>(u"gateFirst"_s)->click();
    QTRY_COMPARE(stageOf(id), PipelineStage::SignedEoiNda);
}

void TestBoard::saysWhoHasTheBerth()
{
    const Uuid winner = deal(PipelineStage::TenPercentDeposit, {{"occupies_berth", "true"}});
    const std::string berth = (*m_store->find("interests", winner))[Interests::berthId]->toString();
    const Uuid id = deal(PipelineStage::SignedEoiNda, {{"berth_id", berth}});
    const std::size_t before = m_store->submitted.size();
    drag(id, PipelineStage::SignedEoiNda, PipelineStage::TenPercentDeposit);
    QTRY_VERIFY(inPopup<QLabel>(u"hindrance"_s));
    QVERIFY(inPopup<QLabel>(u"hindrance"_s)->text().contains(u"Anna Berg"_s));
    QCOMPARE(m_store->submitted.size(), before);
    QCOMPARE(stageOf(id), PipelineStage::SignedEoiNda);
    inPopup<QAbstractButton>(u"openWinner"_s)->click();
    QTRY_VERIFY(m_bench->place().id() == winner);
}

void TestBoard::saysWhoHoldsTheBerth()
{
    const Uuid id = deal(PipelineStage::Visited);
    const Uuid hold = m_store->add(
        "berth_holds", {{"berth_id", (*m_store->find("interests", id))[Interests::berthId]->toString()},
                        {"client_id", m_harbour->clients.front().toString()},
                        {"holder_id", m_harbour->jonas.toString()},
                        {"held_until", "2099-01-01T00:00:00Z"}});
    const std::size_t before = m_store->submitted.size();
    drag(id, PipelineStage::Visited, PipelineStage::SignedEoiNda);
    QTRY_VERIFY(inPopup<QLabel>(u"hindrance"_s));
    QVERIFY(inPopup<QLabel>(u"hindrance"_s)->text().contains(u"is held by Jonas Achterberg until"_s));
    QVERIFY(!inPopup<QAbstractButton>(u"openWinner"_s)->isVisible());
    QCOMPARE(m_store->submitted.size(), before);
    // One's own hold hinders nobody.
    m_store->change("berth_holds", hold, {{"holder_id", FakeStore::userId.toString()}});
    QApplication::activePopupWidget()->close();
    drag(id, PipelineStage::Visited, PipelineStage::SignedEoiNda);
    QTRY_COMPARE(stageOf(id), PipelineStage::SignedEoiNda);
}

void TestBoard::leavesACardThatIsDroppedBeside()
{
    const Uuid id = deal(PipelineStage::Open);
    const std::size_t before = m_store->submitted.size();
    carry(id, PipelineStage::Open, m_bench->window().mapToGlobal(QPoint(-500, -500)));
    drag(id, PipelineStage::Open, PipelineStage::Open);
    QCOMPARE(m_store->submitted.size(), before);
    QVERIFY(!QApplication::activePopupWidget());
}

void TestBoard::movesACardThatAColleagueMoved()
{
    const Uuid id = deal(PipelineStage::Open);
    m_store->change("interests", id, {{"pipeline_stage", "contract"}});
    QTRY_VERIFY(rowOf(PipelineStage::Contract, id) >= 0);
    QTRY_COMPARE(rowOf(PipelineStage::Open, id), -1);
}

void TestBoard::narrowsWithTheFiltersOfThePage()
{
    const Uuid id = deal(PipelineStage::Open, {{"lead_category", "hot"}});
    ListFilter filter;
    filter.columns[Interests::leadCategory.index()].values = {Value(std::string("hot"))};
    list().setFilter(filter);
    QTRY_COMPARE(
        count(PipelineStage::Open), 1 + [&] {
            int others = 0;
            for (const Uuid &other : m_harbour->interests) {
                const Row &row = *m_store->find("interests", other);
                others += row[Interests::leadCategory] == LeadCategory::Hot &&
                          row[Interests::pipelineStage] == PipelineStage::Open;
            }
            return others;
        }());
    QVERIFY(rowOf(PipelineStage::Open, id) >= 0);
}

void TestBoard::leavesOutLostDealsAndSaysSo()
{
    const Uuid id = deal(PipelineStage::Open);
    m_store->change("interests", id, {{"outcome", "lost"}});
    QTRY_COMPARE(rowOf(PipelineStage::Open, id), -1);
    auto *left = m_bench->window().findChild<QLabel *>(u"leftOut"_s);
    QTRY_VERIFY(left->isVisible() && left->text().startsWith(u'1'));
    ListFilter filter;
    filter.columns[Interests::outcome.index()].values = {Value(std::string("lost"))};
    list().setFilter(filter);
    QTRY_VERIFY(rowOf(PipelineStage::Open, id) >= 0);
    QTRY_VERIFY(!left->isVisible());
}

void TestBoard::walksBetweenColumnsAndOpens()
{
    const Uuid id = deal(PipelineStage::DetailsSent);
    const Uuid first = deal(PipelineStage::Open);
    press(PipelineStage::Open, first, Qt::Key_Right);
    CardList &next = column(PipelineStage::DetailsSent).list();
    QVERIFY(m_bench->window().focusWidget() == &next);
    QTest::keyClick(&next, Qt::Key_Home);
    QTest::keyClick(&next, Qt::Key_Return);
    QTRY_VERIFY(m_bench->place().id() == id);
}

void TestBoard::movesNothingWithoutTheRight()
{
    const Uuid id = deal(PipelineStage::Open);
    PermissionSet viewing;
    viewing.set("interests.view", true);
    m_store->setPermissions(viewing);
    QTRY_VERIFY(m_bench->window().findChild<QWidget *>(u"boardRights"_s)->isVisible());
    drag(id, PipelineStage::Open, PipelineStage::Visited);
    press(PipelineStage::Open, id, Qt::Key_Right, Qt::ControlModifier);
    QTRY_VERIFY(inPopup<QLabel>(u"hindrance"_s));
    QVERIFY(!inPopup<QLabel>(u"hindrance"_s)->text().isEmpty());
    QVERIFY(m_store->submitted.empty());
    QApplication::activePopupWidget()->close();
}

void TestBoard::unknownPricesAreNoSum()
{
    auto *worth = column(PipelineStage::InCommunication).findChild<QLabel *>(u"columnWorth"_s);
    QTRY_COMPARE(count(PipelineStage::InCommunication), 0);
    const Uuid id = deal(PipelineStage::InCommunication);
    QTRY_COMPARE(worth->text(), u"$50,000"_s);
    m_store->change("interests", id, {{"offered_price", ""}});
    QTRY_COMPARE(worth->text(), u"No prices yet"_s);
}

void TestBoard::tellsWhatIsOverdue()
{
    const Uuid id = deal(PipelineStage::Open, {{"next_follow_up_at", "2999-01-01T00:00:00Z"}});
    const auto card = [&] {
        return column(PipelineStage::Open).cards().cardAt(rowOf(PipelineStage::Open, id));
    };
    QVERIFY(!card()->overdue);
    m_store->add("reminders", {{"title", "Call"},
                               {"due_at", "2020-01-01T00:00:00Z"},
                               {"assigned_to", m_harbour->maya.toString()},
                               {"interest_id", id.toString()}});
    QTRY_VERIFY(card()->overdue);
}

void TestBoard::undoDoesNotOverruleAColleague()
{
    const Uuid id = deal(PipelineStage::Open);
    press(PipelineStage::Open, id, Qt::Key_Right, Qt::ControlModifier);
    QTRY_COMPARE(stageOf(id), PipelineStage::DetailsSent);
    QTRY_COMPARE(m_bench->toasts.size(), 1);
    m_store->change("interests", id, {{"pipeline_stage", "visited"}});
    m_bench->toasts.front().run();
    QTRY_COMPARE(m_bench->toasts.size(), 2);
    QCOMPARE(m_bench->toasts.back().tone, Tone::Warning);
    QCOMPARE(stageOf(id), PipelineStage::Visited);
}

QTEST_MAIN(TestBoard)
#include "tst_board.moc"
