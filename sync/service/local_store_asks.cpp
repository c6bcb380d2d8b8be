#include "models/domain/sign_in_errors.h"
#include "models/schema/registry.h"
#include "models/store/when_done.h"
#include "sync/service/local_store.h"

#include <algorithm>

// What pages ask of the store: reads, edits, the outbox and the inbox.
namespace nimara::sync {

namespace {

constexpr std::uint64_t channelBits = 4;

// Numbers of edits and review items count within one file; to the pages they are told with their channel.
std::uint64_t withChannel(std::uint64_t number, ChannelNumber channel)
{
    return number << channelBits | channel;
}
ChannelNumber channelIn(std::uint64_t number)
{
    return static_cast<ChannelNumber>(number & ((1u << channelBits) - 1));
}

// Asks every channel, one after the other, and joins what they answer.
template <typename T>
struct Gathering : std::enable_shared_from_this<Gathering<T>>
{
    std::vector<ChannelNumber> channels;
    std::function<QFuture<Result<std::vector<T>>>(ChannelNumber)> ask;
    std::function<void(T &, ChannelNumber)> mark;
    SharedPromise<Result<std::vector<T>>> promise;
    std::vector<T> all;
    QObject *receiver = nullptr;

    void next()
    {
        if (channels.empty()) {
            promise.finish(std::move(all));
            return;
        }
        const ChannelNumber channel = channels.back();
        channels.pop_back();
        whenDone(ask(channel), receiver,
                 [self = this->shared_from_this(), channel](Result<std::vector<T>> part) {
                     if (!part) {
                         self->promise.finish(part.error());
                         return;
                     }
                     for (T &each : *part) {
                         self->mark(each, channel);
                         self->all.push_back(std::move(each));
                     }
                     self->next();
                 });
    }
};

template <typename T, typename Channels>
QFuture<Result<std::vector<T>>> gather(const Channels &channels, QObject *receiver,
                                       std::function<QFuture<Result<std::vector<T>>>(ChannelNumber)> ask,
                                       std::function<void(T &, ChannelNumber)> mark)
{
    const auto gathering = std::make_shared<Gathering<T>>();
    for (const auto &[number, channel] : channels)
        gathering->channels.push_back(number);
    gathering->ask = std::move(ask);
    gathering->mark = std::move(mark);
    gathering->receiver = receiver;
    const auto future = gathering->promise.future();
    gathering->next();
    return future;
}

} // namespace

// ---- reading

ChannelNumber LocalStore::channelOf(const Table &table) const
{
    return table.livesIn(Realm::Port) && m_current != userChannel ? m_current : userChannel;
}

std::optional<Error> LocalStore::refusal(ChannelNumber channel) const
{
    const auto found = m_channels.find(channel);
    if (!m_open || found == m_channels.end())
        return Error{ErrorCode::Unauthenticated, "store.closed"};
    if (found->second.status.locked)
        return Error{ErrorCode::Unauthenticated, std::string(signin::leaseEnded)};
    return std::nullopt;
}

template <typename T, typename Function>
QFuture<Result<T>> LocalStore::read(ChannelNumber channel, Function function)
{
    if (const auto refused = refusal(channel))
        return failedFuture<T>(*refused);
    if (m_written == m_submitted)
        return m_threads.readers().ask<T>(channel, std::move(function));
    const SharedPromise<Result<T>> promise;
    m_waitingReads.emplace_back(m_submitted, [this, channel, promise, function = std::move(function)] {
        whenDone(m_threads.readers().ask<T>(channel, function), this,
                 [promise](const Result<T> &result) { promise.finish(result); });
    });
    return promise.future();
}

void LocalStore::releaseReads()
{
    while (!m_waitingReads.empty() && m_waitingReads.front().first <= m_written) {
        const auto ask = std::move(m_waitingReads.front().second);
        m_waitingReads.pop_front();
        ask();
    }
}

QFuture<Result<RowNumbers>> LocalStore::find(Query query)
{
    const ChannelNumber channel = channelOf(*query.table);
    return read<RowNumbers>(channel,
                            [query = std::move(query)](ReplicaReader &reader) { return reader.find(query); });
}

QFuture<Result<std::vector<Row>>> LocalStore::rows(const Table &table, std::vector<std::int64_t> numbers)
{
    return read<std::vector<Row>>(channelOf(table),
                                  [&table, numbers = std::move(numbers)](ReplicaReader &reader) {
                                      return reader.rows(table, numbers);
                                  });
}

QFuture<Result<std::vector<Row>>> LocalStore::list(Query query)
{
    const ChannelNumber channel = channelOf(*query.table);
    return read<std::vector<Row>>(
        channel, [query = std::move(query)](ReplicaReader &reader) { return reader.list(query); });
}

QFuture<Result<Row>> LocalStore::row(const Table &table, Uuid id)
{
    // Of oneself the whole row is known, of colleagues a part.
    const bool mine = table.livesIn(Realm::User) && id == m_session.userId;
    return read<Row>(mine ? userChannel : channelOf(table),
                     [&table, id](ReplicaReader &reader) { return reader.row(table, id); });
}

QFuture<Result<std::vector<GroupCount>>> LocalStore::groups(Query query, std::string column,
                                                            std::string sumColumn)
{
    const ChannelNumber channel = channelOf(*query.table);
    return read<std::vector<GroupCount>>(channel, [query = std::move(query), column = std::move(column),
                                                   sum = std::move(sumColumn)](ReplicaReader &reader) {
        return reader.groups(query, column, sum);
    });
}

QFuture<Result<std::vector<SearchHit>>> LocalStore::search(std::string text, int limit)
{
    return read<std::vector<SearchHit>>(m_current, [text = std::move(text), limit](ReplicaReader &reader) {
        return reader.search(text, limit);
    });
}

QString LocalStore::title(std::string_view table, const Uuid &id)
{
    const Table *found = schema::findTable(table);
    if (!found || !found->replicated() || id.isNil() || refusal(channelOf(*found)))
        return {};
    if (found->livesIn(Realm::User) && id == m_session.userId)
        return QString::fromStdString(m_session.userName);
    return m_titles.title(*found, id);
}

QFuture<Result<std::vector<RowTitle>>> LocalStore::fetchTitles(std::vector<TitleKey> keys)
{
    // Names are wanted in one file nearly always; those of the other are few and asked for apart.
    const auto ask = [](std::vector<TitleKey> wanted, bool ofPort) {
        return [wanted = std::move(wanted), ofPort](ReplicaReader &reader) -> Result<std::vector<RowTitle>> {
            std::vector<RowTitle> titles;
            for (const TitleKey &key : wanted) {
                const Table *table = schema::findTable(key.table);
                const bool here =
                    table && (ofPort ? table->livesIn(Realm::Port) : table->livesIn(Realm::User));
                auto title = here ? reader.title(*table, key.id) : Result<RowTitle>(RowTitle());
                if (!title)
                    return title.error();
                titles.push_back(std::move(*title));
            }
            return titles;
        };
    };
    return read<std::vector<RowTitle>>(m_current, ask(std::move(keys), m_current != userChannel));
}

// ---- writing

ChannelNumber LocalStore::channelForEdit(const Edit &edit) const
{
    const bool mine = !edit.ops.empty() && std::all_of(edit.ops.begin(), edit.ops.end(), [](const Op &op) {
        const Table *table = schema::findTable(op.table);
        return table && table->livesIn(Realm::User);
    });
    return mine ? userChannel : m_current;
}

QFuture<Result<Uuid>> LocalStore::submit(Edit edit)
{
    const ChannelNumber channel = channelForEdit(edit);
    if (const auto refused = refusal(channel))
        return failedFuture<Uuid>(*refused);
    const std::uint64_t number = ++m_submitted;
    const SharedPromise<Result<Uuid>> promise;
    whenDone(m_threads.writer().submit(channel, std::move(edit)), this,
             [this, promise, number](const Result<Stored> &stored) {
                 m_written = number;
                 releaseReads();
                 if (stored)
                     promise.finish(stored->mutationId);
                 else
                     promise.finish(stored.error());
             });
    return promise.future();
}

RowState LocalStore::rowState(const Table &table, const Uuid &id) const
{
    RowState state = RowState::Confirmed;
    for (const ChannelNumber number : {m_current, userChannel}) {
        const auto channel = m_channels.find(number);
        if (channel == m_channels.end())
            continue;
        if (const auto found = channel->second.states.find({table.number, id});
            found != channel->second.states.end())
            state = std::max(state, found->second);
    }
    return state;
}

QFuture<Result<Done>> LocalStore::resolve(std::int64_t reviewNumber, Decision decision)
{
    const auto number = static_cast<std::uint64_t>(reviewNumber);
    return m_threads.writer().resolve(channelIn(number), static_cast<std::int64_t>(number >> channelBits),
                                      decision);
}

QFuture<Result<Done>> LocalStore::discardWaiting(std::uint64_t seq)
{
    return m_threads.writer().discardWaiting(channelIn(seq), seq >> channelBits);
}

QFuture<Result<std::vector<WaitingEdit>>> LocalStore::waitingEdits()
{
    return gather<WaitingEdit>(
        m_channels, this, [this](ChannelNumber channel) { return m_threads.writer().waiting(channel); },
        [](WaitingEdit &edit, ChannelNumber channel) {
            edit.mutation.seq = withChannel(edit.mutation.seq, channel);
            for (std::uint64_t &seq : edit.mutation.dependsOn)
                seq = withChannel(seq, channel);
        });
}

QFuture<Result<std::vector<ReviewItem>>> LocalStore::reviewItems()
{
    return gather<ReviewItem>(
        m_channels, this, [this](ChannelNumber channel) { return m_threads.writer().reviews(channel); },
        [](ReviewItem &item, ChannelNumber channel) {
            item.number =
                static_cast<std::int64_t>(withChannel(static_cast<std::uint64_t>(item.number), channel));
        });
}

} // namespace nimara::sync
