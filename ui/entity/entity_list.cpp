#include "ui/entity/entity_list.h"

#include "models/items/labels.h"
#include "models/store/when_done.h"
#include "ui/entity/column_chooser.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/filter_bar.h"
#include "ui/entity/group_strip.h"
#include "ui/entity/other_view.h"
#include "ui/entity/record_table.h"
#include "ui/entity/rights_text.h"
#include "ui/entity/selection_bar.h"
#include "ui/entity/table_header.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/format.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/label.h"
#include "ui/widgets/skeleton.h"

#include <QHBoxLayout>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace nimara::ui {

namespace {

const QString tableWord = QStringLiteral("table");
const QString otherWord = QStringLiteral("other");

} // namespace

EntityList::EntityList(EntityHost &host, const PageSpec &spec, QWidget *parent)
    : QWidget(parent), m_host(host), m_spec(spec)
{
    const int margin = theme().px(size::page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(theme().px(size::gap));

    m_model = new RecordListModel(host.store(), host.words(), *spec.table, this);
    m_table = new RecordTable(host.store(), *m_model, this);
    m_table->setObjectName(QStringLiteral("list"));
    m_table->setAccessibleName(spec.title);
    if (spec.notes)
        m_table->setNotes(spec.notes(host, this));
    m_filters = new FilterBar(host, spec, this);
    m_selection = new SelectionBar(host, spec, *m_table, this);
    layout->addWidget(makeHeader());
    if (spec.strip)
        layout->addWidget(makeStrip());
    layout->addWidget(m_filters);
    layout->addWidget(m_selection);
    makeStates();
    layout->addWidget(m_body, 1);
    connectTable();

    restoreColumns();
    applyRights();
    runQuery();
    if (spec.otherView && host.setting(settingKey("view")).toString() == otherWord)
        m_view = View::Other;
    showView();
}

QWidget *EntityList::makeHeader()
{
    auto *header = new QWidget(this);
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::grid * 2));
    row->addStrut(theme().px(size::control)); // as high without a button as with one
    row->addWidget(new Label(m_spec.title, Type::Title, Token::Text, QFont::DemiBold, header));
    m_count = new Label({}, Type::Section, Token::Muted, QFont::Normal, header);
    m_count->setObjectName(QStringLiteral("count"));
    row->addWidget(m_count);
    row->addStretch(1);
    if (m_spec.otherView)
        row->addWidget(makeSwitch());
    m_create = makeButton(m_spec.createLabel, Emphasis::Primary, QStringLiteral("plus"), header);
    m_create->setObjectName(QStringLiteral("create"));
    connect(m_create, &QPushButton::clicked, this, &EntityList::createRequested);
    row->addWidget(m_create);
    return header;
}

QWidget *EntityList::makeStrip()
{
    m_strip = new GroupStrip(m_host, m_spec, this);
    connect(m_strip, &GroupStrip::chosen, this, [this](int column, const ColumnFilter &wanted) {
        ListFilter filter = m_filters->filter();
        if (wanted.isEmpty())
            filter.columns.erase(column);
        else
            filter.columns[column] = wanted;
        setFilter(filter);
    });
    return m_strip;
}

QWidget *EntityList::makeSwitch()
{
    auto *views = new QWidget(this);
    views->setObjectName(QStringLiteral("views"));
    auto *row = new QHBoxLayout(views);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::grid));
    const auto add = [&](const QString &title, const QString &icon, const QKeySequence &keys, View view) {
        auto *button = makeButton(title, Emphasis::Quiet, icon, views);
        button->setCheckable(true);
        button->setAutoExclusive(true);
        button->setToolTip(keys::tip(title, keys));
        connect(button, &QPushButton::clicked, this, [this, view] { setView(view); });
        row->addWidget(button);
        return button;
    };
    m_asTable = add(tr("List"), QStringLiteral("list"), keys::asTable(), View::Table);
    m_asOther = add(m_spec.otherView->title, m_spec.otherView->icon, keys::asOther(), View::Other);
    return views;
}

void EntityList::setView(View view)
{
    if (view == m_view || !m_spec.otherView)
        return;
    m_view = view;
    m_host.setSetting(settingKey("view"), view == View::Other ? otherWord : tableWord);
    showView();
    focusRows();
}

void EntityList::makeOtherView()
{
    m_other = m_spec.otherView->make(m_host, m_spec, m_table->parentWidget());
    m_stack->addWidget(m_other);
    m_other->setFilter(filter());
    connect(m_other, &OtherView::recordOpened, this, [this](const Uuid &id) {
        m_opened = -1; // it has no neighbours in the order of the table
        emit recordOpened(id);
    });
}

