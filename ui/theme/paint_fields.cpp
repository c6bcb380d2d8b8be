#include "ui/theme/icons.h"
#include "ui/theme/paint.h"

#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QGroupBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStyleOption>
#include <QTextEdit>

namespace nimara::ui::paint {

namespace {

// A field that holds an error is marked by its form: setProperty("nimaraInvalid", true).
bool isInvalid(const QWidget *widget)
{
    return widget && widget->property("nimaraInvalid").toBool();
}

void field(QPainter &painter, const QRect &rect, QStyle::State state, const QWidget *widget)
{
    const Theme &look = theme();
    const bool enabled = (state & QStyle::State_Enabled) != 0;
    const bool readOnly = (state & QStyle::State_ReadOnly) != 0;
    const bool focused = enabled && (state & QStyle::State_HasFocus) != 0;
    const bool hover = enabled && !readOnly && (state & QStyle::State_MouseOver) != 0;
    const QColor fill = look.color(enabled && !readOnly ? Token::Surface : Token::Window);
    QColor border = look.color(enabled && !readOnly ? Token::FieldBorder : Token::Border);
    if (hover)
        border = look.color(Token::Muted);
    if (focused)
        border = look.color(Token::Brand);
    if (isInvalid(widget))
        border = look.color(Token::Danger);
    box(painter, rect, fill, border, look.px(size::radius), focused || isInvalid(widget) ? 2.0 : 1.0);
}

bool isInsideField(const QWidget *widget)
{
    const QWidget *parent = widget ? widget->parentWidget() : nullptr;
    return parent &&
           (qobject_cast<const QComboBox *>(parent) || qobject_cast<const QAbstractSpinBox *>(parent));
}

bool frame(const QStyleOption &option, QPainter &painter, const QWidget *widget)
{
    if (qobject_cast<const QTextEdit *>(widget) || qobject_cast<const QPlainTextEdit *>(widget)) {
        field(painter, option.rect, option.state, widget);
        return true;
    }
    if (widget && widget->inherits("QComboBoxPrivateContainer")) {
        box(painter, option.rect, theme().color(Token::Raised), theme().color(Token::StrongBorder), 0);
        return true;
    }
    const auto *lines = qstyleoption_cast<const QStyleOptionFrame *>(&option);
    if (!lines || lines->lineWidth <= 0)
        return true;
    box(painter, option.rect, QColor(), theme().color(Token::Border), theme().px(size::cardRadius));
    return true;
}

void spinArrows(QPainter &painter, const QStyleOptionSpinBox &spin, const QWidget *widget)
{
    if (spin.buttonSymbols == QAbstractSpinBox::NoButtons)
        return;
    const auto arrow = [&](QStyle::SubControl part, QAbstractSpinBox::StepEnabledFlag step,
                           const QString &name) {
        QStyleOptionSpinBox copy(spin);
        const QRect rect = widget->style()->subControlRect(QStyle::CC_SpinBox, &copy, part, widget);
        const bool can = (spin.stepEnabled & step) != 0 && (spin.state & QStyle::State_Enabled) != 0;
        const bool hover = can && spin.activeSubControls == part;
        const int side = theme().px(12);
        drawIcon(painter, QRect(rect.center().x() - side / 2, rect.center().y() - side / 2 + 1, side, side),
                 name,
                 theme().color(!can    ? Token::Disabled
                               : hover ? Token::Text
                                       : Token::Muted));
    };
    arrow(QStyle::SC_SpinBoxUp, QAbstractSpinBox::StepUpEnabled, QStringLiteral("chevron-up"));
    arrow(QStyle::SC_SpinBoxDown, QAbstractSpinBox::StepDownEnabled, QStringLiteral("chevron-down"));
}

} // namespace

bool fieldPrimitive(QStyle::PrimitiveElement element, const QStyleOption &option, QPainter &painter,
                    const QWidget *widget)
{
    const Theme &look = theme();
    switch (element) {
    case QStyle::PE_PanelLineEdit: {
        const auto *lines = qstyleoption_cast<const QStyleOptionFrame *>(&option);
        if (!isInsideField(widget) && lines && lines->lineWidth > 0)
            field(painter, option.rect, option.state, widget);
        return true;
    }
    case QStyle::PE_FrameLineEdit:
        return true;
    case QStyle::PE_Frame:
        return frame(option, painter, widget);
    case QStyle::PE_FrameGroupBox:
        box(painter, option.rect, QColor(), look.color(Token::Border), look.px(size::cardRadius));
        return true;
    case QStyle::PE_PanelMenu:
        painter.fillRect(option.rect, look.color(Token::Raised));
        return true;
    case QStyle::PE_FrameMenu:
        box(painter, option.rect, QColor(), look.color(Token::StrongBorder), 0);
        return true;
    case QStyle::PE_PanelTipLabel:
        box(painter, option.rect, look.color(Token::Raised), look.color(Token::StrongBorder), 0);
        return true;
    case QStyle::PE_FrameTabWidget:
        return true;
    case QStyle::PE_FrameTabBarBase:
        painter.fillRect(QRect(option.rect.x(), option.rect.bottom(), option.rect.width(), 1),
                         look.color(Token::Border));
        return true;
    case QStyle::PE_FrameStatusBarItem:
        return true;
    default:
        return false;
    }
}

bool fieldComplex(QStyle::ComplexControl control, const QStyleOptionComplex &option, QPainter &painter,
                  const QWidget *widget)
{
    if (control == QStyle::CC_ComboBox) {
        const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(&option);
        if (!combo)
            return false;
        if (combo->frame)
            field(painter, option.rect, option.state & ~QStyle::State_ReadOnly, widget);
        QStyleOptionComboBox copy(*combo);
        const QRect arrow =
            widget ? widget->style()->subControlRect(control, &copy, QStyle::SC_ComboBoxArrow, widget)
                   : option.rect;
        const int side = theme().px(14);
        const bool enabled = (option.state & QStyle::State_Enabled) != 0;
        drawIcon(painter, QRect(arrow.center().x() - side / 2, arrow.center().y() - side / 2 + 1, side, side),
                 QStringLiteral("chevron-down"), theme().color(enabled ? Token::Muted : Token::Disabled));
        return true;
    }
    if (control == QStyle::CC_SpinBox) {
        const auto *spin = qstyleoption_cast<const QStyleOptionSpinBox *>(&option);
        if (!spin || !widget)
            return false;
        if (spin->frame)
            field(painter, option.rect, option.state, widget);
        spinArrows(painter, *spin, widget);
        return true;
    }
    return false;
}

} // namespace nimara::ui::paint
