#include "ui/pages/pages.h"

namespace nimara::ui {

void registerPages(PageRegistry &registry)
{
    registerClientsPage(registry);
    registerInterestsPage(registry);
    registerBerthsPage(registry);
}

} // namespace nimara::ui
