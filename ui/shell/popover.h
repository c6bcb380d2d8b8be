#pragma once

#include <QFrame>
#include <QPointer>

namespace nimara::ui {

// A panel that floats over the window: palette, notifications, sync. It is a child of the window, so that its shadow
// and corners look alike everywhere. Esc, a click beside it or the focus going elsewhere closes it; the focus returns
// to where it came from.
class Popover : public QFrame
{
    Q_OBJECT

public:
    explicit Popover(QWidget *window);

    enum class Place { TopRight, BottomLeft, TopCentre };
    // `anchor` is what it belongs to (a button); for TopCentre it may be null.
    void open(Place place, QWidget *anchor = nullptr);
    virtual void dismiss();
    bool isOpen() const { return isVisible(); }

signals:
    void dismissed();

protected:
    // The size wished for, without the shadow; the window may leave less.
    virtual QSize wantedSize() const = 0;
    QWidget *content() const { return m_content; }
    void reposition();
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    // The tab key goes round inside, for what lies behind is covered.
    bool focusNextPrevChild(bool next) override;

private:
    QWidget *m_content;
    QPointer<QWidget> m_anchor;
    QPointer<QWidget> m_before;
    Place m_place = Place::TopCentre;
};

} // namespace nimara::ui
