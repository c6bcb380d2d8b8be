#include "app/cli/output.h"

#include "models/schema/registry.h"

#include <cstdio>

namespace nimara::cli {

namespace {

constexpr const char *linkWords[] = {"signed_out", "working_offline", "disconnected", "connecting", "loading",
                                     "live",       "refused"};
constexpr const char *kindWords[] = {"create", "update", "delete", "restore"};
constexpr const char *outcomeWords[] = {"applied", "merged", "conflict", "rejected"};

const char *codeWord(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Invalid:
        return "VALIDATION_ERROR";
    case ErrorCode::Unauthenticated:
        return "UNAUTHENTICATED";
    case ErrorCode::Forbidden:
        return "FORBIDDEN";
    case ErrorCode::NotFound:
        return "NOT_FOUND";
    case ErrorCode::Conflict:
        return "CONFLICT";
    case ErrorCode::TooLarge:
        return "TOO_LARGE";
    case ErrorCode::UpgradeRequired:
        return "UPGRADE_REQUIRED";
    case ErrorCode::RateLimited:
        return "RATE_LIMITED";
    case ErrorCode::Offline:
        return "OFFLINE";
    case ErrorCode::Unavailable:
        return "UNAVAILABLE";
    case ErrorCode::Storage:
        return "STORAGE";
    case ErrorCode::Protocol:
        return "PROTOCOL";
    case ErrorCode::Internal:
        return "INTERNAL";
    }
    return "INTERNAL";
}

int exitOf(const Error &error)
{
    if (error.key == "cli.usage")
        return exitUsage;
    if (error.key == "profile.in_use" || error.key == "replica.locked")
        return exitInUse;
    switch (error.code) {
    case ErrorCode::Unauthenticated:
        return exitSignedOut;
    case ErrorCode::Offline:
    case ErrorCode::Unavailable:
        return exitOffline;
    case ErrorCode::Forbidden:
    case ErrorCode::Conflict:
        return exitRefused;
    case ErrorCode::Invalid:
    case ErrorCode::NotFound:
    case ErrorCode::TooLarge:
        return exitInvalid;
    default:
        return exitFailed;
    }
}

Json fieldJson(const Table &table, const std::string &name, const Value &value)
{
    const ColumnInfo *column = table.find(name);
    return column ? valueJson(*column, value) : Json();
}

} // namespace

void print(const Json &json)
{
    std::fputs((json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n").c_str(), stdout);
    std::fflush(stdout);
}

int fail(const Error &error)
{
    Json json{{"error", error.key}, {"code", codeWord(error.code)}};
    if (!error.field.empty())
        json["field"] = error.field;
    if (!error.detail.empty())
        json["detail"] = error.detail;
    std::fputs((json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n").c_str(), stderr);
    return exitOf(error);
}

Json valueJson(const ColumnInfo &column, const Value &value)
{
    if (isNull(value))
        return nullptr;
    if (column.type == ColumnType::Bool)
        return std::get<std::int64_t>(value) != 0;
    if (column.type == ColumnType::Int)
        return std::get<std::int64_t>(value);
    const std::string text = valueToText(column.type, value);
    if (column.type == ColumnType::JsonText) {
        if (auto json = parseJson(text))
            return *std::move(json);
    }
    return text;
}

Json rowJson(const Row &row)
{
    Json json = Json::object();
    for (const ColumnInfo &column : row.table().columns) {
        if (!column.is(ServerOnly))
            json[std::string(column.name())] = valueJson(column, row.value(column.index));
    }
    return json;
}

Json statusJson(const Store &store)
{
    const SyncStatus &status = store.status();
    Json json{{"link", linkWords[static_cast<std::size_t>(status.link)]},
              {"waiting", status.waiting},
              {"review", status.review},
              {"allSaved", status.allSaved()},
              {"loadedRows", status.loadedRows},
              {"totalRows", status.totalRows},
              {"usable", status.usable},
              {"user", store.session().email}};
    json["lastSyncedAt"] = status.lastSyncedAt ? Json(status.lastSyncedAt->toString()) : Json();
    if (const PortInfo *port = store.session().port())
        json["port"] = port->slug;
    if (!status.problem.key.empty())
        json["problem"] = status.problem.key;
    return json;
}

Json mutationJson(const Mutation &mutation)
{
    Json ops = Json::array();
    for (const Op &op : mutation.edit.ops) {
        const Table *table = schema::findTable(op.table);
        if (!table)
            continue;
        Json fields = Json::object();
        for (const FieldChange &field : op.fields)
            fields[field.column] = {{"was", fieldJson(*table, field.column, field.was)},
                                    {"now", fieldJson(*table, field.column, field.now)}};
        ops.push_back({{"table", table->name},
                       {"id", op.id.toString()},
                       {"kind", kindWords[static_cast<std::size_t>(op.kind)]},
                       {"fields", fields}});
    }
    return {{"seq", mutation.seq},
            {"id", mutation.id.toString()},
            {"at", mutation.clientTime.toString()},
            {"title", mutation.edit.title},
            {"ops", ops}};
}

Json reviewJson(const ReviewItem &item)
{
    Json conflicts = Json::array();
    for (const FieldConflict &conflict : item.outcome.conflicts) {
        const Table *table = schema::findTable(conflict.table);
        if (!table)
            continue;
        conflicts.push_back({{"table", table->name},
                             {"id", conflict.id.toString()},
                             {"column", conflict.column},
                             {"was", fieldJson(*table, conflict.column, conflict.was)},
                             {"mine", fieldJson(*table, conflict.column, conflict.mine)},
                             {"theirs", fieldJson(*table, conflict.column, conflict.theirs)},
                             {"by", conflict.by.toString()},
                             {"at", conflict.at.toString()}});
    }
    return {{"number", item.number},
            {"outcome", outcomeWords[static_cast<std::size_t>(item.outcome.kind)]},
            {"error", item.outcome.error.key},
            {"field", item.outcome.error.field},
            {"conflicts", conflicts},
            {"edit", mutationJson(item.mutation)}};
}

} // namespace nimara::cli
