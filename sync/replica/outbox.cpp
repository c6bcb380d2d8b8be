#include "sync/replica/outbox.h"

#include "models/base/bytes.h"
#include "models/base/hash.h"
#include "sync/protocol/codec.h"

#include <algorithm>

namespace nimara::sync {

namespace {

Error damagedEdit(std::uint64_t seq)
{
    return Error{ErrorCode::Storage, "replica.damaged", {}, "edit " + std::to_string(seq)};
}

Result<Mutation> readEdit(Statement &statement)
{
    const auto seq = static_cast<std::uint64_t>(statement.integer(0));
    auto mutation = decodeMutation(statement.blob(1));
    if (!mutation)
        return damagedEdit(seq);
    mutation->edit.title = statement.text(2);
    // Renumbered edits keep their bytes' own number out of the way.
    mutation->seq = seq;
    return mutation;
}

} // namespace

std::int64_t editChecksum(std::uint64_t seq, std::string_view title, std::string_view mutation)
{
    ByteWriter out;
    out.u64(seq);
    out.text(title);
    out.text(mutation);
    return static_cast<std::int64_t>(hash64(out.bytes()));
}

std::set<RowKey> rowsOf(const Edit &edit)
{
    std::set<RowKey> rows;
    for (const Op &op : edit.ops)
        rows.insert({op.table, op.id});
    return rows;
}

// ---- memory

Result<Done> Outbox::load()
{
    m_rows.clear();
    m_bySeq.clear();
    m_waiting.clear();
    m_creators.clear();
    auto edits = m_db.prepare("SELECT seq, mutation, title FROM outbox ORDER BY seq");
    if (!edits)
        return edits.error();
    for (;;) {
        const auto step = edits->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            break;
        const auto mutation = readEdit(*edits);
        if (!mutation)
            return mutation.error();
        remember(*mutation);
    }
    auto rows = m_db.prepare("SELECT table_no, id, seq, rev FROM outbox_row ORDER BY seq");
    if (!rows)
        return rows.error();
    for (;;) {
        const auto step = rows->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            return Done{};
        const RowKey row{static_cast<std::uint16_t>(rows->integer(0)), rows->uuid(1)};
        Patch patch{static_cast<std::uint64_t>(rows->integer(2)), std::nullopt};
        if (!rows->isNull(3))
            patch.rev = rows->integer(3);
        m_rows[row].push_back(patch);
        m_bySeq[patch.seq].insert(row);
    }
}

void Outbox::remember(const Mutation &mutation)
{
    m_waiting[mutation.seq] = mutation.id;
    for (const Op &op : mutation.edit.ops) {
        if (op.kind == OpKind::Create)
            m_creators[{op.table, op.id}] = mutation.seq;
    }
}

const std::vector<Outbox::Patch> &Outbox::patches(const RowKey &row) const
{
    static const std::vector<Patch> none;
    // Asked for each row of a first load: mostly there is no edit at all.
    if (m_rows.empty())
        return none;
    const auto found = m_rows.find(row);
    return found == m_rows.end() ? none : found->second;
}

std::vector<RowKey> Outbox::touched() const
{
    std::vector<RowKey> rows;
    rows.reserve(m_rows.size());
    for (const auto &[row, patches] : m_rows)
        rows.push_back(row);
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::vector<Uuid> Outbox::touchedOf(std::uint16_t table) const
{
    std::vector<Uuid> ids;
    for (const auto &[row, patches] : m_rows) {
        if (row.table == table)
            ids.push_back(row.id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::optional<std::uint64_t> Outbox::creator(const RowKey &row) const
{
    const auto found = m_creators.find(row);
    return found == m_creators.end() ? std::nullopt : std::optional(found->second);
}

std::set<RowKey> Outbox::rowsOf(std::uint64_t seq) const
{
    const auto found = m_bySeq.find(seq);
    return found == m_bySeq.end() ? std::set<RowKey>() : found->second;
}

std::vector<std::uint64_t> Outbox::unseen() const
{
    std::vector<std::uint64_t> seqs;
    for (const auto &[seq, rows] : m_bySeq) {
        if (!m_waiting.contains(seq) && !rows.empty())
            seqs.push_back(seq);
    }
    return seqs;
}

// ---- reading

Result<Mutation> Outbox::read(std::uint64_t seq) const
{
    auto statement = m_db.prepare("SELECT seq, mutation, title FROM outbox WHERE seq = ?1"
                                  " UNION ALL SELECT seq, mutation, title FROM sync_acked WHERE seq = ?1");
    if (!statement)
        return statement.error();
    statement->bind(1, static_cast<std::int64_t>(seq));
    const auto step = statement->step();
    if (!step)
        return step.error();
    if (*step == Step::End)
        return Error{ErrorCode::NotFound, "replica.no_edit", {}, std::to_string(seq)};
    return readEdit(*statement);
}

Result<std::vector<Mutation>> Outbox::unanswered(std::uint64_t afterSeq, std::size_t limit,
                                                 std::size_t maxBytes) const
{
    auto statement =
        m_db.prepare("SELECT seq, mutation, title FROM outbox WHERE seq > ?1 ORDER BY seq LIMIT ?2");
    if (!statement)
        return statement.error();
    statement->bind(1, static_cast<std::int64_t>(afterSeq));
    statement->bind(2, static_cast<std::int64_t>(limit));
    std::vector<Mutation> mutations;
    std::size_t bytes = 0;
    for (;;) {
        const auto step = statement->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            return mutations;
        bytes += statement->blob(1).size();
        if (bytes > maxBytes && !mutations.empty())
            return mutations;
        auto mutation = readEdit(*statement);
        if (!mutation)
            return mutation.error();
        mutations.push_back(*std::move(mutation));
    }
}

Result<std::vector<Mutation>> Outbox::dependents(std::uint64_t seq) const
{
    auto later = unanswered(seq, m_waiting.size(), static_cast<std::size_t>(-1));
    if (!later)
        return later.error();
    std::erase_if(*later, [&](const Mutation &mutation) {
        return std::find(mutation.dependsOn.begin(), mutation.dependsOn.end(), seq) ==
               mutation.dependsOn.end();
    });
    return later;
}

Result<std::vector<JournalEntry>> Outbox::journalEntries() const
{
    auto statement = m_db.prepare("SELECT seq, mutation, title FROM outbox ORDER BY seq");
    if (!statement)
        return statement.error();
    std::vector<JournalEntry> entries;
    for (;;) {
        const auto step = statement->step();
        if (!step)
            return step.error();
        if (*step == Step::End)
            return entries;
        const auto edit = m_waiting.find(static_cast<std::uint64_t>(statement->integer(0)));
        if (edit == m_waiting.end())
            return damagedEdit(static_cast<std::uint64_t>(statement->integer(0)));
        entries.push_back({.id = edit->second,
                           .seq = edit->first,
                           .title = std::string(statement->text(2)),
                           .mutation = std::string(statement->blob(1))});
    }
}

// ---- changes

Result<Done> Outbox::writeEdit(const Mutation &mutation)
{
    const std::string bytes = encodeMutation(mutation);
    auto statement = m_db.prepare(
        "INSERT OR REPLACE INTO outbox (seq, mutation, title, checksum) VALUES (?1, ?2, ?3, ?4)");
    if (!statement)
        return statement.error();
    statement->bind(1, static_cast<std::int64_t>(mutation.seq));
    statement->bindBlob(2, bytes);
    statement->bind(3, std::string_view(mutation.edit.title));
    statement->bind(4, editChecksum(mutation.seq, mutation.edit.title, bytes));
    NIMARA_TRY(statement->run());
    m_notes.add({.id = mutation.id, .seq = mutation.seq, .title = mutation.edit.title, .mutation = bytes});
    return Done{};
}

void Outbox::noteOver(std::uint64_t seq, JournalEntry::Kind kind)
{
    if (const auto found = m_waiting.find(seq); found != m_waiting.end())
        m_notes.add({.kind = kind, .id = found->second, .seq = seq});
}

Result<Done> Outbox::writePatch(const RowKey &row, const Patch &patch)
{
    auto statement =
        m_db.prepare("INSERT OR REPLACE INTO outbox_row (table_no, id, seq, rev) VALUES (?1, ?2, ?3, ?4)");
    if (!statement)
        return statement.error();
    statement->bind(1, std::int64_t(row.table));
    statement->bind(2, row.id);
    statement->bind(3, static_cast<std::int64_t>(patch.seq));
    if (patch.rev)
        statement->bind(4, *patch.rev);
    else
        statement->bindNull(4);
    NIMARA_TRY(statement->run());
    std::vector<Patch> &patches = m_rows[row];
    const auto at = std::lower_bound(patches.begin(), patches.end(), patch.seq,
                                     [](const Patch &each, std::uint64_t seq) { return each.seq < seq; });
    if (at != patches.end() && at->seq == patch.seq)
        *at = patch;
    else
        patches.insert(at, patch);
    m_bySeq[patch.seq].insert(row);
    return Done{};
}

Result<Done> Outbox::append(const Mutation &mutation)
{
    NIMARA_TRY(writeEdit(mutation));
    for (const RowKey &row : nimara::sync::rowsOf(mutation.edit))
        NIMARA_TRY(writePatch(row, {mutation.seq, std::nullopt}));
    remember(mutation);
    return Done{};
}

Result<Done> Outbox::removePatch(const RowKey &row, std::uint64_t seq)
{
    auto statement = m_db.prepare("DELETE FROM outbox_row WHERE table_no = ?1 AND id = ?2 AND seq = ?3");
    if (!statement)
        return statement.error();
    statement->bind(1, std::int64_t(row.table));
    statement->bind(2, row.id);
    statement->bind(3, static_cast<std::int64_t>(seq));
    NIMARA_TRY(statement->run());
    if (const auto found = m_rows.find(row); found != m_rows.end()) {
        std::erase_if(found->second, [&](const Patch &patch) { return patch.seq == seq; });
        if (found->second.empty())
            m_rows.erase(found);
    }
    if (const auto found = m_bySeq.find(seq); found != m_bySeq.end()) {
        found->second.erase(row);
        if (found->second.empty())
            m_bySeq.erase(found);
    }
    return Done{};
}

Result<Done> Outbox::remove(std::uint64_t seq)
{
    for (const RowKey &row : rowsOf(seq))
        NIMARA_TRY(removePatch(row, seq));
    NIMARA_TRY(m_db.exec("DELETE FROM outbox WHERE seq = " + std::to_string(seq)));
    noteOver(seq, JournalEntry::Kind::TakenBack);
    m_waiting.erase(seq);
    std::erase_if(m_creators, [&](const auto &entry) { return entry.second == seq; });
    return Done{};
}

Result<Done> Outbox::acknowledge(const Mutation &mutation, const std::vector<RowRev> &revs, Instant at)
{
    const std::string bytes = encodeMutation(mutation);
    auto keep =
        m_db.prepare("INSERT OR REPLACE INTO sync_acked (seq, mutation, title, at) VALUES (?1, ?2, ?3, ?4)");
    if (!keep)
        return keep.error();
    keep->bind(1, static_cast<std::int64_t>(mutation.seq));
    keep->bindBlob(2, bytes);
    keep->bind(3, std::string_view(mutation.edit.title));
    keep->bind(4, at.micros());
    NIMARA_TRY(keep->run());
    NIMARA_TRY(m_db.exec("DELETE FROM outbox WHERE seq = " + std::to_string(mutation.seq)));
    noteOver(mutation.seq, JournalEntry::Kind::Over);
    m_waiting.erase(mutation.seq);
    for (const Op &op : mutation.edit.ops) {
        if (op.kind == OpKind::Create)
            m_creators.erase({op.table, op.id});
    }
    for (const RowKey &row : rowsOf(mutation.seq)) {
        const auto written = std::find_if(revs.begin(), revs.end(), [&](const RowRev &rev) {
            return rev.table == row.table && rev.id == row.id;
        });
        if (written == revs.end())
            NIMARA_TRY(removePatch(row, mutation.seq));
        else
            NIMARA_TRY(writePatch(row, {mutation.seq, written->rev}));
    }
    return Done{};
}

Result<Done> Outbox::forgetAcked(Instant before)
{
    auto statement =
        m_db.prepare("DELETE FROM sync_acked WHERE at < ?1 AND seq NOT IN (SELECT seq FROM outbox_row)");
    if (!statement)
        return statement.error();
    statement->bind(1, before.micros());
    return statement->run();
}

Result<Outbox::Offered> Outbox::offerAgain()
{
    std::vector<Mutation> acked;
    {
        auto statement = m_db.prepare("SELECT seq, mutation, title FROM sync_acked ORDER BY seq");
        if (!statement)
            return statement.error();
        for (;;) {
            const auto step = statement->step();
            if (!step)
                return step.error();
            if (*step == Step::End)
                break;
            auto mutation = readEdit(*statement);
            if (!mutation)
                return mutation.error();
            acked.push_back(*std::move(mutation));
        }
    }
    Offered offered;
    m_notes.everything();
    for (const Mutation &mutation : acked) {
        NIMARA_TRY(append(mutation));
        for (const RowKey &row : nimara::sync::rowsOf(mutation.edit))
            offered.rows.push_back(row);
        ++offered.edits;
    }
    NIMARA_TRY(m_db.exec("DELETE FROM sync_acked"));
    return offered;
}

Result<std::uint64_t> Outbox::renumber()
{
    auto edits = unanswered(0, m_waiting.size(), static_cast<std::size_t>(-1));
    if (!edits)
        return edits.error();
    m_notes.everything();
    std::map<std::uint64_t, std::uint64_t> numbers;
    std::uint64_t next = 0;
    for (const Mutation &mutation : *edits)
        numbers[mutation.seq] = ++next;
    // Acknowledged ones belong to the numbers that are over; what they still show comes with their rows.
    for (const std::uint64_t seq : unseen()) {
        for (const RowKey &row : rowsOf(seq))
            NIMARA_TRY(removePatch(row, seq));
    }
    for (const Mutation &mutation : *edits)
        NIMARA_TRY(remove(mutation.seq));
    NIMARA_TRY(m_db.exec("DELETE FROM sync_acked"));
    for (Mutation &mutation : *edits) {
        mutation.seq = numbers.at(mutation.seq);
        std::vector<std::uint64_t> names;
        for (const std::uint64_t seq : mutation.dependsOn) {
            if (const auto found = numbers.find(seq); found != numbers.end())
                names.push_back(found->second);
        }
        mutation.dependsOn = std::move(names);
        NIMARA_TRY(append(mutation));
    }
    return next;
}

} // namespace nimara::sync
