#include "tests/simulation/model_door.h"

#include "models/domain/rights.h"
#include "models/schema/registry.h"
#include "models/schema/validate.h"

#include <algorithm>

// What a mutation does: docs/sync.md and the rules of the design, one after the other.
namespace nimara::sim {

namespace {

Error rejection(std::string_view key, ErrorCode code, std::string field = {})
{
    return {code, std::string(key), std::move(field)};
}

bool holds(const Row &row, const UniqueRule &rule)
{
    if (rule.amongActive && !isNull(row.value("archived_at")))
        return false;
    if (rule.whereColumn.empty())
        return true;
    const Value &value = row.value(rule.whereColumn);
    if (rule.whereValue == "true")
        return value == Value(std::int64_t(1));
    return value == Value(std::string(rule.whereValue));
}

bool samePlace(const Row &left, const Row &right, const UniqueRule &rule)
{
    for (const std::string_view column : rule.columns) {
        if (isNull(left.value(column)) || left.value(column) != right.value(column))
            return false;
    }
    return left.value("port_id") == right.value("port_id");
}

Value merged(const ColumnInfo &column, const Value &theirs, const Value &mine)
{
    if (column.spec.policy == Policy::Max && !isNull(theirs) && !isNull(mine))
        return std::max(theirs, mine);
    return mine;
}

} // namespace

// One mutation's rows while they are being changed; nothing of it is seen before it commits.
struct ModelDoor::Transaction
{
    ModelDoor &door;
    const server::Actor &actor;
    const server::Device &device;
    const Mutation &mutation;
    PermissionSet rights;
    std::map<Key, std::optional<Row>> staged = {};
    std::vector<FieldConflict> conflicts = {};
    std::vector<FieldConflict> overruled = {};
    Uuid otherId = {};

    nimara::Actor asking() const { return {actor.userId, rights, actor.isSuperAdmin}; }

    const Row *find(const Key &key) const
    {
        if (const auto at = staged.find(key); at != staged.end())
            return at->second ? &*at->second : nullptr;
        const auto at = door.m_data.rows.find(key);
        return at == door.m_data.rows.end() ? nullptr : &at->second;
    }

    // A row of another port is none.
    const Row *visible(const Table &table, const Uuid &id) const
    {
        const Row *row = find({table.number, id});
        if (!row)
            return nullptr;
        if (table.is(PortScoped) && row->value("port_id") != Value(device.port))
            return nullptr;
        return row;
    }

    Result<> run(const std::vector<Op> &ops)
    {
        for (const Op &op : ops) {
            const Table *table = schema::findTable(op.table);
            if (!table || !table->replicated())
                return rejection(reject::invalid, ErrorCode::Invalid);
            NIMARA_TRY(one(*table, op));
        }
        return conflicts.empty() ? checkAll() : Result<>(nimara::Done{});
    }

    Result<> one(const Table &table, const Op &op)
    {
        switch (op.kind) {
        case OpKind::Create:
            return create(table, op);
        case OpKind::Update:
            return update(table, op);
        case OpKind::Delete:
            return remove(table, op);
        case OpKind::Restore:
            return restore(table, op);
        }
        return rejection(reject::invalid, ErrorCode::Invalid);
    }

    Result<> create(const Table &table, const Op &op)
    {
        if (find({table.number, op.id})) {
            // Two offline additions of one pair are one row.
            if (table.is(DerivedId) && visible(table, op.id))
                return nimara::Done{};
            return rejection(reject::unique, ErrorCode::Conflict, "id");
        }
        Row row = Row::fresh(table);
        row.setValue("id", op.id);
        for (const FieldChange &field : op.fields) {
            const ColumnInfo *column = table.find(field.column);
            if (!column || column->is(ServerOnly))
                return rejection(reject::invalid, ErrorCode::Invalid, field.column);
            if (column->name() == "id" || (column->is(ServerSet) && !column->is(Author)))
                continue; // a prediction: the server sets its own
            auto value = validated(*column, field.now);
            if (!value)
                return rejection(reject::invalid, ErrorCode::Invalid, field.column);
            if (!canSetOnCreate(*column, asking(), &*value))
                return rejection(reject::forbidden, ErrorCode::Forbidden, field.column);
            row.setValue(column->index, *std::move(value));
        }
        stamp(table, row);
        if (table.is(PortScoped) && row.value("port_id") != Value(device.port))
            return rejection(reject::wrongPort, ErrorCode::Forbidden, "port_id");
        if (!canCreate(table, asking(), &row))
            return rejection(reject::forbidden, ErrorCode::Forbidden);
        staged[{table.number, op.id}] = std::move(row);
        return nimara::Done{};
    }

