#pragma once

#include "sync/replica/core.h"

namespace nimara::sync {

// The full-text index over the Searchable columns. It follows behind: a table is indexed in rid order up to a mark
// (search_progress), and triggers note what changes below the mark (search_dirty). New rows stand above it, so a first
// load pays nothing.
class SearchIndex
{
public:
    explicit SearchIndex(Core &core) : m_core(core) {}

    static Result<Done> create(const Database &db, Realm realm);
    // Forgets all words, so that none of a dropped row stays; everything is indexed again.
    Result<Done> reset();

    // Inside a transaction of the caller: up to `rows` rows.
    Result<Replica::SearchProgress> indexSome(int rows);
    // Whether there is anything to do, without doing it.
    Result<Replica::SearchProgress> state() const;

    Result<std::vector<SearchResult>> search(const std::string &text, int limit) const;

private:
    Result<int> indexDirty(int rows);
    Result<int> indexNew(const Table &table, int rows);
    Result<Statement> reader(const Table &table, const std::string &where) const;
    Result<Done> addDocument(std::int64_t document, const Table &table, const Statement &row);
    Result<Done> removeDocument(std::int64_t document);
    using Match = std::pair<double, std::int64_t>; // rank and document
    Result<std::vector<Match>> ranked(const std::string &expression) const;
    static Result<Done> collect(Statement &statement, const std::string &expression, std::vector<Match> &matches);
    Result<std::optional<SearchResult>> shown(std::int64_t document) const;

    Core &m_core;
};

} // namespace nimara::sync
