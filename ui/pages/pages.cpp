#include "ui/pages/pages.h"

namespace nimara::ui {

void registerPages(PageRegistry &registry)
{
    registerDashboardPage(registry);
    registerClientsPage(registry);
    registerInterestsPage(registry);
    registerBerthsPage(registry);
    registerFinancePages(registry);
    registerOperationsPages(registry);
    registerAdminPages(registry);
}

} // namespace nimara::ui
