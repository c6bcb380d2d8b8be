#include "ui/widgets/avatar.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace nimara::ui {

namespace {

QColor avatarColor(const QString &name)
{
    uint sum = 7; // not qHash: the colour must be the same on every computer and every day
    for (const QChar c : name)
        sum = sum * 31 + c.unicode();
    return theme().step(static_cast<Hue>(sum % hueCount), theme().isDark() ? Step::S400 : Step::S700);
}

} // namespace

Avatar::Avatar(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

Avatar::Avatar(const QString &name, int size, QWidget *parent) : Avatar(parent)
{
    m_size = size;
    setName(name);
}

void Avatar::setName(const QString &name)
{
    m_name = name;
    setAccessibleName(name);
    update();
}

void Avatar::setSize(int size)
{
    m_size = size;
    updateGeometry();
}

QSize Avatar::sizeHint() const
{
    return {theme().px(m_size), theme().px(m_size)};
}

QString Avatar::initials(const QString &name)
{
    const QStringList words = name.simplified().split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty())
        return QStringLiteral("?");
    QString letters = words.first().left(1);
    if (words.size() > 1)
        letters += words.last().left(1);
    return letters.toUpper();
}

void Avatar::paint(QPainter &painter, const QRect &rect, const QString &name)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor fill = avatarColor(name);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawEllipse(rect);
    QFont font = theme().font(Type::Body, QFont::DemiBold);
    font.setPixelSize(std::max(8, int(rect.height() * 0.4)));
    painter.setFont(font);
    painter.setPen(readableOn(fill, theme().isDark() ? theme().color(Token::Window) : QColor(Qt::white)));
    painter.drawText(rect, Qt::AlignCenter, initials(name));
    painter.restore();
}

void Avatar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(painter, rect(), m_name);
}

} // namespace nimara::ui
