#include "server/api/health.h"
#include "server/app/certificate.h"
#include "server/app/conninfo.h"
#include "server/app/workplace.h"
#include "server/db/migrator.h"

#include <sys/stat.h>

#include <cmath>
#include <ostream>

namespace nimara::server::app {
namespace {
using namespace std::chrono_literals;

constexpr auto largestSkew = 5s;
constexpr std::uintmax_t littleSpace = 1024ull * 1024 * 1024;
constexpr std::uintmax_t noSpace = 200ull * 1024 * 1024;
constexpr auto soon = 24h * 21;

// What doctor found, as it finds it.
class Findings
{
public:
    explicit Findings(std::ostream &out) : m_out(out) {}

    void good(std::string_view what, const std::string &words) { line("ok", what, words); }
    void odd(std::string_view what, const std::string &words) { line("note", what, words); }
    void bad(std::string_view what, const std::string &words)
    {
        ++m_faults;
        line("FAULT", what, words);
    }
    int faults() const { return m_faults; }

private:
    void line(std::string_view mark, std::string_view what, const std::string &words)
    {
        std::string text(mark);
        text.resize(7, ' ');
        text += what;
        text.resize(std::max<std::size_t>(22, text.size() + 1), ' ');
        m_out << text << redactedText(words) << '\n';
    }

