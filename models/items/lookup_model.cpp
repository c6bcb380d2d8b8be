#include "models/items/lookup_model.h"

#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "models/store/when_done.h"

#include <algorithm>

namespace nimara {

namespace {

constexpr int limit = 20;

bool isSearchable(const Table &table)
{
    return std::ranges::any_of(table.columns, [](const ColumnInfo &column) { return column.is(Searchable); });
}

} // namespace

LookupModel::LookupModel(Store &store, const Table &table, QObject *parent)
    : QAbstractListModel(parent), m_store(store), m_table(table)
{
    connect(&store, &Store::titlesChanged, this, [this] {
        if (!m_rows.empty())
            emit dataChanged(index(0), index(rowCount() - 1));
    });
}

void LookupModel::find(const QString &text)
{
    if (m_busy) {
        m_next = text;
        m_hasNext = true;
        return;
    }
    ask(text);
}

void LookupModel::ask(const QString &text)
{
    const std::string words = toUtf8(text.trimmed());
    const ColumnInfo *title = m_table.find(m_table.titleColumn);
    Query query{.table = &m_table, .filter = m_filter, .limit = limit};
    if (title && title->type != ColumnType::Uuid)
        query.sort = {{std::string(title->name()), false}};
    if (isSearchable(m_table))
        query.search = words;
    else if (!words.empty() && title && title->type == ColumnType::Text)
        query.filter = Filter::both(m_filter, Filter::where(title->name(), Compare::Contains, words));
    m_busy = true;
    whenDone(m_store.list(std::move(query)), this, [this](const Result<std::vector<Row>> &result) {
        m_busy = false;
        if (m_hasNext) {
            m_hasNext = false;
            return ask(m_next);
        }
        beginResetModel();
        m_rows = result ? *result : std::vector<Row>();
        endResetModel();
        emit found();
    });
}

int LookupModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant LookupModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::DisplayRole || role == Qt::EditRole)
        return rowName(m_store, rowAt(index.row()));
    return {};
}

} // namespace nimara
