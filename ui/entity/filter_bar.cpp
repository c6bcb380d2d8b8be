#include "ui/entity/filter_bar.h"

#include "models/items/labels.h"
#include "ui/entity/check_list.h"
#include "ui/entity/filter_button.h"
#include "ui/entity/flow_layout.h"
#include "ui/entity/popup.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/search_field.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

constexpr int searchWidth = 260;

} // namespace

FilterBar::FilterBar(EntityHost &host, const PageSpec &spec, QWidget *parent)
    : QWidget(parent), m_host(host), m_spec(spec)
{
    const int gap = theme().px(size::grid * 2);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gap);
    m_flow = new FlowLayout;
    m_flow->setGaps(gap, gap);
    row->addLayout(m_flow, 1);

    m_search = new SearchField(this);
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setPlaceholderText(tr("Search %1").arg(spec.title.toLower()));
    m_search->setFixedWidth(theme().px(searchWidth));
    connect(m_search, &SearchField::searched, this, [this](const QString &text) {
        m_filter.search = text.trimmed();
        change();
    });
    connect(m_search, &SearchField::downPressed, this, &FilterBar::downPressed);
    m_flow->addWidget(m_search);

    for (const ColumnRef column : spec.filters)
        addColumn(columnAt(*spec.table, column));
    if (spec.table->is(Archivable))
        addArchived();
    m_clear = makeButton(tr("Clear filters"), Emphasis::Quiet, QStringLiteral("x"), this);
    m_clear->setObjectName(QStringLiteral("clearFilters"));
    connect(m_clear, &QPushButton::clicked, this, &FilterBar::clear);
    m_flow->addWidget(m_clear);
    describe();
}

void FilterBar::addColumn(const ColumnInfo &column)
{
    auto *button = new FilterButton(m_host, *m_spec.table, column, this);
    connect(button, &FilterButton::filterChanged, this, [this, button] {
        if (button->filter().isEmpty())
            m_filter.columns.erase(button->column().index);
        else
            m_filter.columns[button->column().index] = button->filter();
        change();
    });
    m_buttons.append(button);
    m_flow->addWidget(button);
}

void FilterBar::addArchived()
{
    m_archived = makeButton({}, Emphasis::Secondary, QStringLiteral("archive"), this);
    m_archived->setObjectName(QStringLiteral("filter_archived"));
    m_archived->setAccessibleName(tr("Archived records"));
    connect(m_archived, &QPushButton::clicked, this, &FilterBar::openArchived);
    m_flow->addWidget(m_archived);
}

void FilterBar::openArchived()
{
    QFrame *panel = makePopup(m_archived);
    auto *list = new CheckList(panel);
    list->setExclusive(true);
    list->setAccessibleName(tr("Archived records"));
    list->add(tr("Not archived"), static_cast<int>(Archived::Hide), m_filter.archived == Archived::Hide);
    list->add(tr("Archived only"), static_cast<int>(Archived::Only), m_filter.archived == Archived::Only);
    list->add(tr("Both"), static_cast<int>(Archived::Show), m_filter.archived == Archived::Show);
    list->setCurrentRow(0);
    list->fitHeight(list->count());
    panel->layout()->addWidget(list);
    panel->setFocusProxy(list);
    connect(list, &CheckList::toggled, this, [this, panel](QListWidgetItem *item) {
        m_filter.archived = static_cast<Archived>(item->data(Qt::UserRole).toInt());
        change();
        panel->close();
    });
    showBelow(*panel, *m_archived);
}

void FilterBar::setFilter(const ListFilter &filter)
{
    m_filter = filter;
    m_search->setText(filter.search);
    for (FilterButton *button : m_buttons) {
        const auto it = filter.columns.find(button->column().index);
        button->setFilter(it == filter.columns.end() ? ColumnFilter() : it->second);
    }
    // A link may narrow by a column that has no button yet.
    for (const auto &[index, narrowed] : filter.columns) {
        const ColumnInfo &column = m_spec.table->columns[static_cast<std::size_t>(index)];
        const auto shows = [&](const FilterButton *button) { return &button->column() == &column; };
        if (std::none_of(m_buttons.cbegin(), m_buttons.cend(), shows)) {
            addColumn(column);
            m_buttons.back()->setFilter(narrowed);
            m_flow->removeWidget(m_clear);
            m_flow->addWidget(m_clear);
        }
    }
    describe();
}

void FilterBar::clear()
{
    setFilter({});
    emit filterChanged();
}

void FilterBar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void FilterBar::addTool(QWidget *tool)
{
    layout()->addWidget(tool);
    layout()->setAlignment(tool, Qt::AlignTop);
}

void FilterBar::change()
{
    describe();
    emit filterChanged();
}

void FilterBar::describe()
{
    m_clear->setVisible(!m_filter.isEmpty());
    if (!m_archived)
        return;
    const bool hidden = m_filter.archived == Archived::Hide;
    m_archived->setText(hidden                                ? tr("Not archived")
                        : m_filter.archived == Archived::Only ? tr("Archived")
                                                              : tr("With archived"));
}

} // namespace nimara::ui
