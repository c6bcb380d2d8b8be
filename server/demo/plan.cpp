#include "server/demo/plan.h"

#include "models/base/hash.h"
#include "models/base/text.h"
#include "server/demo/plan_parts.h"

#include <algorithm>
#include <set>

namespace nimara::server::demo {

namespace {

struct PortSeed
{
    std::string_view slug;
    std::string_view name;
    std::string_view region;               // of harbours.csv
    std::vector<std::string_view> offices; // of sales_teams.csv
};

const std::vector<PortSeed> &seeds()
{
    static const std::vector<PortSeed> all{
        {"helsinki-east", "Helsinki East", "east", {"Central", "East"}},
        {"helsinki-west", "Helsinki West", "west", {"West"}},
    };
    return all;
}

// "Anna Snelling" -> anna.snelling@demo.example
std::string emailOf(std::string_view name)
{
    std::string local = foldedText(name);
    std::replace(local.begin(), local.end(), ' ', '.');
    return local + "@demo.example";
}

void addMember(Plan &plan, PortState &port, std::string_view name, std::string_view role,
               std::set<Uuid> &known)
{
    const Uuid id = demoId("user", Uuid(), name);
    if (known.insert(id).second)
        plan.accounts.push_back({id, std::string(name), emailOf(name)});
    const auto same = [&id](const Membership &member) { return member.userId == id; };
    if (std::none_of(port.plan.members.begin(), port.plan.members.end(), same))
        port.plan.members.push_back({id, std::string(role)});
}

// Agents work in the port of their office. The first manager directs both ports, the others manage theirs.
void planPeople(const Sources &sources, Plan &plan, std::vector<PortState> &ports)
{
    std::set<Uuid> known;
    std::string director;
    for (std::size_t i = 0; i < sources.teams.rows(); ++i)
        director = std::max(director, std::string(sources.teams.cell(i, "manager")));
    for (std::size_t p = 0; p < ports.size(); ++p) {
        addMember(plan, ports[p], director, "director", known);
        for (std::size_t i = 0; i < sources.teams.rows(); ++i) {
            const auto &offices = seeds()[p].offices;
            if (std::find(offices.begin(), offices.end(), sources.teams.cell(i, "regional_office")) ==
                offices.end())
                continue;
            const std::string agent(sources.teams.cell(i, "sales_agent"));
            addMember(plan, ports[p], agent, "sales_agent", known);
            ports[p].agents.push_back(demoId("user", Uuid(), agent));
            addMember(plan, ports[p], sources.teams.cell(i, "manager"), "sales_manager", known);
        }
    }
}

std::string spelled(std::string text)
{
    std::replace(text.begin(), text.end(), '_', ' ');
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string areaOf(const CsvTable &berths, std::size_t i)
{
    const std::string harbour(berths.cell(i, "harbor"));
    const std::string_view pier = berths.cell(i, "pier");
    return pier.empty() || pier == "-" ? harbour : harbour + " " + std::string(pier);
}

Json berthRow(const Sources &sources, const PortState &port, std::size_t i, Instant today)
{
    const CsvTable &table = sources.berths;
    Json berth = row(port, demoId("berth", port.plan.id, table.cell(i, "berth_id")));
    berth["area"] = areaOf(table, i);
    berth["berth_number"] = table.cell(i, "number");
    berth["status"] = table.cell(i, "is_active") == "True" ? "available" : "maintenance";
    berth["status_changed_at"] =
        instant(today - std::chrono::hours(24 * (30 + pick(table.cell(i, "berth_id"), 300))));
    berth["status_source"] = "manual";
    berth["length_m"] = table.cell(i, "length_m");
    berth["beam_m"] = table.cell(i, "width_m");
    berth["mooring_type"] = spelled(std::string(table.cell(i, "mooring_type")));
    berth["has_water"] = table.cell(i, "water") == "True";
    berth["has_fuel"] = false;
    berth["has_wifi"] = false;
    berth["voltage"] = table.cell(i, "electricity") == "True" ? Json(230) : Json();
    const std::string_view price = table.cell(i, "season_price_eur_incl_vat");
    berth["price"] = price.empty() ? Json() : Json(price);
    berth["price_currency"] = currency;
    berth["tenure_type"] = "rental";
    return berth;
}

void planPiers(const Sources &sources, const std::map<std::string, std::size_t> &portOfHarbour,
               std::vector<PortState> &ports)
{
    for (const Json &feature : sources.piers["features"]) {
        const std::string harbour = feature["properties"].value("harbor_id", "");
        const auto found = portOfHarbour.find(harbour);
        if (found == portOfHarbour.end())
            continue;
        PortState &port = ports[found->second];
        Json pier = row(port, demoId("pier", port.plan.id, feature["properties"].value("pier_id", "")));
        pier["layer"] = "pier";
        pier["geometry"] = feature["geometry"];
        port.rows("berth_map_data").push_back(std::move(pier));
    }
}

} // namespace

std::vector<Json> &PortState::rows(std::string_view table)
{
    for (Batch &batch : plan.batches) {
        if (batch.table == table)
            return batch.rows;
    }
    plan.batches.push_back({std::string(table), {}});
    return plan.batches.back().rows;
}

Uuid demoId(std::string_view kind, const Uuid &port, std::string_view key)
{
    const Uuid parts[] = {port};
    return Uuid::derived("demo." + std::string(kind), parts, key);
}

std::uint64_t pick(std::string_view key, std::uint64_t bound)
{
    return hash64(key) % bound;
}

Json row(const PortState &port, const Uuid &id)
{
    return Json{{"port_id", port.plan.id.toString()}, {"id", id.toString()}};
}

std::string instant(Instant value)
{
    return value.toString();
}

void planBerths(const Sources &sources, std::vector<PortState> &ports, Instant today)
{
    std::map<std::string, std::size_t> portOfHarbour;
    for (std::size_t i = 0; i < sources.harbours.rows(); ++i) {
        for (std::size_t p = 0; p < ports.size(); ++p) {
            if (seeds()[p].region == sources.harbours.cell(i, "region"))
                portOfHarbour[std::string(sources.harbours.cell(i, "harbor_id"))] = p;
        }
    }
    for (std::size_t i = 0; i < sources.berths.rows(); ++i) {
        const auto found = portOfHarbour.find(std::string(sources.berths.cell(i, "harbor_id")));
        if (found == portOfHarbour.end())
            continue;
        PortState &port = ports[found->second];
        port.berths.push_back({berthRow(sources, port, i, today)});
    }
    planPiers(sources, portOfHarbour, ports);
}

std::vector<Json> planRates(const Sources &sources)
{
    std::vector<Json> rates;
    const auto &headings = sources.rates.headings();
    for (std::size_t i = 0; i < sources.rates.rows(); ++i) {
        const std::string day(sources.rates.cell(i, 0));
        for (std::size_t c = 1; c < headings.size(); ++c) {
            const std::string_view value = sources.rates.cell(i, c);
            if (headings[c].empty() || value.empty() || value == "N/A")
                continue;
            const Uuid id = demoId("rate", Uuid(), day + headings[c]);
            rates.push_back({{"id", id.toString()},
                             {"base", "EUR"},
                             {"quote", headings[c]},
                             {"rate", value},
                             {"as_of", day},
                             {"source", "ECB"}});
        }
    }
    return rates;
}

Result<Plan> makePlan(const Sources &sources, Instant today)
{
    Plan plan;
    std::vector<PortState> ports(seeds().size());
    for (std::size_t p = 0; p < ports.size(); ++p) {
        ports[p].plan.slug = seeds()[p].slug;
        ports[p].plan.name = seeds()[p].name;
        ports[p].plan.id = demoId("port", Uuid(), seeds()[p].slug);
        // Parents first: the order in which batches are made is the order in which they are written.
        for (const char *table : {"tags", "clients", "client_contacts", "client_tags", "vessels", "berths",
                                  "berth_map_data", "interests", "interest_notes", "reminders", "documents"})
            ports[p].rows(table);
    }
    planPeople(sources, plan, ports);
    planBerths(sources, ports, today);
    for (PortState &port : ports)
        planClients(sources, port);
    planVessels(sources, ports);
    NIMARA_TRY(planDeals(sources, ports, today));
    for (PortState &port : ports) {
        for (Berth &berth : port.berths)
            port.rows("berths").push_back(std::move(berth.row));
        plan.ports.push_back(std::move(port.plan));
    }
    plan.rates = planRates(sources);
    return plan;
}

} // namespace nimara::server::demo
