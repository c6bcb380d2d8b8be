#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/style.h"

#include <QFocusFrame>
#include <QLineEdit>
#include <QStyleOption>
#include <QToolButton>

namespace nimara::ui::paint {

namespace {

Emphasis emphasis(const QWidget *widget)
{
    return widget ? static_cast<Emphasis>(widget->property(emphasisProperty).toInt()) : Emphasis::Secondary;
}

bool isOnNavy(const QWidget *widget)
{
    return widget && widget->property(onNavyProperty).toBool();
}

struct Colors
{
    QColor fill;
    QColor border;
    QColor text;
};

Token fillOf(Emphasis kind, bool hover, bool down)
{
    if (kind == Emphasis::Danger)
        return hover || down ? Token::DangerFillHover : Token::DangerFill;
    if (down)
        return Token::BrandPressed;
    return hover ? Token::BrandHover : Token::Brand;
}

Colors colorsOf(Emphasis kind, QStyle::State state)
{
    const Theme &look = theme();
    const bool enabled = (state & QStyle::State_Enabled) != 0;
    const bool hover = enabled && (state & QStyle::State_MouseOver) != 0;
    const bool down = enabled && (state & (QStyle::State_Sunken | QStyle::State_On)) != 0;
    const bool quiet = kind == Emphasis::Quiet;
    if (!enabled)
        return {quiet ? QColor() : look.color(Token::Sunken), QColor(), look.color(Token::Disabled)};
    if (kind == Emphasis::Primary || kind == Emphasis::Danger)
        return {look.color(fillOf(kind, hover, down)), QColor(),
                look.color(kind == Emphasis::Danger ? Token::OnDanger : Token::OnBrand)};
    QColor fill = quiet ? QColor() : look.color(Token::Surface);
    if (hover)
        fill = look.color(Token::Hover);
    if (down)
        fill = look.color(Token::Selected);
    return {fill, quiet ? QColor() : look.color(Token::StrongBorder), look.color(Token::Text)};
}

void checkMark(QPainter &painter, const QRect &rect, QStyle::State state)
{
    const Theme &look = theme();
    const bool enabled = (state & QStyle::State_Enabled) != 0;
    const bool some = (state & QStyle::State_NoChange) != 0;
    const bool on = (state & QStyle::State_On) != 0 || some;
    const int side = std::min({rect.width(), rect.height(), look.px(size::icon)});
    const QRect square(rect.center().x() - side / 2 + 1 - side % 2,
                       rect.center().y() - side / 2 + 1 - side % 2, side, side);
    const bool hover = enabled && (state & QStyle::State_MouseOver) != 0;
    QColor fill = look.color(on ? Token::Brand : Token::Surface);
    QColor border = on ? QColor() : look.color(hover ? Token::Brand : Token::FieldBorder);
    if (!enabled) {
        fill = look.color(on ? Token::Disabled : Token::Sunken);
        border = on ? QColor() : look.color(Token::StrongBorder);
    }
    box(painter, square, fill, border, look.px(4));
    if (on)
        drawIcon(painter, square.adjusted(2, 2, -2, -2),
                 some ? QStringLiteral("minus") : QStringLiteral("check"),
                 look.color(enabled ? Token::OnBrand : Token::Surface));
}

void radioMark(QPainter &painter, const QRect &rect, QStyle::State state)
{
    const Theme &look = theme();
    const bool enabled = (state & QStyle::State_Enabled) != 0;
    const bool on = (state & QStyle::State_On) != 0;
    const double side = std::min(rect.width(), rect.height());
    const QRectF circle(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side,
                        side);
    const QColor border = look.color(!enabled ? Token::StrongBorder : on ? Token::Brand : Token::FieldBorder);
    box(painter, circle, look.color(Token::Surface), border, side / 2, on ? side * 0.3 : 1.0);
}

void buttonLabel(QPainter &painter, const QStyleOptionButton &button, const QWidget *widget)
{
    const Theme &look = theme();
    const Colors colors = colorsOf(emphasis(widget), button.state);
    const int gap = look.px(6);
    const bool hasMenu = (button.features & QStyleOptionButton::HasMenu) != 0;
    const int iconSide = button.icon.isNull() ? 0 : std::max(button.iconSize.width(), look.px(size::icon));
    const int textWidth =
        button.fontMetrics.horizontalAdvance(button.text.isEmpty() ? QString() : button.text);
    const int between = iconSide > 0 && !button.text.isEmpty() ? gap : 0;
    const int arrow = hasMenu ? gap + look.px(14) : 0;
    const int room = button.rect.width() - look.px(12);
    int x = button.rect.x() +
            std::max(look.px(6), (button.rect.width() - iconSide - between - textWidth - arrow) / 2);
    if (button.direction == Qt::RightToLeft)
        x = button.rect.x() + (button.rect.width() - iconSide - between - textWidth - arrow) / 2;
    if (iconSide > 0) {
        const QRect square(x, button.rect.center().y() - iconSide / 2 + 1, iconSide, iconSide);
        const QString name = button.icon.name();
        if (!name.isEmpty() && hasIcon(name)) // ours: in the colour of the text beside it
            drawIcon(painter, square, name, colors.text);
        else
            button.icon.paint(&painter, square);
        x += iconSide + between;
    }
    if (!button.text.isEmpty()) {
        const QRect rect(x, button.rect.y(), std::min(textWidth + 1, room - iconSide - between - arrow) + 1,
                         button.rect.height());
        painter.setPen(colors.text);
        const QString shown = button.fontMetrics.elidedText(button.text, Qt::ElideRight, rect.width() + 1,
                                                            Qt::TextShowMnemonic);
        painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic, shown);
        x = rect.right();
    }
    if (hasMenu)
        drawIcon(painter, QRect(x + gap, button.rect.center().y() - look.px(7) + 1, look.px(14), look.px(14)),
                 QStringLiteral("chevron-down"), colors.text);
}

} // namespace

