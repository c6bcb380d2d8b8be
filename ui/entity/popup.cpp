#include "ui/entity/popup.h"

#include "ui/theme/theme.h"

#include <QFrame>
#include <QScreen>
#include <QVBoxLayout>

namespace nimara::ui {

QFrame *makePopup(QWidget *parent)
{
    auto *popup = new QFrame(parent, Qt::Popup);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    popup->setObjectName(QStringLiteral("popup"));
    popup->setFrameShape(QFrame::StyledPanel);
    popup->setAutoFillBackground(true);
    popup->setBackgroundRole(QPalette::Base);
    auto *layout = new QVBoxLayout(popup);
    const int inset = theme().px(size::grid * 2);
    layout->setContentsMargins(inset, inset, inset, inset);
    layout->setSpacing(inset);
    return popup;
}

void showBelow(QFrame &popup, QWidget &anchor)
{
    popup.adjustSize();
    const int gap = theme().px(size::grid);
    QPoint place = anchor.mapToGlobal(QPoint(0, anchor.height() + gap));
    if (anchor.isRightToLeft())
        place.rx() += anchor.width() - popup.width();
    if (const QScreen *screen = anchor.screen()) {
        const QRect room = screen->availableGeometry();
        if (place.y() + popup.height() > room.bottom())
            place.setY(anchor.mapToGlobal(QPoint()).y() - popup.height() - gap);
        place.setX(qBound(room.left(), place.x(), qMax(room.left(), room.right() - popup.width())));
    }
    popup.move(place);
    popup.show();
    if (QWidget *first = popup.focusProxy())
        first->setFocus(Qt::PopupFocusReason);
}

} // namespace nimara::ui
