#pragma once

#include "models/store/store.h"
#include "ui/shell/popover.h"

#include <QAbstractListModel>
#include <QTimer>

class QListView;
class QPushButton;
class QStackedWidget;

namespace nimara::ui {

class ShellContext;

// The newest notifications of the user in this port.
class NotificationModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { DetailRole = Qt::UserRole + 1, UnreadRole, IconRole, WhenRole };

    NotificationModel(ShellContext &context, QObject *parent = nullptr);

    void refresh();
    int unread() const { return m_unread; }
    bool isLoaded() const { return m_loaded; }
    // Marks it as read and goes where it points.
    void open(int row);
    void markAllRead();

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

signals:
    void unreadChanged(int count);

private:
    void countUnread();
    void markRead(const std::vector<nimara::Row> &rows);

    ShellContext &m_context;
    std::vector<Row> m_rows;
    int m_unread = 0;
    int m_round = 0;
    bool m_loaded = false;
    QTimer m_soon;
};

class NotificationPopup : public Popover
{
    Q_OBJECT

public:
    NotificationPopup(NotificationModel &model, QWidget *window);
    void openAt(QWidget *bell);
    QListView *list() const { return m_list; }

protected:
    QSize wantedSize() const override;

private:
    void follow();

    NotificationModel &m_model;
    QListView *m_list;
    QPushButton *m_allRead;
    QStackedWidget *m_stack;
};

} // namespace nimara::ui
