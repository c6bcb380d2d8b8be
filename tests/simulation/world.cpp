#include "tests/simulation/world.h"

#include "tests/simulation/model_backend.h"
#include "tests/simulation/pg_backend.h"

#include <algorithm>
#include <cstdio>

namespace nimara::sim {

using namespace std::chrono_literals;

namespace {

constexpr Time safety = 40s;    // faults and edits
constexpr Time liveness = 600s; // all must be quiet this long after, at the latest
constexpr Time settling = 3s;   // what is quiet must stay so

Uuid userNumber(std::uint64_t seed, std::size_t number)
{
    return Uuid::derived("sim.user", {}, std::to_string(seed) + "/" + std::to_string(number));
}

std::unique_ptr<Backend> makeBackend(const Options &options, const Clock &clock)
{
    if (options.database.empty())
        return std::make_unique<ModelBackend>(clock);
    return std::make_unique<PgBackend>(options.database, options.seed);
}

} // namespace

World::World(const Options &options)
    : m_options(options), m_rng(options.seed), m_serverClock(m_scheduler, Time(0))
{
    m_backend = makeBackend(options, m_serverClock);
    // Mostly two laptops: what a third would meet, two do as well, and sooner.
    const std::uint64_t draw = m_rng.below(12);
    m_report.clients = options.clients > 0 ? options.clients : draw == 0 ? 4 : draw <= 2 ? 3 : 2;
    std::vector<Uuid> users;
    for (std::size_t i = 0; i < m_report.clients; ++i)
        users.push_back(userNumber(options.seed, i));
    m_places = makePlaces(m_backend->port(), users);
    for (const Uuid &user : users) {
        m_backend->addUser(user, true);
        m_backend->setRights(user, PermissionSet::all());
    }
    m_backend->seed(seededRows(m_places));
    m_canary = brokenDoor(options.canary, *m_backend, options.seed);
    m_server = std::make_unique<ServerNode>(
        m_scheduler, m_rng, m_canary ? *m_canary : m_backend->door(), m_serverClock,
        ServerNode::Hooks{[this](auto id, std::string bytes) { toClient(id, std::move(bytes)); },
                          [this](auto id) { serverCloses(id); }});
    m_lines.resize(users.size());
    for (std::size_t i = 0; i < users.size(); ++i) {
        m_clients.push_back(std::make_unique<ClientNode>(
            m_scheduler, m_rng.next(), users[i], m_backend->port(),
            ClientNode::Hooks{[this, i] { openLine(i); }, [this, i] { closeLine(i); },
                              [this, i](std::string bytes) { toServer(i, std::move(bytes)); }}));
        if (options.canary == Canary::LostOutbox)
            m_clients.back()->disk().setLying();
    }
}

World::~World() = default;

void World::tell(const std::string &text)
{
    m_scheduler.trace(text);
    print(text);
}

void World::print(const std::string &text) const
{
    if (m_options.trace)
        std::fprintf(stderr, "%7llu %10.3f %s\n", static_cast<unsigned long long>(m_scheduler.events()),
                     static_cast<double>(m_scheduler.now().count()) / 1e6, text.c_str());
}

void World::violation(std::string text)
{
    tell("VIOLATION: " + text);
    m_report.violations.push_back(std::move(text));
}

// ---- the network

Time World::passage(Line &line, Time &last)
{
    const Time jitter(
        static_cast<std::int64_t>(m_rng.below(static_cast<std::uint64_t>(line.delay.count()) + 1)));
    last = std::max(last, m_scheduler.now() + line.delay / 2 + jitter);
    return last - m_scheduler.now();
}

void World::openLine(std::size_t client)
{
    Line &line = m_lines[client];
    const std::uint64_t link = ++line.link;
    line.up = false;
    line.opening = true;
    m_scheduler.after(line.delay, [this, client, link] {
        Line &now = m_lines[client];
        if (now.link != link)
            return;
        now.opening = false;
        if (now.muteUp || now.muteDown)
            return; // no answer at all
        if (now.cut || !m_server->isUp()) {
            m_clients[client]->linkDown("net.unreachable");
            return;
        }
        now.up = true;
        now.upward = now.downward = m_scheduler.now();
        now.connection = m_server->accept(m_clients[client]->user());
        m_clients[client]->linkUp();
    });
}

void World::closeLine(std::size_t client)
{
    Line &line = m_lines[client];
    ++line.link;
    if (line.up) {
        const Time notice = line.lingers ? Time(static_cast<std::int64_t>(m_rng.below(5'000'000))) : Time(0);
        if (notice > Time(0))
            m_scheduler.after(notice, [this, gone = line.connection] { m_server->lost(gone); });
        else
            m_server->lost(line.connection);
    }
    line.up = false;
}

void World::breakLine(std::size_t client, const char *why)
{
    Line &line = m_lines[client];
    const bool known = line.up || line.opening;
    closeLine(client);
    if (known)
        m_clients[client]->linkDown(why);
}

void World::toServer(std::size_t client, std::string bytes)
{
    Line &line = m_lines[client];
    if (!line.up)
        return;
    m_scheduler.after(passage(line, line.upward), [this, client, link = line.link,
                                                   connection = line.connection, bytes = std::move(bytes)] {
        const Line &now = m_lines[client];
        if (now.muteUp || (now.link != link && !now.lingers))
            return;
        m_scheduler.trace(bytes);
        m_server->receive(connection, bytes);
    });
}

void World::toClient(ServerNode::ConnectionId connection, std::string bytes)
{
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        Line &line = m_lines[i];
        if (!line.up || line.connection != connection)
            continue;
        m_scheduler.after(passage(line, line.downward),
                          [this, i, link = line.link, bytes = std::move(bytes)] {
                              if (m_lines[i].link != link || m_lines[i].muteDown)
                                  return;
                              m_scheduler.trace(bytes);
                              m_clients[i]->frame(bytes);
                          });
        return;
    }
}

