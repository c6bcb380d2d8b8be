#include "tests/support/fake_store.h"

#include "models/schema/registry.h"

#include <algorithm>
#include <stdexcept>

namespace nimara {

namespace {

// 2026-06-01 08:00 UTC: tests must read the same on every day.
constexpr Instant birth(1'780'300'800'000'000);

const Table &tableOf(std::string_view name)
{
    const Table *table = schema::findTable(name);
    if (!table)
        throw std::invalid_argument("no table " + std::string(name));
    return *table;
}

void setText(Row &row, const std::string &column, const std::string &text)
{
    const ColumnInfo *info = row.table().find(column);
    const auto value = info ? valueFromText(info->type, text) : std::nullopt;
    if (!value)
        throw std::invalid_argument("no such column or value: " + column + " = " + text);
    row.setValue(info->index, *value);
}

} // namespace

const Uuid FakeStore::userId = *Uuid::parse("00000000-0000-7000-8000-0000000000aa");
const Uuid FakeStore::portId = *Uuid::parse("00000000-0000-7000-8000-0000000000bb");

Uuid FakeStore::makeId()
{
    static std::uint32_t last = 0x1000;
    ++last;
    Uuid::Bytes bytes{0x01, 0x9a, 0, 0, 0, 0, 0x70, 0, 0x80};
    for (std::size_t i = 0; i < 4; ++i)
        bytes[12 + i] = static_cast<std::uint8_t>(last >> (8 * (3 - i)));
    return Uuid(bytes);
}

FakeStore::FakeStore(QObject *parent) : Store(parent)
{
    PortInfo port;
    port.id = portId;
    port.slug = "port-nimara";
    port.name = "Port Nimara";
    port.roleName = "sales_manager";
    port.currency = "USD";
    port.timezone = "America/Anguilla";
    port.permissions = PermissionSet::all();
    m_session = {userId, "Maya Lindqvist", "maya@port-nimara.example", false, portId, {port}};
    m_status.link = LinkState::Live;
    m_status.lastSyncedAt = birth;
}

Uuid FakeStore::add(std::string_view table, const Fields &fields, Uuid id)
{
    const Table &info = tableOf(table);
    Row row = Row::fresh(info);
    row.setValue("id", id);
    row.setValue("port_id", portId);
    row.setValue("created_at", birth.micros() + m_nextNumber);
    row.setValue("updated_at", birth.micros() + m_nextNumber);
    for (const auto &[column, text] : fields)
        setText(row, column, text);
    row.rev = 1;
    m_tables[std::string(table)].emplace(m_nextNumber++, std::move(row));
    changed(info, id);
    return id;
}

void FakeStore::change(std::string_view table, const Uuid &id, const Fields &fields)
{
    Row *row = at(tableOf(table), id);
    if (!row)
        throw std::invalid_argument("no such row");
    for (const auto &[column, text] : fields)
        setText(*row, column, text);
    changed(row->table(), id);
}

void FakeStore::remove(std::string_view table, const Uuid &id)
{
    std::erase_if(m_tables[std::string(table)], [&](const auto &entry) { return entry.second.id() == id; });
    changed(tableOf(table), id);
}

Row *FakeStore::at(const Table &table, const Uuid &id)
{
    for (auto &[number, row] : m_tables[std::string(table.name)]) {
        if (row.id() == id)
            return &row;
    }
    return nullptr;
}

const Row *FakeStore::find(std::string_view table, const Uuid &id) const
{
    return const_cast<FakeStore *>(this)->at(tableOf(table), id);
}

std::size_t FakeStore::count(std::string_view table) const
{
    const auto found = m_tables.find(table);
    return found == m_tables.end() ? 0 : found->second.size();
}

void FakeStore::changed(const Table &table, const Uuid &id)
{
    emit tableChanged(table.number, {id});
}

void FakeStore::setSession(SessionInfo session)
{
    m_session = std::move(session);
    emit sessionChanged();
}

void FakeStore::setPermissions(PermissionSet permissions)
{
    SessionInfo next = m_session;
    next.isSuperAdmin = false;
    for (PortInfo &port : next.ports) {
        if (port.id == next.portId)
            port.permissions = permissions;
    }
    setSession(std::move(next));
}

void FakeStore::addPort(const std::string &name, Uuid id)
{
    SessionInfo next = m_session;
    PortInfo port = next.ports.front();
    port.id = id;
    port.name = name;
    next.ports.push_back(std::move(port));
    setSession(std::move(next));
}

void FakeStore::setStatus(SyncStatus status)
{
    m_status = std::move(status);
    emit statusChanged();
}

void FakeStore::repair(Repair repair)
{
    m_repair = repair;
    emit repaired();
}

void FakeStore::setRowState(const Uuid &id, RowState state)
{
    m_states[id] = state;
}

void FakeStore::addReview(ReviewItem item)
{
    m_review.push_back(std::move(item));
    m_status.review = int(m_review.size());
    emit statusChanged();
}

void FakeStore::markSent()
{
    for (WaitingEdit &waiting : m_waiting)
        waiting.sent = true;
    emit statusChanged();
}

void FakeStore::release()
{
    m_held = false;
    while (!m_questions.empty()) {
        const auto question = std::move(m_questions.front());
        m_questions.pop_front();
        question();
    }
}

void FakeStore::applyFields(Row &row, const std::vector<FieldChange> &fields) const
{
    for (const FieldChange &field : fields)
        row.setValue(field.column, field.now);
}

void FakeStore::applyOp(const Op &op)
{
    const Table &table = *schema::findTable(op.table);
    Rows &all = m_tables[std::string(table.name)];
    Row *existing = at(table, op.id);
    const bool archives = table.is(Archivable);
    if (op.kind == OpKind::Create) {
        Row row(table);
        row.setValue("id", op.id);
        row.setValue("port_id", m_session.portId);
        row.setValue("created_at", birth.micros() + m_nextNumber);
        for (const ColumnInfo &column : table.columns) {
            if (column.is(Author))
                row.setValue(column.index, m_session.userId); // as the replica predicts it
        }
        applyFields(row, op.fields);
        all.emplace(m_nextNumber++, std::move(row));
    } else if (existing && op.kind == OpKind::Update) {
        applyFields(*existing, op.fields);
    } else if (existing && op.kind == OpKind::Delete && archives) {
        existing->setValue("archived_at", birth.micros());
    } else if (existing && op.kind == OpKind::Restore) {
        existing->setValue("archived_at", Value());
    } else if (op.kind == OpKind::Delete) {
        std::erase_if(all, [&](const auto &entry) { return entry.second.id() == op.id; });
    }
    changed(table, op.id);
}

Result<Uuid> FakeStore::apply(const Edit &edit)
{
    submitted.push_back(edit);
    if (!failSubmits.key.empty())
        return failSubmits;
    for (const Op &op : edit.ops)
        applyOp(op);
    const Uuid mutation = makeId();
    if (m_status.link != LinkState::Live) {
        m_waiting.push_back({{m_nextSeq++, mutation, birth, {}, edit}, false});
        m_status.waiting = int(m_waiting.size());
        for (const Op &op : edit.ops)
            m_states[op.id] = RowState::Waiting;
        emit statusChanged();
    }
    return mutation;
}

QFuture<Result<Uuid>> FakeStore::submit(Edit edit)
{
    return answer<Uuid>([this, edit = std::move(edit)] { return apply(edit); });
}

RowState FakeStore::rowState(const Table &, const Uuid &id) const
{
    const auto found = m_states.find(id);
    return found == m_states.end() ? RowState::Confirmed : found->second;
}

QFuture<Result<std::vector<WaitingEdit>>> FakeStore::waitingEdits()
{
    return read<std::vector<WaitingEdit>>([this]() -> Result<std::vector<WaitingEdit>> { return m_waiting; });
}

QFuture<Result<std::vector<ReviewItem>>> FakeStore::reviewItems()
{
    return read<std::vector<ReviewItem>>([this]() -> Result<std::vector<ReviewItem>> { return m_review; });
}

QFuture<Result<Done>> FakeStore::resolve(std::int64_t reviewNumber, Decision decision)
{
    return answer<Done>([this, reviewNumber, decision]() -> Result<Done> {
        resolved.emplace_back(reviewNumber, decision);
        std::erase_if(m_review, [&](const ReviewItem &item) { return item.number == reviewNumber; });
        m_status.review = int(m_review.size());
        emit statusChanged();
        return Done{};
    });
}

QFuture<Result<Done>> FakeStore::discardWaiting(std::uint64_t seq)
{
    return answer<Done>([this, seq]() -> Result<Done> {
        discarded.push_back(seq);
        std::erase_if(m_waiting, [&](const WaitingEdit &waiting) { return waiting.mutation.seq == seq; });
        m_status.waiting = int(m_waiting.size());
        emit statusChanged();
        return Done{};
    });
}

void FakeStore::setWorkOffline(bool offline)
{
    SyncStatus next = m_status;
    next.link = offline ? LinkState::WorkingOffline : LinkState::Live;
    setStatus(next);
}

void FakeStore::switchPort(Uuid id)
{
    switches.push_back(id);
    SessionInfo next = m_session;
    next.portId = id;
    setSession(std::move(next));
}

QFuture<Result<std::vector<Row>>> FakeStore::onlineList(Query query)
{
    if (m_status.link != LinkState::Live)
        return answer<std::vector<Row>>([]() -> Result<std::vector<Row>> {
            return Error{ErrorCode::Offline, "net.unreachable"};
        });
    return list(std::move(query));
}

QFuture<Result<PasswordLink>> FakeStore::makePasswordLink(Uuid user)
{
    return answer<PasswordLink>([this, user]() -> Result<PasswordLink> {
        if (m_status.link != LinkState::Live)
            return Error{ErrorCode::Offline, "net.unreachable"};
        passwordLinks.push_back(user);
        const auto number = QString::number(passwordLinks.size());
        return PasswordLink{QStringLiteral("https://crm.example.org/set-password?token=") + number,
                            std::chrono::hours(1)};
    });
}

} // namespace nimara
