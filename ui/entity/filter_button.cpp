#include "ui/entity/filter_button.h"

#include "models/items/audit_text.h"
#include "models/items/labels.h"
#include "models/items/lookup_model.h"
#include "models/schema/registry.h"
#include "models/store/store.h"
#include "models/store/when_done.h"
#include "ui/entity/check_list.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/popup.h"
#include "ui/theme/theme.h"
#include "ui/widgets/search_field.h"

#include <QStyleOptionButton>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace nimara::ui {

namespace {

constexpr int panelWidth = 240;
constexpr int mostRows = 10;
constexpr int namedValues = 2; // more are counted
const QString emptyData = QStringLiteral("empty");

bool isAhead(Period period)
{
    return period == Period::Overdue || period == Period::Next7Days;
}

} // namespace

FilterButton::FilterButton(EntityHost &host, const Table &table, const ColumnInfo &column, QWidget *parent)
    : QPushButton(parent), m_host(host), m_table(table), m_column(column)
{
    setObjectName(QStringLiteral("filter_") + fromUtf8(column.name()));
    connect(this, &QPushButton::clicked, this, &FilterButton::openPanel);
    connect(&host.store(), &Store::titlesChanged, this, &FilterButton::describe);
    describe();
}

// The style draws the arrow of a button that opens a panel.
void FilterButton::initStyleOption(QStyleOptionButton *option) const
{
    QPushButton::initStyleOption(option);
    option->features |= QStyleOptionButton::HasMenu;
}

QSize FilterButton::sizeHint() const
{
    QStyleOptionButton option;
    initStyleOption(&option);
    const QSize text(fontMetrics().horizontalAdvance(option.text), fontMetrics().height());
    return style()->sizeFromContents(QStyle::CT_PushButton, &option, text, this);
}

void FilterButton::setFilter(const ColumnFilter &filter)
{
    m_filter = filter;
    describe();
}

QString FilterButton::wordOf(const Value &value) const
{
    if (const auto *id = std::get_if<Uuid>(&value))
        return m_host.store().title(referencedTable(m_table, m_column), *id);
    if (m_column.type == ColumnType::Bool)
        return value == Value(std::int64_t(0)) ? tr("No") : tr("Yes");
    const auto *text = std::get_if<std::string>(&value);
    if (const Table *named = text && namesRecordType(m_table, m_column) ? schema::findTable(*text) : nullptr)
        return tablePlural(*named);
    return text ? choiceLabel(m_column, *text) : fromUtf8(valueToText(m_column.type, value));
}

QString FilterButton::words() const
{
    QStringList parts;
    for (const Value &value : m_filter.values)
        parts << wordOf(value);
    if (m_filter.orEmpty)
        parts << tr("not set");
    if (m_filter.period != Period::Any)
        parts << periodLabel(m_filter.period);
    if (parts.size() > namedValues)
        return tr("%1 and %n more", nullptr, static_cast<int>(parts.size() - 1)).arg(parts.front());
    return parts.join(QStringLiteral(", "));
}

void FilterButton::describe()
{
    const QString label = columnLabel(m_column);
    setText(m_filter.isEmpty() ? label : tr("%1: %2").arg(label, words()));
    setProperty("active", !m_filter.isEmpty());
    QFont strong = font();
    strong.setWeight(m_filter.isEmpty() ? QFont::Normal : QFont::Medium);
    setFont(strong);
    setAccessibleName(tr("Filter by %1").arg(label));
    setAccessibleDescription(words());
}

void FilterButton::openPanel()
{
    QFrame *panel = makePanel();
    showBelow(*panel, *this);
}

QFrame *FilterButton::makePanel()
{
    auto *panel = makePopup(this);
    panel->setFixedWidth(theme().px(panelWidth));
    auto *layout = static_cast<QVBoxLayout *>(panel->layout());
    auto *list = new CheckList(panel);
    list->setAccessibleName(columnLabel(m_column));
    connect(list, &CheckList::toggled, this, [this, list](QListWidgetItem *item) {
        onToggled(item->data(Qt::UserRole), item->checkState() == Qt::Checked);
    });
    if (m_column.type == ColumnType::Uuid || m_column.type == ColumnType::Text) {
        auto *search = new SearchField(panel);
        search->setPlaceholderText(tr("Search"));
        connect(search, &SearchField::searched, this,
                [this, list](const QString &text) { fill(*list, text); });
        connect(search, &SearchField::downPressed, list, qOverload<>(&QWidget::setFocus));
        layout->addWidget(search);
        list->setFixedHeight(theme().px(size::compactRow) * mostRows);
        fill(*list, {});
        panel->setFocusProxy(search);
    } else {
        // The server takes one value of a column.
        list->setExclusive(isTime(m_column) || m_table.is(OnlineOnly));
        fillChoices(*list);
        list->setCurrentRow(0);
        list->fitHeight(mostRows);
        panel->setFocusProxy(list);
    }
    layout->addWidget(list);
    return panel;
}

