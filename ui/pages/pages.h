#pragma once

namespace nimara::ui {

class PageRegistry;

// Every section of the sidebar. Called by the composition root once the translators are installed.
void registerPages(PageRegistry &registry);

void registerClientsPage(PageRegistry &registry);
void registerInterestsPage(PageRegistry &registry);
void registerBerthsPage(PageRegistry &registry);
void registerFinancePages(PageRegistry &registry);
void registerOperationsPages(PageRegistry &registry);
void registerAdminPages(PageRegistry &registry);
void registerDashboardPage(PageRegistry &registry);

} // namespace nimara::ui
