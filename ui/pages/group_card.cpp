#include "ui/pages/group_card.h"

#include "models/items/labels.h"
#include "models/store/when_done.h"
#include "ui/entity/entity_host.h"
#include "ui/theme/status_look.h"
#include "ui/widgets/bars.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"

#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace nimara::ui {

namespace {

QString keyOf(const ColumnInfo &column, const Value &value)
{
    return isNull(value) ? QStringLiteral("none") : fromUtf8(valueToText(column.type, value));
}

} // namespace

GroupCard::GroupCard(EntityHost &host, Question question, QWidget *parent)
    : Card(question.title, parent), m_host(host), m_question(std::move(question))
{
    m_bars = new BarList(this);
    m_bars->setAccessibleName(m_question.title);
    body()->addWidget(m_bars);
    m_empty = new EmptyState(QStringLiteral("chart-column"), tr("Nothing to count yet"), {}, this);
    m_empty->hide();
    body()->addWidget(m_empty);
    body()->addStretch(1);
    connect(m_bars, &BarList::activated, this, &GroupCard::open);
    connect(&host.store(), &Store::titlesChanged, this, [this] {
        if (m_question.column->type == ColumnType::Uuid)
            showGroups(m_groups);
    });
}

void GroupCard::refresh()
{
    const Query query{.table = m_question.table, .filter = m_question.filter};
    const std::string sum = m_question.sum ? std::string(m_question.sum->name()) : std::string();
    whenDone(m_host.store().groups(query, std::string(m_question.column->name()), sum), this,
             [this](const Result<std::vector<GroupCount>> &groups) {
                 if (groups)
                     showGroups(*groups);
             });
}

void GroupCard::addEveryChoice(std::vector<GroupCount> &groups) const
{
    for (const Choice &choice : m_question.column->spec.choices) {
        const Value value = std::string(choice.value);
        if (std::ranges::find(groups, value, &GroupCount::value) == groups.end())
            groups.push_back({value, 0, 0});
    }
}

void GroupCard::order(std::vector<GroupCount> &groups) const
{
    const auto &choices = m_question.column->spec.choices;
    if (choices.empty()) {
        std::ranges::stable_sort(groups, std::greater(), &GroupCount::count);
        if (static_cast<int>(groups.size()) > m_question.most)
            groups.resize(static_cast<std::size_t>(m_question.most));
        return;
    }
    std::ranges::stable_sort(groups, {}, [&](const GroupCount &group) {
        const auto *word = std::get_if<std::string>(&group.value);
        const auto place =
            std::ranges::find_if(choices, [&](const Choice &one) { return word && one.value == *word; });
        return place - choices.begin();
    });
}

void GroupCard::showGroups(std::vector<GroupCount> groups)
{
    std::int64_t all = 0;
    for (const GroupCount &group : groups)
        all += group.count;
    if (m_question.everyChoice)
        addEveryChoice(groups);
    order(groups);
    m_groups = std::move(groups);
    const std::string currency = toUtf8(m_question.sumCurrency);
    QList<Bar> bars;
    for (const GroupCount &group : m_groups) {
        const auto *word = std::get_if<std::string>(&group.value);
        Bar bar;
        bar.key = keyOf(*m_question.column, group.value);
        bar.label = labelOf(group.value);
        bar.count = group.count;
        if (m_question.sum && group.sum != 0)
            bar.note = m_host.format().money(Decimal(group.sum, 2), currency, false);
        bar.look = statusLook(m_question.column->name(), word ? *word : std::string());
        bars.append(std::move(bar));
    }
    m_bars->setBars(bars);
    m_bars->setVisible(all > 0);
    m_empty->setVisible(all == 0);
}

// The bars bear the colours of the look that they were made in.
void GroupCard::changeEvent(QEvent *event)
{
    Card::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_groups.empty())
        showGroups(m_groups);
}

QString GroupCard::labelOf(const Value &value) const
{
    if (isNull(value))
        return tr("Not set");
    if (const auto *id = std::get_if<Uuid>(&value))
        return m_host.store().title(m_question.column->spec.references, *id);
    const auto *word = std::get_if<std::string>(&value);
    if (word && m_question.column->type == ColumnType::Enum)
        return nimara::choiceLabel(*m_question.column, *word);
    return word ? fromUtf8(*word) : fromUtf8(valueToText(m_question.column->type, value));
}

void GroupCard::open(const QString &key)
{
    QUrlQuery options = m_question.options;
    options.addQueryItem(fromUtf8(m_question.column->name()), key);
    QString page = fromUtf8(m_question.table->name);
    m_host.navigate(m_host.addressOfPage(page.replace(QLatin1Char('_'), QLatin1Char('-')), options));
}

QString GroupCard::asText() const
{
    QStringList lines;
    for (const GroupCount &group : m_groups) {
        QStringList cells{labelOf(group.value), QString::number(group.count)};
        if (m_question.sum)
            cells << fromUtf8(Decimal(group.sum, 2).toString());
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace nimara::ui
