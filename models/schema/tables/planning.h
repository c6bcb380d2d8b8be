#pragma once

#include "models/schema/table.h"
#include "models/schema/tables/enums.h"

// Reminders, calendar, notifications.
namespace nimara::schema {

// clang-format off

struct Reminders
{
    static constexpr Column<Uuid>             id              {0, spec::id};
    static constexpr Column<Uuid>             portId          {1, spec::portId};
    static constexpr Column<Instant>          createdAt       {2, spec::createdAt};
    static constexpr Column<Instant>          updatedAt       {3, spec::updatedAt};
    static constexpr Column<Instant>          archivedAt      {4, spec::archivedAt};
    static constexpr Column<std::string>      title           {5, {.name = "title", .label = NIMARA_TR("Title"), .flags = Required | Searchable, .maxLength = 200}};
    static constexpr Column<std::string>      note            {6, {.name = "note", .label = NIMARA_TR("Note"), .flags = Multiline | Searchable, .maxLength = 5000}};
    static constexpr Column<Instant>          dueAt           {7, {.name = "due_at", .label = NIMARA_TR("Due"), .flags = Required}};
    static constexpr Column<ReminderPriority> priority        {8, {.name = "priority", .label = NIMARA_TR("Priority"), .flags = Required, .choices = reminderPriorityChoices, .initial = "normal"}};
    static constexpr Column<ReminderStatus>   status          {9, {.name = "status", .label = NIMARA_TR("Status"), .flags = Required, .choices = reminderStatusChoices, .initial = "pending"}};
    static constexpr Column<Uuid>             assignedTo      {10, {.name = "assigned_to", .label = NIMARA_TR("Assigned to"), .flags = Required, .references = "users", .permission = "reminders.assign_others"}};
    static constexpr Column<Uuid>             createdBy       {11, {.name = "created_by", .label = NIMARA_TR("Created by"), .flags = Required | Immutable | ServerSet | Author, .references = "users"}};
    static constexpr Column<Uuid>             clientId        {12, {.name = "client_id", .label = NIMARA_TR("Client"), .references = "clients", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>             interestId      {13, {.name = "interest_id", .label = NIMARA_TR("Interest"), .references = "interests", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Uuid>             berthId         {14, {.name = "berth_id", .label = NIMARA_TR("Berth"), .references = "berths", .onDelete = OnDelete::SetNull}};
    static constexpr Column<Instant>          snoozedUntil    {15, {.name = "snoozed_until", .label = NIMARA_TR("Snoozed until")}};
    static constexpr Column<Instant>          completedAt     {16, {.name = "completed_at", .label = NIMARA_TR("Completed")}};
    static constexpr Column<Uuid>             completedBy     {17, {.name = "completed_by", .label = NIMARA_TR("Completed by"), .flags = ServerSet, .references = "users", .onDelete = OnDelete::SetNull}};
    static constexpr Column<std::string>      recurrence      {18, {.name = "recurrence", .label = NIMARA_TR("Repeats")}};
    static constexpr Column<bool>             isAutomatic     {19, {.name = "is_automatic", .label = NIMARA_TR("Automatic"), .flags = Required | ServerSet, .initial = "false"}};
    static constexpr Column<std::string>      calendarEventId {20, {.name = "calendar_event_id", .flags = ServerSet, .maxLength = 300}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, title, note,
                                              dueAt, priority, status, assignedTo, createdBy, clientId,
                                              interestId, berthId, snoozedUntil, completedAt, completedBy,
                                              recurrence, isAutomatic, calendarEventId);
    static constexpr std::array<ScopeRule, 3> scopes{{
        {.audience = Audience::PortUser, .ownerColumn = "assigned_to"},
        {.audience = Audience::PortUser, .ownerColumn = "created_by"},
        {.audience = Audience::PortClass, .permission = "reminders.view_all"},
    }};
    static constexpr std::array<std::string_view, 2> owners{"assigned_to", "created_by"};

    static constexpr Table table{
        .name = "reminders", .number = 44, .label = NIMARA_TR("Reminder"), .plural = NIMARA_TR("Reminders"),
        .flags = PortScoped | Archivable, .stage = 1, .scopes = scopes,
        .rights = {.create = "reminders.create", .edit = "reminders.edit_all", .remove = "reminders.edit_all", .ownerColumns = owners, .own = "reminders.edit_own"},
        .columns = columns, .titleColumn = "title"};
};

// Never replicated: the owner asks the server for the status.
struct GoogleCalendarTokens
{
    static constexpr Column<Uuid>           id              {0, spec::id};
    static constexpr Column<Instant>        createdAt       {1, spec::createdAt};
    static constexpr Column<Instant>        updatedAt       {2, spec::updatedAt};
    static constexpr Column<Uuid>           userId          {3, {.name = "user_id", .label = NIMARA_TR("User"), .flags = Required | Immutable | ServerSet, .references = "users"}};
    static constexpr Column<std::string>    accessTokenEnc  {4, {.name = "access_token_enc", .flags = Required | ServerOnly | Sensitive, .maxLength = 8000}};
    static constexpr Column<std::string>    refreshTokenEnc {5, {.name = "refresh_token_enc", .flags = Required | ServerOnly | Sensitive, .maxLength = 8000}};
    static constexpr Column<Instant>        expiresAt       {6, {.name = "expires_at", .flags = Required | ServerOnly}};
    static constexpr Column<std::string>    scope           {7, {.name = "scope", .flags = Required | ServerOnly, .maxLength = 1000}};
    static constexpr Column<CalendarStatus> status          {8, {.name = "status", .label = NIMARA_TR("Status"), .flags = Required | ServerSet, .choices = calendarStatusChoices, .initial = "connected"}};

    static constexpr auto columns = columnsOf(id, createdAt, updatedAt, userId, accessTokenEnc,
                                              refreshTokenEnc, expiresAt, scope, status);
    static constexpr std::array<std::string_view, 1> userKey{"user_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "google_calendar_tokens_user", .columns = userKey},
    }};

    static constexpr Table table{
        .name = "google_calendar_tokens", .number = 45, .label = NIMARA_TR("Calendar connection"), .plural = NIMARA_TR("Calendar connections"),
        .flags = OnlineOnly, .realm = Realm::User,
        .columns = columns, .uniques = uniques};
};

struct GoogleCalendarCache
{
    static constexpr Column<Uuid>        id        {0, spec::id};
    static constexpr Column<Uuid>        portId    {1, spec::portId};
    static constexpr Column<Instant>     createdAt {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt {3, spec::updatedAt};
    static constexpr Column<Uuid>        userId    {4, {.name = "user_id", .flags = Required | Immutable | ServerSet, .references = "users"}};
    static constexpr Column<std::string> eventId   {5, {.name = "event_id", .flags = Required | Immutable | ServerSet, .maxLength = 1024}};
    static constexpr Column<std::string> title     {6, {.name = "title", .label = NIMARA_TR("Title"), .flags = Required | ServerSet, .maxLength = 1000}};
    static constexpr Column<Instant>     startsAt  {7, {.name = "starts_at", .label = NIMARA_TR("Begins"), .flags = Required | ServerSet}};
    static constexpr Column<Instant>     endsAt    {8, {.name = "ends_at", .label = NIMARA_TR("Ends"), .flags = Required | ServerSet}};
    static constexpr Column<std::string> location  {9, {.name = "location", .label = NIMARA_TR("Place"), .flags = ServerSet, .maxLength = 1000}};
    static constexpr Column<Json>        attendees {10, {.name = "attendees", .label = NIMARA_TR("Attendees"), .flags = Required | ServerSet, .initial = "[]"}};
    static constexpr Column<Instant>     syncedAt  {11, {.name = "synced_at", .flags = Required | ServerSet}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, userId, eventId, title,
                                              startsAt, endsAt, location, attendees, syncedAt);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortUser, .ownerColumn = "user_id"},
    }};
    static constexpr std::array<std::string_view, 2> eventKey{"user_id", "event_id"};
    static constexpr std::array<UniqueRule, 1> uniques{{
        {.name = "google_calendar_cache_event", .columns = eventKey},
    }};

    static constexpr Table table{
        .name = "google_calendar_cache", .number = 46, .label = NIMARA_TR("Calendar event"), .plural = NIMARA_TR("Calendar"),
        .flags = PortScoped, .scopes = scopes,
        .columns = columns, .uniques = uniques, .titleColumn = "title"};
};

struct Notifications
{
    static constexpr Column<Uuid>             id               {0, spec::id};
    static constexpr Column<Uuid>             portId           {1, spec::portId};
    static constexpr Column<Instant>          createdAt        {2, spec::createdAt};
    static constexpr Column<Instant>          updatedAt        {3, spec::updatedAt};
    static constexpr Column<Uuid>             userId           {4, {.name = "user_id", .flags = Required | Immutable | ServerSet, .references = "users"}};
    static constexpr Column<NotificationType> notificationType {5, {.name = "notification_type", .label = NIMARA_TR("Type"), .flags = Required | Immutable | ServerSet, .choices = notificationTypeChoices, .initial = "system_alert"}};
    static constexpr Column<std::string>      title            {6, {.name = "title", .label = NIMARA_TR("Title"), .flags = Required | Immutable | ServerSet, .maxLength = 300}};
    static constexpr Column<std::string>      description      {7, {.name = "description", .label = NIMARA_TR("Description"), .flags = Immutable | ServerSet, .maxLength = 2000}};
    static constexpr Column<std::string>      link             {8, {.name = "link", .flags = Immutable | ServerSet, .maxLength = 1000}};
    static constexpr Column<std::string>      entityType       {9, {.name = "entity_type", .flags = Immutable | ServerSet, .maxLength = 63}};
    static constexpr Column<Uuid>             entityId         {10, {.name = "entity_id", .flags = Immutable | ServerSet}};
    static constexpr Column<Instant>          readAt           {11, {.name = "read_at", .label = NIMARA_TR("Read"), .policy = Policy::LastWriter}};
    static constexpr Column<Instant>          emailedAt        {12, {.name = "emailed_at", .flags = ServerSet}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, userId, notificationType,
                                              title, description, link, entityType, entityId, readAt,
                                              emailedAt);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortUser, .ownerColumn = "user_id"},
    }};
    static constexpr std::array<std::string_view, 1> owners{"user_id"};

    static constexpr Table table{
        .name = "notifications", .number = 47, .label = NIMARA_TR("Notification"), .plural = NIMARA_TR("Notifications"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.ownerColumns = owners, .own = "*", .ownRemoves = false},
        .columns = columns, .titleColumn = "title"};
};

// clang-format on

} // namespace nimara::schema
