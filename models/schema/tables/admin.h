#pragma once

#include "models/schema/table.h"
#include "models/schema/tables/enums.h"

// What administrators set up: webhooks, settings, fields of a port's own.
namespace nimara::schema {

// clang-format off

struct Webhooks
{
    static constexpr Column<Uuid>         id           {0, spec::id};
    static constexpr Column<Uuid>         portId       {1, spec::portId};
    static constexpr Column<Instant>      createdAt    {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt    {3, spec::updatedAt};
    static constexpr Column<std::string>  name         {4, {.name = "name", .label = NIMARA_TR("Name"), .flags = Required, .maxLength = 200}};
    static constexpr Column<std::string>  url          {5, {.name = "url", .label = NIMARA_TR("Address"), .flags = Required, .maxLength = 2000}};
    static constexpr Column<std::string>  secretEnc    {6, {.name = "secret_enc", .flags = ServerOnly | Sensitive, .maxLength = 1000}};
    static constexpr Column<Json>         events       {7, {.name = "events", .label = NIMARA_TR("Events"), .flags = Required, .policy = Policy::Merge, .initial = "[]"}};
    static constexpr Column<bool>         isActive     {8, {.name = "is_active", .label = NIMARA_TR("Active"), .flags = Required, .initial = "true"}};
    static constexpr Column<std::int64_t> failureCount {9, {.name = "failure_count", .label = NIMARA_TR("Failures"), .flags = Required | ServerSet, .initial = "0"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, name, url, secretEnc, events,
                                              isActive, failureCount);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "admin.manage_webhooks"},
    }};

    static constexpr Table table{
        .name = "webhooks", .number = 50, .label = NIMARA_TR("Webhook"), .plural = NIMARA_TR("Webhooks"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.create = "admin.manage_webhooks", .edit = "admin.manage_webhooks", .remove = "admin.manage_webhooks"},
        .columns = columns, .titleColumn = "name"};
};

struct WebhookDeliveries
{
    static constexpr Column<Uuid>           id              {0, spec::id};
    static constexpr Column<Uuid>           portId          {1, spec::portId};
    static constexpr Column<Instant>        createdAt       {2, spec::createdAt};
    static constexpr Column<Instant>        updatedAt       {3, spec::updatedAt};
    static constexpr Column<Uuid>           webhookId       {4, {.name = "webhook_id", .label = NIMARA_TR("Webhook"), .flags = Required | Immutable | ServerSet, .references = "webhooks", .onDelete = OnDelete::Cascade}};
    static constexpr Column<std::string>    event           {5, {.name = "event", .label = NIMARA_TR("Event"), .flags = Required | Immutable | ServerSet, .maxLength = 80}};
    static constexpr Column<Json>           payload         {6, {.name = "payload", .label = NIMARA_TR("Payload"), .flags = Required | Immutable | ServerSet, .initial = "{}"}};
    static constexpr Column<DeliveryStatus> status          {7, {.name = "status", .label = NIMARA_TR("Status"), .flags = Required | ServerSet, .choices = deliveryStatusChoices, .initial = "pending"}};
    static constexpr Column<std::int64_t>   attempts        {8, {.name = "attempts", .label = NIMARA_TR("Attempts"), .flags = Required | ServerSet, .initial = "0"}};
    static constexpr Column<std::int64_t>   responseCode    {9, {.name = "response_code", .label = NIMARA_TR("Answer"), .flags = ServerSet}};
    static constexpr Column<std::string>    responseExcerpt {10, {.name = "response_excerpt", .label = NIMARA_TR("Answer text"), .flags = ServerSet, .maxLength = 2000}};
    static constexpr Column<Instant>        nextAttemptAt   {11, {.name = "next_attempt_at", .label = NIMARA_TR("Next attempt"), .flags = ServerSet}};
    static constexpr Column<Instant>        deliveredAt     {12, {.name = "delivered_at", .label = NIMARA_TR("Delivered"), .flags = ServerSet}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, webhookId, event, payload,
                                              status, attempts, responseCode, responseExcerpt, nextAttemptAt,
                                              deliveredAt);

