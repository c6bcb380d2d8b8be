#pragma once

#include "sync/protocol/codec.h"
#include "sync/replica/row_key.h"
#include "tests/sync/support/sync_words.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nimara::sync::test {

// A small server for one channel: rows with revisions, a log of changes, outcomes by seq. It speaks the real codec and
// does what it is told: hold answers back, lose the link, take rights away, be restored.
class ScriptedServer
{
public:
    ScriptedServer();

    // ---- what tests do to it
    void put(Row row); // gives it the next revision
    void remove(const Table &table, const Uuid &id);
    void grant(std::vector<TestScope> scopes) { m_scopes = std::move(scopes); }
    void sendWelcome(); // again: rights have changed
    void sendDelta();   // what has happened since, for what is subscribed
    void send(const ServerMessage &message);
    void restoreTo(std::size_t changes,
                   const std::string &newEpoch); // rows as they were after so many changes
    void forgetCursors() { m_oldCursors = false; }
    std::map<std::uint64_t, std::string> refusedSeqs; // with the key of the rejection
    std::size_t pageRows = 2;
    bool answersPushes = true;
    bool answersPings = true;
    bool feedsAtOnce = true; // a delta follows each change

    // ---- the link
    void linkUp();
    void linkDown();
    void receive(const std::string &frame);
    std::optional<std::string> next(); // a frame for the client

    // ---- what tests look at
    std::vector<ClientMessage> received;
    template <typename T>
    std::vector<T> all() const
    {
        std::vector<T> found;
        for (const ClientMessage &message : received) {
            if (const auto *each = std::get_if<T>(&message))
                found.push_back(*each);
        }
        return found;
    }
    std::string nameOf(std::uint64_t client) const;
    const Row *row(const Table &table, const Uuid &id) const;
    int appliedTimes(std::uint64_t seq) const;
    std::uint64_t lastSeq = 0;
    std::uint8_t channel = 1;
    std::string epoch = "epoch-1";

private:
    struct Logged
    {
        RowRev at;
        std::optional<Row> row; // nothing: it is gone
    };
    void on(const Hello &message);
    void on(const Load &message);
    void on(const Credit &message);
    void on(const Subscribe &message);
    void on(const Push &message);
    void on(const Ping &message);
    void on(const DigestRequest &message);
    void on(const RowsRequest &message);
    void on(const Presence &) {}
    void pump();
    Outcome apply(const Mutation &mutation);
    void write(const Op &op, Outcome &outcome, Instant at);
    void log(const Row *row, std::uint16_t table, const Uuid &id);
    std::vector<Row> rowsOf(const ScopeId &scope, std::uint16_t table) const;
    std::vector<TestScope> scopesOf(const Row &row) const;
    Cursor cursor() const { return epoch + ":" + std::to_string(m_log.size()); }
    std::size_t positionOf(const Cursor &cursor) const;
    void deltaTo(std::size_t end);

    std::vector<TestScope> m_scopes;
    std::map<std::uint16_t, std::map<Uuid, Row>> m_rows;
    std::vector<Logged> m_log;
    std::int64_t m_rev = 0;
    std::map<std::uint64_t, Outcome> m_outcomes;
    std::map<std::uint64_t, int> m_applied;
    bool m_oldCursors = true;
    bool m_up = false;
    bool m_greeted = false;
    std::deque<std::string> m_out;
    std::deque<LoadItem> m_load;
    std::uint32_t m_credit = 0;
    std::map<ScopeId, std::size_t> m_subscribed;
};

} // namespace nimara::sync::test
