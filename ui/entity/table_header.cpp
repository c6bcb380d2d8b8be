#include "ui/entity/table_header.h"

#include "models/items/labels.h"
#include "models/items/record_list_model.h"
#include "models/items/value_text.h"
#include "ui/entity/cell_delegate.h"
#include "ui/theme/icons.h"
#include "ui/theme/status_look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"

#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <numeric>

namespace nimara::ui {

namespace {

constexpr int padding = 12;
constexpr int headerHeight = 36;
constexpr int narrowest = 56;
constexpr int arrow = 14;
constexpr int longestLabel = 130;
constexpr int spareShare = 35; // percent that a column of words can do without
constexpr int briefLength = 40;
constexpr int shortTime = 112; // "12 Nov 2026"

// A number, a code: no words that could use more room.
bool isBrief(const ColumnInfo &column)
{
    return column.type == ColumnType::Text && column.spec.maxLength > 0 &&
           column.spec.maxLength <= briefLength;
}

} // namespace

TableHeader::TableHeader(RecordListModel &list, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent), m_list(list)
{
    setFocusPolicy(Qt::TabFocus);
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setSortIndicatorShown(false); // drawn here, with its place where several columns sort
    setAccessibleName(tr("Columns"));
    connect(this, &QHeaderView::sectionResized, this, &TableHeader::onResized);
    connect(this, &QHeaderView::sectionClicked, this, [this](int section) {
        m_current = section;
        sortBy(section, QGuiApplication::keyboardModifiers() & Qt::ShiftModifier);
    });
}

void TableHeader::setWidths(const QVariantMap &widths)
{
    m_widths = widths;
}

int TableHeader::usualWidth(int section) const
{
    const ColumnInfo &column = m_list.columnAt(section);
    const QFontMetrics metrics(theme().font(Type::Small, QFont::Medium));
    // A long heading is cut rather than let its column grow beyond what stands in it.
    const int label = std::min(metrics.horizontalAdvance(columnLabel(column)), theme().px(longestLabel)) +
                      theme().px(2 * padding + arrow + size::grid);
    return std::max(contentWidth(column, section == 0), label);
}

int TableHeader::contentWidth(const ColumnInfo &column, bool first) const
{
    const bool brief = isBrief(column);
    if (first)
        return theme().px(brief ? 136 : 220);
    if (showsAsChip(column)) {
        int widest = 0;
        for (const Choice &choice : column.spec.choices)
            widest = std::max(
                widest, Chip::widthFor(translated(choice.label), statusLook(column.name(), choice.value)));
        return widest + theme().px(2 * padding);
    }
    switch (column.type) {
    case ColumnType::Bool:
        return theme().px(84);
    case ColumnType::Instant: // "yesterday, 12:14 PM", and the mark of what is overdue
        return theme().px(column.is(ServerSet) ? 156 : 176);
    case ColumnType::Enum:
    case ColumnType::Money:
        return theme().px(136);
    case ColumnType::Date:
        return theme().px(116);
    case ColumnType::Uuid:
        return theme().px(column.spec.references == "berths" ? 112 : 156);
    case ColumnType::Text:
    case ColumnType::JsonText:
        return theme().px(brief ? 100 : 150);
    default:
        return theme().px(100);
    }
}

void TableHeader::layOut(int room)
{
    if (count() == 0)
        return;
    m_layingOut = true;
    std::vector<int> widths;
    std::vector<int> shares; // of what is left over; numbers and chips need no more than they have
    std::vector<int> spares; // what a column can do without
    for (int section = 0; section < count(); ++section) {
        const ColumnInfo &column = m_list.columnAt(section);
        const QVariant set = m_widths.value(fromUtf8(column.name()));
        widths.push_back(set.isValid() ? theme().px(set.toInt()) : usualWidth(section));
        const bool words = column.type == ColumnType::Text || column.type == ColumnType::Uuid ||
                           column.type == ColumnType::JsonText;
        const int share = section > 0 ? int(words) : isBrief(column) ? 0 : 2;
        shares.push_back(set.isValid() ? 0 : share);
        spares.push_back(set.isValid() ? 0 : spareOf(section, widths.back()));
    }
    int excess = std::accumulate(widths.begin(), widths.end(), -room);
    shrink(widths, spares, excess);
    excess = std::accumulate(widths.begin(), widths.end(), -room);
    const int parts = std::accumulate(shares.begin(), shares.end(), 0);
    for (std::size_t i = 0; i < widths.size() && excess < 0 && parts > 0; ++i)
        widths[i] += -excess * shares[i] / parts;
    for (int section = 0; section < count(); ++section)
        resizeSection(section, widths[static_cast<std::size_t>(section)]);
    m_layingOut = false;
}

// The first column names the row and keeps its width, and so does what is due.
int TableHeader::spareOf(int section, int width) const
{
    const ColumnInfo &column = m_list.columnAt(section);
    if (section == 0 || isBrief(column))
        return 0;
    switch (column.type) {
    case ColumnType::Text:
    case ColumnType::Uuid:
    case ColumnType::JsonText:
        return width * spareShare / 100;
    case ColumnType::Instant: // most are dates by now
        return column.is(ServerSet) ? std::max(0, width - theme().px(shortTime)) : 0;
    default:
        return 0;
    }
}

// Rather a shorter name than a list that must be pushed from side to side for a few pixels.
void TableHeader::shrink(std::vector<int> &widths, const std::vector<int> &spares, int excess)
{
    const int spare = std::accumulate(spares.begin(), spares.end(), 0);
    if (excess <= 0 || spare < excess)
        return;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        if (spares[i] > 0)
            widths[i] -= std::min(spares[i], spares[i] * excess / spare + 1);
    }
}

