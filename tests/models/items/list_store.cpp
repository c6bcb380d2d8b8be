#include "tests/models/items/list_store.h"

namespace nimara {

namespace {

Error notHere()
{
    return {.code = ErrorCode::Unavailable, .key = "test.not_here"};
}

} // namespace

ListStore::ListStore(const Table &table) : m_table(table) {}

template <typename T>
QFuture<Result<T>> ListStore::ask(std::function<Result<T>()> reply)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    m_questions.emplace_back([promise, reply = std::move(reply)] {
        promise->addResult(reply());
        promise->finish();
    });
    return promise->future();
}

void ListStore::answer()
{
    auto questions = std::exchange(m_questions, {});
    for (const auto &question : questions)
        question();
}

QFuture<Result<RowNumbers>> ListStore::find(Query query)
{
    ++finds;
    lastQuery = query;
    RowNumbers found{visible, static_cast<std::int64_t>(m_rows.size())};
    const Error error = failure;
    return ask<RowNumbers>([found, error]() -> Result<RowNumbers> {
        if (!error.key.empty())
            return error;
        return found;
    });
}

QFuture<Result<std::vector<Row>>> ListStore::rows(const Table &, std::vector<std::int64_t> numbers)
{
    windows.push_back(numbers);
    return ask<std::vector<Row>>([this, numbers]() -> Result<std::vector<Row>> {
        std::vector<Row> found;
        for (const std::int64_t number : numbers) {
            if (const auto it = m_rows.find(number); it != m_rows.end())
                found.push_back(it->second);
        }
        return found;
    });
}

QFuture<Result<std::vector<Row>>> ListStore::list(Query query)
{
    lastQuery = query;
    return rows(m_table, visible);
}

QFuture<Result<Row>> ListStore::row(const Table &, Uuid id)
{
    return ask<Row>([this, id]() -> Result<Row> {
        for (const auto &[number, row] : m_rows) {
            if (row.id() == id)
                return row;
        }
        return notHere();
    });
}

QFuture<Result<std::vector<GroupCount>>> ListStore::groups(Query, std::string, std::string)
{
    return ask<std::vector<GroupCount>>([]() -> Result<std::vector<GroupCount>> { return notHere(); });
}

QFuture<Result<std::vector<SearchHit>>> ListStore::search(std::string, int)
{
    return ask<std::vector<SearchHit>>([]() -> Result<std::vector<SearchHit>> { return notHere(); });
}

QString ListStore::title(std::string_view, const Uuid &id)
{
    const auto it = titles.find(id);
    return it == titles.end() ? QString() : it->second;
}

QFuture<Result<Uuid>> ListStore::submit(Edit)
{
    return ask<Uuid>([]() -> Result<Uuid> { return notHere(); });
}

RowState ListStore::rowState(const Table &, const Uuid &) const
{
    return RowState::Confirmed;
}

QFuture<Result<std::vector<WaitingEdit>>> ListStore::waitingEdits()
{
    return ask<std::vector<WaitingEdit>>([]() -> Result<std::vector<WaitingEdit>> { return notHere(); });
}

QFuture<Result<std::vector<ReviewItem>>> ListStore::reviewItems()
{
    return ask<std::vector<ReviewItem>>([]() -> Result<std::vector<ReviewItem>> { return notHere(); });
}

QFuture<Result<Done>> ListStore::resolve(std::int64_t, Decision)
{
    return ask<Done>([]() -> Result<Done> { return notHere(); });
}

QFuture<Result<Done>> ListStore::discardWaiting(std::uint64_t)
{
    return ask<Done>([]() -> Result<Done> { return notHere(); });
}

QFuture<Result<std::vector<Row>>> ListStore::onlineList(Query query)
{
    lastQuery = query;
    if (failure.key.empty())
        return rows(m_table, visible);
    const Error error = failure;
    return ask<std::vector<Row>>([error]() -> Result<std::vector<Row>> { return error; });
}

QFuture<Result<PasswordLink>> ListStore::makePasswordLink(Uuid)
{
    return ask<PasswordLink>([]() -> Result<PasswordLink> {
        return Error{ErrorCode::Offline, "net.unreachable"};
    });
}

} // namespace nimara
