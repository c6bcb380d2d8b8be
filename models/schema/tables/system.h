#pragma once

#include "models/schema/table.h"
#include "models/schema/tables/enums.h"

// Rows of one user alone, and the logs.
namespace nimara::schema {

// clang-format off

struct ScratchpadNotes
{
    static constexpr Column<Uuid>         id        {0, spec::id};
    static constexpr Column<Instant>      createdAt {1, spec::createdAt};
    static constexpr Column<Instant>      updatedAt {2, spec::updatedAt};
    static constexpr Column<Uuid>         userId    {3, {.name = "user_id", .flags = Required | Immutable | ServerSet | Author, .references = "users"}};
    static constexpr Column<std::string>  body      {4, {.name = "body", .label = NIMARA_TR("Note"), .flags = Required | Markdown | Searchable, .maxLength = 20000}};
    static constexpr Column<std::int64_t> position  {5, {.name = "position", .flags = Required, .policy = Policy::LastWriter, .initial = "0"}};

    static constexpr auto columns = columnsOf(id, createdAt, updatedAt, userId, body, position);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::User, .ownerColumn = "user_id"},
    }};
    static constexpr std::array<std::string_view, 1> owners{"user_id"};

    static constexpr Table table{
        .name = "scratchpad_notes", .number = 56, .label = NIMARA_TR("Scratchpad note"), .plural = NIMARA_TR("Scratchpad"),
        .realm = Realm::User, .scopes = scopes,
        .rights = {.create = "*", .ownerColumns = owners, .own = "*"},
        .columns = columns, .titleColumn = "body"};
};

struct UserNotificationPreferences
{
    static constexpr Column<Uuid>             id               {0, spec::id};
    static constexpr Column<Uuid>             portId           {1, spec::portIdOrNull};
    static constexpr Column<Instant>          createdAt        {2, spec::createdAt};
    static constexpr Column<Instant>          updatedAt        {3, spec::updatedAt};
    static constexpr Column<Uuid>             userId           {4, {.name = "user_id", .flags = Required | Immutable | ServerSet | Author, .references = "users"}};
    static constexpr Column<NotificationType> notificationType {5, {.name = "notification_type", .label = NIMARA_TR("Notification"), .flags = Required | Immutable, .choices = notificationTypeChoices}};
    static constexpr Column<bool>             inApp            {6, {.name = "in_app", .label = NIMARA_TR("In the app"), .flags = Required, .initial = "true"}};
    static constexpr Column<bool>             email            {7, {.name = "email", .label = NIMARA_TR("By e-mail"), .flags = Required, .initial = "true"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, userId, notificationType,
                                              inApp, email);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::User, .ownerColumn = "user_id"},
    }};
    static constexpr std::array<std::string_view, 1> owners{"user_id"};
    static constexpr std::array<std::string_view, 2> typeKey{"user_id", "notification_type"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "user_notification_preferences_type", .columns = typeKey},
    }};

    static constexpr Table table{
        .name = "user_notification_preferences", .number = 57, .label = NIMARA_TR("Notification setting"), .plural = NIMARA_TR("Notification settings"),
        .flags = PortOptional, .realm = Realm::User, .scopes = scopes,
        .rights = {.create = "*", .ownerColumns = owners, .own = "*"},
        .columns = columns, .uniques = uniques, .titleColumn = "notification_type"};
};

