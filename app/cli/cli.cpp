#include "app/cli/cli.h"

#include "models/domain/sign_in_errors.h"
#include "models/schema/registry.h"
#include "models/store/when_done.h"

#include <algorithm>

namespace nimara::cli {

namespace {

using namespace std::chrono_literals;

constexpr auto signInPause = 1s;        // at least, between two tries
constexpr int longestLimit = 2'000'000; // seconds: a timer counts milliseconds in 31 bits

Result<QString> secretOf(const Arguments &arguments, const std::string &option, const Error &missing)
{
    const auto descriptor = arguments.number(option);
    if (!descriptor)
        return descriptor.error();
    return *descriptor ? readSecret(**descriptor) : Result<QString>(missing);
}

std::string slugsOf(const SessionInfo &session)
{
    std::string slugs;
    for (const PortInfo &port : session.ports)
        slugs += (slugs.empty() ? "" : ", ") + port.slug;
    return slugs;
}

std::string wordsOf(const sync::OpenReport &report)
{
    const std::string lost = report.mayHaveLost ? "not known" : std::to_string(report.editsLost);
    return "edits kept: " + std::to_string(report.editsCarried) +
           ", to be reviewed: " + std::to_string(report.reviewsCarried) + ", lost: " + lost +
           (report.keptAs.empty() ? "; the file was missing" : "; the old file: " + report.keptAs);
}

} // namespace

bool isConnected(const SyncStatus &status)
{
    return status.link == LinkState::Live || status.link == LinkState::Loading;
}

Cli::Cli(Arguments arguments, const Command &command) : m_arguments(std::move(arguments)), m_command(command)
{}

Cli::~Cli() = default;

void Cli::start()
{
    const auto seconds = m_arguments.number("timeout");
    if (!seconds) {
        fail(seconds.error());
        return;
    }
    if (isOffline() && m_command.reach == Command::Reach::Server) {
        fail({ErrorCode::Invalid, "usage.offline", "offline", m_command.name});
        return;
    }
    sync::Client::Options options;
    options.profile = QString::fromStdString(m_arguments.value("profile"));
    options.offline = isOffline();
    options.plainLoopback = m_arguments.has("insecure-loopback");
    auto client = sync::Client::open(std::move(options));
    if (!client) {
        fail(client.error());
        return;
    }
    m_client = *std::move(client);
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        m_late = true;
        ask();
    });
    if (*seconds)
        m_limit.start(std::min(**seconds, longestLimit) * 1000);
    connect(&account(), &AccountService::stateChanged, this, &Cli::onAccountState);
    // Queued: the status is told before the changes that came with it.
    connect(&store(), &Store::statusChanged, this, &Cli::ask, Qt::QueuedConnection);
    connect(&store(), &sync::LocalStore::newsArrived, this, &Cli::onNews);
    account().start();
}

// What has happened to the file is said whatever the command comes to.
void Cli::onNews(const sync::ChannelNews &news)
{
    if (news.opened && news.opened->lostFile())
        printError({ErrorCode::Storage, std::string(signin::damaged), {}, wordsOf(*news.opened)});
    ask();
}

// ---- opening what lies on the profile

void Cli::onAccountState()
{
    if (m_begun || m_ended)
        return;
    const bool login = m_command.needs == Command::Needs::Account;
    switch (account().state()) {
    case AccountState::Starting:
        return;
    case AccountState::AskPassphrase:
        if (!login || m_arguments.has("passphrase-fd"))
            openPassphrase();
        else
            begin();
        return;
    case AccountState::KeychainLocked:
        if (login)
            begin();
        else
            fail({ErrorCode::Unavailable, std::string(signin::keychainLocked)});
        return;
    case AccountState::SignedOut:
        if (login)
            begin();
        else if (!account().startFault().key.empty())
            fail(account().startFault());
        else
            fail({ErrorCode::Unauthenticated, "account.none"});
        return;
    default:
        begin();
        return;
    }
}

void Cli::openPassphrase()
{
    const auto given = passphrase();
    if (!given)
        fail(given.error());
    else
        take(account().unlock(*given), [](Done) {}); // the state goes on by itself
}

void Cli::begin()
{
    m_begun = true;
    if (m_command.needs == Command::Needs::Account)
        m_command.run(*this);
    else
        choosePort([this] { m_command.run(*this); });
}

