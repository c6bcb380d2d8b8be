#include "tests/sync/service/filled_replica.h"

#include "models/schema/registry.h"
#include "models/schema/tables/all.h"
#include "tests/sync/support/sync_words.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace nimara::sync::test {

namespace {

using schema::Berths;
using schema::Clients;
using schema::Interests;

constexpr std::array<std::string_view, 12> firstNames{"Åsa",  "Émile", "Lars", "Maria", "Łukasz",  "anna",
                                                      "ANNA", "Ünal",  "Zoë",  "Chloé", "Наталья", "Bo"};
constexpr std::array<std::string_view, 10> lastNames{"Virtanen", "Korhonen", "Müller", "García", "Öberg",
                                                     "O'Neill",  "中村",     "Łaski",  "Smith",  "Ståhl"};
constexpr std::size_t pageRows = 4000;

void require(bool holds, const char *what, const Error *error = nullptr)
{
    if (holds)
        return;
    std::fprintf(stderr, "filled replica: %s %s %s\n", what, error ? error->key.c_str() : "",
                 error ? error->detail.c_str() : "");
    std::abort();
}

Instant day(std::uint64_t number)
{
    return Instant(1'700'000'000'000'000 + std::int64_t(number) * 86'400'000'000);
}

} // namespace

FilledReplica::FilledReplica(const std::string &path, Counts counts) : m_path(path)
{
    for (std::size_t i = 0; i < m_key.size(); ++i)
        m_key[i] = static_cast<std::uint8_t>(i * 5 + 3);
    makeRows(counts);
    ReplicaOptions options;
    options.path = m_path;
    options.key = m_key;
    options.port = portId;
    auto opened = Replica::open(std::move(options), m_clock, m_rng);
    require(bool(opened), "open", opened ? nullptr : &opened.error());
    m_replica = *std::move(opened);
    load();
}

void FilledReplica::makeRows(Counts counts)
{
    SeededRng rng(3);
    for (std::uint64_t i = 1; i <= counts.clients; ++i) {
        Row row = clientRow(i, 1,
                            std::string(firstNames[rng.below(firstNames.size())]) + " " +
                                std::string(lastNames[rng.below(lastNames.size())]) + " " +
                                std::to_string(rng.below(counts.clients)));
        row.set(Clients::createdAt, day(rng.below(500)));
        row.set(Clients::companyName, "Company " + std::to_string(rng.below(90)));
        row.setValue("city", "City " + std::to_string(rng.below(30)));
        row.setValue("source", std::string(rng.oneIn(3) ? "website" : "manual"));
        row.setValue("summary",
                     "A longer text, in which ÉTÉ stands " + std::to_string(rng.below(50)) + " times.");
        if (rng.oneIn(5))
            row.clear(Clients::companyName);
        if (rng.oneIn(10))
            row.set(Clients::archivedAt, day(1));
        if (!rng.oneIn(4))
            row.setValue("birth_date", "19" + std::to_string(50 + rng.below(49)) + "-0" +
                                           std::to_string(1 + rng.below(9)) + "-11");
        m_clients.push_back(std::move(row));
    }
    for (std::uint64_t i = 1; i <= counts.berths; ++i) {
        Row row = Row::fresh(Berths::table);
        row.rev = 1;
        row.set(Berths::id, idOf(i, 2));
        row.set(Berths::portId, portId);
        row.set(Berths::createdAt, day(i));
        row.set(Berths::area, std::string(1, static_cast<char>('A' + rng.below(4))));
        row.set(Berths::berthNumber, std::string("N") + std::to_string(i));
        row.set(Berths::price, Decimal(std::int64_t(rng.below(1'000'000)), 2));
        m_berths.push_back(std::move(row));
    }
    for (std::uint64_t i = 1; i <= counts.interests && counts.clients > 0 && counts.berths > 0; ++i) {
        Row row = Row::fresh(Interests::table);
        row.rev = 1;
        row.set(Interests::id, idOf(i, 3));
        row.set(Interests::portId, portId);
        row.set(Interests::createdAt, day(rng.below(300)));
        row.set(Interests::clientId, m_clients[rng.below(m_clients.size())].id());
        if (!rng.oneIn(3))
            row.set(Interests::berthId, m_berths[rng.below(m_berths.size())].id());
        const auto &stages = Interests::table.find("pipeline_stage")->spec.choices;
        row.setValue("pipeline_stage", std::string(stages[rng.below(stages.size())].value));
        m_interests.push_back(std::move(row));
    }
}

void FilledReplica::load()
{
    const TestScope berthsView = scopeOf("berths.view");
    const TestScope interestsView = scopeOf("interests.view");
    Welcome welcome = welcomeTo({everyone, clientsView, berthsView, interestsView, own}, false);
    for (GrantedScope &scope : welcome.scopes)
        scope.rows = std::int64_t(m_clients.size());
    welcome.permissions = PermissionSet::all().toJson().dump();
    const auto effect = m_replica->welcome(welcome);
    require(bool(effect), "welcome", effect ? nullptr : &effect.error());
    for (auto plan = m_replica->loadPlan(); !plan.empty(); plan = m_replica->loadPlan()) {
        const LoadItem item = plan.front();
        const Table &table = *schema::findTable(item.table);
        const std::vector<Row> none;
        const std::vector<Row> &rows = &table == &Clients::table && item.scope == clientsView.id ? m_clients
                                       : &table == &Berths::table && item.scope == berthsView.id ? m_berths
                                       : &table == &Interests::table && item.scope == interestsView.id
                                           ? m_interests
                                           : none;
        std::size_t at = 0;
        do {
            const std::size_t end = std::min(at + pageRows, rows.size());
            const std::vector<Row> some(rows.begin() + std::ptrdiff_t(at),
                                        rows.begin() + std::ptrdiff_t(end));
            const auto stored =
                m_replica->applyPage(pageOf({item.scope, {}}, table, some, end == rows.size()));
            require(bool(stored), "page", stored ? nullptr : &stored.error());
            at = end;
        } while (at < rows.size());
    }
    require(m_replica->usable(), "usable");
}

void FilledReplica::indexAll()
{
    for (auto some = m_replica->indexSome(1000); some && some->more;)
        some = m_replica->indexSome(1000);
}

} // namespace nimara::sync::test