// Users are named without a foreign key, so that the log outlives all. seq, prev_hash and hash are added by the sealer of the
// port within a second of the commit.
struct AuditLogs
{
    static constexpr Column<Uuid>         id           {0, spec::id};
    static constexpr Column<Uuid>         portId       {1, spec::portIdOrNull};
    static constexpr Column<Instant>      createdAt    {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt    {3, spec::updatedAt};
    static constexpr Column<Uuid>         userId       {4, {.name = "user_id", .label = NIMARA_TR("User"), .flags = Immutable | ServerSet}};
    static constexpr Column<AuditAction>  action       {5, {.name = "action", .label = NIMARA_TR("Action"), .flags = Required | Immutable | ServerSet, .choices = auditActionChoices}};
    static constexpr Column<std::string>  entityType   {6, {.name = "entity_type", .label = NIMARA_TR("Record type"), .flags = Required | Immutable | ServerSet, .maxLength = 63}};
    static constexpr Column<Uuid>         entityId     {7, {.name = "entity_id", .label = NIMARA_TR("Record"), .flags = Required | Immutable | ServerSet}};
    static constexpr Column<std::string>  fieldChanged {8, {.name = "field_changed", .label = NIMARA_TR("Field"), .flags = Immutable | ServerSet, .maxLength = 63}};
    static constexpr Column<std::string>  oldValue     {9, {.name = "old_value", .label = NIMARA_TR("Old value"), .flags = Immutable | ServerSet, .maxLength = 100000}};
    static constexpr Column<std::string>  newValue     {10, {.name = "new_value", .label = NIMARA_TR("New value"), .flags = Immutable | ServerSet, .maxLength = 100000}};
    static constexpr Column<Json>         metadata     {11, {.name = "metadata", .label = NIMARA_TR("Details"), .flags = Required | Immutable | ServerSet, .initial = "{}"}};
    static constexpr Column<std::string>  ipAddress    {12, {.name = "ip_address", .label = NIMARA_TR("Address"), .flags = Immutable | ServerSet, .maxLength = 64}};
    static constexpr Column<std::string>  userAgent    {13, {.name = "user_agent", .label = NIMARA_TR("Program"), .flags = Immutable | ServerSet}};
    static constexpr Column<Uuid>         deviceId     {14, {.name = "device_id", .flags = Immutable | ServerSet}};
    static constexpr Column<Uuid>         mutationId   {15, {.name = "mutation_id", .flags = Immutable | ServerSet}};
    static constexpr Column<Instant>      occurredAt   {16, {.name = "occurred_at", .label = NIMARA_TR("At"), .flags = Required | Immutable | ServerSet}};
    static constexpr Column<Instant>      receivedAt   {17, {.name = "received_at", .label = NIMARA_TR("Received"), .flags = Required | Immutable | ServerSet}};
    static constexpr Column<std::int64_t> seq          {18, {.name = "seq", .label = NIMARA_TR("Number"), .flags = ServerSet}};
    static constexpr Column<std::string>  prevHash     {19, {.name = "prev_hash", .flags = ServerSet, .maxLength = 64}};
    static constexpr Column<std::string>  hash         {20, {.name = "hash", .flags = ServerSet, .maxLength = 64}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, userId, action, entityType,
                                              entityId, fieldChanged, oldValue, newValue, metadata,
                                              ipAddress, userAgent, deviceId, mutationId, occurredAt,
                                              receivedAt, seq, prevHash, hash);

    static constexpr Table table{
        .name = "audit_logs", .number = 58, .label = NIMARA_TR("Audit entry"), .plural = NIMARA_TR("Audit log"),
        .flags = PortOptional | OnlineOnly | AppendOnly,
        .columns = columns, .titleColumn = "action"};
};

// How to take back what a command did (bulk edits, imports, merges).
struct UndoLog
{
    static constexpr Column<Uuid>        id         {0, spec::id};
    static constexpr Column<Uuid>        portId     {1, spec::portId};
    static constexpr Column<Instant>     createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt  {3, spec::updatedAt};
    static constexpr Column<Uuid>        userId     {4, {.name = "user_id", .flags = Required | Immutable | ServerSet, .references = "users"}};
    static constexpr Column<std::string> label      {5, {.name = "label", .label = NIMARA_TR("What"), .flags = Required | Immutable | ServerSet, .maxLength = 300}};
    static constexpr Column<std::string> entityType {6, {.name = "entity_type", .flags = Immutable | ServerSet, .maxLength = 63}};
    static constexpr Column<Uuid>        entityId   {7, {.name = "entity_id", .flags = Immutable | ServerSet}};
    static constexpr Column<Uuid>        mutationId {8, {.name = "mutation_id", .flags = Immutable | ServerSet}};
    static constexpr Column<Json>        steps      {9, {.name = "steps", .flags = Required | Immutable | ServerSet, .initial = "[]"}};
    static constexpr Column<Instant>     undoneAt   {10, {.name = "undone_at", .label = NIMARA_TR("Undone"), .flags = ServerSet}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, userId, label, entityType,
                                              entityId, mutationId, steps, undoneAt);

    static constexpr Table table{
        .name = "undo_log", .number = 59, .label = NIMARA_TR("Undo entry"), .plural = NIMARA_TR("Undo"),
        .flags = PortScoped | OnlineOnly,
        .columns = columns, .titleColumn = "label"};
};

// clang-format on

} // namespace nimara::schema
