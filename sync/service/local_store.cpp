#include "sync/service/local_store.h"

#include "models/domain/sign_in_errors.h"
#include "models/schema/registry.h"
#include "models/store/when_done.h"
#include "sync/service/safe_file.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace nimara::sync {

namespace {

using namespace std::chrono_literals;

// A laptop carries ten ports; with more of them only those that were opened here are kept up to date.
constexpr std::size_t maxPorts = 10;
// Pages hear of changes at once, and then at most so often.
constexpr auto changePause = 30ms;

std::string pathOf(const QString &path)
{
    return QFile::encodeName(path).toStdString();
}

ReplicaKey replicaKey(const SecretKey &key)
{
    ReplicaKey out{};
    const std::string_view bytes = key.bytes();
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char *>(out.data()));
    return out;
}

// The one that says least of "all is well" wins.
int weight(LinkState link)
{
    switch (link) {
    case LinkState::SignedOut:
        return 6;
    case LinkState::WorkingOffline:
        return 5;
    case LinkState::Refused:
        return 4;
    case LinkState::Disconnected:
        return 3;
    case LinkState::Connecting:
        return 2;
    case LinkState::Loading:
        return 1;
    case LinkState::Live:
        return 0;
    }
    return 6;
}

} // namespace

LocalStore::LocalStore(SyncThreads &threads, ServerApi &api, QObject *parent)
    : Store(parent), m_threads(threads), m_api(api),
      m_titles([this](std::vector<TitleKey> keys) { return fetchTitles(std::move(keys)); })
{
    m_flush.setSingleShot(true);
    connect(&m_flush, &QTimer::timeout, this, &LocalStore::flushChanges);
    connect(&m_titles, &TitleCache::fetched, this, &Store::titlesChanged);
    connect(&m_threads.writer(), &WriteLane::news, this, &LocalStore::onNews);
}

// ---- opening and closing

QString LocalStore::fileOf(const Uuid &port) const
{
    const QString name = port.isNil() ? QStringLiteral("user") : QString::fromStdString(port.toString());
    return QDir(m_folder).filePath(name + QStringLiteral(".db"));
}

ChannelNumber LocalStore::channelFor(const Uuid &port)
{
    for (const auto &[number, channel] : m_channels) {
        if (channel.port == port)
            return number;
    }
    if (port.isNil())
        return userChannel;
    ChannelNumber next = 1;
    while (m_channels.contains(next))
        ++next;
    return next < maxChannels ? next : userChannel;
}

QFuture<Result<OpenReport>> LocalStore::attach(ChannelNumber channel, const Uuid &port)
{
    m_channels[channel].port = port;
    return m_threads.writer().attach({channel, port, {pathOf(fileOf(port)), replicaKey(*m_key)}});
}

QFuture<Result<Done>> LocalStore::open(OpenUser user)
{
    m_session = std::move(user.session);
    m_key = user.key;
    m_folder = user.folder;
    m_server = user.server;
    m_token = user.token;
    m_othersAttached = false;
    const SharedPromise<Result<Done>> promise;
    if (const auto made = makePrivateFolder(m_folder); !made)
        return failedFuture<Done>(made.error());

    const auto opened = [this, promise](const Result<OpenReport> &report) {
        if (!report) {
            promise.finish(report.error());
            return;
        }
        m_open = true;
        m_threads.writer().connectTo(m_server, m_token);
        mergeStatus();
        emit sessionChanged();
        emit replicaReplaced();
        promise.finish(Done{});
    };
    whenDone(attach(userChannel, Uuid()), this, [this, promise, opened](const Result<OpenReport> &report) {
        m_current = m_session.portId.isNil() ? userChannel : channelFor(m_session.portId);
        if (!report || m_current == userChannel)
            opened(report);
        else
            whenDone(attach(m_current, m_session.portId), this, opened);
    });
    return promise.future();
}

