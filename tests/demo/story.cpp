#include "tests/demo/story.h"

#include "models/schema/tables/all.h"
#include "tests/demo/hands.h"
#include "tests/support/laptop/laptop.h"
#include "ui/shell/main_window.h"

#include <QObject>

#include <array>

namespace nimara::demo {

using schema::Berths;
using schema::ClientNotes;
using schema::Clients;
using schema::InterestNotes;
using schema::Interests;
using test::valueOf;
using test::waitUntil;
using Time = std::chrono::steady_clock;

namespace {

constexpr int patienceMs = 60'000;
constexpr const char *portSlug = "helsinki-east";
// What the two write into one field.
const std::string dockCity = "Turku";
const std::string officeCity = "Tampere";

bool isSynced(Desk &desk)
{
    const SyncStatus &status = desk.store().status();
    return status.usable && status.link == LinkState::Live && status.waiting == 0;
}

Result<> awaitSynced(Desk &desk)
{
    return waitUntil([&] { return isSynced(desk); }, patienceMs)
               ? Result<>(Done{})
               : broken(desk.name().toStdString() +
                        " does not come to rest: " + desk.store().status().problem.key);
}

Result<Row> first(Desk &desk, Query query)
{
    query.limit = 1;
    auto rows = desk.list(std::move(query));
    if (!rows)
        return rows.error();
    if (rows->empty())
        return broken("the demo's data has nothing that fits");
    return rows->front();
}

bool shows(Desk &desk, const Table &table, const Uuid &id, std::string_view column, const std::string &value)
{
    const auto row = desk.row(table, id);
    return row && row->value(column) == Value(value);
}

} // namespace

Story::Story(std::filesystem::path folder, std::filesystem::path binaries, ui::Theme &theme)
    : m_folder(std::move(folder)), m_office(m_folder, std::move(binaries)),
      m_pictures(QString::fromStdString((m_folder / "screenshots").string()), theme)
{}

Story::~Story() = default;

Result<> Story::tell()
{
    NIMARA_TRY(openOffice());
    NIMARA_TRY(openLaptops());
    NIMARA_TRY(workOffline());
    NIMARA_TRY(comeBack());
    NIMARA_TRY(settleConflict());
    NIMARA_TRY(blink());
    NIMARA_TRY(photograph());
    m_dock.reset();
    m_desk.reset();
    NIMARA_TRY(m_teller.step("Everything stops in order", [this]() -> Result<std::string> {
        NIMARA_TRY(m_office.stop());
        return std::string("server and PostgreSQL have ended");
    }));
    Teller::remark("The whole story took " + std::to_string(static_cast<int>(m_teller.seconds())) + " s.");
    return Done{};
}

Result<> Story::takePictures()
{
    NIMARA_TRY(openOffice());
    NIMARA_TRY(m_teller.step("Someone signs in", [this] { return signInDock(); }));
    NIMARA_TRY(m_teller.step("What is looked at", [this] { return chooseSubjects(); }));
    return photograph();
}

// ---- the steps

Result<> Story::openOffice()
{
    NIMARA_TRY(m_teller.step("The office's server starts", [this] { return m_office.startServer(); }));
    return m_teller.step("Two real harbours, their clients and deals are loaded",
                         [this] { return m_office.loadData(); });
}

Result<> Story::openLaptops()
{
    NIMARA_TRY(m_teller.step("On the dock a sales manager signs in with the pairing code",
                             [this] { return signInDock(); }));
    NIMARA_TRY(m_teller.step("Berths, clients and deals are on the laptop, as many as on the server",
                             [this] { return compareCounts(); }));
    return m_teller.step(
        "In the office an agent signs in on a second laptop", [this]() -> Result<std::string> {
            const auto seat = m_office.seat(SystemRole::SalesAgent, portSlug);
            const auto password = m_office.password();
            if (!seat || !password)
                return !seat ? seat.error() : password.error();
            m_desk = std::make_unique<Desk>(QStringLiteral("office"),
                                            QString::fromStdString((m_folder / "laptop-office").string()));
            NIMARA_TRY(m_desk->open());
            NIMARA_TRY(m_desk->signIn(m_office.pairing(), *seat, *password));
            NIMARA_TRY(awaitSynced(*m_desk));
            return seat->name + " sees " + seat->portName;
        });
}

Result<std::string> Story::signInDock()
{
    auto line = test::TcpProxy::start(m_office.pairing().server.port);
    if (!line)
        return line.error();
    m_line = *std::move(line);
    // The dock reaches the server through a line that can be cut.
    PairingCode code = m_office.pairing();
    code.server = {"127.0.0.1", m_line->port()};
    const auto seat = m_office.seat(SystemRole::SalesManager, portSlug);
    const auto password = m_office.password();
    if (!seat || !password)
        return !seat ? seat.error() : password.error();
    m_dock = std::make_unique<Desk>(QStringLiteral("dock"),
                                    QString::fromStdString((m_folder / "laptop-dock").string()));
    NIMARA_TRY(m_dock->open());
    const auto start = Time::now();
    NIMARA_TRY(m_dock->signIn(code, *seat, *password));
    const std::string usable = milliseconds(Time::now() - start);
    NIMARA_TRY(awaitSynced(*m_dock));
    return seat->name + " of " + seat->portName + "; usable " + usable + " after the button was pressed";
}

Result<std::string> Story::compareCounts()
{
    std::string words;
    for (const Table *table : {&Berths::table, &Clients::table, &Interests::table}) {
        const std::string name(table->name);
        const auto here = m_dock->count(*table);
        const auto there =
            m_office.ask("select count(*) from public." + name + " where port_id = $1", m_dock->port());
        if (!here || !there)
            return !here ? here.error() : there.error();
        if (std::to_string(*here) != *there)
            return broken(std::to_string(*here) + " " + name + " on the laptop, " + *there +
                          " on the server");
        words += (words.empty() ? "" : ", ") + *there + " " + name;
    }
    return words;
}

Result<std::string> Story::chooseSubjects()
{
    const auto berth = first(*m_dock, {.table = &Berths::table,
                                       .filter = Filter::equal(Berths::status, BerthStatus::Available),
                                       .sort = {{"berth_number"}}});
    const auto deal =
        first(*m_dock,
              {.table = &Interests::table,
               .filter = Filter::both(Filter::equal(Interests::pipelineStage, PipelineStage::InCommunication),
                                      Filter::equal(Interests::outcome, InterestOutcome::Open))});
    const auto client = first(*m_dock, {.table = &Clients::table,
                                        .filter = Filter::where("city", Compare::IsNull),
                                        .sort = {{"full_name"}}});
    for (const auto *row : {&berth, &deal, &client}) {
        if (!*row)
            return row->error();
    }
    m_subjects = {berth->id(), deal->id(), client->id(),
                  "Seen on the dock, " + SystemClock().now().toString()};
    return "berth " + (*berth)[Berths::number].value_or("") + ", a deal in communication, client " +
           (*client)[Clients::fullName].value_or("");
}

Result<> Story::workOffline()
{
    NIMARA_TRY(m_teller.step("What will be edited", [this] { return chooseSubjects(); }));
    NIMARA_TRY(m_teller.step("The network goes away from the dock", [this]() -> Result<std::string> {
        m_line->cut();
        if (!waitUntil([this] { return m_dock->store().status().link != LinkState::Live; }, patienceMs))
            return broken("the app still says that it is connected");
        return "the app says: " + badgeWords(*m_dock);
    }));
    NIMARA_TRY(m_teller.step("Offline, the dock edits a berth, a deal, a note and a client",
                             [this] { return editOnTheDock(); }));
    return m_teller.step("Meanwhile the office changes the same client's city",
                         [this]() -> Result<std::string> {
                             NIMARA_TRY(changeField(*m_desk, Clients::table, m_subjects.client,
                                                    Clients::city.name(), officeCity));
                             NIMARA_TRY(awaitSynced(*m_desk));
                             NIMARA_TRY(openRecord(*m_desk, Berths::table, m_subjects.berth));
                             return "to " + officeCity + ", where the dock wrote " + dockCity;
                         });
}

Result<std::string> Story::editOnTheDock()
{
    NIMARA_TRY(
        changeField(*m_dock, Berths::table, m_subjects.berth, Berths::status.name(), Value("under_offer")));
    NIMARA_TRY(changeStage(*m_dock, m_subjects.deal, PipelineStage::Visited, "met on the dock"));
    NIMARA_TRY(addNote(*m_dock, Interests::table, m_subjects.deal, m_subjects.note));
    NIMARA_TRY(changeField(*m_dock, Clients::table, m_subjects.client, Clients::city.name(), dockCity));
    if (!waitUntil([this] { return m_dock->store().status().waiting == 4; }, patienceMs))
        return broken("not four but " + std::to_string(m_dock->store().status().waiting) + " edits wait");
    m_pictures.takeSyncPanel(*m_dock, QStringLiteral("offline"));
    return "saved on the laptop; the app says: " + badgeWords(*m_dock);
}

Result<> Story::comeBack()
{
    const auto mended = Time::now();
    NIMARA_TRY(m_teller.step("The network returns; the office sees the edits",
                             [this, mended] { return seeItInTheOffice(mended); }));
    return m_teller.step("PostgreSQL holds them, with their audit rows", [this] { return askPostgres(); });
}

Result<std::string> Story::seeItInTheOffice(Time::time_point mended)
{
    std::optional<Time::time_point> live, seen;
    const auto onStatus = QObject::connect(&m_dock->store(), &Store::statusChanged, [&] {
        if (!live && m_dock->store().status().link == LinkState::Live)
            live = Time::now();
    });
    const auto onRows = QObject::connect(
        &m_desk->store(), &Store::tableChanged, [&](int table, const std::vector<Uuid> &ids) {
            if (!seen && table == Berths::table.number &&
                (ids.empty() || std::find(ids.begin(), ids.end(), m_subjects.berth) != ids.end()))
                seen = Time::now();
        });
    m_line->mend();
    const bool arrived = waitUntil(
        [this] {
            return shows(*m_desk, Berths::table, m_subjects.berth, Berths::status.name(), "under_offer") &&
                   shows(*m_desk, Interests::table, m_subjects.deal, Interests::pipelineStage.name(),
                         "visited");
        },
        patienceMs);
    QObject::disconnect(onStatus);
    QObject::disconnect(onRows);
    if (!arrived)
        return broken("the edits do not arrive: " + m_dock->store().status().problem.key);
    NIMARA_TRY(awaitSynced(*m_dock));
    return "connected " + (live ? milliseconds(*live - mended) : "?") +
           " after the line was mended, the berth in the"
           " office after " +
           (seen ? milliseconds(*seen - mended) : "?");
}

Result<> Story::expect(const std::string &what, const std::string &sql, const Uuid &row,
                       const std::string &wanted)
{
    const auto found = m_office.ask(sql, m_dock->port(), row);
    if (!found)
        return found.error();
    return *found == wanted
               ? Result<>(Done{})
               : broken(what + " is \"" + *found + "\" in PostgreSQL and not \"" + wanted + "\"");
}

Result<std::string> Story::askPostgres()
{
    NIMARA_TRY(expect("the berth", "select status from public.berths where port_id = $1 and id = $2",
                      m_subjects.berth, "under_offer"));
    NIMARA_TRY(expect("the deal",
                      "select pipeline_stage from public.interests where port_id = $1 and id = $2",
                      m_subjects.deal, "visited"));
    NIMARA_TRY(expect("the note",
                      "select body from public.interest_notes where port_id = $1 and interest_id = $2"
                      " order by created_at desc limit 1",
                      m_subjects.deal, m_subjects.note));
    NIMARA_TRY(expect("the client", "select city from public.clients where port_id = $1 and id = $2",
                      m_subjects.client, officeCity));
    const std::string audit =
        "select new_value from public.audit_logs where port_id = $1 and entity_id = $2 and"
        " mutation_id is not null and user_id is not null and field_changed = ";
    const std::string newest = " order by received_at desc limit 1";
    NIMARA_TRY(expect("the berth's audit row", audit + "'status'" + newest, m_subjects.berth, "under_offer"));
    NIMARA_TRY(
        expect("the deal's audit row", audit + "'pipeline_stage'" + newest, m_subjects.deal, "visited"));
    NIMARA_TRY(expect(
        "the note's audit row",
        "select count(distinct n.id)::text from public.interest_notes n join public.audit_logs a"
        " on a.entity_id = n.id and a.action = 'create' where n.port_id = $1 and n.interest_id = $2"
        " and n.created_at = (select max(created_at) from public.interest_notes where interest_id = $2)",
        m_subjects.deal, "1"));
    return "berth under offer, deal visited, note written, each with who, when and what it was before";
}

Result<> Story::settleConflict()
{
    NIMARA_TRY(m_teller.step(
        "The clash over the city is in the inbox, nothing is overwritten", [this]() -> Result<std::string> {
            if (!waitUntil([this] { return m_dock->store().status().review == 1; }, patienceMs))
                return broken(std::to_string(m_dock->store().status().review) +
                              " items to review instead of one");
            const auto items = valueOf(m_dock->store().reviewItems());
            if (!items || items->empty() || items->front().outcome.conflicts.empty())
                return broken("the inbox is empty");
            const FieldConflict &clash = items->front().outcome.conflicts.front();
            if (clash.mine != Value(dockCity) || clash.theirs != Value(officeCity))
                return broken("the inbox tells of other values");
            m_pictures.takeSyncPanel(*m_dock, QStringLiteral("conflict"));
            return "mine " + dockCity + ", theirs " + officeCity + "; the app says: " + badgeWords(*m_dock);
        }));
    return m_teller.step(
        "The dock takes its own; the office sees it, PostgreSQL holds it", [this]() -> Result<std::string> {
            NIMARA_TRY(takeMine(*m_dock));
            const bool settled = waitUntil(
                [this] {
                    return m_dock->store().status().review == 0 && isSynced(*m_dock) &&
                           shows(*m_desk, Clients::table, m_subjects.client, Clients::city.name(), dockCity);
                },
                patienceMs);
            if (!settled)
                return broken("the conflict stays");
            NIMARA_TRY(expect("the client", "select city from public.clients where port_id = $1 and id = $2",
                              m_subjects.client, dockCity));
            return "both laptops and PostgreSQL say " + dockCity;
        });
}

Result<> Story::blink()
{
    return m_teller.step(
        "Online, an edit on the dock is in the office within a blink", [this]() -> Result<std::string> {
            std::optional<Time::time_point> seen;
            const auto link = QObject::connect(&m_desk->store(), &Store::tableChanged,
                                               [&](int table, const std::vector<Uuid> &) {
                                                   if (!seen && table == Berths::table.number)
                                                       seen = Time::now();
                                               });
            std::optional<Time::time_point> saved;
            const auto here = QObject::connect(&m_dock->store(), &Store::tableChanged,
                                               [&](int table, const std::vector<Uuid> &) {
                                                   if (!saved && table == Berths::table.number)
                                                       saved = Time::now();
                                               });
            const auto done = changeField(*m_dock, Berths::table, m_subjects.berth, Berths::status.name(),
                                          Value("available"));
            const bool arrived = done && waitUntil([&] { return seen && saved; }, patienceMs);
            QObject::disconnect(link);
            QObject::disconnect(here);
            if (!arrived)
                return done ? broken("it does not arrive") : done.error();
            return milliseconds(*seen - *saved) + " after the dock's own window had it";
        });
}

Result<> Story::photograph()
{
    return m_teller.step("Pictures of every page, light and dark", [this]() -> Result<std::string> {
        NIMARA_TRY(m_pictures.takePages(*m_dock));
        const std::array records{std::pair(&Berths::table, m_subjects.berth),
                                 std::pair(&Interests::table, m_subjects.deal),
                                 std::pair(&Clients::table, m_subjects.client)};
        for (const auto &[table, id] : records)
            NIMARA_TRY(m_pictures.takeRecord(*m_dock, *table, id));
        return std::to_string(m_pictures.count()) + " in " + (m_folder / "screenshots").string();
    });
}

} // namespace nimara::demo
