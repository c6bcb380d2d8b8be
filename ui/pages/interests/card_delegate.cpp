#include "ui/pages/interests/card_delegate.h"

#include "ui/entity/row_state_mark.h"
#include "ui/pages/interests/deal_cards.h"
#include "ui/theme/focus_ring.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/theme/status_look.h"
#include "ui/widgets/avatar.h"

#include <QAbstractItemView>
#include <QPainter>

namespace nimara::ui {

namespace {

constexpr int between = 8; // of two cards
constexpr int inset = 12;
constexpr int avatar = 22;
constexpr int lineGap = 4;

// Takes a line of this height from the top of what is left.
QRect takeLine(QRect &rest, int height)
{
    const QRect line(rest.left(), rest.top(), rest.width(), height);
    rest.setTop(line.bottom() + 1 + theme().px(lineGap));
    return line;
}

QRect takeRight(QRect &line, int width)
{
    const QRect right(line.right() - width + 1, line.top(), width, line.height());
    line.setRight(right.left() - theme().px(size::grid) - 1);
    return right;
}

int lineHeight(Type type)
{
    return QFontMetrics(theme().font(type)).height();
}

void drawLine(QPainter &painter, const QRect &rect, const QString &text, Token color, Type type,
              QFont::Weight weight = QFont::Normal)
{
    const QFont font = theme().font(type, weight);
    painter.setFont(font);
    painter.setPen(theme().color(color));
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width()));
}

void drawMark(QPainter &painter, const QRect &rect, const QString &icon, Token color)
{
    drawIcon(painter, rect, icon, theme().color(color));
}

} // namespace

int CardDelegate::cardHeight()
{
    return 2 * theme().px(inset) + 2 * lineHeight(Type::Body) + lineHeight(Type::Small) +
           std::max(theme().px(avatar), lineHeight(Type::Small)) + 3 * theme().px(lineGap) +
           theme().px(between);
}

QSize CardDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {option.rect.width(), cardHeight()};
}

void CardDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const auto *cards = qobject_cast<const DealCards *>(index.model());
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (!cards || !view)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const Theme &look = theme();
    const QRect rect = option.rect.adjusted(0, 0, 0, -look.px(between));
    const bool current = view->hasFocus() && view->currentIndex() == index;
    const bool hovered = option.state & QStyle::State_MouseOver;
    paint::box(*painter, rect, look.color(hovered ? Token::Hover : Token::Surface),
               look.color(current   ? Token::Brand
                          : hovered ? Token::StrongBorder
                                    : Token::Border),
               look.px(size::radius), current && showsKeyboardFocus(view) ? 2.0 : 1.0);
    QRect inner = rect.adjusted(look.px(inset), look.px(inset), -look.px(inset), -look.px(inset));
    if (const auto card = cards->cardAt(index.row())) {
        paintCard(*painter, inner, *card);
    } else {
        QRect bar = takeLine(inner, look.px(10));
        bar.setWidth(bar.width() * (50 + index.row() * 29 % 40) / 100);
        painter->setPen(Qt::NoPen);
        painter->setBrush(look.color(Token::Sunken));
        painter->drawRoundedRect(bar, bar.height() / 2.0, bar.height() / 2.0);
    }
    painter->restore();
}

void CardDelegate::paintCard(QPainter &painter, QRect rect, const DealCard &card) const
{
    const int side = theme().px(size::icon);
    QRect line = takeLine(rect, lineHeight(Type::Body));
    if (card.state != RowState::Confirmed)
        drawMark(painter, takeRight(line, side), rowStateIcon(card.state), rowStateColor(card.state));
    drawLine(painter, line, card.client, Token::Text, Type::Body, QFont::DemiBold);

    line = takeLine(rect, lineHeight(Type::Small));
    const StatusLook lead = leadCategoryLook(card.lead);
    if (!lead.icon.isEmpty())
        drawIcon(painter, takeRight(line, side), lead.icon, lead.text);
    drawLine(painter, line, card.berth.isEmpty() ? tr("No berth yet") : tr("Berth %1").arg(card.berth),
             Token::Muted, Type::Small);

    line = takeLine(rect, lineHeight(Type::Body));
    const QString value = card.value.isEmpty() ? tr("No price yet") : card.value;
    drawLine(painter, line, value, card.value.isEmpty() ? Token::Muted : Token::Text, Type::Body,
             QFont::Medium);

    line = takeLine(rect, std::max(theme().px(avatar), lineHeight(Type::Small)));
    if (!card.agent.isEmpty()) {
        QRect face = takeRight(line, theme().px(avatar));
        face.setHeight(face.width());
        Avatar::paint(painter, face, card.agent);
    }
    const auto drawFact = [&](const QString &icon, const QString &text, Token color) {
        const int width = side + theme().px(size::grid) +
                          QFontMetrics(theme().font(Type::Small)).horizontalAdvance(text) + 1;
        QRect fact(line.left(), line.top(), std::min(width, line.width()), line.height());
        line.setLeft(fact.right() + theme().px(10));
        drawMark(painter, {fact.left(), fact.top(), side, fact.height()}, icon, color);
        fact.setLeft(fact.left() + side + theme().px(size::grid));
        drawLine(painter, fact, text, color, Type::Small);
    };
    if (!card.age.isEmpty())
        drawFact(QStringLiteral("clock"), card.age, Token::Muted);
    if (!card.outcome.isEmpty())
        drawFact(QStringLiteral("award"), card.outcome, Token::Muted);
    else if (!card.due.isEmpty())
        drawFact(card.overdue ? QStringLiteral("circle-alert") : QStringLiteral("bell"), card.due,
                 card.overdue ? Token::Danger : Token::Muted);
}

} // namespace nimara::ui
