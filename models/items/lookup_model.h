#pragma once

#include "models/store/store.h"

#include <QAbstractListModel>

#include <vector>

namespace nimara {

// The rows that fit what is being typed, for pickers of foreign keys. A newer question overtakes an older answer.
class LookupModel : public QAbstractListModel
{
    Q_OBJECT

public:
    LookupModel(Store &store, const Table &table, QObject *parent = nullptr);

    void setFilter(Filter filter) { m_filter = std::move(filter); }
    void find(const QString &text);
    bool isBusy() const { return m_busy; }
    Uuid idAt(int row) const { return m_rows[static_cast<std::size_t>(row)].id(); }
    const Row &rowAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

signals:
    void found();

private:
    void ask(const QString &text);

    Store &m_store;
    const Table &m_table;
    Filter m_filter;
    std::vector<Row> m_rows;
    QString m_next;
    bool m_hasNext = false;
    bool m_busy = false;
};

} // namespace nimara
