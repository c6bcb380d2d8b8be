#pragma once

#include "models/schema/table.h"
#include "models/schema/tables/enums.h"

// Scheduled reports.
namespace nimara::schema {

// clang-format off

struct ScheduledReports
{
    static constexpr Column<Uuid>         id         {0, spec::id};
    static constexpr Column<Uuid>         portId     {1, spec::portId};
    static constexpr Column<Instant>      createdAt  {2, spec::createdAt};
    static constexpr Column<Instant>      updatedAt  {3, spec::updatedAt};
    static constexpr Column<Instant>      archivedAt {4, spec::archivedAt};
    static constexpr Column<std::string>  name       {5, {.name = "name", .label = NIMARA_TR("Name"), .flags = Required, .maxLength = 200}};
    static constexpr Column<std::string>  reportType {6, {.name = "report_type", .label = NIMARA_TR("Report"), .flags = Required, .maxLength = 60}};
    static constexpr Column<Json>         config     {7, {.name = "config", .label = NIMARA_TR("Options"), .flags = Required, .initial = "{}"}};
    static constexpr Column<std::string>  cron       {8, {.name = "cron", .label = NIMARA_TR("Schedule"), .flags = Required, .initial = "0 8 * * 1", .maxLength = 100}};
    static constexpr Column<std::string>  timezone   {9, {.name = "timezone", .label = NIMARA_TR("Time zone"), .flags = Required, .initial = "UTC", .maxLength = 64}};
    static constexpr Column<ReportFormat> format     {10, {.name = "format", .label = NIMARA_TR("Format"), .flags = Required, .choices = reportFormatChoices, .initial = "pdf"}};
    static constexpr Column<bool>         isActive   {11, {.name = "is_active", .label = NIMARA_TR("Active"), .flags = Required, .initial = "true"}};
    static constexpr Column<Instant>      lastRunAt  {12, {.name = "last_run_at", .label = NIMARA_TR("Last run"), .flags = ServerSet}};
    static constexpr Column<Instant>      nextRunAt  {13, {.name = "next_run_at", .label = NIMARA_TR("Next run"), .flags = ServerSet}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, archivedAt, name, reportType,
                                              config, cron, timezone, format, isActive, lastRunAt, nextRunAt);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "reports.view_dashboard"},
    }};

    static constexpr Table table{
        .name = "scheduled_reports", .number = 48, .label = NIMARA_TR("Report"), .plural = NIMARA_TR("Reports"),
        .flags = PortScoped | Archivable, .scopes = scopes,
        .rights = {.create = "admin.manage_reports", .edit = "admin.manage_reports", .remove = "admin.manage_reports"},
        .columns = columns, .titleColumn = "name", .titleColumn2 = "report_type"};
};

struct ReportRecipients
{
    static constexpr Column<Uuid>        id        {0, spec::id};
    static constexpr Column<Uuid>        portId    {1, spec::portId};
    static constexpr Column<Instant>     createdAt {2, spec::createdAt};
    static constexpr Column<Instant>     updatedAt {3, spec::updatedAt};
    static constexpr Column<Uuid>        reportId  {4, {.name = "report_id", .label = NIMARA_TR("Report"), .flags = Required | Immutable, .references = "scheduled_reports"}};
    static constexpr Column<Uuid>        userId    {5, {.name = "user_id", .label = NIMARA_TR("User"), .references = "users", .onDelete = OnDelete::SetNull}};
    static constexpr Column<std::string> email     {6, {.name = "email", .label = NIMARA_TR("E-mail"), .flags = Sensitive, .maxLength = 254}};

    static constexpr auto columns = columnsOf(id, portId, createdAt, updatedAt, reportId, userId, email);
    static constexpr std::array<ScopeRule, 1> scopes{{
        {.audience = Audience::PortClass, .permission = "reports.view_dashboard"},
    }};

    static constexpr Table table{
        .name = "report_recipients", .number = 49, .label = NIMARA_TR("Recipient"), .plural = NIMARA_TR("Recipients"),
        .flags = PortScoped, .scopes = scopes,
        .rights = {.create = "admin.manage_reports", .edit = "admin.manage_reports", .remove = "admin.manage_reports"},
        .columns = columns, .titleColumn = "email", .titleColumn2 = "user_id", .parentColumn = "report_id"};
};

// clang-format on

} // namespace nimara::schema
