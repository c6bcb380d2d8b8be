#include "models/schema/tables/all.h"
#include "ui/entity/edits.h"
#include "ui/pages/operations/reports_page.h"
#include "ui/pages/pages.h"
#include "ui/pages/section_page.h"

#include <QCoreApplication>

#include <chrono>

namespace nimara::ui {

namespace {

using schema::Documents;
using schema::Reminders;

struct OperationsPages
{
    Q_DECLARE_TR_FUNCTIONS(OperationsPages)

public:
    static PageSpec files();
    static PageSpec email();
    static PageSpec reminders();
    static PageSpec documents();
    static std::vector<RecordAction> reminderActions();
    static PageEntry reports();
};

PageSpec OperationsPages::files()
{
    using schema::Files;
    return {
        .table = &Files::table,
        .icon = QStringLiteral("folder"),
        .emptyText = tr("Files of clients, documents, expenses and invoices will stand here"),
        .list = {Files::filename, Files::entityType, Files::clientId, Files::folder, Files::category,
                 Files::sizeBytes, Files::uploadedBy, Files::updatedAt},
        .filters = {Files::entityType, Files::folder, Files::category, Files::uploadedBy},
        .form = {{tr("File"), {Files::filename, Files::folder, Files::category, Files::clientId}}},
        .status = Files::scanStatus,
        .creates = false, // a file comes with its content, through the server
    };
}

PageSpec OperationsPages::email()
{
    using namespace schema;
    return {
        .table = &EmailThreads::table,
        .key = QStringLiteral("email"),
        .title = tr("Email"),
        .icon = QStringLiteral("mail"),
        .emptyText = tr("Conversations of your mail accounts will stand here"),
        .list = {EmailThreads::subject, EmailThreads::clientId, EmailThreads::snippet,
                 EmailThreads::unreadCount, EmailThreads::messageCount, EmailThreads::lastMessageAt},
        .filters = {EmailThreads::accountId, EmailThreads::clientId, EmailThreads::isShared,
                    EmailThreads::lastMessageAt},
        .sort = {{"last_message_at", true}},
        .overview = {{tr("Conversation"),
                      {EmailThreads::subject, EmailThreads::snippet, EmailThreads::participants,
                       EmailThreads::accountId, EmailThreads::clientId, EmailThreads::interestId}}},
        .headline = {EmailThreads::clientId, EmailThreads::interestId, EmailThreads::messageCount,
                     EmailThreads::unreadCount, EmailThreads::lastMessageAt},
        .tabs = {{.title = tr("Messages"),
                  .related = &EmailMessages::table,
                  .via = &EmailMessages::threadId.info(),
                  .list = {EmailMessages::fromAddress, EmailMessages::subject, EmailMessages::bodyText,
                           EmailMessages::direction, EmailMessages::isRead, EmailMessages::sentAt}}},
        .ownTabs = true,
        .creates = false, // mail is sent by the server
    };
}

std::vector<RecordAction> OperationsPages::reminderActions()
{
    const auto open = [](const Row &row) { return row[Reminders::status] != ReminderStatus::Completed; };
    return {
        {tr("Complete"), QStringLiteral("check"), open,
         [](Row &row) {
             row.set(Reminders::status, ReminderStatus::Completed);
             row.set(Reminders::completedAt, currentTime());
             row.clear(Reminders::snoozedUntil);
         }},
        {tr("Snooze a day"), QStringLiteral("clock"), open,
         [](Row &row) {
             row.set(Reminders::status, ReminderStatus::Snoozed);
             row.set(Reminders::snoozedUntil, currentTime() + std::chrono::hours(24));
         }},
        {tr("Reopen"), QStringLiteral("rotate-ccw"), [open](const Row &row) { return !open(row); },
         [](Row &row) {
             row.set(Reminders::status, ReminderStatus::Pending);
             row.clear(Reminders::completedAt);
         }},
    };
}

PageSpec OperationsPages::reminders()
{
    return {
        .table = &Reminders::table,
        .icon = QStringLiteral("bell-ring"),
        .createLabel = tr("New reminder"),
        .emptyText = tr("What is to be done, and when, will stand here"),
        .list = {Reminders::title, Reminders::dueAt, Reminders::priority, Reminders::status,
                 Reminders::assignedTo, Reminders::clientId, Reminders::berthId},
        .filters = {Reminders::status, Reminders::dueAt, Reminders::priority, Reminders::assignedTo},
        .strip = Reminders::status,
        .sort = {{"due_at", false}},
        .form = {{tr("Reminder"),
                  {Reminders::title, Reminders::dueAt, Reminders::priority, Reminders::assignedTo,
                   Reminders::note}},
                 {tr("About"), {Reminders::clientId, Reminders::interestId, Reminders::berthId}}},
        .headline = {Reminders::dueAt, Reminders::priority, Reminders::assignedTo, Reminders::clientId,
                     Reminders::berthId},
        .facts = {Reminders::createdBy, Reminders::isAutomatic, Reminders::snoozedUntil,
                  Reminders::completedAt, Reminders::completedBy, Reminders::recurrence, Reminders::createdAt,
                  Reminders::updatedAt},
        .actions = reminderActions(),
        .prepare = [](Row &row,
                      const Store &store) { row.set(Reminders::assignedTo, store.session().userId); },
    };
}

PageSpec OperationsPages::documents()
{
    return {
        .table = &Documents::table,
        .icon = QStringLiteral("file-text"),
        .createLabel = tr("New document"),
        .emptyText = tr("Expressions of interest, contracts and what else is signed will stand here"),
        .list = {Documents::title, Documents::status, Documents::clientId, Documents::berthId,
                 Documents::sentAt, Documents::updatedAt},
        .filters = {Documents::status, Documents::documentType, Documents::clientId, Documents::createdBy},
        .strip = Documents::status,
        .form = {{tr("Document"), {Documents::title, Documents::documentType, Documents::templateId}},
                 {tr("About"), {Documents::clientId, Documents::interestId, Documents::berthId}},
                 {tr("Signing"), {Documents::provider, Documents::status, Documents::expiresAt}}},
        .headline = {Documents::documentType, Documents::clientId, Documents::interestId, Documents::berthId,
                     Documents::expiresAt},
        .facts = {Documents::provider, Documents::sentAt, Documents::completedAt, Documents::lastReminderAt,
                  Documents::fileId, Documents::signedFileId, Documents::createdBy, Documents::createdAt,
                  Documents::updatedAt},
    };
}

PageEntry OperationsPages::reports()
{
    return {.key = QStringLiteral("reports"),
            .section = Section::Operations,
            .order = 50,
            .title = tr("Reports"),
            .icon = QStringLiteral("chart-column"),
            .permissions = {"reports.view_dashboard", "reports.view_analytics"},
            .make = [](ShellContext &context, QWidget *parent) { return new ReportsPage(context, parent); }};
}

} // namespace

void registerOperationsPages(PageRegistry &registry)
{
    const auto place = [](int order, std::vector<std::string> permissions, bool inNewMenu) {
        return Placement{Section::Operations, order, std::move(permissions), inNewMenu};
    };
    addSection(registry, OperationsPages::files(), place(10, {"files.view"}, false));
    addSection(registry, OperationsPages::email(), place(20, {"email.view"}, false));
    addSection(registry, OperationsPages::reminders(),
               place(30, {"reminders.view_own", "reminders.view_all"}, true));
    addSection(registry, OperationsPages::documents(), place(40, {"documents.view"}, true));
    registry.add(OperationsPages::reports());
}

} // namespace nimara::ui
