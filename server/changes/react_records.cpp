#include "models/schema/tables/clients.h"
#include "models/schema/tables/interests.h"
#include "models/schema/tables/money.h"
#include "models/schema/tables/planning.h"
#include "server/changes/field_checks.h"
#include "server/changes/reactions.h"

#include <algorithm>

// Clients, notes, reminders, money: what listeners are told.
namespace nimara::server {

namespace {

using schema::ClientNotes;
using schema::Clients;
using schema::Expenses;
using schema::InterestNotes;
using schema::Invoices;
using schema::Reminders;

constexpr std::size_t previewBytes = 120;

// The beginning of a text, cut between characters.
std::string preview(const std::string &text)
{
    if (text.size() <= previewBytes)
        return text;
    std::size_t end = previewBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u)
        --end;
    return text.substr(0, end) + "…";
}

Json field(const Row &row, std::string_view column)
{
    const ColumnInfo *info = row.table().find(column);
    if (!info || isNull(row.value(info->index)))
        return nullptr;
    return valueToText(info->type, row.value(info->index));
}

std::string authorName(Changes &changes)
{
    const Members::Member *author = changes.members().find(changes.actor().userId);
    return author ? author->name : std::string();
}

// A reminder is its people's, and of those who see all: they hear of it by the scopes of its row.
void tellReminderPeople(Changes &changes, const Row &row, std::string name, Json payload)
{
    changes.tell(std::move(name), std::move(payload), scopesOfRow(Reminders::table, row));
}

} // namespace

void notifyAssigned(Changes &changes, const RowChange &change, std::string_view column,
                    const std::string &title)
{
    if (!change.after)
        return;
    const Value now = change.after->value(column);
    const auto *user = std::get_if<Uuid>(&now);
    if (!user || *user == changes.actor().userId || (change.before && change.before->value(column) == now))
        return;
    changes.notify(*user, "system_alert", title, change.key.table->name, change.key.id);
}

void tellClient(Changes &changes, const RowChange &change)
{
    constexpr std::string_view right = "clients.view";
    const std::string id = change.key.id.toString();
    if (change.isNew())
        changes.tellHolders(right, "client:created",
                            {{"clientId", id},
                             {"clientName", field(*change.after, "full_name")},
                             {"source", field(*change.after, "source")}});
    else if (change.wasArchived())
        changes.tellHolders(right, "client:archived", {{"clientId", id}});
    else if (change.wasRestored())
        changes.tellHolders(right, "client:restored", {{"clientId", id}});
    else if (!change.isGone())
        changes.tellHolders(right, "client:updated",
                            {{"clientId", id}, {"changedFields", changedFields(change)}});
    notifyAssigned(changes, change, "assigned_to", "A client was assigned to you");
}

void tellNote(Changes &changes, const RowChange &change)
{
    if (!change.after)
        return;
    const bool ofClient = change.key.table == &ClientNotes::table;
    const Table &parent = ofClient ? Clients::table : schema::Interests::table;
    const Json parentId = field(*change.after, change.key.table->parentColumn);
    if (change.isNew())
        changes.tellHolders(ofClient ? "clients.view" : "interests.view",
                            ofClient ? "client:noteAdded" : "interest:noteAdded",
                            {{ofClient ? "clientId" : "interestId", parentId},
                             {"noteId", change.key.id.toString()},
                             {"authorName", authorName(changes)},
                             {"preview", preview(std::get<std::string>(change.after->value("body")))}});
    const std::vector<Uuid> before = mentionedIn(change.before);
    for (const Uuid &person : mentionedIn(&*change.after)) {
        const auto record = Uuid::parse(parentId.get<std::string>());
        if (person != changes.actor().userId && std::ranges::count(before, person) == 0 && record)
            changes.notify(person, "system_alert", authorName(changes) + " mentioned you", parent.name,
                           *record);
    }
}

Tried deriveReminder(Changes &changes, const RowChange &change)
{
    if (change.isGone() || !change.changed(Reminders::status))
        return {};
    const RowKey key = change.key;
    const bool completed = (*change.after)[Reminders::status] == ReminderStatus::Completed;
    const bool hasTime = (*change.after)[Reminders::completedAt].has_value();
    changes.rows().set(key, Reminders::completedBy.index(),
                       completed ? Value(changes.actor().userId) : Value());
    if (completed && !hasTime)
        changes.set(key.id, Reminders::table, Reminders::completedAt, changes.occurredAt());
    else if (!completed && hasTime)
        changes.rows().set(key, Reminders::completedAt.index(), Value());
    return {};
}

void tellReminder(Changes &changes, const RowChange &change)
{
    if (!change.after)
        return;
    const Row &row = *change.after;
    const Json id = change.key.id.toString();
    const bool isStatus = change.before && change.changed(Reminders::status);
    if (change.isNew())
        tellReminderPeople(changes, row, "reminder:created",
                           {{"reminderId", id},
                            {"title", field(row, "title")},
                            {"assignedTo", field(row, "assigned_to")},
                            {"dueAt", field(row, "due_at")}});
    else if (isStatus && row[Reminders::status] == ReminderStatus::Completed)
        tellReminderPeople(changes, row, "reminder:completed",
                           {{"reminderId", id},
                            {"title", field(row, "title")},
                            {"completedBy", field(row, "completed_by")}});
    else if (isStatus && row[Reminders::status] == ReminderStatus::Snoozed)
        tellReminderPeople(changes, row, "reminder:snoozed",
                           {{"reminderId", id}, {"snoozedUntil", field(row, "snoozed_until")}});
    else
        tellReminderPeople(changes, row, "reminder:updated",
                           {{"reminderId", id}, {"changedFields", changedFields(change)}});
    notifyAssigned(changes, change, "assigned_to", "A reminder was assigned to you");
}

void tellMoney(Changes &changes, const RowChange &change)
{
    if (!change.after)
        return;
    const Row &row = *change.after;
    const std::string id = change.key.id.toString();
    if (change.key.table == &Invoices::table) {
        if (!change.isNew())
            return;
        const bool named = changes.members().allWith("invoices.view", "clients.view");
        const auto client = row[Invoices::clientId];
        changes.tellHolders(
            "invoices.view", "invoice:created",
            {{"invoiceId", id},
             {"invoiceNumber", field(row, "invoice_number")},
             {"total", field(row, "total")},
             {"clientName",
              named && client ? jsonValue(changes.lookUp(Clients::table, *client, "full_name")) : Json()}});
    } else if (change.isNew()) {
        changes.tellHolders("expenses.view", "expense:created",
                            {{"expenseId", id},
                             {"amount", field(row, "amount")},
                             {"currency", field(row, "currency")},
                             {"category", field(row, "category")}});
    } else {
        changes.tellHolders("expenses.view", "expense:updated",
                            {{"expenseId", id}, {"changedFields", changedFields(change)}});
    }
}

} // namespace nimara::server
