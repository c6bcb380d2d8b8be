#pragma once

#include "server/db/connection.h"
#include "server/migrations/migrations.h"

#include <span>
#include <string>
#include <vector>

namespace nimara::server {

struct MigrationReport
{
    int before = 0; // number of the last step that was there already
    int after = 0;
    std::vector<std::string> applied; // names
};

// Brings the database up to date over the administrator's connection. Each step is a transaction with its own row in
// sync.schema_version; two migrators wait for each other. Errors, with the step's name as their field:
//   db.schema_newer    the database has steps that this program does not know
//   db.schema_changed  a step that was applied had another text then
//   db.schema_failed   a step failed and left nothing behind; the detail has PostgreSQL's words
Result<MigrationReport> migrate(Connection &administrator, std::span<const Migration> steps = migrations());

// What a serving process asks at its start, over its own connection: db.schema_behind besides the errors above.
Result<> checkSchema(Connection &connection, std::span<const Migration> steps = migrations());

} // namespace nimara::server