void FilterButton::fillChoices(CheckList &list)
{
    const auto offer = [&](const QString &text, const std::string &stored) {
        const auto value = valueFromText(m_column.type, stored);
        list.add(text, fromUtf8(stored),
                 value && std::ranges::find(m_filter.values, *value) != m_filter.values.end());
    };
    if (isTime(m_column)) {
        const bool isPast = m_column.is(ServerSet); // when something happened, not when it is due
        for (const Period period : {Period::Overdue, Period::Today, Period::Next7Days, Period::Last7Days,
                                    Period::Last30Days, Period::ThisYear}) {
            if (!isPast || !isAhead(period))
                list.add(periodLabel(period), static_cast<int>(period), m_filter.period == period);
        }
    } else if (m_column.type == ColumnType::Bool) {
        offer(tr("Yes"), "true");
        offer(tr("No"), "false");
    } else {
        for (const Choice &choice : m_column.spec.choices)
            offer(translated(choice.label), std::string(choice.value));
    }
    if (!m_column.is(Required) && !isTime(m_column))
        list.add(tr("Not set"), emptyData, m_filter.orEmpty);
}

void FilterButton::fill(CheckList &list, const QString &text)
{
    if (m_column.type == ColumnType::Uuid)
        fillReferences(list, text);
    else
        fillWords(list, text);
}

// The words that are in use, most used first where nothing is searched for.
void FilterButton::fillWords(CheckList &list, const QString &text)
{
    if (namesRecordType(m_table, m_column))
        return fillRecordTypes(list, text);
    const Query query{.table = &m_table};
    whenDone(m_host.store().groups(query, std::string(m_column.name())), &list,
             [this, listed = &list, text](const Result<std::vector<GroupCount>> &groups) {
                 listed->clear();
                 addChosenRows(*listed);
                 for (const GroupCount &group : groups ? *groups : std::vector<GroupCount>()) {
                     const auto *word = std::get_if<std::string>(&group.value);
                     const bool chosen =
                         std::ranges::find(m_filter.values, group.value) != m_filter.values.end();
                     const QString shown = word ? fromUtf8(*word) : QString();
                     if (word && !chosen && shown.contains(text.trimmed(), Qt::CaseInsensitive))
                         listed->add(shown, shown, false);
                 }
                 listed->setCurrentRow(0);
             });
}

void FilterButton::fillRecordTypes(CheckList &list, const QString &text)
{
    list.clear();
    addChosenRows(list);
    std::map<QString, std::string> types;
    for (const Table *table : schema::tables()) {
        if (table->replicated() && tablePlural(*table).contains(text.trimmed(), Qt::CaseInsensitive))
            types.emplace(tablePlural(*table), table->name);
    }
    for (const auto &[shown, stored] : types) {
        if (std::ranges::find(m_filter.values, Value(stored)) == m_filter.values.end())
            list.add(shown, fromUtf8(stored), false);
    }
    list.setCurrentRow(0);
}

void FilterButton::fillReferences(CheckList &list, const QString &text)
{
    const Table *table = schema::findTable(referencedTable(m_table, m_column));
    if (!table)
        return;
    auto *lookup = new LookupModel(m_host.store(), *table, &list);
    connect(lookup, &LookupModel::found, &list, [this, lookup, listed = &list] {
        listed->clear();
        addChosenRows(*listed);
        for (int row = 0; row < lookup->rowCount(); ++row) {
            const Uuid id = lookup->idAt(row);
            const bool chosen = std::ranges::find(m_filter.values, Value(id)) != m_filter.values.end();
            if (!chosen)
                listed->add(lookup->index(row).data().toString(), fromUtf8(id.toString()), false);
        }
        listed->setCurrentRow(0);
        lookup->deleteLater();
    });
    lookup->find(text);
}

// What is always on offer: oneself, nothing, and what is chosen already.
void FilterButton::addChosenRows(CheckList &list)
{
    const Uuid self = m_host.store().session().userId;
    const bool users = referencedTable(m_table, m_column) == "users";
    if (users && std::ranges::find(m_filter.values, Value(self)) == m_filter.values.end())
        list.add(tr("Me"), fromUtf8(self.toString()), false);
    if (!m_column.is(Required))
        list.add(tr("Not set"), emptyData, m_filter.orEmpty);
    for (const Value &value : m_filter.values)
        list.add(wordOf(value), fromUtf8(valueToText(m_column.type, value)), true);
}

void FilterButton::onToggled(const QVariant &key, bool checked)
{
    if (key == QVariant(emptyData)) {
        m_filter.orEmpty = checked;
        if (m_table.is(OnlineOnly))
            m_filter.values.clear();
    } else if (isTime(m_column)) {
        m_filter.period = checked ? static_cast<Period>(key.toInt()) : Period::Any;
    } else if (const auto value = valueFromText(m_column.type, toUtf8(key.toString()))) {
        std::erase(m_filter.values, *value);
        if (m_table.is(OnlineOnly)) {
            m_filter.values.clear();
            m_filter.orEmpty = false;
        }
        if (checked)
            m_filter.values.push_back(*value);
    }
    describe();
    emit filterChanged();
}

} // namespace nimara::ui
