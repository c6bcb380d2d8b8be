#include "tests/demo/watch.h"

#include "tests/demo/hands.h"
#include "tests/support/laptop/laptop.h"
#include "ui/entity/record_context.h"
#include "ui/entity/record_view.h"

namespace nimara::demo {

namespace {

constexpr int patienceMs = 60'000;

} // namespace

Watch::Watch(Desk &desk, const Uuid &id, std::string_view column, std::string value)
{
    m_link = QObject::connect(&shownRecord(desk)->record(), &ui::RecordContext::changed,
                              [this, &desk, id, column = std::string(column), value = std::move(value)] {
                                  if (!m_seen && shows(desk, id, column, value))
                                      m_seen = Time::now();
                              });
}

Watch::~Watch()
{
    QObject::disconnect(m_link);
}

bool Watch::wait() const
{
    return test::waitUntil([this] { return m_seen.has_value(); }, patienceMs);
}

} // namespace nimara::demo
