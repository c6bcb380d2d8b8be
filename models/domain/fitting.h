#pragma once

#include "models/base/decimal.h"
#include "models/domain/edit.h"
#include "models/schema/row.h"

#include <optional>
#include <vector>

namespace nimara {

// What a boat asks of a berth, in metres. What is not known asks for nothing.
struct BerthNeed
{
    std::optional<Decimal> length;
    std::optional<Decimal> beam;
    std::optional<Decimal> draft;

    bool isEmpty() const { return !length && !beam && !draft; }
};

// The wishes of a deal come first, then the boat's own measures. Null: there is none.
BerthNeed needOf(const Row *interest, const Row *vessel);
// For somebody who wanted this berth and of whom no more is known.
BerthNeed needLike(const Row &berth);

// A berth of which the depth is not known is not too shallow.
bool fitsNeed(const Row &berth, const BerthNeed &need);
// Those of the berths that are free and fit, the tightest first.
std::vector<Row> fittingBerths(std::vector<Row> berths, const BerthNeed &need, std::size_t most);

// The same edit for another berth than the one it named: a new deal, a new hold, a deal that was to go there.
// Nothing where it named none.
std::optional<Edit> onOtherBerth(Edit edit, const Uuid &from, const Uuid &to);

} // namespace nimara
