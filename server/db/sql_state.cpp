#include "server/db/sql_state.h"

#include <libpq-fe.h>
#include <string_view>

namespace nimara::server {

namespace {

struct Meaning
{
    std::string_view state; // a whole SQLSTATE, or its class of two characters
    ErrorCode code;
    const char *key;
};

constexpr Meaning meanings[] = {
    {"40001", ErrorCode::Unavailable, "db.retry"},     {"40P01", ErrorCode::Unavailable, "db.retry"},
    {"23505", ErrorCode::Conflict, "db.unique"},       {"23503", ErrorCode::Invalid, "db.foreign_key"},
    {"23502", ErrorCode::Invalid, "db.not_null"},      {"23514", ErrorCode::Invalid, "db.check"},
    {"23P01", ErrorCode::Conflict, "db.exclusion"},    {"42501", ErrorCode::Forbidden, "db.forbidden"},
    {"57014", ErrorCode::Unavailable, "db.cancelled"}, {"55P03", ErrorCode::Unavailable, "db.cancelled"},
    {"57", ErrorCode::Unavailable, "db.connection"},   {"08", ErrorCode::Unavailable, "db.connection"},
    {"53", ErrorCode::Unavailable, "db.resources"},    {"22", ErrorCode::Invalid, "db.value"},
};

const char *fieldOf(const PGresult *result, int code)
{
    const char *text = PQresultErrorField(result, code);
    return text ? text : "";
}

} // namespace

Error errorFromResult(const PGresult *result)
{
    const std::string_view state = fieldOf(result, PG_DIAG_SQLSTATE);
    // libpq's own faults have no state: what was sent met a connection that is gone, whatever its status says yet.
    if (state.empty())
        return Error{ErrorCode::Unavailable, "db.connection", {}, fieldOf(result, PG_DIAG_MESSAGE_PRIMARY)};
    Error error{ErrorCode::Internal, "db.failed"};
    for (const Meaning &meaning : meanings) {
        if (state.starts_with(meaning.state)) {
            error.code = meaning.code;
            error.key = meaning.key;
            break;
        }
    }
    error.field = fieldOf(result, PG_DIAG_CONSTRAINT_NAME);
    if (error.key == "db.not_null")
        error.field = fieldOf(result, PG_DIAG_COLUMN_NAME);
    error.detail = state;
    // Messages of the class "data exception" quote the value, which may be personal.
    if (error.key != "db.value")
        error.detail += std::string(" ") + fieldOf(result, PG_DIAG_MESSAGE_PRIMARY);
    return error;
}

} // namespace nimara::server
