#pragma once

#include "models/items/value_words.h"
#include "models/store/store.h"

#include <QPromise>

#include <deque>
#include <functional>
#include <map>

namespace nimara {

// A store of one table in memory that answers when it is told to, so that a test sees what lies between a question
// and its answer. Filters are not understood: `visible` decides what a query finds.
class ListStore : public Store
{
    Q_OBJECT

public:
    explicit ListStore(const Table &table);

    void add(std::int64_t number, Row row) { m_rows[number] = std::move(row); }
    Row &at(std::int64_t number) { return m_rows[number]; }
    void remove(std::int64_t number) { m_rows.erase(number); }
    void answer(); // everything asked so far
    int waitingQuestions() const { return static_cast<int>(m_questions.size()); }

    std::vector<std::int64_t> visible; // the order of the answer to the next find()
    Error failure;                     // key not empty: reads fail with this
    int finds = 0;
    std::vector<std::vector<std::int64_t>> windows; // asked of rows()
    Query lastQuery;
    std::map<Uuid, QString> titles;

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
    void syncNow() override {}
    void setWorkOffline(bool) override {}
    void switchPort(Uuid) override {}
    std::optional<Repair> takeRepair() override { return std::nullopt; }
    QFuture<Result<std::vector<Row>>> onlineList(Query query) override;
    QFuture<Result<PasswordLink>> makePasswordLink(Uuid user) override;

private:
    template <typename T>
    QFuture<Result<T>> ask(std::function<Result<T>()> reply);

    const Table &m_table;
    SessionInfo m_session;
    SyncStatus m_status;
    std::map<std::int64_t, Row> m_rows;
    std::deque<std::function<void()>> m_questions;
};

// Words that a test can read at a glance.
class PlainWords : public ValueWords
{
public:
    QString number(Decimal value) const override { return QString::fromStdString(value.toString()); }
    QString whole(std::int64_t value) const override { return QString::number(value); }
    QString date(Date day) const override { return QString::fromStdString(day.toString()); }
    QString relative(Instant) const override { return QStringLiteral("just now"); }
    QString exact(Instant at) const override { return QString::fromStdString(at.toString()); }
    QString currency() const override { return QStringLiteral("USD"); }
};

} // namespace nimara
