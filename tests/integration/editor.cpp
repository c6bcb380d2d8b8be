#include "models/base/json.h"
#include "models/base/rng.h"
#include "models/schema/tables/clients.h"
#include "models/store/when_done.h"
#include "tests/support/laptop/laptop.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimer>

#include <unistd.h>
#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <string>

// Somebody who edits clients without a pause, on a laptop of their own, until told to finish or killed. What is saved
// is told on standard output when it is, a JSON line each; the tests hold that against the server.
namespace nimara::test {

using schema::Clients;

namespace {

constexpr auto pause = std::chrono::milliseconds(5);
constexpr int patienceMs = 120'000;

void say(const Json &line)
{
    std::cout << line.dump() << std::endl;
}

// Nobody here has time for the pauses that a whole marina's laptops need.
sync::Tuning hasty(const Json &told)
{
    sync::Tuning tuning;
    if (const std::chrono::milliseconds silence(told.value("silence", 0)); silence.count() > 0) {
        tuning.silence = silence;
        tuning.connecting = silence;
        tuning.heartbeat = silence / 3;
        tuning.pongPatience = silence / 3;
    }
    tuning.firstRetry = std::chrono::milliseconds(50);
    tuning.longestRetry = std::chrono::milliseconds(500);
    return tuning;
}

class Editor : public QObject
{
public:
    explicit Editor(const Json &told)
        : m_told(told), m_laptop(QString::fromStdString(told.value("folder", "")), hasty(told))
    {
        connect(&m_timer, &QTimer::timeout, this, &Editor::editOne);
        connect(&m_input, &QSocketNotifier::activated, this, &Editor::onInput);
        connect(&m_laptop.store(), &Store::statusChanged, this, &Editor::onStatus);
        connect(&m_laptop.store(), &sync::LocalStore::newsArrived, this, &Editor::onNews);
    }

    Result<> begin()
    {
        const auto pairing = parsePairingCode(m_told.value("pairing", ""));
        if (!pairing)
            return pairing.error();
        NIMARA_TRY(m_laptop.signIn(*pairing, m_told.value("email", ""), m_told.value("password", "")));
        NIMARA_TRY(m_laptop.open());
        if (!waitUntil([this] { return m_laptop.store().status().usable; }, patienceMs))
            return Error{ErrorCode::Internal, "editor.load"};
        auto rows = valueOf(m_laptop.store().list({.table = &Clients::table, .sort = {{"full_name"}}}));
        if (!rows)
            return rows.error();
        keepOwnPart(*rows);
        say({{"usable", m_rows.size()}});
        m_timer.start(pause);
        return Done{};
    }

private:
    // Where several edit, nobody edits what another does.
    void keepOwnPart(const std::vector<Row> &rows)
    {
        const int parts = m_told.value("parts", 1);
        const int part = m_told.value("part", 0);
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(m_rows),
                     [&](const Row &row) { return row.id().bytes().back() % parts == part; });
    }

    // Mostly a field of a client that is there, sometimes a new client.
    void editOne()
    {
        if (m_saving || m_resting)
            return;
        m_saving = true;
        const bool creates = m_rng.oneIn(5);
        Row row = creates ? newClient() : m_rows[m_rng.below(m_rows.size())];
        const std::string word = "edit " + std::to_string(m_rng.next());
        const Op op = creates ? createOp(row) : updateOp(row, word);
        row.set(Clients::addressLine1, word);
        whenDone(m_laptop.store().submit({.ops = {op}}), this,
                 [this, creates, row](const Result<Uuid> &saved) {
                     m_saving = false;
                     if (!saved) {
                         say({{"fault", saved.error().key + " " + saved.error().detail}});
                         return;
                     }
                     if (!creates)
                         keep(row);
                     say({{"saved",
                           {{"id", saved->toString()},
                            {"row", row.id().toString()},
                            {"kind", creates ? "create" : "update"}}}});
                 });
    }

    Row newClient()
    {
        Row row = Row::fresh(Clients::table);
        row.set(Clients::id, Uuid::v7(m_clock, m_rng));
        row.set(Clients::portId, m_laptop.session().portId);
        row.set(Clients::fullName, "Made " + std::to_string(m_rng.next()));
        return row;
    }

    static Op createOp(const Row &row)
    {
        Op op{.table = Clients::table.number, .id = row.id(), .kind = OpKind::Create, .fields = {}};
        for (const ColumnInfo &column : Clients::table.columns) {
            const Value &value = row.value(column.index);
            if (column.index != 0 && !column.is(ServerSet | ServerOnly) && !isNull(value))
                op.fields.push_back({.column = std::string(column.name()), .was = {}, .now = value});
        }
        return op;
    }

