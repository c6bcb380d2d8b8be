#include "server/app/sync_wiring.h"

namespace nimara::server::app {

MakeSync syncService()
{
    return {};
}

} // namespace nimara::server::app
