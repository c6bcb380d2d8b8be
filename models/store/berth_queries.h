#pragma once

#include "models/store/query.h"

namespace nimara {

// What several pages ask about berths. Whether a hold still stands, and whether a berth fits, is for models/domain to say.
Query activeHolds();
Query activeHoldsOn(const Uuid &berth);
Query availableBerths();

} // namespace nimara
