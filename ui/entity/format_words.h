#pragma once

#include "models/items/value_words.h"

namespace nimara::ui {

class EntityHost;

// The formats of the port as the item models ask for them. It asks the host each time, because switching the port
// brings another format.
class FormatWords : public ValueWords
{
public:
    explicit FormatWords(const EntityHost &host) : m_host(host) {}

    QString number(Decimal value) const override;
    QString whole(std::int64_t value) const override;
    QString date(Date day) const override;
    QString relative(Instant at) const override;
    QString exact(Instant at) const override;
    QString currency() const override;

private:
    const EntityHost &m_host;
};

} // namespace nimara::ui