void TableHeader::onResized(int section, int, int now)
{
    if (m_layingOut || section >= m_list.columnCount())
        return;
    const int unscaled = static_cast<int>(now / theme().scale());
    m_widths[fromUtf8(m_list.columnAt(section).name())] = std::max(unscaled, narrowest);
    emit widthsChanged();
}

int TableHeader::sortPlace(int section, bool *descending) const
{
    const auto &sort = m_list.query().sort;
    for (std::size_t i = 0; i < sort.size(); ++i) {
        if (sort[i].column == m_list.columnAt(section).name()) {
            *descending = sort[i].descending;
            return static_cast<int>(i);
        }
    }
    return -1;
}

void TableHeader::sortBy(int section, bool add)
{
    if (section < 0 || section >= m_list.columnCount())
        return;
    const std::string name(m_list.columnAt(section).name());
    bool descending = false;
    const bool again = sortPlace(section, &descending) >= 0;
    std::vector<SortKey> sort = add ? m_list.query().sort : std::vector<SortKey>();
    const auto same = std::ranges::find(sort, name, &SortKey::column);
    if (same != sort.end())
        same->descending = !descending;
    else
        sort.push_back({name, again && !descending});
    emit sortRequested(sort);
    viewport()->update();
}

QSize TableHeader::sectionSizeFromContents(int section) const
{
    return {usualWidth(section), theme().px(headerHeight)};
}

QSize TableHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), theme().px(headerHeight)};
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    if (section >= m_list.columnCount())
        return;
    painter->save();
    painter->fillRect(rect, theme().color(Token::Surface));
    painter->setPen(theme().color(Token::Border));
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    QRect text = rect.adjusted(theme().px(padding), 0, -theme().px(padding), 0);
    const bool right = isNumeric(m_list.columnAt(section).type);
    bool descending = false;
    const int place = sortPlace(section, &descending);
    const QFont font = theme().font(Type::Small, QFont::Medium);
    const QFontMetrics metrics(font);
    const QString label =
        metrics.elidedText(columnLabel(m_list.columnAt(section)), Qt::ElideRight,
                           text.width() - (place >= 0 ? theme().px(arrow + size::grid) : 0));
    if (place >= 0) {
        const int side = theme().px(arrow);
        QRect mark(0, rect.center().y() - side / 2, side, side);
        mark.moveLeft(right ? text.right() - metrics.horizontalAdvance(label) - theme().px(size::grid) - side
                            : text.left() + metrics.horizontalAdvance(label) + theme().px(size::grid));
        drawIcon(*painter, mark, descending ? QStringLiteral("arrow-down") : QStringLiteral("arrow-up"),
                 theme().color(Token::Brand));
    }
    painter->setFont(font);
    painter->setPen(theme().color(place >= 0 ? Token::Text : Token::Muted));
    painter->drawText(text, Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft), label);
    if (hasFocus() && section == m_current) {
        painter->setPen(QPen(theme().color(Token::Brand), theme().px(2)));
        painter->drawRect(rect.adjusted(2, 2, -3, -3));
    }
    painter->restore();
}

void TableHeader::moveCurrent(int step)
{
    m_current = std::clamp(m_current + step, 0, std::max(0, count() - 1));
    viewport()->update();
}

void TableHeader::keyPressEvent(QKeyEvent *event)
{
    const bool moves = event->modifiers() & Qt::ControlModifier;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int step = (event->key() == Qt::Key_Right) != isRightToLeft() ? 1 : -1;
        if (moves)
            swapCurrent(step);
        else
            moveCurrent(step);
        return;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        return sortBy(m_current, event->modifiers() & Qt::ShiftModifier);
    case Qt::Key_Menu:
        emit columnsRequested(mapToGlobal(QPoint(sectionViewportPosition(m_current), height())));
        return;
    default:
        QHeaderView::keyPressEvent(event);
    }
}

// A section that was dragged elsewhere is a new order of columns. The model takes it over, so that what is shown and
// what is kept are one; the header itself always shows the model's order.
void TableHeader::mouseReleaseEvent(QMouseEvent *event)
{
    QHeaderView::mouseReleaseEvent(event);
    std::vector<int> order;
    for (int visual = 0; visual < count(); ++visual)
        order.push_back(logicalIndex(visual));
    if (std::ranges::is_sorted(order))
        return;
    for (int logical = 0; logical < count(); ++logical)
        moveSection(visualIndex(logical), logical);
    emit columnsOrdered(order);
}

void TableHeader::swapCurrent(int step)
{
    const int to = m_current + step;
    if (to < 0 || to >= count())
        return;
    std::vector<int> order(static_cast<std::size_t>(count()));
    std::iota(order.begin(), order.end(), 0);
    std::swap(order[static_cast<std::size_t>(m_current)], order[static_cast<std::size_t>(to)]);
    m_current = to;
    emit columnsOrdered(order);
}

void TableHeader::contextMenuEvent(QContextMenuEvent *event)
{
    emit columnsRequested(event->globalPos());
}

void TableHeader::focusInEvent(QFocusEvent *event)
{
    QHeaderView::focusInEvent(event);
    viewport()->update();
}

void TableHeader::focusOutEvent(QFocusEvent *event)
{
    QHeaderView::focusOutEvent(event);
    viewport()->update();
}

} // namespace nimara::ui
