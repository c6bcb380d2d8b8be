#pragma once

#include "models/base/uuid.h"

#include <QObject>

#include <chrono>
#include <optional>
#include <string>

namespace nimara::demo {

class Desk;

// Notes the moment in which a laptop's window first shows a value in the record that it has open.
class Watch
{
public:
    using Time = std::chrono::steady_clock;

    Watch(Desk &desk, const Uuid &id, std::string_view column, std::string value);
    ~Watch();
    Watch(const Watch &) = delete;
    Watch &operator=(const Watch &) = delete;

    // False when it does not come.
    bool wait() const;
    Time::time_point seen() const { return *m_seen; }

private:
    std::optional<Time::time_point> m_seen;
    QMetaObject::Connection m_link;
};

} // namespace nimara::demo
