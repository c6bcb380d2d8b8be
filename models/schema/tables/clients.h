#pragma once

#include "models/schema/table.h"
#include "models/schema/tables/enums.h"

// Clients and what hangs on them.
namespace nimara::schema {

// clang-format off

struct Clients
{
    static constexpr Column<Uuid>         id                {0, spec::id};
    static constexpr Column<Uuid>         portId            {1, spec::portId};
    static constexpr Column<Instant>      createdAt         {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt         {3, spec::updatedAt};
    static constexpr Column<Instant>      archivedAt        {4, spec::archivedAt};
    static constexpr Column<std::string>  fullName          {5, {.name = "full_name", .label = NIMARA_TR("Name"), .flags = Required | Searchable, .maxLength = 200}};
    static constexpr Column<std::string>  companyName       {6, {.name = "company_name", .label = NIMARA_TR("Company"), .flags = Searchable, .maxLength = 200}};
    static constexpr Column<ClientType>   clientType        {7, {.name = "client_type", .label = NIMARA_TR("Type"), .flags = Required, .choices = clientTypeChoices, .initial = "person"}};
    static constexpr Column<std::string>  nationality       {8, {.name = "nationality", .label = NIMARA_TR("Nationality"), .maxLength = 100}};
    static constexpr Column<std::string>  preferredLanguage {9, {.name = "preferred_language", .label = NIMARA_TR("Language"), .maxLength = 35}};
    static constexpr Column<std::string>  preferredCurrency {10, {.name = "preferred_currency", .label = NIMARA_TR("Preferred currency"), .maxLength = 3}};
    static constexpr Column<ClientSource> source            {11, {.name = "source", .label = NIMARA_TR("Source"), .flags = Required, .choices = clientSourceChoices, .initial = "manual"}};
    static constexpr Column<std::string>  sourceDetails     {12, {.name = "source_details", .label = NIMARA_TR("Source details")}};
    static constexpr Column<Uuid>         assignedTo        {13, {.name = "assigned_to", .label = NIMARA_TR("Assigned to"), .references = "users", .onDelete = OnDelete::SetNull}};
    static constexpr Column<std::string>  addressLine1      {14, {.name = "address_line1", .label = NIMARA_TR("Address"), .maxLength = 200}};
    static constexpr Column<std::string>  addressLine2      {15, {.name = "address_line2", .label = NIMARA_TR("Address, second line"), .maxLength = 200}};
    static constexpr Column<std::string>  city              {16, {.name = "city", .label = NIMARA_TR("City"), .maxLength = 120}};
    static constexpr Column<std::string>  region            {17, {.name = "region", .label = NIMARA_TR("Region"), .maxLength = 120}};
    static constexpr Column<std::string>  postalCode        {18, {.name = "postal_code", .label = NIMARA_TR("Postal code"), .maxLength = 20}};
    static constexpr Column<std::string>  country           {19, {.name = "country", .label = NIMARA_TR("Country"), .maxLength = 100}};
    static constexpr Column<std::string>  taxNumber         {20, {.name = "tax_number", .label = NIMARA_TR("Tax number"), .flags = Sensitive, .maxLength = 60}};
    static constexpr Column<Date>         birthDate         {21, {.name = "birth_date", .label = NIMARA_TR("Date of birth"), .flags = Sensitive}};
    static constexpr Column<Instant>      lastContactAt     {22, {.name = "last_contact_at", .label = NIMARA_TR("Last contact"), .policy = Policy::Max}};
    static constexpr Column<Uuid>         mergedInto        {23, {.name = "merged_into", .label = NIMARA_TR("Merged into"), .flags = ServerSet, .references = "clients", .onDelete = OnDelete::SetNull}};
    static constexpr Column<std::string>  summary           {24, {.name = "summary", .label = NIMARA_TR("Summary"), .flags = Markdown, .maxLength = 20000}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, fullName,
                                              companyName, clientType, nationality, preferredLanguage,
                                              preferredCurrency, source, sourceDetails, assignedTo,
                                              addressLine1, addressLine2, city, region, postalCode, country,
                                              taxNumber, birthDate, lastContactAt, mergedInto, summary);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "clients.view"},
    }};

    static constexpr Table table{
        .name = "clients", .number = 7, .label = NIMARA_TR("Client"), .plural = NIMARA_TR("Clients"),
        .flags = PortScoped | Archivable, .stage = 1, .scopes = scopes,
        .rights = {.create = "clients.create", .edit = "clients.edit", .remove = "clients.delete"},
        .columns = columns, .titleColumn = "full_name", .titleColumn2 = "company_name"};
};