    std::ostream &m_out;
    int m_faults = 0;
};

void examineRole(Connection &connection, Findings &findings)
{
    const auto found = connection.exec(
        "select rolsuper or rolbypassrls, pg_has_role(current_user, 'nimara_owner', 'member'),"
        " current_user, pg_has_role(current_user, 'nimara_server', 'member')"
        " from pg_roles where rolname = current_user");
    if (!found)
        return findings.bad("serving role", "its rights cannot be read: " + found.error().detail);
    const std::string name = found->text(0, 2);
    if (found->boolean(0, 0))
        return findings.bad("serving role",
                            name + " is a superuser or passes row-level security by: the second line of"
                                   " defence between ports is gone. DATABASE_URL must name nimara_server.");
    if (found->boolean(0, 1))
        return findings.bad("serving role", name + " owns the tables. DATABASE_URL must name nimara_server.");
    if (!found->boolean(0, 3))
        return findings.bad("serving role", name + " is not nimara_server and does not belong to it.");
    findings.good("serving role", name + " is neither owner nor superuser");
}

void examineClock(Connection &connection, const Clock &clock, Findings &findings)
{
    const auto found = connection.exec("select clock_timestamp()");
    if (!found)
        return findings.bad("clock", "the database's time cannot be read");
    const auto skew = std::chrono::abs(clock.now() - found->instant(0, 0));
    const std::string seconds =
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(skew).count());
    if (skew > largestSkew)
        return findings.bad("clock", "this machine and the database are " + seconds +
                                         " seconds apart. Set both by NTP.");
    findings.good("clock", "agrees with the database's");
}

void examineContent(Connection &administrator, Findings &findings)
{
    const auto found = administrator.exec(
        "select (select count(*) from public.roles where port_id is null and is_system),"
        " (select count(*) from public.users u join auth.credentials c on c.user_id = u.id"
        " where u.is_super_admin and u.is_active), (select count(*) from public.ports where is_active)");
    if (!found)
        return findings.bad("set-up", "cannot be read: " + found.error().detail);
    if (found->integer(0, 0) < 5 || found->integer(0, 2) == 0)
        return findings.bad("set-up", "is not done. Run nimara-server setup.");
    if (found->integer(0, 1) == 0)
        return findings.bad("set-up", "no super admin can sign in. Run nimara-server setup --email ADDRESS.");
    findings.good("set-up",
                  std::to_string(found->integer(0, 2)) + " ports, roles and a super admin are there");
}

void examineServing(const config::Config &config, const Clock &clock, Findings &findings)
{
    auto connection = Connection::open(std::string(config.text(config::databaseUrl)));
    if (!connection)
        return findings.bad("database",
                            "cannot be reached as the serving role: " + connection.error().detail);
    findings.good("database", "answers");
    examineRole(*connection, findings);
    examineClock(*connection, clock, findings);
    if (const auto checked = checkSchema(*connection); !checked)
        return findings.bad("migrations",
                            checked.error().key == "db.schema_behind"
                                ? "the database is older than this program. Run nimara-server migrate."
                                : checked.error().key + " " + checked.error().field + " " +
                                      checked.error().detail);
    findings.good("migrations", "the database has the shape of this version");
}

void examineOwner(const config::Config &config, Findings &findings)
{
    if (!config.has(config::databaseAdminUrl))
        return findings.odd("owner", "DATABASE_ADMIN_URL is not given: migrate, setup and backup need it");
    auto connection = Connection::open(std::string(config.text(config::databaseAdminUrl)));
    if (!connection)
        return findings.bad("owner",
                            "the database cannot be reached as its owner: " + connection.error().detail);
    if (!connection->run("begin; set local role nimara_owner; rollback"))
        return findings.bad("owner", "DATABASE_ADMIN_URL names a role that is no member of nimara_owner");
    findings.good("owner", "may change the database's shape");
    examineContent(*connection, findings);
}

void examineSpace(std::string_view what, const std::filesystem::path &folder, Findings &findings)
{
    std::error_code failed;
    const auto space = std::filesystem::space(folder, failed);
    if (failed)
        return findings.bad(what, folder.string() + " cannot be read: " + failed.message());
    const std::string words =
        std::to_string(space.available / (1024 * 1024)) + " MB are free in " + folder.string();
    if (space.available < noSpace)
        return findings.bad(what, words);
    if (space.available < littleSpace)
        return findings.odd(what, words);
    findings.good(what, words);
}

void examineDisk(const Workplace &workplace, Findings &findings)
{
    if (workplace.config.has(config::fileStoreDir))
        examineSpace("disk, files", workplace.config.text(config::fileStoreDir), findings);
    if (workplace.cluster)
        examineSpace("disk, database", workplace.cluster->place().cluster, findings);
}

void examineCertificate(const config::Config &config, const Clock &clock, Findings &findings)
{
    const bool isOwn = Certificate::isOwn(config);
    if (isOwn && !config.has(config::stateDir))
        return findings.bad("certificate", "neither TLS_CERT_FILE nor STATE_DIR is given");
    const auto identity = Certificate::read(config);
    if (!identity && isOwn && identity.error().key == "tls.read")
        return findings.good("certificate", "is made at the first start");
    if (!identity)
        return findings.bad("certificate", identity.error().field + " " + identity.error().detail);
    const auto left = std::chrono::duration_cast<std::chrono::hours>(identity->notAfter - clock.now());
    const std::string words = "ends on " + identity->notAfter.toString().substr(0, 10);
    if (left.count() <= 0 && !isOwn)
        return findings.bad("certificate", words + ": clients refuse it");
    if (left < soon && !isOwn)
        return findings.odd("certificate", words + ": time to renew it");
    findings.good("certificate", words + (isOwn ? ", the server renews it and keeps its key" : ""));
}

void examineServices(const config::Config &config, const Clock &clock, Findings &findings)
{
    std::vector<api::ServiceHealth> services = api::askOutside(config, clock);
    services.push_back(api::askStorage(config, clock));
    for (const api::ServiceHealth &service : services) {
        if (service.status == api::HealthStatus::Healthy)
            findings.good(service.name, "can be reached");
        else
            findings.odd(service.name, service.detail);
    }
}

void examineFile(const Arguments &arguments, Findings &findings)
{
    if (!arguments.has("--config"))
        return;
    struct stat found
    {};
    if (::stat(arguments.text("--config").c_str(), &found) == 0 && (found.st_mode & S_IROTH) != 0)
        findings.bad("configuration",
                     arguments.text("--config") + " may be read by everybody, and it holds secrets");
}
} // namespace

int examine(const Arguments &arguments, const Surroundings &surroundings)
{
    Prepared prepared = prepare(arguments, Need::ToExamine, surroundings);
    if (!prepared.workplace)
        return prepared.exitCode;
    const Workplace &workplace = *prepared.workplace;
    Findings findings(surroundings.out);
    findings.good("configuration", "every variable that is given has the right form");
    examineFile(arguments, findings);
    examineServing(workplace.config, surroundings.clock, findings);
    examineOwner(workplace.config, findings);
    examineCertificate(workplace.config, surroundings.clock, findings);
    examineDisk(workplace, findings);
    examineServices(workplace.config, surroundings.clock, findings);
    if (findings.faults() == 0)
        return exitDone;
    surroundings.out << findings.faults() << (findings.faults() == 1 ? " fault\n" : " faults\n");
    return exitUnhealthy;
}

} // namespace nimara::server::app
