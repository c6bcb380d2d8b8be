#include "ui/shell/page.h"

namespace nimara::ui {

void Page::focusContent()
{
    QWidget *next = nextInFocusChain();
    while (next && next != this) {
        const bool takesFocus = (next->focusPolicy() & Qt::TabFocus) != 0 && next->isEnabled();
        if (isAncestorOf(next) && takesFocus && next->isVisibleTo(this)) {
            next->setFocus(Qt::TabFocusReason);
            return;
        }
        next = next->nextInFocusChain();
    }
    setFocus(Qt::TabFocusReason);
}

} // namespace nimara::ui
