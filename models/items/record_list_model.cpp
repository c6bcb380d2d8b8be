#include "models/items/record_list_model.h"

#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "models/store/when_done.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace nimara {

namespace {

using namespace std::chrono_literals;

// A burst of changes (a first load, a colleague's import) runs the query at most ten times a second.
constexpr std::chrono::milliseconds refreshInterval = 100ms;
// Rows fetched beyond the window, so that a turn of the wheel finds them there.
constexpr int margin = 60;
// A window is never larger than a few screens; who asks for more at once is not looking.
constexpr int largestWindow = 400;
// What is read through the server comes without windows, page by page, up to what nobody reads through.
constexpr int onlinePageRows = 500;
constexpr int mostOnlineRows = 20'000;

int compared(const Value &left, const Value &right)
{
    const auto *one = std::get_if<std::string>(&left);
    const auto *other = std::get_if<std::string>(&right);
    if (one && other)
        return QString::localeAwareCompare(fromUtf8(*one), fromUtf8(*other));
    return left < right ? -1 : int(right < left);
}

void sortRows(std::vector<Row> &rows, const std::vector<SortKey> &keys)
{
    std::ranges::stable_sort(rows, [&keys](const Row &left, const Row &right) {
        for (const SortKey &key : keys) {
            const int order = compared(left.value(key.column), right.value(key.column));
            if (order != 0)
                return key.descending ? order > 0 : order < 0;
        }
        return false;
    });
}

} // namespace

RecordListModel::RecordListModel(Store &store, const ValueWords &words, const Table &table, QObject *parent)
    : QAbstractTableModel(parent), m_store(store), m_words(words), m_table(table),
      m_cache(table.is(OnlineOnly) ? mostOnlineRows : RowCache::usualLimit)
{
    m_query.table = &table;
    m_fetchTimer.setSingleShot(true);
    m_fetchTimer.setInterval(0);
    m_refreshTimer.setSingleShot(true);
    connect(&m_fetchTimer, &QTimer::timeout, this, &RecordListModel::fetchWanted);
    connect(&m_refreshTimer, &QTimer::timeout, this, &RecordListModel::run);
    connect(&store, &Store::tableChanged, this, &RecordListModel::onTableChanged);
    connect(&store, &Store::titlesChanged, this, &RecordListModel::repaint);
    connect(&store, &Store::statusChanged, this, &RecordListModel::repaint);
    connect(&store, &Store::replicaReplaced, this, &RecordListModel::onReplicaReplaced);
}

void RecordListModel::setColumns(std::vector<int> columns)
{
    if (columns == m_columns)
        return;
    beginResetModel();
    m_columns = std::move(columns);
    endResetModel();
}

const ColumnInfo &RecordListModel::columnAt(int column) const
{
    return m_table.columns[static_cast<std::size_t>(m_columns[static_cast<std::size_t>(column)])];
}

void RecordListModel::setQuery(Query query)
{
    m_query = std::move(query);
    m_query.table = &m_table;
    m_queryChanged = true;
    run();
}

void RecordListModel::setSort(std::vector<SortKey> sort)
{
    m_query.sort = std::move(sort);
    m_queryChanged = true;
    run();
}

void RecordListModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= columnCount())
        return;
    setSort({{std::string(columnAt(column).name()), order == Qt::DescendingOrder}});
}

void RecordListModel::refresh()
{
    m_cache.markStale({});
    run();
}

void RecordListModel::onTableChanged(int tableNumber, const std::vector<Uuid> &ids)
{
    if (tableNumber != m_table.number || m_phase == Phase::Idle)
        return;
    m_cache.markStale(ids);
    if (m_refreshTimer.isActive())
        return;
    // The first change is shown at once, those that follow on its heels together.
    const std::chrono::milliseconds since(m_sinceRefresh.isValid() ? m_sinceRefresh.elapsed()
                                                                   : refreshInterval.count());
    m_refreshTimer.start(std::max(refreshInterval - since, std::chrono::milliseconds(0)));
}

void RecordListModel::onReplicaReplaced()
{
    startAnew();
}

void RecordListModel::startAnew()
{
    m_cache.clear();
    m_numbersHold = false;
    m_queryChanged = true; // an answer on its way speaks of the old numbers
    if (m_phase != Phase::Idle)
        run();
}

void RecordListModel::run()
{
    if (m_running) {
        m_runAgain = true;
        return;
    }
    m_running = true;
    m_runAgain = false;
    m_queryChanged = false;
    m_sinceRefresh.start();
    if (m_phase != Phase::Ready)
        setPhase(Phase::Loading);
    if (readsOnline()) {
        whenDone(m_store.onlineList(onlinePage()), this,
                 [this](const Result<std::vector<Row>> &result) { acceptOnline(result); });
    } else {
        m_hasOlder = false;
        whenDone(m_store.find(m_query), this, [this](const Result<RowNumbers> &result) { accept(result); });
    }
}

