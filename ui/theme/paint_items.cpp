#include "ui/theme/focus_ring.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QStyleOption>
#include <QTabBar>

namespace nimara::ui::paint {

namespace {

QColor rowColor(QStyle::State state)
{
    if (state & QStyle::State_Selected)
        return theme().color(Token::Selected);
    const bool enabled = (state & QStyle::State_Enabled) != 0;
    return enabled && (state & QStyle::State_MouseOver) != 0 ? theme().color(Token::Hover) : QColor();
}

void itemBackground(const QStyleOptionViewItem &item, QPainter &painter, const QWidget *widget)
{
    if (item.backgroundBrush.style() != Qt::NoBrush)
        painter.fillRect(item.rect, item.backgroundBrush);
    const QColor color = rowColor(item.state);
    const bool single = item.viewItemPosition == QStyleOptionViewItem::OnlyOne ||
                        item.viewItemPosition == QStyleOptionViewItem::Invalid;
    if (color.isValid())
        painter.fillRect(item.rect, color);
    const bool current = (item.state & QStyle::State_HasFocus) != 0;
    if (!current || !showsKeyboardFocus(widget))
        return;
    if (single)
        box(painter, item.rect, QColor(), theme().color(Token::Brand), theme().px(4), 2.0);
    else // a cell of a row: a bar at its left, so that the cell is found without a box in a box
        painter.fillRect(QRect(item.rect.x(), item.rect.y(), theme().px(2), item.rect.height()),
                         theme().color(Token::Brand));
}

void headerSection(const QStyleOptionHeader &header, QPainter &painter)
{
    const Theme &look = theme();
    const bool hover =
        (header.state & QStyle::State_MouseOver) != 0 && (header.state & QStyle::State_Enabled) != 0;
    painter.fillRect(header.rect, look.color(hover ? Token::Hover : Token::Surface));
    const QRect line = header.orientation == Qt::Horizontal
                           ? QRect(header.rect.x(), header.rect.bottom(), header.rect.width(), 1)
                           : QRect(header.rect.right(), header.rect.y(), 1, header.rect.height());
    painter.fillRect(line, look.color(Token::StrongBorder));
}

void headerLabel(const QStyleOptionHeader &header, QPainter &painter)
{
    const Theme &look = theme();
    const bool sorted = header.sortIndicator != QStyleOptionHeader::None;
    painter.setFont(look.font(Type::Small, QFont::DemiBold));
    painter.setPen(look.color(sorted ? Token::Text : Token::Muted));
    QRect rect = header.rect;
    if (!header.icon.isNull()) {
        const int side = look.px(size::icon);
        header.icon.paint(&painter, QRect(rect.x(), rect.center().y() - side / 2, side, side));
        rect.setLeft(rect.left() + side + look.px(6));
    }
    const QString shown = painter.fontMetrics().elidedText(header.text, Qt::ElideRight, rect.width());
    painter.drawText(rect, int(header.textAlignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter, shown);
}

void tab(const QStyleOptionTab &option, QPainter &painter, const QWidget *widget)
{
    const Theme &look = theme();
    const bool selected = (option.state & QStyle::State_Selected) != 0;
    const bool hover = (option.state & QStyle::State_MouseOver) != 0;
    if (hover && !selected)
        box(painter, option.rect.adjusted(0, look.px(4), 0, -look.px(4)), look.color(Token::Hover), QColor(),
            look.px(size::radius));
    if (selected)
        painter.fillRect(QRect(option.rect.x(), option.rect.bottom() - 1, option.rect.width(), 2),
                         look.color(Token::Brand));
    if (selected && showsKeyboardFocus(widget))
        box(painter, option.rect.adjusted(1, look.px(4), -1, -look.px(4)), QColor(), look.color(Token::Brand),
            look.px(size::radius), 2.0);
}

void tabLabel(const QStyleOptionTab &option, QPainter &painter)
{
    const Theme &look = theme();
    const bool selected = (option.state & QStyle::State_Selected) != 0;
    const bool enabled = (option.state & QStyle::State_Enabled) != 0;
    painter.setFont(look.font(Type::Body, selected ? QFont::DemiBold : QFont::Medium));
    painter.setPen(look.color(!enabled ? Token::Disabled : selected ? Token::Text : Token::Muted));
    const QString shown = painter.fontMetrics().elidedText(option.text, Qt::ElideRight, option.rect.width());
    painter.drawText(option.rect, Qt::AlignCenter | Qt::TextHideMnemonic, shown);
}

} // namespace

bool itemPrimitive(QStyle::PrimitiveElement element, const QStyleOption &option, QPainter &painter,
                   const QWidget *widget)
{
    if (element == QStyle::PE_PanelItemViewRow) {
        if (const QColor color = rowColor(option.state & QStyle::State_Selected); color.isValid())
            painter.fillRect(option.rect, color);
        return true;
    }
    if (element == QStyle::PE_PanelItemViewItem) {
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(&option)) {
            itemBackground(*item, painter, widget);
            return true;
        }
    }
    if (element == QStyle::PE_IndicatorHeaderArrow) {
        // Qt names the arrow after the direction in which the values grow on paper: SortUp is the last word first.
        const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(&option);
        const bool up = header && header->sortIndicator == QStyleOptionHeader::SortUp;
        drawIcon(painter, option.rect, up ? QStringLiteral("arrow-down") : QStringLiteral("arrow-up"),
                 theme().color(Token::Brand));
        return true;
    }
    if (element == QStyle::PE_IndicatorBranch) {
        if (option.state & QStyle::State_Children) {
            const int side = theme().px(14);
            const QRect square(option.rect.center().x() - side / 2, option.rect.center().y() - side / 2, side,
                               side);
            const bool open = (option.state & QStyle::State_Open) != 0;
            drawIcon(painter, square, open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
                     theme().color(Token::Muted));
        }
        return true;
    }
    return false;
}

bool itemControl(QStyle::ControlElement element, const QStyleOption &option, QPainter &painter,
                 const QWidget *widget)
{
    if (element == QStyle::CE_HeaderSection || element == QStyle::CE_HeaderLabel) {
        const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(&option);
        if (!header)
            return false;
        if (element == QStyle::CE_HeaderSection)
            headerSection(*header, painter);
        else
            headerLabel(*header, painter);
        return true;
    }
    if (element == QStyle::CE_HeaderEmptyArea) {
        painter.fillRect(option.rect, theme().color(Token::Surface));
        painter.fillRect(QRect(option.rect.x(), option.rect.bottom(), option.rect.width(), 1),
                         theme().color(Token::StrongBorder));
        return true;
    }
    if (element == QStyle::CE_TabBarTabShape || element == QStyle::CE_TabBarTabLabel) {
        const auto *shape = qstyleoption_cast<const QStyleOptionTab *>(&option);
        if (!shape)
            return false;
        if (element == QStyle::CE_TabBarTabShape)
            tab(*shape, painter, widget);
        else
            tabLabel(*shape, painter);
        return true;
    }
    return false;
}

} // namespace nimara::ui::paint