    void stamp(const Table &table, Row &row)
    {
        const Value now = door.m_clock.now().micros();
        for (const ColumnInfo &column : table.columns) {
            if (column.is(Author))
                row.setValue(column.index, actor.userId);
            else if (column.is(ServerSet) && column.is(Required) && column.type == ColumnType::Instant)
                row.setValue(column.index, now);
        }
    }

    Result<> update(const Table &table, const Op &op)
    {
        const Row *row = visible(table, op.id);
        if (!row)
            return rejection(reject::deleted, ErrorCode::NotFound);
        if (!canEdit(table, asking(), row))
            return rejection(reject::forbidden, ErrorCode::Forbidden);
        Row changed = *row;
        for (const FieldChange &field : op.fields)
            NIMARA_TRY(change(table, changed, field));
        staged[{table.number, op.id}] = std::move(changed);
        return nimara::Done{};
    }

    Result<> change(const Table &table, Row &row, const FieldChange &field)
    {
        const ColumnInfo *column = table.find(field.column);
        if (!column || column->is(ServerOnly))
            return rejection(reject::invalid, ErrorCode::Invalid, field.column);
        const Verdict verdict = canChange(*column, asking(), &field.now);
        if (!verdict)
            return rejection(verdict.reason == Verdict::Reason::MissingRight ? reject::forbidden
                                                                             : reject::serverOwned,
                             ErrorCode::Forbidden, field.column);
        auto value = validated(*column, field.now);
        if (!value)
            return rejection(reject::invalid, ErrorCode::Invalid, field.column);
        const Value &there = row.value(column->index);
        if (sameValue(column->type, there, *value))
            return nimara::Done{};
        if (!sameValue(column->type, there, field.was)) {
            const Key key{table.number, row.id()};
            const Change last = door.m_data.changed[key];
            const FieldConflict conflict{key.table, key.id, field.column, field.was,
                                         *value,    there,  last.by,      last.at};
            if (column->spec.policy == Policy::Ask) {
                conflicts.push_back(conflict);
                return nimara::Done{};
            }
            overruled.push_back(conflict);
        }
        row.setValue(column->index, merged(*column, there, *value));
        return nimara::Done{};
    }

    Result<> remove(const Table &table, const Op &op)
    {
        const Row *row = visible(table, op.id);
        if (!row)
            return nimara::Done{}; // it is gone, as was wished
        if (!canRemove(table, asking(), row))
            return rejection(reject::forbidden, ErrorCode::Forbidden);
        if (!table.is(Archivable)) {
            staged[{table.number, op.id}] = std::nullopt;
            return nimara::Done{};
        }
        Row archived = *row;
        if (isNull(archived.value("archived_at")))
            archived.setValue("archived_at", door.m_clock.now().micros());
        staged[{table.number, op.id}] = std::move(archived);
        return nimara::Done{};
    }

    Result<> restore(const Table &table, const Op &op)
    {
        const Row *row = visible(table, op.id);
        if (!row || !table.is(Archivable))
            return rejection(reject::deleted, ErrorCode::NotFound);
        if (!canRemove(table, asking(), row))
            return rejection(reject::forbidden, ErrorCode::Forbidden);
        Row restored = *row;
        restored.setValue("archived_at", Value());
        staged[{table.number, op.id}] = std::move(restored);
        return nimara::Done{};
    }

    // One winner a berth: derived anew, as the trigger does.
    void derive(Row &row) const
    {
        if (row.table().name != "interests")
            return;
        const Value stage = row.value("pipeline_stage");
        const bool late = stage == Value(std::string("ten_percent_deposit")) ||
                          stage == Value(std::string("contract")) || stage == Value(std::string("completed"));
        const bool occupies = late && row.value("outcome") != Value(std::string("lost")) &&
                              isNull(row.value("archived_at")) && !isNull(row.value("berth_id"));
        row.setValue("occupies_berth", std::int64_t(occupies ? 1 : 0));
    }

    Result<> checkAll()
    {
        for (auto &[key, row] : staged) {
            if (!row)
                continue;
            derive(*row);
            NIMARA_TRY(checkReferences(*row));
            NIMARA_TRY(checkUnique(*row));
        }
        return nimara::Done{};
    }

    Result<> checkReferences(const Row &row) const
    {
        for (const ColumnInfo &column : row.table().columns) {
            const auto *id = std::get_if<Uuid>(&row.value(column.index));
            if (!id || column.spec.references.empty() || column.spec.references == "users" ||
                column.spec.references == "ports")
                continue;
            if (!visible(*schema::findTable(column.spec.references), *id))
                return rejection(reject::wrongPort, ErrorCode::Forbidden, std::string(column.name()));
        }
        return nimara::Done{};
    }

