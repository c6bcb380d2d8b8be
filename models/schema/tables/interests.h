#pragma once

#include "models/schema/table.h"
#include "models/schema/tables/enums.h"

// Deals: one client's wish for a berth on its way through the pipeline.
namespace nimara::schema {

// clang-format off

struct Interests
{
    static constexpr Column<Uuid>            id                 {0, spec::id};
    static constexpr Column<Uuid>            portId             {1, spec::portId};
    static constexpr Column<Instant>         createdAt          {2, spec::createdAt};
    static constexpr Column<Instant>         updatedAt          {3, spec::updatedAt};
    static constexpr Column<Instant>         archivedAt         {4, spec::archivedAt};
    static constexpr Column<Uuid>            clientId           {5, {.name = "client_id", .label = NIMARA_TR("Client"), .flags = Required, .references = "clients"}};
    static constexpr Column<Uuid>            berthId            {6, {.name = "berth_id", .label = NIMARA_TR("Berth"), .references = "berths", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>            vesselId           {7, {.name = "vessel_id", .label = NIMARA_TR("Vessel"), .references = "vessels", .onDelete = OnDelete::SetNull}};
    static constexpr Column<PipelineStage>   pipelineStage      {8, {.name = "pipeline_stage", .label = NIMARA_TR("Stage"), .flags = Required, .choices = pipelineStageChoices, .initial = "open", .permission = "interests.change_stage"}};
    static constexpr Column<Instant>         stageChangedAt     {9, {.name = "stage_changed_at", .label = NIMARA_TR("Stage since"), .flags = Required | ServerSet}};
    static constexpr Column<InterestOutcome> outcome            {10, {.name = "outcome", .label = NIMARA_TR("Outcome"), .flags = Required, .choices = interestOutcomeChoices, .initial = "open"}};
    static constexpr Column<bool>            occupiesBerth      {11, {.name = "occupies_berth", .label = NIMARA_TR("Occupies the berth"), .flags = Required | ServerSet, .initial = "false"}};
    static constexpr Column<std::string>     lostReason         {12, {.name = "lost_reason", .label = NIMARA_TR("Reason lost"), .flags = Multiline, .maxLength = 2000}};
    static constexpr Column<LeadCategory>    leadCategory       {13, {.name = "lead_category", .label = NIMARA_TR("Lead"), .flags = Required, .choices = leadCategoryChoices, .initial = "warm"}};
    static constexpr Column<ClientSource>    source             {14, {.name = "source", .label = NIMARA_TR("Source"), .flags = Required, .choices = clientSourceChoices, .initial = "manual"}};
    static constexpr Column<Uuid>            assignedTo         {15, {.name = "assigned_to", .label = NIMARA_TR("Assigned to"), .references = "users", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Length>          desiredLengthM     {16, {.name = "desired_length_m", .label = NIMARA_TR("Desired length"), .unit = "m"}};
    static constexpr Column<Length>          desiredBeamM       {17, {.name = "desired_beam_m", .label = NIMARA_TR("Desired beam"), .unit = "m"}};
    static constexpr Column<Length>          desiredDraftM      {18, {.name = "desired_draft_m", .label = NIMARA_TR("Desired draft"), .unit = "m"}};
    static constexpr Column<std::string>     desiredArea        {19, {.name = "desired_area", .label = NIMARA_TR("Desired area"), .maxLength = 80}};
    static constexpr Column<std::int64_t>    desiredTenureYears {20, {.name = "desired_tenure_years", .label = NIMARA_TR("Desired tenure"), .unit = "years"}};
    static constexpr Column<Money>           budgetAmount       {21, {.name = "budget_amount", .label = NIMARA_TR("Budget")}};
    static constexpr Column<std::string>     budgetCurrency     {22, {.name = "budget_currency", .label = NIMARA_TR("Budget currency"), .maxLength = 3}};
    static constexpr Column<Money>           offeredPrice       {23, {.name = "offered_price", .label = NIMARA_TR("Offered price")}};
    static constexpr Column<Money>           depositAmount      {24, {.name = "deposit_amount", .label = NIMARA_TR("Deposit")}};
    static constexpr Column<Date>            expectedCloseOn    {25, {.name = "expected_close_on", .label = NIMARA_TR("Expected close")}};
    static constexpr Column<Instant>         nextFollowUpAt     {26, {.name = "next_follow_up_at", .label = NIMARA_TR("Next follow-up")}};
    static constexpr Column<Instant>         lastContactAt      {27, {.name = "last_contact_at", .label = NIMARA_TR("Last contact"), .policy = Policy::Max}};
    static constexpr Column<Instant>         detailsSentAt      {28, {.name = "details_sent_at", .label = NIMARA_TR("Details sent"), .flags = ServerSet | StageDate}};
    static constexpr Column<Instant>         contactedAt        {29, {.name = "contacted_at", .label = NIMARA_TR("Contacted"), .flags = ServerSet | StageDate}};
    static constexpr Column<Instant>         visitedAt          {30, {.name = "visited_at", .label = NIMARA_TR("Visited"), .flags = ServerSet | StageDate}};
    static constexpr Column<Instant>         eoiSignedAt        {31, {.name = "eoi_signed_at", .label = NIMARA_TR("EOI signed"), .flags = ServerSet | StageDate}};
    static constexpr Column<Instant>         depositPaidAt      {32, {.name = "deposit_paid_at", .label = NIMARA_TR("Deposit paid"), .flags = ServerSet | StageDate}};
    static constexpr Column<Instant>         contractSignedAt   {33, {.name = "contract_signed_at", .label = NIMARA_TR("Contract signed"), .flags = ServerSet | StageDate}};
    static constexpr Column<Instant>         completedAt        {34, {.name = "completed_at", .label = NIMARA_TR("Completed"), .flags = ServerSet | StageDate}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, clientId,
                                              berthId, vesselId, pipelineStage, stageChangedAt, outcome,
                                              occupiesBerth, lostReason, leadCategory, source, assignedTo,
                                              desiredLengthM, desiredBeamM, desiredDraftM, desiredArea,
                                              desiredTenureYears, budgetAmount, budgetCurrency, offeredPrice,
                                              depositAmount, expectedCloseOn, nextFollowUpAt, lastContactAt,
                                              detailsSentAt, contactedAt, visitedAt, eoiSignedAt,
                                              depositPaidAt, contractSignedAt, completedAt);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "interests.view"},
    }};
    static constexpr std::array<std::string_view, 1> oneWinnerKey{"berth_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "interests_one_winner", .columns = oneWinnerKey, .whereColumn = "occupies_berth", .whereValue = "true"},
    }};

