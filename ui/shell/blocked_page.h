#pragma once

#include <QWidget>

namespace nimara {
class Store;
}

namespace nimara::ui {

class EmptyState;

// For a user whom no port has let in: says so, and whom to ask.
class BlockedPage : public QWidget
{
    Q_OBJECT

public:
    BlockedPage(Store &store, QWidget *parent = nullptr);

signals:
    void signOutRequested();
    void retryRequested();

private:
    void follow();

    Store &m_store;
    EmptyState *m_state;
};

} // namespace nimara::ui
