#include "ui/shell/sidebar.h"
#include "ui/theme/focus_ring.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"

#include <QPainter>

namespace nimara::ui {

SidebarItem::SidebarItem(const QString &icon, const QString &title, QWidget *parent)
    : QAbstractButton(parent), m_icon(icon)
{
    setText(title);
    setAccessibleName(title);
    setCheckable(true);
    setAutoExclusive(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::ClickFocus);
    setNoFocusRing(this); // brand on navy is too dark: the item draws a light one
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize SidebarItem::sizeHint() const
{
    return {theme().px(40), theme().px(36)};
}

void SidebarItem::setCompact(bool compact)
{
    m_compact = compact;
    setToolTip(compact ? text() : QString());
    update();
}

void SidebarItem::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    const QRectF body = QRectF(rect()).adjusted(look.px(8), 1, -look.px(8), -1);
    if (isChecked())
        paint::box(painter, body, look.color(Token::SidebarActive), QColor(), look.px(size::radius));
    else if (underMouse() || isDown())
        paint::box(painter, body, look.color(Token::SidebarHover), QColor(), look.px(size::radius));
    if (showsKeyboardFocus(this))
        paint::box(painter, body, QColor(), look.color(Token::SidebarText), look.px(size::radius), 2.0);

    const QColor ink = look.color(isChecked() || underMouse() ? Token::SidebarText : Token::SidebarMuted);
    const int side = look.px(size::largeIcon);
    const int inset = look.px(size::sidebarCollapsed - size::largeIcon) / 2;
    drawIcon(painter, QRect(inset, (height() - side) / 2, side, side), m_icon, ink);
    const int left = inset + side + look.px(size::gap);
    if (m_compact || width() <= left)
        return;
    painter.setFont(look.font(Type::Body, isChecked() ? QFont::DemiBold : QFont::Medium));
    painter.setPen(ink);
    const QRect words(left, 0, width() - left - look.px(size::card), height());
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
}

SidebarHeading::SidebarHeading(const QString &title, QWidget *parent) : QAbstractButton(parent)
{
    setText(title);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::NoFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFolded(false);
}

QSize SidebarHeading::sizeHint() const
{
    return {theme().px(40), theme().px(m_compact ? 17 : 34)};
}

void SidebarHeading::setCompact(bool compact)
{
    m_compact = compact;
    updateGeometry();
    update();
}

void SidebarHeading::setFolded(bool folded)
{
    m_folded = folded;
    setAccessibleName(folded ? tr("%1, folded").arg(text()) : text());
    update();
}

void SidebarHeading::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    if (m_compact) {
        painter.fillRect(QRect(look.px(20), height() / 2, width() - look.px(40), 1),
                         look.color(Token::SidebarActive));
        return;
    }
    const QColor ink = look.color(underMouse() ? Token::SidebarText : Token::SidebarMuted);
    painter.setFont(look.font(Type::Small, QFont::DemiBold));
    painter.setPen(ink);
    const QRect words = rect().adjusted(look.px(22), look.px(8), -look.px(44), 0);
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft, text());
    const int side = look.px(14);
    if (m_folded || underMouse())
        drawIcon(painter, QRect(width() - look.px(24) - side / 2, words.center().y() - side / 2, side, side),
                 m_folded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"), ink);
}

} // namespace nimara::ui
