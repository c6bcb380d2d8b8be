#include "models/store/berth_queries.h"

#include "models/schema/tables/berths.h"
#include "models/schema/tables/interests.h"

namespace nimara {

using schema::BerthHolds;
using schema::Berths;

Query activeHolds()
{
    return {.table = &BerthHolds::table, .filter = Filter::equal(BerthHolds::state, HoldState::Active)};
}

Query activeHoldsOn(const Uuid &berth)
{
    Query query = activeHolds();
    query.filter = Filter::both(std::move(query.filter), Filter::equal(BerthHolds::berthId, berth));
    return query;
}

Query availableBerths()
{
    return {.table = &Berths::table, .filter = Filter::equal(Berths::status, BerthStatus::Available)};
}

} // namespace nimara
