#include "models/schema/tables/all.h"
#include "ui/pages/clients/contacts_tab.h"
#include "ui/pages/pages.h"
#include "ui/pages/section_page.h"

#include <QCoreApplication>

namespace nimara::ui {

namespace {

using schema::Clients;

struct ClientsPage
{
    Q_DECLARE_TR_FUNCTIONS(ClientsPage)

public:
    static std::vector<FormGroup> form();
    static std::vector<RecordTab> tabs();
    static PageSpec spec();
};

std::vector<FormGroup> ClientsPage::form()
{
    return {
        {tr("Client"),
         {Clients::fullName, Clients::companyName, Clients::clientType, Clients::assignedTo,
          Clients::lastContactAt}},
        {tr("Where from"), {Clients::source, Clients::sourceDetails}},
        {tr("Person"),
         {Clients::nationality, Clients::preferredLanguage, Clients::preferredCurrency, Clients::birthDate,
          Clients::taxNumber}},
        {tr("Address"),
         {Clients::addressLine1, Clients::addressLine2, Clients::postalCode, Clients::city, Clients::region,
          Clients::country}},
        {tr("Summary"), {Clients::summary}},
    };
}

std::vector<RecordTab> ClientsPage::tabs()
{
    using namespace schema;
    const auto contacts = [](RecordContext &record, QWidget *parent) -> QWidget * {
        return new ContactsTab(record, parent);
    };
    return {
        {.title = tr("Contacts"), .make = contacts},
        {.title = tr("Interests"),
         .related = &Interests::table,
         .via = &Interests::clientId.info(),
         .list = {Interests::berthId, Interests::pipelineStage, Interests::leadCategory,
                  Interests::offeredPrice, Interests::assignedTo, Interests::updatedAt}},
        {.title = tr("Vessels"),
         .related = &Vessels::table,
         .via = &Vessels::clientId.info(),
         .list = {Vessels::name, Vessels::make, Vessels::model, Vessels::lengthM, Vessels::beamM,
                  Vessels::draftM}},
        {.title = tr("Reminders"),
         .related = &Reminders::table,
         .via = &Reminders::clientId.info(),
         .list = {Reminders::title, Reminders::dueAt, Reminders::priority, Reminders::status,
                  Reminders::assignedTo}},
        {.title = tr("Documents"),
         .related = &Documents::table,
         .via = &Documents::clientId.info(),
         .list = {Documents::title, Documents::documentType, Documents::status, Documents::sentAt}},
        {.title = tr("Invoices"),
         .related = &Invoices::table,
         .via = &Invoices::clientId.info(),
         .list = {Invoices::invoiceNumber, Invoices::status, Invoices::issueOn, Invoices::dueOn,
                  Invoices::total}},
        {.title = tr("Berths"), .related = &Berths::table, .via = &Berths::ownerClientId.info()},
        {.title = tr("Waiting list"),
         .related = &BerthWaitingList::table,
         .via = &BerthWaitingList::clientId.info()},
        {.title = tr("Files"), .related = &Files::table, .via = &Files::clientId.info()},
        {.title = tr("Relationships"),
         .related = &ClientRelationships::table,
         .via = &ClientRelationships::clientAId.info()},
    };
}

PageSpec ClientsPage::spec()
{
    return {
        .table = &Clients::table,
        .icon = QStringLiteral("users"),
        .createLabel = tr("New client"),
        .emptyText = tr("People and companies you sell to will stand here"),
        .list = {Clients::fullName, Clients::companyName, Clients::source, Clients::assignedTo, Clients::city,
                 Clients::lastContactAt, Clients::updatedAt},
        .filters = {Clients::clientType, Clients::source, Clients::assignedTo, Clients::country,
                    Clients::lastContactAt},
        .sort = {{"full_name", false}},
        .form = form(),
        .headline = {Clients::companyName, Clients::assignedTo, Clients::source, Clients::country,
                     Clients::lastContactAt},
        .facts = {Clients::clientType, Clients::preferredLanguage, Clients::preferredCurrency,
                  Clients::nationality, Clients::mergedInto, Clients::createdAt, Clients::updatedAt},
        .tabs = tabs(),
        .ownTabs = true,
    };
}

} // namespace

void registerClientsPage(PageRegistry &registry)
{
    addSection(registry, ClientsPage::spec(),
               {.section = Section::Main, .order = 20, .permissions = {"clients.view"}, .inNewMenu = true});
}

} // namespace nimara::ui
