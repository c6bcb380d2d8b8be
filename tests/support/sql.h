#pragma once

#include "server/db/connection.h"

#include <string>
#include <vector>

namespace nimara::test {

// Statements of a test. A fault ends the test run with its words, since nothing after it means anything.
server::Connection connectTo(const std::string &database, const std::string &role = {});
std::vector<std::vector<std::string>> rowsOf(server::Connection &connection, const std::string &sql);
std::string cellOf(server::Connection &connection,
                   const std::string &sql); // first column of the first row; "" if none
void mustRun(server::Connection &connection, const std::string &sql);
// The key of the error that a statement must give; "" when it gives none.
std::string faultOf(server::Connection &connection, const std::string &sql);

} // namespace nimara::test