// The other ports follow when the one that is looked at is usable, so that they do not take its time.
void LocalStore::attachOthers()
{
    if (m_othersAttached)
        return;
    m_othersAttached = true;
    for (const PortInfo &port : m_session.ports) {
        const bool known = std::any_of(m_channels.begin(), m_channels.end(),
                                       [&](const auto &each) { return each.second.port == port.id; });
        const bool wanted = m_session.ports.size() <= maxPorts || QFile::exists(fileOf(port.id));
        if (known || !wanted || m_channels.size() > maxPorts)
            continue;
        const ChannelNumber channel = channelFor(port.id);
        if (channel != userChannel)
            attach(channel, port.id);
    }
}

QFuture<Result<Done>> LocalStore::close()
{
    const SharedPromise<Result<Done>> promise;
    m_open = false;
    whenDone(m_threads.writer().detachAll(), this, [this, promise](const Result<Done> &done) {
        m_channels.clear();
        m_session = {};
        m_current = userChannel;
        m_repair.reset();
        m_key.reset();
        m_token.clear();
        m_titles.clear();
        m_changes.clear();
        mergeStatus();
        emit sessionChanged();
        emit replicaReplaced();
        promise.finish(done);
    });
    return promise.future();
}

void LocalStore::setSession(SessionInfo session)
{
    // The server knows who belongs where; which port is looked at is known here.
    session.portId = m_session.portId;
    m_session = std::move(session);
    for (const auto &[number, channel] : m_channels)
        takeRights(channel);
    if (m_session.portId.isNil() && m_session.ports.size() == 1)
        switchPort(m_session.ports.front().id);
    m_othersAttached = false;
    emit sessionChanged();
}

QFuture<Result<Done>> LocalStore::setToken(ServerEndpoint server, QByteArray token)
{
    m_server = std::move(server);
    m_token = std::move(token);
    return m_threads.writer().connectTo(m_server, m_token);
}

void LocalStore::switchPort(Uuid portId)
{
    const bool member = std::any_of(m_session.ports.begin(), m_session.ports.end(),
                                    [&](const PortInfo &port) { return port.id == portId; });
    if (!m_open || !member || portId == m_session.portId)
        return;
    const ChannelNumber channel = channelFor(portId);
    m_session.portId = portId;
    m_titles.clear();
    const auto shown = [this, channel] {
        m_current = channel;
        takeRights(m_channels[channel]);
        mergeStatus();
        emit sessionChanged();
        emit replicaReplaced();
        emit portsChanged();
    };
    if (m_channels.contains(channel)) {
        shown();
        return;
    }
    whenDone(attach(channel, portId), this, [this, shown, portId](const Result<OpenReport> &report) {
        if (m_session.portId != portId)
            return;
        shown();
        if (!report) {
            m_status.problem = report.error();
            emit statusChanged();
        }
    });
}

// ---- sync

void LocalStore::syncNow()
{
    m_threads.writer().syncNow();
}

std::optional<Instant> LocalStore::checkedAt(ChannelNumber channel) const
{
    const auto found = m_channels.find(channel);
    return found == m_channels.end() ? std::nullopt : found->second.checkedAt;
}

void LocalStore::setWorkOffline(bool offline)
{
    m_threads.writer().setOffline(offline);
}

QFuture<Result<std::vector<Row>>> LocalStore::onlineList(Query query)
{
    if (m_token.isEmpty())
        return failedFuture<std::vector<Row>>({ErrorCode::Offline, std::string(signin::ended)});
    return m_api.list(m_server, m_token, m_session.portId, query);
}

QFuture<Result<PasswordLink>> LocalStore::makePasswordLink(Uuid user)
{
    if (m_token.isEmpty())
        return failedFuture<PasswordLink>({ErrorCode::Offline, std::string(signin::ended)});
    return m_api.makePasswordLink(m_server, m_token, m_session.portId, user);
}

// ---- news of the engine

