#pragma once

#include "models/base/uuid.h"
#include "models/domain/permissions.h"
#include "server/db/connection.h"

#include <string>

// Ports and people of a test, written over the administrator's connection. The system roles are there: the server
// makes them when it starts.
namespace nimara::test {

Result<> addPort(server::Connection &connection, const Uuid &id, const std::string &name,
                 const std::string &slug);

struct Person
{
    std::string name;
    std::string email;
    std::string password;
    SystemRole role = SystemRole::SalesManager;
};
// A member of the port. Gives the user's id.
Result<Uuid> addPerson(server::Connection &connection, const Uuid &port, const Person &person);

// 24 characters that the rules for passwords accept, from the kernel's generator.
std::string randomPassword();

} // namespace nimara::test
