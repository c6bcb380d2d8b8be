#include "ui/entity/overview_tab.h"

#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/record_context.h"
#include "ui/entity/value_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace nimara::ui {

namespace {

constexpr int labelWidth = 130;
constexpr int textWidth = 720;
constexpr int twoColumnsFrom = 680;

bool standsAlone(const ColumnInfo &column)
{
    return column.is(Markdown | Multiline);
}

// It stands behind each amount already.
bool isCurrencyOfAnother(const Table &table, const FormGroup &group, const ColumnInfo &column)
{
    return std::ranges::any_of(group.fields, [&](ColumnRef ref) {
        const ColumnInfo &other = columnAt(table, ref);
        return other.type == ColumnType::Money && currencyColumn(table, other) == &column;
    });
}

bool hasLongText(const Table &table, const FormGroup &group)
{
    return std::ranges::any_of(group.fields,
                               [&](ColumnRef ref) { return standsAlone(columnAt(table, ref)); });
}

} // namespace

OverviewTab::OverviewTab(RecordContext &record, QWidget *parent) : QScrollArea(parent), m_record(record)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&record, &RecordContext::changed, this, &OverviewTab::rebuild);
    rebuild();
}

void OverviewTab::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    const bool wide = viewport()->width() >= theme().px(twoColumnsFrom);
    if (wide == m_wide)
        return;
    m_wide = wide;
    QMetaObject::invokeMethod(this, &OverviewTab::rebuild, Qt::QueuedConnection);
}

void OverviewTab::rebuild()
{
    if (!m_record.isLoaded())
        return;
    const int scrolled = verticalScrollBar()->value();
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, theme().px(size::gap), theme().px(size::grid), theme().px(size::page));
    auto *card = new Card(content);
    card->body()->setSpacing(theme().px(size::page));
    fill(*card->body());
    layout->addWidget(card);
    layout->addStretch(1);
    setWidget(content);
    verticalScrollBar()->setValue(scrolled);
}

// Short groups stand in two columns of about one length, long texts have the whole width.
void OverviewTab::fill(QVBoxLayout &body)
{
    auto *columns = new QHBoxLayout;
    columns->setSpacing(theme().px(size::page));
    std::array<QVBoxLayout *, 2> sides{new QVBoxLayout, new QVBoxLayout};
    std::array<int, 2> lengths{};
    for (QVBoxLayout *side : sides)
        side->setSpacing(theme().px(size::page));
    std::vector<QWidget *> texts;
    for (const FormGroup &group : m_record.spec().overview) {
        int lines = 0;
        QWidget *box = makeGroup(group, &lines);
        if (!box)
            continue;
        if (hasLongText(m_record.table(), group)) {
            texts.push_back(box);
            continue;
        }
        const std::size_t side = m_wide && lengths[1] < lengths[0] ? 1 : 0;
        sides[side]->addWidget(box);
        lengths[side] += lines + 2;
    }
    for (QVBoxLayout *side : sides) {
        side->addStretch(1);
        columns->addLayout(side, side == sides[0] || lengths[1] > 0 ? 1 : 0);
    }
    body.addLayout(columns);
    for (QWidget *text : texts)
        body.addWidget(text);
    if (lengths[0] > 0 || !texts.empty())
        return;
    auto *empty = new EmptyState(m_record.spec().icon, tr("Nothing is entered yet"));
    if (m_record.editVerdict())
        empty->setAction(tr("Edit"));
    connect(empty, &EmptyState::actionTriggered, this, &OverviewTab::editRequested);
    body.addWidget(empty);
}

QWidget *OverviewTab::makeGroup(const FormGroup &group, int *lines)
{
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme().px(size::card));
    grid->setVerticalSpacing(theme().px(size::grid * 2));
    grid->setColumnMinimumWidth(0, theme().px(labelWidth));
    grid->setColumnStretch(1, 1);
    int line = 1;
    for (const ColumnRef ref : group.fields) {
        const ColumnInfo &column = columnAt(m_record.table(), ref);
        if (isCurrencyOfAnother(m_record.table(), group, column))
            continue;
        QWidget *value = makeValueView(m_record.host(), m_record.row(), column, box);
        if (!value)
            continue;
        auto *words = qobject_cast<QLabel *>(value);
        if (words)
            words->setWordWrap(true);
        auto *label = new Label(columnLabel(column), Type::Body, Token::Muted, QFont::Normal, box);
        label->setWordWrap(true);
        label->setVisible(!standsAlone(column) || columnLabel(column) != group.title);
        if (standsAlone(column)) {
            value->setMaximumWidth(theme().px(textWidth));
            grid->addWidget(label, line++, 0, 1, 2);
            grid->addWidget(value, line++, 0, 1, 2);
        } else {
            grid->addWidget(label, line, 0, Qt::AlignTop);
            grid->addWidget(value, line++, 1, words ? Qt::AlignTop : Qt::AlignTop | Qt::AlignLeft);
        }
    }
    *lines = line - 1;
    if (line == 1) {
        delete box;
        return nullptr;
    }
    grid->addWidget(new Label(group.title, Type::Section, Token::Text, QFont::DemiBold, box), 0, 0, 1, 2);
    return box;
}

} // namespace nimara::ui
