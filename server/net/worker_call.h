#pragma once

#include "server/net/transport.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <type_traits>
#include <utility>

namespace nimara::server::net {

template <typename Answer>
Answer refusal(Error error)
{
    if constexpr (std::is_same_v<Answer, Response>)
        return error.code == ErrorCode::Unavailable ? Response::retryLater(error, std::chrono::seconds(1))
                                                    : Response::failure(error);
    else
        return error;
}

// What a worker owes a connection. However the job ends, also by never being run, it is paid.
template <typename Answer>
class Debt
{
public:
    using Callback = std::function<void(Answer)>;
    Debt(Strand strand, Callback callback) : m_work(strand), m_strand(strand), m_callback(std::move(callback))
    {}
    Debt(const Debt &) = delete;
    Debt &operator=(const Debt &) = delete;
    ~Debt()
    {
        if (m_callback)
            pay(refusal<Answer>({.code = ErrorCode::Unavailable, .key = "server.stopping"}));
    }

    void pay(Answer answer)
    {
        asio::post(m_strand, [callback = std::exchange(m_callback, {}),
                              answer = std::move(answer)]() mutable { callback(std::move(answer)); });
    }

private:
    asio::executor_work_guard<Strand> m_work; // the context runs until the answer is in
    Strand m_strand;
    Callback m_callback;
};

// Runs the function on a worker and resumes the coroutine on its strand with the answer. This is the request's
// boundary: what is thrown ends here. `work` must live until then, which a coroutine that awaits this sees to.
template <typename Answer, typename Work>
asio::awaitable<Answer, Strand> callWorker(Shared &shared, Strand strand, Lane lane, const Work &work)
{
    const auto initiate = [&shared, &strand, lane, &work](auto handler) {
        // std::function asks for copies; a coroutine's handler cannot be copied.
        auto resume = std::make_shared<decltype(handler)>(std::move(handler));
        auto debt =
            std::make_shared<Debt<Answer>>(strand, [resume](Answer answer) { (*resume)(std::move(answer)); });
        const bool isTaken = shared.workers.tryPost(lane, [debt, &work, &log = shared.log](Worker &worker) {
            try {
                debt->pay(work(worker));
            } catch (const std::exception &fault) {
                log.error("request.exception", {{"what", fault.what()}});
                worker.drop();
                debt->pay(refusal<Answer>({.code = ErrorCode::Internal, .key = "server.exception"}));
            }
        });
        if (!isTaken)
            debt->pay(refusal<Answer>({.code = ErrorCode::Unavailable, .key = "server.busy"}));
    };
    using Token = asio::use_awaitable_t<Strand>;
    co_return co_await asio::async_initiate<const Token, void(Answer)>(initiate, Token{});
}

} // namespace nimara::server::net
