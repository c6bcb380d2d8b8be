#include "ui/shell/sync_badge.h"

#include "ui/shell/sync_words.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/widgets/format.h"

#include <QPainter>

namespace nimara::ui {

namespace {

Token inkOf(Tone tone)
{
    switch (tone) {
    case Tone::Success:
        return Token::Success;
    case Tone::Warning:
        return Token::Warning;
    case Tone::Danger:
        return Token::Danger;
    case Tone::Info:
        return Token::Info;
    case Tone::Neutral:
        break;
    }
    return Token::Muted;
}

} // namespace

SyncBadge::SyncBadge(QWidget *parent) : QAbstractButton(parent)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void SyncBadge::setStatus(const SyncStatus &status, const Format &format)
{
    const SyncWords words = describeStatus(status);
    m_tone = words.tone;
    m_icon = words.icon;
    setText(words.badge);
    setAccessibleName(tr("Sync: %1").arg(words.badge));
    QString tip = words.title + u'\n' + lastSyncedWords(status, format);
    if (status.lastSyncedAt)
        tip += QStringLiteral(" (%1)").arg(format.exact(*status.lastSyncedAt));
    setToolTip(tip);
    updateGeometry();
    update();
}

QSize SyncBadge::sizeHint() const
{
    const QFontMetrics metrics(theme().font(Type::Small, QFont::Medium));
    return {metrics.horizontalAdvance(text()) + theme().px(38), theme().px(24)};
}

void SyncBadge::paintEvent(QPaintEvent *)
{
    const Theme &look = theme();
    QPainter painter(this);
    if (underMouse() || isDown())
        paint::box(painter, rect(), look.color(Token::Hover), QColor(), look.px(4));
    const QColor ink = look.color(inkOf(m_tone));
    const int side = look.px(size::icon);
    drawIcon(painter, QRect(look.px(8), (height() - side) / 2, side, side), m_icon, ink);
    painter.setFont(look.font(Type::Small, QFont::Medium));
    painter.setPen(m_tone == Tone::Neutral ? look.color(Token::Text) : ink);
    const QRect words = rect().adjusted(look.px(30), 0, -look.px(6), 0);
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
}

} // namespace nimara::ui
