#include "app/cli/output.h"

#include "app/cli/words.h"
#include "models/domain/sign_in_errors.h"
#include "models/schema/registry.h"

#include <cstdio>

namespace nimara::cli {

namespace {

void writeLine(std::FILE *file, const Json &value)
{
    const std::string line = value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    std::fwrite(line.data(), 1, line.size(), file);
    std::fflush(file);
}

std::string_view tableName(std::uint16_t number)
{
    const Table *table = schema::findTable(number);
    return table ? table->name : "?";
}

std::string_view kindWord(OpKind kind)
{
    switch (kind) {
    case OpKind::Create:
        return "create";
    case OpKind::Update:
        return "update";
    case OpKind::Delete:
        return "delete";
    case OpKind::Restore:
        return "restore";
    }
    return "?";
}

std::string_view outcomeWord(OutcomeKind kind)
{
    switch (kind) {
    case OutcomeKind::Applied:
        return "applied";
    case OutcomeKind::Merged:
        return "merged";
    case OutcomeKind::Conflict:
        return "conflict";
    case OutcomeKind::Rejected:
        return "rejected";
    }
    return "?";
}

Json fieldValue(std::uint16_t table, const std::string &column, const Value &value)
{
    const Table *found = schema::findTable(table);
    const ColumnInfo *info = found ? found->find(column) : nullptr;
    return info ? valueToJson(*info, value) : Json();
}

} // namespace

Exit exitOf(const Error &error)
{
    if (error.code == ErrorCode::Invalid)
        return Exit::Usage;
    if (error.key == signin::profileInUse || error.key == "replica.locked")
        return Exit::InUse;
    if (error.key == "auth.permission")
        return Exit::Review;
    if (error.key == signin::tooManySockets)
        return Exit::Unreached; // another password would not help
    if (error.key.starts_with("auth.") || error.key.starts_with("vault."))
        return Exit::SignIn;
    // Who answers there is not the server that is known here.
    if (error.key.starts_with("tls."))
        return Exit::Unreached;
    switch (error.code) {
    case ErrorCode::Unauthenticated:
        return Exit::SignIn;
    case ErrorCode::Forbidden:
        return Exit::Review;
    case ErrorCode::NotFound:
        return Exit::NotFound;
    case ErrorCode::Offline:
    case ErrorCode::Unavailable:
    case ErrorCode::RateLimited:
        return Exit::Unreached;
    case ErrorCode::UpgradeRequired:
        return Exit::Version;
    case ErrorCode::Storage:
        return Exit::Storage;
    default:
        return Exit::Failed;
    }
}

void print(const Json &value)
{
    writeLine(stdout, value);
}

Json errorToJson(const Error &error)
{
    Json json{{"error", sentenceOf(error)}, {"code", codeWord(error.code)}, {"key", error.key}};
    if (!error.field.empty())
        json["field"] = error.field;
    if (!error.detail.empty())
        json["detail"] = error.detail;
    return json;
}

void printError(const Error &error)
{
    writeLine(stderr, errorToJson(error));
}

Json valueToJson(const ColumnInfo &column, const Value &value)
{
    if (isNull(value))
        return nullptr;
    switch (column.type) {
    case ColumnType::Bool:
        return std::get<std::int64_t>(value) != 0;
    case ColumnType::Int:
        return std::get<std::int64_t>(value);
    case ColumnType::JsonText:
        if (auto parsed = parseJson(std::get<std::string>(value)))
            return *std::move(parsed);
        return std::get<std::string>(value);
    default:
        return valueToText(column.type, value);
    }
}

Json rowToJson(const Row &row, const std::vector<int> &columns)
{
    Json json = Json::object();
    for (const ColumnInfo &column : row.table().columns) {
        const bool wanted =
            columns.empty() || std::find(columns.begin(), columns.end(), column.index) != columns.end();
        if (wanted && !column.is(ServerOnly))
            json[std::string(column.name())] = valueToJson(column, row.value(column.index));
    }
    return json;
}

std::string_view linkWord(LinkState link)
{
    switch (link) {
    case LinkState::SignedOut:
        return "signed_out";
    case LinkState::WorkingOffline:
        return "working_offline";
    case LinkState::Disconnected:
        return "disconnected";
    case LinkState::Connecting:
        return "connecting";
    case LinkState::Loading:
        return "loading";
    case LinkState::Live:
        return "live";
    case LinkState::Refused:
        return "refused";
    }
    return "?";
}

std::string_view rowStateWord(RowState state)
{
    switch (state) {
    case RowState::Confirmed:
        return "confirmed";
    case RowState::Waiting:
        return "waiting";
    case RowState::Sent:
        return "sent";
    case RowState::NeedsReview:
        return "needs_review";
    }
    return "?";
}

Json statusToJson(const sync::LocalStore &store)
{
    const SyncStatus &status = store.status();
    const SessionInfo &session = store.session();
    Json ports = Json::array();
    for (const PortInfo &port : session.ports)
        ports.push_back({{"slug", port.slug},
                         {"name", port.name},
                         {"role", port.roleName},
                         {"current", port.id == session.portId}});
    Json json{{"user", session.email},
              {"name", session.userName},
              {"ports", std::move(ports)},
              {"link", linkWord(status.link)},
              {"waiting", status.waiting},
              {"review", status.review},
              {"usable", status.usable},
              {"locked", status.locked},
              {"allSaved", status.allSaved()},
              {"lastSyncedAt", status.lastSyncedAt ? Json(status.lastSyncedAt->toString()) : Json()},
              {"loadedRows", status.loadedRows},
              {"totalRows", status.totalRows}};
    if (!status.problem.key.empty())
        json["problem"] = errorToJson(status.problem);
    return json;
}

Json editToJson(const Mutation &mutation)
{
    Json ops = Json::array();
    for (const Op &op : mutation.edit.ops) {
        Json fields = Json::object();
        for (const FieldChange &field : op.fields) {
            const std::string name = field.path.empty() ? field.column : field.column + "." + field.path;
            fields[name] = {fieldValue(op.table, field.column, field.was),
                            fieldValue(op.table, field.column, field.now)};
        }
        ops.push_back({{"table", tableName(op.table)},
                       {"id", op.id.toString()},
                       {"kind", kindWord(op.kind)},
                       {"fields", std::move(fields)}});
    }
    Json json{{"id", mutation.id.toString()},
              {"at", mutation.clientTime.toString()},
              {"title", mutation.edit.title},
              {"ops", std::move(ops)}};
    if (mutation.edit.command)
        json["command"] = mutation.edit.command->name;
    return json;
}

Json outcomeToJson(const Outcome &outcome)
{
    Json json{{"outcome", outcomeWord(outcome.kind)}};
    if (!outcome.error.key.empty())
        json["problem"] = errorToJson(outcome.error);
    if (!outcome.otherId.isNil())
        json["otherId"] = outcome.otherId.toString();
    Json conflicts = Json::array();
    for (const FieldConflict &each : outcome.conflicts)
        conflicts.push_back({{"table", tableName(each.table)},
                             {"id", each.id.toString()},
                             {"column", each.column},
                             {"was", fieldValue(each.table, each.column, each.was)},
                             {"mine", fieldValue(each.table, each.column, each.mine)},
                             {"theirs", fieldValue(each.table, each.column, each.theirs)},
                             {"by", each.by.toString()},
                             {"at", each.at.toString()}});
    if (!conflicts.empty())
        json["conflicts"] = std::move(conflicts);
    return json;
}

} // namespace nimara::cli