void EntityList::showView()
{
    const bool other = m_view == View::Other;
    if (other && !m_other)
        makeOtherView();
    if (m_spec.otherView) {
        m_asTable->setChecked(!other);
        m_asOther->setChecked(other);
    }
    m_rows = other ? static_cast<QWidget *>(m_other) : m_table;
    m_columnsTool->setVisible(!other);
    if (other)
        m_table->clearSelection(); // what is marked there is not seen here
    showState();
}

void EntityList::focusRows()
{
    if (m_view == View::Other)
        m_other->focusRows();
    else
        m_table->setFocus(Qt::OtherFocusReason);
}

void EntityList::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    QMetaObject::invokeMethod(this, &EntityList::fitStrip, Qt::QueuedConnection);
}

// Half a row of states would mislead; the filters below know them all.
void EntityList::fitStrip()
{
    if (m_strip)
        m_strip->setVisible(m_view == View::Table &&
                            m_strip->wantedWidth() <= width() - 2 * theme().px(size::page));
}

void EntityList::makeStates()
{
    auto *card = new Card(this);
    card->setFlush(true);
    m_body = card;
    auto *holder = new QWidget(card);
    m_stack = new QStackedLayout(holder);
    card->body()->addWidget(holder, 1);
    m_rows = m_table;
    m_loading = new Skeleton(holder);
    m_empty = new EmptyState(holder);
    m_empty->setObjectName(QStringLiteral("empty"));
    m_stack->addWidget(m_rows);
    m_stack->addWidget(m_loading);
    m_stack->addWidget(m_empty);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_model->phase() == RecordListModel::Phase::Failed)
            m_model->refresh();
        else if (!m_filters->filter().isEmpty())
            m_filters->clear();
        else
            emit createRequested();
    });

    auto *columns = new IconButton(QStringLiteral("columns-3"), tr("Choose columns"), m_filters);
    columns->setObjectName(QStringLiteral("columns"));
    connect(columns, &QToolButton::clicked, this, &EntityList::openColumnChooser);
    m_filters->addTool(columns);
    m_columnsTool = columns;
}

void EntityList::connectTable()
{
    connect(m_filters, &FilterBar::filterChanged, this, &EntityList::runQuery);
    connect(m_filters, &FilterBar::downPressed, this, [this] {
        focusRows();
        if (m_view == View::Table && m_table->currentRow() < 0)
            m_table->showRow(0);
    });
    connect(m_table, &RecordTable::rowActivated, this, [this](const Uuid &id) {
        m_opened = m_model->numberAt(m_table->currentRow());
        emit recordOpened(id);
    });
    TableHeader &header = m_table->header();
    connect(&header, &TableHeader::sortRequested, m_model, &RecordListModel::setSort);
    connect(&header, &TableHeader::columnsOrdered, this, &EntityList::orderColumns);
    connect(&header, &TableHeader::widthsChanged, this, &EntityList::keepColumns);
    connect(&header, &TableHeader::columnsRequested, this, &EntityList::openColumnChooser);
    connect(m_model, &RecordListModel::phaseChanged, this, &EntityList::showState);
    connect(m_model, &RecordListModel::refreshed, this, &EntityList::showState);
    connect(m_model, &RecordListModel::fetchMoreFailed, this,
            [this](const Error &error) { m_host.toastError(error); });
    connect(&m_host.store(), &Store::sessionChanged, this, &EntityList::applyRights);
    connect(&m_host.store(), &Store::statusChanged, this, &EntityList::followLink);
    followLink();
}

// What is read through the server is tried again when the link is back.
void EntityList::followLink()
{
    const bool online = m_host.store().status().link == LinkState::Live;
    if (online && m_spec.table->is(OnlineOnly) && m_model->phase() == RecordListModel::Phase::Failed)
        m_model->refresh();
}

const ListFilter &EntityList::filter() const
{
    return m_filters->filter();
}

void EntityList::setFilter(const ListFilter &filter)
{
    if (filter == m_filters->filter())
        return;
    m_filters->setFilter(filter);
    runQuery();
}

void EntityList::focusSearch()
{
    m_filters->focusSearch();
}

void EntityList::runQuery()
{
    Query query = toQuery(m_spec, m_filters->filter(), m_host.format(), currentTime());
    if (m_model->phase() != RecordListModel::Phase::Idle)
        query.sort = m_model->query().sort;
    m_model->setQuery(std::move(query));
    if (m_strip)
        m_strip->setFilter(m_filters->filter());
    if (m_other)
        m_other->setFilter(m_filters->filter());
}

void EntityList::showState()
{
    describeCount();
    fitStrip();
    switch (m_model->phase()) {
    case RecordListModel::Phase::Idle:
    case RecordListModel::Phase::Loading:
        m_stack->setCurrentWidget(m_loading);
        return;
    case RecordListModel::Phase::Failed:
        return showFailure();
    case RecordListModel::Phase::Ready:
        break;
    }
    if (m_model->rowCount() == 0)
        showEmpty(!m_filters->filter().isEmpty());
    else
        m_stack->setCurrentWidget(m_rows);
}

