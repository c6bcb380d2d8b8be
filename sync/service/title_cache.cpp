#include "sync/service/title_cache.h"

#include "models/items/labels.h"
#include "models/schema/registry.h"
#include "models/store/when_done.h"

namespace nimara::sync {

namespace {

// A long list of a large port shows some ten thousand names; beyond this the cache begins anew.
constexpr qsizetype maxEntries = 50'000;
constexpr qsizetype maxTitle = 200;

QString titleWords(const RowTitle &title)
{
    if (!title.column)
        return {};
    const QString text = wordLabel(*title.column, title.text);
    const qsizetype end = text.indexOf(QLatin1Char('\n'));
    return text.left(end < 0 ? maxTitle : std::min(end, maxTitle)).trimmed();
}

// Whether rows of `table` may be named by the rows of `other` they point to.
bool isNamedBy(const Table &table, const Table &other)
{
    for (const std::string_view name : {table.titleColumn, table.titleColumn2}) {
        const ColumnInfo *column = table.find(name);
        if (column && column->type == ColumnType::Uuid && column->spec.references == other.name)
            return true;
    }
    return false;
}

} // namespace

TitleCache::TitleCache(Fetch fetch, QObject *parent) : QObject(parent), m_fetch(std::move(fetch))
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(0);
    connect(&m_timer, &QTimer::timeout, this, &TitleCache::fetchWanted);
}

QString TitleCache::title(const Table &table, const Uuid &id)
{
    const TitleKey key{table.number, id};
    const auto found = m_entries.constFind(key);
    const bool isFresh = found != m_entries.constEnd() && !found->stale;
    if (!isFresh && !m_asked.contains(key)) {
        m_wanted.insert(key);
        if (!m_timer.isActive())
            m_timer.start();
    }
    return found == m_entries.constEnd() ? QString() : found->text;
}

void TitleCache::changed(const Table &table, const std::vector<Uuid> &ids)
{
    if (ids.empty())
        staleAll(table);
    for (const Uuid &id : ids) {
        if (const auto found = m_entries.find({table.number, id}); found != m_entries.end())
            found->stale = true;
    }
    for (const Table *other : schema::tables()) {
        if (isNamedBy(*other, table))
            staleAll(*other);
    }
    // What is under way may have been read before the change.
    m_asked.clear();
}

void TitleCache::staleAll(const Table &table)
{
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (entry.key().table == table.number)
            entry->stale = true;
    }
}

void TitleCache::clear()
{
    m_entries.clear();
    m_wanted.clear();
    m_asked.clear();
    ++m_generation;
}

void TitleCache::fetchWanted()
{
    if (m_wanted.empty())
        return;
    if (m_entries.size() > maxEntries)
        m_entries.clear();
    const std::vector<TitleKey> keys(m_wanted.begin(), m_wanted.end());
    m_asked.insert(m_wanted.begin(), m_wanted.end());
    m_wanted.clear();
    whenDone(m_fetch(keys), this,
             [this, keys, generation = m_generation](const Result<std::vector<RowTitle>> &titles) {
                 if (generation != m_generation)
                     return;
                 if (titles)
                     accept(keys, *titles);
                 for (const TitleKey &key : keys)
                     m_asked.erase(key);
             });
}

void TitleCache::accept(const std::vector<TitleKey> &keys, const std::vector<RowTitle> &titles)
{
    bool differs = false;
    for (std::size_t i = 0; i < keys.size() && i < titles.size(); ++i) {
        Entry &entry = m_entries[keys[i]];
        const QString text = titleWords(titles[i]);
        differs = differs || text != entry.text;
        // Stale still, if a change came while it was read.
        entry = {text, !m_asked.contains(keys[i])};
    }
    if (differs)
        emit fetched();
}

} // namespace nimara::sync
