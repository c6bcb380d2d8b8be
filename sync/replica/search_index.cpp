#include "sync/replica/search_index.h"

#include "sync/replica/layout.h"
#include "sync/replica/search_words.h"

#include <algorithm>
#include <cmath>

namespace nimara::sync {

namespace {

// More matches than this are not ranked: who types two letters wants to see something, not the best of 50,000.
constexpr int rankedMatches = 2000;
constexpr std::size_t titleBytes = 160;

constexpr const char *createFts = "CREATE VIRTUAL TABLE search_fts USING fts5(title, body, content = '',"
                                  " contentless_delete = 1, prefix = '2 3',"
                                  " tokenize = \"unicode61 remove_diacritics 0\")";

std::vector<int> searchedColumns(const Table &table)
{
    std::vector<int> ordinals;
    for (const ColumnInfo &column : table.columns) {
        if (column.is(Searchable) && !column.is(ServerOnly))
            ordinals.push_back(column.index);
    }
    return ordinals;
}

bool isTitle(const Table &table, int ordinal)
{
    return table.columns[static_cast<std::size_t>(ordinal)].name() == table.titleColumn;
}

// Not by OR IGNORE: where an upsert fires the trigger, SQLite puts the upsert's own rule, which is to fail, in its place.
std::string noteDirty(const std::string &document)
{
    return "INSERT INTO search_dirty (document) SELECT d FROM (SELECT " + document +
           " AS d) WHERE NOT EXISTS (SELECT 1 FROM search_dirty WHERE document = d);";
}

std::string triggersOf(const Table &table)
{
    const std::string name = quoted(table.name);
    const std::string number = std::to_string(table.number);
    const std::string mark = "(SELECT upto FROM search_progress WHERE table_no = " + number + ")";
    const std::string document = "(" + number + " << " + std::to_string(documentTableShift) + ") | ";
    std::string columns;
    std::string differs;
    for (const int ordinal : searchedColumns(table)) {
        const std::string column = quoted(table.columns[static_cast<std::size_t>(ordinal)].name());
        columns += (columns.empty() ? "" : ", ") + column;
        differs += (differs.empty() ? "old." : " OR old.") + column + " IS NOT new." + column;
    }
    return "CREATE TRIGGER " + quoted("search_changed_" + std::string(table.name)) + " AFTER UPDATE OF " +
           columns + " ON " + name + " WHEN (" + differs + ") AND new.rid <= " + mark + " BEGIN " +
           noteDirty(document + "new.rid") +
           " END;"
           // Should the highest row go, its rid is given again: the mark steps back to what is left.
           + "CREATE TRIGGER " + quoted("search_gone_" + std::string(table.name)) + " AFTER DELETE ON " +
           name + " WHEN old.rid <= " + mark + " BEGIN " + noteDirty(document + "old.rid") +
           " UPDATE search_progress SET upto = min(upto, (SELECT coalesce(max(rid), 0) FROM " + name +
           ")) WHERE table_no = " + number + "; END;";
}

std::string cut(std::string_view text)
{
    if (text.size() <= titleBytes)
        return std::string(text);
    std::size_t end = titleBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u)
        --end;
    return std::string(text.substr(0, end)) + "…";
}

} // namespace

Result<Done> SearchIndex::create(const Database &db, Realm realm)
{
    NIMARA_TRY(db.exec(createFts));
    NIMARA_TRY(
        db.exec("CREATE TABLE search_progress (table_no INTEGER PRIMARY KEY, upto INTEGER NOT NULL) STRICT"));
    NIMARA_TRY(db.exec("CREATE TABLE search_dirty (document INTEGER PRIMARY KEY) STRICT"));
    for (const Table *table : tablesOf(realm)) {
        if (!isSearchable(*table))
            continue;
        NIMARA_TRY(db.exec("INSERT INTO search_progress (table_no, upto) VALUES (" +
                           std::to_string(table->number) + ", 0)"));
        NIMARA_TRY(db.exec(triggersOf(*table)));
    }
    return Done{};
}

Result<Done> SearchIndex::reset()
{
    // A contentless index keeps the words of deleted rows until its segments are merged: it is made anew.
    NIMARA_TRY(m_core.db.exec("DROP TABLE search_fts"));
    NIMARA_TRY(m_core.db.exec(createFts));
    NIMARA_TRY(m_core.db.exec("DELETE FROM search_dirty"));
    return m_core.db.exec("UPDATE search_progress SET upto = 0");
}

