#pragma once

#include "models/schema/table.h"
#include "models/schema/tables/enums.h"

// Berths and what hangs on them.
namespace nimara::schema {

// clang-format off

struct Berths
{
    static constexpr Column<Uuid>         id               {0, spec::id};
    static constexpr Column<Uuid>         portId           {1, spec::portId};
    static constexpr Column<Instant>      createdAt        {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt        {3, spec::updatedAt};
    static constexpr Column<Instant>      archivedAt       {4, spec::archivedAt};
    static constexpr Column<std::string>  area             {5, {.name = "area", .label = NIMARA_TR("Area"), .flags = Required | Searchable, .maxLength = 80}};
    static constexpr Column<std::string>  berthNumber      {6, {.name = "berth_number", .label = NIMARA_TR("Berth"), .flags = Required | Searchable, .maxLength = 40}};
    static constexpr Column<BerthStatus>  status           {7, {.name = "status", .label = NIMARA_TR("Status"), .flags = Required, .choices = berthStatusChoices, .initial = "available"}};
    static constexpr Column<Instant>      statusChangedAt  {8, {.name = "status_changed_at", .label = NIMARA_TR("Status since"), .flags = Required | ServerSet}};
    static constexpr Column<StatusSource> statusSource     {9, {.name = "status_source", .label = NIMARA_TR("Status set"), .flags = Required, .choices = statusSourceChoices, .initial = "manual"}};
    static constexpr Column<Length>       lengthM          {10, {.name = "length_m", .label = NIMARA_TR("Length"), .flags = Required, .unit = "m"}};
    static constexpr Column<Length>       beamM            {11, {.name = "beam_m", .label = NIMARA_TR("Beam"), .flags = Required, .unit = "m"}};
    static constexpr Column<Length>       maxDraftM        {12, {.name = "max_draft_m", .label = NIMARA_TR("Maximum draft"), .unit = "m"}};
    static constexpr Column<Length>       waterDepthM      {13, {.name = "water_depth_m", .label = NIMARA_TR("Water depth"), .unit = "m"}};
    static constexpr Column<std::string>  mooringType      {14, {.name = "mooring_type", .label = NIMARA_TR("Mooring"), .maxLength = 60}};
    static constexpr Column<std::string>  sidePontoon      {15, {.name = "side_pontoon", .label = NIMARA_TR("Side pontoon"), .maxLength = 60}};
    static constexpr Column<std::string>  bowFacing        {16, {.name = "bow_facing", .label = NIMARA_TR("Bow facing"), .maxLength = 60}};
    static constexpr Column<std::string>  access           {17, {.name = "access", .label = NIMARA_TR("Access"), .maxLength = 60}};
    static constexpr Column<Quantity>     powerCapacityKva {18, {.name = "power_capacity_kva", .label = NIMARA_TR("Power"), .unit = "kVA"}};
    static constexpr Column<std::int64_t> voltage          {19, {.name = "voltage", .label = NIMARA_TR("Voltage"), .unit = "V"}};
    static constexpr Column<std::string>  cleatType        {20, {.name = "cleat_type", .label = NIMARA_TR("Cleat"), .maxLength = 60}};
    static constexpr Column<std::string>  cleatCapacity    {21, {.name = "cleat_capacity", .label = NIMARA_TR("Cleat capacity"), .maxLength = 60}};
    static constexpr Column<std::string>  bollardType      {22, {.name = "bollard_type", .label = NIMARA_TR("Bollard"), .maxLength = 60}};
    static constexpr Column<std::string>  bollardCapacity  {23, {.name = "bollard_capacity", .label = NIMARA_TR("Bollard capacity"), .maxLength = 60}};
    static constexpr Column<bool>         hasWater         {24, {.name = "has_water", .label = NIMARA_TR("Water"), .flags = Required, .initial = "false"}};
    static constexpr Column<bool>         hasFuel          {25, {.name = "has_fuel", .label = NIMARA_TR("Fuel"), .flags = Required, .initial = "false"}};
    static constexpr Column<bool>         hasWifi          {26, {.name = "has_wifi", .label = NIMARA_TR("Wi-Fi"), .flags = Required, .initial = "false"}};
    static constexpr Column<Money>        price            {27, {.name = "price", .label = NIMARA_TR("Price")}};
    static constexpr Column<std::string>  priceCurrency    {28, {.name = "price_currency", .label = NIMARA_TR("Currency"), .maxLength = 3}};
    static constexpr Column<TenureType>   tenureType       {29, {.name = "tenure_type", .label = NIMARA_TR("Tenure"), .flags = Required, .choices = tenureTypeChoices, .initial = "rental"}};
    static constexpr Column<std::int64_t> tenureYears      {30, {.name = "tenure_years", .label = NIMARA_TR("Tenure years")}};
    static constexpr Column<Date>         tenureStartOn    {31, {.name = "tenure_start_on", .label = NIMARA_TR("Tenure begins")}};
    static constexpr Column<Date>         tenureEndOn      {32, {.name = "tenure_end_on", .label = NIMARA_TR("Tenure ends")}};
    static constexpr Column<Uuid>         ownerClientId    {33, {.name = "owner_client_id", .label = NIMARA_TR("Owner"), .references = "clients", .onDelete = OnDelete::SetNull}};
    static constexpr Column<std::string>  description      {34, {.name = "description", .label = NIMARA_TR("Description"), .flags = Markdown, .maxLength = 20000}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, area,
                                              berthNumber, status, statusChangedAt, statusSource, lengthM,
                                              beamM, maxDraftM, waterDepthM, mooringType, sidePontoon,
                                              bowFacing, access, powerCapacityKva, voltage, cleatType,
                                              cleatCapacity, bollardType, bollardCapacity, hasWater, hasFuel,
                                              hasWifi, price, priceCurrency, tenureType, tenureYears,
                                              tenureStartOn, tenureEndOn, ownerClientId, description);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "berths.view"},
    }};
    static constexpr std::array<std::string_view, 2> numberKey{"area", "berth_number"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "berths_number", .columns = numberKey, .amongActive = true},
    }};

    static constexpr Table table{
        .name = "berths", .number = 14, .label = NIMARA_TR("Berth"), .plural = NIMARA_TR("Berths"),
        .flags = PortScoped | Archivable, .stage = 1, .scopes = scopes,
        .rights = {.create = "berths.import", .edit = "berths.edit", .remove = "berths.edit"},
        .columns = columns, .uniques = uniques, .titleColumn = "berth_number", .titleColumn2 = "area", .titleNeedsBoth = true};
};

