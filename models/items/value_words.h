#pragma once

#include "models/base/instant.h"
#include "models/schema/value.h"

#include <QString>

namespace nimara {

// How numbers and times are written for this port and this user. ui implements it over its formats; asked each
// time, because switching the port changes it. The models know no locale.
class ValueWords
{
public:
    virtual ~ValueWords() = default;

    virtual QString number(Decimal value) const = 0; // grouped, with the digits that its kind always shows
    virtual QString whole(std::int64_t value) const = 0;
    virtual QString date(Date day) const = 0;
    virtual QString relative(Instant at) const = 0; // "5 minutes ago"
    virtual QString exact(Instant at) const = 0;    // day, time and zone of the port
    virtual QString currency() const = 0;           // of the port, where a row names none
};

} // namespace nimara
