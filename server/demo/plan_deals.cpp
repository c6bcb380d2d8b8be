#include "models/base/decimal.h"
#include "models/domain/edit.h"
#include "server/demo/plan_parts.h"

#include <algorithm>
#include <array>

// The deals of the invented firm, as interests over the eight stages.
namespace nimara::server::demo {

namespace {

constexpr std::array<std::string_view, 8> stages{"open",     "details_sent",   "in_communication",
                                                 "visited",  "signed_eoi_nda", "ten_percent_deposit",
                                                 "contract", "completed"};
constexpr std::array<std::string_view, 8> stageDates{"",
                                                     "details_sent_at",
                                                     "contacted_at",
                                                     "visited_at",
                                                     "eoi_signed_at",
                                                     "deposit_paid_at",
                                                     "contract_signed_at",
                                                     "completed_at"};
// Three fifths of a port's berths are sold in the demo.
constexpr std::size_t soldNumerator = 3;
constexpr std::size_t soldDenominator = 5;

struct Deal
{
    std::size_t row = 0;
    std::string key;
    std::size_t stage = 0;
    std::string_view outcome;
    std::optional<Instant> engaged;
    std::optional<Instant> closed;
};

Instant atTen(const Date &date)
{
    const auto days = std::chrono::sys_days(date.day()).time_since_epoch();
    return Instant(
        std::chrono::duration_cast<std::chrono::microseconds>(days + std::chrono::hours(10)).count());
}

std::size_t stageOf(std::string_view dealStage, std::string_view key)
{
    if (dealStage == "Prospecting")
        return pick(key, 2);
    if (dealStage == "Won")
        return pick(key, 25) == 0 ? 6 : 7;
    if (dealStage == "Lost")
        return 1 + pick(key, 4);
    // Engaging: most talk, some have seen the berth, some have signed, few have paid.
    const std::uint64_t step = pick(key, 20);
    return step < 8 ? 2 : step < 14 ? 3 : step < 18 ? 4 : 5;
}

Result<Deal> readDeal(const Sources &sources, std::size_t i)
{
    Deal deal;
    deal.row = i;
    deal.key = sources.deals.cell(i, "opportunity_id");
    const std::string_view stage = sources.deals.cell(i, "deal_stage");
    const bool won = stage == "Won";
    const bool lost = stage == "Lost";
    if (deal.key.empty() || (!won && !lost && stage != "Prospecting" && stage != "Engaging"))
        return Error{ErrorCode::Invalid, "demo.deal", "sales_pipeline.csv", "row " + std::to_string(i + 2)};
    deal.stage = stageOf(stage, deal.key);
    deal.outcome = lost ? "lost" : deal.stage == 7 ? "won" : "open";
    for (auto [column, target] :
         {std::pair("engage_date", &deal.engaged), std::pair("close_date", &deal.closed)}) {
        const std::string_view text = sources.deals.cell(i, column);
        if (text.empty())
            continue;
        const auto date = Date::parse(text);
        if (!date)
            return Error{ErrorCode::Invalid, "demo.date", "sales_pipeline.csv",
                         "row " + std::to_string(i + 2) + ", column " + column};
        *target = atTen(*date);
    }
    return deal;
}

const Client &clientOf(const Sources &sources, const PortState &port, const Deal &deal)
{
    const auto company = port.companyOf.find(std::string(sources.deals.cell(deal.row, "account")));
    if (company != port.companyOf.end())
        return port.companies[company->second];
    return port.persons[pick(deal.key, port.persons.size())];
}

// A berth that is still free, found from an arbitrary but fixed place onwards.
Berth *freeBerth(PortState &port, std::string_view key)
{
    const std::size_t start = pick(key, port.berths.size());
    for (std::size_t i = 0; i < port.berths.size(); ++i) {
        Berth &berth = port.berths[(start + i) % port.berths.size()];
        if (!berth.taken)
            return &berth;
    }
    return nullptr;
}

// From the first contact to the last date the stages are spread evenly.
void setStageDates(Json &interest, const Deal &deal, Instant from, Instant to)
{
    for (std::size_t stage = 1; stage < stages.size(); ++stage) {
        Json value;
        if (stage <= deal.stage) {
            const auto span = (to - from).count() * static_cast<std::int64_t>(stage) /
                              static_cast<std::int64_t>(std::max<std::size_t>(deal.stage, 1));
            value = instant(from + std::chrono::microseconds(span));
        }
        interest[std::string(stageDates[stage])] = value;
    }
    interest["stage_changed_at"] = instant(to);
}

void setMoney(Json &interest, const Deal &deal, std::string_view value)
{
    const auto price = Decimal::parse(value, 2);
    const bool known = price && price->units() > 0;
    interest["budget_amount"] = Json();
    interest["offered_price"] = known ? Json(price->toString()) : Json();
    interest["budget_currency"] = currency;
    const auto tenth = known ? price->times(Decimal(1, 1), 2) : std::nullopt;
    interest["deposit_amount"] =
        tenth && deal.stage >= 5 && deal.outcome != "lost" ? Json(tenth->toString()) : Json();
}

std::string_view leadOf(const Deal &deal, Instant contact, Instant today)
{
    if (deal.outcome == "won")
        return "hot";
    const auto days = (today - contact).count() / 86'400'000'000;
    return days < 30 ? "hot" : days < 60 ? "warm" : days < 120 ? "cold" : "dormant";
}

void setWish(Json &interest, const PortState &port, const Client &client)
{
    const auto vessel = port.vesselOf.find(client.id);
    const bool has = vessel != port.vesselOf.end();
    const auto orNull = [](const std::string &text) { return text.empty() ? Json() : Json(text); };
    interest["vessel_id"] = has ? Json(vessel->second.id.toString()) : Json();
    interest["desired_length_m"] = has ? orNull(vessel->second.length) : Json();
    interest["desired_beam_m"] = has ? orNull(vessel->second.beam) : Json();
    interest["desired_draft_m"] = has ? orNull(vessel->second.draft) : Json();
}

constexpr std::array lostReasons{"Found a berth elsewhere", "The price", "No answer after three calls",
                                 "Sold the boat", "Berth too small"};

// What a deal does to a berth: who has paid holds it, who has signed has it under offer.
void linkBerth(Json &interest, PortState &port, const Deal &deal, std::size_t &toSell)
{
    interest["berth_id"] = Json();
    interest["occupies_berth"] = false;
    if (deal.outcome == "lost" || deal.stage < 4 || (deal.stage >= 6 && toSell == 0))
        return;
    Berth *berth = freeBerth(port, deal.key);
    if (!berth)
        return;
    berth->taken = true;
    interest["berth_id"] = berth->row["id"];
    interest["occupies_berth"] = deal.stage >= 5;
    berth->row["status"] = deal.stage >= 6 ? "sold" : deal.stage == 5 ? "reserved" : "under_offer";
    berth->row["status_changed_at"] = interest["stage_changed_at"];
    berth->row["status_source"] = "rule";
    if (deal.stage >= 6)
        --toSell;
}

void addReminder(PortState &port, const Deal &deal, const Client &client, const Json &interest, Instant due)
{
    constexpr std::array titles{"Call back", "Send the details again", "Agree a day for a visit",
                                "Ask about the EOI"};
    constexpr std::array priorities{"low", "normal", "normal", "high", "urgent"};
    Json reminder = row(port, demoId("reminder", port.plan.id, deal.key));
    reminder["title"] = std::string(titles[pick(deal.key, titles.size())]) + ": " + client.name;
    reminder["due_at"] = instant(due);
    reminder["priority"] = priorities[pick(deal.key, priorities.size())];
    reminder["status"] = "pending";
    reminder["assigned_to"] = interest["assigned_to"];
    reminder["created_by"] = interest["assigned_to"];
    reminder["client_id"] = client.id.toString();
    reminder["interest_id"] = interest["id"];
    reminder["is_automatic"] = false;
    port.rows("reminders").push_back(std::move(reminder));
}

void addNote(const Sources &sources, PortState &port, const Deal &deal, const Json &interest)
{
    Json note = row(port, demoId("note", port.plan.id, deal.key));
    note["interest_id"] = interest["id"];
    note["author_id"] = interest["assigned_to"];
    note["body"] = "Asked for **" + std::string(sources.deals.cell(deal.row, "product")) +
                   "**. Wants to see the berth before the season begins.";
    note["is_pinned"] = false;
    note["mentions"] = Json::array();
    port.rows("interest_notes").push_back(std::move(note));
}

void addDocument(PortState &port, const Deal &deal, const Client &client, const Json &interest)
{
    Json document = row(port, demoId("document", port.plan.id, deal.key));
    document["document_type"] = "eoi";
    document["title"] = "Expression of interest: " + client.name;
    document["status"] = "completed";
    document["client_id"] = client.id.toString();
    document["interest_id"] = interest["id"];
    document["berth_id"] = interest["berth_id"];
    document["provider"] = "manual";
    document["completed_at"] = interest["eoi_signed_at"];
    document["created_by"] = interest["assigned_to"];
    port.rows("documents").push_back(std::move(document));
}

void addInterest(const Sources &sources, PortState &port, const Deal &deal, Instant today,
                 std::size_t &toSell)
{
    const Client &client = clientOf(sources, port, deal);
    const Instant from = deal.engaged.value_or(today - std::chrono::hours(24 * (1 + pick(deal.key, 40))));
    const Instant to =
        deal.closed.value_or(std::max(from, today - std::chrono::hours(24 * pick(deal.key + "to", 45))));
    Json interest = row(port, demoId("interest", port.plan.id, deal.key));
    interest["client_id"] = client.id.toString();
    interest["pipeline_stage"] = stages[deal.stage];
    interest["outcome"] = deal.outcome;
    interest["lost_reason"] =
        deal.outcome == "lost" ? Json(lostReasons[pick(deal.key, lostReasons.size())]) : Json();
    interest["lead_category"] = leadOf(deal, to, today);
    interest["source"] = pick(deal.key + "source", 3) == 0 ? "website" : "manual";
    const std::string agent(sources.deals.cell(deal.row, "sales_agent"));
    interest["assigned_to"] = demoId("user", Uuid(), agent).toString();
    setWish(interest, port, client);
    setMoney(interest, deal, sources.deals.cell(deal.row, "close_value"));
    setStageDates(interest, deal, from, to);
    interest["last_contact_at"] = instant(to);
    linkBerth(interest, port, deal, toSell);
    const bool open = deal.outcome == "open" && deal.stage >= 1 && deal.stage <= 5;
    const Instant followUp =
        today + std::chrono::hours(static_cast<std::int64_t>(pick(deal.key + "due", 24 * 21)) - 72);
    interest["next_follow_up_at"] = open ? Json(instant(followUp)) : Json();
    if (open && pick(deal.key + "remind", 4) == 0)
        addReminder(port, deal, client, interest, followUp);
    if (open && pick(deal.key + "note", 3) == 0)
        addNote(sources, port, deal, interest);
    if (open && deal.stage >= 4)
        addDocument(port, deal, client, interest);
    port.rows("interests").push_back(std::move(interest));
}

std::map<std::string, std::size_t> portOfAgents(const Sources &sources, const std::vector<PortState> &ports)
{
    std::map<std::string, std::size_t> portOf;
    for (std::size_t i = 0; i < sources.teams.rows(); ++i) {
        const std::string agent(sources.teams.cell(i, "sales_agent"));
        const Uuid id = demoId("user", Uuid(), agent);
        for (std::size_t p = 0; p < ports.size(); ++p) {
            if (std::find(ports[p].agents.begin(), ports[p].agents.end(), id) != ports[p].agents.end())
                portOf[agent] = p;
        }
    }
    return portOf;
}

} // namespace

Result<> planDeals(const Sources &sources, std::vector<PortState> &ports, Instant today)
{
    const auto portOf = portOfAgents(sources, ports);
    std::vector<std::vector<Deal>> deals(ports.size());
    Instant last;
    for (std::size_t i = 0; i < sources.deals.rows(); ++i) {
        auto deal = readDeal(sources, i);
        if (!deal)
            return deal.error();
        const auto port = portOf.find(std::string(sources.deals.cell(i, "sales_agent")));
        if (port == portOf.end())
            return Error{ErrorCode::Invalid, "demo.agent", "sales_pipeline.csv",
                         "row " + std::to_string(i + 2) + " names an agent who is not in sales_teams.csv"};
        last = std::max(last, deal->closed.value_or(last));
        deals[port->second].push_back(*std::move(deal));
    }
    const std::chrono::microseconds day = std::chrono::hours(24);
    const auto moved = (today - last) / day * day;
    for (std::size_t p = 0; p < ports.size(); ++p) {
        // The newest deals take the berths first.
        std::stable_sort(deals[p].begin(), deals[p].end(),
                         [](const Deal &a, const Deal &b) { return a.closed > b.closed; });
        std::size_t toSell = ports[p].berths.size() * soldNumerator / soldDenominator;
        for (Deal &deal : deals[p]) {
            for (auto *when : {&deal.engaged, &deal.closed}) {
                if (*when)
                    *when = **when + moved;
            }
            addInterest(sources, ports[p], deal, today, toSell);
        }
    }
    return Done{};
}

} // namespace nimara::server::demo