void RecordListModel::accept(const Result<RowNumbers> &result)
{
    m_running = false;
    if (m_queryChanged)
        return run();
    if (result) {
        m_total = result->total;
        apply(result->numbers);
        m_error = {};
        setPhase(Phase::Ready);
        emit refreshed();
    } else {
        m_error = result.error();
        setPhase(Phase::Failed);
    }
    if (m_runAgain)
        run();
}

Query RecordListModel::onlinePage() const
{
    Query page = m_query;
    page.limit = onlinePageRows;
    return page;
}

bool RecordListModel::canFetchMore(const QModelIndex &parent) const
{
    const auto rows = static_cast<std::size_t>(rowCount());
    return !parent.isValid() && m_hasOlder && !m_running && rows + onlinePageRows <= m_cache.limit();
}

void RecordListModel::fetchMore(const QModelIndex &parent)
{
    const Row *last = canFetchMore(parent) ? rowAt(rowCount() - 1) : nullptr;
    if (!last)
        return;
    Query older = onlinePage();
    older.after = PageEnd{Instant(std::get<std::int64_t>(last->value("created_at"))), last->id()};
    m_running = true;
    whenDone(m_store.onlineList(std::move(older)), this,
             [this](const Result<std::vector<Row>> &result) { acceptOlder(result); });
}

void RecordListModel::acceptOlder(const Result<std::vector<Row>> &result)
{
    m_running = false;
    if (m_queryChanged || m_runAgain)
        return run();
    if (!result) {
        emit fetchMoreFailed(result.error());
        return;
    }
    m_hasOlder = result->size() >= onlinePageRows;
    if (!result->empty()) {
        const int first = rowCount();
        beginInsertRows({}, first, first + static_cast<int>(result->size()) - 1);
        for (const Row &row : *result) {
            m_cache.put(static_cast<std::int64_t>(m_numbers.size()), row);
            m_numbers.push_back(static_cast<std::int64_t>(m_numbers.size()));
        }
        m_total = static_cast<std::int64_t>(m_numbers.size());
        endInsertRows();
    }
    emit refreshed();
}

void RecordListModel::acceptOnline(const Result<std::vector<Row>> &result)
{
    if (m_queryChanged || !result)
        return accept(result ? Result<RowNumbers>(RowNumbers()) : Result<RowNumbers>(result.error()));
    RowNumbers answer;
    answer.total = static_cast<std::int64_t>(result->size());
    m_hasOlder = result->size() >= onlinePageRows;
    m_cache.clear();
    m_numbersHold = false; // the positions of one answer are not those of the next
    // The server knows one order; of all there is any other can be made here.
    std::vector<Row> rows = *result;
    if (!m_hasOlder)
        sortRows(rows, m_query.sort);
    for (const Row &row : rows) {
        answer.numbers.push_back(static_cast<std::int64_t>(answer.numbers.size()));
        m_cache.put(answer.numbers.back(), row);
    }
    accept(answer);
}

void RecordListModel::apply(std::vector<std::int64_t> numbers)
{
    const ListChange change =
        m_numbersHold ? changeBetween(m_numbers, numbers) : ListChange{ListChange::Kind::Replace, 0, 0};
    switch (change.kind) {
    case ListChange::Kind::Same:
        break;
    case ListChange::Kind::Insert:
        beginInsertRows({}, change.first, change.first + change.count - 1);
        m_numbers = std::move(numbers);
        endInsertRows();
        break;
    case ListChange::Kind::Remove:
        beginRemoveRows({}, change.first, change.first + change.count - 1);
        m_numbers = std::move(numbers);
        endRemoveRows();
        break;
    case ListChange::Kind::Reorder:
        reorder(std::move(numbers));
        break;
    case ListChange::Kind::Replace:
        if (!m_numbersHold)
            ++m_numbering;
        beginResetModel();
        m_numbers = std::move(numbers);
        m_numbersHold = true;
        endResetModel();
        break;
    }
    m_wantedFirst = m_wantedLast = -1;
    repaint(); // what is looked at asks for its fresh values by being painted
}

