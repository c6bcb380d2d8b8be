#include "models/domain/sign_in_errors.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/clients.h"
#include "models/schema/tables/interests.h"
#include "tests/ui/sample_data.h"
#include "tests/ui/shell_fixture.h"
#include "ui/shell/edit_words.h"
#include "ui/shell/english_plurals.h"
#include "ui/shell/review_card.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/sync_badge.h"
#include "ui/shell/sync_panel.h"
#include "ui/shell/sync_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/confirm_dialog.h"
#include "ui/widgets/label.h"

#include <QApplication>
#include <QCheckBox>
#include <QPointer>
#include <QRadioButton>
#include <QSignalSpy>

using namespace nimara;
using namespace nimara::ui;

class TestSyncPanel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_theme = new Theme(*qApp);
        QCoreApplication::installTranslator(&m_plurals);
    }
    void cleanupTestCase() { delete m_theme; }

    void greenOnlyWhenAllIsSentAndSettled_data();
    void greenOnlyWhenAllIsSentAndSettled();
    void tooManyDevicesAreSaidWithWhatToDo();
    void theBadgeCountsWhatWaits();
    void editsAreToldInWords();
    void aNewRecordIsToldByItsName();
    void textsAreShortened();
    void offlineEditsWaitInThePanel();
    void aWaitingEditIsDiscardedAfterAQuestion();
    void aSentEditCannotBeDiscarded();
    void aConflictShowsWasMineAndTheirs();
    void whoHoldsABerthIsToldWithTheBerthsThatFit();
    void conflictsAreSettled_data();
    void conflictsAreSettled();
    void fieldsInConflictAreSettledOneByOne();
    void discardIsOfferedWhereItIsNotTakingTheirs();
    void aRefusalIsRetried();
    void discardingAsksFirst();
    void theWorkOfflineSwitchWorks();
    void syncNowAsksTheStore();
    void anEndedSessionOffersToSignIn();
    void eachPortTellsOfItsFirstLoad();
    void theExactTimeIsTheTooltip();
    void manyWaitingEditsAreCounted();
    void theTabKeyStaysInside();

private:
    static QStringList words(const QWidget &widget);

    Theme *m_theme = nullptr;
    EnglishPlurals m_plurals;
};

QStringList TestSyncPanel::words(const QWidget &widget)
{
    QStringList found;
    for (const auto *label : widget.findChildren<Label *>()) {
        if (label->isVisible())
            found.append(label->text());
    }
    return found;
}

void TestSyncPanel::greenOnlyWhenAllIsSentAndSettled_data()
{
    QTest::addColumn<int>("link");
    QTest::addColumn<int>("waiting");
    QTest::addColumn<int>("review");
    QTest::addColumn<bool>("green");
    QTest::newRow("live") << int(LinkState::Live) << 0 << 0 << true;
    QTest::newRow("waiting") << int(LinkState::Live) << 1 << 0 << false;
    QTest::newRow("review") << int(LinkState::Live) << 0 << 1 << false;
    QTest::newRow("connecting") << int(LinkState::Connecting) << 0 << 0 << false;
    QTest::newRow("offline") << int(LinkState::WorkingOffline) << 0 << 0 << false;
    QTest::newRow("no link") << int(LinkState::Disconnected) << 0 << 0 << false;
    QTest::newRow("loading") << int(LinkState::Loading) << 0 << 0 << false;
    QTest::newRow("refused") << int(LinkState::Refused) << 0 << 0 << false;
    QTest::newRow("signed out") << int(LinkState::SignedOut) << 0 << 0 << false;
}

void TestSyncPanel::greenOnlyWhenAllIsSentAndSettled()
{
    QFETCH(int, link);
    QFETCH(int, waiting);
    QFETCH(int, review);
    QFETCH(bool, green);
    SyncStatus status;
    status.link = LinkState(link);
    status.waiting = waiting;
    status.review = review;
    const SyncWords told = describeStatus(status);
    QCOMPARE(told.tone == Tone::Success, green);
    QCOMPARE(told.badge == QStringLiteral("Up to date"), green);
    QVERIFY(!told.title.isEmpty() && !told.icon.isEmpty());
}

void TestSyncPanel::tooManyDevicesAreSaidWithWhatToDo()
{
    SyncStatus status;
    status.link = LinkState::Disconnected;
    status.problem = {ErrorCode::RateLimited, std::string(signin::tooManySockets)};
    const SyncWords told = describeStatus(status);
    QCOMPARE(told.title, QStringLiteral("This account is connected on too many devices at once."));
    QVERIFY(told.advice.contains(QStringLiteral("Close the app on another device")));
}

