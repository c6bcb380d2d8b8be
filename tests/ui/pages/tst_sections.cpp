// One test for every section: whatever is registered opens, lists, filters, creates, edits, archives, undoes, works
// offline and respects permissions, by keyboard and mouse on the real widgets.
#include "models/items/labels.h"
#include "models/items/record_list_model.h"
#include "models/schema/registry.h"
#include "tests/ui/pages/field_filler.h"
#include "tests/ui/pages/harbour.h"
#include "tests/ui/pages/page_bench.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_list.h"
#include "ui/entity/entity_page.h"
#include "ui/entity/form_field.h"
#include "ui/entity/record_form.h"
#include "ui/entity/record_table.h"
#include "ui/entity/record_view.h"
#include "ui/pages/section_page.h"
#include "ui/shell/page.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace nimara;
using namespace nimara::ui;
using namespace Qt::StringLiterals;

namespace {

// The rights that somebody needs who may do nothing but look.
PermissionSet onlyViewing()
{
    PermissionSet set;
    for (const Permission &permission : permissions()) {
        const bool looks = permission.action.starts_with("view") || permission.action == "manage_settings" ||
                           permission.key == "admin.view_audit_log";
        set.set(permission.key, looks);
    }
    return set;
}

} // namespace

class TestSections : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void everySectionOfTheSidebarIsThere();
    void opensWithItsRows_data() { sections(); }
    void opensWithItsRows();
    void saysWhatWouldStandInAnEmptyList_data() { sections(); }
    void saysWhatWouldStandInAnEmptyList();
    void tellsWhenReadingFails_data() { sections(); }
    void tellsWhenReadingFails();
    void searchesAndClears_data() { sections(); }
    void searchesAndClears();
    void countsItsStatesAndNarrowsToOne_data() { sections(); }
    void countsItsStatesAndNarrowsToOne();
    void sortsByItsHeaderWithTheKeyboard_data() { sections(); }
    void sortsByItsHeaderWithTheKeyboard();
    void opensARecord_data() { sections(); }
    void opensARecord();
    void createsOffline_data() { sections(); }
    void createsOffline();
    void editsAndTellsWhatChanged_data() { sections(); }
    void editsAndTellsWhatChanged();
    void archivesWithUndo_data() { sections(); }
    void archivesWithUndo();
    void offersNothingThatIsNotAllowed_data() { sections(); }
    void offersNothingThatIsNotAllowed();
    void isAbsentWithoutTheRightToView();
    void showsItsCards_data();
    void showsItsCards();
    void copiesItsRows_data() { sections(); }
    void copiesItsRows();

private:
    static void sections();
    EntityPage &page();
    const Table &table() { return *page().spec().table; }
    void goOffline();
    int rows() { return page().list().model().rowCount(); }
    // A row of the table, its number in the list made current.
    Uuid firstRow();
    bool maySomehow(std::string_view right) const { return !right.empty() && right != "@entity"; }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<Harbour> m_harbour;
    std::unique_ptr<PageBench> m_bench;
};

// The rows of the test: every registered section over a table.
void TestSections::sections()
{
    QTest::addColumn<QString>("key");
    FakeStore store;
    PageBench bench(store);
    for (const PageEntry &entry : bench.registry().entries()) {
        if (!entry.table.empty())
            QTest::newRow(entry.key.toUtf8().constData()) << entry.key;
    }
}

void TestSections::showsItsCards_data()
{
    QTest::addColumn<QString>("key");
    FakeStore store;
    PageBench bench(store);
    for (const PageEntry &entry : bench.registry().entries()) {
        if (entry.table.empty())
            QTest::newRow(entry.key.toUtf8().constData()) << entry.key;
    }
}

void TestSections::initTestCase()
{
    m_theme = std::make_unique<Theme>(*qApp);
}

void TestSections::init()
{
    m_store = std::make_unique<FakeStore>();
    m_harbour = std::make_unique<Harbour>(*m_store, 12, 20);
    m_bench = std::make_unique<PageBench>(*m_store);
    m_bench->window().show();
}

void TestSections::cleanup()
{
    m_bench.reset();
    m_harbour.reset();
    m_store.reset();
}

