#include "ui/shell/notification_popup.h"

#include "ui/theme/focus_ring.h"
#include "ui/theme/icons.h"
#include "ui/theme/paint.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"

#include <QListView>
#include <QPainter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

class NotificationDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {100, theme().px(58)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme &look = theme();
        const QRect row = option.rect.adjusted(look.px(8), look.px(1), -look.px(8), -look.px(1));
        const bool current =
            (option.state & QStyle::State_HasFocus) != 0 && showsKeyboardFocus(option.widget);
        if ((option.state & QStyle::State_MouseOver) != 0 || current)
            paint::box(*painter, row, look.color(Token::Hover), current ? look.color(Token::Brand) : QColor(),
                       look.px(size::radius), 2.0);
        const bool unread = index.data(NotificationModel::UnreadRole).toBool();
        const int side = look.px(size::largeIcon);
        drawIcon(*painter, QRect(row.x() + look.px(10), row.y() + look.px(10), side, side),
                 index.data(NotificationModel::IconRole).toString(),
                 look.color(unread ? Token::Brand : Token::Muted));
        QRect words = row.adjusted(look.px(42), look.px(8), -look.px(22), -look.px(6));
        painter->setFont(look.font(Type::Body, unread ? QFont::DemiBold : QFont::Normal));
        painter->setPen(look.color(Token::Text));
        painter->drawText(
            words, Qt::AlignTop | Qt::AlignLeft,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, words.width()));
        words.setTop(words.top() + look.px(20));
        painter->setFont(look.font(Type::Small));
        painter->setPen(look.color(Token::Muted));
        const QString detail = index.data(NotificationModel::DetailRole).toString();
        const QString when = index.data(NotificationModel::WhenRole).toString();
        const QString line = detail.isEmpty() ? when : when + QStringLiteral(" · ") + detail;
        painter->drawText(words, Qt::AlignTop | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(line, Qt::ElideRight, words.width()));
        if (unread) {
            const int dot = look.px(8);
            paint::box(*painter, QRectF(row.right() - look.px(16), row.y() + look.px(14), dot, dot),
                       look.color(Token::Brand), QColor(), dot / 2.0);
        }
    }
};

} // namespace

NotificationPopup::NotificationPopup(NotificationModel &model, QWidget *window)
    : Popover(window), m_model(model), m_list(new QListView(content())),
      m_allRead(makeButton(tr("Mark all as read"), Emphasis::Quiet, {}, content())),
      m_stack(new QStackedWidget(content()))
{
    setAccessibleName(tr("Notifications"));
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new NotificationDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setAccessibleName(tr("Notifications"));
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setMouseTracking(true);
    m_stack->addWidget(m_list);
    m_stack->addWidget(new EmptyState(QStringLiteral("bell"), tr("No notifications"),
                                      tr("Reminders, signatures and new registrations are announced here.")));
    auto *column = new QVBoxLayout(content());
    column->setContentsMargins(0, theme().px(8), 0, theme().px(8));
    column->setSpacing(theme().px(4));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(theme().px(size::card), 0, theme().px(8), 0);
    top->addWidget(new Label(tr("Notifications"), Type::Section, Token::Text, QFont::DemiBold), 1);
    top->addWidget(m_allRead);
    column->addLayout(top);
    column->addWidget(m_stack, 1);
    connect(m_allRead, &QPushButton::clicked, &m_model, &NotificationModel::markAllRead);
    connect(&m_model, &NotificationModel::unreadChanged, this, &NotificationPopup::follow);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &NotificationPopup::follow);
    const auto open = [this](const QModelIndex &index) {
        dismiss();
        m_model.open(index.row());
    };
    connect(m_list, &QListView::clicked, this, open);
    connect(m_list, &QListView::activated, this, open);
}

QSize NotificationPopup::wantedSize() const
{
    return {theme().px(400), theme().px(480)};
}

void NotificationPopup::openAt(QWidget *bell)
{
    m_model.refresh();
    follow();
    open(Place::TopRight, bell);
    m_list->setFocus(Qt::PopupFocusReason);
}

void NotificationPopup::follow()
{
    m_allRead->setVisible(m_model.unread() > 0);
    m_stack->setCurrentIndex(m_model.rowCount() == 0 && m_model.isLoaded() ? 1 : 0);
}

} // namespace nimara::ui