void TestSyncPanel::theBadgeCountsWhatWaits()
{
    ShellFixture shell;
    SyncStatus status = shell.store.status();
    status.link = LinkState::Disconnected;
    status.waiting = 3;
    status.review = 1;
    shell.store.setStatus(status);
    QCOMPARE(shell.window->statusStrip().badge()->text(),
             QStringLiteral("Offline · 1 to review · 3 changes waiting"));
    QCOMPARE(shell.window->statusStrip().badge()->tone(), Tone::Warning);
}

void TestSyncPanel::editsAreToldInWords()
{
    FakeStore store;
    const Uuid berth = store.add("berths", {{"berth_number", "A-12"},
                                            {"area", "North"},
                                            {"length_m", "12"},
                                            {"beam_m", "4"},
                                            {"status_changed_at", "2026-05-01T08:00:00Z"}});
    const Uuid anna = store.add("clients", {{"full_name", "Anna Berg"}});
    Edit edit;
    edit.ops.push_back({schema::Berths::table.number,
                        berth,
                        OpKind::Update,
                        {{"status", {}, std::string("available"), std::string("under_offer")},
                         {"owner_client_id", {}, Value(), anna}}});
    const EditWords told = describeEdit(store, Format("UTC", "EUR"), edit);
    QCOMPARE(told.title, QStringLiteral("Berth A-12 · North"));
    QCOMPARE(told.lines, (QStringList{QStringLiteral("Status: Available → Under offer"),
                                      QStringLiteral("Owner: nothing → Anna Berg")}));
    QCOMPARE(
        told.oneLine(),
        QStringLiteral("Berth A-12 · North: Status: Available → Under offer, Owner: nothing → Anna Berg"));
    edit.ops.front() = {schema::Berths::table.number, berth, OpKind::Delete, {}};
    QCOMPARE(describeEdit(store, Format(), edit).title, QStringLiteral("Berth A-12 · North archived"));
    edit.title = "Move to the north pier";
    QCOMPARE(describeEdit(store, Format(), edit).oneLine(),
             QStringLiteral("Move to the north pier: Berth A-12 · North archived"));
    edit.title = "Archive A-12 · North";
    QCOMPARE(describeEdit(store, Format(), edit).oneLine(), QStringLiteral("Archive A-12 · North"));
}

void TestSyncPanel::aNewRecordIsToldByItsName()
{
    FakeStore store;
    Edit edit;
    edit.ops.push_back({schema::Clients::table.number,
                        FakeStore::makeId(),
                        OpKind::Create,
                        {{"full_name", {}, Value(), std::string("Óscar Núñez")},
                         {"company_name", {}, Value(), std::string("Núñez SA")},
                         {"source", {}, Value(), std::string("manual")}}});
    const EditWords told = describeEdit(store, Format(), edit);
    QCOMPARE(told.title, QStringLiteral("Client Óscar Núñez added"));
    QCOMPARE(told.lines, QStringList{QStringLiteral("Company: Núñez SA")});
}

void TestSyncPanel::textsAreShortened()
{
    FakeStore store;
    Edit edit;
    edit.ops.push_back({schema::Clients::table.number,
                        FakeStore::makeId(),
                        OpKind::Update,
                        {{"summary", {}, Value(), std::string(5000, 'x')}}});
    QVERIFY(describeEdit(store, Format(), edit).lines.front().size() < 120);
    edit.ops.front().table = 65000; // of a newer version
    QVERIFY(!describeEdit(store, Format(), edit).title.isEmpty());
}

void TestSyncPanel::offlineEditsWaitInThePanel()
{
    ShellFixture shell;
    const Uuid anna = shell.store.add("clients", {{"full_name", "Anna Berg"}});
    shell.store.setWorkOffline(true);
    Edit edit;
    edit.ops.push_back(
        {schema::Clients::table.number, anna, OpKind::Update, {{"city", {}, Value(), std::string("Malmö")}}});
    shell.store.submit(edit);
    QTest::mouseClick(shell.window->statusStrip().badge(), Qt::LeftButton);
    SyncPanel &panel = shell.window->syncPanel();
    QVERIFY(panel.isOpen());
    QTRY_VERIFY(words(panel).contains(QStringLiteral("City: nothing → Malmö")));
    QVERIFY(words(panel).contains(QStringLiteral("Waiting (1)")));
    QTest::mouseClick(shell.window->statusStrip().badge(), Qt::LeftButton); // the same click closes it
    QVERIFY(!panel.isOpen());
}

