#include "models/domain/holds.h"
#include "models/items/labels.h"
#include "models/schema/tables/all.h"
#include "ui/pages/berths/hold_notes.h"
#include "ui/pages/berths/hold_strip.h"
#include "ui/pages/berths/who_holds.h"
#include "ui/pages/pages.h"
#include "ui/pages/section_page.h"

#include <QCoreApplication>

namespace nimara::ui {

namespace {

using schema::Berths;

struct BerthsPage
{
    Q_DECLARE_TR_FUNCTIONS(BerthsPage)

public:
    static std::vector<FormGroup> form();
    static std::vector<RecordTab> tabs();
    static PageSpec spec();
};

std::vector<FormGroup> BerthsPage::form()
{
    return {
        {tr("Berth"), {Berths::area, Berths::berthNumber, Berths::status, Berths::ownerClientId}},
        {tr("Size"), {Berths::lengthM, Berths::beamM, Berths::maxDraftM, Berths::waterDepthM}},
        {tr("Price and tenure"),
         {Berths::price, Berths::priceCurrency, Berths::tenureType, Berths::tenureYears,
          Berths::tenureStartOn, Berths::tenureEndOn}},
        {tr("Mooring"),
         {Berths::mooringType, Berths::sidePontoon, Berths::bowFacing, Berths::access, Berths::cleatType,
          Berths::cleatCapacity, Berths::bollardType, Berths::bollardCapacity}},
        {tr("Services"),
         {Berths::powerCapacityKva, Berths::voltage, Berths::hasWater, Berths::hasFuel, Berths::hasWifi}},
        {tr("Description"), {Berths::description}},
    };
}

std::vector<RecordTab> BerthsPage::tabs()
{
    using namespace schema;
    return {
        {.title = tr("Interests"),
         .related = &Interests::table,
         .via = &Interests::berthId.info(),
         .list = {Interests::clientId, Interests::pipelineStage, Interests::leadCategory,
                  Interests::offeredPrice, Interests::assignedTo, Interests::updatedAt}},
        {.title = tr("Waiting list"),
         .related = &BerthWaitingList::table,
         .via = &BerthWaitingList::berthId.info()},
        {.title = tr("Maintenance"),
         .related = &BerthMaintenanceLog::table,
         .via = &BerthMaintenanceLog::berthId.info()},
        {.title = tr("Reminders"),
         .related = &Reminders::table,
         .via = &Reminders::berthId.info(),
         .list = {Reminders::title, Reminders::dueAt, Reminders::priority, Reminders::status,
                  Reminders::assignedTo}},
        {.title = tr("Documents"),
         .related = &Documents::table,
         .via = &Documents::berthId.info(),
         .list = {Documents::title, Documents::documentType, Documents::status, Documents::sentAt}},
        {.title = tr("Holds"),
         .related = &BerthHolds::table,
         .via = &BerthHolds::berthId.info(),
         .list = {BerthHolds::clientId, BerthHolds::holderId, BerthHolds::heldUntil, BerthHolds::state,
                  BerthHolds::createdAt}},
        {.title = tr("Dock walk"),
         .related = &BerthObservations::table,
         .via = &BerthObservations::berthId.info()},
        {.title = tr("Prices"), .related = &PriceHistory::table, .via = &PriceHistory::berthId.info()},
    };
}

PageSpec BerthsPage::spec()
{
    const auto hold = [](RecordContext &record, QWidget *parent) -> QWidget * {
        return new HoldStrip(record, parent);
    };
    const auto notes = [](EntityHost &host, QObject *parent) -> RowNotes * {
        return new HoldNotes(host, parent);
    };
    const auto check = [](EntityHost &host, const Row &was, const Row &now, QObject *owner,
                          std::function<void(const QString &)> answer) {
        if (takesBerth(was, now))
            askWhoHolds(host, now.id(), owner, std::move(answer));
        else
            answer({});
    };
    return {
        .table = &Berths::table,
        .icon = QStringLiteral("anchor"),
        .createLabel = tr("New berth"),
        .emptyText = tr("The berths of this port will stand here"),
        .list = {Berths::berthNumber, Berths::area, Berths::status, Berths::lengthM, Berths::beamM,
                 Berths::price, Berths::tenureType, Berths::ownerClientId},
        .filters = {Berths::status, Berths::area, Berths::tenureType, Berths::mooringType},
        .strip = Berths::status,
        .sort = {{"area", false}, {"berth_number", false}},
        .form = form(),
        .status = Berths::status,
        .headline = {Berths::lengthM, Berths::beamM, Berths::maxDraftM, Berths::price, Berths::ownerClientId},
        .facts = {Berths::statusChangedAt, Berths::statusSource, Berths::tenureType, Berths::tenureYears,
                  Berths::tenureEndOn, Berths::createdAt, Berths::updatedAt},
        .tabs = tabs(),
        .check = check,
        .notes = notes,
        .ownTabs = true,
        .banner = hold,
    };
}

} // namespace

void registerBerthsPage(PageRegistry &registry)
{
    addSection(registry, BerthsPage::spec(),
               {.section = Section::Main, .order = 40, .permissions = {"berths.view"}, .inNewMenu = true});
}

} // namespace nimara::ui