    static constexpr Table table{
        .name = "webhook_deliveries", .number = 51, .label = NIMARA_TR("Delivery"), .plural = NIMARA_TR("Deliveries"),
        .flags = PortScoped | OnlineOnly,
        .columns = columns, .titleColumn = "event", .parentColumn = "webhook_id"};
};

struct SystemSettings
{
    static constexpr Column<Uuid>        id        {0, spec::id};
    static constexpr Column<Uuid>        portId    {1, spec::portIdOrNull};
    static constexpr Column<Instant>     createdAt {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt {3, spec::updatedAt};
    static constexpr Column<std::string> key       {4, {.name = "key", .label = NIMARA_TR("Key"), .flags = Required | Immutable | ServerSet, .maxLength = 120}};
    static constexpr Column<Json>        value     {5, {.name = "value", .label = NIMARA_TR("Value"), .flags = Required | ServerSet, .initial = "null"}};
    static constexpr Column<Uuid>        updatedBy {6, {.name = "updated_by", .label = NIMARA_TR("Changed by"), .flags = ServerSet, .references = "users", .onDelete = OnDelete::SetNull}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, key, value, updatedBy);
    static constexpr std::array<std::string_view, 1> keyKey{"key"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "system_settings_key", .columns = keyKey},
    }};

    static constexpr Table table{
        .name = "system_settings", .number = 52, .label = NIMARA_TR("System setting"), .plural = NIMARA_TR("System settings"),
        .flags = PortOptional | OnlineOnly,
        .columns = columns, .uniques = uniques, .titleColumn = "key"};
};

struct CustomFieldDefinitions
{
    static constexpr Column<Uuid>              id         {0, spec::id};
    static constexpr Column<Uuid>              portId     {1, spec::portId};
    static constexpr Column<Instant>           createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>           updatedAt  {3, spec::updatedAt};
    static constexpr Column<Instant>           archivedAt {4, spec::archivedAt};
    static constexpr Column<CustomFieldEntity> entityType {5, {.name = "entity_type", .label = NIMARA_TR("For"), .flags = Required | Immutable, .choices = customFieldEntityChoices, .initial = "clients"}};
    static constexpr Column<std::string>       key        {6, {.name = "key", .label = NIMARA_TR("Key"), .flags = Required | Immutable, .maxLength = 63}};
    static constexpr Column<std::string>       label      {7, {.name = "label", .label = NIMARA_TR("Label"), .flags = Required, .policy = Policy::LastWriter, .maxLength = 120}};
    static constexpr Column<CustomFieldType>   fieldType  {8, {.name = "field_type", .label = NIMARA_TR("Kind"), .flags = Required | Immutable, .choices = customFieldTypeChoices, .initial = "text"}};
    static constexpr Column<Json>              options    {9, {.name = "options", .label = NIMARA_TR("Choices"), .flags = Required, .policy = Policy::Merge, .initial = "[]"}};
    static constexpr Column<bool>              isRequired {10, {.name = "is_required", .label = NIMARA_TR("Required"), .flags = Required, .initial = "false"}};
    static constexpr Column<std::int64_t>      position   {11, {.name = "position", .label = NIMARA_TR("Position"), .flags = Required, .policy = Policy::LastWriter, .initial = "0"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, entityType, key,
                                              label, fieldType, options, isRequired, position);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::Port},
    }};
    static constexpr std::array<std::string_view, 2> keyKey{"entity_type", "key"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "custom_field_definitions_key", .columns = keyKey, .amongActive = true},
    }};

    static constexpr Table table{
        .name = "custom_field_definitions", .number = 53, .label = NIMARA_TR("Custom field"), .plural = NIMARA_TR("Custom fields"),
        .flags = PortScoped | Archivable, .stage = 1, .scopes = scopes,
        .rights = {.create = "admin.manage_custom_fields", .edit = "admin.manage_custom_fields", .remove = "admin.manage_custom_fields"},
        .columns = columns, .uniques = uniques, .titleColumn = "label"};
};