    Result<> checkUnique(const Row &row)
    {
        for (const UniqueRule &rule : row.table().uniques) {
            if (!holds(row, rule))
                continue;
            for (const auto &[key, other] : door.m_data.rows) {
                const Row *now = key.table == row.table().number && key.id != row.id() ? find(key) : nullptr;
                if (!now || !holds(*now, rule) || !samePlace(row, *now, rule))
                    continue;
                const bool winner = rule.name == "interests_one_winner";
                otherId = winner ? Uuid() : key.id;
                return rejection(winner ? reject::rule : reject::unique, ErrorCode::Conflict,
                                 std::string(rule.columns.back()));
            }
        }
        return nimara::Done{};
    }

    bool guardsHold() const
    {
        for (const Guard &guard : mutation.edit.guards) {
            const Table *table = schema::findTable(guard.table);
            const Row *row = table ? visible(*table, guard.id) : nullptr;
            if (!row || row->value(guard.column) != guard.expected)
                return false;
        }
        return true;
    }
};

Outcome ModelDoor::run(const server::Actor &actor, const server::Device &device, const Mutation &mutation)
{
    Outcome outcome;
    outcome.seq = mutation.seq;
    outcome.mutationId = mutation.id;
    const auto refuse = [&outcome](Error error) {
        outcome.kind = OutcomeKind::Rejected;
        outcome.error = std::move(error);
        return outcome;
    };
    for (const std::uint64_t seq : mutation.dependsOn) {
        const auto before = m_data.outcomes.find({device.clientId, device.incarnation, seq});
        if (before == m_data.outcomes.end() || before->second.kind == OutcomeKind::Rejected ||
            before->second.kind == OutcomeKind::Conflict)
            return refuse(rejection(reject::dependency, ErrorCode::Conflict));
    }
    const auto &ports = m_users.at(actor.userId);
    if (!device.port.isNil() && !ports.contains(device.port))
        return refuse(rejection(reject::forbidden, ErrorCode::Forbidden));
    Transaction transaction{*this, actor, device, mutation,
                            device.port.isNil() ? PermissionSet() : ports.at(device.port)};
    std::vector<Op> ops = mutation.edit.ops;
    if (!transaction.guardsHold()) {
        ops = mutation.edit.guards.front().otherwise;
        if (ops.empty())
            return refuse(rejection(reject::guard, ErrorCode::Conflict));
    }
    if (const auto done = transaction.run(ops); !done) {
        outcome.otherId = transaction.otherId;
        return refuse(done.error());
    }
    if (!transaction.conflicts.empty()) {
        outcome.kind = OutcomeKind::Conflict;
        outcome.conflicts = std::move(transaction.conflicts);
        return outcome;
    }
    std::vector<Written> changes;
    for (auto &[key, row] : transaction.staged) {
        const auto there = m_data.rows.find(key);
        if (row && there != m_data.rows.end() && *row == there->second) {
            outcome.revs.push_back({key.table, key.id, there->second.rev});
        } else if (row) {
            changes.push_back({&row->table(), *row});
        } else if (there != m_data.rows.end()) {
            changes.push_back({&there->second.table(), there->second, true});
        }
    }
    if (!changes.empty())
        store(changes, actor.userId, &outcome.revs);
    outcome.kind = transaction.overruled.empty() ? OutcomeKind::Applied : OutcomeKind::Merged;
    outcome.conflicts = std::move(transaction.overruled);
    return outcome;
}

void ModelDoor::forgetAnswer(const server::Device &device, const Mutation &mutation)
{
    m_data.outcomes.erase({device.clientId, device.incarnation, mutation.seq});
    m_data.answers.erase(mutation.id);
}

Result<std::vector<Outcome>> ModelDoor::apply(const server::Actor &actor, const server::Device &device,
                                              std::span<const Mutation> mutations)
{
    std::vector<Outcome> outcomes;
    for (const Mutation &mutation : mutations) {
        const std::tuple key(device.clientId, device.incarnation, mutation.seq);
        auto known = m_data.outcomes.find(key);
        if (known != m_data.outcomes.end() && known->second.mutationId != mutation.id)
            ++m_foreignSeqs;
        if (known == m_data.outcomes.end()) {
            // A mutation that comes under another number, from a file copied back, has been answered all the same.
            const auto carried = m_data.answers.find(mutation.id);
            if (carried == m_data.answers.end() && !m_data.ran.insert(mutation.id).second)
                ++m_repeated;
            known = m_data.outcomes
                        .emplace(key, carried != m_data.answers.end() ? carried->second
                                                                      : run(actor, device, mutation))
                        .first;
            known->second.seq = mutation.seq;
            m_data.answers[mutation.id] = known->second;
        }
        outcomes.push_back(known->second);
    }
    return outcomes;
}

} // namespace nimara::sim
