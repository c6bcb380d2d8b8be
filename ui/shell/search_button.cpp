#include "ui/shell/search_button.h"

#include "ui/theme/icons.h"
#include "ui/theme/paint.h"

#include <QKeySequence>
#include <QPainter>

namespace nimara::ui {

SearchButton::SearchButton(QWidget *parent) : QAbstractButton(parent)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Search records and commands"));
    setToolTip(tr("Search records and commands"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SearchButton::setCompact(bool compact)
{
    if (compact == m_compact)
        return;
    m_compact = compact;
    updateGeometry();
    update();
}

QSize SearchButton::sizeHint() const
{
    return {theme().px(m_compact ? size::control : 260), theme().px(size::control)};
}

void SearchButton::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    const int side = look.px(size::icon);
    const QColor muted = look.color(Token::Muted);
    if (m_compact) {
        if (underMouse())
            paint::box(painter, rect(), look.color(Token::Hover), QColor(), look.px(size::radius));
        drawIcon(painter, QRect((width() - side) / 2, (height() - side) / 2, side, side),
                 QStringLiteral("search"), muted);
        return;
    }
    paint::box(painter, rect(), look.color(underMouse() ? Token::Hover : Token::Window),
               look.color(Token::Border), look.px(size::radius));
    drawIcon(painter, QRect(look.px(10), (height() - side) / 2, side, side), QStringLiteral("search"), muted);
    const QString keys = QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText);
    painter.setPen(muted);
    painter.setFont(look.font(Type::Small));
    const int keysWidth = painter.fontMetrics().horizontalAdvance(keys);
    painter.drawText(rect().adjusted(0, 0, -look.px(10), 0), Qt::AlignVCenter | Qt::AlignRight, keys);
    painter.setFont(look.font(Type::Body));
    const QRect words = rect().adjusted(look.px(34), 0, -keysWidth - look.px(16), 0);
    painter.drawText(
        words, Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(tr("Search or jump to"), Qt::ElideRight, words.width()));
}

} // namespace nimara::ui
