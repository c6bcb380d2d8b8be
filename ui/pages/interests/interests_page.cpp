#include "models/domain/holds.h"
#include "models/items/labels.h"
#include "models/schema/tables/all.h"
#include "ui/entity/record_context.h"
#include "ui/pages/berths/who_holds.h"
#include "ui/pages/interests/board.h"
#include "ui/pages/interests/stage_bar.h"
#include "ui/pages/pages.h"
#include "ui/pages/section_page.h"

#include <QCoreApplication>

namespace nimara::ui {

namespace {

using schema::Interests;

struct InterestsPage
{
    Q_DECLARE_TR_FUNCTIONS(InterestsPage)

public:
    static std::vector<FormGroup> form();
    static std::vector<RecordTab> tabs();
    static PageSpec spec();
};

std::vector<FormGroup> InterestsPage::form()
{
    return {
        {tr("Deal"),
         {Interests::clientId, Interests::berthId, Interests::vesselId, Interests::assignedTo,
          Interests::leadCategory, Interests::source}},
        {tr("What is wanted"),
         {Interests::desiredArea, Interests::desiredLengthM, Interests::desiredBeamM,
          Interests::desiredDraftM, Interests::desiredTenureYears}},
        {tr("Money"),
         {Interests::budgetAmount, Interests::budgetCurrency, Interests::offeredPrice,
          Interests::depositAmount}},
        {tr("When"), {Interests::expectedCloseOn, Interests::nextFollowUpAt, Interests::lastContactAt}},
        {tr("Outcome"),
         {Interests::outcome, Interests::lostReason},
         tr("The stage is changed by the bar above the tabs; completing a deal wins it.")},
    };
}

std::vector<RecordTab> InterestsPage::tabs()
{
    using namespace schema;
    return {
        {.title = tr("Recommendations"),
         .related = &BerthRecommendations::table,
         .via = &BerthRecommendations::interestId.info(),
         .list = {BerthRecommendations::berthId, BerthRecommendations::matchScore,
                  BerthRecommendations::reasons, BerthRecommendations::source}},
        {.title = tr("Documents"),
         .related = &Documents::table,
         .via = &Documents::interestId.info(),
         .list = {Documents::title, Documents::documentType, Documents::status, Documents::sentAt}},
        {.title = tr("Reminders"),
         .related = &Reminders::table,
         .via = &Reminders::interestId.info(),
         .list = {Reminders::title, Reminders::dueAt, Reminders::priority, Reminders::status,
                  Reminders::assignedTo}},
        {.title = tr("Invoices"),
         .related = &Invoices::table,
         .via = &Invoices::interestId.info(),
         .list = {Invoices::invoiceNumber, Invoices::status, Invoices::issueOn, Invoices::dueOn,
                  Invoices::total}},
        {.title = tr("Waiting list"),
         .related = &BerthWaitingList::table,
         .via = &BerthWaitingList::interestId.info()},
    };
}

PageSpec InterestsPage::spec()
{
    const auto stages = [](RecordContext &record, QWidget *parent) -> QWidget * {
        return new StageBar(record, parent);
    };
    const auto board = [](EntityHost &host, const PageSpec &page, QWidget *parent) -> OtherView * {
        return new Board(host, page, parent);
    };
    const auto check = [](EntityHost &host, const Row &was, const Row &now, QObject *owner,
                          std::function<void(const QString &)> answer) {
        if (claimsBerth(&was, now))
            askWhoHolds(host, *now[Interests::berthId], owner, std::move(answer));
        else
            answer({});
    };
    return {
        .table = &Interests::table,
        .icon = QStringLiteral("handshake"),
        .createLabel = tr("New interest"),
        .emptyText = tr("Deals, from the first wish for a berth to the contract, will stand here"),
        .list = {Interests::clientId, Interests::berthId, Interests::pipelineStage, Interests::leadCategory,
                 Interests::offeredPrice, Interests::assignedTo, Interests::expectedCloseOn,
                 Interests::updatedAt},
        .filters = {Interests::pipelineStage, Interests::outcome, Interests::leadCategory,
                    Interests::assignedTo, Interests::nextFollowUpAt},
        .strip = Interests::pipelineStage,
        .sort = {{"updated_at", true}},
        .otherView = OtherViewSpec{tr("Board"), QStringLiteral("square-kanban"), board},
        .form = form(),
        .status = Interests::pipelineStage,
        .headline = {Interests::clientId, Interests::berthId, Interests::offeredPrice,
                     Interests::leadCategory, Interests::assignedTo},
        .facts = {Interests::outcome, Interests::stageChangedAt, Interests::detailsSentAt,
                  Interests::contactedAt, Interests::visitedAt, Interests::eoiSignedAt,
                  Interests::depositPaidAt, Interests::contractSignedAt, Interests::completedAt,
                  Interests::createdAt, Interests::updatedAt},
        .tabs = tabs(),
        .check = check,
        .ownTabs = true,
        .banner = stages,
    };
}

} // namespace

void registerInterestsPage(PageRegistry &registry)
{
    addSection(registry, InterestsPage::spec(),
               {.section = Section::Main, .order = 30, .permissions = {"interests.view"}, .inNewMenu = true});
}

} // namespace nimara::ui