    static constexpr Table table{
        .name = "interests", .number = 20, .label = NIMARA_TR("Interest"), .plural = NIMARA_TR("Interests"),
        .flags = PortScoped | Archivable, .stage = 1, .scopes = scopes,
        .rights = {.create = "interests.create", .edit = "interests.edit", .remove = "interests.delete"},
        .columns = columns, .uniques = uniques, .titleColumn = "client_id", .titleColumn2 = "berth_id"};
};

struct InterestNotes
{
    static constexpr Column<Uuid>        id         {0, spec::id};
    static constexpr Column<Uuid>        portId     {1, spec::portId};
    static constexpr Column<Instant>     createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt  {3, spec::updatedAt};
    static constexpr Column<Instant>     archivedAt {4, spec::archivedAt};
    static constexpr Column<Uuid>        interestId {5, {.name = "interest_id", .label = NIMARA_TR("Interest"), .flags = Required | Immutable, .references = "interests"}};
    static constexpr Column<Uuid>        authorId   {6, {.name = "author_id", .label = NIMARA_TR("Author"), .flags = Required | Immutable | ServerSet | Author, .references = "users"}};
    static constexpr Column<std::string> body       {7, {.name = "body", .label = NIMARA_TR("Note"), .flags = Required | Markdown | Searchable, .maxLength = 20000}};
    static constexpr Column<Json>        mentions   {8, {.name = "mentions", .flags = Required, .policy = Policy::Merge, .initial = "[]"}};
    static constexpr Column<bool>        isPinned   {9, {.name = "is_pinned", .label = NIMARA_TR("Pinned"), .flags = Required, .policy = Policy::LastWriter, .initial = "false"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, interestId,
                                              authorId, body, mentions, isPinned);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "interests.view"},
    }};

    static constexpr Table table{
        .name = "interest_notes", .number = 21, .label = NIMARA_TR("Note"), .plural = NIMARA_TR("Notes"),
        .flags = PortScoped | Archivable, .scopes = scopes,
        .rights = {.create = "interests.edit", .edit = "interests.edit", .remove = "interests.edit"},
        .columns = columns, .titleColumn = "body", .parentColumn = "interest_id"};
};

