#include "ui/entity/record_view.h"

#include "models/items/labels.h"
#include "models/schema/tables/system.h"
#include "models/store/store.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/facts_panel.h"
#include "ui/entity/notes_tab.h"
#include "ui/entity/overview_tab.h"
#include "ui/entity/record_context.h"
#include "ui/entity/record_form.h"
#include "ui/entity/related_list.h"
#include "ui/entity/removal.h"
#include "ui/entity/rights_text.h"
#include "ui/entity/row_state_mark.h"
#include "ui/entity/undo.h"
#include "ui/entity/value_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/format.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace nimara::ui {

RecordView::RecordView(EntityHost &host, const PageSpec &spec, QWidget *parent)
    : QWidget(parent), m_host(host), m_spec(spec)
{
    m_record = new RecordContext(host, spec, this);
    m_pages = new QStackedLayout(this);
    m_content = new QWidget(this);
    const int margin = theme().px(size::page);
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(margin, margin, margin, 0);
    layout->setSpacing(theme().px(size::gap));
    layout->addWidget(makeHeader());
    m_headline = new Headline(host, m_content);
    layout->addWidget(m_headline);
    if (spec.banner)
        layout->addWidget(spec.banner(*m_record, m_content));
    m_banner = new Banner(m_content);
    m_banner->hide();
    connect(m_banner, &Banner::actionTriggered, this, &RecordView::toggleArchived);
    layout->addWidget(m_banner);
    layout->addWidget(makeBody(), 1);
    m_pages->addWidget(m_content);

    m_form = new RecordForm(host, spec, this);
    connect(m_form, &RecordForm::saved, this, &RecordView::endEdit);
    connect(m_form, &RecordForm::cancelled, this, &RecordView::endEdit);
    m_pages->addWidget(m_form);
    m_missing = new EmptyState(this);
    connect(m_missing, &EmptyState::actionTriggered, this, &RecordView::leaveRequested);
    m_pages->addWidget(m_missing);

    connect(m_record, &RecordContext::changed, this, &RecordView::refresh);
    connect(m_record, &RecordContext::stateChanged, this, &RecordView::refreshState);
    connect(m_record, &RecordContext::failed, this, &RecordView::onFailed);
    makeTabs();
    addShortcut(keys::edit(), [this] { edit(); });
    addShortcut(keys::nextRecord(), [this] { emit neighbourRequested(1); });
    addShortcut(keys::previousRecord(), [this] { emit neighbourRequested(-1); });
}

void RecordView::addShortcut(const QKeySequence &keys, std::function<void()> run)
{
    auto *shortcut = new QShortcut(keys, m_content);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, std::move(run));
}

QWidget *RecordView::makeHeader()
{
    auto *header = new QWidget(m_content);
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::grid * 2));
    m_name = new ElidedLabel({}, Type::Title, Token::Text, QFont::DemiBold, header);
    m_name->setObjectName(QStringLiteral("recordName"));
    row->addWidget(m_name);
    m_status = new StatusChip(header);
    row->addWidget(m_status);
    m_state = new RowStateMark(header);
    m_state->setObjectName(QStringLiteral("rowState"));
    row->addWidget(m_state);
    row->addStretch(1);
    row->addWidget(makeActions());
    return header;
}

QWidget *RecordView::makeActions()
{
    auto *actions = new QWidget(m_content);
    auto *row = new QHBoxLayout(actions);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::grid * 2));
    m_previous = new IconButton(QStringLiteral("chevron-up"), tr("Previous record"), actions);
    m_next = new IconButton(QStringLiteral("chevron-down"), tr("Next record"), actions);
    m_previous->setToolTip(keys::tip(tr("Previous record"), keys::previousRecord()));
    m_next->setToolTip(keys::tip(tr("Next record"), keys::nextRecord()));
    connect(m_previous, &QToolButton::clicked, this, [this] { emit neighbourRequested(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { emit neighbourRequested(1); });
    const bool archives = m_spec.table->is(Archivable);
    m_archive = makeButton(archives ? tr("Archive") : tr("Delete"), Emphasis::Secondary,
                           archives ? QStringLiteral("archive") : QStringLiteral("trash-2"), actions);
    m_archive->setObjectName(QStringLiteral("archive"));
    connect(m_archive, &QPushButton::clicked, this, &RecordView::toggleArchived);
    m_edit = makeButton(tr("Edit"), Emphasis::Primary, QStringLiteral("pencil"), actions);
    m_edit->setObjectName(QStringLiteral("edit"));
    connect(m_edit, &QPushButton::clicked, this, &RecordView::edit);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    for (const RecordAction &action : m_spec.actions) {
        QPushButton *button = makeButton(action.label, Emphasis::Secondary, action.icon, actions);
        button->setObjectName(QStringLiteral("action"));
        connect(button, &QPushButton::clicked, this, [this, action] { run(action); });
        m_actions.push_back(button);
        row->addWidget(button);
    }
    row->addWidget(m_archive);
    row->addWidget(m_edit);
    return actions;
}

QWidget *RecordView::makeBody()
{
    auto *body = new QWidget(m_content);
    auto *row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::page));
    auto *main = new QWidget(body);
    auto *column = new QVBoxLayout(main);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_bar = new QTabBar(main);
    m_bar->setObjectName(QStringLiteral("tabs"));
    m_bar->setExpanding(false);
    m_bar->setDrawBase(true);
    m_bar->setUsesScrollButtons(true);
    column->addWidget(m_bar);
    m_tabStack = new QStackedWidget(main);
    column->addWidget(m_tabStack, 1);
    row->addWidget(main, 1);
    m_side = new QWidget(body);
    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins(0, 0, 0, 0);
    m_facts = new FactsPanel(*m_record, m_side);
    side->addWidget(m_facts);
    m_side->setFixedWidth(theme().px(size::facts));
    row->addWidget(m_side);
    connect(m_bar, &QTabBar::currentChanged, this, &RecordView::showTab);
    return body;
}