EntityPage &TestSections::page()
{
    QFETCH(QString, key);
    if (!m_bench->current())
        m_bench->open(key);
    return qobject_cast<SectionPage *>(m_bench->current())->page();
}

void TestSections::goOffline()
{
    m_store->setWorkOffline(true);
}

Uuid TestSections::firstRow()
{
    EntityList &list = page().list();
    [&] { QTRY_VERIFY(list.model().rowCount() > 0); }();
    list.table().showRow(0);
    [&] { QTRY_VERIFY(list.model().idAt(0)); }();
    return *list.model().idAt(0);
}

void TestSections::everySectionOfTheSidebarIsThere()
{
    const std::map<Section, QStringList> wanted{
        {Section::Main, {u"Dashboard"_s, u"Clients"_s, u"Interests"_s, u"Berths"_s}},
        {Section::Financial, {u"Expenses"_s, u"Invoices"_s}},
        {Section::Operations, {u"Files"_s, u"Email"_s, u"Reminders"_s, u"Documents"_s, u"Reports"_s}},
        {Section::Admin,
         {u"Users"_s, u"Roles"_s, u"Ports"_s, u"Audit"_s, u"Settings"_s, u"Webhooks"_s, u"Reports"_s,
          u"Templates"_s, u"Forms"_s, u"Tags"_s, u"Import"_s, u"Monitoring"_s, u"Backup"_s,
          u"Custom fields"_s, u"Onboarding"_s}}};
    for (const auto &[section, titles] : wanted) {
        QStringList found;
        for (const PageEntry &entry : m_bench->registry().entries()) {
            if (entry.section == section) {
                found << entry.title;
                QVERIFY2(hasIcon(entry.icon), qPrintable(entry.key + u": "_s + entry.icon));
                QVERIFY(entry.key == u"dashboard"_s || !entry.permissions.empty());
            }
        }
        QCOMPARE(found, titles);
    }
}

void TestSections::opensWithItsRows()
{
    QTRY_VERIFY(rows() > 0);
    QCOMPARE(static_cast<std::size_t>(rows()), m_store->count(table().name));
    const auto *count = page().findChild<QLabel *>(u"count"_s);
    QTRY_COMPARE(count->text(), QString::number(rows()));
    QVERIFY(page().list().table().isVisible());
    // No column of ids, no raw word: what is painted is for people.
    page().list().table().grab();
    QTRY_VERIFY(page().list().model().index(0, 0).data(RecordListModel::LoadedRole).toBool());
    for (int column = 0; column < page().list().model().columnCount(); ++column) {
        const QString text = page().list().model().index(0, column).data().toString();
        QVERIFY2(!Uuid::parse(toUtf8(text)), qPrintable(text));
        QVERIFY2(!page()
                      .list()
                      .model()
                      .headerData(column, Qt::Horizontal, Qt::DisplayRole)
                      .toString()
                      .contains(u'_'),
                 qPrintable(text));
    }
}

void TestSections::saysWhatWouldStandInAnEmptyList()
{
    m_bench.reset();
    m_store = std::make_unique<FakeStore>();
    m_bench = std::make_unique<PageBench>(*m_store);
    m_bench->window().show();
    auto *empty = page().findChild<QWidget *>(u"empty"_s);
    QTRY_VERIFY(empty->isVisible());
    QVERIFY(!page().list().table().isVisible());
}

void TestSections::tellsWhenReadingFails()
{
    m_store->failReads = {.code = ErrorCode::Storage, .key = "replica.damaged"};
    auto *empty = page().findChild<QWidget *>(u"empty"_s);
    QTRY_COMPARE(page().list().model().phase(), RecordListModel::Phase::Failed);
    QTRY_VERIFY(empty->isVisible());
    m_store->failReads = {};
    QTest::mouseClick(empty->findChild<QPushButton *>(), Qt::LeftButton);
    QTRY_VERIFY(rows() > 0);
}