void LocalStore::onNews(const ChannelNews &news)
{
    const auto found = m_channels.find(news.channel);
    if (found == m_channels.end())
        return;
    Channel &channel = found->second;
    for (const RowStanding &standing : news.standings) {
        if (standing.state == RowState::Confirmed)
            channel.states.erase({standing.table, standing.id});
        else
            channel.states[{standing.table, standing.id}] = standing.state;
    }
    if (news.rights) {
        channel.rights = *news.rights;
        takeRights(channel);
        emit sessionChanged();
    }
    if (news.digestsEqual)
        channel.checkedAt = news.at;
    if (news.status) {
        channel.status = *news.status;
        channel.isKnown = true;
    }
    if (news.status || !news.standings.empty())
        mergeStatus();
    noteChanges(news);
    const bool shown = news.channel == m_current || news.channel == userChannel;
    if (news.replaced && shown && m_open) {
        m_titles.clear();
        emit replicaReplaced();
    }
    for (const ChannelNews::Event &event : news.events)
        emit eventReceived(QString::fromStdString(event.name), QByteArray::fromStdString(event.payload));
    if (news.opened)
        noteOpening(*news.opened);
    emit newsArrived(news);
    const auto current = m_channels.find(m_current);
    if (m_open && current != m_channels.end() && current->second.status.usable)
        attachOthers();
}

void LocalStore::noteOpening(const OpenReport &report)
{
    if (!report.lostFile())
        return;
    Repair repair = m_repair.value_or(Repair());
    repair.add({report.editsCarried + report.reviewsCarried, report.editsLost, report.mayHaveLost});
    m_repair = repair;
    emit repaired();
}

std::optional<Repair> LocalStore::takeRepair()
{
    return std::exchange(m_repair, std::nullopt);
}

void LocalStore::noteChanges(const ChannelNews &news)
{
    if (news.channel != m_current && news.channel != userChannel)
        return;
    for (const TableChange &change : news.changes) {
        if (const Table *table = schema::findTable(change.table))
            m_titles.changed(*table, change.ids);
        const auto same = std::find_if(m_changes.begin(), m_changes.end(),
                                       [&](const TableChange &each) { return each.table == change.table; });
        if (same == m_changes.end())
            m_changes.push_back(change);
        else if (same->ids.empty() || change.ids.empty() || same->ids.size() > ChangeSet::nameable)
            same->ids.clear();
        else
            same->ids.insert(same->ids.end(), change.ids.begin(), change.ids.end());
    }
    if (!m_changes.empty() && !m_flush.isActive())
        flushChanges();
}

void LocalStore::flushChanges()
{
    if (m_changes.empty())
        return;
    m_flush.start(changePause);
    const Changes changes = std::exchange(m_changes, {});
    for (const TableChange &change : changes)
        emit tableChanged(change.table, change.ids);
}

void LocalStore::takeRights(const Channel &channel)
{
    if (channel.rights.userId.isNil())
        return;
    m_session.isSuperAdmin = channel.rights.isSuperAdmin;
    for (PortInfo &port : m_session.ports) {
        if (port.id == channel.port)
            port.permissions = channel.rights.permissions;
    }
}

PortLoad LocalStore::loadOf(const Channel &channel) const
{
    PortLoad load{channel.port, {}, channel.status.loadedRows, channel.status.totalRows};
    for (const PortInfo &port : m_session.ports) {
        if (port.id == channel.port)
            load.name = port.name;
    }
    return load;
}

void LocalStore::mergeStatus()
{
    SyncStatus merged;
    if (m_open)
        merged.link = LinkState::Live;
    for (const auto &[number, channel] : m_channels) {
        const SyncStatus &each = channel.status;
        if (m_open && weight(each.link) > weight(merged.link))
            merged.link = each.link;
        merged.waiting += each.waiting;
        merged.review += each.review;
        merged.loadedRows += each.loadedRows;
        merged.totalRows += each.totalRows;
        if (merged.problem.key.empty())
            merged.problem = each.problem;
        // Synced since the moment at which the last of them was.
        if (channel.isKnown && !each.usable && !each.lastSyncedAt && !channel.port.isNil())
            merged.firstLoads.push_back(loadOf(channel));
        else if (each.lastSyncedAt && (!merged.lastSyncedAt || *each.lastSyncedAt < *merged.lastSyncedAt))
            merged.lastSyncedAt = each.lastSyncedAt;
        if (number == m_current) {
            merged.usable = each.usable;
            merged.locked = each.locked;
        }
    }
    if (merged == m_status)
        return;
    m_status = merged;
    emit statusChanged();
}

} // namespace nimara::sync
