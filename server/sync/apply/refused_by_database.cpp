#include "server/sync/apply/refused_by_database.h"

#include "models/schema/registry.h"
#include "models/schema/tables/berths.h"
#include "server/changes/holds.h"

#include <algorithm>
#include <array>

namespace nimara::server {

namespace {

constexpr std::string_view oneWinnerIndex = "interests_one_winner";
constexpr std::string_view oneHoldIndex = "berth_holds_one_active";

// The database's own checks of holds (server/migrations/0026), and what they mean.
struct HoldCheck
{
    std::string_view constraint;
    std::string_view key;
};
constexpr std::array holdChecks{
    HoldCheck{"berth_held", reject::held}, HoldCheck{"hold_on_free_berth", reject::notFree},
    HoldCheck{"hold_time", reject::holdTime}, HoldCheck{"hold_ended", reject::holdEnded}};

struct Clash
{
    const Table *table = nullptr;
    const UniqueRule *rule = nullptr;
};

std::optional<Clash> clashOf(std::string_view index)
{
    for (const Table *table : schema::tables()) {
        for (const UniqueRule &rule : table->uniques) {
            if (rule.name == index)
                return Clash{table, &rule};
        }
    }
    return std::nullopt;
}

// "interests_port_id_client_id_fkey": the column is the one whose name stands last.
std::string columnOf(std::string_view constraint)
{
    std::string_view best;
    for (const Table *table : schema::tables()) {
        for (const ColumnInfo &column : table->columns) {
            const std::string end = "_" + std::string(column.name()) + "_fkey";
            if (constraint.ends_with(end) && constraint.starts_with(table->name) &&
                column.name().size() > best.size())
                best = column.name();
        }
    }
    return std::string(best);
}

std::string conditionOf(const Clash &clash, const Row &row, Params &params)
{
    std::string condition = "r.id <> $1";
    params.uuid(row.id());
    int at = 2;
    const auto equal = [&](std::string_view column) {
        const ColumnInfo *info = clash.table->find(column);
        condition += " and r.\"" + std::string(column) + "\" is not distinct from $" + std::to_string(at++);
        params.value(info->type, row.value(info->index));
    };
    if (clash.table->is(PortScoped | PortOptional))
        equal("port_id");
    for (const std::string_view column : clash.rule->columns)
        equal(column);
    if (clash.rule->amongActive)
        condition += " and r.archived_at is null";
    if (!clash.rule->whereColumn.empty())
        equal(clash.rule->whereColumn);
    return condition;
}

// The row that is in the way, if the user sees it.
Uuid otherRow(Changes &changes, const Clash &clash, std::span<const Row> wanted)
{
    for (const Row &row : wanted) {
        if (&row.table() != clash.table)
            continue;
        Params params;
        const std::string sql = "select r.id from public.\"" + std::string(clash.table->name) +
                                "\" r where " + conditionOf(clash, row, params) + " limit 1";
        const auto found = changes.connection().exec(sql.c_str(), params, Format::Binary);
        if (!found)
            changes.fail(found.error());
        else if (found->rows() > 0 && changes.seen(*clash.table, found->uuid(0, 0)))
            return found->uuid(0, 0);
    }
    return {};
}

Refusal uniqueRefusal(Changes &changes, const Error &error, std::span<const Row> wanted)
{
    const auto clash = clashOf(error.field);
    if (!clash)
        return refusal(ErrorCode::Conflict, reject::unique, "id"); // a primary key
    const bool oneWinner = error.field == oneWinnerIndex;
    Refusal refused = refusal(ErrorCode::Conflict, oneWinner ? reject::oneWinner : reject::unique,
                              clash->rule->columns.back());
    refused.otherId = otherRow(changes, *clash, wanted);
    return refused;
}

Uuid berthOf(const Row &row)
{
    if (&row.table() == &schema::Berths::table)
        return row.id();
    const Value *berth = row.table().find("berth_id") ? &row.value("berth_id") : nullptr;
    const auto *id = berth ? std::get_if<Uuid>(berth) : nullptr;
    return id ? *id : Uuid();
}

Refusal heldByAnother(Changes &changes, std::span<const Row> wanted)
{
    for (const Row &row : wanted) {
        const Uuid berth = berthOf(row);
        if (const auto hold = berth.isNil() ? std::nullopt : standingHold(changes, berth))
            return heldRefusal(changes, *hold);
    }
    return refusal(ErrorCode::Conflict, reject::held, "berth_id");
}

Tried refusedHold(Changes &changes, const Error &error, std::span<const Row> wanted)
{
    if (error.field == oneHoldIndex)
        return heldByAnother(changes, wanted);
    const auto check = std::ranges::find(holdChecks, error.field, &HoldCheck::constraint);
    if (check == holdChecks.end())
        return {};
    if (check->key == reject::held)
        return heldByAnother(changes, wanted);
    return refusal(error.code, check->key);
}

bool isDeletion(const Mutation &mutation)
{
    return std::ranges::any_of(mutation.edit.ops, [](const Op &op) { return op.kind == OpKind::Delete; });
}

} // namespace

bool isRefusal(const Error &error)
{
    static constexpr std::array<std::string_view, 7> keys{
        "db.unique", "db.foreign_key", "db.not_null", "db.check", "db.exclusion", "db.value", "db.forbidden"};
    return std::ranges::count(keys, error.key) != 0 || error.code == ErrorCode::Internal;
}

Refusal refusedByDatabase(Changes &changes, const Mutation &mutation, const Error &error,
                          std::span<const Row> wanted)
{
    if (auto refused = refusedHold(changes, error, wanted))
        return *std::move(refused);
    if (error.key == "db.unique")
        return uniqueRefusal(changes, error, wanted);
    // One answer for a row of another port and for one that does not exist.
    if (error.key == "db.foreign_key")
        return isDeletion(mutation) ? refusal(ErrorCode::Conflict, reject::referenced)
                                    : refusal(ErrorCode::Invalid, reject::wrongPort, columnOf(error.field));
    if (error.key == "db.forbidden")
        return refusal(ErrorCode::Forbidden, reject::wrongPort);
    if (error.key == "db.not_null")
        return refusal(ErrorCode::Invalid, reject::invalid, error.field);
    if (error.code == ErrorCode::Internal)
        return refusal(ErrorCode::Internal, reject::internal);
    return refusal(ErrorCode::Invalid, reject::invalid);
}

} // namespace nimara::server
