#pragma once

#include "models/store/store.h"
#include "sync/service/secret_key.h"
#include "sync/service/sync_threads.h"
#include "sync/service/title_cache.h"

#include <QTimer>

#include <deque>
#include <map>

namespace nimara::sync {

// The user's own replica, beside those of the ports.
inline constexpr ChannelNumber userChannel = 0;

// A user whose replicas are to be opened.
struct OpenUser
{
    SessionInfo session;
    SecretKey key;
    QString folder; // of the user's replica files
    ServerEndpoint server;
    QByteArray token; // empty: offline until there is one
};

// The Store over this computer's replicas: reads go to the readers' thread, edits to the engine's.
class LocalStore final : public Store
{
    Q_OBJECT

public:
    LocalStore(SyncThreads &threads, ServerApi &api, QObject *parent = nullptr);

    // ---- for the account service
    QFuture<Result<Done>> open(OpenUser user);
    QFuture<Result<Done>> close();
    void setSession(SessionInfo session); // ports or names have changed
    // The same user has signed in again. Done when status() no longer tells of the session that has ended.
    QFuture<Result<Done>> setToken(ServerEndpoint server, QByteArray token);
    const QString &folder() const { return m_folder; }

    // ---- for tools
    ChannelNumber channelOf(const Table &table) const;
    // When the digests were last found to be the server's, in this run.
    std::optional<Instant> checkedAt(ChannelNumber channel) const;
    SyncThreads &threads() { return m_threads; }

    // ---- Store
    const SessionInfo &session() const override { return m_session; }
    const SyncStatus &status() const override { return m_status; }

    QFuture<Result<RowNumbers>> find(Query query) override;
    QFuture<Result<std::vector<Row>>> rows(const Table &table, std::vector<std::int64_t> numbers) override;
    QFuture<Result<std::vector<Row>>> list(Query query) override;
    QFuture<Result<Row>> row(const Table &table, Uuid id) override;
    QFuture<Result<std::vector<GroupCount>>> groups(Query query, std::string column,
                                                    std::string sumColumn) override;
    QFuture<Result<std::vector<SearchHit>>> search(std::string text, int limit) override;
    QString title(std::string_view table, const Uuid &id) override;

    QFuture<Result<Uuid>> submit(Edit edit) override;
    RowState rowState(const Table &table, const Uuid &id) const override;

    QFuture<Result<std::vector<WaitingEdit>>> waitingEdits() override;
    QFuture<Result<std::vector<ReviewItem>>> reviewItems() override;
    QFuture<Result<Done>> resolve(std::int64_t reviewNumber, Decision decision) override;
    QFuture<Result<Done>> discardWaiting(std::uint64_t seq) override;
    void syncNow() override;
    void setWorkOffline(bool offline) override;
    void switchPort(Uuid portId) override;
    std::optional<Repair> takeRepair() override;
    QFuture<Result<std::vector<Row>>> onlineList(Query query) override;
    QFuture<Result<PasswordLink>> makePasswordLink(Uuid user) override;

signals:
    // Each batch of changes as it was told, for `nimara-cli watch`.
    void newsArrived(const nimara::sync::ChannelNews &news);
    // The files of all realms have been opened, or one could not be.
    void portsChanged();

private:
    struct Channel
    {
        Uuid port;
        SyncStatus status;
        bool isKnown = false; // the engine has told its status
        Rights rights;
        std::optional<Instant> checkedAt;
        std::unordered_map<RowKey, RowState, RowKeyHash> states; // those that are not Confirmed
    };

    // A read waits for the edits that were submitted before it, and for no others.
    template <typename T, typename Function>
    QFuture<Result<T>> read(ChannelNumber channel, Function function);
    void releaseReads();
    std::optional<Error> refusal(ChannelNumber channel) const;

    ChannelNumber channelFor(const Uuid &port);
    ChannelNumber channelForEdit(const Edit &edit) const;
    QString fileOf(const Uuid &port) const;
    QFuture<Result<OpenReport>> attach(ChannelNumber channel, const Uuid &port);
    void attachOthers();
    void onNews(const ChannelNews &news);
    void noteOpening(const OpenReport &report);
    void noteChanges(const ChannelNews &news);
    void takeRights(const Channel &channel);
    PortLoad loadOf(const Channel &channel) const;
    void mergeStatus();
    void flushChanges();
    QFuture<Result<std::vector<RowTitle>>> fetchTitles(std::vector<TitleKey> keys);

    SyncThreads &m_threads;
    ServerApi &m_api;
    SessionInfo m_session;
    SyncStatus m_status;
    std::optional<Repair> m_repair;
    std::optional<SecretKey> m_key;
    QString m_folder;
    ServerEndpoint m_server;
    QByteArray m_token;
    bool m_open = false;
    bool m_othersAttached = false;
    std::map<ChannelNumber, Channel> m_channels;
    ChannelNumber m_current = 0; // the port that is shown; 0: none

    std::uint64_t m_submitted = 0;
    std::uint64_t m_written = 0;
    std::deque<std::pair<std::uint64_t, std::function<void()>>> m_waitingReads;
    Changes m_changes;
    QTimer m_flush;
    TitleCache m_titles;
};

} // namespace nimara::sync