// ---- filling

Result<Replica::SearchProgress> SearchIndex::indexSome(int rows)
{
    Replica::SearchProgress progress;
    const auto dirty = indexDirty(rows);
    if (!dirty)
        return dirty.error();
    int left = rows - *dirty;
    for (const Table *table : tablesOf(m_core.realm)) {
        if (left <= 0)
            break;
        if (!isSearchable(*table))
            continue;
        const auto done = indexNew(*table, left);
        if (!done)
            return done.error();
        left -= *done;
    }
    progress.indexed = rows - left;
    progress.more = left <= 0;
    return progress;
}

Result<Replica::SearchProgress> SearchIndex::state() const
{
    Replica::SearchProgress progress;
    const auto dirty = m_core.db.integer("SELECT EXISTS (SELECT 1 FROM search_dirty)");
    if (!dirty)
        return dirty.error();
    progress.more = *dirty != 0;
    for (const Table *table : tablesOf(m_core.realm)) {
        if (progress.more)
            break;
        if (!isSearchable(*table))
            continue;
        const auto more = m_core.db.integer(
            "SELECT coalesce((SELECT max(rid) FROM " + quoted(table->name) +
            "), 0) > upto FROM search_progress WHERE table_no = " + std::to_string(table->number));
        if (!more)
            return more.error();
        progress.more = *more != 0;
    }
    return progress;
}

Result<Statement> SearchIndex::reader(const Table &table, const std::string &where) const
{
    std::string sql = "SELECT rid";
    for (const int ordinal : searchedColumns(table))
        sql += ", " + quoted(table.columns[static_cast<std::size_t>(ordinal)].name());
    return m_core.db.prepare(sql + " FROM " + quoted(table.name) + " WHERE " + where);
}

Result<int> SearchIndex::indexDirty(int rows)
{
    std::vector<std::int64_t> documents;
    {
        auto statement = m_core.db.prepare("SELECT document FROM search_dirty ORDER BY document LIMIT ?1");
        if (!statement)
            return statement.error();
        statement->bind(1, std::int64_t(rows));
        for (;;) {
            const auto step = statement->step();
            if (!step)
                return step.error();
            if (*step == Step::End)
                break;
            documents.push_back(statement->integer(0));
        }
    }
    for (const std::int64_t document : documents) {
        NIMARA_TRY(removeDocument(document));
        const auto table = tableOf(static_cast<std::uint16_t>(document >> documentTableShift), m_core.realm);
        if (!table)
            continue;
        const std::int64_t rid = document - documentsOf((*table)->number).first;
        const auto upto = m_core.db.integer("SELECT upto FROM search_progress WHERE table_no = " +
                                            std::to_string((*table)->number));
        if (!upto)
            return upto.error();
        // Above the mark it is new, and indexed with the new ones.
        if (rid > *upto)
            continue;
        auto row = reader(**table, "rid = ?1");
        if (!row)
            return row.error();
        row->bind(1, rid);
        const auto step = row->step();
        if (!step)
            return step.error();
        if (*step == Step::Row)
            NIMARA_TRY(addDocument(document, **table, *row));
    }
    if (!documents.empty()) {
        NIMARA_TRY(
            m_core.db.exec("DELETE FROM search_dirty WHERE document <= " + std::to_string(documents.back())));
    }
    return static_cast<int>(documents.size());
}

Result<int> SearchIndex::indexNew(const Table &table, int rows)
{
    const std::string number = std::to_string(table.number);
    auto row = reader(table, "rid > (SELECT upto FROM search_progress WHERE table_no = " + number +
                                 ") ORDER BY rid LIMIT " + std::to_string(rows));
    if (!row)
        return row.error();
    int done = 0;
    std::int64_t last = 0;
    for (;;) {
        const auto step = row->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            break;
        last = row->integer(0);
        NIMARA_TRY(addDocument(documentsOf(table.number).first + last, table, *row));
        ++done;
    }
    if (done > 0) {
        NIMARA_TRY(m_core.db.exec("UPDATE search_progress SET upto = " + std::to_string(last) +
                                  " WHERE table_no = " + number));
    }
    return done;
}

