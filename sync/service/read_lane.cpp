#include "sync/service/read_lane.h"

namespace nimara::sync {

void ReadLane::add(ChannelNumber channel, ReplicaFile file)
{
    post([this, channel, file = std::move(file)] { m_places[channel] = Place{file, nullptr, false, {}}; });
}

void ReadLane::remove(ChannelNumber channel)
{
    post([this, channel] { m_places.erase(channel); });
}

void ReadLane::pauseAndWait(ChannelNumber channel)
{
    const auto pause = [this, channel] {
        if (const auto found = m_places.find(channel); found != m_places.end()) {
            found->second.reader.reset();
            found->second.paused = true;
        }
    };
    QMetaObject::invokeMethod(this, pause, Qt::BlockingQueuedConnection);
}

void ReadLane::resume(ChannelNumber channel)
{
    post([this, channel] {
        const auto found = m_places.find(channel);
        if (found == m_places.end())
            return;
        found->second.paused = false;
        const std::vector<Question> waiting = std::exchange(found->second.waiting, {});
        for (const Question &question : waiting)
            question(reader(channel));
    });
}

void ReadLane::changed(ChannelNumber channel, std::uint16_t table, std::vector<Uuid> ids)
{
    post([this, channel, table, ids = std::move(ids)] {
        const auto found = m_places.find(channel);
        if (found != m_places.end() && found->second.reader)
            found->second.reader->changed(table, ids);
    });
}

void ReadLane::run(ChannelNumber channel, Question question)
{
    post([this, channel, question = std::move(question)] {
        const auto found = m_places.find(channel);
        if (found != m_places.end() && found->second.paused)
            found->second.waiting.push_back(question);
        else
            question(reader(channel));
    });
}

Result<ReplicaReader *> ReadLane::reader(ChannelNumber channel)
{
    const auto found = m_places.find(channel);
    if (found == m_places.end())
        return Error{ErrorCode::NotFound, "replica.missing"};
    Place &place = found->second;
    if (!place.reader) {
        auto opened = ReplicaReader::open(place.file.path, place.file.key, m_locale);
        if (!opened)
            return opened.error();
        place.reader = std::move(*opened);
    }
    return place.reader.get();
}

} // namespace nimara::sync
