#pragma once

#include <QObject>
#include <QPointer>

class QFocusFrame;
class QWidget;

namespace nimara::ui {

// Draws the ring around what has the focus, with a gap, when it got there by the keyboard. One for the application.
// Lists show their current row instead, and what is marked with noFocusRing draws its own sign.
class FocusRing : public QObject
{
    Q_OBJECT

public:
    explicit FocusRing(QObject *parent);
    ~FocusRing() override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow(QWidget *widget);

    QPointer<QFocusFrame> m_frame;
    bool m_byKeyboard = false;
};

void setNoFocusRing(QWidget *widget);
// Whether the focus was last moved by the keyboard in the window of this widget.
bool showsKeyboardFocus(const QWidget *widget);

} // namespace nimara::ui