struct ClientContacts
{
    static constexpr Column<Uuid>           id              {0, spec::id};
    static constexpr Column<Uuid>           portId          {1, spec::portId};
    static constexpr Column<Instant>        createdAt       {2, spec::createdAt};
    static constexpr Column<Instant>        updatedAt       {3, spec::updatedAt};
    static constexpr Column<Uuid>           clientId        {4, {.name = "client_id", .label = NIMARA_TR("Client"), .flags = Required | Immutable, .references = "clients"}};
    static constexpr Column<ContactChannel> channel         {5, {.name = "channel", .label = NIMARA_TR("Channel"), .flags = Required, .choices = contactChannelChoices, .initial = "email"}};
    static constexpr Column<std::string>    value           {6, {.name = "value", .label = NIMARA_TR("Address or number"), .flags = Required | Searchable | Sensitive, .maxLength = 254}};
    static constexpr Column<std::string>    normalizedValue {7, {.name = "normalized_value", .flags = Required | Sensitive, .maxLength = 254}};
    static constexpr Column<std::string>    label           {8, {.name = "label", .label = NIMARA_TR("Label"), .policy = Policy::LastWriter, .maxLength = 60}};
    static constexpr Column<bool>           isPrimary       {9, {.name = "is_primary", .label = NIMARA_TR("Primary"), .flags = Required, .initial = "false"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, clientId, channel, value,
                                              normalizedValue, label, isPrimary);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "clients.view"},
    }};

    static constexpr Table table{
        .name = "client_contacts", .number = 8, .label = NIMARA_TR("Contact"), .plural = NIMARA_TR("Contacts"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.create = "clients.edit", .edit = "clients.edit", .remove = "clients.edit"},
        .columns = columns, .titleColumn = "value", .titleColumn2 = "label", .parentColumn = "client_id"};
};

struct ClientRelationships
{
    static constexpr Column<Uuid>             id               {0, spec::id};
    static constexpr Column<Uuid>             portId           {1, spec::portId};
    static constexpr Column<Instant>          createdAt        {2, spec::createdAt};
    static constexpr Column<Instant>          updatedAt        {3, spec::updatedAt};
    static constexpr Column<Uuid>             clientAId        {4, {.name = "client_a_id", .label = NIMARA_TR("Client"), .flags = Required | Immutable, .references = "clients"}};
    static constexpr Column<Uuid>             clientBId        {5, {.name = "client_b_id", .label = NIMARA_TR("Related client"), .flags = Required | Immutable, .references = "clients"}};
    static constexpr Column<RelationshipType> relationshipType {6, {.name = "relationship_type", .label = NIMARA_TR("Relationship"), .flags = Required, .choices = relationshipTypeChoices, .initial = "other"}};
    static constexpr Column<std::string>      notes            {7, {.name = "notes", .label = NIMARA_TR("Notes"), .flags = Multiline, .maxLength = 2000}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, clientAId, clientBId,
                                              relationshipType, notes);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "clients.view"},
    }};
    static constexpr std::array<std::string_view, 2> pairKey{"client_a_id", "client_b_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "client_relationships_pair", .columns = pairKey, .pair = true},
    }};

    static constexpr Table table{
        .name = "client_relationships", .number = 9, .label = NIMARA_TR("Relationship"), .plural = NIMARA_TR("Relationships"),
        .flags = PortScoped | DerivedId, .scopes = scopes,
        .rights = {.create = "clients.edit", .edit = "clients.edit", .remove = "clients.edit"},
        .columns = columns, .uniques = uniques, .titleColumn = "client_b_id", .titleColumn2 = "relationship_type", .parentColumn = "client_a_id"};
};

