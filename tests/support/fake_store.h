#pragma once

#include "models/store/store.h"

#include <QPromise>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace nimara {

// A store in memory over the real tables: what is submitted is seen at once, and stays in the outbox while the link is
// not Live. Rows are added by column names:
//     const Uuid anna = store.add("clients", {{"full_name", "Anna Berg"}});
// Answers come through the event loop, as from the real one (QTRY_…, await()).
class FakeStore : public Store
{
    Q_OBJECT

public:
    // Values as valueFromText reads them; what is not named has its initial value.
    using Fields = std::vector<std::pair<std::string, std::string>>;

    // One port, all rights, link Live.
    explicit FakeStore(QObject *parent = nullptr);

    static const Uuid userId;
    static const Uuid portId;
    static Uuid makeId(); // a new one each time

    Uuid add(std::string_view table, const Fields &fields, Uuid id = makeId());
    void change(std::string_view table, const Uuid &id, const Fields &fields); // as if from the server
    void remove(std::string_view table, const Uuid &id);
    const Row *find(std::string_view table, const Uuid &id) const;
    std::size_t count(std::string_view table) const;

    void setSession(SessionInfo session);
    void setPermissions(PermissionSet permissions); // of the current port, and no super admin
    void addPort(const std::string &name, Uuid id = makeId());
    void setStatus(SyncStatus status);
    void repair(Repair repair); // a file was made anew
    void setRowState(const Uuid &id, RowState state);
    void addReview(ReviewItem item);
    void markSent(); // all that waits is on its way

    // What happened.
    std::vector<Edit> submitted;
    std::vector<std::pair<std::int64_t, Decision>> resolved;
    std::vector<std::uint64_t> discarded;
    std::vector<Uuid> passwordLinks; // whose
    int syncs = 0;
    std::vector<Uuid> switches;

    Error failReads;   // key not empty: reads fail with this
    Error failSubmits; // key not empty: submits are refused with this
    // While held, nothing is answered: to see skeletons and what comes too late.
    void hold() { m_held = true; }
    void release();

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
    void syncNow() override { ++syncs; }
    void setWorkOffline(bool offline) override;
    void switchPort(Uuid id) override;
    std::optional<Repair> takeRepair() override { return std::exchange(m_repair, std::nullopt); }
    QFuture<Result<std::vector<Row>>> onlineList(Query query) override;
    QFuture<Result<PasswordLink>> makePasswordLink(Uuid user) override;

private:
    using Rows = std::map<std::int64_t, Row>; // by row number

    template <typename T>
    QFuture<Result<T>> answer(std::function<Result<T>()> reply);
    template <typename T>
    QFuture<Result<T>> read(std::function<Result<T>()> reply);
    std::vector<const Rows::value_type *> select(const Query &query) const;
    Result<Uuid> apply(const Edit &edit);
    void applyOp(const Op &op);
    void applyFields(Row &row, const std::vector<FieldChange> &fields) const;
    Row *at(const Table &table, const Uuid &id);
    void changed(const Table &table, const Uuid &id);

    SessionInfo m_session;
    SyncStatus m_status;
    std::optional<Repair> m_repair;
    std::map<std::string, Rows, std::less<>> m_tables;
    std::int64_t m_nextNumber = 1;
    std::vector<WaitingEdit> m_waiting;
    std::vector<ReviewItem> m_review;
    std::map<Uuid, RowState> m_states;
    std::uint64_t m_nextSeq = 1;
    bool m_held = false;
    std::deque<std::function<void()>> m_questions;
};

template <typename T>
QFuture<Result<T>> FakeStore::answer(std::function<Result<T>()> reply)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QFuture<Result<T>> future = promise->future();
    auto question = [promise, reply = std::move(reply)] {
        promise->addResult(reply());
        promise->finish();
    };
    if (m_held)
        m_questions.push_back(std::move(question));
    else
        question();
    return future;
}

template <typename T>
QFuture<Result<T>> FakeStore::read(std::function<Result<T>()> reply)
{
    return answer<T>([this, reply = std::move(reply)]() -> Result<T> {
        if (!failReads.key.empty())
            return failReads;
        return reply();
    });
}

} // namespace nimara
