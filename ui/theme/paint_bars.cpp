#include "ui/theme/icons.h"
#include "ui/theme/paint.h"

#include <QStyleOption>

#include <algorithm>

namespace nimara::ui::paint {

namespace {

void menuText(const QStyleOptionMenuItem &item, const QRect &rect, const QColor &color, QPainter &painter)
{
    const qsizetype tabAt = item.text.indexOf(u'\t');
    painter.setFont(item.font);
    painter.setPen(color);
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic | Qt::TextSingleLine,
                     tabAt < 0 ? item.text : item.text.left(tabAt));
    if (tabAt < 0)
        return;
    painter.setFont(theme().font(Type::Small));
    painter.setPen(theme().color(Token::Muted));
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, item.text.mid(tabAt + 1));
}

void menuItem(const QStyleOptionMenuItem &item, QPainter &painter)
{
    const Theme &look = theme();
    const QRect rect = item.rect;
    if (item.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(QRect(rect.x(), rect.center().y(), rect.width(), 1), look.color(Token::Border));
        return;
    }
    const bool enabled = (item.state & QStyle::State_Enabled) != 0;
    if (enabled && (item.state & QStyle::State_Selected) != 0)
        box(painter, rect, look.color(Token::Selected), QColor(), look.px(4));
    const int side = look.px(size::icon);
    const QRect mark(rect.x() + look.px(8), rect.center().y() - side / 2 + 1, side, side);
    const bool checked = item.checkType != QStyleOptionMenuItem::NotCheckable && item.checked;
    if (checked)
        drawIcon(painter, mark, QStringLiteral("check"),
                 look.color(enabled ? Token::Brand : Token::Disabled));
    else if (!item.icon.isNull())
        item.icon.paint(&painter, mark, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    QRect words = rect.adjusted(look.px(32), 0, -look.px(12), 0);
    if (item.menuItemType == QStyleOptionMenuItem::SubMenu) {
        drawIcon(painter, QRect(rect.right() - side - look.px(4), mark.y(), side, side),
                 QStringLiteral("chevron-right"), look.color(Token::Muted));
        words.setRight(words.right() - side);
    }
    menuText(item, words, look.color(enabled ? Token::Text : Token::Disabled), painter);
}

void progress(const QStyleOptionProgressBar &bar, QPainter &painter)
{
    const Theme &look = theme();
    const int tall = std::min(bar.rect.height(), look.px(6));
    const QRectF groove(bar.rect.x(), bar.rect.y() + (bar.rect.height() - tall) / 2, bar.rect.width(), tall);
    const double radius = tall / 2.0;
    box(painter, groove, look.color(Token::Sunken), QColor(), radius);
    const qint64 range = qint64(bar.maximum) - bar.minimum;
    QRectF filled = groove;
    if (range > 0) {
        const double share = double(qint64(bar.progress) - bar.minimum) / double(range);
        filled.setWidth(std::max(2 * radius, bar.rect.width() * std::clamp(share, 0.0, 1.0)));
        if (bar.progress <= bar.minimum)
            return;
    } else { // how long it takes is not known: a part in the middle, still, for nobody needs a moving stripe
        filled.adjust(bar.rect.width() / 3.0, 0, -bar.rect.width() / 3.0, 0);
    }
    box(painter, filled, look.color(Token::Brand), QColor(), radius);
}

} // namespace

bool barControl(QStyle::ControlElement element, const QStyleOption &option, QPainter &painter,
                const QWidget *)
{
    switch (element) {
    case QStyle::CE_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(&option)) {
            menuItem(*item, painter);
            return true;
        }
        return false;
    case QStyle::CE_MenuEmptyArea:
        painter.fillRect(option.rect, theme().color(Token::Raised));
        return true;
    case QStyle::CE_ProgressBar:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(&option)) {
            progress(*bar, painter);
            return true;
        }
        return false;
    case QStyle::CE_Splitter: {
        const bool across = (option.state & QStyle::State_Horizontal) != 0;
        const QRect rect = option.rect;
        const bool hover = (option.state & QStyle::State_MouseOver) != 0;
        painter.fillRect(across ? QRect(rect.center().x(), rect.y(), 1, rect.height())
                                : QRect(rect.x(), rect.center().y(), rect.width(), 1),
                         theme().color(hover ? Token::Brand : Token::Border));
        return true;
    }
    case QStyle::CE_ShapedFrame: {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(&option);
        if (!frame || (frame->frameShape != QFrame::HLine && frame->frameShape != QFrame::VLine))
            return false;
        const QRect rect = option.rect;
        painter.fillRect(frame->frameShape == QFrame::HLine
                             ? QRect(rect.x(), rect.center().y(), rect.width(), 1)
                             : QRect(rect.center().x(), rect.y(), 1, rect.height()),
                         theme().color(Token::Border));
        return true;
    }
    default:
        return false;
    }
}

void scrollBar(const QStyleOptionComplex &option, const QRect &handle, QPainter &painter)
{
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(&option);
    if (!slider || slider->maximum <= slider->minimum)
        return;
    const bool active =
        (option.state & QStyle::State_MouseOver) != 0 || (option.state & QStyle::State_Sunken) != 0;
    const int inset = theme().px(active ? 1 : 2);
    const QRectF inner = QRectF(handle).adjusted(inset, inset, -inset, -inset);
    box(painter, inner, theme().color(active ? Token::FieldBorder : Token::StrongBorder), QColor(),
        std::min(inner.width(), inner.height()) / 2);
}

} // namespace nimara::ui::paint
