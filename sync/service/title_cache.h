#pragma once

#include "models/schema/table.h"
#include "sync/service/replica_reader.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <set>
#include <vector>

namespace nimara::sync {

struct TitleKey
{
    std::uint16_t table = 0;
    Uuid id;

    auto operator<=>(const TitleKey &) const = default;
};
inline size_t qHash(const TitleKey &key, size_t seed = 0) noexcept
{
    return std::hash<Uuid>()(key.id) ^ (std::size_t(key.table) << 17u) ^ seed;
}

// The names of rows that lists show in the place of ids. A name that was fetched costs a look into a table; one that
// may have changed is shown as it was until the new one is there, so that nothing flickers.
class TitleCache : public QObject
{
    Q_OBJECT

public:
    // Asked for all that one turn of the event loop wanted.
    using Fetch = std::function<QFuture<Result<std::vector<RowTitle>>>(std::vector<TitleKey>)>;

    explicit TitleCache(Fetch fetch, QObject *parent = nullptr);

    QString title(const Table &table, const Uuid &id);
    void changed(const Table &table, const std::vector<Uuid> &ids); // no ids: all of the table
    void clear();

signals:
    void fetched();

private:
    struct Entry
    {
        QString text;
        bool stale = true;
    };

    void staleAll(const Table &table);
    void fetchWanted();
    void accept(const std::vector<TitleKey> &keys, const std::vector<RowTitle> &titles);

    Fetch m_fetch;
    QHash<TitleKey, Entry> m_entries;
    std::set<TitleKey> m_wanted;
    std::set<TitleKey> m_asked;
    QTimer m_timer;
    int m_generation = 0;
};

} // namespace nimara::sync