Result<Done> SearchIndex::addDocument(std::int64_t document, const Table &table, const Statement &row)
{
    std::string title;
    std::string body;
    int at = 1;
    for (const int ordinal : searchedColumns(table)) {
        const int column = at++;
        if (row.isNull(column))
            continue;
        std::string &words = isTitle(table, ordinal) ? title : body;
        words += (words.empty() ? "" : " ") + searchWords(row.text(column));
    }
    auto insert = m_core.kept("INSERT INTO search_fts (rowid, title, body) VALUES (?1, ?2, ?3)");
    if (!insert)
        return insert.error();
    (*insert)->bind(1, document);
    (*insert)->bind(2, std::string_view(title));
    (*insert)->bind(3, std::string_view(body));
    return (*insert)->run();
}

Result<Done> SearchIndex::removeDocument(std::int64_t document)
{
    auto remove = m_core.kept("DELETE FROM search_fts WHERE rowid = ?1");
    if (!remove)
        return remove.error();
    (*remove)->bind(1, document);
    return (*remove)->run();
}

// ---- asking

Result<std::vector<SearchResult>> SearchIndex::search(const std::string &text, int limit) const
{
    std::vector<SearchResult> results;
    const std::string expression = searchExpression(text);
    if (expression.empty() || limit <= 0)
        return results;
    auto matches = ranked(expression);
    if (!matches)
        return matches.error();
    for (const auto &[rank, document] : *matches) {
        if (results.size() == static_cast<std::size_t>(limit))
            break;
        auto result = shown(document);
        if (!result)
            return result.error();
        if (!*result)
            continue;
        (*result)->rank = rank;
        results.push_back(**std::move(result));
    }
    return results;
}

// The rank of a match looks at all matches, so it is asked for only where these are few; else the newest come first.
Result<std::vector<SearchIndex::Match>> SearchIndex::ranked(const std::string &expression) const
{
    std::vector<Match> matches;
    auto newest = m_core.db.prepare("SELECT rowid, 0.0 FROM search_fts WHERE search_fts MATCH ?1"
                                    " ORDER BY rowid DESC LIMIT ?2");
    if (!newest)
        return newest.error();
    NIMARA_TRY(collect(*newest, expression, matches));
    if (matches.size() == static_cast<std::size_t>(rankedMatches))
        return matches;
    matches.clear();
    auto best =
        m_core.db.prepare("SELECT rowid, bm25(search_fts, 4.0, 1.0) FROM search_fts WHERE search_fts MATCH ?1"
                          " LIMIT ?2");
    if (!best)
        return best.error();
    NIMARA_TRY(collect(*best, expression, matches));
    std::sort(matches.begin(), matches.end());
    return matches;
}

Result<Done> SearchIndex::collect(Statement &statement, const std::string &expression,
                                  std::vector<Match> &matches)
{
    statement.bind(1, std::string_view(expression));
    statement.bind(2, std::int64_t(rankedMatches));
    for (;;) {
        const auto step = statement.step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            return Done{};
        matches.emplace_back(statement.real(1), statement.integer(0));
    }
}

Result<std::optional<SearchResult>> SearchIndex::shown(std::int64_t document) const
{
    const auto table = tableOf(static_cast<std::uint16_t>(document >> documentTableShift), m_core.realm);
    if (!table)
        return std::optional<SearchResult>();
    const ColumnInfo *title = (*table)->find((*table)->titleColumn);
    std::string sql = "SELECT id, " + (title ? quoted(title->name()) : "NULL") + " FROM " +
                      quoted((*table)->name) + " WHERE rid = ?1";
    if ((*table)->is(Archivable))
        sql += " AND archived_at IS NULL";
    auto row = m_core.db.prepare(sql);
    if (!row)
        return row.error();
    row->bind(1, document - documentsOf((*table)->number).first);
    const auto step = row->step();
    if (!step)
        return step.error();
    if (*step == Step::End)
        return std::optional<SearchResult>();
    SearchResult result;
    result.table = (*table)->number;
    result.id = row->uuid(0);
    result.title = cut(row->text(1));
    return std::optional(std::move(result));
}

} // namespace nimara::sync
