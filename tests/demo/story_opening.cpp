#include "models/schema/registry.h"
#include "models/schema/tables/berths.h"
#include "models/schema/tables/clients.h"
#include "models/schema/tables/interests.h"
#include "tests/demo/hands.h"
#include "tests/demo/story.h"
#include "tests/support/laptop/laptop.h"

#include <array>
#include <fstream>

// The first steps: who works where, and what lies on the laptops.
namespace nimara::demo {

using schema::Berths;
using schema::Clients;
using schema::Interests;
using server::Params;
using test::valueOf;

namespace {

// Every byte of every file below the folder.
std::string contentOf(const std::filesystem::path &folder)
{
    std::string bytes;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file())
            continue;
        std::ifstream file(entry.path(), std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
}

} // namespace

Result<Lines> Story::castPeople()
{
    auto lines = m_office.loadData();
    if (!lines)
        return lines;
    const auto east = m_office.harbour(eastSlug);
    const auto west = m_office.harbour(westSlug);
    const auto agent = m_office.seat(SystemRole::SalesAgent, eastSlug);
    const auto manager = m_office.seat(SystemRole::SalesManager, eastSlug);
    if (!east || !west)
        return !east ? east.error() : west.error();
    if (!agent || !manager)
        return !agent ? agent.error() : manager.error();
    m_east = *east;
    m_west = *west;
    m_agent = *agent;
    m_manager = *manager;
    return lines;
}

Result<std::unique_ptr<Desk>> Story::desk(const char *name, const PairingCode &server, const Seat &seat)
{
    const auto password = m_office.password();
    if (!password)
        return password.error();
    auto opened = Desk::open(m_folder / name);
    if (!opened)
        return opened.error();
    NIMARA_TRY((*opened)->signIn(server, seat, *password, m_east));
    return opened;
}

Result<Lines> Story::signInAgent()
{
    auto line = test::TcpProxy::start({m_office.pairing().server.port});
    if (!line)
        return line.error();
    m_line = *std::move(line);
    // She reaches the server through a line that can be cut.
    PairingCode code = m_office.pairing();
    code.server = {"127.0.0.1", m_line->port()};
    auto opened = desk(agentFolder, code, m_agent);
    if (!opened)
        return opened.error();
    m_dock = *std::move(opened);

    std::string counts;
    for (const Table *table : {&Berths::table, &Clients::table, &Interests::table}) {
        const auto here = m_dock->count({.table = table});
        if (!here)
            return here.error();
        const std::string name(table->name);
        const std::string sql = "select count(*) from public." + name + " where port_id = $1";
        const auto there = m_office.ask(sql.c_str(), Params().uuid(m_east.id));
        if (!there)
            return there.error();
        if (std::to_string(*here) != *there)
            return broken(name + ": " + std::to_string(*here) + " here, " + *there + " in PostgreSQL");
        counts += grouped(*here) + ' ' + name + ", ";
    }
    NIMARA_TRY(chooseDeal());
    return Lines{"by pairing code, password, and a passphrase, since this computer has no keychain",
                 counts + "as many as in PostgreSQL"};
}

Result<> Story::chooseDeal()
{
    const auto deals = valueOf(m_dock->store().list(
        {.table = &Interests::table,
         .filter = Filter::both(Filter::equal(Interests::pipelineStage, PipelineStage::InCommunication),
                                Filter::equal(Interests::assignedTo, m_agent.user)),
         .limit = 1}));
    if (!deals)
        return deals.error();
    if (deals->empty())
        return broken("she has no deal in communication");
    m_deal = deals->front().id();
    m_client = *deals->front()[Interests::clientId];
    const auto client = valueOf(m_dock->store().row(Clients::table, m_client));
    if (!client)
        return client.error();
    m_clientName = (*client)[Clients::fullName].value_or("");
    return Done{};
}

Result<Lines> Story::lookForStrangers()
{
    Lines lines;
    for (const auto &line : {lookIntoTables(), lookBySearch(), lookIntoFiles()}) {
        if (!line)
            return line.error();
        lines.push_back(*line);
    }
    return lines;
}

Result<std::string> Story::lookIntoTables()
{
    std::int64_t rows = 0;
    int tables = 0;
    for (const Table *table : schema::tables()) {
        if (!table->is(PortScoped) || !table->livesIn(Realm::Port))
            continue;
        const auto strangers =
            m_dock->count({.table = table, .filter = Filter::where("port_id", Compare::NotEqual, m_east.id)});
        const auto all = m_dock->count({.table = table});
        if (!strangers || !all)
            return !strangers ? strangers.error() : all.error();
        if (*strangers != 0)
            return broken(std::to_string(*strangers) + " rows of another port in " +
                          std::string(table->name));
        rows += *all;
        ++tables;
    }
    return std::to_string(tables) + " tables with " + grouped(rows) + " rows: all of " + m_east.name;
}

// The clients of the two ports bear the same names, their piers do not.
Result<std::string> Story::pierOf(const Harbour &harbour) const
{
    const auto pier =
        m_office.ask("select min(area) from public.berths where port_id = $1", Params().uuid(harbour.id));
    return pier && pier->empty() ? Result<std::string>(broken(harbour.name + " has no pier")) : pier;
}

Result<std::string> Story::lookBySearch()
{
    const auto own = pierOf(m_east);
    const auto other = pierOf(m_west);
    if (!own || !other)
        return !own ? own.error() : other.error();
    const auto ownBerths = m_dock->count({.table = &Berths::table, .search = *own});
    const auto otherBerths = m_dock->count({.table = &Berths::table, .search = *other});
    if (!ownBerths || !otherBerths)
        return !ownBerths ? ownBerths.error() : otherBerths.error();
    if (*ownBerths == 0 || *otherBerths != 0)
        return broken("the search finds " + std::to_string(*ownBerths) + " berths at " + *own + " and " +
                      std::to_string(*otherBerths) + " at " + *other);
    return "the search finds " + std::to_string(*ownBerths) + " berths at " + *own + ", and none at " +
           *other;
}

Result<std::string> Story::lookIntoFiles()
{
    const auto own = pierOf(m_east);
    const auto other = pierOf(m_west);
    if (!own || !other)
        return !own ? own.error() : other.error();
    const std::string bytes = contentOf(m_dock->folder());
    for (const std::string &text : {*own, *other, m_clientName, std::string("SQLite format 3")}) {
        if (bytes.find(text) != std::string::npos)
            return broken('"' + text + "\" can be read in the files of the laptop");
    }
    const auto megabytes = static_cast<std::int64_t>(bytes.size() / 1'000'000);
    return "the files are encrypted: no name can be read in their " + grouped(megabytes) + " MB";
}

Result<Lines> Story::signInManager()
{
    auto opened = desk(managerFolder, m_office.pairing(), m_manager);
    if (!opened)
        return opened.error();
    m_desk = *std::move(opened);
    NIMARA_TRY(openRecord(*m_desk, Interests::table, m_deal));
    return Lines{"the deal with " + m_clientName + ", in communication"};
}

} // namespace nimara::demo
