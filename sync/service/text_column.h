#pragma once

#include "sync/replica/sqlite.h"

#include "sync/service/word_arena.h"
#include <functional>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::sync {

// Orders texts as people of one language do: by letter before accent and case, "A2" before "A10".
class Collation
{
public:
    explicit Collation(const std::string &locale);
    ~Collation();
    Collation(const Collation &) = delete;
    Collation &operator=(const Collation &) = delete;

    // Bytes whose order is the order of the texts. Equal texts for the language have equal keys.
    void key(std::string_view text, std::string &out) const;

private:
    struct Handle;
    std::unique_ptr<Handle> m_handle;
};

// One text column of one table, in memory: where each row stands when the table is sorted by it, and its words with
// case and accents folded. SQLite compares a hundred thousand texts of a language in seconds; this answers in
// milliseconds, and follows changes row by row. Each half is read when it is first asked for.
class TextColumn
{
public:
    TextColumn(std::string table, std::string column) : m_table(std::move(table)), m_column(std::move(column))
    {}

    Result<Done> prepareWords(const Database &db);
    Result<Done> prepareOrder(const Database &db, const Collation &collation);

    // From here on these rows count as not read; too many, and all is read again.
    void changed(std::span<const Uuid> ids);
    void changedAll();

    std::string_view words(std::int64_t number) const { return m_words.at(number); }
    // 0 for an empty text; equal for texts that are equal to people.
    std::uint32_t rank(std::int64_t number) const
    {
        const auto at = static_cast<std::size_t>(number);
        return at < m_ranks.size() ? m_ranks[at] : 0;
    }
    std::size_t memory() const;

private:
    struct Pending
    {
        std::vector<Uuid> ids;
        bool all = true;
    };
    using Take = std::function<void(std::int64_t number, std::string_view text)>;

    Result<Done> read(const Database &db, Pending &pending, const Take &take) const;
    void sortAll();
    void place(std::int64_t number, const std::string &key);
    void rankAll();

    std::string m_table;
    std::string m_column;
    Pending m_newWords;
    Pending m_newOrder;
    WordArena m_words;
    WordArena m_keys;
    std::vector<std::int64_t> m_order; // row numbers by key, without those of empty texts
    std::vector<std::uint32_t> m_ranks;
};

} // namespace nimara::sync
