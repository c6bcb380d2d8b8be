#include "ui/widgets/buttons.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"

#include <QPainter>

namespace nimara::ui {

QPushButton *makeButton(const QString &text, Emphasis emphasis, const QString &iconName, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setIcon(icon(iconName));
    button->setAutoDefault(false);
    button->setCursor(Qt::ArrowCursor);
    setEmphasis(button, emphasis);
    return button;
}

void setEmphasis(QPushButton *button, Emphasis emphasis)
{
    button->setProperty(emphasisProperty, static_cast<int>(emphasis));
    button->update();
}

Emphasis emphasisOf(const QWidget *button)
{
    return static_cast<Emphasis>(button->property(emphasisProperty).toInt());
}

IconButton::IconButton(const QString &iconName, const QString &name, QWidget *parent) : QToolButton(parent)
{
    setToolButtonStyle(Qt::ToolButtonIconOnly);
    setFocusPolicy(Qt::StrongFocus);
    setAutoRaise(true);
    setPopupMode(QToolButton::InstantPopup);
    setIconName(iconName);
    setName(name);
}

void IconButton::setIconName(const QString &iconName, Token color)
{
    setIcon(ui::icon(iconName, color));
}

void IconButton::setName(const QString &name)
{
    setAccessibleName(name);
    setToolTip(name);
}

void IconButton::setCount(int count)
{
    m_count = count;
    update();
}

void IconButton::paintEvent(QPaintEvent *event)
{
    QToolButton::paintEvent(event);
    if (m_count <= 0)
        return;
    QPainter painter(this);
    const Theme &look = theme();
    const QString text = m_count > 99 ? QStringLiteral("99+") : QString::number(m_count);
    QFont font = look.font(Type::Small, QFont::DemiBold);
    font.setPixelSize(look.px(10));
    painter.setFont(font);
    const int tall = look.px(15);
    const int wide = std::max(tall, painter.fontMetrics().horizontalAdvance(text) + look.px(7));
    const QRect badge(width() - wide - look.px(1), look.px(1), wide, tall);
    paint::box(painter, badge, look.color(Token::DangerFill), QColor(), tall / 2.0);
    painter.setPen(look.color(Token::OnDanger));
    painter.drawText(badge, Qt::AlignCenter, text);
}

} // namespace nimara::ui