struct CustomFieldValues
{
    static constexpr Column<Uuid>              id           {0, spec::id};
    static constexpr Column<Uuid>              portId       {1, spec::portId};
    static constexpr Column<Instant>           createdAt    {2, spec::createdAt};
    static constexpr Column<Instant>           updatedAt    {3, spec::updatedAt};
    static constexpr Column<Uuid>              definitionId {4, {.name = "definition_id", .label = NIMARA_TR("Field"), .flags = Required | Immutable, .references = "custom_field_definitions"}};
    static constexpr Column<CustomFieldEntity> entityType   {5, {.name = "entity_type", .flags = Required | Immutable, .choices = customFieldEntityChoices}};
    static constexpr Column<Uuid>              entityId     {6, {.name = "entity_id", .flags = Required | Immutable}};
    static constexpr Column<Json>              value        {7, {.name = "value", .label = NIMARA_TR("Value")}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, definitionId, entityType,
                                              entityId, value);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .entityColumn = "entity_type"},
    }};
    static constexpr std::array<std::string_view, 2> pairKey{"definition_id", "entity_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "custom_field_values_pair", .columns = pairKey, .pair = true},
    }};

    static constexpr Table table{
        .name = "custom_field_values", .number = 54, .label = NIMARA_TR("Custom value"), .plural = NIMARA_TR("Custom values"),
        .flags = PortScoped | DerivedId, .scopes = scopes,
        .rights = {.create = "@entity", .edit = "@entity", .remove = "@entity"},
        .columns = columns, .uniques = uniques, .titleColumn = "definition_id"};
};

struct SavedViews
{
    static constexpr Column<Uuid>         id         {0, spec::id};
    static constexpr Column<Uuid>         portId     {1, spec::portId};
    static constexpr Column<Instant>      createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt  {3, spec::updatedAt};
    static constexpr Column<Uuid>         userId     {4, {.name = "user_id", .label = NIMARA_TR("Owner"), .flags = Required | Immutable | ServerSet | Author, .references = "users"}};
    static constexpr Column<std::string>  entity     {5, {.name = "entity", .flags = Required | Immutable, .maxLength = 63}};
    static constexpr Column<std::string>  name       {6, {.name = "name", .label = NIMARA_TR("Name"), .flags = Required, .maxLength = 120}};
    static constexpr Column<Json>         definition {7, {.name = "definition", .flags = Required, .initial = "{}"}};
    static constexpr Column<bool>         isShared   {8, {.name = "is_shared", .label = NIMARA_TR("Shared"), .flags = Required, .initial = "false"}};
    static constexpr Column<bool>         isDefault  {9, {.name = "is_default", .label = NIMARA_TR("Default"), .flags = Required, .policy = Policy::LastWriter, .initial = "false"}};
    static constexpr Column<std::int64_t> position   {10, {.name = "position", .flags = Required, .policy = Policy::LastWriter, .initial = "0"}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, userId, entity, name,
                                              definition, isShared, isDefault, position);
    static constexpr std::array<ScopeRule, 2> scopes{{
        {.audience = Audience::PortUser, .ownerColumn = "user_id"},
        {.audience = Audience::Port, .whenColumn = "is_shared", .whenValue = "true"},
    }};
    static constexpr std::array<std::string_view, 1> owners{"user_id"};

    static constexpr Table table{
        .name = "saved_views", .number = 55, .label = NIMARA_TR("Saved view"), .plural = NIMARA_TR("Saved views"),
        .flags = PortScoped, .stage = 1, .scopes = scopes,
        .rights = {.create = "*", .ownerColumns = owners, .own = "*"},
        .columns = columns, .titleColumn = "name"};
};

// clang-format on

} // namespace nimara::schema
