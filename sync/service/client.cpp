#include "sync/service/client.h"

#include <QLocale>

namespace nimara::sync {

Result<std::unique_ptr<Client>> Client::open(Options options)
{
    if (options.profile.isEmpty())
        options.profile = Profile::defaultFolder();
    if (options.locale.empty())
        options.locale = QLocale::system().name().toStdString();
    auto profile = Profile::open(options.profile);
    if (!profile)
        return profile.error();
    return std::unique_ptr<Client>(new Client(*std::move(profile), std::move(options)));
}

Client::Client(std::unique_ptr<Profile> profile, Options options)
    : m_profile(std::move(profile)), m_keychain(std::move(options.keychain))
{
    if (!m_keychain)
        m_keychain = std::make_unique<SystemKeychain>();
    m_threads = std::make_unique<SyncThreads>(options.tuning, options.locale);
    m_api = std::make_unique<ServerApi>(m_threads->http());
    m_store = std::make_unique<LocalStore>(*m_threads, *m_api);
    const LocalAccount::Options account{options.plainLoopback, options.cost};
    m_account = std::make_unique<LocalAccount>(*m_profile, *m_keychain, *m_api, *m_store, account);
    if (options.offline)
        m_store->setWorkOffline(true);
}

} // namespace nimara::sync