struct BerthMapData
{
    static constexpr Column<Uuid>     id        {0, spec::id};
    static constexpr Column<Uuid>     portId    {1, spec::portId};
    static constexpr Column<Instant>  createdAt {2, spec::createdAt};
    static constexpr Column<Instant>  updatedAt {3, spec::updatedAt};
    static constexpr Column<Uuid>     berthId   {4, {.name = "berth_id", .label = NIMARA_TR("Berth"), .references = "berths", .onDelete = OnDelete::SetNull}};
    static constexpr Column<MapLayer> layer     {5, {.name = "layer", .label = NIMARA_TR("Layer"), .flags = Required, .choices = mapLayerChoices, .initial = "berth"}};
    static constexpr Column<Json>     geometry  {6, {.name = "geometry", .label = NIMARA_TR("Outline"), .flags = Required, .initial = "{}"}};
    static constexpr Column<Quantity> labelX    {7, {.name = "label_x", .policy = Policy::LastWriter}};
    static constexpr Column<Quantity> labelY    {8, {.name = "label_y", .policy = Policy::LastWriter}};
    static constexpr Column<Quantity> rotation  {9, {.name = "rotation", .label = NIMARA_TR("Rotation"), .policy = Policy::LastWriter, .unit = "°"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, berthId, layer, geometry,
                                              labelX, labelY, rotation);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "berths.view"},
    }};

    static constexpr Table table{
        .name = "berth_map_data", .number = 15, .label = NIMARA_TR("Outline"), .plural = NIMARA_TR("Outlines"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.create = "berths.edit", .edit = "berths.edit", .remove = "berths.edit"},
        .columns = columns, .titleColumn = "berth_id", .parentColumn = "berth_id"};
};

