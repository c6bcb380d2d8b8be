#pragma once

#include "models/items/list_change.h"
#include "models/items/row_cache.h"
#include "models/items/value_words.h"
#include "models/store/store.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QTimer>

#include <optional>
#include <vector>

namespace nimara {

// A list of any length over a query. It holds row numbers alone; rows are fetched by the window that is looked at.
// When the table changes the query is run again and views are told what moved, so that they keep their place.
class RecordListModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        LoadedRole = Qt::UserRole + 1, // false: paint a skeleton
        StoredRole,                    // the word of an enum as stored, for chips
        UnitRole,                      // what is painted muted behind the text; not in DisplayRole
        CopyRole,
        RowStateRole // int(RowState)
    };
    enum class Phase { Idle, Loading, Ready, Failed };

    RecordListModel(Store &store, const ValueWords &words, const Table &table, QObject *parent = nullptr);

    const Table &table() const { return m_table; }
    // Positions in Table::columns, in the order shown.
    void setColumns(std::vector<int> columns);
    const std::vector<int> &columns() const { return m_columns; }
    const ColumnInfo &columnAt(int column) const;

    void setQuery(Query query); // runs it
    const Query &query() const { return m_query; }
    void setSort(std::vector<SortKey> sort);
    void refresh();

    Phase phase() const { return m_phase; }
    const Error &error() const { return m_error; }
    std::int64_t totalRows() const { return m_total; } // before filter and search

    // Null or nothing until the row was fetched; asking fetches it.
    const Row *rowAt(int row) const;
    std::optional<Uuid> idAt(int row) const;
    // Where a row number stands now; -1: not in the list. One pass over the list.
    int rowOf(std::int64_t number) const;
    std::int64_t numberAt(int row) const { return m_numbers[static_cast<std::size_t>(row)]; }
    // Changes when row numbers lose their meaning: what was kept by number is worth nothing then.
    int numbering() const { return m_numbering; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;
    // Of what is read through the server only the newest are here; views ask for the next as they come to the end.
    bool canFetchMore(const QModelIndex &parent = {}) const override;
    void fetchMore(const QModelIndex &parent = {}) override;

signals:
    void phaseChanged();
    // The query has answered: count and order are those of now.
    void refreshed();
    // What was to follow could not be read; what is here stays.
    void fetchMoreFailed(const nimara::Error &error);

private:
    void onTableChanged(int tableNumber, const std::vector<Uuid> &ids);
    void onReplicaReplaced();
    void run();
    void accept(const Result<RowNumbers> &result);
    bool readsOnline() const { return m_table.is(OnlineOnly); }
    Query onlinePage() const;
    void startAnew();
    void acceptOnline(const Result<std::vector<Row>> &result);
    void acceptOlder(const Result<std::vector<Row>> &result);
    void apply(std::vector<std::int64_t> numbers);
    void reorder(std::vector<std::int64_t> numbers);
    void setPhase(Phase phase);
    void want(int row) const;
    void fetchWanted();
    std::vector<std::int64_t> missingAround(int first, int last) const;
    void acceptRows(const std::vector<std::int64_t> &numbers, Result<std::vector<Row>> result);
    void repaint();
    QVariant cell(const QModelIndex &index, const Row &row, int role) const;

    Store &m_store;
    const ValueWords &m_words;
    const Table &m_table;
    std::vector<int> m_columns;
    Query m_query;

    Phase m_phase = Phase::Idle;
    Error m_error;
    std::vector<std::int64_t> m_numbers;
    std::int64_t m_total = 0;
    int m_numbering = 0;
    bool m_numbersHold = true;
    bool m_hasOlder = false;
    bool m_running = false;
    bool m_runAgain = false;
    bool m_queryChanged = false; // since the running query was started: its answer is of no use

    mutable RowCache m_cache;
    mutable int m_wantedFirst = -1;
    mutable int m_wantedLast = -1;
    mutable QTimer m_fetchTimer;
    bool m_fetching = false;

    QTimer m_refreshTimer;
    QElapsedTimer m_sinceRefresh;
};

} // namespace nimara
