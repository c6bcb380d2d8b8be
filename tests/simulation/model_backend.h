#pragma once

#include "tests/simulation/backend.h"
#include "tests/simulation/model_door.h"

namespace nimara::sim {

class ModelBackend final : public Backend
{
public:
    explicit ModelBackend(const Clock &clock) : m_door(clock) {}

    server::Door &door() override { return m_door; }
    void addUser(const Uuid &user, bool isMember) override
    {
        m_door.addUser(user);
        if (isMember)
            m_door.setRights(user, port(), PermissionSet());
    }
    void setRights(const Uuid &user, const PermissionSet &rights) override
    {
        m_door.setRights(user, port(), rights);
    }
    void setMember(const Uuid &user, bool isMember) override
    {
        m_door.takeRights(user, port());
        if (isMember)
            m_door.setRights(user, port(), PermissionSet::all());
    }
    std::function<void()> write(const std::vector<Row> &rows) override
    {
        return [this, rows] { seed(rows); };
    }
    void backUp() override { m_door.backUp(); }
    void restore(bool goesBack) override { m_door.restore(goesBack); }
    void seed(const std::vector<Row> &rows) override
    {
        std::vector<ModelDoor::Written> changes;
        for (const Row &row : rows)
            changes.push_back({&row.table(), row});
        m_door.commit(changes);
    }
    std::optional<Outcome> outcomeOf(const server::Device &, std::uint64_t, const Uuid &mutation) override
    {
        const Outcome *outcome = m_door.outcomeOf(mutation);
        return outcome ? std::optional(*outcome) : std::nullopt;
    }
    void forgetAnswer(const server::Device &device, const Mutation &mutation) override
    {
        m_door.forgetAnswer(device, mutation);
    }
    std::size_t doubled() override { return m_door.foreignSeqs() + m_door.repeated(); }

private:
    ModelDoor m_door;
};

} // namespace nimara::sim
