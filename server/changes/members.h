#pragma once

#include "models/domain/permissions.h"
#include "models/domain/scopes.h"
#include "server/db/connection.h"

#include <map>
#include <string>
#include <string_view>

namespace nimara::server {

// The people of a port, with what each may see.
class Members
{
public:
    struct Member
    {
        std::string name;
        PermissionSet permissions;
    };

    // In the transaction's tenant. Active people only; super admins stand in every port.
    static Result<Members> read(Connection &connection, const Uuid &port);

    const Member *find(const Uuid &user) const;
    // Whether somebody of the port may see the row.
    bool maySee(const Uuid &user, const Table &table, const Row &row) const;
    // Whether everybody who holds the one right holds the other too: then what the other one guards may stand in an
    // event for the first.
    bool allWith(std::string_view right, std::string_view other) const;

private:
    Uuid m_port;
    std::map<Uuid, Member> m_people;
};

// Whether a row stands in any of these scopes (sorted). A user's row is seen by all of the port.
bool isSeen(const Table &table, const Row &row, std::span<const ScopeKey> scopes);

} // namespace nimara::server