void TestSections::searchesAndClears()
{
    QTRY_VERIFY(rows() > 0);
    const int all = rows();
    auto *search = page().list().findChild<QLineEdit *>(u"search"_s);
    search->setFocus();
    QTest::keyClicks(search, u"zzzz no such thing"_s);
    QTest::keyClick(search, Qt::Key_Return);
    QTRY_COMPARE(rows(), 0);
    auto *clear = page().list().findChild<QPushButton *>(u"clearFilters"_s);
    QTRY_VERIFY(clear->isVisible());
    QTest::mouseClick(clear, Qt::LeftButton);
    QTRY_COMPARE(rows(), all);
    QVERIFY(!clear->isVisible());
    QVERIFY(search->text().isEmpty());
}

void TestSections::countsItsStatesAndNarrowsToOne()
{
    QTRY_VERIFY(rows() > 0);
    const int all = rows();
    auto *strip = page().findChild<QWidget *>(u"groups"_s);
    QCOMPARE(strip != nullptr, page().spec().strip.has_value());
    if (!strip)
        return;
    QTRY_VERIFY(strip->isVisible());
    const ColumnInfo &column = columnAt(table(), *page().spec().strip);
    const auto stored = m_store->list({.table = &table()}).result();
    QVERIFY(stored);
    const auto inState = [&](const QAbstractButton *button) {
        const std::string word = toUtf8(button->objectName().mid(QStringLiteral("group_").size()));
        return static_cast<int>(std::ranges::count_if(
            *stored, [&](const Row &row) { return row.value(column.index) == Value(word); }));
    };
    QAbstractButton *one = nullptr;
    for (auto *button : strip->findChildren<QAbstractButton *>()) {
        QTRY_COMPARE(button->accessibleName(), u"%1: %2"_s.arg(button->text()).arg(inState(button)));
        if (inState(button) > 0)
            one = button;
    }
    QVERIFY(one);
    const int expected = inState(one);
    QTest::mouseClick(one, Qt::LeftButton);
    QTRY_COMPARE(rows(), expected);
    QVERIFY(one->isChecked());
    one->setFocus();
    QTest::keyClick(one, Qt::Key_Space);
    QTRY_COMPARE(rows(), all);
    QVERIFY(!one->isChecked());
}

void TestSections::sortsByItsHeaderWithTheKeyboard()
{
    QTRY_VERIFY(rows() > 0);
    const RecordListModel &model = page().list().model();
    const std::string name(model.columnAt(1).name());
    const bool bySecond = std::ranges::any_of(
        model.query().sort, [&](const SortKey &key) { return key.column == name && !key.descending; });
    QWidget *header = page().list().table().horizontalHeader();
    header->setFocus();
    QTest::keyClick(header, Qt::Key_Right);
    QTest::keyClick(header, Qt::Key_Return);
    QTRY_COMPARE(model.query().sort.size(), 1u);
    QCOMPARE(model.query().sort.front().column, name);
    // What is sorted by already is turned round.
    QCOMPARE(model.query().sort.front().descending, bySecond);
    QTest::keyClick(header, Qt::Key_Return);
    QTRY_COMPARE(model.query().sort.front().descending, !bySecond);
    QTest::keyClick(header, Qt::Key_Left);
    QTest::keyClick(header, Qt::Key_Return, Qt::ShiftModifier);
    QTRY_COMPARE(model.query().sort.size(), 2u);
}

void TestSections::opensARecord()
{
    const Uuid id = firstRow();
    page().list().table().setFocus();
    QTest::keyClick(&page().list().table(), Qt::Key_Return);
    QTRY_COMPARE(page().shown(), EntityPage::Shown::Record);
    QCOMPARE(m_bench->place().id(), std::optional(id));
    auto *name = page().findChild<QLabel *>(u"recordName"_s);
    QTRY_VERIFY(!name->text().isEmpty());
    QVERIFY(!m_bench->current()->title().isEmpty());
    m_bench->back();
    QCOMPARE(page().shown(), EntityPage::Shown::List);
}