void World::serverCloses(ServerNode::ConnectionId connection)
{
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        Line &line = m_lines[i];
        if (!line.up || line.connection != connection)
            continue;
        // After the frames that are still on their way.
        m_scheduler.after(passage(line, line.downward), [this, i, link = line.link] {
            if (m_lines[i].link == link)
                breakLine(i, "net.closed");
        });
    }
}

// A link that comes back has lost frames in its middle: as with TCP, it is over, and both ends are told.
void World::unmute(std::size_t client)
{
    Line &line = m_lines[client];
    if (!line.muteUp && !line.muteDown)
        return;
    line.muteUp = line.muteDown = false;
    breakLine(client, "net.reset");
}

void World::mute(std::size_t client, const PlannedFault &fault)
{
    m_lines[client].muteUp = m_lines[client].muteUp || fault.kind != Fault::MuteDown;
    m_lines[client].muteDown = m_lines[client].muteDown || fault.kind != Fault::MuteUp;
    m_scheduler.after(fault.span, [this, client] { unmute(client); });
}

// ---- what happens to it

void World::killServer()
{
    if (!m_server->isUp())
        return;
    tell("server killed");
    m_server->kill();
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (!m_lines[i].muteDown)
            breakLine(i, "net.lost");
    }
    m_scheduler.after(Time(static_cast<std::int64_t>(m_rng.below(3'000'000))), [this] {
        if (m_server->isUp())
            return; // the heal was quicker
        tell("server starts");
        m_server->start();
    });
}

void World::changeRights(std::size_t client, std::uint64_t chance)
{
    static constexpr const char *takeable[] = {"clients.view",           "berths.view",
                                               "interests.view",         "clients.edit",
                                               "interests.change_stage", "reminders.view_all"};
    SeededRng rng(chance);
    PermissionSet rights = PermissionSet::all();
    for (const char *key : takeable) {
        if (rng.oneIn(3))
            rights.set(key, false);
    }
    m_backend->setRights(m_clients[client]->user(), rights);
}

// The user is put out of the port. Whoever is taken back connects anew, as by a new sign-in.
void World::setMember(std::size_t client, bool isMember)
{
    if (isMember == !m_outside.contains(client))
        return;
    m_backend->setMember(m_clients[client]->user(), isMember);
    if (isMember)
        m_outside.erase(client);
    else
        m_outside.insert(client);
    if (isMember)
        breakLine(client, "net.reset");
}

void World::import(const PlannedFault &fault)
{
    tell("a long transaction begins");
    m_scheduler.after(fault.span / 20,
                      [this, commit = m_backend->write(importedRows(m_places, fault.chance))] {
                          tell("a long transaction commits");
                          commit();
                      });
}