void RecordView::makeTabs()
{
    addTab(tr("Overview"), [this] {
        auto *tab = new OverviewTab(*m_record, m_tabStack);
        connect(tab, &OverviewTab::editRequested, this, &RecordView::edit);
        return tab;
    });
    for (const RecordTab &tab : m_spec.tabs) {
        if (tab.make)
            addTab(tab.title, [this, make = tab.make] { return make(*m_record, m_tabStack); });
    }
    if (const auto notes = noteLink(*m_spec.table))
        addTab(tr("Notes"), [this, notes] { return new NotesTab(*m_record, *notes, m_tabStack); });
    for (const RecordTab &tab : m_spec.tabs) {
        // What is read through the server is not in anybody's scope; the section asked for the right already.
        const bool seen =
            tab.related && (tab.related->is(OnlineOnly) || canView(*tab.related, actorOf(m_host.store())));
        if (!tab.make && seen)
            addTab(tab.title, [this, tab] { return new RelatedList(*m_record, tab, m_tabStack); });
    }
    using schema::AuditLogs;
    if (m_spec.table->replicated() && m_host.store().may("admin.view_audit_log"))
        addTab(tr("History"), [this] {
            const RecordTab history{.title = tr("History"),
                                    .related = &AuditLogs::table,
                                    .via = &AuditLogs::entityId.info(),
                                    .list = {AuditLogs::occurredAt, AuditLogs::userId, AuditLogs::action,
                                             AuditLogs::fieldChanged, AuditLogs::oldValue,
                                             AuditLogs::newValue}};
            return new RelatedList(*m_record, history, m_tabStack);
        });
    m_bar->setVisible(m_bar->count() > 1);
}

void RecordView::addTab(const QString &title, std::function<QWidget *()> make)
{
    m_tabs.push_back({title, std::move(make)});
    m_bar->addTab(title);
    m_bar->updateGeometry(); // a bar that is not shown yet does not say by itself that it has grown
}

// A tab is made when it is first looked at: a record opens with one query, not with ten.
void RecordView::showTab(int index)
{
    if (index < 0 || index >= static_cast<int>(m_tabs.size()))
        return;
    Tab &tab = m_tabs[static_cast<std::size_t>(index)];
    if (!tab.widget) {
        tab.widget = tab.make();
        m_tabStack->addWidget(tab.widget);
    }
    m_tabStack->setCurrentWidget(tab.widget);
}

void RecordView::openTab(const QString &title)
{
    for (int index = 0; index < m_bar->count(); ++index) {
        if (m_bar->tabText(index) == title)
            m_bar->setCurrentIndex(index);
    }
}

void RecordView::open(const Uuid &id)
{
    if (id == m_record->id() && isEditing())
        return;
    m_pages->setCurrentWidget(m_content);
    m_record->load(id);
}

void RecordView::show(const Row &row)
{
    m_pages->setCurrentWidget(m_content);
    m_record->show(row);
}

void RecordView::setNeighbours(bool known)
{
    m_previous->setVisible(known);
    m_next->setVisible(known);
}

void RecordView::refresh()
{
    const Row &row = m_record->row();
    if (m_pages->currentWidget() == m_missing)
        m_pages->setCurrentWidget(m_content);
    const QString name = m_record->name();
    m_name->setText(name.isEmpty() ? tableLabel(*m_spec.table) : name);
    m_status->setVisible(m_spec.status.has_value());
    if (m_spec.status) {
        const ColumnInfo &column = columnAt(*m_spec.table, *m_spec.status);
        const auto *word = std::get_if<std::string>(&row.value(column.index));
        m_status->setVisible(word != nullptr);
        if (word)
            m_status->setValue(column.name(), *word, choiceLabel(column, *word));
    }
    m_headline->show(m_spec, row);
    m_form->rowChanged(row);
    refreshState();
    applyRights();
    emit headingChanged();
}

