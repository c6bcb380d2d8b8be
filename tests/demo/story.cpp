#include "tests/demo/story.h"

#include "models/schema/tables/all.h"
#include "tests/demo/hands.h"
#include "tests/demo/watch.h"
#include "tests/support/laptop/laptop.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sync_panel.h"

#include <algorithm>
#include <array>

namespace nimara::demo {

using schema::Berths;
using schema::Clients;
using schema::InterestNotes;
using schema::Interests;
using server::Params;
using test::valueOf;
using test::waitUntil;

namespace {

constexpr int patienceMs = 60'000;
constexpr int liveEdits = 20;
// What the two write into one field.
const std::string herCity = "Turku";
const std::string officeCity = "Tampere";
const std::string note = "Met on the pier. Wants power and water at the berth.";
const std::string walkInName = "Ingrid Walk-In";

std::string inQuotes(const std::string &text)
{
    return '"' + text + '"';
}

std::string firstName(const Seat &seat)
{
    return seat.name.substr(0, seat.name.find(' '));
}

} // namespace

Story::Story(std::filesystem::path folder, std::filesystem::path binaries, Pictures *pictures)
    : m_folder(std::move(folder)), m_office(m_folder, std::move(binaries)), m_pictures(pictures)
{}

Story::~Story() = default;

Result<> Story::tell()
{
    NIMARA_TRY(openOffice());
    NIMARA_TRY(openLaptops());
    NIMARA_TRY(workOffline());
    NIMARA_TRY(comeBack());
    NIMARA_TRY(settleConflict());
    NIMARA_TRY(workLive());
    NIMARA_TRY(photograph());
    return close();
}

Result<> Story::takePictures()
{
    NIMARA_TRY(openOffice());
    NIMARA_TRY(m_teller.step(m_agent.name + " signs in", [this] { return signInAgent(); }));
    NIMARA_TRY(photograph());
    return close();
}

// ---- who, where, with what

Result<> Story::openOffice()
{
    NIMARA_TRY(m_teller.step("A server starts, with a PostgreSQL of its own",
                             [this] { return m_office.start(Office::Keep::Nothing); }));
    return m_teller.step("Two harbours of Helsinki are loaded, and deals to sell their berths",
                         [this] { return castPeople(); });
}

Result<> Story::openLaptops()
{
    NIMARA_TRY(m_teller.step(m_agent.name + ", sales agent of " + m_east.name + ", signs in on her laptop",
                             [this] { return signInAgent(); }));
    NIMARA_TRY(m_teller.step("Of " + m_west.name + " nothing can be found on it",
                             [this] { return lookForStrangers(); }));
    return m_teller.step(m_manager.name + ", sales manager, opens one of her deals in the office",
                         [this] { return signInManager(); });
}

// ---- without a network

Result<> Story::workOffline()
{
    NIMARA_TRY(m_teller.step("Her network goes away", [this] { return cutTheLine(); }));
    NIMARA_TRY(m_teller.step(firstName(m_agent) + " goes on: the deal, a note, a new client, a city",
                             [this] { return editOffline(); }));
    return m_teller.step("Meanwhile " + firstName(m_manager) + " corrects the same city, another way",
                         [this] { return editInTheOffice(); });
}

Result<Lines> Story::cutTheLine()
{
    m_line->cut();
    if (!waitUntil([this] { return m_dock->store().status().link == LinkState::Disconnected; }, patienceMs))
        return broken("the app still says " + inQuotes(badgeWords(*m_dock)));
    return Lines{"the connection is cut; the app says " + inQuotes(badgeWords(*m_dock))};
}

Result<Lines> Story::editOffline()
{
    NIMARA_TRY(openRecord(*m_dock, Interests::table, m_deal));
    NIMARA_TRY(moveToStage(*m_dock, PipelineStage::Visited));
    NIMARA_TRY(addNote(*m_dock, note));
    const auto walkIn = createClient(*m_dock, walkInName);
    if (!walkIn)
        return walkIn.error();
    m_walkIn = *walkIn;
    NIMARA_TRY(openRecord(*m_dock, Clients::table, m_client));
    NIMARA_TRY(editText(*m_dock, Clients::city.name(), herCity));
    NIMARA_TRY(save(*m_dock, Clients::city.name(), herCity));

    NIMARA_TRY(openSyncPanel(*m_dock));
    const auto waiting =
        waitingWords(*m_dock, {"Move " + m_clientName, "Interest: " + m_clientName, walkInName, herCity});
    if (!waiting)
        return waiting;
    Lines lines{"saved on the laptop; the app says " + inQuotes(badgeWords(*m_dock)) + ", and what waits:"};
    for (const std::string &words : *waiting)
        lines.push_back("  " + words);
    NIMARA_TRY(photographPanel(*m_dock, "sync-offline"));
    return lines;
}

Result<Lines> Story::editInTheOffice()
{
    NIMARA_TRY(openRecord(*m_desk, Clients::table, m_client));
    NIMARA_TRY(editText(*m_desk, Clients::city.name(), officeCity));
    NIMARA_TRY(save(*m_desk, Clients::city.name(), officeCity));
    NIMARA_TRY(m_desk->awaitSynced());
    NIMARA_TRY(openRecord(*m_desk, Interests::table, m_deal));
    return Lines{officeCity + ", where she wrote " + herCity};
}

// ---- with it again

Result<> Story::comeBack()
{
    NIMARA_TRY(m_teller.step("Her network returns", [this] { return mendTheLine(); }));
    return m_teller.step("PostgreSQL holds her edits, each with its row in the audit log",
                         [this] { return askPostgres(); });
}

Result<Lines> Story::mendTheLine()
{
    const Watch watch(*m_desk, m_deal, Interests::pipelineStage.name(), "visited");
    std::optional<Time::time_point> live;
    const auto onStatus = QObject::connect(&m_dock->store(), &Store::statusChanged, [&] {
        if (!live && m_dock->store().status().link == LinkState::Live)
            live = Time::now();
    });
    const auto mended = Time::now();
    m_line->mend();
    const bool arrived = watch.wait();
    QObject::disconnect(onStatus);
    if (!arrived || !live)
        return broken("the edit does not arrive; " + m_dock->store().status().problem.key);
    NIMARA_TRY(m_dock->awaitSynced());
    const auto isKnown = [this](const Table &table, const Filter &filter) {
        return waitUntil(
            [&] {
                const auto found = m_desk->count({.table = &table, .filter = filter});
                return found && *found == 1;
            },
            patienceMs);
    };
    if (!isKnown(Clients::table, Filter::equal(Clients::id, m_walkIn)) ||
        !isKnown(InterestNotes::table, Filter::both(Filter::equal(InterestNotes::interestId, m_deal),
                                                    Filter::equal(InterestNotes::body, note))))
        return broken("the new client or the note does not arrive in the office");
    return Lines{"connected again after " + milliseconds(*live - mended) + "; " + firstName(m_manager) +
                     "'s window shows the deal as visited after " + milliseconds(watch.seen() - mended),
                 "the note and the new client are there too"};
}

Result<std::string> Story::auditLine(const char *table, const Uuid &id, const char *field)
{
    const auto line = m_office.ask(
        "select u.name || ' · ' || a.action || ' ' || $1 || coalesce(' · ' || a.field_changed || ': ' ||"
        " coalesce(a.old_value, 'nothing') || ' → ' || a.new_value, '')"
        " from public.audit_logs a join public.users u on u.id = a.user_id"
        " where a.port_id = $2 and a.entity_type = $1 and a.entity_id = $3 and a.user_id = $4"
        " and a.mutation_id is not null and coalesce(a.field_changed, '') = $5"
        " order by a.received_at desc limit 1",
        Params().text(table).uuid(m_east.id).uuid(id).uuid(m_agent.user).text(field));
    if (line && line->empty())
        return broken("no audit row of " + std::string(table) + ' ' + field);
    return line;
}

Result<Lines> Story::askPostgres()
{
    const auto written = m_office.ask(
        "select c.id::text from public.interests d"
        " join public.interest_notes n on n.port_id = d.port_id and n.interest_id = d.id"
        " join public.clients c on c.port_id = d.port_id"
        " where d.port_id = $1 and d.id = $2 and d.pipeline_stage = 'visited'"
        " and n.body = $3 and n.author_id = $4 and c.id = $5 and c.full_name = $6",
        Params().uuid(m_east.id).uuid(m_deal).text(note).uuid(m_agent.user).uuid(m_walkIn).text(walkInName));
    if (!written)
        return written.error();
    if (written->empty())
        return broken("deal, note and client are not as she wrote them");
    const auto noteId =
        m_office.ask("select id::text from public.interest_notes where port_id = $1 and body = $2",
                     Params().uuid(m_east.id).text(note));
    const auto noteUuid = noteId ? Uuid::parse(*noteId) : std::nullopt;
    if (!noteUuid)
        return broken("the note has no id");
    Lines lines;
    for (const auto &line :
         {auditLine("interests", m_deal, "pipeline_stage"), auditLine("interest_notes", *noteUuid, ""),
          auditLine("clients", m_walkIn, "")}) {
        if (!line)
            return line.error();
        lines.push_back(*line);
    }
    return lines;
}

// ---- two opinions

Result<> Story::settleConflict()
{
    NIMARA_TRY(m_teller.step("Two cities: neither is overwritten, " + firstName(m_agent) + " is asked",
                             [this] { return meetConflict(); }));
    return m_teller.step("She keeps hers", [this] { return takeHers(); });
}

Result<Lines> Story::meetConflict()
{
    if (!waitUntil([this] { return m_dock->store().status().review == 1; }, patienceMs))
        return broken("not one but " + std::to_string(m_dock->store().status().review) + " edits to review");
    if (!m_dock->window().syncPanel().isOpen())
        NIMARA_TRY(openSyncPanel(*m_dock));
    const auto words = conflictWords(*m_dock, {m_clientName, herCity, officeCity, m_manager.name});
    if (!words)
        return words.error();
    NIMARA_TRY(photographPanel(*m_dock, "sync-conflict"));
    NIMARA_TRY(openSyncPanel(*m_dock));
    return Lines{"the app says " + inQuotes(badgeWords(*m_dock)) + ", and in its panel:", "  " + *words};
}

Result<Lines> Story::takeHers()
{
    NIMARA_TRY(openRecord(*m_desk, Clients::table, m_client));
    const Watch watch(*m_desk, m_client, Clients::city.name(), herCity);
    NIMARA_TRY(takeMine(*m_dock));
    if (!watch.wait())
        return broken("the office does not see it");
    NIMARA_TRY(m_dock->awaitSynced());
    if (m_dock->store().status().review != 0)
        return broken("there is still something to review");
    const auto city = m_office.ask("select city from public.clients where port_id = $1 and id = $2",
                                   Params().uuid(m_east.id).uuid(m_client));
    if (!city || *city != herCity)
        return broken("PostgreSQL says " + (city ? *city : city.error().key));
    const auto audit = auditLine("clients", m_client, "city");
    if (!audit)
        return audit.error();
    m_dock->window().syncPanel().dismiss();
    return Lines{"both laptops and PostgreSQL say " + herCity + "; the app says " +
                     inQuotes(badgeWords(*m_dock)),
                 *audit};
}

// ---- side by side

Result<> Story::workLive()
{
    return m_teller.step("Online, " + firstName(m_agent) + " edits and " + firstName(m_manager) + " watches",
                         [this] { return editLive(); });
}

Result<Lines> Story::editLive()
{
    const std::string column(Clients::addressLine1.name());
    NIMARA_TRY(openRecord(*m_dock, Clients::table, m_client));
    std::vector<Time::duration> spans;
    for (int i = 0; i < liveEdits; ++i) {
        const std::string text = "Pier " + std::to_string(i + 1);
        NIMARA_TRY(editText(*m_dock, column, text));
        const Watch watch(*m_desk, m_client, column, text);
        const auto pressed = Time::now();
        NIMARA_TRY(save(*m_dock, column, text));
        if (!watch.wait())
            return broken("an edit does not arrive");
        spans.push_back(watch.seen() - pressed);
    }
    std::ranges::sort(spans);
    return Lines{std::to_string(liveEdits) + " edits, from the press on Save to the other window: median " +
                 milliseconds(spans[spans.size() / 2]) + ", slowest " + milliseconds(spans.back())};
}

// ---- what it looks like

Result<> Story::photographPanel(Desk &desk, const char *name)
{
    if (m_pictures)
        NIMARA_TRY(m_pictures->take(desk, QString::fromLatin1(name)));
    desk.window().syncPanel().dismiss();
    return Done{};
}

Result<> Story::photograph()
{
    if (!m_pictures)
        return Done{};
    return m_teller.step("A director signs in to both ports; every page is photographed",
                         [this] { return photographDirector(); });
}

Result<Lines> Story::photographDirector()
{
    const auto director = m_office.seat(SystemRole::Director, eastSlug);
    if (!director)
        return director.error();
    auto opened = desk(directorFolder, m_office.pairing(), *director);
    if (!opened)
        return opened.error();
    Desk &her = **opened;
    NIMARA_TRY(m_pictures->takeSections(her));
    const auto berth =
        valueOf(her.store().list({.table = &Berths::table,
                                  .filter = Filter::equal(Berths::status, BerthStatus::UnderOffer),
                                  .limit = 1}));
    if (!berth || berth->empty())
        return broken("no berth is under offer");
    const std::array records{std::pair(&Berths::table, berth->front().id()),
                             std::pair(&Interests::table, m_deal), std::pair(&Clients::table, m_client)};
    for (const auto &[table, id] : records)
        NIMARA_TRY(m_pictures->takeRecord(her, *table, id));
    return Lines{std::to_string(m_pictures->count()) + " pictures, light and dark"};
}

Result<> Story::close()
{
    return m_teller.step("Everything stops", [this]() -> Result<Lines> {
        m_dock.reset();
        m_desk.reset();
        NIMARA_TRY(m_office.stop());
        std::error_code ignored;
        for (const char *laptop : {agentFolder, managerFolder, directorFolder})
            std::filesystem::remove_all(m_folder / laptop, ignored);
        return Lines{"the laptops are closed, server and PostgreSQL have ended"};
    });
}

} // namespace nimara::demo