struct BerthMaintenanceLog
{
    static constexpr Column<Uuid>              id          {0, spec::id};
    static constexpr Column<Uuid>              portId      {1, spec::portId};
    static constexpr Column<Instant>           createdAt   {2, spec::createdAt};
    static constexpr Column<Instant>           updatedAt   {3, spec::updatedAt};
    static constexpr Column<Uuid>              berthId     {4, {.name = "berth_id", .label = NIMARA_TR("Berth"), .flags = Required | Immutable, .references = "berths"}};
    static constexpr Column<std::string>       category    {5, {.name = "category", .label = NIMARA_TR("Category"), .flags = Required, .maxLength = 60}};
    static constexpr Column<std::string>       description {6, {.name = "description", .label = NIMARA_TR("Description"), .flags = Required | Multiline, .maxLength = 5000}};
    static constexpr Column<MaintenanceStatus> status      {7, {.name = "status", .label = NIMARA_TR("Status"), .flags = Required, .choices = maintenanceStatusChoices, .initial = "open"}};
    static constexpr Column<std::string>       performedBy {8, {.name = "performed_by", .label = NIMARA_TR("Performed by"), .maxLength = 200}};
    static constexpr Column<Date>              performedOn {9, {.name = "performed_on", .label = NIMARA_TR("Performed on")}};
    static constexpr Column<Money>             cost        {10, {.name = "cost", .label = NIMARA_TR("Cost")}};
    static constexpr Column<std::string>       currency    {11, {.name = "currency", .label = NIMARA_TR("Currency"), .maxLength = 3}};
    static constexpr Column<Date>              nextDueOn   {12, {.name = "next_due_on", .label = NIMARA_TR("Next due")}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, berthId, category,
                                              description, status, performedBy, performedOn, cost, currency,
                                              nextDueOn);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "berths.view"},
    }};

    static constexpr Table table{
        .name = "berth_maintenance_log", .number = 16, .label = NIMARA_TR("Maintenance entry"), .plural = NIMARA_TR("Maintenance"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.create = "berths.edit", .edit = "berths.edit", .remove = "berths.edit"},
        .columns = columns, .titleColumn = "category", .parentColumn = "berth_id"};
};

struct BerthTags
{
    static constexpr Column<Uuid>    id        {0, spec::id};
    static constexpr Column<Uuid>    portId    {1, spec::portId};
    static constexpr Column<Instant> createdAt {2, spec::createdAt};
    static constexpr Column<Instant> updatedAt {3, spec::updatedAt};
    static constexpr Column<Uuid>    berthId   {4, {.name = "berth_id", .label = NIMARA_TR("Berth"), .flags = Required | Immutable, .references = "berths"}};
    static constexpr Column<Uuid>    tagId     {5, {.name = "tag_id", .label = NIMARA_TR("Tag"), .flags = Required | Immutable, .references = "tags"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, berthId, tagId);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "berths.view"},
    }};
    static constexpr std::array<std::string_view, 2> pairKey{"berth_id", "tag_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "berth_tags_pair", .columns = pairKey, .pair = true},
    }};

    static constexpr Table table{
        .name = "berth_tags", .number = 17, .label = NIMARA_TR("Berth tag"), .plural = NIMARA_TR("Berth tags"),
        .flags = PortScoped | DerivedId, .scopes = scopes,
        .rights = {.create = "berths.edit", .edit = "berths.edit", .remove = "berths.edit"},
        .columns = columns, .uniques = uniques, .titleColumn = "tag_id", .parentColumn = "berth_id"};
};