void TestSyncPanel::aWaitingEditIsDiscardedAfterAQuestion()
{
    ShellFixture shell;
    shell.store.setWorkOffline(true);
    shell.store.submit({});
    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    QTRY_VERIFY(panel.findChild<IconButton *>());
    const auto drop = [&] {
        for (auto *button : panel.findChildren<IconButton *>()) {
            if (button->accessibleName() == QStringLiteral("Discard this change") && button->isVisible())
                return button;
        }
        return static_cast<IconButton *>(nullptr);
    };
    QTRY_VERIFY(drop());
    QTest::mouseClick(drop(), Qt::LeftButton);
    auto *question = shell.window->findChild<ConfirmDialog *>();
    QVERIFY(question);
    QTest::mouseClick(question->acceptButton(), Qt::LeftButton);
    QTRY_COMPARE(shell.store.discarded.size(), std::size_t(1));
    QTRY_VERIFY(words(panel).contains(QStringLiteral("No change is waiting on this computer.")));
}

void TestSyncPanel::aSentEditCannotBeDiscarded()
{
    ShellFixture shell;
    shell.store.setWorkOffline(true);
    shell.store.submit({});
    shell.store.markSent();
    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    QTRY_VERIFY(words(panel).contains(QStringLiteral("Waiting (1)")));
    for (auto *button : panel.findChildren<IconButton *>()) {
        if (button->accessibleName() == QStringLiteral("Discard this change"))
            QVERIFY(!button->isEnabled());
    }
}

void TestSyncPanel::aConflictShowsWasMineAndTheirs()
{
    ShellFixture shell;
    fillSample(shell.store);
    addSampleReview(shell.store);
    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    QTRY_COMPARE(panel.findChildren<ReviewCard *>().size(), 2);
    const auto card = [&] { return words(*panel.findChildren<ReviewCard *>().first()); };
    QTRY_VERIFY(!card().isEmpty());
    const QStringList told = card();
    for (const char *word : {"Berth B-7 · North pier", "Status", "Available", "Under offer", "Maintenance"})
        QVERIFY2(told.contains(QString::fromUtf8(word)), word);
    QVERIFY(told.contains(QStringLiteral("by Maya Lindqvist, 25 minutes ago")));
}

void TestSyncPanel::whoHoldsABerthIsToldWithTheBerthsThatFit()
{
    ShellFixture shell;
    FakeStore &store = shell.store;
    const auto berth = [&store](const char *number, const char *length, const char *status = "available") {
        return store.add("berths", {{"area", "North pier"},
                                    {"berth_number", number},
                                    {"length_m", length},
                                    {"beam_m", "4.00"},
                                    {"status", status}});
    };
    const Uuid wanted = berth("1", "12.00");
    const Uuid fit = berth("2", "12.50");
    berth("3", "9.00");
    berth("4", "13.00", "sold");
    const Uuid held = berth("5", "13.00");
    const Uuid client = store.add("clients", {{"full_name", "Ada"}});
    store.add("vessels", {{"client_id", client.toString()}, {"name", "Swift"}, {"length_m", "11.00"}});
    store.add("berth_holds", {{"berth_id", held.toString()},
                              {"client_id", client.toString()},
                              {"holder_id", FakeStore::userId.toString()},
                              {"held_until", "2099-01-01T00:00:00Z"}});
    const Uuid asked = FakeStore::makeId();
    using schema::BerthHolds;
    ReviewItem item;
    item.number = 7;
    item.mutation.edit.ops = {{BerthHolds::table.number,
                               asked,
                               OpKind::Create,
                               {{"berth_id", {}, {}, wanted},
                                {"client_id", {}, {}, client},
                                {"held_until", {}, {}, Instant::parse("2098-01-01T00:00:00Z")->micros()}}}};
    item.outcome.kind = OutcomeKind::Rejected;
    item.outcome.error = {ErrorCode::Conflict, std::string(reject::held), "berth_id"};
    item.outcome.otherId = wanted;
    item.outcome.conflicts = {{BerthHolds::table.number,
                               FakeStore::makeId(),
                               "held_until",
                               {},
                               {},
                               Instant::parse("2097-05-01T09:00:00Z")->micros(),
                               FakeStore::userId,
                               {}}};
    store.addReview(item);

    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    QTRY_VERIFY(panel.findChild<QLabel *>(QStringLiteral("heldBy")));
    const QString who = panel.findChild<QLabel *>(QStringLiteral("heldBy"))->text();
    QVERIFY2(who.startsWith(QStringLiteral("Held by ")) && who.contains(QStringLiteral("2097")),
             qPrintable(who));
    QTRY_COMPARE(panel.findChildren<QPushButton *>(QStringLiteral("takeBerth")).size(), 1);
    QTest::mouseClick(panel.findChild<QPushButton *>(QStringLiteral("takeBerth")), Qt::LeftButton);
    QTRY_COMPARE(store.resolved.size(), std::size_t(1));
    QCOMPARE(store.resolved.front(), std::pair(std::int64_t(7), Decision(Resolution::Discard)));
    QCOMPARE((*store.find("berth_holds", asked))[BerthHolds::berthId], fit);
}