struct InterestTags
{
    static constexpr Column<Uuid>    id         {0, spec::id};
    static constexpr Column<Uuid>    portId     {1, spec::portId};
    static constexpr Column<Instant> createdAt  {2, spec::createdAt};
    static constexpr Column<Instant> updatedAt  {3, spec::updatedAt};
    static constexpr Column<Uuid>    interestId {4, {.name = "interest_id", .label = NIMARA_TR("Interest"), .flags = Required | Immutable, .references = "interests"}};
    static constexpr Column<Uuid>    tagId      {5, {.name = "tag_id", .label = NIMARA_TR("Tag"), .flags = Required | Immutable, .references = "tags"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, interestId, tagId);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "interests.view"},
    }};
    static constexpr std::array<std::string_view, 2> pairKey{"interest_id", "tag_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "interest_tags_pair", .columns = pairKey, .pair = true},
    }};

    static constexpr Table table{
        .name = "interest_tags", .number = 22, .label = NIMARA_TR("Interest tag"), .plural = NIMARA_TR("Interest tags"),
        .flags = PortScoped | DerivedId, .scopes = scopes,
        .rights = {.create = "interests.edit", .edit = "interests.edit", .remove = "interests.edit"},
        .columns = columns, .uniques = uniques, .titleColumn = "tag_id", .parentColumn = "interest_id"};
};

struct BerthRecommendations
{
    static constexpr Column<Uuid>                 id         {0, spec::id};
    static constexpr Column<Uuid>                 portId     {1, spec::portId};
    static constexpr Column<Instant>              createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>              updatedAt  {3, spec::updatedAt};
    static constexpr Column<Uuid>                 interestId {4, {.name = "interest_id", .label = NIMARA_TR("Interest"), .flags = Required | Immutable, .references = "interests"}};
    static constexpr Column<Uuid>                 berthId    {5, {.name = "berth_id", .label = NIMARA_TR("Berth"), .flags = Required | Immutable, .references = "berths"}};
    static constexpr Column<std::int64_t>         matchScore {6, {.name = "match_score", .label = NIMARA_TR("Score"), .flags = Required, .lowest = 0, .highest = 100}};
    static constexpr Column<Json>                 reasons    {7, {.name = "reasons", .label = NIMARA_TR("Reasons"), .flags = Required, .initial = "[]"}};
    static constexpr Column<RecommendationSource> source     {8, {.name = "source", .label = NIMARA_TR("Source"), .flags = Required, .choices = recommendationSourceChoices, .initial = "auto"}};
    static constexpr Column<Uuid>                 createdBy  {9, {.name = "created_by", .label = NIMARA_TR("Created by"), .flags = Immutable | ServerSet | Author, .references = "users", .onDelete = OnDelete::SetNull}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, interestId, berthId,
                                              matchScore, reasons, source, createdBy);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "interests.view"},
    }};

    static constexpr Table table{
        .name = "berth_recommendations", .number = 23, .label = NIMARA_TR("Recommendation"), .plural = NIMARA_TR("Recommendations"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.create = "interests.edit", .edit = "interests.edit", .remove = "interests.edit"},
        .columns = columns, .titleColumn = "berth_id", .parentColumn = "interest_id"};
};

// Without a berth: any berth that fits.
struct BerthWaitingList
{
    static constexpr Column<Uuid>          id         {0, spec::id};
    static constexpr Column<Uuid>          portId     {1, spec::portId};
    static constexpr Column<Instant>       createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>       updatedAt  {3, spec::updatedAt};
    static constexpr Column<Uuid>          berthId    {4, {.name = "berth_id", .label = NIMARA_TR("Berth"), .references = "berths", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>          clientId   {5, {.name = "client_id", .label = NIMARA_TR("Client"), .flags = Required | Immutable, .references = "clients"}};
    static constexpr Column<Uuid>          interestId {6, {.name = "interest_id", .label = NIMARA_TR("Interest"), .references = "interests", .onDelete = OnDelete::SetNull}};
    static constexpr Column<std::int64_t>  rank       {7, {.name = "rank", .label = NIMARA_TR("Place"), .flags = Required, .policy = Policy::LastWriter}};
    static constexpr Column<WaitingStatus> status     {8, {.name = "status", .label = NIMARA_TR("Status"), .flags = Required, .choices = waitingStatusChoices, .initial = "waiting"}};
    static constexpr Column<bool>          notify     {9, {.name = "notify", .label = NIMARA_TR("Notify"), .flags = Required, .initial = "true"}};
    static constexpr Column<std::string>   notes      {10, {.name = "notes", .label = NIMARA_TR("Notes"), .flags = Multiline, .maxLength = 2000}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, berthId, clientId,
                                              interestId, rank, status, notify, notes);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "berths.view"},
    }};

    static constexpr Table table{
        .name = "berth_waiting_list", .number = 24, .label = NIMARA_TR("Waiting place"), .plural = NIMARA_TR("Waiting list"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.create = "berths.manage_waiting_list", .edit = "berths.manage_waiting_list", .remove = "berths.manage_waiting_list"},
        .columns = columns, .titleColumn = "client_id", .titleColumn2 = "berth_id", .parentColumn = "berth_id"};
};