void RecordView::refreshState()
{
    if (!m_record->isLoaded())
        return;
    const RowState state = m_host.store().rowState(*m_spec.table, m_record->id());
    m_state->setState(state);
    m_state->setVisible(!m_spec.table->is(OnlineOnly));
    if (m_record->isArchived()) {
        const auto *at = std::get_if<std::int64_t>(&m_record->row().value("archived_at"));
        m_banner->setContent(Tone::Neutral, tr("Archived %1").arg(m_host.format().relative(Instant(*at))),
                             tr("It is left out of lists and can be brought back."));
        m_banner->setAction(m_record->removeVerdict() ? tr("Restore") : QString());
    } else if (state == RowState::NeedsReview) {
        m_banner->setContent(Tone::Warning, tr("A change of yours was not taken over"),
                             tr("The sync panel in the status bar shows it, with what to do about it."));
        m_banner->setAction({});
    }
    m_banner->setVisible(m_record->isArchived() || state == RowState::NeedsReview);
}

void RecordView::applyRights()
{
    const Verdict edits = m_record->editVerdict();
    const Verdict removes = m_record->removeVerdict();
    const Store &store = m_host.store();
    applyVerdict(*m_edit, store, edits, keys::tip(tr("Edit"), keys::edit()));
    applyVerdict(*m_archive, store, removes);
    for (std::size_t i = 0; i < m_actions.size(); ++i) {
        applyVerdict(*m_actions[i], store, edits);
        m_actions[i]->setVisible(!m_record->isArchived() && m_spec.actions[i].fits(m_record->row()));
    }
    m_edit->setVisible(!m_record->isArchived() && edits.reason != Verdict::Reason::ServerOnly);
    m_archive->setVisible(!m_record->isArchived() && removes.reason != Verdict::Reason::ServerOnly);
}

void RecordView::run(const RecordAction &action)
{
    if (!m_record->isLoaded() || !m_record->editVerdict())
        return;
    Row now = m_record->row();
    action.apply(now);
    Edit edit = updateEdit(m_record->row(), now);
    if (edit.ops.empty())
        return;
    const QString title = tr("%1: %2").arg(action.label, m_record->name());
    edit.title = toUtf8(title);
    whenDone(m_host.store().submit(edit), this, [this, title, edit](const Result<Uuid> &result) {
        if (result)
            toastWithUndo(m_host, this, title, edit);
        else
            m_host.toastError(result.error());
    });
}

void RecordView::onFailed(const Error &error)
{
    if (error.code == ErrorCode::NotFound) {
        m_missing->setContent(QStringLiteral("search-x"), tr("This record is not here"),
                              tr("It was deleted, or it is not yours to see."));
    } else {
        const ErrorText text = errorText(error);
        m_missing->setContent(QStringLiteral("circle-alert"), text.title, text.advice);
    }
    m_missing->setAction(tr("Back to the list"));
    m_pages->setCurrentWidget(m_missing);
    emit headingChanged();
}

void RecordView::toggleArchived()
{
    if (!m_record->isLoaded())
        return;
    if (m_record->isArchived())
        restoreRows(m_host, this, {m_record->row()});
    else
        removeRows(m_host, this, {m_record->row()});
}

void RecordView::edit()
{
    if (!m_record->isLoaded() || !m_record->editVerdict() || m_record->isArchived())
        return;
    m_form->edit(m_record->row());
    m_pages->setCurrentWidget(m_form);
    emit headingChanged();
}

bool RecordView::isEditing() const
{
    return m_pages->currentWidget() == m_form;
}

void RecordView::endEdit()
{
    m_pages->setCurrentWidget(m_content);
    m_edit->setFocus(Qt::OtherFocusReason);
    emit headingChanged();
}

bool RecordView::hasUnsavedChanges() const
{
    if (isEditing())
        return m_form->isDirty();
    return std::any_of(m_tabs.begin(), m_tabs.end(), [](const Tab &tab) {
        const auto *related = qobject_cast<const RelatedList *>(tab.widget);
        const auto *notes = qobject_cast<const NotesTab *>(tab.widget);
        return (related && related->isDirty()) || (notes && notes->hasUnsavedText());
    });
}

void RecordView::discardChanges()
{
    if (isEditing())
        endEdit();
    for (const Tab &tab : m_tabs) {
        if (auto *related = qobject_cast<RelatedList *>(tab.widget))
            related->closeForm();
        if (auto *notes = qobject_cast<NotesTab *>(tab.widget))
            notes->discardText();
    }
}

void RecordView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Not while the layout is at work: it would not see what is moved.
    QMetaObject::invokeMethod(this, &RecordView::foldFacts, Qt::QueuedConnection);
}

// Where the window is narrow the facts are a tab of their own.
void RecordView::foldFacts()
{
    const bool fold = window()->width() < theme().px(size::factsBelow);
    if (fold == m_folded)
        return;
    m_folded = fold;
    m_side->setVisible(!fold);
    if (fold) {
        m_factsTab = static_cast<int>(m_tabs.size());
        addTab(tr("Facts"), [this] { return m_facts; });
        m_bar->setVisible(true);
        return;
    }
    m_tabStack->removeWidget(m_facts);
    m_side->layout()->addWidget(m_facts);
    m_facts->show();
    m_bar->removeTab(m_factsTab);
    m_tabs.erase(m_tabs.begin() + m_factsTab);
    m_factsTab = -1;
    m_bar->setVisible(m_bar->count() > 1);
}

} // namespace nimara::ui
