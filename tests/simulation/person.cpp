#include "tests/simulation/person.h"

#include "models/domain/pipeline.h"
#include "models/schema/tables/all.h"

#include <array>

namespace nimara::sim {

using namespace schema;

namespace {

Uuid numbered(std::uint8_t kind, std::uint8_t number)
{
    Uuid::Bytes bytes{};
    bytes[6] = 0x70;
    bytes[8] = 0x80;
    bytes[14] = kind;
    bytes[15] = number;
    return Uuid(bytes);
}

std::vector<Uuid> several(std::uint8_t kind, std::uint8_t count)
{
    std::vector<Uuid> ids;
    for (std::uint8_t i = 1; i <= count; ++i)
        ids.push_back(numbered(kind, i));
    return ids;
}

const Uuid &any(const std::vector<Uuid> &ids, Rng &rng)
{
    return ids[rng.below(ids.size())];
}

std::string word(Rng &rng)
{
    static constexpr std::array words{"Anna", "Ørsted", "李雷", "Zoë", "Ivanović", "O'Neill"};
    return std::string(words[rng.below(words.size())]) + " " + std::to_string(rng.below(1000));
}

// Everything of a fresh row that is not null, as the page would hand it over.
Op creation(const Row &row)
{
    Op op{row.table().number, row.id(), OpKind::Create, {}};
    for (const ColumnInfo &column : row.table().columns) {
        const Value &value = row.value(column.index);
        if (!isNull(value) && !column.is(ServerSet) && column.name() != "id")
            op.fields.push_back({std::string(column.name()), {}, {}, value});
    }
    return op;
}

Edit single(Op op)
{
    Edit edit;
    edit.ops.push_back(std::move(op));
    return edit;
}

std::optional<Row> shown(const sync::Replica &replica, const Table &table, const Uuid &id)
{
    auto row = replica.row(table, id);
    return row ? *std::move(row) : std::nullopt;
}

std::optional<Edit> change(const sync::Replica &replica, const Table &table, const Uuid &id,
                           std::string_view column, Value value)
{
    const auto row = shown(replica, table, id);
    if (!row || row->value(column) == value)
        return std::nullopt;
    Op op{table.number, id, OpKind::Update, {}};
    op.fields.push_back({std::string(column), {}, row->value(column), std::move(value)});
    return single(std::move(op));
}

Edit newClient(const Places &places, const Clock &clock, Rng &rng)
{
    Row client = Row::fresh(Clients::table);
    client.set(Clients::id, Uuid::v7(clock, rng));
    client.set(Clients::portId, places.port);
    client.set(Clients::fullName, word(rng));
    Edit edit = single(creation(client));
    // Often with a contact in the same breath, or in an edit of its own that depends on it.
    if (rng.oneIn(2)) {
        Row contact = Row::fresh(ClientContacts::table);
        contact.set(ClientContacts::id, Uuid::v7(clock, rng));
        contact.set(ClientContacts::portId, places.port);
        contact.set(ClientContacts::clientId, client.id());
        contact.set(ClientContacts::value, word(rng));
        contact.set(ClientContacts::normalizedValue, std::string("x"));
        edit.ops.push_back(creation(contact));
    }
    return edit;
}

std::optional<Edit> toggleTag(const sync::Replica &replica, const Places &places, Rng &rng)
{
    const Uuid pair[] = {any(places.clients, rng), any(places.tags, rng)};
    const Uuid id = Uuid::derived("client_tags", pair);
    if (shown(replica, ClientTags::table, id))
        return single({ClientTags::table.number, id, OpKind::Delete, {}});
    Row row = Row::fresh(ClientTags::table);
    row.set(ClientTags::id, id);
    row.set(ClientTags::portId, places.port);
    row.set(ClientTags::clientId, pair[0]);
    row.set(ClientTags::tagId, pair[1]);
    return single(creation(row));
}

Edit newReminder(const Places &places, const Clock &clock, Rng &rng)
{
    Row row = Row::fresh(Reminders::table);
    row.set(Reminders::id, Uuid::v7(clock, rng));
    row.set(Reminders::portId, places.port);
    row.set(Reminders::title, word(rng));
    row.set(Reminders::dueAt, clock.now());
    row.set(Reminders::assignedTo, any(places.users, rng));
    return single(creation(row));
}

// A deal for one of few berths goes to the deposit, over an earlier look at whether it is free.
std::optional<Edit> sell(const sync::Replica &replica, const Places &places, Rng &rng)
{
    const auto row = shown(replica, Interests::table, any(places.interests, rng));
    if (!row)
        return std::nullopt;
    Op op{Interests::table.number, row->id(), OpKind::Update, {}};
    const Value stage = std::string(pipelineStageChoices[rng.below(pipelineStageChoices.size())].value);
    const Value berth = any(places.berths, rng);
    if (row->value("pipeline_stage") != stage)
        op.fields.push_back({"pipeline_stage", {}, row->value("pipeline_stage"), stage});
    if (row->value("berth_id") != berth)
        op.fields.push_back({"berth_id", {}, row->value("berth_id"), berth});
    if (op.fields.empty())
        return std::nullopt;
    return single(std::move(op));
}

// What the database would fill in is filled in.
Row bareRow(const Table &table, const Uuid &id, const Uuid &port)
{
    Row row = Row::fresh(table);
    row.setValue("id", id);
    row.setValue("port_id", port);
    for (const ColumnInfo &column : table.columns) {
        if (column.is(ServerSet) && column.is(Required) && column.type == ColumnType::Instant)
            row.setValue(column.index, std::int64_t(1'794'000'000'000'000));
    }
    return row;
}

} // namespace

Places makePlaces(const Uuid &port, const std::vector<Uuid> &users)
{
    return {port, users, several(1, 6), several(2, 3), several(3, 4), several(4, 3)};
}

std::vector<Row> seededRows(const Places &places)
{
    std::vector<Row> rows;
    const auto add = [&rows, &places](const Table &table, const Uuid &id) -> Row & {
        return rows.emplace_back(bareRow(table, id, places.port));
    };
    for (const Uuid &id : places.tags)
        add(Tags::table, id).set(Tags::name, "Tag " + id.toString().substr(34));
    for (const Uuid &id : places.clients)
        add(Clients::table, id).set(Clients::fullName, "Client " + id.toString().substr(34));
    for (const Uuid &id : places.berths) {
        Row &berth = add(Berths::table, id);
        berth.set(Berths::area, std::string("A"));
        berth.set(Berths::berthNumber, id.toString().substr(34));
        berth.set(Berths::lengthM, Decimal(1200, 2));
        berth.set(Berths::beamM, Decimal(400, 2));
    }
    for (const Uuid &id : places.interests)
        add(Interests::table, id).set(Interests::clientId, places.clients.front());
    return rows;
}

std::vector<Row> importedRows(const Places &places, std::uint64_t number)
{
    const std::string name = std::to_string(number);
    Row client = bareRow(Clients::table, Uuid::derived("sim.import", {}, name), places.port);
    client.set(Clients::fullName, "Imported " + name);
    Row contact = bareRow(ClientContacts::table, Uuid::derived("sim.contact", {}, name), places.port);
    contact.set(ClientContacts::clientId, client.id());
    contact.set(ClientContacts::value, "x" + name);
    contact.set(ClientContacts::normalizedValue, "x" + name);
    return {std::move(client), std::move(contact)};
}

std::optional<Edit> nextEdit(const sync::Replica &replica, const Places &places, const Uuid &,
                             const Clock &clock, Rng &rng)
{
    switch (rng.below(10)) {
    case 0:
        return newClient(places, clock, rng);
    case 1:
    case 2:
        return change(replica, Clients::table, any(places.clients, rng), "full_name", word(rng));
    case 3:
        return change(replica, Clients::table, any(places.clients, rng), "city", word(rng));
    case 4:
        return toggleTag(replica, places, rng);
    case 5:
        return newReminder(places, clock, rng);
    case 6:
        return change(replica, Berths::table, any(places.berths, rng), "status",
                      std::string(berthStatusChoices[rng.below(berthStatusChoices.size())].value));
    case 7:
    case 8:
        return sell(replica, places, rng);
    default:
        return single({Clients::table.number,
                       any(places.clients, rng),
                       rng.oneIn(2) ? OpKind::Delete : OpKind::Restore,
                       {}});
    }
}

} // namespace nimara::sim
