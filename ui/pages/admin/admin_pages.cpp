#include "models/schema/tables/all.h"
#include "ui/pages/admin/backup_page.h"
#include "ui/pages/admin/import_page.h"
#include "ui/pages/admin/monitoring_page.h"
#include "ui/pages/admin/onboarding_page.h"
#include "ui/pages/admin/permission_field.h"
#include "ui/pages/admin/settings_page.h"
#include "ui/pages/admin/sign_in_tab.h"
#include "ui/pages/pages.h"
#include "ui/pages/section_page.h"

#include <QCoreApplication>

namespace nimara::ui {

namespace {

struct AdminPages
{
    Q_DECLARE_TR_FUNCTIONS(AdminPages)

public:
    static PageSpec users();
    static PageSpec roles();
    static PageSpec ports();
    static PageSpec audit();
    static PageSpec webhooks();
    static PageSpec reports();
    static PageSpec templates();
    static PageSpec forms();
    static PageSpec tags();
    static PageSpec customFields();
    static void addOthers(PageRegistry &registry);
};

PageSpec AdminPages::users()
{
    using namespace schema;
    return {
        .table = &Users::table,
        .icon = QStringLiteral("user-cog"),
        .emptyText = tr("The people of this port will stand here"),
        // Addresses and sign-ins of others stay on the server.
        .list = {Users::name, Users::isActive, Users::isSuperAdmin, Users::timezone},
        .filters = {Users::isActive},
        .sort = {{"name", false}},
        .form = {{tr("User"), {Users::name, Users::timezone}}},
        .overview = {{tr("User"), {Users::name, Users::email, Users::timezone, Users::isActive}}},
        .headline = {Users::email, Users::isActive, Users::isSuperAdmin, Users::timezone},
        .tabs = {{.title = tr("Role"),
                  .related = &UserPortRoles::table,
                  .via = &UserPortRoles::userId.info(),
                  .list = {UserPortRoles::roleId, UserPortRoles::updatedAt}},
                 {.title = tr("Sign-in"),
                  .make = [](RecordContext &record, QWidget *parent) -> QWidget * {
                      return new SignInTab(record, parent);
                  }}},
        .ownTabs = true,
        .creates = false, // accounts are made on the server, with a one-time link
    };
}

PageSpec AdminPages::roles()
{
    using namespace schema;
    const EditorFactory grid = [](EntityHost &, const Table &, const ColumnInfo &,
                                  QWidget *parent) -> FieldEditor * { return new PermissionField(parent); };
    return {
        .table = &Roles::table,
        .icon = QStringLiteral("shield-check"),
        .createLabel = tr("New role"),
        .emptyText = tr("Roles say who may do what"),
        .list = {Roles::name, Roles::description, Roles::isSystem, Roles::updatedAt},
        .filters = {Roles::isSystem},
        .sort = {{"name", false}},
        .form = {{tr("Role"), {Roles::name, Roles::description}}, {tr("Permissions"), {Roles::permissions}}},
        .overview = {{tr("Role"), {Roles::name, Roles::description, Roles::isSystem}}},
        .headline = {Roles::isSystem},
        .tabs = {{.title = tr("Permissions"),
                  .make = [](RecordContext &record, QWidget *parent) -> QWidget * {
                      return new PermissionView(record, parent);
                  }},
                 {.title = tr("People"),
                  .related = &UserPortRoles::table,
                  .via = &UserPortRoles::roleId.info(),
                  .list = {UserPortRoles::userId, UserPortRoles::updatedAt}},
                 {.title = tr("In this port"),
                  .related = &PortRoleOverrides::table,
                  .via = &PortRoleOverrides::roleId.info()}},
        .ownTabs = true,
        .editors = {{Roles::permissions.index(), grid}},
    };
}

PageSpec AdminPages::ports()
{
    using schema::Ports;
    return {
        .table = &Ports::table,
        .icon = QStringLiteral("anchor"),
        .list = {Ports::name, Ports::slug, Ports::defaultCurrency, Ports::timezone, Ports::isActive,
                 Ports::updatedAt},
        .filters = {Ports::isActive},
        .form = {{tr("Port"), {Ports::name, Ports::defaultCurrency, Ports::timezone}},
                 {tr("Branding"), {Ports::branding}}},
        .headline = {Ports::slug, Ports::defaultCurrency, Ports::timezone, Ports::isActive},
        .ownTabs = true,
        .creates = false, // a port is set up on the server
    };
}

PageSpec AdminPages::audit()
{
    using schema::AuditLogs;
    return {
        .table = &AuditLogs::table,
        .key = QStringLiteral("audit"),
        .title = tr("Audit"),
        .icon = QStringLiteral("history"),
        .emptyText = tr("Who changed what, and when, will stand here"),
        .list = {AuditLogs::occurredAt, AuditLogs::userId, AuditLogs::action, AuditLogs::entityType,
                 AuditLogs::fieldChanged, AuditLogs::oldValue, AuditLogs::newValue},
        .filters = {AuditLogs::occurredAt, AuditLogs::userId, AuditLogs::action, AuditLogs::entityType},
        .sort = {{"occurred_at", true}},
        .overview = {{tr("Change"),
                      {AuditLogs::action, AuditLogs::entityType, AuditLogs::entityId, AuditLogs::fieldChanged,
                       AuditLogs::oldValue, AuditLogs::newValue, AuditLogs::metadata}}},
        .headline = {AuditLogs::action, AuditLogs::entityType, AuditLogs::fieldChanged,
                     AuditLogs::occurredAt},
        .facts = {AuditLogs::userId, AuditLogs::ipAddress, AuditLogs::userAgent, AuditLogs::occurredAt,
                  AuditLogs::receivedAt, AuditLogs::seq},
        .ownTabs = true,
        .creates = false,
    };
}

PageSpec AdminPages::webhooks()
{
    using namespace schema;
    return {
        .table = &Webhooks::table,
        .icon = QStringLiteral("webhook"),
        .createLabel = tr("New webhook"),
        .emptyText = tr("Programs that are told of changes will stand here"),
        .list = {Webhooks::name, Webhooks::url, Webhooks::events, Webhooks::isActive, Webhooks::failureCount},
        .filters = {Webhooks::isActive},
        .form = {{tr("Webhook"), {Webhooks::name, Webhooks::url, Webhooks::isActive}},
                 {tr("Events"), {Webhooks::events}, tr("Names such as client:created or invoice:paid.")}},
        .headline = {Webhooks::url, Webhooks::isActive, Webhooks::failureCount},
        .tabs = {{.title = tr("Deliveries"),
                  .related = &WebhookDeliveries::table,
                  .via = &WebhookDeliveries::webhookId.info(),
                  .list = {WebhookDeliveries::event, WebhookDeliveries::status, WebhookDeliveries::attempts,
                           WebhookDeliveries::responseCode, WebhookDeliveries::deliveredAt}}},
        .ownTabs = true,
    };
}

PageSpec AdminPages::reports()
{
    using schema::ScheduledReports;
    return {
        .table = &ScheduledReports::table,
        .key = QStringLiteral("report-schedules"),
        .title = tr("Reports"),
        .icon = QStringLiteral("calendar-clock"),
        .createLabel = tr("New scheduled report"),
        .emptyText = tr("Reports that are sent by themselves will stand here"),
        .list = {ScheduledReports::name, ScheduledReports::reportType, ScheduledReports::cron,
                 ScheduledReports::format, ScheduledReports::isActive, ScheduledReports::lastRunAt,
                 ScheduledReports::nextRunAt},
        .filters = {ScheduledReports::format, ScheduledReports::isActive},
        .form = {{tr("Report"),
                  {ScheduledReports::name, ScheduledReports::reportType, ScheduledReports::format}},
                 {tr("When"),
                  {ScheduledReports::cron, ScheduledReports::timezone, ScheduledReports::isActive},
                  tr("Minute, hour, day, month, weekday: 0 8 * * 1 is Monday at eight.")},
                 {tr("Options"), {ScheduledReports::config}}},
    };
}

PageSpec AdminPages::templates()
{
    using schema::DocumentTemplates;
    return {
        .table = &DocumentTemplates::table,
        .key = QStringLiteral("templates"),
        .title = tr("Templates"),
        .icon = QStringLiteral("file-pen-line"),
        .createLabel = tr("New template"),
        .emptyText = tr("Texts from which documents are made will stand here"),
        .list = {DocumentTemplates::name, DocumentTemplates::documentType, DocumentTemplates::version,
                 DocumentTemplates::isActive, DocumentTemplates::updatedAt},
        .filters = {DocumentTemplates::documentType, DocumentTemplates::isActive},
        .form = {{tr("Template"),
                  {DocumentTemplates::name, DocumentTemplates::documentType, DocumentTemplates::isActive}},
                 {tr("Text"),
                  {DocumentTemplates::body, DocumentTemplates::mergeFields},
                  tr("What stands in double braces is filled in: {{client.full_name}}.")}},
        .ownTabs = true,
    };
}

PageSpec AdminPages::forms()
{
    using namespace schema;
    return {
        .table = &FormTemplates::table,
        .key = QStringLiteral("forms"),
        .title = tr("Forms"),
        .icon = QStringLiteral("clipboard"),
        .createLabel = tr("New form"),
        .emptyText = tr("Forms that clients fill in will stand here"),
        .list = {FormTemplates::name, FormTemplates::slug, FormTemplates::target, FormTemplates::expiryDays,
                 FormTemplates::isActive, FormTemplates::updatedAt},
        .filters = {FormTemplates::target, FormTemplates::isActive},
        .form = {{tr("Form"),
                  {FormTemplates::name, FormTemplates::slug, FormTemplates::target, FormTemplates::expiryDays,
                   FormTemplates::isActive}},
                 {tr("Fields"), {FormTemplates::fields}}},
        .tabs = {{.title = tr("Answers"),
                  .related = &FormSubmissions::table,
                  .via = &FormSubmissions::formTemplateId.info(),
                  .list = {FormSubmissions::clientId, FormSubmissions::status, FormSubmissions::submittedAt,
                           FormSubmissions::expiresAt}}},
        .ownTabs = true,
    };
}

PageSpec AdminPages::tags()
{
    using schema::Tags;
    return {
        .table = &Tags::table,
        .icon = QStringLiteral("tags"),
        .createLabel = tr("New tag"),
        .emptyText = tr("Words to sort clients, deals and berths by will stand here"),
        .list = {Tags::name, Tags::color, Tags::updatedAt},
        .sort = {{"name", false}},
        .form = {{tr("Tag"), {Tags::name, Tags::color}, tr("A colour as #rrggbb.")}},
        .ownTabs = true,
    };
}

PageSpec AdminPages::customFields()
{
    using schema::CustomFieldDefinitions;
    return {
        .table = &CustomFieldDefinitions::table,
        .key = QStringLiteral("custom-fields"),
        .icon = QStringLiteral("sliders-horizontal"),
        .createLabel = tr("New custom field"),
        .emptyText = tr("Fields of this port's own will stand here"),
        .list = {CustomFieldDefinitions::label, CustomFieldDefinitions::entityType,
                 CustomFieldDefinitions::fieldType, CustomFieldDefinitions::key,
                 CustomFieldDefinitions::isRequired, CustomFieldDefinitions::position},
        .filters = {CustomFieldDefinitions::entityType, CustomFieldDefinitions::fieldType,
                    CustomFieldDefinitions::isRequired},
        .sort = {{"entity_type", false}, {"position", false}},
        .form = {{tr("Field"),
                  {CustomFieldDefinitions::label, CustomFieldDefinitions::key,
                   CustomFieldDefinitions::entityType, CustomFieldDefinitions::fieldType,
                   CustomFieldDefinitions::isRequired, CustomFieldDefinitions::position}},
                 {tr("Choices"), {CustomFieldDefinitions::options}, tr("For fields with choices.")}},
        .ownTabs = true,
    };
}

template <typename T>
PageEntry entry(const char *key, int order, const QString &title, const char *icon, const char *permission)
{
    return {.key = QLatin1String(key),
            .section = Section::Admin,
            .order = order,
            .title = title,
            .icon = QLatin1String(icon),
            .permissions = {permission},
            .make = [](ShellContext &context, QWidget *parent) -> Page * { return new T(context, parent); }};
}

void AdminPages::addOthers(PageRegistry &registry)
{
    registry.add(entry<SettingsPage>("settings", 50, tr("Settings"), "settings", "admin.manage_settings"));
    registry.add(entry<ImportPage>("import", 110, tr("Import"), "upload", "berths.import"));
    registry.add(
        entry<MonitoringPage>("monitoring", 120, tr("Monitoring"), "activity", "admin.manage_settings"));
    registry.add(entry<BackupPage>("backup", 130, tr("Backup"), "hard-drive", "admin.system_backup"));
    registry.add(
        entry<OnboardingPage>("onboarding", 150, tr("Onboarding"), "list-checks", "admin.manage_settings"));
}

} // namespace

void registerAdminPages(PageRegistry &registry)
{
    const auto place = [](int order, const char *permission) {
        return Placement{Section::Admin, order, {permission}, false};
    };
    addSection(registry, AdminPages::users(), place(10, "admin.manage_users"));
    addSection(registry, AdminPages::roles(), place(20, "admin.manage_users"));
    addSection(registry, AdminPages::ports(), place(30, "admin.manage_settings"));
    addSection(registry, AdminPages::audit(), place(40, "admin.view_audit_log"));
    addSection(registry, AdminPages::webhooks(), place(60, "admin.manage_webhooks"));
    addSection(registry, AdminPages::reports(), place(70, "admin.manage_reports"));
    addSection(registry, AdminPages::templates(), place(80, "document_templates.view"));
    addSection(registry, AdminPages::forms(), place(90, "admin.manage_forms"));
    addSection(registry, AdminPages::tags(), place(100, "admin.manage_tags"));
    addSection(registry, AdminPages::customFields(), place(140, "admin.manage_custom_fields"));
    AdminPages::addOthers(registry);
}

} // namespace nimara::ui
