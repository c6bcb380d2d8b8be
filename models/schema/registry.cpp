#include "models/schema/registry.h"

#include "models/schema/tables/all.h"

#include <algorithm>
#include <array>

namespace nimara::schema {

namespace {

// Parents stand before the tables that point to them.
constexpr std::array all{
    &Ports::table,
    &Users::table,
    &Roles::table,
    &UserPortRoles::table,
    &PortRoleOverrides::table,
    &Tags::table,
    &Clients::table,
    &ClientContacts::table,
    &ClientRelationships::table,
    &ClientNotes::table,
    &ClientTags::table,
    &ClientMergeLog::table,
    &Vessels::table,
    &Berths::table,
    &BerthMapData::table,
    &BerthMaintenanceLog::table,
    &BerthTags::table,
    &BerthObservations::table,
    &PriceHistory::table,
    &Interests::table,
    &InterestNotes::table,
    &InterestTags::table,
    &BerthRecommendations::table,
    &BerthWaitingList::table,
    &WaitingListLog::table,
    &BerthHolds::table,
    &Files::table,
    &DocumentTemplates::table,
    &Documents::table,
    &DocumentSigners::table,
    &DocumentEvents::table,
    &FormTemplates::table,
    &FormSubmissions::table,
    &Expenses::table,
    &Invoices::table,
    &InvoiceLineItems::table,
    &InvoiceExpenses::table,
    &InvoicePayments::table,
    &InvoiceCounters::table,
    &CurrencyRates::table,
    &EmailAccounts::table,
    &EmailThreads::table,
    &EmailMessages::table,
    &Reminders::table,
    &GoogleCalendarTokens::table,
    &GoogleCalendarCache::table,
    &Notifications::table,
    &ScheduledReports::table,
    &ReportRecipients::table,
    &Webhooks::table,
    &WebhookDeliveries::table,
    &SystemSettings::table,
    &CustomFieldDefinitions::table,
    &CustomFieldValues::table,
    &SavedViews::table,
    &ScratchpadNotes::table,
    &UserNotificationPreferences::table,
    &AuditLogs::table,
    &UndoLog::table,
};

constexpr const Table *tableNamed(std::string_view name)
{
    for (const Table *table : all) {
        if (table->name == name)
            return table;
    }
    return nullptr;
}

// What is named by text inside a description must exist; each fault has its own words in the compiler's message.
consteval void checkColumn(const Table &table, const ColumnInfo &column)
{
    const ColumnSpec &spec = column.spec;
    if (!spec.references.empty()) {
        if (column.type != ColumnType::Uuid)
            throw "a foreign key is a uuid";
        if (!tableNamed(spec.references))
            throw "a column points to an unknown table";
        if (spec.onDelete == OnDelete::SetNull && column.is(Required))
            throw "a required foreign key cannot be set null";
    }
    if (column.is(Author) && (!column.is(ServerSet) || spec.references != "users"))
        throw "an author is a user whom the server sets";
    if (column.is(ServerOnly) && (column.is(Searchable) || !spec.label.empty()))
        throw "what never leaves the server is neither searched nor shown";
    if (!spec.mergePaths.empty() && column.type != ColumnType::JsonText)
        throw "only json has paths";
    if (column.is(CaseInsensitive | Searchable | Markdown | Multiline) && column.type != ColumnType::Text &&
        column.type != ColumnType::JsonText)
        throw "only text is searched or written on several lines";
    if (column.type == ColumnType::Enum && !spec.initial.empty()) {
        bool known = false;
        for (const Choice &choice : spec.choices)
            known = known || choice.value == spec.initial;
        if (!known)
            throw "an initial value that is no choice";
    }
    if (table.name.empty())
        throw "a table without a name";
}

consteval void checkNamed(const Table &table, std::string_view column)
{
    if (!column.empty() && !table.find(column))
        throw "a table names a column that it has not";
}

consteval void checkTable(const Table &table)
{
    if (table.columns.empty() || table.columns[0].spec.name != "id")
        throw "the first column is the id";
    if (table.is(PortScoped | PortOptional) && table.columns[1].spec.name != "port_id")
        throw "the second column of a port's table is port_id";
    if (table.is(Archivable) != (table.find("archived_at") != nullptr))
        throw "archived_at belongs to archivable tables";
    if (!table.find("created_at") || !table.find("updated_at"))
        throw "every table has created_at and updated_at";
    if (table.replicated() && table.scopes.empty())
        throw "a replicated table without a scope";
    for (const ColumnInfo &column : table.columns)
        checkColumn(table, column);
    for (const ScopeRule &rule : table.scopes) {
        checkNamed(table, rule.ownerColumn);
        checkNamed(table, rule.entityColumn);
        checkNamed(table, rule.whenColumn);
        for (const std::string_view column : rule.projection)
            checkNamed(table, column);
        const bool personal = rule.audience == Audience::User || rule.audience == Audience::PortUser;
        if (personal == rule.ownerColumn.empty())
            throw "a personal scope names its owner, others none";
    }
    for (const UniqueRule &unique : table.uniques) {
        checkNamed(table, unique.whereColumn);
        for (const std::string_view column : unique.columns)
            checkNamed(table, column);
        if (unique.pair && !table.is(DerivedId))
            throw "a pair rule without a derived id";
        if (unique.amongActive && !table.is(Archivable))
            throw "nothing is archived here";
    }
    checkNamed(table, table.titleColumn);
    checkNamed(table, table.titleColumn2);
    checkNamed(table, table.parentColumn);
    for (const std::string_view column : table.rights.ownerColumns)
        checkNamed(table, column);
    if (!table.parentColumn.empty() && table.find(table.parentColumn)->spec.references.empty())
        throw "the parent column is a foreign key";
}

consteval std::size_t checkAll()
{
    std::size_t keys = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Table &table = *all[i];
        checkTable(table);
        if (table.number == 0)
            throw "a table without a wire number";
        for (std::size_t k = 0; k < i; ++k) {
            if (all[k]->name == table.name || all[k]->number == table.number)
                throw "a doubled table name or wire number";
        }
        for (const ColumnInfo &column : table.columns) {
            if (column.spec.references.empty())
                continue;
            ++keys;
            bool before = column.spec.references == table.name;
            for (std::size_t k = 0; k < i; ++k)
                before = before || all[k]->name == column.spec.references;
            if (!before)
                throw "a table stands before one it points to";
        }
    }
    return keys;
}

constexpr std::size_t foreignKeys = checkAll();

// Grouped by the table pointed to, in the order of `all`.
struct References
{
    std::array<Reference, foreignKeys> list{};
    std::array<std::size_t, all.size() + 1> first{};
};

consteval References collectReferences()
{
    References result;
    std::size_t count = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        result.first[i] = count;
        for (const Table *table : all) {
            for (const ColumnInfo &column : table->columns) {
                if (column.spec.references == all[i]->name)
                    result.list[count++] = {table, &column};
            }
        }
    }
    result.first[all.size()] = count;
    return result;
}

constexpr References references = collectReferences();

} // namespace

std::span<const Table *const> tables()
{
    return all;
}

const Table *findTable(std::string_view name)
{
    return tableNamed(name);
}

const Table *findTable(std::uint16_t number)
{
    // Numbers are given in order and dense so far; the search is for the day when one is retired.
    if (number > 0 && number <= all.size() && all[number - 1u]->number == number)
        return all[number - 1u];
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Table *table) { return table->number == number; });
    return found == all.end() ? nullptr : *found;
}

std::span<const Reference> referencesTo(const Table &table)
{
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == &table) {
            const std::size_t first = references.first[i];
            return {references.list.data() + first, references.first[i + 1] - first};
        }
    }
    return {};
}

} // namespace nimara::schema