struct ClientNotes
{
    static constexpr Column<Uuid>        id         {0, spec::id};
    static constexpr Column<Uuid>        portId     {1, spec::portId};
    static constexpr Column<Instant>     createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt  {3, spec::updatedAt};
    static constexpr Column<Instant>     archivedAt {4, spec::archivedAt};
    static constexpr Column<Uuid>        clientId   {5, {.name = "client_id", .label = NIMARA_TR("Client"), .flags = Required | Immutable, .references = "clients"}};
    static constexpr Column<Uuid>        authorId   {6, {.name = "author_id", .label = NIMARA_TR("Author"), .flags = Required | Immutable | ServerSet | Author, .references = "users"}};
    static constexpr Column<std::string> body       {7, {.name = "body", .label = NIMARA_TR("Note"), .flags = Required | Markdown | Searchable, .maxLength = 20000}};
    static constexpr Column<Json>        mentions   {8, {.name = "mentions", .flags = Required, .policy = Policy::Merge, .initial = "[]"}};
    static constexpr Column<bool>        isPinned   {9, {.name = "is_pinned", .label = NIMARA_TR("Pinned"), .flags = Required, .policy = Policy::LastWriter, .initial = "false"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, clientId,
                                              authorId, body, mentions, isPinned);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "clients.view"},
    }};

    static constexpr Table table{
        .name = "client_notes", .number = 10, .label = NIMARA_TR("Note"), .plural = NIMARA_TR("Notes"),
        .flags = PortScoped | Archivable, .scopes = scopes,
        .rights = {.create = "clients.edit", .edit = "clients.edit", .remove = "clients.edit"},
        .columns = columns, .titleColumn = "body", .parentColumn = "client_id"};
};

struct ClientTags
{
    static constexpr Column<Uuid>    id        {0, spec::id};
    static constexpr Column<Uuid>    portId    {1, spec::portId};
    static constexpr Column<Instant> createdAt {2, spec::createdAt};
    static constexpr Column<Instant> updatedAt {3, spec::updatedAt};
    static constexpr Column<Uuid>    clientId  {4, {.name = "client_id", .label = NIMARA_TR("Client"), .flags = Required | Immutable, .references = "clients"}};
    static constexpr Column<Uuid>    tagId     {5, {.name = "tag_id", .label = NIMARA_TR("Tag"), .flags = Required | Immutable, .references = "tags"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, clientId, tagId);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "clients.view"},
    }};
    static constexpr std::array<std::string_view, 2> pairKey{"client_id", "tag_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "client_tags_pair", .columns = pairKey, .pair = true},
    }};

    static constexpr Table table{
        .name = "client_tags", .number = 11, .label = NIMARA_TR("Client tag"), .plural = NIMARA_TR("Client tags"),
        .flags = PortScoped | DerivedId, .scopes = scopes,
        .rights = {.create = "clients.edit", .edit = "clients.edit", .remove = "clients.edit"},
        .columns = columns, .uniques = uniques, .titleColumn = "tag_id", .parentColumn = "client_id"};
};

