#include "ui/entity/cell_delegate.h"

#include "models/items/labels.h"
#include "models/items/record_list_model.h"
#include "models/schema/tables/planning.h"
#include "ui/entity/edits.h"
#include "ui/entity/row_state_mark.h"
#include "ui/theme/focus_ring.h"
#include "ui/theme/icons.h"
#include "ui/theme/status_look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>

namespace nimara::ui {

namespace {

constexpr int cellPadding = 12;
constexpr int skeletonHeight = 10;
constexpr int swatch = 12;

const RecordListModel *listModel(const QModelIndex &index)
{
    return qobject_cast<const RecordListModel *>(index.model());
}

QColor textColor(const QStyleOptionViewItem &option)
{
    return theme().color(option.state & QStyle::State_Enabled ? Token::Text : Token::Disabled);
}

// What was to be done by now and is not.
bool isOverdue(const QModelIndex &index)
{
    const RecordListModel *model = listModel(index);
    const ColumnInfo *due = model ? &model->columnAt(index.column()) : nullptr;
    if (!due || due->index != schema::Reminders::dueAt.index() ||
        model->table().number != schema::Reminders::table.number)
        return false;
    const Row *reminder = model->rowAt(index.row());
    const auto at = reminder ? (*reminder)[schema::Reminders::dueAt] : std::nullopt;
    return at && *at < currentTime() && (*reminder)[schema::Reminders::status] != ReminderStatus::Completed;
}

} // namespace

bool showsAsChip(const ColumnInfo &column)
{
    static constexpr std::array<std::string_view, 5> chips{"status", "pipeline_stage", "lead_category",
                                                           "priority", "outcome"};
    return column.type == ColumnType::Enum && std::ranges::find(chips, column.name()) != chips.end();
}

CellDelegate::CellDelegate(QObject *parent) : QStyledItemDelegate(parent) {}

bool CellDelegate::takeMissing()
{
    return std::exchange(m_missing, false);
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QFontMetrics metrics(option.font);
    int width = metrics.horizontalAdvance(index.data().toString()) + 2 * theme().px(cellPadding);
    const QString unit = index.data(RecordListModel::UnitRole).toString();
    if (!unit.isEmpty())
        width += metrics.horizontalAdvance(unit) + theme().px(size::grid);
    return {width, theme().px(m_compact ? size::compactRow : size::row)};
}

QRect CellDelegate::contents(const QRect &rect) const
{
    return rect.adjusted(theme().px(cellPadding), 0, -theme().px(cellPadding), 0);
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    painter->save();
    paintBackground(*painter, option, index);
    QRect rect = contents(option.rect);
    if (!index.data(RecordListModel::LoadedRole).toBool()) {
        m_missing = true;
        if (m_skeletons)
            paintSkeleton(*painter, rect, index);
    } else if (!paintSpecial(*painter, index, rect)) {
        if (index.column() == 0)
            rect = paintState(*painter, index, rect);
        paintText(*painter, option, index, rect);
    }
    painter->restore();
}

void CellDelegate::paintBackground(QPainter &painter, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = index.row() == m_hoveredRow;
    painter.fillRect(option.rect, theme().color(selected  ? Token::Selected
                                                : hovered ? Token::Hover
                                                          : Token::Surface));
    painter.setPen(theme().color(Token::Border));
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    // The keyboard's row: a bar at its left end.
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (view && index.column() == 0 && view->currentIndex().row() == index.row() && view->hasFocus() &&
        showsKeyboardFocus(view))
        painter.fillRect(QRect(option.rect.topLeft(), QSize(theme().px(2), option.rect.height())),
                         theme().color(Token::Brand));
}

// Of uneven length, as words are; the same row looks the same each time.
void CellDelegate::paintSkeleton(QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    const int share = 45 + (index.row() * 29 + index.column() * 53) % 45;
    const int height = theme().px(skeletonHeight);
    QRect bar(rect.left(), rect.center().y() - height / 2, rect.width() * share / 100, height);
    if (Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt()) & Qt::AlignRight)
        bar.moveRight(rect.right());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().color(Token::Sunken));
    painter.drawRoundedRect(bar, height / 2.0, height / 2.0);
}

