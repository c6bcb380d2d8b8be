#include "ui/widgets/label.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace nimara::ui {

Label::Label(const QString &text, Type type, Token color, QFont::Weight weight, QWidget *parent)
    : QLabel(text, parent), m_type(type), m_color(color), m_weight(weight)
{
    dress();
}

void Label::setColor(Token color)
{
    m_color = color;
    dress();
}

void Label::setType(Type type, QFont::Weight weight)
{
    m_type = type;
    m_weight = weight;
    dress();
}

void Label::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    const QEvent::Type type = event->type();
    if (type == QEvent::StyleChange || type == QEvent::PaletteChange)
        dress();
}

void Label::dress()
{
    if (m_dressing) // our own palette comes back as an event
        return;
    m_dressing = true;
    setFont(theme().font(m_type, m_weight));
    // This one role only: whoever sets all of them hears no more of a change of palette.
    QPalette colors;
    colors.setColor(QPalette::Active, QPalette::WindowText, theme().color(m_color));
    colors.setColor(QPalette::Inactive, QPalette::WindowText, theme().color(m_color));
    colors.setColor(QPalette::Disabled, QPalette::WindowText, theme().color(Token::Disabled));
    setPalette(colors);
    if (textFormat() != Qt::PlainText && Qt::mightBeRichText(text())) {
        // The colour of a link is taken when the text is read.
        const QString same = text();
        clear();
        setText(same);
    }
    m_dressing = false;
}

bool Label::event(QEvent *event)
{
    const bool handled = QLabel::event(event);
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::ApplicationFontChange)
        dress();
    return handled;
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().horizontalAdvance(QStringLiteral("MMM…")), QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    painter.drawText(contentsRect(), int(alignment()) | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width()));
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() &&
        fontMetrics().horizontalAdvance(text()) > contentsRect().width()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), text(), this);
        return true;
    }
    return Label::event(event);
}

} // namespace nimara::ui
