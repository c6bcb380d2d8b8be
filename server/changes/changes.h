#pragma once

#include "models/domain/edit.h"
#include "models/domain/rights.h"
#include "server/audit/audit_log.h"
#include "server/changes/members.h"
#include "server/changes/realm_rights.h"
#include "server/changes/workspace.h"
#include "server/realtime/event_log.h"
#include "server/sync/door.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nimara::server {

// Why a mutation is not applied.
struct Refusal
{
    OutcomeKind kind = OutcomeKind::Rejected;
    Error error = {};
    std::vector<FieldConflict> conflicts = {};
    Uuid otherId = {};
    std::optional<AuditEntry> denied = {}; // stays, although nothing else does
};
// Nothing: it went well.
using Tried = std::optional<Refusal>;

Refusal refusal(ErrorCode code, std::string_view key, std::string_view field = {});

// One transaction's work for one user in one realm: rows, what the audit log and the listeners are told of them, and the
// mutation that is being worked on, which can be taken back as a whole. Rules and commands see nothing else.
//
// A fault of the database is kept until the end (fault()); what is asked for after it finds nothing.
class Changes
{
public:
    Changes(Connection &connection, const Actor &actor, const Device &device, const Rights &rights);
    // With rows that have been read already.
    Changes(Connection &connection, const Actor &actor, const Device &device, const Rights &rights,
            Workspace rows);

    const Actor &actor() const { return m_actor; }
    const Rights &rights() const { return m_rights; }
    const Uuid &port() const { return m_device.port; }
    Realm realm() const { return m_device.port.isNil() ? Realm::User : Realm::Port; }
    bool isUserRealm() const { return realm() == Realm::User; }
    // For the rules of models/domain/rights.h.
    ::nimara::Actor asker() const { return {m_actor.userId, m_rights.permissions, m_rights.isSuperAdmin}; }
    Connection &connection() { return m_connection; }

    // ---- the mutation at work

    // `occurredAt`: the client's time, brought between what the server knows for sure.
    void begin(const Mutation &mutation, Instant occurredAt);
    // Nothing of it remains.
    void rollBack();
    const Uuid &mutation() const { return m_mutation; }
    Instant occurredAt() const { return m_occurredAt; }
    // One of many of one gesture: told to listeners as one.
    bool isBulk() const { return !m_group.isNil(); }
    std::vector<Workspace::Touched> touched() const { return m_rows.touchedSince(m_mark); }

    // ---- rows

    Workspace &rows() { return m_rows; }
    // Reads and locks it if need be; null when there is none.
    const Row *want(const Table &table, const Uuid &id);
    // As want(), but null also for a row that the actor does not see.
    const Row *seen(const Table &table, const Uuid &id);
    bool sees(const Row &row);
    // Whether the column of a row that he sees is sent to him too: of a colleague only the projection is.
    bool sees(const Row &row, const ColumnInfo &column);
    template <typename T>
    void set(const Uuid &id, const Table &table, const Column<T> &column, typename ValueTraits<T>::Cpp value)
    {
        m_rows.set({&table, id}, column.index(), ValueTraits<T>::toValue(std::move(value)));
    }
    // The people of the port, read once.
    const Members &members();
    // A value that names or describes a row, without a lock; null when there is none.
    Value lookUp(const Table &table, const Uuid &id, std::string_view column);
    // Asks for many at once what lookUp() will be asked for.
    void prepareLookUps(const Table &table, const std::set<Uuid> &ids, std::string_view column);
    // The active interests on a berth, as they stand now.
    struct BerthInterest
    {
        Uuid id;
        bool occupies = false;
    };
    std::vector<BerthInterest> activeInterestsOn(const Uuid &berth);
    void prepareActiveInterests(const std::set<Uuid> &berths);
    // The holds on a berth whose state is active, locked, as they stand now. Their time may be over (standsAt). The berth
    // itself must be locked before: whoever makes a hold locks it too.
    std::vector<Row> activeHoldsOn(const Uuid &berth);
    void prepareActiveHolds(const std::set<Uuid> &berths);

    // ---- what is told

    void audit(AuditEntry entry);
    // What the audit row of this field is to say beside the values: the reason of a change.
    void explain(const RowKey &key, std::string_view column, Json metadata);
    Json explanation(const RowKey &key, std::string_view column) const;
    void tell(std::string name, Json payload, std::vector<ScopeKey> scopes);
    // To all who hold the right in this port.
    void tellHolders(std::string_view right, std::string name, Json payload);
    void tellUser(const Uuid &user, std::string name, Json payload);
    // A notification in the user's bell, with its event.
    void notify(const Uuid &user, std::string_view type, std::string title, std::string_view entity,
                const Uuid &id);

    void fail(Error error);
    const std::optional<Error> &fault() const { return m_fault; }

    // Writes rows, audit log and events. The errors of Workspace::flush().
    Result<> flush();

private:
    // Rows of bulk edits by right and event: one summary each, for those who hold the right.
    using Bulk = std::map<std::pair<std::string, std::string>, std::size_t>;

    Connection &m_connection;
    const Actor &m_actor;
    const Device &m_device;
    const Rights &m_rights;
    Workspace m_rows;
    std::optional<Members> m_members;
    std::map<RowKey, std::map<std::string, Value, std::less<>>> m_lookedUp;
    std::map<Uuid, std::vector<BerthInterest>>
        m_onBerths;                // as in the database before this transaction's changes
    std::set<Uuid> m_holdsKnownOn; // berths
    std::optional<Error> m_fault;

    Uuid m_mutation;
    Uuid m_group;
    Instant m_occurredAt;
    std::size_t m_mark = 0;
    std::size_t m_auditMark = 0;
    std::size_t m_eventMark = 0;
    Bulk m_bulkMark;

    std::vector<AuditEntry> m_audit;
    std::vector<EventDraft> m_events;
    Bulk m_bulk;
    std::map<std::pair<RowKey, std::string>, Json> m_explained;
};

} // namespace nimara::server
