#pragma once

#include "models/domain/permissions.h"
#include "server/sync/door.h"

#include <functional>
#include <optional>
#include <vector>

namespace nimara::sim {

// What stands behind the door, and how the world arranges and asks it: the model, or PostgreSQL.
class Backend
{
public:
    virtual ~Backend() = default;

    virtual server::Door &door() = 0;
    virtual void addUser(const Uuid &user, bool isMember) = 0;
    virtual void setRights(const Uuid &user, const PermissionSet &rights) = 0;
    virtual void setMember(const Uuid &user, bool isMember) = 0;
    // Rows made by an administrator.
    virtual void seed(const std::vector<Row> &rows) = 0;
    // New rows in another program's transaction, open until it is told to commit.
    virtual std::function<void()> write(const std::vector<Row> &rows) = 0;
    // What restore() goes back to.
    virtual void backUp() = 0;
    // No server runs meanwhile. `goesBack`: to the backup, if there is one; else all is there, under another epoch.
    virtual void restore(bool goesBack) = 0;
    // The stored outcome of a mutation.
    virtual std::optional<Outcome> outcomeOf(const server::Device &device, std::uint64_t seq,
                                             const Uuid &mutation) = 0;
    // For a canary: as if the mutation had never been answered.
    virtual void forgetAnswer(const server::Device &, const Mutation &) {}
    // Mutations that were run twice, or two under one number.
    virtual std::size_t doubled() = 0;
    Uuid port() const { return m_port; }

protected:
    Uuid m_port = *Uuid::parse("00000000-0000-7000-8000-0000000000aa");
};

} // namespace nimara::sim
