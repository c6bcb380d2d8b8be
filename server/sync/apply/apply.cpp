#include "server/sync/apply/apply.h"

#include "server/changes/changes.h"
#include "server/sync/apply/attempt.h"
#include "server/sync/apply/claims.h"
#include "server/sync/apply/refused_by_database.h"

#include <algorithm>

namespace nimara::server {

namespace {

constexpr int mostTries = 5;

// Whether a refusal by the database is expected. Hardly ever: a batch is tried without savepoints first.
enum class Caution { None, Savepoints };

// One batch in one transaction.
class Batch
{
public:
    Batch(Connection &connection, const Actor &actor, const Device &device, const Rights &rights,
          Claims &claims)
        : m_connection(connection), m_actor(actor), m_device(device), m_rights(rights), m_claims(claims)
    {}

    Result<> apply(std::span<const Mutation *const> mutations, Caution caution, Workspace rows)
    {
        if (mutations.empty())
            return Done{};
        if (caution == Caution::Savepoints)
            return applyParts(mutations);
        Changes changes(m_connection, m_actor, m_device, m_rights, std::move(rows));
        auto outcomes = Attempt(changes, m_claims).run(mutations);
        if (!outcomes)
            return outcomes.error();
        keep(*std::move(outcomes));
        return Done{};
    }

    const std::vector<Outcome> &outcomes() const { return m_outcomes; }

private:
    // All of them at once; where the database refuses, each half by itself, down to the one.
    Result<> applyParts(std::span<const Mutation *const> mutations)
    {
        NIMARA_TRY(m_connection.later(nullptr, "savepoint nimara_part"));
        Changes changes(m_connection, m_actor, m_device, m_rights);
        auto outcomes = Attempt(changes, m_claims).run(mutations);
        if (outcomes) {
            if (const auto kept = m_connection.exec("release savepoint nimara_part"); !kept)
                outcomes = kept.error();
        }
        if (outcomes) {
            keep(*std::move(outcomes));
            return Done{};
        }
        if (!isRefusal(outcomes.error()))
            return outcomes.error();
        m_connection.dropLater();
        NIMARA_TRY(m_connection.run("rollback to savepoint nimara_part; release savepoint nimara_part"));
        if (mutations.size() == 1)
            return refuse(*mutations.front(), outcomes.error(), wantedRows(changes));
        const std::size_t half = mutations.size() / 2;
        NIMARA_TRY(applyParts(mutations.first(half)));
        return applyParts(mutations.subspan(half));
    }

    void keep(std::vector<Outcome> outcomes)
    {
        for (Outcome &outcome : outcomes) {
            m_claims.add(outcome);
            m_outcomes.push_back(std::move(outcome));
        }
    }

    static std::vector<Row> wantedRows(Changes &changes)
    {
        std::vector<Row> rows;
        for (const Workspace::Touched &touched : changes.touched()) {
            if (const Row *row = changes.rows().find(touched.key))
                rows.push_back(*row);
        }
        return rows;
    }

    Result<> refuse(const Mutation &mutation, const Error &error, const std::vector<Row> &wanted)
    {
        Changes changes(m_connection, m_actor, m_device, m_rights);
        Refusal refused = refusedByDatabase(changes, mutation, error, wanted);
        if (changes.fault())
            return *changes.fault();
        Outcome outcome{mutation.seq,   mutation.id, refused.kind, {}, {}, std::move(refused.error),
                        refused.otherId};
        m_claims.add(outcome);
        m_outcomes.push_back(std::move(outcome));
        return Done{};
    }

    Connection &m_connection;
    const Actor &m_actor;
    const Device &m_device;
    const Rights &m_rights;
    Claims &m_claims;
    std::vector<Outcome> m_outcomes;
};

std::vector<RowKey> rowsNamedBy(std::span<const Mutation> mutations, const Device &device)
{
    std::vector<RowKey> keys;
    for (const Mutation &mutation : mutations) {
        const auto rows = namedRows(mutation, device.port.isNil() ? Realm::User : Realm::Port);
        keys.insert(keys.end(), rows.begin(), rows.end());
    }
    return keys;
}

Result<std::vector<Outcome>> applyOnce(Connection &connection, const Actor &actor, const Device &device,
                                       std::span<const Mutation> mutations, Caution caution)
{
    const std::optional<Uuid> port = device.port.isNil() ? std::nullopt : std::optional(device.port);
    auto transaction = Transaction::begin(connection, {port, actor.userId});
    if (!transaction)
        return transaction.error();
    std::vector<Statement> questions = Claims::ask(actor, device, mutations);
    // Read in the transaction that uses them: a right that was taken away before is not used.
    const std::size_t rightsAt = questions.size();
    questions.push_back(askForRights());
    // The rows come by the same trip, those of edits that are known already among them.
    Workspace rows(connection, device.port);
    std::vector<Workspace::Missing> missing;
    if (caution == Caution::None)
        missing = rows.missing(rowsNamedBy(mutations, device));
    for (const Workspace::Missing &each : missing)
        questions.push_back(rows.askFor(each));
    const auto known = connection.all(std::move(questions));
    if (!known)
        return known.error();
    auto claims = Claims::take(*known, actor, mutations);
    if (!claims)
        return claims.error();
    const auto rights = rightsOf((*known)[rightsAt], actor.userId, device.port);
    if (!rights)
        return rights.error();
    for (std::size_t i = 0; i < missing.size(); ++i)
        rows.take(missing[i], (*known)[rightsAt + 1 + i]);
    std::vector<const Mutation *> fresh;
    for (const Mutation &mutation : mutations) {
        if (!claims->answered(mutation))
            fresh.push_back(&mutation);
    }
    Batch batch(connection, actor, device, *rights, *claims);
    NIMARA_TRY(batch.apply(fresh, caution, std::move(rows)));
    NIMARA_TRY(claims->store(connection, actor, device, batch.outcomes()));
    NIMARA_TRY(transaction->commit());
    std::vector<Outcome> answers;
    for (const Mutation &mutation : mutations) {
        Outcome answer = *claims->answered(mutation);
        answer.seq = mutation.seq; // one that was carried over from an older outbox had another
        answers.push_back(std::move(answer));
    }
    return answers;
}

} // namespace

Result<std::vector<Outcome>> applyMutations(Connection &connection, const Actor &actor, const Device &device,
                                            std::span<const Mutation> mutations)
{
    if (mutations.empty())
        return std::vector<Outcome>();
    Caution caution = Caution::None;
    for (int tries = 1;; ++tries) {
        auto outcomes = applyOnce(connection, actor, device, mutations, caution);
        if (outcomes || tries == mostTries)
            return outcomes;
        if (caution == Caution::None && isRefusal(outcomes.error()))
            caution = Caution::Savepoints;
        else if (!isRetryable(outcomes.error()))
            return outcomes;
    }
}

} // namespace nimara::server
