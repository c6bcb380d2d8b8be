#pragma once

#include "ui/widgets/toast.h"

#include <QList>
#include <QWidget>

namespace nimara::ui {

// Shows toasts at the bottom right of its parent, newest lowest, at most four. A toast goes by itself after 5 s (8 s
// with an action, 12 s for an error), not while the pointer or the focus is on it. Screen readers are told.
class ToastHost : public QWidget
{
    Q_OBJECT

public:
    explicit ToastHost(QWidget *parent);
    ~ToastHost() override;
    void show(Toast toast);
    int count() const;
    void clear();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();

    QList<QWidget *> m_toasts;
};

} // namespace nimara::ui
