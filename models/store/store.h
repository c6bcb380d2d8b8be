#pragma once

#include "models/domain/edit.h"
#include "models/domain/permissions.h"
#include "models/domain/sync_state.h"
#include "models/store/query.h"

#include <QFuture>
#include <QObject>
#include <QString>

#include <chrono>
#include <optional>
#include <vector>

namespace nimara {

// The port that the pages show, and those the user may switch to.
struct PortInfo
{
    Uuid id;
    std::string slug;
    std::string name;
    std::string roleName;
    std::string currency = "EUR";
    std::string timezone = "UTC";
    PermissionSet permissions;
};

struct SessionInfo
{
    Uuid userId; // nil: nobody is signed in
    std::string userName;
    std::string email;
    bool isSuperAdmin = false;
    Uuid portId; // nil: the user has no port
    std::vector<PortInfo> ports;

    const PortInfo *port() const;
    bool may(std::string_view permission) const; // in the current port
};

// Where somebody sets a new password, once.
struct PasswordLink
{
    QString address;
    std::chrono::seconds life{0};
};

struct SearchHit
{
    const Table *table = nullptr;
    Uuid id;
    std::string title;
    std::string detail;
};

// One value with how many rows bear it (and the sum of a money column where one was asked for).
struct GroupCount
{
    Value value;
    std::int64_t count = 0;
    std::int64_t sum = 0;
};

// The ordered result of a query, as light as it can be: rows are fetched by window. Row numbers are valid until the
// replica is rebuilt, which is announced by `replicaReplaced`.
struct RowNumbers
{
    std::vector<std::int64_t> numbers;
    std::int64_t total = 0; // rows of the table before filter and search
};

// The door between pages and data. All calls are made on the GUI thread and return at once; futures finish with
// values (see models/store/when_done.h for the way to receive them). A read sees every edit submitted before it.
class Store : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual const SessionInfo &session() const = 0;
    virtual const SyncStatus &status() const = 0;

    // Reads.
    virtual QFuture<Result<RowNumbers>> find(Query query) = 0;
    virtual QFuture<Result<std::vector<Row>>> rows(const Table &table, std::vector<std::int64_t> numbers) = 0;
    virtual QFuture<Result<std::vector<Row>>> list(Query query) = 0; // small results: find and rows in one
    virtual QFuture<Result<Row>> row(const Table &table, Uuid id) = 0;
    virtual QFuture<Result<std::vector<GroupCount>>> groups(Query query, std::string column,
                                                            std::string sumColumn = {}) = 0;
    virtual QFuture<Result<std::vector<SearchHit>>> search(std::string text, int limit) = 0;
    // For labels of foreign keys in lists; cached, so that a repaint costs nothing. Empty while it is being fetched;
    // `titlesChanged` follows.
    virtual QString title(std::string_view table, const Uuid &id) = 0;

    // Writes. The future finishes when the edit is safe on this computer (or with why it is not).
    virtual QFuture<Result<Uuid>> submit(Edit edit) = 0;
    // The state of a row's edits, from memory.
    virtual RowState rowState(const Table &table, const Uuid &id) const = 0;

    // Sync.
    virtual QFuture<Result<std::vector<WaitingEdit>>> waitingEdits() = 0;
    virtual QFuture<Result<std::vector<ReviewItem>>> reviewItems() = 0;
    virtual QFuture<Result<Done>> resolve(std::int64_t reviewNumber, Decision decision) = 0;
    virtual QFuture<Result<Done>> discardWaiting(std::uint64_t seq) = 0;
    virtual void syncNow() = 0;
    virtual void setWorkOffline(bool offline) = 0;
    virtual void switchPort(Uuid portId) = 0;
    // What the user has to hear of files that were made anew since it was last taken; see `repaired`.
    virtual std::optional<Repair> takeRepair() = 0;

    // Read through the server, for what is never replicated (audit log, deliveries, settings of the system).
    // Error code Offline where it is not reachable.
    virtual QFuture<Result<std::vector<Row>>> onlineList(Query query) = 0;

    // By the server, for one of the current port's people; earlier links of theirs stop working.
    virtual QFuture<Result<PasswordLink>> makePasswordLink(Uuid user) = 0;

    bool may(std::string_view permission) const { return session().may(permission); }

signals:
    void sessionChanged();
    void statusChanged();
    // Rows of this table have changed, by an edit here or from the server. An empty list: too many to name.
    void tableChanged(int tableNumber, const std::vector<nimara::Uuid> &ids);
    void titlesChanged();
    void replicaReplaced();
    void repaired();
    // A real-time event of DOMAIN.md: its name and its payload as JSON.
    void eventReceived(const QString &name, const QByteArray &payload);
};

} // namespace nimara