void TestSections::createsOffline()
{
    QTRY_VERIFY(rows() > 0);
    const bool creates = page().spec().creates && maySomehow(table().rights.create);
    auto *create = page().findChild<QPushButton *>(u"create"_s);
    QCOMPARE(create->isVisible(), creates);
    if (!creates)
        return;
    QVERIFY(create->toolTip().contains(QKeySequence(QKeySequence::New).toString(QKeySequence::NativeText)));
    goOffline();
    const std::size_t before = m_store->count(table().name);
    QTest::mouseClick(create, Qt::LeftButton);
    QTRY_COMPARE(page().shown(), EntityPage::Shown::New);
    QVERIFY(!page().hasUnsavedChanges());

    // Saved too early: each required field says what is missing, and nothing is lost.
    QTest::keyClick(&page().form(), Qt::Key_S, Qt::ControlModifier);
    FieldFiller filler(*m_store, page().form());
    if (filler.hasEmptyRequired()) {
        QCOMPARE(m_store->count(table().name), before);
        QVERIFY(!filler.problems().isEmpty());
        filler.fillRequired();
        QVERIFY(page().hasUnsavedChanges());
        QTest::keyClick(&page().form(), Qt::Key_S, Qt::ControlModifier);
        QVERIFY2(filler.problems().isEmpty(), qPrintable(filler.problems().join(u"; "_s)));
    }
    QTRY_COMPARE(m_store->count(table().name), before + 1);
    QTRY_COMPARE(page().shown(), EntityPage::Shown::Record);
    const Op &op = m_store->submitted.back().ops.front();
    QCOMPARE(op.kind, OpKind::Create);
    QVERIFY(!m_store->submitted.back().title.empty());
    for (const FieldChange &field : op.fields)
        QVERIFY2(!table().find(field.column)->is(ServerSet | ServerOnly), field.column.c_str());
    QCOMPARE(m_store->rowState(table(), op.id), RowState::Waiting);
    QVERIFY(page().findChild<QWidget *>(u"rowState"_s)->isVisible());
}

