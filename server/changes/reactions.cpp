#include "server/changes/reactions.h"

#include "models/schema/audit.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/clients.h"
#include "models/schema/tables/interests.h"
#include "models/schema/tables/money.h"
#include "models/schema/tables/people.h"
#include "models/schema/tables/planning.h"

#include <array>
#include <set>

namespace nimara::server {

namespace {

using Derive = Tried (*)(Changes &, const RowChange &);
using Tell = void (*)(Changes &, const RowChange &);

struct Area
{
    const Table *table;
    Derive derive;
    Tell tell;
};

const std::array areas{
    Area{&schema::Interests::table, deriveInterest, tellInterest},
    Area{&schema::Berths::table, deriveBerth, tellBerth},
    Area{&schema::BerthHolds::table, deriveHold, nullptr},
    Area{&schema::BerthMaintenanceLog::table, deriveMaintenance, nullptr},
    Area{&schema::BerthWaitingList::table, deriveWaitingList, nullptr},
    Area{&schema::Reminders::table, deriveReminder, tellReminder},
    Area{&schema::UserPortRoles::table, derivePeople, nullptr},
    Area{&schema::Roles::table, derivePeople, nullptr},
    Area{&schema::PortRoleOverrides::table, derivePeople, nullptr},
    Area{&schema::Clients::table, nullptr, tellClient},
    Area{&schema::ClientNotes::table, nullptr, tellNote},
    Area{&schema::InterestNotes::table, nullptr, tellNote},
    Area{&schema::Expenses::table, nullptr, tellMoney},
    Area{&schema::Invoices::table, nullptr, tellMoney},
};

const Area *areaOf(const Table &table)
{
    for (const Area &area : areas) {
        if (area.table == &table)
            return &area;
    }
    return nullptr;
}

// What the server writes beside a change tells of itself nowhere else.
bool isLogged(const Table &table)
{
    return table.name != "notifications" && table.name != "waiting_list_log";
}

Json fieldsJson(const std::vector<FieldDifference> &fields, bool made)
{
    Json json = Json::object();
    for (const FieldDifference &field : fields)
        json[std::string(field.column)] = made ? field.newValue : field.oldValue;
    return json;
}

AuditEntry entryFor(const RowChange &change, std::string_view action)
{
    return {action, std::string(change.key.table->name), change.key.id};
}

void auditUpdate(Changes &changes, const RowChange &change)
{
    for (FieldDifference &field : auditDiff(*change.before, *change.after)) {
        AuditEntry entry = entryFor(change, audit_action::update);
        if (field.column == "archived_at")
            entry.action = change.wasArchived() ? audit_action::archive : audit_action::restore;
        entry.field = field.column;
        entry.oldValue = std::move(field.oldValue);
        entry.newValue = std::move(field.newValue);
        entry.metadata = changes.explanation(change.key, entry.field);
        changes.audit(std::move(entry));
    }
}

// A row that is made or removed is one entry with all its fields; a change is one for each field.
void auditChange(Changes &changes, const RowChange &change)
{
    if (!isLogged(*change.key.table))
        return;
    if (change.before && change.after)
        return auditUpdate(changes, change);
    AuditEntry entry = entryFor(change, change.isNew() ? audit_action::create : audit_action::remove);
    entry.metadata["fields"] = change.isNew() ? fieldsJson(auditCreation(*change.after), true)
                                              : fieldsJson(auditDeletion(*change.before), false);
    changes.audit(std::move(entry));
}

std::optional<RowChange> changeOf(Changes &changes, const Workspace::Touched &touched)
{
    RowChange change{touched.key, touched.before ? &*touched.before : nullptr,
                     changes.rows().find(touched.key)};
    if (!change.before && !change.after)
        return std::nullopt;
    if (change.before && change.after && *change.before == *change.after)
        return std::nullopt;
    return change;
}

} // namespace

bool RowChange::wasArchived() const
{
    return before && after && isNull(before->value("archived_at")) && !isNull(after->value("archived_at"));
}

bool RowChange::wasRestored() const
{
    return before && after && !isNull(before->value("archived_at")) && isNull(after->value("archived_at"));
}

Json jsonValue(const Value &value)
{
    if (const auto *id = std::get_if<Uuid>(&value))
        return id->toString();
    if (const auto *text = std::get_if<std::string>(&value))
        return *text;
    if (const auto *number = std::get_if<std::int64_t>(&value))
        return *number;
    return nullptr;
}

Json changedFields(const RowChange &change)
{
    Json names = Json::array();
    for (const FieldDifference &field : auditDiff(*change.before, *change.after))
        names.push_back(field.column);
    return names;
}

Tried reactTo(Changes &changes)
{
    // A rule may touch further rows, which come after the ones there are.
    std::set<RowKey> derived;
    for (bool more = true; more;) {
        more = false;
        for (const Workspace::Touched &touched : changes.touched()) {
            if (!derived.insert(touched.key).second)
                continue;
            more = true;
            const auto change = changeOf(changes, touched);
            const Area *area = change ? areaOf(*touched.key.table) : nullptr;
            if (area && area->derive) {
                if (auto refused = area->derive(changes, *change))
                    return refused;
            }
        }
    }
    for (const Workspace::Touched &touched : changes.touched()) {
        const auto change = changeOf(changes, touched);
        if (!change)
            continue;
        auditChange(changes, *change);
        const Area *area = areaOf(*touched.key.table);
        if (area && area->tell)
            area->tell(changes, *change);
    }
    return {};
}

} // namespace nimara::server
