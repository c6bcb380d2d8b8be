#pragma once

#include <QTimer>
#include <QWidget>

namespace nimara {
class Store;
}

namespace nimara::ui {

class Label;
class ShellContext;
class SyncBadge;

// The foot of the window: how the sync stands, and how far a load has come.
class StatusStrip : public QWidget
{
    Q_OBJECT

public:
    StatusStrip(ShellContext &context, QWidget *parent);
    SyncBadge *badge() const { return m_badge; }

signals:
    void syncRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void follow();

    ShellContext &m_context;
    SyncBadge *m_badge;
    Label *m_note;
    QTimer m_clock;
};

} // namespace nimara::ui