// Only what a view holds on to is looked up, not every row.
void RecordListModel::reorder(std::vector<std::int64_t> numbers)
{
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList held = persistentIndexList();
    std::unordered_map<std::int64_t, int> places;
    for (const QModelIndex &index : held)
        places.emplace(numberAt(index.row()), -1);
    const std::vector<std::int64_t> before = std::exchange(m_numbers, std::move(numbers));
    for (std::size_t i = 0; !places.empty() && i < m_numbers.size(); ++i) {
        if (const auto it = places.find(m_numbers[i]); it != places.end())
            it->second = static_cast<int>(i);
    }
    QModelIndexList moved;
    moved.reserve(held.size());
    for (const QModelIndex &kept : held)
        moved.append(index(places[before[static_cast<std::size_t>(kept.row())]], kept.column()));
    changePersistentIndexList(held, moved);
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void RecordListModel::setPhase(Phase phase)
{
    if (phase == m_phase && phase != Phase::Failed)
        return;
    m_phase = phase;
    emit phaseChanged();
}

const Row *RecordListModel::rowAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    const std::int64_t number = numberAt(row);
    const Row *found = m_cache.find(number);
    if (!m_cache.isFresh(number))
        want(row);
    return found;
}

std::optional<Uuid> RecordListModel::idAt(int row) const
{
    const Row *found = rowAt(row);
    return found ? std::optional(found->id()) : std::nullopt;
}

int RecordListModel::rowOf(std::int64_t number) const
{
    const auto it = std::ranges::find(m_numbers, number);
    return it == m_numbers.end() ? -1 : static_cast<int>(it - m_numbers.begin());
}

void RecordListModel::want(int row) const
{
    m_wantedFirst = m_wantedFirst < 0 ? row : std::min(m_wantedFirst, row);
    m_wantedLast = std::max(m_wantedLast, row);
    if (!m_fetching && !m_fetchTimer.isActive())
        m_fetchTimer.start();
}

std::vector<std::int64_t> RecordListModel::missingAround(int first, int last) const
{
    const int end = std::min(rowCount() - 1, last + margin);
    int begin = std::max(0, first - margin);
    begin = std::max(begin, end - largestWindow + 1);
    std::vector<std::int64_t> missing;
    for (int row = begin; row <= end; ++row) {
        if (!m_cache.isFresh(numberAt(row)))
            missing.push_back(numberAt(row));
    }
    return missing;
}

// One fetch at a time: after a long drag of the scroll bar only the place where it stopped is of interest.
void RecordListModel::fetchWanted()
{
    if (m_fetching || m_wantedFirst < 0 || readsOnline())
        return;
    const std::vector<std::int64_t> numbers = missingAround(m_wantedFirst, m_wantedLast);
    m_wantedFirst = m_wantedLast = -1;
    if (numbers.empty())
        return;
    m_fetching = true;
    const int numbering = m_numbering;
    whenDone(m_store.rows(m_table, numbers), this,
             [this, numbers, numbering](const Result<std::vector<Row>> &result) {
                 m_fetching = false;
                 if (numbering == m_numbering && m_numbersHold)
                     acceptRows(numbers, result);
                 repaint();
                 if (m_wantedFirst >= 0)
                     m_fetchTimer.start();
             });
}

void RecordListModel::acceptRows(const std::vector<std::int64_t> &numbers, Result<std::vector<Row>> result)
{
    if (!result) {
        m_error = result.error();
        setPhase(Phase::Failed);
        return;
    }
    // Some are gone meanwhile and the answer does not say which. They are marked as asked for; the change that took
    // them away runs the query again.
    const bool whole = result->size() == numbers.size();
    for (std::size_t i = 0; i < numbers.size(); ++i)
        m_cache.put(numbers[i], whole ? std::move((*result)[i]) : Row());
}

void RecordListModel::repaint()
{
    if (!m_numbers.empty() && !m_columns.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int RecordListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_numbers.size());
}

int RecordListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant RecordListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool right = isNumeric(columnAt(index.column()).type);
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft)));
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role < LoadedRole)
        return {};
    const Row *row = rowAt(index.row());
    if (role == LoadedRole)
        return row != nullptr;
    return row ? cell(index, *row, role) : QVariant();
}

QVariant RecordListModel::cell(const QModelIndex &index, const Row &row, int role) const
{
    const ColumnInfo &column = columnAt(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return valueText(m_store, m_words, row, column).text;
    case UnitRole:
        return valueText(m_store, m_words, row, column).unit;
    case Qt::ToolTipRole: {
        const QString detail = valueText(m_store, m_words, row, column).detail;
        return detail.isEmpty() ? QVariant() : QVariant(detail);
    }
    case StoredRole: {
        const auto *text = std::get_if<std::string>(&row.value(column.index));
        return text && column.type == ColumnType::Enum ? QVariant(fromUtf8(*text)) : QVariant();
    }
    case CopyRole:
        return copyText(m_store, row, column);
    case RowStateRole:
        return static_cast<int>(m_store.rowState(m_table, row.id()));
    default:
        return {};
    }
}

QVariant RecordListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole)
        return columnLabel(columnAt(section));
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (isNumeric(columnAt(section).type) ? Qt::AlignRight : Qt::AlignLeft)));
    return {};
}

} // namespace nimara