struct WaitingListLog
{
    static constexpr Column<Uuid>          id        {0, spec::id};
    static constexpr Column<Uuid>          portId    {1, spec::portId};
    static constexpr Column<Instant>       createdAt {2, spec::createdAt};
    static constexpr Column<Instant>       updatedAt {3, spec::updatedAt};
    static constexpr Column<Uuid>          waitingId {4, {.name = "waiting_id", .label = NIMARA_TR("Waiting place"), .flags = Immutable | ServerSet, .references = "berth_waiting_list", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>          berthId   {5, {.name = "berth_id", .label = NIMARA_TR("Berth"), .flags = Immutable | ServerSet, .references = "berths", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>          clientId  {6, {.name = "client_id", .label = NIMARA_TR("Client"), .flags = Required | Immutable | ServerSet, .references = "clients"}};
    static constexpr Column<WaitingAction> action    {7, {.name = "action", .label = NIMARA_TR("Action"), .flags = Required | Immutable | ServerSet, .choices = waitingActionChoices, .initial = "added"}};
    static constexpr Column<std::int64_t>  oldRank   {8, {.name = "old_rank", .label = NIMARA_TR("From place"), .flags = Immutable | ServerSet}};
    static constexpr Column<std::int64_t>  newRank   {9, {.name = "new_rank", .label = NIMARA_TR("To place"), .flags = Immutable | ServerSet}};
    static constexpr Column<std::string>   reason    {10, {.name = "reason", .label = NIMARA_TR("Reason"), .flags = Immutable | ServerSet, .maxLength = 2000}};
    static constexpr Column<Uuid>          changedBy {11, {.name = "changed_by", .label = NIMARA_TR("Changed by"), .flags = Immutable | ServerSet, .references = "users", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Instant>       changedAt {12, {.name = "changed_at", .label = NIMARA_TR("Changed at"), .flags = Required | Immutable | ServerSet}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, waitingId, berthId, clientId,
                                              action, oldRank, newRank, reason, changedBy, changedAt);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "berths.view"},
    }};

    static constexpr Table table{
        .name = "waiting_list_log", .number = 25, .label = NIMARA_TR("Waiting list change"), .plural = NIMARA_TR("Waiting list history"),
        .flags = PortScoped, .scopes = scopes,
        .columns = columns, .titleColumn = "action", .parentColumn = "berth_id"};
};

struct BerthHolds
{
    static constexpr Column<Uuid>      id         {0, spec::id};
    static constexpr Column<Uuid>      portId     {1, spec::portId};
    static constexpr Column<Instant>   createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>   updatedAt  {3, spec::updatedAt};
    static constexpr Column<Uuid>      berthId    {4, {.name = "berth_id", .label = NIMARA_TR("Berth"), .flags = Required | Immutable, .references = "berths"}};
    static constexpr Column<Uuid>      clientId   {5, {.name = "client_id", .label = NIMARA_TR("Client"), .flags = Required, .references = "clients"}};
    static constexpr Column<Uuid>      interestId {6, {.name = "interest_id", .label = NIMARA_TR("Interest"), .references = "interests", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>      holderId   {7, {.name = "holder_id", .label = NIMARA_TR("Held by"), .flags = Required | Immutable | ServerSet | Author, .references = "users"}};
    static constexpr Column<Instant>   heldUntil  {8, {.name = "held_until", .label = NIMARA_TR("Held until"), .flags = Required}};
    static constexpr Column<HoldState> state      {9, {.name = "state", .label = NIMARA_TR("State"), .flags = Required, .choices = holdStateChoices, .policy = Policy::LastWriter, .initial = "active"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, berthId, clientId,
                                              interestId, holderId, heldUntil, state);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "berths.view"},
    }};
    static constexpr std::array<std::string_view, 1> oneActiveKey{"berth_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "berth_holds_one_active", .columns = oneActiveKey, .whereColumn = "state", .whereValue = "active"},
    }};

    static constexpr Table table{
        .name = "berth_holds", .number = 26, .label = NIMARA_TR("Hold"), .plural = NIMARA_TR("Holds"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.create = "interests.edit", .edit = "interests.edit"}, // ended by release, never deleted
        .columns = columns, .uniques = uniques, .titleColumn = "client_id", .titleColumn2 = "held_until", .parentColumn = "berth_id"};
};

// clang-format on

} // namespace nimara::schema
