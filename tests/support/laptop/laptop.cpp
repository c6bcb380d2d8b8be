#include "tests/support/laptop/laptop.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QTimer>

#include <algorithm>

namespace nimara::test {

namespace {

sync::SecretKey testKey()
{
    return *sync::SecretKey::fromBytes(std::string(sync::SecretKey::size, 'k'));
}

const PortInfo *portOf(const SessionInfo &session, const std::string &slug)
{
    const auto found = std::find_if(session.ports.begin(), session.ports.end(),
                                    [&](const PortInfo &port) { return slug.empty() || port.slug == slug; });
    return found == session.ports.end() ? nullptr : &*found;
}

} // namespace

bool waitUntil(const std::function<bool()> &condition, int limitMs)
{
    QTimer look; // for what no event of this thread tells of
    look.start(10);
    const QDeadlineTimer limit(limitMs);
    while (!condition()) {
        if (limit.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

Laptop::Laptop(QString folder, sync::Tuning tuning)
    : m_folder(std::move(folder)), m_threads(std::make_unique<sync::SyncThreads>(tuning, "en")),
      m_api(std::make_unique<sync::ServerApi>(m_threads->http())),
      m_store(std::make_unique<sync::LocalStore>(*m_threads, *m_api)), m_user{{}, testKey(), m_folder, {}, {}}
{
    QDir().mkpath(m_folder);
}

Laptop::~Laptop() = default;

Result<> Laptop::signIn(const PairingCode &server, const std::string &email, const std::string &password,
                        const std::string &slug)
{
    m_user.server = {.address = server.server, .spki = server.spki};
    auto signedIn =
        valueOf(m_api->signIn(m_user.server, QString::fromStdString(email), QString::fromStdString(password),
                              {QString(), QStringLiteral("test")}));
    if (!signedIn)
        return signedIn.error();
    m_user.session = std::move(signedIn->session);
    m_user.token = signedIn->token;
    const PortInfo *port = portOf(m_user.session, slug);
    if (!port)
        return Error{ErrorCode::NotFound, "test.port", slug};
    m_user.session.portId = port->id;
    return Done{};
}

Result<> Laptop::open()
{
    return valueOf(m_store->open(m_user));
}

Result<> Laptop::close()
{
    return valueOf(m_store->close());
}

Result<Uuid> Laptop::submit(Edit edit)
{
    return valueOf(m_store->submit(std::move(edit)));
}

bool Laptop::waitUntilSynced(int limitMs)
{
    return waitUntil(
        [&] {
            const SyncStatus &status = m_store->status();
            return status.usable && status.link == LinkState::Live && status.waiting == 0;
        },
        limitMs);
}

} // namespace nimara::test