// The merged client is named without a foreign key: erasing a person must not stumble over the log.
struct ClientMergeLog
{
    static constexpr Column<Uuid>    id                {0, spec::id};
    static constexpr Column<Uuid>    portId            {1, spec::portId};
    static constexpr Column<Instant> createdAt         {2, spec::createdAt};
    static constexpr Column<Instant> updatedAt         {3, spec::updatedAt};
    static constexpr Column<Uuid>    survivingClientId {4, {.name = "surviving_client_id", .label = NIMARA_TR("Kept client"), .flags = Required | Immutable | ServerSet, .references = "clients"}};
    static constexpr Column<Uuid>    mergedClientId    {5, {.name = "merged_client_id", .flags = Required | Immutable | ServerSet}};
    static constexpr Column<Uuid>    mergedBy          {6, {.name = "merged_by", .label = NIMARA_TR("Merged by"), .flags = Required | Immutable | ServerSet, .references = "users"}};
    static constexpr Column<Json>    snapshot          {7, {.name = "snapshot", .flags = Required | Immutable | ServerSet, .initial = "{}"}};
    static constexpr Column<Json>    choices           {8, {.name = "choices", .flags = Required | Immutable | ServerSet, .initial = "{}"}};
    static constexpr Column<Instant> undoneAt          {9, {.name = "undone_at", .label = NIMARA_TR("Undone"), .flags = ServerSet}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, survivingClientId,
                                              mergedClientId, mergedBy, snapshot, choices, undoneAt);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "clients.merge"},
    }};

    static constexpr Table table{
        .name = "client_merge_log", .number = 12, .label = NIMARA_TR("Merge"), .plural = NIMARA_TR("Merges"),
        .flags = PortScoped, .scopes = scopes,
        .columns = columns, .titleColumn = "surviving_client_id", .parentColumn = "surviving_client_id"};
};

struct Vessels
{
    static constexpr Column<Uuid>         id           {0, spec::id};
    static constexpr Column<Uuid>         portId       {1, spec::portId};
    static constexpr Column<Instant>      createdAt    {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt    {3, spec::updatedAt};
    static constexpr Column<Instant>      archivedAt   {4, spec::archivedAt};
    static constexpr Column<Uuid>         clientId     {5, {.name = "client_id", .label = NIMARA_TR("Owner"), .flags = Required, .references = "clients"}};
    static constexpr Column<std::string>  name         {6, {.name = "name", .label = NIMARA_TR("Name"), .flags = Required | Searchable, .maxLength = 120}};
    static constexpr Column<std::string>  make         {7, {.name = "make", .label = NIMARA_TR("Make"), .maxLength = 120}};
    static constexpr Column<std::string>  model        {8, {.name = "model", .label = NIMARA_TR("Model"), .maxLength = 120}};
    static constexpr Column<std::int64_t> builtYear    {9, {.name = "built_year", .label = NIMARA_TR("Built")}};
    static constexpr Column<Length>       lengthM      {10, {.name = "length_m", .label = NIMARA_TR("Length"), .flags = Required, .unit = "m"}};
    static constexpr Column<Length>       beamM        {11, {.name = "beam_m", .label = NIMARA_TR("Beam"), .unit = "m"}};
    static constexpr Column<Length>       draftM       {12, {.name = "draft_m", .label = NIMARA_TR("Draft"), .unit = "m"}};
    static constexpr Column<Length>       airDraftM    {13, {.name = "air_draft_m", .label = NIMARA_TR("Air draft"), .unit = "m"}};
    static constexpr Column<std::string>  flag         {14, {.name = "flag", .label = NIMARA_TR("Flag"), .maxLength = 60}};
    static constexpr Column<std::string>  mmsi         {15, {.name = "mmsi", .label = NIMARA_TR("MMSI"), .maxLength = 9}};
    static constexpr Column<std::string>  registration {16, {.name = "registration", .label = NIMARA_TR("Registration"), .flags = Searchable, .maxLength = 60}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, clientId, name,
                                              make, model, builtYear, lengthM, beamM, draftM, airDraftM,
                                              flag, mmsi, registration);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "clients.view"},
    }};

    static constexpr Table table{
        .name = "vessels", .number = 13, .label = NIMARA_TR("Vessel"), .plural = NIMARA_TR("Vessels"),
        .flags = PortScoped | Archivable, .scopes = scopes,
        .rights = {.create = "clients.edit", .edit = "clients.edit", .remove = "clients.edit"},
        .columns = columns, .titleColumn = "name", .parentColumn = "client_id"};
};

// clang-format on

} // namespace nimara::schema
