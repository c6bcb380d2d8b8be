#include "server/db/migrator.h"

#include "models/base/hash.h"

#include <map>

namespace nimara::server {

namespace {

// Any number of our own; the lock is held per database.
constexpr std::int64_t migratorLock = 0x6E696D617261'01;

std::string checksum(const Migration &step)
{
    const Sha256 digest = sha256(step.sql);
    return toHex({reinterpret_cast<const char *>(digest.data()), digest.size()});
}

struct Applied
{
    std::string name;
    std::string checksum;
};

Result<std::map<int, Applied>> appliedSteps(Connection &connection)
{
    const auto rows =
        connection.exec("select version, name, checksum from sync.schema_version order by version");
    if (!rows)
        return rows.error();
    std::map<int, Applied> steps;
    for (int row = 0; row < rows->rows(); ++row)
        steps[static_cast<int>(rows->integer(row, 0))] = {rows->text(row, 1), rows->text(row, 2)};
    return steps;
}

// What is there must be a beginning of what we know.
Result<> checkHistory(const std::map<int, Applied> &applied, std::span<const Migration> steps)
{
    for (const auto &[number, there] : applied) {
        if (number < 1 || static_cast<std::size_t>(number) > steps.size())
            return Error{ErrorCode::UpgradeRequired, "db.schema_newer", there.name};
        const Migration &ours = steps[static_cast<std::size_t>(number - 1)];
        if (there.name != ours.name || there.checksum != checksum(ours))
            return Error{ErrorCode::Conflict, "db.schema_changed", std::string(ours.name),
                         "applied as " + there.name};
    }
    return Done{};
}

Result<> apply(Connection &connection, const Migration &step)
{
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return transaction.error();
    NIMARA_TRY(connection.run(std::string(step.sql)));
    NIMARA_TRY(connection.run("reset role"));
    NIMARA_TRY(
        connection.exec("insert into sync.schema_version (version, name, checksum) values ($1, $2, $3)",
                        Params().int4(step.number).text(step.name).text(checksum(step))));
    return transaction->commit();
}

Result<MigrationReport> migrateLocked(Connection &connection, std::span<const Migration> steps)
{
    // Only what is not there: a database whose schema is not ours to create in must still be migrated when it is up to
    // date or prepared by hand.
    const auto there = connection.exec("select to_regclass('sync.schema_version') is not null");
    if (!there)
        return there.error();
    if (!there->boolean(0, 0)) {
        NIMARA_TRY(connection.run(
            "create schema if not exists sync;"
            "create table sync.schema_version (version integer primary key, name text not null,"
            " checksum text not null, applied_at timestamptz not null default now())"));
    }
    const auto applied = appliedSteps(connection);
    if (!applied)
        return applied.error();
    NIMARA_TRY(checkHistory(*applied, steps));

    MigrationReport report;
    report.before = applied->empty() ? 0 : applied->rbegin()->first;
    report.after = report.before;
    for (const Migration &step : steps) {
        if (applied->contains(step.number))
            continue;
        const auto done = apply(connection, step);
        if (!done) {
            const Error &cause = done.error();
            return Error{cause.code, cause.key == "db.connection" ? cause.key : "db.schema_failed",
                         std::string(step.name), cause.detail};
        }
        report.after = step.number;
        report.applied.emplace_back(step.name);
    }
    return report;
}

} // namespace

Result<MigrationReport> migrate(Connection &administrator, std::span<const Migration> steps)
{
    NIMARA_TRY(administrator.exec("select pg_advisory_lock($1)", Params().int8(migratorLock)));
    auto report = migrateLocked(administrator, steps);
    (void)administrator.exec("select pg_advisory_unlock($1)", Params().int8(migratorLock));
    return report;
}

Result<> checkSchema(Connection &connection, std::span<const Migration> steps)
{
    const auto there = connection.exec("select to_regclass('sync.schema_version') is not null");
    if (!there)
        return there.error();
    if (!there->boolean(0, 0))
        return Error{ErrorCode::Unavailable, "db.schema_behind", {}, "the database is empty"};
    const auto applied = appliedSteps(connection);
    if (!applied)
        return applied.error();
    NIMARA_TRY(checkHistory(*applied, steps));
    if (applied->size() < steps.size())
        return Error{ErrorCode::Unavailable, "db.schema_behind", std::string(steps[applied->size()].name)};
    return Done{};
}

} // namespace nimara::server