bool CellDelegate::paintSpecial(QPainter &painter, const QModelIndex &index, const QRect &rect) const
{
    const RecordListModel *model = listModel(index);
    if (!model)
        return false;
    const ColumnInfo &column = model->columnAt(index.column());
    if (showsAsChip(column)) {
        const QString text = index.data().toString();
        if (!text.isEmpty()) {
            const std::string word = toUtf8(index.data(RecordListModel::StoredRole).toString());
            const StatusLook look = statusLook(column.name(), word);
            const int width = std::min(Chip::widthFor(text, look), rect.width());
            Chip::paint(painter, QRect(rect.left(), rect.top(), width, rect.height()), text, look);
        }
        return true;
    }
    if (column.type == ColumnType::Bool) {
        const Row *row = model->rowAt(index.row());
        if (row && row->value(column.index) == Value(std::int64_t(1))) {
            const int side = theme().px(size::icon);
            drawIcon(painter, QRect(rect.left(), rect.center().y() - side / 2, side, side),
                     QStringLiteral("check"), theme().color(Token::Text));
        }
        return true;
    }
    return false;
}

// Beside the name: what has not reached the server, and what is archived.
QRect CellDelegate::paintState(QPainter &painter, const QModelIndex &index, QRect rect) const
{
    const RecordListModel *model = listModel(index);
    const Row *row = model ? model->rowAt(index.row()) : nullptr;
    if (!row)
        return rect;
    const int side = theme().px(size::icon);
    const auto mark = [&](const QString &name, Token color) {
        drawIcon(painter, QRect(rect.right() - side + 1, rect.center().y() - side / 2, side, side), name,
                 theme().color(color));
        rect.setRight(rect.right() - side - theme().px(size::grid));
    };
    const auto state = static_cast<RowState>(index.data(RecordListModel::RowStateRole).toInt());
    if (state != RowState::Confirmed)
        mark(rowStateIcon(state), rowStateColor(state));
    if (!isNull(row->value("archived_at")))
        mark(QStringLiteral("archive"), Token::Muted);
    if (const auto note = noteOf(index))
        mark(note->icon, note->color);
    return rect;
}

std::optional<RowNote> CellDelegate::noteOf(const QModelIndex &index) const
{
    const RecordListModel *model = m_notes && index.column() == 0 ? listModel(index) : nullptr;
    const Row *row = model ? model->rowAt(index.row()) : nullptr;
    return row ? m_notes->noteOf(row->id()) : std::nullopt;
}

void CellDelegate::paintText(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                             QRect rect) const
{
    const auto alignment = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    const QString unit = index.data(RecordListModel::UnitRole).toString();
    QString text = index.data().toString();
    const QFont font = theme().font(Type::Body, index.column() == 0 ? QFont::Medium : QFont::Normal);
    painter.setFont(font);
    const QFontMetrics metrics(font);
    if (!unit.isEmpty() && !text.isEmpty()) {
        painter.setPen(theme().color(Token::Muted));
        painter.drawText(rect, alignment | Qt::AlignVCenter, unit);
        rect.setRight(rect.right() - metrics.horizontalAdvance(unit) - theme().px(size::grid));
    }
    if (const RecordListModel *model = listModel(index);
        model && model->columnAt(index.column()).name() == "color" && QColor::isValidColor(text)) {
        const int side = theme().px(swatch);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(theme().color(Token::Border));
        painter.setBrush(QColor(text));
        painter.drawEllipse(rect.left(), rect.center().y() - side / 2, side, side);
        rect.setLeft(rect.left() + side + theme().px(size::grid * 2));
    }
    const bool overdue = isOverdue(index);
    if (overdue) {
        const int side = theme().px(size::icon);
        drawIcon(painter, QRect(rect.left(), rect.center().y() - side / 2, side, side),
                 QStringLiteral("circle-alert"), theme().color(Token::Danger));
        rect.setLeft(rect.left() + side + theme().px(size::grid));
    }
    painter.setPen(overdue ? theme().color(Token::Danger) : textColor(option));
    text = metrics.elidedText(text, Qt::ElideRight, rect.width());
    painter.drawText(rect, alignment | Qt::AlignVCenter, text);
}

// The exact time where there is one; else the whole text where it was cut.
bool CellDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QString tip = index.data(Qt::ToolTipRole).toString();
    const QString text = index.data().toString();
    const QFontMetrics metrics(theme().font(Type::Body, index.column() == 0 ? QFont::Medium : QFont::Normal));
    if (tip.isEmpty() && metrics.horizontalAdvance(text) > contents(option.rect).width())
        tip = text;
    if (isOverdue(index))
        tip = tr("Overdue: %1").arg(tip);
    const auto state = static_cast<RowState>(index.data(RecordListModel::RowStateRole).toInt());
    if (index.column() == 0 && state != RowState::Confirmed)
        tip = tip.isEmpty() ? rowStateText(state) : tip + QLatin1Char('\n') + rowStateText(state);
    if (const auto note = noteOf(index))
        tip = tip.isEmpty() ? note->text : tip + QLatin1Char('\n') + note->text;
    QToolTip::showText(event->globalPos(), tip, view);
    return true;
}

} // namespace nimara::ui
