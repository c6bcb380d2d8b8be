#pragma once

class QFrame;
class QWidget;

namespace nimara::ui {

// A raised panel that closes by a click elsewhere or Esc and is then gone. Its layout is a QVBoxLayout.
QFrame *makePopup(QWidget *parent);
// Under the anchor, or above it where the screen ends; the focus goes to the panel's focus proxy.
void showBelow(QFrame &popup, QWidget &anchor);

} // namespace nimara::ui