void TestSyncPanel::conflictsAreSettled_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<int>("resolution");
    QTest::newRow("mine") << QStringLiteral("takeMine") << int(Resolution::TakeMine);
    QTest::newRow("theirs") << QStringLiteral("takeTheirs") << int(Resolution::TakeTheirs);
}

void TestSyncPanel::conflictsAreSettled()
{
    QFETCH(QString, button);
    QFETCH(int, resolution);
    ShellFixture shell;
    addSampleReview(shell.store);
    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    QTRY_VERIFY(panel.findChild<QPushButton *>(button));
    QTest::mouseClick(panel.findChild<QPushButton *>(button), Qt::LeftButton);
    QTRY_COMPARE(shell.store.resolved.size(), std::size_t(1));
    QCOMPARE(shell.store.resolved.front().first, 1);
    QCOMPARE(shell.store.resolved.front().second, Decision(Resolution(resolution)));
    QTRY_COMPARE(panel.findChildren<ReviewCard *>().size(), 1);
}

void TestSyncPanel::fieldsInConflictAreSettledOneByOne()
{
    ShellFixture shell;
    addSampleFieldsInConflict(shell.store);
    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    const auto asChosen = [&panel] {
        const auto cards = panel.findChildren<ReviewCard *>();
        return cards.size() == 1 ? cards.first()->findChild<QPushButton *>(u"asChosen"_qs) : nullptr;
    };
    QTRY_VERIFY(words(panel).contains(QStringLiteral("What else you changed is sent with either choice:")));
    QVERIFY(asChosen() && !asChosen()->isEnabled());
    const auto choose = [&panel](const QString &name) {
        for (auto *radio : panel.findChildren<QRadioButton *>()) {
            if (radio->accessibleName() == name)
                radio->click();
        }
    };
    choose(QStringLiteral("Status: Theirs"));
    QVERIFY(!asChosen()->isEnabled());
    // The list is fetched again while one is choosing: what was chosen stays.
    const QPointer<QPushButton> before = asChosen();
    emit shell.store.titlesChanged();
    QTRY_VERIFY(before.isNull() && asChosen());
    choose(QStringLiteral("Area: Yours"));
    QVERIFY(asChosen()->isEnabled());
    asChosen()->click();
    QTRY_COMPARE(shell.store.resolved.size(), std::size_t(1));
    QCOMPARE(shell.store.resolved.front().second, (Decision{Resolution::TakeTheirs, {1}}));
}

void TestSyncPanel::discardIsOfferedWhereItIsNotTakingTheirs()
{
    ShellFixture shell;
    addSampleReview(shell.store);
    addSampleFieldsInConflict(shell.store);
    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    QTRY_COMPARE(panel.findChildren<ReviewCard *>().size(), 3);
    const auto discard = [&panel](qsizetype card) {
        auto *button = panel.findChildren<ReviewCard *>().at(card)->findChild<QPushButton *>(u"discard"_qs);
        return button ? button->text() : QString();
    };
    QCOMPARE(discard(0), QString());
    QCOMPARE(discard(1), QStringLiteral("Discard"));
    QCOMPARE(discard(2), QStringLiteral("Discard all"));
}

void TestSyncPanel::aRefusalIsRetried()
{
    ShellFixture shell;
    addSampleReview(shell.store);
    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    QTRY_VERIFY(panel.findChild<QPushButton *>(QStringLiteral("retry")));
    QTRY_VERIFY(words(panel).contains(QStringLiteral("You have no right to make this change.")));
    panel.findChild<QPushButton *>(QStringLiteral("retry"))->click();
    QTRY_COMPARE(shell.store.resolved.size(), std::size_t(1));
    QCOMPARE(shell.store.resolved.front(), (std::pair<std::int64_t, Decision>{2, Resolution::Retry}));
}

