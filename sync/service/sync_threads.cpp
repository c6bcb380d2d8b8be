#include "sync/service/sync_threads.h"

namespace nimara::sync {

SyncThreads::SyncThreads(Tuning tuning, const std::string &locale)
{
    m_readers = m_readThread.take(std::make_unique<ReadLane>(locale));
    auto writer = std::make_unique<WriteLane>(*m_readers, tuning);
    m_http = m_networkThread.take(std::make_unique<HttpClient>());
    m_link = m_networkThread.take(std::make_unique<SocketLink>(writer->listener(), *m_http));
    writer->setLink(m_link);
    m_writer = m_writeThread.take(std::move(writer));
    m_networkThread.start();
    m_readThread.start();
    m_writeThread.start();
}

SyncThreads::~SyncThreads()
{
    m_link->silence();
}

} // namespace nimara::sync