// What a walk along the dock saw.
struct BerthObservations
{
    static constexpr Column<Uuid>        id         {0, spec::id};
    static constexpr Column<Uuid>        portId     {1, spec::portId};
    static constexpr Column<Instant>     createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt  {3, spec::updatedAt};
    static constexpr Column<Uuid>        berthId    {4, {.name = "berth_id", .label = NIMARA_TR("Berth"), .flags = Required | Immutable, .references = "berths"}};
    static constexpr Column<Uuid>        observedBy {5, {.name = "observed_by", .label = NIMARA_TR("Seen by"), .flags = Required | Immutable | ServerSet | Author, .references = "users"}};
    static constexpr Column<Instant>     observedAt {6, {.name = "observed_at", .label = NIMARA_TR("Seen at"), .flags = Required}};
    static constexpr Column<Occupancy>   occupancy  {7, {.name = "occupancy", .label = NIMARA_TR("Occupancy"), .flags = Required, .choices = occupancyChoices, .initial = "unknown"}};
    static constexpr Column<std::string> vesselName {8, {.name = "vessel_name", .label = NIMARA_TR("Vessel seen"), .maxLength = 120}};
    static constexpr Column<Uuid>        vesselId   {9, {.name = "vessel_id", .label = NIMARA_TR("Vessel"), .references = "vessels", .onDelete = OnDelete::SetNull}};
    static constexpr Column<std::string> note       {10, {.name = "note", .label = NIMARA_TR("Note"), .flags = Multiline, .maxLength = 2000}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, berthId, observedBy,
                                              observedAt, occupancy, vesselName, vesselId, note);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "berths.view"},
    }};

    static constexpr Table table{
        .name = "berth_observations", .number = 18, .label = NIMARA_TR("Observation"), .plural = NIMARA_TR("Observations"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.create = "berths.edit", .edit = "berths.edit", .remove = "berths.edit"},
        .columns = columns, .titleColumn = "observed_at", .parentColumn = "berth_id"};
};

// Kept by the server with each change of a berth's price.
struct PriceHistory
{
    static constexpr Column<Uuid>        id               {0, spec::id};
    static constexpr Column<Uuid>        portId           {1, spec::portId};
    static constexpr Column<Instant>     createdAt        {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt        {3, spec::updatedAt};
    static constexpr Column<Uuid>        berthId          {4, {.name = "berth_id", .label = NIMARA_TR("Berth"), .flags = Required | Immutable | ServerSet, .references = "berths"}};
    static constexpr Column<Money>       price            {5, {.name = "price", .label = NIMARA_TR("Price"), .flags = Immutable | ServerSet}};
    static constexpr Column<std::string> priceCurrency    {6, {.name = "price_currency", .label = NIMARA_TR("Currency"), .flags = Immutable | ServerSet, .maxLength = 3}};
    static constexpr Column<Money>       previousPrice    {7, {.name = "previous_price", .label = NIMARA_TR("Previous price"), .flags = Immutable | ServerSet}};
    static constexpr Column<std::string> previousCurrency {8, {.name = "previous_currency", .label = NIMARA_TR("Previous currency"), .flags = Immutable | ServerSet, .maxLength = 3}};
    static constexpr Column<Uuid>        changedBy        {9, {.name = "changed_by", .label = NIMARA_TR("Changed by"), .flags = Immutable | ServerSet, .references = "users", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Instant>     changedAt        {10, {.name = "changed_at", .label = NIMARA_TR("Changed at"), .flags = Required | Immutable | ServerSet}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, berthId, price,
                                              priceCurrency, previousPrice, previousCurrency, changedBy,
                                              changedAt);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "berths.view"},
    }};

    static constexpr Table table{
        .name = "price_history", .number = 19, .label = NIMARA_TR("Price change"), .plural = NIMARA_TR("Price history"),
        .flags = PortScoped, .scopes = scopes,
        .columns = columns, .titleColumn = "price", .parentColumn = "berth_id"};
};

// clang-format on

} // namespace nimara::schema
