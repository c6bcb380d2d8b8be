#include "ui/entity/format_words.h"

#include "models/items/labels.h"
#include "ui/entity/entity_host.h"
#include "ui/widgets/format.h"

namespace nimara::ui {

namespace {

// Money and lengths show all their digits, so that columns of them align; rates and quantities only what they need.
constexpr int alwaysShown = 2;

} // namespace

QString FormatWords::number(Decimal value) const
{
    return m_host.format().decimal(value, value.scale() == alwaysShown ? alwaysShown : 0);
}

QString FormatWords::whole(std::int64_t value) const
{
    return m_host.format().number(value);
}

QString FormatWords::date(Date day) const
{
    return m_host.format().date(day);
}

QString FormatWords::relative(Instant at) const
{
    return m_host.format().relative(at);
}

QString FormatWords::exact(Instant at) const
{
    return m_host.format().exact(at);
}

QString FormatWords::currency() const
{
    return fromUtf8(m_host.format().currency());
}

} // namespace nimara::ui