void TestSections::editsAndTellsWhatChanged()
{
    const Uuid id = firstRow();
    m_bench->open(PageAddress::of(m_bench->place().page, id));
    auto *edit = page().record().findChild<QPushButton *>(u"edit"_s);
    QTRY_VERIFY(page().findChild<QLabel *>(u"recordName"_s)->text().size() > 0);
    const Row row = *m_store->find(table().name, id);
    const Verdict verdict = canEdit(table(), actorOf(*m_store), &row);
    QCOMPARE(edit->isVisible() && edit->isEnabled(), static_cast<bool>(verdict));
    if (!verdict)
        return;
    goOffline();
    QTest::mouseClick(edit, Qt::LeftButton);
    QTRY_VERIFY(page().record().isEditing());
    FieldFiller filler(*m_store, *page().record().findChild<RecordForm *>());
    const std::string column = filler.changeOne();
    if (column.empty())
        return;
    QVERIFY(page().hasUnsavedChanges());
    const std::size_t before = m_store->submitted.size();
    QTest::keyClick(&page().record(), Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(m_store->submitted.size(), before + 1);
    const Op &op = m_store->submitted.back().ops.front();
    QCOMPARE(op.kind, OpKind::Update);
    QCOMPARE(op.fields.size(), 1u);
    QCOMPARE(op.fields.front().column, column);
    QCOMPARE(op.fields.front().was, row.value(column));
    QTRY_VERIFY(!page().record().isEditing());
    QVERIFY(!page().hasUnsavedChanges());

    QTRY_COMPARE(m_bench->toasts.size(), 1);
    QCOMPARE(m_bench->toasts.front().action, u"Undo"_s);
    m_bench->toasts.front().run();
    QTRY_COMPARE(m_store->find(table().name, id)->value(column), row.value(column));
    QCOMPARE(m_store->submitted.back().ops.front().fields.front().was, op.fields.front().now);
}

void TestSections::archivesWithUndo()
{
    const Uuid id = firstRow();
    const Row row = *m_store->find(table().name, id);
    page().list().table().setFocus();
    QTest::keyClick(&page().list().table(), Qt::Key_Delete);
    const std::size_t before = m_store->count(table().name);
    if (!canRemove(table(), actorOf(*m_store), &row)) {
        QTRY_VERIFY(!m_bench->toasts.isEmpty()); // says why not
        QVERIFY(m_store->submitted.empty());
        return;
    }
    QTRY_COMPARE(m_store->submitted.size(), 1u);
    QCOMPARE(m_store->submitted.back().ops.front().kind, OpKind::Delete);
    QTRY_COMPARE(m_bench->toasts.size(), 1);
    if (table().is(Archivable)) {
        QCOMPARE(m_store->count(table().name), before);
        QTRY_VERIFY(!isNull(m_store->find(table().name, id)->value("archived_at")));
        QVERIFY(m_bench->questions.isEmpty()); // what can be undone asks nothing
        QCOMPARE(m_bench->toasts.front().action, u"Undo"_s);
        m_bench->toasts.front().run();
        QTRY_VERIFY(isNull(m_store->find(table().name, id)->value("archived_at")));
    } else {
        QCOMPARE(m_bench->questions.size(), 1);
        QVERIFY(m_bench->questions.front().destructive);
        QTRY_VERIFY(!m_store->find(table().name, id));
    }
}

void TestSections::offersNothingThatIsNotAllowed()
{
    m_store->setPermissions(onlyViewing());
    const Uuid id = firstRow();
    auto *create = page().findChild<QPushButton *>(u"create"_s);
    const Verdict mayCreate = canCreate(table(), actorOf(*m_store));
    QVERIFY(!create->isVisible() || create->isEnabled() == static_cast<bool>(mayCreate));
    if (create->isVisible() && !mayCreate)
        QVERIFY2(create->toolTip().contains(u"Sales manager"_s), qPrintable(create->toolTip()));

    m_bench->open(PageAddress::of(m_bench->place().page, id));
    QTRY_VERIFY(page().findChild<QLabel *>(u"recordName"_s)->text().size() > 0);
    const Row row = *m_store->find(table().name, id);
    auto *edit = page().record().findChild<QPushButton *>(u"edit"_s);
    const Verdict mayEdit = canEdit(table(), actorOf(*m_store), &row);
    QCOMPARE(edit->isVisible() && edit->isEnabled(), static_cast<bool>(mayEdit));
    if (edit->isVisible() && !mayEdit)
        QVERIFY(!edit->toolTip().isEmpty());
    page().record().edit();
    QCOMPARE(page().record().isEditing(), static_cast<bool>(mayEdit));
    QVERIFY(m_store->submitted.empty());
}

void TestSections::isAbsentWithoutTheRightToView()
{
    SessionInfo session = m_store->session();
    session.isSuperAdmin = false;
    for (const PageEntry &entry : m_bench->registry().entries()) {
        session.ports.front().permissions = PermissionSet();
        QCOMPARE(entry.isVisibleTo(session), entry.permissions.empty());
        for (const std::string &right : entry.permissions) {
            PermissionSet one;
            one.set(right, true);
            session.ports.front().permissions = one;
            QCOMPARE(entry.isVisibleTo(session), !entry.superAdminOnly);
        }
    }
}

// What stands over no table of its own: cards, which are there with and without a network.
void TestSections::showsItsCards()
{
    QFETCH(QString, key);
    for (const bool offline : {false, true}) {
        m_store->setWorkOffline(offline);
        Page &opened = m_bench->open(key);
        QVERIFY(!opened.title().isEmpty());
        const auto cards = [&] {
            const auto all = opened.findChildren<Card *>();
            return std::ranges::count_if(all, [](const Card *card) { return card->isVisible(); });
        };
        QTRY_VERIFY(cards() > 0);
        for (const QLabel *label : opened.findChildren<QLabel *>())
            QVERIFY2(!label->isVisible() || !Uuid::parse(toUtf8(label->text())), qPrintable(label->text()));
    }
}

void TestSections::copiesItsRows()
{
    firstRow();
    RecordTable &list = page().list().table();
    list.setFocus();
    QTest::keyClick(&list, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(list.selectedCount(), rows());
    QTest::keyClick(&list, Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(QGuiApplication::clipboard()->text().count(u'\n'), rows() + 1);
    QVERIFY(QGuiApplication::clipboard()->text().contains(u'\t') || page().list().model().columnCount() == 1);
    QGuiApplication::clipboard()->clear();
}

QTEST_MAIN(TestSections)
#include "tst_sections.moc"