bool buttonPrimitive(QStyle::PrimitiveElement element, const QStyleOption &option, QPainter &painter,
                     const QWidget *widget)
{
    const Theme &look = theme();
    switch (element) {
    case QStyle::PE_PanelButtonCommand: {
        const Colors colors = colorsOf(emphasis(widget), option.state);
        box(painter, option.rect, colors.fill, colors.border, look.px(size::radius));
        return true;
    }
    case QStyle::PE_PanelButtonTool:
    case QStyle::PE_PanelButtonBevel: {
        const bool inField = widget && qobject_cast<const QLineEdit *>(widget->parentWidget());
        if (inField)
            return true;
        QColor fill = colorsOf(Emphasis::Quiet, option.state).fill;
        if (fill.isValid() && isOnNavy(widget))
            fill = look.color(Token::SidebarActive);
        box(painter, option.rect, fill, QColor(), look.px(size::radius));
        return true;
    }
    case QStyle::PE_IndicatorCheckBox:
    case QStyle::PE_IndicatorItemViewItemCheck:
        checkMark(painter, option.rect, option.state);
        return true;
    case QStyle::PE_IndicatorRadioButton:
        radioMark(painter, option.rect, option.state);
        return true;
    case QStyle::PE_FrameFocusRect:
    case QStyle::PE_FrameDefaultButton:
        return true; // the ring is drawn around the widget, rows draw their own
    case QStyle::PE_IndicatorArrowDown:
        drawIcon(painter, option.rect, QStringLiteral("chevron-down"), look.color(Token::Muted));
        return true;
    case QStyle::PE_IndicatorArrowUp:
        drawIcon(painter, option.rect, QStringLiteral("chevron-up"), look.color(Token::Muted));
        return true;
    case QStyle::PE_IndicatorArrowLeft:
        drawIcon(painter, option.rect, QStringLiteral("chevron-left"), look.color(Token::Muted));
        return true;
    case QStyle::PE_IndicatorArrowRight:
        drawIcon(painter, option.rect, QStringLiteral("chevron-right"), look.color(Token::Muted));
        return true;
    default:
        return false;
    }
}

bool buttonControl(QStyle::ControlElement element, const QStyleOption &option, QPainter &painter,
                   const QWidget *widget)
{
    if (element == QStyle::CE_PushButtonBevel) {
        buttonPrimitive(QStyle::PE_PanelButtonCommand, option, painter, widget);
        return true;
    }
    if (element == QStyle::CE_PushButtonLabel) {
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(&option)) {
            buttonLabel(painter, *button, widget);
            return true;
        }
    }
    if (element == QStyle::CE_FocusFrame) {
        const auto *frame = qobject_cast<const QFocusFrame *>(widget);
        const Token ring = frame && isOnNavy(frame->widget()) ? Token::SidebarText : Token::Brand;
        box(painter, option.rect, QColor(), theme().color(ring), theme().px(size::radius) + 4, 2.0);
        return true;
    }
    return false;
}

} // namespace nimara::ui::paint
