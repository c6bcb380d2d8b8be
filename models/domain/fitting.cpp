#include "models/domain/fitting.h"

#include "models/domain/holds.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/clients.h"
#include "models/schema/tables/interests.h"

#include <algorithm>
#include <tuple>

namespace nimara {

namespace {

using schema::Berths;
using schema::Interests;
using schema::Vessels;

std::optional<Decimal> firstOf(const Row *interest, const Column<Length> &wish, const Row *vessel,
                               const Column<Length> &measure)
{
    const auto wished = interest ? (*interest)[wish] : std::nullopt;
    return wished || !vessel ? wished : (*vessel)[measure];
}

bool isEnough(std::optional<Decimal> there, std::optional<Decimal> needed)
{
    return !needed || !there || *there >= *needed;
}

} // namespace

BerthNeed needOf(const Row *interest, const Row *vessel)
{
    return {firstOf(interest, Interests::desiredLengthM, vessel, Vessels::lengthM),
            firstOf(interest, Interests::desiredBeamM, vessel, Vessels::beamM),
            firstOf(interest, Interests::desiredDraftM, vessel, Vessels::draftM)};
}

BerthNeed needLike(const Row &berth)
{
    return {berth[Berths::lengthM], berth[Berths::beamM], {}};
}

bool fitsNeed(const Row &berth, const BerthNeed &need)
{
    return isEnough(berth[Berths::lengthM], need.length) && isEnough(berth[Berths::beamM], need.beam) &&
           isEnough(berth[Berths::maxDraftM], need.draft) && isEnough(berth[Berths::waterDepthM], need.draft);
}

std::vector<Row> fittingBerths(std::vector<Row> berths, const BerthNeed &need, std::size_t most)
{
    std::erase_if(berths, [&](const Row &berth) { return !mayBeHeld(berth) || !fitsNeed(berth, need); });
    std::ranges::sort(berths, {}, [](const Row &berth) {
        return std::tuple(berth[Berths::lengthM], berth[Berths::beamM], berth[Berths::area],
                          berth[Berths::berthNumber]);
    });
    if (berths.size() > most)
        berths.resize(most);
    return berths;
}

std::optional<Edit> onOtherBerth(Edit edit, const Uuid &from, const Uuid &to)
{
    bool isNamed = false;
    for (Op &op : edit.ops) {
        for (FieldChange &field : op.fields) {
            if (field.column == Interests::berthId.name() && field.now == Value(from)) {
                field.now = to;
                isNamed = true;
            }
        }
    }
    return isNamed ? std::optional(std::move(edit)) : std::nullopt;
}

} // namespace nimara
