#include "models/base/decimal.h"
#include "models/base/text.h"
#include "server/demo/plan_parts.h"

#include <algorithm>

// Companies from the accounts, persons from the synthetic register and from the sample names in many scripts, yachts.
namespace nimara::server::demo {

namespace {

std::string titled(std::string_view text)
{
    std::string out(text);
    bool start = true;
    for (char &c : out) {
        if (start && c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
        start = c == ' ' || c == '-';
    }
    return out;
}

std::string trimmed(std::string_view text)
{
    const auto clean = normalizedText(text);
    return clean ? *clean : std::string();
}

struct NewClient
{
    std::string key;
    std::string name;
    std::string company; // empty: a person
    std::string street;
    std::string city;
    std::string postcode;
    std::string region;
    std::string country;
    std::string source;
};

Json orNull(const std::string &text)
{
    return text.empty() ? Json() : Json(text);
}

void addContact(PortState &port, const Uuid &client, std::string_view channel, std::string_view value,
                bool primary)
{
    Json contact = row(port, demoId("contact", port.plan.id, client.toString() + std::string(channel)));
    contact["client_id"] = client.toString();
    contact["channel"] = channel;
    contact["value"] = value;
    contact["normalized_value"] = channel == "email" ? foldedText(value) : phoneDigits(value);
    contact["is_primary"] = primary;
    port.rows("client_contacts").push_back(std::move(contact));
}

Client addClient(const Sources &sources, PortState &port, const NewClient &spec)
{
    const Uuid id = demoId("client", port.plan.id, spec.key);
    Json client = row(port, id);
    client["full_name"] = spec.name;
    client["company_name"] = orNull(spec.company);
    client["client_type"] = spec.company.empty() ? "person" : "company";
    client["source"] = spec.source;
    client["address_line1"] = orNull(spec.street);
    client["city"] = orNull(spec.city);
    client["postal_code"] = orNull(spec.postcode);
    client["region"] = orNull(spec.region);
    client["country"] = orNull(spec.country);
    const std::string agent = port.agents[pick(spec.key, port.agents.size())].toString();
    client["assigned_to"] = agent;
    port.rows("clients").push_back(std::move(client));

    std::string local = foldedText(spec.name);
    std::erase_if(local,
                  [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' '); });
    std::replace(local.begin(), local.end(), ' ', '.');
    if (local.find_first_not_of('.') != std::string::npos)
        addContact(port, id, "email",
                   spec.company.empty() ? local + "@example.org" : "office@" + local + ".example", true);
    const std::size_t phone = pick(spec.key + "phone", sources.phones.rows());
    addContact(port, id, "phone", sources.phones.cell(phone, "e164"), false);
    return {id, spec.name};
}

constexpr const char *sourceWords[] = {"website", "referral", "broker", "event", "manual"};

std::string sourceOf(std::string_view key)
{
    return sourceWords[pick(key, std::size(sourceWords))];
}

std::string tagId(const PortState &port, const std::string &name)
{
    return demoId("tag", port.plan.id, name).toString();
}

// The sectors of the accounts become tags; their spelling is mended where the source is wrong.
std::string sectorOf(const Sources &sources, std::size_t account)
{
    const std::string sector(sources.accounts.cell(account, "sector"));
    return titled(sector == "technolgy" ? "technology" : sector);
}

void addTags(const Sources &sources, PortState &port)
{
    constexpr const char *colours[] = {"#1f6feb", "#7d9a86", "#4cc3a5", "#17889b",
                                       "#7a5cc7", "#b7791f", "#c22f36"};
    std::vector<std::string> names;
    for (std::size_t i = 0; i < sources.accounts.rows(); ++i)
        names.push_back(sectorOf(sources, i));
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const std::string &name : names) {
        Json tag = row(port, demoId("tag", port.plan.id, name));
        tag["name"] = name;
        tag["color"] = colours[pick(name, std::size(colours))];
        port.rows("tags").push_back(std::move(tag));
    }
}

void addCompanies(const Sources &sources, PortState &port)
{
    for (std::size_t i = 0; i < sources.accounts.rows(); ++i) {
        const std::string account(sources.accounts.cell(i, "account"));
        const Client client = addClient(sources, port,
                                        {.key = account,
                                         .name = account,
                                         .company = account,
                                         .street = {},
                                         .city = {},
                                         .postcode = {},
                                         .region = {},
                                         .country = std::string(sources.accounts.cell(i, "office_location")),
                                         .source = sourceOf(account)});
        port.companyOf[account] = port.companies.size();
        port.companies.push_back(client);
        const Uuid pair[] = {client.id, *Uuid::parse(tagId(port, sectorOf(sources, i)))};
        Json tagged = row(port, Uuid::derived("client_tags", pair));
        tagged["client_id"] = pair[0].toString();
        tagged["tag_id"] = pair[1].toString();
        port.rows("client_tags").push_back(std::move(tagged));
    }
}

void addRegisterPersons(const Sources &sources, PortState &port)
{
    const auto cell = [&sources](std::size_t i, std::string_view name) {
        return titled(trimmed(sources.persons.cell(i, name)));
    };
    for (std::size_t i = 0; i < sources.persons.rows(); ++i) {
        const std::string name = trimmed(cell(i, " given_name") + " " + cell(i, " surname"));
        if (name.empty())
            continue;
        const std::string key(sources.persons.cell(i, "rec_id"));
        const std::string street = trimmed(cell(i, " street_number") + " " + cell(i, " address_1"));
        std::string region = trimmed(sources.persons.cell(i, " state"));
        std::transform(region.begin(), region.end(), region.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
        port.persons.push_back(addClient(sources, port,
                                         {.key = key,
                                          .name = name,
                                          .company = {},
                                          .street = street,
                                          .city = cell(i, " suburb"),
                                          .postcode = trimmed(sources.persons.cell(i, " postcode")),
                                          .region = region,
                                          .country = "Australia",
                                          .source = sourceOf(key)}));
    }
}

void addNamesOfManyScripts(const Sources &sources, PortState &port)
{
    for (std::size_t i = 0; i < sources.names.rows(); ++i) {
        const std::string given = trimmed(sources.names.cell(i, "given"));
        const std::string surname = trimmed(sources.names.cell(i, "surname"));
        if (given.empty() || surname.empty())
            continue;
        const std::string key = "name-" + std::to_string(i);
        port.persons.push_back(addClient(sources, port,
                                         {.key = key,
                                          .name = given + " " + surname,
                                          .company = {},
                                          .street = {},
                                          .city = {},
                                          .postcode = {},
                                          .region = {},
                                          .country = {},
                                          .source = sourceOf(key)}));
    }
}

// Metres of the register, cut to centimetres: "9.848" -> "9.85".
Json metres(std::string_view text)
{
    const auto value = Decimal::parse(text, 6);
    const auto rounded = value ? value->rescaled(2) : std::nullopt;
    return rounded && rounded->units() > 0 ? Json(rounded->toString()) : Json();
}

} // namespace

void planClients(const Sources &sources, PortState &port)
{
    addTags(sources, port);
    addCompanies(sources, port);
    addRegisterPersons(sources, port);
    addNamesOfManyScripts(sources, port);
}

void planVessels(const Sources &sources, std::vector<PortState> &ports)
{
    const CsvTable &boats = sources.boats;
    for (std::size_t i = 0; i < boats.rows(); ++i) {
        PortState &port = ports[i % ports.size()];
        const std::string sail(boats.cell(i, "sail_number"));
        const std::size_t all = port.companies.size() + port.persons.size();
        const std::size_t owner = pick(sail, all);
        const Client &client = owner < port.companies.size() ? port.companies[owner]
                                                             : port.persons[owner - port.companies.size()];
        const Json length = metres(boats.cell(i, "loa_m"));
        std::string name = trimmed(boats.cell(i, "name"));
        if (name.empty())
            name = sail;
        if (length.is_null() || name.empty())
            continue;
        // Sail numbers come twice in the register: the row tells them apart.
        const Uuid id = demoId("vessel", port.plan.id, sail + std::to_string(i));
        Json vessel = row(port, id);
        vessel["client_id"] = client.id.toString();
        vessel["name"] = name;
        vessel["make"] = orNull(trimmed(boats.cell(i, "builder")));
        vessel["model"] = orNull(trimmed(boats.cell(i, "type")));
        const auto year = Decimal::parse(boats.cell(i, "year"), 0);
        vessel["built_year"] = year && year->units() > 1800 ? Json(year->units()) : Json();
        vessel["length_m"] = length;
        vessel["beam_m"] = metres(boats.cell(i, "beam_m"));
        vessel["draft_m"] = metres(boats.cell(i, "draft_m"));
        vessel["flag"] = orNull(trimmed(boats.cell(i, "country")));
        vessel["registration"] = orNull(sail);
        const auto text = [&vessel](const char *key) {
            return vessel[key].is_null() ? "" : vessel[key].get<std::string>();
        };
        port.vesselOf.try_emplace(client.id,
                                  Vessel{id, owner, text("length_m"), text("beam_m"), text("draft_m")});
        port.rows("vessels").push_back(std::move(vessel));
    }
}

} // namespace nimara::server::demo
