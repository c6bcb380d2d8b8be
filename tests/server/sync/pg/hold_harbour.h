#pragma once

#include "models/domain/edit.h"
#include "models/schema/tables/all.h"
#include "tests/server/sync/pg/harbour.h"

namespace nimara::server::test {

// The harbour, and what people do there with holds.
class HoldHarbour : public Harbour
{
protected:
    const Uuid hold = id(7001);
    const Uuid hold2 = id(7002);

    static Instant in(std::chrono::microseconds span) { return SystemClock().now() + span; }

    Edit ask(const Uuid &holdId, const Uuid &onBerth, Instant until, std::vector<FieldChange> more = {})
    {
        more.push_back(to("berth_id", onBerth));
        more.push_back(to("client_id", client));
        more.push_back(to("held_until", until.micros()));
        return create(schema::BerthHolds::table, holdId, std::move(more));
    }
    Edit ask(const Uuid &holdId, const Uuid &onBerth)
    {
        return ask(holdId, onBerth, in(std::chrono::hours(24)));
    }
    static Edit release(const Uuid &holdId)
    {
        return update(schema::BerthHolds::table, holdId, {to("state", word("released"), word("active"))});
    }
    Edit deal(const Uuid &dealId, const Uuid &onBerth, const std::string &stage)
    {
        return create(schema::Interests::table, dealId,
                      {to("client_id", client), to("berth_id", onBerth), to("pipeline_stage", word(stage))});
    }

    std::string field(const std::string &table, const Uuid &row, const std::string &column)
    {
        return cell("select " + column + " from " + table + " where id = '" + row.toString() + "'");
    }
    std::string stateOf(const Uuid &holdId) { return field("berth_holds", holdId, "state"); }
    Value untilOf(const Uuid &holdId)
    {
        return Value(std::int64_t(
            std::stoll(field("berth_holds", holdId, "(extract(epoch from held_until) * 1000000)::bigint"))));
    }
    // As if its moment had passed. The database takes no such word from anybody.
    void letExpire(const Uuid &holdId)
    {
        run("alter table berth_holds disable trigger hold_rules; update berth_holds set held_until = now() "
            "where id = '" +
            holdId.toString() + "'; alter table berth_holds enable always trigger hold_rules");
    }
    // A right that the seeded role does not have, or has.
    void override(int roleNumber, const std::string &rights)
    {
        run("insert into port_role_overrides (port_id, role_id, permission_overrides) values ('" +
            portA.toString() + "', '" + text(static_cast<std::uint64_t>(roleNumber)) + "', '" + rights +
            "')");
    }
};

} // namespace nimara::server::test
