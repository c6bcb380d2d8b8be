#include "tests/simulation/client_node.h"

#include <sqlite3.h>

namespace nimara::sim {

using sync::ChannelNumber;
using sync::Replica;

namespace {

// Batches, windows and pages are drawn small in most runs, so that their edges are met.
sync::Tuning drawnTuning(Rng &rng)
{
    sync::Tuning tuning;
    if (rng.oneIn(4))
        return tuning;
    tuning.pushBatch = 1 + rng.below(4);
    tuning.pushWindow = tuning.pushBatch * (1 + rng.below(3));
    tuning.pageRows = static_cast<std::uint32_t>(1 + rng.below(4));
    tuning.pageCredit = static_cast<std::uint32_t>(1 + rng.below(3));
    tuning.repairRows = 1 + rng.below(4);
    tuning.digestRanges = 1 + rng.below(4);
    tuning.longestRetry = std::chrono::seconds(5);
    if (rng.oneIn(2))
        tuning.contactEvery = std::chrono::seconds(3);
    return tuning;
}

} // namespace

ClientNode::ClientNode(Scheduler &scheduler, std::uint64_t seed, const Uuid &user, const Uuid &port,
                       Hooks hooks)
    : m_scheduler(scheduler), m_rng(seed),
      m_clock(scheduler, std::chrono::minutes(static_cast<std::int64_t>(m_rng.below(7)) - 3)), m_user(user),
      m_port(port), m_hooks(std::move(hooks)), m_disk(m_rng), m_tuning(drawnTuning(m_rng))
{}

ClientNode::~ClientNode()
{
    stopProcess();
}

void ClientNode::later(Time delay, std::function<void()> what)
{
    m_scheduler.after(delay, [this, life = m_life, what = std::move(what)] {
        if (life == m_life)
            what();
    });
}

bool ClientNode::openReplica(ChannelNumber channel)
{
    sync::ReplicaOptions options;
    options.path = channel == userChannel ? "user.db" : "port.db";
    if (channel == portChannel)
        options.port = m_port;
    options.vfs = m_disk.vfsName();
    options.files = &m_disk;
    auto opened = Replica::open(std::move(options), m_clock, m_rng);
    if (!opened) {
        if (opened.error().code != ErrorCode::Storage)
            m_fault = "a replica does not open: " + opened.error().key + " " + opened.error().detail;
        return false;
    }
    m_replicas[channel] = *std::move(opened);
    if (m_replicas[channel]->report().editsLost > 0 || m_replicas[channel]->report().mayHaveLost)
        m_fault = "edits were damaged on the disk";
    return true;
}

void ClientNode::start()
{
    if (m_engine)
        return;
    if (!openReplica(userChannel) || !openReplica(portChannel)) {
        stopProcess();
        later(std::chrono::seconds(1), [this] { start(); });
        return;
    }
    m_engine = std::make_unique<sync::Engine>(m_clock, m_rng, m_tuning, "sim");
    m_engine->attach(userChannel, *m_replicas[userChannel]);
    m_engine->attach(portChannel, *m_replicas[portChannel]);
    m_engine->start();
    m_steadySince = m_scheduler.now();
    m_refusedBefore = m_disk.refused();
    pump();
}

void ClientNode::stopProcess()
{
    ++m_life;
    m_engine.reset();
    m_replicas[0].reset();
    m_replicas[1].reset();
}

void ClientNode::kill()
{
    m_disk.kill();
    stopProcess();
    m_disk.thaw();
}

void ClientNode::powerLoss()
{
    m_disk.powerLoss();
    stopProcess();
    m_disk.thaw();
}

void ClientNode::damage()
{
    const std::string database = "port.db";
    const bool guarded = m_replicas[portChannel]->journalCurrent();
    kill();
    if (!guarded)
        return;
    switch (m_rng.below(3)) {
    case 0:
        m_disk.spoil(database);
        return;
    case 1:
        m_disk.unlink(database);
        break;
    default:
        break;
    }
    m_disk.unlink(database + "-wal");
}

void ClientNode::upgrade()
{
    kill();
    sqlite3 *db = nullptr;
    // A disk that is full or fails keeps the file as it was.
    if (sqlite3_open_v2("port.db", &db, SQLITE_OPEN_READWRITE, m_disk.vfsName()) == SQLITE_OK)
        sqlite3_exec(db, "PRAGMA user_version = 1", nullptr, nullptr, nullptr);
    sqlite3_close(db);
}

void ClientNode::jumpClock(Time by)
{
    // The engine notes the time so often, on a disk that takes it.
    const bool noted = isUp() && m_disk.refused() == m_refusedBefore &&
                       m_scheduler.now() - m_steadySince > m_tuning.contactEvery + std::chrono::seconds(1);
    const bool wasLocked = noted && m_replicas[portChannel]->leaseEnded();
    m_clock.jump(by);
    m_steadySince = m_scheduler.now();
    m_refusedBefore = m_disk.refused();
    if (wasLocked && !m_replicas[portChannel]->leaseEnded())
        m_fault = "another time on the clock extended the lease";
}

void ClientNode::linkUp()
{
    if (!m_engine)
        return;
    m_engine->linkUp();
    pump();
}

void ClientNode::linkDown(const char *why)
{
    if (!m_engine)
        return;
    m_engine->linkDown({ErrorCode::Offline, why});
    pump();
}

void ClientNode::frame(const std::string &bytes)
{
    if (!m_engine)
        return;
    m_engine->frame(bytes);
    pump();
}

void ClientNode::setOffline(bool offline)
{
    if (!m_engine)
        return;
    m_engine->setOffline(offline);
    pump();
}

bool ClientNode::submit(Edit edit)
{
    const std::vector<Op> ops = edit.ops;
    const auto stored = m_engine->submit(portChannel, std::move(edit));
    if (stored) {
        for (const Op &op : ops)
            m_touched[op.table].insert(op.id);
        const Replica &replica = *m_replicas[portChannel];
        m_promises.push_back(
            {portChannel, stored->seq, stored->mutationId, replica.clientId(), replica.incarnation()});
    }
    pump();
    return bool(stored);
}

void ClientNode::noteGivenUp(ChannelNumber channel, std::uint64_t seq, const Uuid &mutation)
{
    for (Promise &promise : m_promises) {
        if (promise.channel == channel && promise.seq == seq && promise.mutation == mutation)
            promise.givenUp = true;
    }
}

void ClientNode::resolveOne(Resolution resolution)
{
    const auto items = m_engine->reviews(portChannel);
    if (!items || items->empty())
        return;
    const ReviewItem &item = (*items)[m_rng.below(items->size())];
    const std::uint64_t before = m_replicas[portChannel]->lastSeq();
    if (m_engine->resolve(portChannel, item.number, resolution)) {
        noteGivenUp(portChannel, item.mutation.seq, item.mutation.id);
        // What was submitted anew is promised as any other edit.
        const auto waiting = m_engine->waiting(portChannel);
        for (const WaitingEdit &edit : waiting ? *waiting : std::vector<WaitingEdit>()) {
            if (edit.mutation.seq > before) {
                const Replica &replica = *m_replicas[portChannel];
                m_promises.push_back({portChannel, edit.mutation.seq, edit.mutation.id, replica.clientId(),
                                      replica.incarnation()});
            }
        }
    }
    pump();
}

void ClientNode::discardOne()
{
    const auto waiting = m_engine->waiting(portChannel);
    if (!waiting || waiting->empty())
        return;
    const Mutation &mutation = (*waiting)[m_rng.below(waiting->size())].mutation;
    if (m_engine->discardWaiting(portChannel, mutation.seq))
        noteGivenUp(portChannel, mutation.seq, mutation.id);
    pump();
}

void ClientNode::checkDigest()
{
    m_engine->checkDigest(portChannel);
    pump();
}

void ClientNode::pump()
{
    if (m_pumping)
        return;
    m_pumping = true;
    while (m_engine) {
        auto actions = m_engine->takeActions();
        if (actions.empty())
            break;
        for (sync::Action &action : actions)
            perform(std::move(action));
    }
    m_pumping = false;
}

void ClientNode::perform(sync::Action action)
{
    if (!m_engine)
        return;
    if (auto *send = std::get_if<sync::SendFrame>(&action)) {
        m_hooks.send(std::move(send->bytes));
    } else if (std::holds_alternative<sync::OpenLink>(action)) {
        m_hooks.openLink();
    } else if (std::holds_alternative<sync::CloseLink>(action)) {
        m_hooks.closeLink();
    } else if (const auto *timer = std::get_if<sync::SetTimer>(&action)) {
        const std::uint64_t mine = ++m_timer;
        later(std::max(Time(0), timer->at - m_scheduler.now()), [this, mine] {
            if (mine == m_timer && m_engine) {
                m_engine->tick();
                pump();
            }
        });
    } else if (const auto *failed = std::get_if<sync::ReplicaFailed>(&action)) {
        // As the service does it: close, open again (which rebuilds), attach.
        const ChannelNumber channel = failed->channel;
        m_engine->detach(channel);
        m_replicas[channel].reset();
        if (openReplica(channel))
            m_engine->attach(channel, *m_replicas[channel]);
        else
            later(Time(0), [this] {
                kill();
                start();
            });
    } else if (const auto *pending = std::get_if<sync::SearchPending>(&action)) {
        later(std::chrono::milliseconds(20), [this, channel = pending->channel] {
            m_engine->indexSearch(channel);
            pump();
        });
    }
}

} // namespace nimara::sim