void TestSyncPanel::discardingAsksFirst()
{
    ShellFixture shell;
    addSampleReview(shell.store);
    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    QTRY_VERIFY(panel.findChild<QPushButton *>(QStringLiteral("discard")));
    panel.findChild<QPushButton *>(QStringLiteral("discard"))->click();
    QVERIFY(shell.store.resolved.empty());
    QTest::mouseClick(shell.window->findChild<ConfirmDialog *>()->acceptButton(), Qt::LeftButton);
    QTRY_COMPARE(shell.store.resolved.size(), std::size_t(1));
    QCOMPARE(shell.store.resolved.front().second, Decision(Resolution::Discard));
}

void TestSyncPanel::theWorkOfflineSwitchWorks()
{
    ShellFixture shell;
    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    auto *offline = panel.findChild<QCheckBox *>();
    QVERIFY(!offline->isChecked());
    offline->click();
    QCOMPARE(shell.store.status().link, LinkState::WorkingOffline);
    QCOMPARE(shell.window->statusStrip().badge()->text(), QStringLiteral("Working offline"));
    offline->click();
    QCOMPARE(shell.store.status().link, LinkState::Live);
}

void TestSyncPanel::syncNowAsksTheStore()
{
    ShellFixture shell;
    shell.press(Qt::Key_F5);
    QCOMPARE(shell.store.syncs, 1);
}

void TestSyncPanel::anEndedSessionOffersToSignIn()
{
    ShellFixture shell;
    SyncStatus status = shell.store.status();
    status.link = LinkState::Refused;
    status.problem = {ErrorCode::Unauthenticated, std::string(signin::ended)};
    shell.store.setStatus(status);
    QCOMPARE(shell.window->statusStrip().badge()->tone(), Tone::Warning);
    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    auto *banner = panel.findChild<Banner *>();
    QCOMPARE(banner->title(), QStringLiteral("Your session has run out."));
    QSignalSpy asked(shell.window.get(), &MainWindow::signInRequested);
    QTest::mouseClick(banner->button(), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
}

void TestSyncPanel::eachPortTellsOfItsFirstLoad()
{
    const Format format("UTC", "EUR");
    SyncStatus status;
    status.link = LinkState::Loading;
    QCOMPARE(lastSyncedWords(status, format), QStringLiteral("Never synced with the server"));
    status.firstLoads = {{Uuid(), "Helsinki East", 400, 1000}};
    QCOMPARE(lastSyncedWords(status, format), QStringLiteral("Helsinki East: first load 40 %"));
    QCOMPARE(describeStatus(status).title, QStringLiteral("The data of Helsinki East is being loaded."));
    status.lastSyncedAt = Instant();
    status.firstLoads.push_back({Uuid(), "Helsinki West", 0, 0});
    QCOMPARE(
        lastSyncedWords(status, format),
        QStringLiteral("Last synced %1 · Helsinki East: first load 40 % · Helsinki West: first load not done")
            .arg(format.relative(Instant())));
}

void TestSyncPanel::theExactTimeIsTheTooltip()
{
    ShellFixture shell;
    SyncStatus status = shell.store.status();
    status.lastSyncedAt = *Instant::parse("2026-06-01T12:30:00Z"); // Anguilla is four hours behind
    shell.store.setStatus(status);
    QVERIFY(shell.window->statusStrip().badge()->toolTip().contains(QStringLiteral("08:30:00")));
}

void TestSyncPanel::manyWaitingEditsAreCounted()
{
    ShellFixture shell;
    shell.store.setWorkOffline(true);
    for (int i = 0; i < 60; ++i)
        shell.store.submit({});
    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    QTRY_VERIFY(words(panel).contains(QStringLiteral("and 10 more")));
}

void TestSyncPanel::theTabKeyStaysInside()
{
    ShellFixture shell;
    addSampleReview(shell.store);
    SyncPanel &panel = shell.window->syncPanel();
    panel.openAt(shell.window->statusStrip().badge());
    QTRY_VERIFY(panel.findChild<QPushButton *>(QStringLiteral("retry")));
    QTRY_VERIFY(panel.findChild<QPushButton *>(QStringLiteral("retry"))->isVisible());
    QSet<QWidget *> met;
    for (int i = 0; i < 30; ++i) {
        QTest::keyClick(shell.window->focusWidget(), i < 20 ? Qt::Key_Tab : Qt::Key_Backtab);
        QVERIFY(panel.isAncestorOf(shell.window->focusWidget()));
        met.insert(shell.window->focusWidget());
    }
    QVERIFY(met.contains(panel.findChild<QPushButton *>(QStringLiteral("takeMine"))));
    QVERIFY(met.contains(panel.findChild<QCheckBox *>()));
}

QTEST_MAIN(TestSyncPanel)
#include "tst_sync_panel.moc"
