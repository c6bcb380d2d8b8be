#include "sync/engine/step_log.h"

#include <cstdio>

namespace nimara::sync {

void StepLog::add(std::chrono::microseconds now, const std::string &what)
{
    char time[32];
    const long long millis = now.count() / 1000;
    std::snprintf(time, sizeof time, "%lld.%03lld ", millis / 1000, millis % 1000);
    if (m_lines.size() == kept)
        m_lines.pop_front();
    m_lines.push_back(time + what);
}

} // namespace nimara::sync
