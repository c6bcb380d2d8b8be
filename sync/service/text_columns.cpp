#include "sync/service/text_columns.h"

#include "models/base/text.h"

#include <sqlite3.h>

#include <algorithm>

namespace nimara::sync {

namespace {

// A column of 100,000 names takes some 8 MB with both halves.
constexpr std::size_t memoryLimit = 48u * 1024 * 1024;

std::string_view textArgument(sqlite3_value *value)
{
    const auto *bytes = sqlite3_value_text(value);
    return {bytes ? reinterpret_cast<const char *>(bytes) : "",
            static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

template <bool onlyAtStart>
void matches(sqlite3_context *context, int, sqlite3_value **arguments)
{
    const auto *columns = static_cast<const TextColumns *>(sqlite3_user_data(context));
    const TextColumn *column = columns->find(sqlite3_value_int64(arguments[0]));
    if (!column) {
        sqlite3_result_error(context, "a text column that is not in memory", -1);
        return;
    }
    const std::string_view words = column->words(sqlite3_value_int64(arguments[1]));
    const std::string_view wanted = textArgument(arguments[2]);
    const bool holds = onlyAtStart ? words.starts_with(wanted) : words.find(wanted) != std::string_view::npos;
    sqlite3_result_int(context, holds ? 1 : 0);
}

void textHolds(sqlite3_context *context, int, sqlite3_value **arguments)
{
    const std::string words = foldedText(textArgument(arguments[0]));
    sqlite3_result_int(context, words.find(textArgument(arguments[1])) != std::string::npos ? 1 : 0);
}

} // namespace

Result<Done> TextColumns::registerFunctions(const Database &db)
{
    using Function = void (*)(sqlite3_context *, int, sqlite3_value **);
    const auto add = [&](std::string_view name, int arguments, Function function) {
        const int code = sqlite3_create_function_v2(db.handle(), std::string(name).c_str(), arguments,
                                                    SQLITE_UTF8, this, function, nullptr, nullptr, nullptr);
        return code == SQLITE_OK;
    };
    if (!add(holdsFunction, 3, &matches<false>) || !add(startsFunction, 3, &matches<true>) ||
        !add(textFunction, 2, &textHolds))
        return db.error();
    return Done{};
}

TextColumn &TextColumns::entry(const TextColumnId &id)
{
    const auto [at, isNew] = m_columns.try_emplace(
        id.number(),
        Entry{TextColumn(std::string(id.table->name),
                         std::string(id.table->columns[static_cast<std::size_t>(id.column)].name())),
              0});
    at->second.used = ++m_uses;
    return at->second.column;
}

Result<Done> TextColumns::prepareWords(const Database &db, const TextColumnId &id)
{
    giveUpSome();
    return entry(id).prepareWords(db);
}

Result<const TextColumn *> TextColumns::prepareOrder(const Database &db, const TextColumnId &id)
{
    giveUpSome();
    TextColumn &column = entry(id);
    NIMARA_TRY(column.prepareOrder(db, m_collation));
    return &column;
}

void TextColumns::changed(std::uint16_t table, std::span<const Uuid> ids)
{
    for (auto &[number, entry] : m_columns) {
        if (number / 1000 != table)
            continue;
        if (ids.empty())
            entry.column.changedAll();
        else
            entry.column.changed(ids);
    }
}

const TextColumn *TextColumns::find(std::int64_t number) const
{
    const auto found = m_columns.find(number);
    return found == m_columns.end() ? nullptr : &found->second.column;
}

// Those of the running query were used last and are the last to go: a query names few.
void TextColumns::giveUpSome()
{
    std::size_t memory = 0;
    for (const auto &[number, entry] : m_columns)
        memory += entry.column.memory();
    while (memory > memoryLimit && m_columns.size() > 8) {
        const auto oldest =
            std::min_element(m_columns.begin(), m_columns.end(), [](const auto &left, const auto &right) {
                return left.second.used < right.second.used;
            });
        memory -= oldest->second.column.memory();
        m_columns.erase(oldest);
    }
}

} // namespace nimara::sync
