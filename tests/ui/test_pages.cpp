#include "tests/ui/test_pages.h"

#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QVBoxLayout>

namespace nimara::ui {

TestPage::TestPage(const PageEntry &entry, QWidget *parent)
    : Page(parent), field(new QLineEdit(this)), m_title(entry.title)
{
    auto *column = new QVBoxLayout(this);
    const int margin = theme().px(size::page);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(theme().px(size::gap));
    column->addWidget(new Label(m_title, Type::Title, Token::Text, QFont::DemiBold));
    field->setAccessibleName(QStringLiteral("Name"));
    column->addWidget(field);
    column->addWidget(new Card(QStringLiteral("Content")), 1);
}

void TestPage::open(const PageAddress &address)
{
    opened.append(address);
    m_address = address;
}

QString TestPage::title() const
{
    return m_address.record.isEmpty() ? m_title : QStringLiteral("Record");
}

QList<Crumb> TestPage::crumbs() const
{
    if (m_address.record.isEmpty())
        return {};
    return {{m_address.isNew() ? QStringLiteral("New") : QStringLiteral("Anna Berg"), {}}};
}

namespace {

struct Entry
{
    const char *key;
    Section section;
    const char *title;
    const char *icon;
    const char *permission;
    const char *table;
    const char *create;
    const char *createPermission;
};

constexpr Entry entries[]{
    {"dashboard", Section::Main, "Dashboard", "layout-dashboard", "reports.view_dashboard", "", "", ""},
    {"clients", Section::Main, "Clients", "users", "clients.view", "clients", "Client", "clients.create"},
    {"interests", Section::Main, "Interests", "handshake", "interests.view", "interests", "Interest",
     "interests.create"},
    {"berths", Section::Main, "Berths", "anchor", "berths.view", "berths", "Berth", "berths.import"},
    {"expenses", Section::Financial, "Expenses", "wallet", "expenses.view", "expenses", "Expense",
     "expenses.create"},
    {"invoices", Section::Financial, "Invoices", "receipt", "invoices.view", "invoices", "Invoice",
     "invoices.create"},
    {"files", Section::Operations, "Files", "folder", "files.view", "files", "", ""},
    {"email", Section::Operations, "Email", "mail", "email.view", "email_threads", "", ""},
    {"reminders", Section::Operations, "Reminders", "bell-ring", "reminders.view_own", "reminders",
     "Reminder", "reminders.create"},
    {"documents", Section::Operations, "Documents", "file-text", "documents.view", "documents", "", ""},
    {"reports", Section::Operations, "Reports", "chart-column", "reports.view_analytics", "", "", ""},
    {"users", Section::Admin, "Users", "user-cog", "admin.manage_users", "users", "", ""},
    {"roles", Section::Admin, "Roles", "shield", "admin.manage_users", "roles", "", ""},
    {"ports", Section::Admin, "Ports", "ship-wheel", "admin.manage_settings", "ports", "", ""},
    {"audit", Section::Admin, "Audit", "history", "admin.view_audit_log", "audit_logs", "", ""},
    {"settings", Section::Admin, "Settings", "settings", "admin.manage_settings", "", "", ""},
    {"webhooks", Section::Admin, "Webhooks", "webhook", "admin.manage_webhooks", "webhooks", "", ""},
    {"admin-reports", Section::Admin, "Reports", "chart-line", "admin.manage_reports", "scheduled_reports",
     "", ""},
    {"templates", Section::Admin, "Templates", "file-pen-line", "document_templates.manage",
     "document_templates", "", ""},
    {"forms", Section::Admin, "Forms", "clipboard", "admin.manage_forms", "form_templates", "", ""},
    {"tags", Section::Admin, "Tags", "tags", "admin.manage_tags", "tags", "", ""},
    {"import", Section::Admin, "Import", "upload", "berths.import", "", "", ""},
    {"monitoring", Section::Admin, "Monitoring", "activity", "admin.system_backup", "", "", ""},
    {"backup", Section::Admin, "Backup", "database", "admin.system_backup", "", "", ""},
    {"custom-fields", Section::Admin, "Custom fields", "square-pen", "admin.manage_custom_fields",
     "custom_field_definitions", "", ""},
    {"onboarding", Section::Admin, "Onboarding", "life-buoy", "admin.manage_settings", "", "", ""},
};

} // namespace

void registerTestPages(PageRegistry &registry)
{
    int order = 0;
    for (const Entry &from : entries) {
        PageEntry entry;
        entry.key = QString::fromLatin1(from.key);
        entry.section = from.section;
        entry.order = ++order;
        entry.title = QString::fromLatin1(from.title);
        entry.icon = QString::fromLatin1(from.icon);
        entry.permissions = {from.permission};
        entry.table = from.table;
        entry.createTitle = QString::fromLatin1(from.create);
        entry.createPermission = from.createPermission;
        entry.make = [&registry, key = entry.key](ShellContext &, QWidget *parent) -> Page * {
            return new TestPage(*registry.find(key), parent);
        };
        registry.add(std::move(entry));
    }
}

} // namespace nimara::ui
