#pragma once

#include "sync/engine/engine.h"
#include "sync/service/promise.h"
#include "sync/service/replica_reader.h"
#include "sync/service/task_lane.h"

#include <map>
#include <memory>
#include <string>

namespace nimara::sync {

// A replica file as readers know it.
struct ReplicaFile
{
    std::string path;
    std::optional<ReplicaKey> key;
};

// The readers' thread: one read-only connection for each replica, opened when it is first asked for.
class ReadLane : public TaskLane
{
    Q_OBJECT

public:
    explicit ReadLane(std::string locale) : m_locale(std::move(locale)) {}

    // From any thread.
    void add(ChannelNumber channel, ReplicaFile file);
    void remove(ChannelNumber channel);
    // The file is about to be replaced. Returns when it is closed; questions wait until resume(). Never from this lane's
    // own thread.
    void pauseAndWait(ChannelNumber channel);
    void resume(ChannelNumber channel);
    void changed(ChannelNumber channel, std::uint16_t table, std::vector<Uuid> ids);

    // The answer of function(reader), by value.
    template <typename T, typename Function>
    QFuture<Result<T>> ask(ChannelNumber channel, Function function)
    {
        const SharedPromise<Result<T>> promise;
        run(channel, [this, channel, promise, function = std::move(function)](Result<ReplicaReader *> found) {
            Result<T> answer = found ? function(**found) : Result<T>(found.error());
            if (!answer && isDamage(answer.error()))
                emit damageMet(channel, answer.error());
            promise.finish(std::move(answer));
        });
        return promise.future();
    }

signals:
    // Told on this lane's thread.
    void damageMet(nimara::sync::ChannelNumber channel, const nimara::Error &error);

private:
    using Question = std::function<void(Result<ReplicaReader *>)>;
    struct Place
    {
        ReplicaFile file;
        std::unique_ptr<ReplicaReader> reader;
        bool paused = false;
        std::vector<Question> waiting;
    };
    void run(ChannelNumber channel, Question question);
    Result<ReplicaReader *> reader(ChannelNumber channel);

    std::string m_locale;
    std::map<ChannelNumber, Place> m_places;
};

} // namespace nimara::sync