    static Op updateOp(const Row &row, const std::string &word)
    {
        return {.table = Clients::table.number,
                .id = row.id(),
                .kind = OpKind::Update,
                .fields = {{.column = std::string(Clients::addressLine1.name()),
                            .was = row.value(Clients::addressLine1.index()),
                            .now = word}}};
    }

    void keep(const Row &row)
    {
        for (Row &each : m_rows) {
            if (each.id() == row.id())
                each = row;
        }
    }

    void onStatus()
    {
        const SyncStatus &status = m_laptop.store().status();
        const bool live = status.link == LinkState::Live;
        if (live != m_live)
            say({{"live", live}});
        m_live = live;
        if (!m_resting || m_saving || !live || status.waiting > 0)
            return;
        // The status is told a moment after an edit is saved; the file knows.
        whenDone(m_laptop.store().waitingEdits(), this,
                 [this](const Result<std::vector<WaitingEdit>> &edits) {
                     if (edits && edits->empty())
                         onNothingWaits();
                 });
    }

    void onNothingWaits()
    {
        if (!std::exchange(m_saidResting, true)) {
            say({{"resting", true}});
            look();
        }
        if (m_finishing && !std::exchange(m_checking, true))
            m_laptop.threads().writer().checkDigest(channel());
    }

    sync::ChannelNumber channel() { return m_laptop.store().channelOf(Clients::table); }

    void onNews(const sync::ChannelNews &news)
    {
        if (m_saidResting && news.channel == channel())
            look();
        if (m_checking && news.channel == channel() && news.digestsEqual)
            finish();
    }

    void onInput()
    {
        std::array<char, 256> bytes;
        const ssize_t count = read(STDIN_FILENO, bytes.data(), bytes.size());
        if (count <= 0)
            QCoreApplication::exit(1); // the test is gone
        for (ssize_t i = 0; i < count; ++i) {
            if (bytes[static_cast<std::size_t>(i)] == '\n')
                obey(std::exchange(m_word, {}));
            else
                m_word += bytes[static_cast<std::size_t>(i)];
        }
    }

    void obey(const std::string &word)
    {
        m_resting = true;
        m_timer.stop();
        m_laptop.store().syncNow();
        if (word == "finish") {
            m_finishing = true;
            QTimer::singleShot(patienceMs, this, &Editor::finish);
        }
        onStatus();
    }

    // What the clients look like here.
    void look() { whenDone(m_laptop.store().list({.table = &Clients::table}), this, &Editor::sayValues); }

    static void sayValues(const Result<std::vector<Row>> &rows)
    {
        if (!rows)
            return say({{"fault", rows.error().key}});
        Json values = Json::object();
        for (const Row &row : *rows)
            values[row.id().toString()] = row[Clients::addressLine1].value_or("");
        say({{"values", values}});
    }

    // What the clients look like and what is still here. All digests are the server's now, or time is up.
    void finish()
    {
        if (m_ended)
            return;
        m_ended = true;
        sayValues(valueOf(m_laptop.store().list({.table = &Clients::table})));
        Json waiting = Json::array();
        Json review = Json::array();
        if (const auto edits = valueOf(m_laptop.store().waitingEdits())) {
            for (const WaitingEdit &edit : *edits)
                waiting.push_back(edit.mutation.id.toString());
        }
        if (const auto items = valueOf(m_laptop.store().reviewItems())) {
            for (const ReviewItem &item : *items)
                review.push_back(item.mutation.id.toString());
        }
        const bool equal = m_laptop.store().checkedAt(channel()).has_value();
        say({{"end", {{"equal", equal}, {"waiting", waiting}, {"review", review}}}});
        QCoreApplication::quit();
    }

    Json m_told;
    Laptop m_laptop;
    std::vector<Row> m_rows;
    QTimer m_timer;
    QSocketNotifier m_input{STDIN_FILENO, QSocketNotifier::Read};
    SystemClock m_clock;
    SystemRng m_rng;
    std::string m_word;
    bool m_saving = false;
    bool m_resting = false;
    bool m_saidResting = false;
    bool m_finishing = false;
    bool m_checking = false;
    bool m_ended = false;
    bool m_live = false;
};

} // namespace
} // namespace nimara::test

int main(int count, char **words)
{
    using namespace nimara;
    const QCoreApplication application(count, words);
    // Byte by byte: what stands behind this line is for the notifier.
    std::string line;
    for (char c = 0; read(STDIN_FILENO, &c, 1) == 1 && c != '\n';)
        line += c;
    const auto told = parseJson(line);
    if (!told)
        return 2;
    test::Editor editor(*told);
    if (const auto begun = editor.begin(); !begun) {
        test::say({{"fault", begun.error().key + " " + begun.error().field + " " + begun.error().detail}});
        return 1;
    }
    return QCoreApplication::exec();
}