// The process ends in one way or another, and is started again later.
void World::goDown(std::size_t number, const PlannedFault &fault)
{
    ClientNode &client = *m_clients[number];
    if (!client.isUp())
        return;
    closeLine(number);
    if (fault.kind == Fault::PowerLoss)
        client.powerLoss();
    else if (fault.kind == Fault::Damage)
        client.damage();
    else if (fault.kind == Fault::Upgrade)
        client.upgrade();
    else
        client.kill();
    m_scheduler.after(fault.span / 10, [this, number] { m_clients[number]->start(); });
}

void World::befall(const PlannedFault &fault)
{
    const std::size_t who = fault.client;
    ClientNode &client = *m_clients[who];
    Line &line = m_lines[who];
    ++m_report.faults;
    m_report.met.set(indexOf(fault.kind));
    tell(std::string(faultNames[indexOf(fault.kind)]) + " at client " + std::to_string(who));
    switch (fault.kind) {
    case Fault::Kill:
    case Fault::PowerLoss:
    case Fault::Damage:
    case Fault::Upgrade:
        goDown(who, fault);
        return;
    case Fault::ServerKill:
        killServer();
        return;
    case Fault::Cut:
        line.cut = true;
        breakLine(who, "net.lost");
        m_scheduler.after(fault.span, [this, who] { m_lines[who].cut = false; });
        return;
    case Fault::Mute:
    case Fault::MuteUp:
    case Fault::MuteDown:
        mute(who, fault);
        return;
    case Fault::Linger:
        line.lingers = true;
        m_scheduler.after(fault.span, [this, who] { m_lines[who].lingers = false; });
        return;
    case Fault::Delay:
        line.delay = Time(static_cast<std::int64_t>(fault.chance % 800'000));
        return;
    case Fault::Rights:
        if (!m_outside.contains(who))
            changeRights(who, fault.chance);
        return;
    case Fault::Member:
        setMember(who, false);
        m_scheduler.after(fault.span, [this, who] {
            if (m_faults)
                setMember(who, true);
        });
        return;
    case Fault::DiskFull:
        client.disk().setFull(true);
        m_scheduler.after(fault.span / 4, [this, who] { m_clients[who]->disk().setFull(false); });
        return;
    case Fault::IoError:
        client.disk().failOnceAfter(1 + fault.chance % 40);
        return;
    case Fault::Clock: {
        const Time by = std::chrono::minutes(static_cast<std::int64_t>(fault.chance % 10'000) - 5000);
        client.jumpClock(by);
        m_scheduler.after(fault.span, [this, who, by] { m_clients[who]->jumpClock(-by); });
        return;
    }
    case Fault::SlowWriter:
        import(fault);
        return;
    case Fault::Restore:
        m_backend->backUp();
        m_scheduler.after(fault.span, [this] {
            if (!m_faults)
                return;
            killServer();
            tell("restore");
            m_backend->restore(m_restoreGoesBack);
        });
        return;
    }
}

void World::planPerson(std::size_t client)
{
    const Time pause(static_cast<std::int64_t>(m_rng.below(1'500'000)) + 50'000);
    m_scheduler.after(pause, [this, client] {
        if (!m_faults)
            return;
        personActs(client);
        planPerson(client);
    });
}

void World::personActs(std::size_t number)
{
    ClientNode &client = *m_clients[number];
    if (!client.isUp() || !client.replica(ClientNode::portChannel).usable())
        return;
    const std::uint64_t what = m_rng.below(30);
    if (what == 0) {
        client.setOffline(m_rng.oneIn(2));
    } else if (what <= 2) {
        client.resolveOne(static_cast<Resolution>(m_rng.below(4)));
    } else if (what == 3) {
        client.discardOne();
    } else if (what == 4) {
        client.checkDigest();
    } else if (auto edit = nextEdit(client.replica(ClientNode::portChannel), m_places, client.user(),
                                    client.clock(), client.rng())) {
        std::string words;
        for (const Op &op : edit->ops)
            words += " table " + std::to_string(op.table) + " " + op.id.toString() + " kind " +
                     std::to_string(static_cast<int>(op.kind));
        if (client.submit(*std::move(edit))) {
            ++m_report.edits;
            tell("client " + std::to_string(number) + " edits as " +
                 std::to_string(client.promises().back().seq) + words);
        }
    }
}

void World::plan()
{
    // A stream of its own: what the plan draws does not hang on what the network has drawn before.
    SeededRng rng(~m_options.seed);
    const std::vector<PlannedFault> faults = planFaults(rng, m_clients.size(), safety);
    // What a restored server has lost is offered again by the laptop. Where that has lost it too, or was not to keep it,
    // it is lost indeed.
    m_restoreGoesBack = std::none_of(faults.begin(), faults.end(), [this](const PlannedFault &fault) {
        return !m_options.without.test(indexOf(fault.kind)) &&
               (fault.kind == Fault::Damage || fault.kind == Fault::Rights || fault.kind == Fault::Member);
    });
    for (const PlannedFault &fault : faults) {
        if (m_options.without.test(indexOf(fault.kind)))
            continue;
        m_scheduler.after(fault.at, [this, fault] {
            if (m_faults)
                befall(fault);
        });
    }
    for (std::size_t i = 0; i < m_clients.size(); ++i)
        planPerson(i);
}

void World::heal()
{
    tell("heal");
    m_faults = false;
    if (!m_server->isUp())
        m_server->start();
    for (std::size_t i = 0; i < m_clients.size(); ++i) {
        m_lines[i].cut = m_lines[i].lingers = false;
        unmute(i);
        m_lines[i].delay = 2ms;
        setMember(i, true);
        // Half of the laptops end with the rights they have then: what these do not show must be gone.
        if (m_rng.oneIn(2))
            m_backend->setRights(m_clients[i]->user(), PermissionSet::all());
        m_clients[i]->disk().setFull(false);
        m_clients[i]->disk().failOnceAfter(0);
        m_clients[i]->start();
        m_clients[i]->setOffline(false);
    }
}

// What is left in the inbox is given up, so that the end is the same for all.
void World::tidy(std::size_t number)
{
    ClientNode &client = *m_clients[number];
    if (!client.isUp())
        return;
    const auto items = client.engine().reviews(ClientNode::portChannel);
    for (std::size_t i = 0; items && i < items->size(); ++i)
        client.resolveOne(Resolution::Discard);
}

bool World::quiet()
{
    for (const auto &client : m_clients) {
        if (!client->isUp() || !client->engine().status(ClientNode::portChannel).allSaved() ||
            !client->engine().status(ClientNode::userChannel).allSaved())
            return false;
    }
    return true;
}

void World::waitUntilQuiet()
{
    const Time end = m_scheduler.now() + liveness;
    Time since{-1};
    while (m_scheduler.now() < end) {
        m_scheduler.runUntil(m_scheduler.now() + 200ms);
        for (std::size_t i = 0; i < m_clients.size(); ++i)
            tidy(i);
        if (!quiet()) {
            since = Time(-1);
        } else if (since < Time(0)) {
            since = m_scheduler.now();
        } else if (m_scheduler.now() - since >= settling) {
            return;
        }
    }
    for (std::size_t i = 0; i < m_clients.size(); ++i) {
        const auto &status =
            m_clients[i]->isUp() ? m_clients[i]->engine().status(ClientNode::portChannel) : SyncStatus();
        violation("client " + std::to_string(i) + " is not quiet: link " +
                  std::to_string(static_cast<int>(status.link)) + ", waiting " +
                  std::to_string(status.waiting) + ", review " + std::to_string(status.review) +
                  ", problem " + status.problem.key);
    }
}

void World::run()
{
    m_server->start();
    for (const auto &client : m_clients)
        client->start();
    plan();
    if (m_options.until > 0)
        m_scheduler.runUntil(safety, m_options.until);
    else
        m_scheduler.runUntil(safety);
    m_report.unsafeEvents = m_scheduler.events();
    heal();
    waitUntilQuiet();
    for (std::size_t i = 0; i < m_clients.size(); ++i) {
        if (m_options.trace && m_clients[i]->isUp()) {
            print("the last steps of client " + std::to_string(i));
            for (const std::string &step : m_clients[i]->engine().recentSteps())
                print("  " + step);
        }
        if (!m_clients[i]->fault().empty())
            violation("client " + std::to_string(i) + ": " + m_clients[i]->fault());
        checkPromises(i);
        checkReplica(i, Moment::Quiet);
        if (m_clients[i]->isUp())
            m_clients[i]->checkDigest();
    }
    waitUntilQuiet();
    for (std::size_t i = 0; i < m_clients.size(); ++i)
        checkReplica(i, Moment::Digested);
    if (m_backend->doubled() > 0)
        violation("a sequence number was used for two mutations");
    m_report.traceHash = m_scheduler.traceHash();
    m_report.events = m_scheduler.events();
}

} // namespace nimara::sim