void Cli::choosePort(std::function<void()> then)
{
    const std::string slug = m_arguments.value("port");
    const SessionInfo &session = store().session();
    for (const PortInfo &port : session.ports) {
        if (port.slug != slug || port.id == session.portId)
            continue;
        connect(&store(), &sync::LocalStore::portsChanged, this, then, Qt::SingleShotConnection);
        store().switchPort(port.id);
        return;
    }
    const bool chosen = slug.empty() || (session.port() && session.port()->slug == slug);
    if (!chosen)
        fail({ErrorCode::NotFound, "account.port", "port", slug});
    else if (m_command.needs == Command::Needs::Port && session.portId.isNil())
        fail({ErrorCode::Invalid, "usage.port", "port", slugsOf(session)});
    else
        then();
}

// ---- for commands

const Table *Cli::tableOperand()
{
    const std::string name = m_arguments.operands.empty() ? std::string() : m_arguments.operands.front();
    const Table *table = schema::findTable(std::string_view(name));
    if (!table)
        fail({ErrorCode::Invalid, "usage.table", name});
    return table;
}

std::optional<Uuid> Cli::idOperand(std::size_t at)
{
    const std::string text = at < m_arguments.operands.size() ? m_arguments.operands[at] : std::string();
    const auto id = Uuid::parse(text);
    if (!id)
        fail({ErrorCode::Invalid, "usage.operand", "id", text});
    return id;
}

Result<QString> Cli::password() const
{
    return secretOf(m_arguments, "password-fd", {ErrorCode::Invalid, "usage.password", "password-fd"});
}

Result<QString> Cli::passphrase() const
{
    return secretOf(m_arguments, "passphrase-fd",
                    {ErrorCode::Unauthenticated, "vault.passphrase_needed", "passphrase-fd"});
}

// ---- waiting for the server

void Cli::when(std::function<bool()> condition, std::function<void()> then,
               std::function<void(const Error &)> otherwise)
{
    m_condition = std::move(condition);
    m_then = std::move(then);
    m_otherwise = std::move(otherwise);
    ask();
}

void Cli::ask()
{
    if (m_ended || !m_condition || (m_renewing && !m_late))
        return;
    if (m_condition()) {
        m_condition = nullptr;
        const auto then = std::exchange(m_then, nullptr);
        then();
    } else if (canRenewSession()) {
        renewSession();
    } else if (givesUp()) {
        m_condition = nullptr;
        if (const auto otherwise = std::exchange(m_otherwise, nullptr))
            otherwise(whyNot());
        else
            fail(whyNot());
    }
}

// A link that is being made, or a port that is being loaded, is waited for. One that failed is tried again only where
// somebody has said for how long.
bool Cli::givesUp()
{
    const SyncStatus &status = store().status();
    if (m_late || status.link == LinkState::Refused)
        return true;
    return status.link == LinkState::Disconnected && !status.problem.key.empty() && !m_patient &&
           !m_limit.isActive();
}

Error Cli::whyNot()
{
    const Error problem = m_renewed && !m_renewed->key.empty() ? *m_renewed : store().status().problem;
    return m_late ? Error{ErrorCode::Offline, "cli.timeout", "timeout", problem.key} : problem;
}

// Where no token could be kept (no keychain), or it has ended, a password that is at hand makes another one.
bool Cli::canRenewSession()
{
    const SyncStatus &status = store().status();
    return !m_late && !m_renewed && m_arguments.has("password-fd") && status.link == LinkState::Refused &&
           status.problem.code == ErrorCode::Unauthenticated;
}

void Cli::renewSession()
{
    const auto typed = password();
    if (!typed) {
        fail(typed.error());
        return;
    }
    m_renewing = true;
    SignInRequest request;
    request.server = account().lastServer().value_or(ServerAddress());
    request.email = account().lastEmail();
    request.password = *typed;
    signIn(request, [this](const Result<Done> &done) {
        m_renewing = false;
        m_renewed = done ? Error() : done.error();
        ask();
    });
}

void Cli::signIn(const SignInRequest &request, std::function<void(const Result<Done> &)> then)
{
    whenDone(account().signIn(request), this,
             [this, request, then = std::move(then)](const Result<Done> &done) {
                 const bool mayPass = !done && (done.error().code == ErrorCode::Offline ||
                                                done.error().code == ErrorCode::Unavailable);
                 if (!mayPass || !m_limit.isActive())
                     return then(done);
                 const std::chrono::milliseconds asked = std::max<std::chrono::seconds>(
                     signInPause, std::chrono::seconds(retryAfterSeconds(done.error()).value_or(0)));
                 QTimer::singleShot(std::min(asked, m_limit.remainingTimeAsDuration()), this,
                                    [this, request, then] { signIn(request, then); });
             });
}

// ---- the end

void Cli::finish(Exit exit)
{
    if (std::exchange(m_ended, true))
        return;
    emit ended(static_cast<int>(exit));
}

void Cli::fail(const Error &error)
{
    if (m_ended)
        return;
    printError(error);
    finish(exitOf(error));
}

} // namespace nimara::cli
