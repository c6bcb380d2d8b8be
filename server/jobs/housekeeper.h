#pragma once

#include "models/base/log.h"

#include <chrono>
#include <memory>
#include <string>

namespace nimara::server::jobs {

// A thread that clears what is too old: once at its start, then every period.
class Housekeeper
{
public:
    Housekeeper(std::string conninfo, std::chrono::seconds period, Log log);
    ~Housekeeper();
    Housekeeper(const Housekeeper &) = delete;
    Housekeeper &operator=(const Housekeeper &) = delete;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nimara::server::jobs
