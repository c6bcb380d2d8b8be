#include "sync/replica/inbox.h"

#include "sync/protocol/codec.h"
#include "sync/replica/named_row.h"
#include "sync/replica/outbox.h"

#include <algorithm>

namespace nimara::sync {

namespace {

constexpr const char *selectItems = "SELECT number, mutation, title, outcome, at FROM conflict";

Result<ReviewItem> readItem(Statement &statement)
{
    ReviewItem item;
    item.number = statement.integer(0);
    auto mutation = decodeMutation(statement.blob(1));
    auto outcome = decodeOutcome(statement.blob(3));
    if (!mutation || !outcome)
        return Error{ErrorCode::Storage, "replica.damaged", {}, "review " + std::to_string(item.number)};
    item.mutation = *std::move(mutation);
    item.mutation.edit.title = statement.text(2);
    item.outcome = *std::move(outcome);
    item.at = Instant(statement.integer(4));
    return item;
}

Result<std::vector<ReviewItem>> readItems(Statement &statement)
{
    std::vector<ReviewItem> items;
    for (;;) {
        const auto step = statement.step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            return items;
        auto item = readItem(statement);
        if (!item)
            return item.error();
        items.push_back(*std::move(item));
    }
}

} // namespace

Result<Done> Inbox::load()
{
    m_count = 0;
    m_rows.clear();
    const auto items = all();
    if (!items)
        return items.error();
    for (const ReviewItem &item : *items)
        count(item.mutation, 1);
    return Done{};
}

void Inbox::count(const Mutation &mutation, int by)
{
    m_count += by;
    for (const RowKey &row : rowsOf(mutation.edit)) {
        if ((m_rows[row] += by) <= 0)
            m_rows.erase(row);
    }
}

Result<std::vector<ReviewItem>> Inbox::all() const
{
    auto statement = m_db.prepare(std::string(selectItems) + " ORDER BY number");
    if (!statement)
        return statement.error();
    return readItems(*statement);
}

Result<ReviewItem> Inbox::find(std::int64_t number) const
{
    auto statement = m_db.prepare(std::string(selectItems) + " WHERE number = ?1");
    if (!statement)
        return statement.error();
    statement->bind(1, number);
    const auto step = statement->step();
    if (!step)
        return step.error();
    if (*step == Step::End)
        return Error{ErrorCode::NotFound, "replica.no_review", {}, std::to_string(number)};
    return readItem(*statement);
}

Result<std::optional<Row>> Inbox::base(std::int64_t number, const Table &table, const Uuid &id) const
{
    auto statement =
        m_db.prepare("SELECT base FROM conflict_row WHERE number = ?1 AND table_no = ?2 AND id = ?3");
    if (!statement)
        return statement.error();
    statement->bind(1, number);
    statement->bind(2, std::int64_t(table.number));
    statement->bind(3, id);
    const auto step = statement->step();
    if (!step)
        return step.error();
    if (*step == Step::End || statement->isNull(0))
        return std::optional<Row>();
    return std::optional(decodeNamedRow(table, statement->blob(0)));
}

Result<std::vector<ReviewItem>> Inbox::dependents(std::uint64_t seq) const
{
    auto statement = m_db.prepare(std::string(selectItems) + " ORDER BY number");
    if (!statement)
        return statement.error();
    auto items = readItems(*statement);
    if (!items)
        return items.error();
    std::erase_if(*items, [&](const ReviewItem &item) {
        const auto &names = item.mutation.dependsOn;
        return item.outcome.error.key != reject::dependency ||
               std::find(names.begin(), names.end(), seq) == names.end();
    });
    return items;
}

Result<std::vector<JournalEntry>> Inbox::journalEntries() const
{
    const auto items = all();
    if (!items)
        return items.error();
    std::vector<JournalEntry> entries;
    for (const ReviewItem &item : *items) {
        JournalEntry entry{.kind = JournalEntry::Kind::Review,
                           .id = item.mutation.id,
                           .seq = item.mutation.seq,
                           .title = item.mutation.edit.title,
                           .mutation = encodeMutation(item.mutation),
                           .outcome = encodeOutcome(item.outcome),
                           .at = item.at};
        auto bases = m_db.prepare("SELECT table_no, id, base FROM conflict_row WHERE number = ?1");
        if (!bases)
            return bases.error();
        bases->bind(1, item.number);
        for (;;) {
            const auto step = bases->step();
            if (!step)
                return step.error();
            if (*step == Step::End)
                break;
            entry.bases.push_back(
                {static_cast<std::uint16_t>(bases->integer(0)), bases->uuid(1), std::string(bases->blob(2))});
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

Result<Done> Inbox::add(const Mutation &mutation, const Outcome &outcome, const std::vector<Base> &bases,
                        Instant at)
{
    const std::string bytes = encodeMutation(mutation);
    const std::string answer = encodeOutcome(outcome);
    auto insert = m_db.prepare("INSERT INTO conflict (seq, mutation, title, outcome, at, checksum)"
                               " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    if (!insert)
        return insert.error();
    insert->bind(1, static_cast<std::int64_t>(mutation.seq));
    insert->bindBlob(2, bytes);
    insert->bind(3, std::string_view(mutation.edit.title));
    insert->bindBlob(4, answer);
    insert->bind(5, at.micros());
    insert->bind(6, editChecksum(mutation.seq, mutation.edit.title, bytes));
    NIMARA_TRY(insert->run());
    const std::int64_t number = m_db.lastRowId();
    JournalEntry entry{.kind = JournalEntry::Kind::Review,
                       .id = mutation.id,
                       .seq = mutation.seq,
                       .title = mutation.edit.title,
                       .mutation = bytes,
                       .outcome = answer,
                       .at = at};
    for (const Base &base : bases) {
        if (!base.base)
            continue;
        auto row =
            m_db.prepare("INSERT INTO conflict_row (number, table_no, id, base) VALUES (?1, ?2, ?3, ?4)");
        if (!row)
            return row.error();
        const std::string named = encodeNamedRow(*base.base);
        row->bind(1, number);
        row->bind(2, std::int64_t(base.row.table));
        row->bind(3, base.row.id);
        row->bindBlob(4, named);
        NIMARA_TRY(row->run());
        entry.bases.push_back({base.row.table, base.row.id, named});
    }
    m_notes.add(std::move(entry));
    count(mutation, 1);
    return Done{};
}

Result<Done> Inbox::remove(std::int64_t number)
{
    const auto item = find(number);
    if (!item)
        return item.error();
    NIMARA_TRY(m_db.exec("DELETE FROM conflict_row WHERE number = " + std::to_string(number)));
    NIMARA_TRY(m_db.exec("DELETE FROM conflict WHERE number = " + std::to_string(number)));
    m_notes.add({.kind = JournalEntry::Kind::Over, .id = item->mutation.id, .seq = item->mutation.seq});
    count(item->mutation, -1);
    return Done{};
}

} // namespace nimara::sync
