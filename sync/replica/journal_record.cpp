#include "sync/replica/journal_record.h"

#include "models/base/bytes.h"

#include <utility>

namespace nimara::sync {

namespace {

// An 8 kB page that goes bad takes few edits with it.
constexpr std::size_t recordBytes = 4096;

bool isLive(JournalEntry::Kind kind)
{
    return kind == JournalEntry::Kind::Waits || kind == JournalEntry::Kind::Review;
}

void write(ByteWriter &out, const JournalState &state)
{
    out.varint(static_cast<std::uint64_t>(state.step));
    out.uuid(state.clientId);
    out.uuid(state.incarnation);
    out.varint(state.lastSeq);
    out.uuid(state.userId);
    out.varint(state.leaseHours);
    out.zigzag(state.serverSeen.micros());
    out.zigzag(state.clockHigh.micros());
    out.varint(static_cast<std::uint64_t>(state.waiting));
    out.varint(static_cast<std::uint64_t>(state.reviews));
}

JournalState readState(ByteReader &in)
{
    JournalState state;
    state.step = static_cast<std::int64_t>(in.varint());
    state.clientId = in.uuid();
    state.incarnation = in.uuid();
    state.lastSeq = in.varint();
    state.userId = in.uuid();
    state.leaseHours = static_cast<std::uint32_t>(in.varint());
    state.serverSeen = Instant(in.zigzag());
    state.clockHigh = Instant(in.zigzag());
    state.waiting = static_cast<int>(in.varint());
    state.reviews = static_cast<int>(in.varint());
    return state;
}

void write(ByteWriter &out, const JournalEntry &entry)
{
    out.u8(static_cast<std::uint8_t>(entry.kind));
    out.uuid(entry.id);
    out.varint(entry.seq);
    if (!isLive(entry.kind))
        return;
    out.text(entry.title);
    out.text(entry.mutation);
    if (entry.kind == JournalEntry::Kind::Waits)
        return;
    out.text(entry.outcome);
    out.zigzag(entry.at.micros());
    out.varint(entry.bases.size());
    for (const JournalEntry::Base &base : entry.bases) {
        out.varint(base.table);
        out.uuid(base.id);
        out.text(base.row);
    }
}

JournalEntry readEntry(ByteReader &in)
{
    JournalEntry entry;
    entry.kind = static_cast<JournalEntry::Kind>(in.u8());
    if (entry.kind < JournalEntry::Kind::Waits || entry.kind > JournalEntry::Kind::TakenBack)
        in.fail();
    entry.id = in.uuid();
    entry.seq = in.varint();
    if (!isLive(entry.kind))
        return entry;
    entry.title = in.text();
    entry.mutation = in.text();
    if (entry.kind == JournalEntry::Kind::Waits)
        return entry;
    entry.outcome = in.text();
    entry.at = Instant(in.zigzag());
    const std::size_t bases = in.count(18);
    for (std::size_t i = 0; i < bases && in.ok(); ++i) {
        JournalEntry::Base base;
        base.table = static_cast<std::uint16_t>(in.varint());
        base.id = in.uuid();
        base.row = in.text();
        entry.bases.push_back(std::move(base));
    }
    return entry;
}

} // namespace

JournalState JournalState::of(const Meta &meta, int waiting, int reviews)
{
    const Standing &standing = meta.standing;
    return {meta.journalStep,    meta.clientId,       meta.incarnation,   meta.lastSeq, standing.userId,
            standing.leaseHours, standing.serverSeen, standing.clockHigh, waiting,      reviews};
}

void JournalState::restore(Meta &meta) const
{
    meta.clientId = clientId;
    meta.incarnation = incarnation;
    meta.lastSeq = lastSeq;
    meta.standing.userId = userId;
    meta.standing.leaseHours = leaseHours;
    meta.standing.serverSeen = serverSeen;
    meta.standing.clockHigh = clockHigh;
}

std::vector<std::string> encodeRecords(const JournalState &state, const std::vector<JournalEntry> &entries)
{
    std::vector<std::string> records;
    ByteWriter out;
    write(out, state);
    const std::size_t empty = out.size();
    for (const JournalEntry &entry : entries) {
        write(out, entry);
        if (out.size() < recordBytes)
            continue;
        records.push_back(std::exchange(out, ByteWriter()).take());
        write(out, state);
    }
    if (out.size() > empty || records.empty())
        records.push_back(out.take());
    return records;
}

bool JournalView::take(std::string_view record)
{
    ByteReader in(record);
    const JournalState state = readState(in);
    std::vector<JournalEntry> entries;
    while (in.ok() && !in.atEnd())
        entries.push_back(readEntry(in));
    if (!in.ok())
        return false;
    m_state = state;
    m_tailSpoiled = false;
    for (JournalEntry &entry : entries) {
        const Uuid id = entry.id;
        m_entries[id] = std::move(entry);
    }
    return true;
}

const JournalEntry *JournalView::find(const Uuid &mutation) const
{
    const auto found = m_entries.find(mutation);
    return found == m_entries.end() ? nullptr : &found->second;
}

std::size_t JournalView::liveBytes() const
{
    std::size_t bytes = 0;
    for (const auto &[id, entry] : m_entries) {
        bytes += entry.title.size() + entry.mutation.size() + entry.outcome.size();
        for (const JournalEntry::Base &base : entry.bases)
            bytes += base.row.size();
    }
    return bytes;
}

bool JournalView::isOver(const Uuid &mutation) const
{
    const JournalEntry *entry = find(mutation);
    return entry && !isLive(entry->kind);
}

} // namespace nimara::sync
