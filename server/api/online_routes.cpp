#include "models/base/text.h"
#include "models/schema/registry.h"
#include "models/schema/value.h"
#include "server/api/context.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

// Rows that are never replicated, read on demand:
//   GET /api/online/{table}?port=UUID&column=value&limit=100&after=CURSOR -> {"rows": [{column: text}], "next": CURSOR}
// A column of time also takes column.from=value and column.before=value; q=words finds rows that hold each of them.
// Newest first. Values are written as models/schema/value.h writes them; null stays null.

namespace nimara::server::api {
namespace {
using auth::Identity;
using net::Request;
using net::Response;

constexpr int fewestRows = 1;
constexpr int usualRows = 100;
constexpr int mostRows = 500;
constexpr std::size_t longestSearch = 200;
constexpr std::size_t mostWords = 6;
constexpr std::string_view fromSuffix = ".from";
constexpr std::string_view beforeSuffix = ".before";

struct Offer
{
    std::string_view table;
    std::string_view permission;    // in the port
    std::string_view where;         // beside what row-level security leaves
    std::string_view searched = {}; // a text of the row, in SQL; empty: it cannot be searched
    // Rows of the whole system (port_id null) may be asked for by super admins, without a port.
    bool hasSystemRows = false;
    bool isOwn = false; // rows of whoever asks, no permission needed
};

constexpr std::array offers = {
    Offer{.table = "audit_logs",
          .permission = "admin.view_audit_log",
          .where = "t.port_id is not distinct from $1",
          .searched = "concat_ws(' ', t.entity_type, t.entity_id, t.field_changed, t.old_value, t.new_value, "
                      "t.ip_address)",
          .hasSystemRows = true},
    Offer{.table = "webhook_deliveries", .permission = "admin.manage_webhooks", .where = "t.port_id = $1"},
    Offer{.table = "system_settings",
          .permission = "admin.manage_settings",
          .where = "t.port_id is not distinct from $1",
          .hasSystemRows = true},
    Offer{.table = "users",
          .permission = "admin.manage_users",
          .where = "($1::uuid is null or t.id in (select m.user_id from public.user_port_roles m where "
                   "m.port_id = $1))",
          .searched = "concat_ws(' ', t.name, t.email)",
          .hasSystemRows = true},
    Offer{.table = "google_calendar_tokens", .permission = {}, .where = "t.user_id = $2", .isOwn = true},
};

// A bound on a column: what stands before and after its name in the SQL.
struct Compared
{
    const ColumnInfo *column = nullptr;
    std::string_view sign;
    Value value;
};

struct Asked
{
    const Offer *offer = nullptr;
    const Table *table = nullptr;
    std::optional<Uuid> port;
    int limit = usualRows;
    std::optional<std::pair<Instant, Uuid>> after;
    std::vector<Compared> compared;
    std::vector<std::string> words;
};

Error bad(std::string_view field)
{
    return {.code = ErrorCode::Invalid, .key = "value.form", .field = std::string(field)};
}

bool isShown(const ColumnInfo &column)
{
    return (column.spec.flags & ServerOnly) == 0;
}

// "1763808243000000.01934c5e-7a1b-7c3d-8e4f-123456789abc"
std::optional<std::pair<Instant, Uuid>> cursorFrom(std::string_view text)
{
    const std::size_t dot = std::min(text.find('.'), text.size());
    std::int64_t micros = 0;
    const auto [stopped, fault] = std::from_chars(text.data(), text.data() + dot, micros);
    const auto id = Uuid::parse(text.substr(std::min(dot + 1, text.size())));
    if (fault != std::errc() || stopped != text.data() + dot || !id)
        return std::nullopt;
    return std::pair(Instant(micros), *id);
}

Result<> takeWords(Asked &asked, std::string_view text)
{
    if (asked.offer->searched.empty() || text.size() > longestSearch || !isValidUtf8(text) ||
        text.find('\0') != std::string_view::npos)
        return bad("q");
    std::istringstream words{std::string(text)};
    for (std::string word; words >> word;)
        asked.words.push_back(word);
    return asked.words.size() <= mostWords ? Result<>(Done{}) : bad("q");
}

Result<> takeReserved(Asked &asked, std::string_view name, std::string_view value)
{
    if (name == "q")
        return takeWords(asked, value);
    if (name == "port") {
        asked.port = Uuid::parse(value);
        return asked.port ? Result<>(Done{}) : bad(name);
    }
    if (name == "after") {
        asked.after = cursorFrom(value);
        return asked.after ? Result<>(Done{}) : bad(name);
    }
    const auto [stopped, fault] = std::from_chars(value.data(), value.data() + value.size(), asked.limit);
    const bool isNumber = fault == std::errc() && stopped == value.data() + value.size();
    if (!isNumber || asked.limit < fewestRows || asked.limit > mostRows)
        return bad(name);
    return Done{};
}

Result<> takeFilter(Asked &asked, std::string_view name, std::string_view text)
{
    const bool isFrom = name.ends_with(fromSuffix);
    const bool isBefore = name.ends_with(beforeSuffix);
    const std::size_t suffix = isFrom ? fromSuffix.size() : isBefore ? beforeSuffix.size() : 0;
    const ColumnInfo *column = asked.table->find(name.substr(0, name.size() - suffix));
    if (column == nullptr || !isShown(*column))
        return Error{.code = ErrorCode::Invalid, .key = "value.unknown", .field = std::string(name)};
    auto value = valueFromText(column->type, text);
    const bool isSpan = isFrom || isBefore;
    if (!value || (isSpan && (column->type != ColumnType::Instant || isNull(*value))))
        return bad(name);
    asked.compared.push_back({column, isFrom ? ">=" : isBefore ? "<" : "=", *std::move(value)});
    return Done{};
}

Result<Asked> parse(const Request &request)
{
    Asked asked;
    const std::string &name = request.arguments.at(0);
    const auto offer =
        std::find_if(offers.begin(), offers.end(), [&](const Offer &each) { return each.table == name; });
    asked.table = schema::findTable(name);
    if (offer == offers.end() || asked.table == nullptr)
        return Error{.code = ErrorCode::NotFound, .key = "http.path"};
    asked.offer = &*offer;
    for (const auto &[key, value] : request.query) {
        const bool isReserved = key == "port" || key == "after" || key == "limit" || key == "q";
        NIMARA_TRY(isReserved ? takeReserved(asked, key, value) : takeFilter(asked, key, value));
    }
    return asked;
}

Result<> permit(const Asked &asked, const Identity &identity, Connection &connection)
{
    if (asked.offer->isOwn)
        return Done{};
    const std::string_view permission = asked.offer->permission;
    if (asked.port)
        return auth::require(connection, identity, *asked.port, permission);
    if (!asked.offer->hasSystemRows)
        return Error{.code = ErrorCode::Invalid, .key = "value.missing", .field = "port"};
    return identity.isSuperAdmin ? Result<>(Done{})
                                 : Error{.code = ErrorCode::Forbidden,
                                         .key = "auth.permission",
                                         .field = std::string(permission)};
}

// Column names come from the registry, values go as parameters.
std::string sqlFor(const Asked &asked, const Identity &identity, Params &params)
{
    std::string columns;
    for (const ColumnInfo &column : asked.table->columns) {
        if (isShown(column))
            columns += (columns.empty() ? "t." : ", t.") + std::string(column.spec.name);
    }
    params.uuid(asked.port).uuid(identity.userId);
    int given = 2;
    std::string sql = "select " + columns + " from public." + std::string(asked.table->name) +
                      " t where $2::uuid is not null and " + std::string(asked.offer->where);
    for (const Compared &each : asked.compared) {
        sql += " and t." + std::string(each.column->spec.name);
        if (isNull(each.value)) {
            sql += " is null";
            continue;
        }
        params.value(each.column->type, each.value);
        sql += ' ' + std::string(each.sign) + " $" + std::to_string(++given);
    }
    for (const std::string &word : asked.words) {
        params.text(word);
        sql += " and strpos(lower(" + std::string(asked.offer->searched) + "), lower($" +
               std::to_string(++given) + ")) > 0";
    }
    if (asked.after) {
        params.instant(asked.after->first).uuid(asked.after->second);
        sql += " and (t.created_at, t.id) < ($" + std::to_string(given + 1) + ", $" +
               std::to_string(given + 2) + ")";
    }
    // One more than asked for tells whether there is a next page.
    return sql + " order by t.created_at desc, t.id desc limit " + std::to_string(asked.limit + 1);
}

Json rowsJson(const Asked &asked, const QueryResult &found, int count)
{
    Json rows = Json::array();
    for (int row = 0; row < count; ++row) {
        Json object = Json::object();
        int at = 0;
        for (const ColumnInfo &column : asked.table->columns) {
            if (!isShown(column))
                continue;
            const Value value = found.value(row, at++, column.type);
            object[std::string(column.spec.name)] =
                isNull(value) ? Json() : Json(valueToText(column.type, value));
        }
        rows.push_back(std::move(object));
    }
    return rows;
}

Result<Response> online(const Request &request, const Identity &identity, Connection &connection)
{
    auto asked = parse(request);
    if (!asked)
        return asked.error();
    NIMARA_TRY(permit(*asked, identity, connection));
    auto transaction = Transaction::begin(connection, {.port = asked->port, .user = identity.userId});
    if (!transaction)
        return transaction.error();
    Params params;
    const std::string sql = sqlFor(*asked, identity, params);
    auto found = connection.exec(sql.c_str(), params);
    if (!found)
        return found.error();
    NIMARA_TRY(transaction->commit());
    const int count = std::min(found->rows(), asked->limit);
    Json body = {{"rows", rowsJson(*asked, *found, count)}, {"next", nullptr}};
    if (found->rows() > asked->limit) {
        const int created = found->column("created_at");
        const int id = found->column("id");
        body["next"] = std::to_string(found->instant(count - 1, created).micros()) + '.' +
                       found->uuid(count - 1, id).toString();
    }
    return Response::json(body);
}
} // namespace

void addOnlineRoutes(net::Router &router, const Context &context)
{
    router.add(net::Method::Get, "/api/online/{table}", context.guard.signedIn(online));
}

} // namespace nimara::server::api
