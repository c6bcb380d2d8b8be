#include "ui/widgets/chip.h"

#include "ui/theme/icons.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace nimara::ui {

namespace {

struct Measures
{
    int pad = theme().px(8);
    int mark = theme().px(10); // the patterned square of a berth's status
    int icon = theme().px(13);
    int gap = theme().px(5);
    int height = theme().px(22);
};

int leadingWidth(const StatusLook &look)
{
    const Measures measures;
    if (!look.icon.isEmpty())
        return measures.icon + measures.gap;
    return look.marked ? measures.mark + measures.gap : 0;
}

QFont chipFont()
{
    return theme().font(Type::Small, QFont::Medium);
}

} // namespace

Chip::Chip(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

Chip::Chip(const QString &text, Tone tone, QWidget *parent) : Chip(parent)
{
    m_tone = tone;
    setText(text);
}

void Chip::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Chip::setTone(Tone tone)
{
    m_tone = tone;
    m_look.reset();
    update();
}

void Chip::setLook(const StatusLook &look)
{
    m_look = look;
    updateGeometry();
    update();
}

void Chip::setRemovable(bool removable)
{
    m_removable = removable;
    setFocusPolicy(removable ? Qt::StrongFocus : Qt::NoFocus);
    setToolTip(removable ? tr("Remove with Delete") : QString());
    updateGeometry();
}

StatusLook Chip::lookOf(Tone tone)
{
    const Theme &colors = theme();
    const auto made = [&](Token text, Token tint) {
        return StatusLook{colors.color(tint), colors.color(tint), colors.color(text), Pattern::Plain, {}};
    };
    switch (tone) {
    case Tone::Success:
        return made(Token::Success, Token::SuccessTint);
    case Tone::Warning:
        return made(Token::Warning, Token::WarningTint);
    case Tone::Danger:
        return made(Token::Danger, Token::DangerTint);
    case Tone::Info:
        return made(Token::Info, Token::InfoTint);
    case Tone::Neutral:
        break;
    }
    return made(Token::Text, Token::Sunken);
}

StatusLook Chip::look() const
{
    return m_look ? *m_look : lookOf(m_tone);
}

int Chip::widthFor(const QString &text, const StatusLook &look)
{
    return 2 * Measures().pad + leadingWidth(look) + QFontMetrics(chipFont()).horizontalAdvance(text);
}

void Chip::paint(QPainter &painter, const QRect &rect, const QString &text, const StatusLook &look)
{
    const Measures measures;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const int height = std::min(measures.height, rect.height());
    const QRect pill(rect.x(), rect.center().y() - height / 2 + 1 - height % 2,
                     std::min(rect.width(), widthFor(text, look)), height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.background);
    painter.drawRoundedRect(pill, height / 2.0, height / 2.0);
    int x = pill.x() + measures.pad;
    if (!look.icon.isEmpty()) {
        drawIcon(painter,
                 QRect(x, pill.center().y() - measures.icon / 2 + 1 - measures.icon % 2, measures.icon,
                       measures.icon),
                 look.icon, look.text);
    } else if (leadingWidth(look) > 0) {
        fillPattern(painter,
                    QRectF(x, pill.center().y() + 0.5 - measures.mark / 2.0, measures.mark, measures.mark),
                    look, theme().px(3));
    }
    x += leadingWidth(look);
    painter.setFont(chipFont());
    painter.setPen(look.text);
    const QRect words(x, pill.y(), pill.right() - measures.pad - x + 2, pill.height());
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, words.width()));
    painter.restore();
}

QSize Chip::sizeHint() const
{
    const Measures measures;
    return {widthFor(m_text, look()) + (m_removable ? measures.icon + measures.gap : 0), measures.height};
}

QSize Chip::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), theme().px(48)), Measures().height};
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const StatusLook shown = look();
    if (!m_removable) {
        paint(painter, rect(), m_text, shown);
        return;
    }
    const Measures measures;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(shown.background);
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    paint(painter, rect().adjusted(0, 0, -measures.icon - measures.gap, 0), m_text, shown);
    drawIcon(painter,
             QRect(width() - measures.icon - measures.pad, (height() - measures.icon) / 2, measures.icon,
                   measures.icon),
             QStringLiteral("x"), shown.text);
}

void Chip::mouseReleaseEvent(QMouseEvent *event)
{
    const Measures measures;
    if (m_removable && event->position().x() > width() - measures.icon - measures.pad - measures.gap)
        emit removed();
    else
        QWidget::mouseReleaseEvent(event);
}

void Chip::keyPressEvent(QKeyEvent *event)
{
    if (m_removable && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace))
        emit removed();
    else
        QWidget::keyPressEvent(event);
}

void Chip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        updateGeometry();
}

StatusChip::StatusChip(QWidget *parent) : Chip(parent) {}

StatusChip::StatusChip(std::string_view column, std::string_view value, const QString &label, QWidget *parent)
    : Chip(parent)
{
    setValue(column, value, label);
}

void StatusChip::setValue(std::string_view column, std::string_view value, const QString &label)
{
    m_column = column;
    m_value = value;
    const int number = column == "pipeline_stage" ? stageNumber(value) : 0;
    setText(number > 0 ? QStringLiteral("%1 · %2").arg(number).arg(label) : label);
    setLook(statusLook(m_column, m_value));
}

void StatusChip::changeEvent(QEvent *event)
{
    Chip::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_column.empty())
        setLook(statusLook(m_column, m_value));
}

} // namespace nimara::ui