void EntityList::showEmpty(bool narrowed)
{
    if (narrowed) {
        m_empty->setContent(QStringLiteral("search-x"), tr("Nothing fits these filters"));
        m_empty->setAction(tr("Clear filters"));
    } else {
        m_empty->setContent(m_spec.icon, m_spec.emptyText);
        const bool creates = m_spec.creates && m_create->isVisibleTo(this) && m_create->isEnabled();
        m_empty->setAction(creates ? m_spec.createLabel : QString());
    }
    m_stack->setCurrentWidget(m_empty);
}

void EntityList::showFailure()
{
    const Error &error = m_model->error();
    const bool offline = error.code == ErrorCode::Offline || error.code == ErrorCode::Unavailable;
    if (offline && m_spec.table->is(OnlineOnly)) {
        m_empty->setContent(QStringLiteral("cloud-off"), tr("%1 is kept on the server").arg(m_spec.title),
                            tr("It can be read while you are online. Everything else works here as usual."));
    } else {
        const ErrorText text = errorText(error);
        m_empty->setContent(QStringLiteral("circle-alert"), text.title, text.advice);
    }
    m_empty->setAction(tr("Try again"));
    m_stack->setCurrentWidget(m_empty);
}

void EntityList::describeCount()
{
    const auto shown = static_cast<std::int64_t>(m_model->rowCount());
    const Format &format = m_host.format();
    if (m_model->phase() != RecordListModel::Phase::Ready)
        return m_count->setText({});
    if (m_model->canFetchMore())
        return m_count->setText(tr("the newest %1, older ones as you scroll").arg(format.number(shown)));
    const bool narrowed = !m_filters->filter().search.isEmpty() || !m_filters->filter().columns.empty();
    m_count->setText(narrowed && m_model->totalRows() > shown
                         ? tr("%1 of %2").arg(format.number(shown), format.number(m_model->totalRows()))
                         : format.number(shown));
}

void EntityList::applyRights()
{
    const Verdict verdict = canCreate(*m_spec.table, actorOf(m_host.store()));
    m_create->setVisible(m_spec.creates && verdict.reason != Verdict::Reason::ServerOnly &&
                         verdict.reason != Verdict::Reason::Unknown);
    applyVerdict(*m_create, m_host.store(), verdict, keys::tip(m_spec.createLabel, QKeySequence::New));
    showState();
}

bool EntityList::knows(const Uuid &id) const
{
    const int row = m_opened < 0 ? -1 : m_model->rowOf(m_opened);
    return row >= 0 && m_model->idAt(row) == id;
}

void EntityList::neighbour(const Uuid &id, int step, std::function<void(const Uuid &)> then)
{
    if (!knows(id))
        return;
    const int row = m_model->rowOf(m_opened) + step;
    if (row < 0 || row >= m_model->rowCount())
        return;
    m_opened = m_model->numberAt(row);
    m_table->showRow(row);
    if (const auto found = m_model->idAt(row))
        return then(*found);
    whenDone(m_host.store().rows(*m_spec.table, {m_opened}), this,
             [then = std::move(then)](const Result<std::vector<Row>> &rows) {
                 if (rows && !rows->empty())
                     then(rows->front().id());
             });
}

QString EntityList::settingKey(const char *what) const
{
    return QStringLiteral("lists/%1/%2").arg(m_spec.key, QLatin1String(what));
}

void EntityList::restoreColumns()
{
    std::vector<int> columns;
    for (const QString &name : m_host.setting(settingKey("columns")).toStringList()) {
        const ColumnInfo *column = m_spec.table->find(toUtf8(name));
        if (column && isListable(*column))
            columns.push_back(column->index);
    }
    if (columns.empty())
        std::ranges::transform(m_spec.list, std::back_inserter(columns), &ColumnRef::index);
    m_table->header().setWidths(m_host.setting(settingKey("widths")).toMap());
    m_model->setColumns(columns);
}

void EntityList::keepColumns()
{
    QStringList names;
    for (const int column : m_model->columns())
        names << fromUtf8(m_spec.table->columns[static_cast<std::size_t>(column)].name());
    m_host.setSetting(settingKey("columns"), names);
    m_host.setSetting(settingKey("widths"), m_table->header().widths());
}

void EntityList::setColumns(const std::vector<int> &columns)
{
    m_model->setColumns(columns);
    keepColumns();
}

void EntityList::orderColumns(const std::vector<int> &order)
{
    std::vector<int> columns;
    for (const int place : order)
        columns.push_back(m_model->columns()[static_cast<std::size_t>(place)]);
    setColumns(columns);
}

void EntityList::openColumnChooser()
{
    showColumnChooser(*m_spec.table, m_model->columns(), *m_columnsTool,
                      [this](const std::vector<int> &columns) { setColumns(columns); });
}

} // namespace nimara::ui
