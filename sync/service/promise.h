#pragma once

#include "models/base/result.h"
#include "models/store/when_done.h"

#include <QFuture>
#include <QPromise>

#include <memory>
#include <utility>

namespace nimara::sync {

// A promise that many copies of a function may hold. It is finished once, by whoever comes first; when all copies are
// gone without an answer, the future is cancelled by Qt and has no result.
template <typename T>
class SharedPromise
{
public:
    SharedPromise() : m_promise(std::make_shared<QPromise<T>>()) { m_promise->start(); }

    QFuture<T> future() const { return m_promise->future(); }
    bool isFinished() const { return m_promise->future().isFinished(); }
    void finish(T value) const
    {
        if (isFinished())
            return;
        m_promise->addResult(std::move(value));
        m_promise->finish();
    }

private:
    std::shared_ptr<QPromise<T>> m_promise;
};

template <typename T>
QFuture<T> finishedFuture(T value)
{
    const SharedPromise<T> promise;
    promise.finish(std::move(value));
    return promise.future();
}

template <typename T>
QFuture<Result<T>> failedFuture(Error error)
{
    return finishedFuture<Result<T>>(std::move(error));
}

// A future of function(value), computed on the receiver's thread. An error passes by the function.
template <typename To, typename From, typename Function>
QFuture<Result<To>> then(const QFuture<Result<From>> &future, QObject *receiver, Function function)
{
    const SharedPromise<Result<To>> promise;
    whenDone(future, receiver, [promise, function = std::move(function)](Result<From> result) mutable {
        if (result)
            promise.finish(function(std::move(*result)));
        else
            promise.finish(result.error());
    });
    return promise.future();
}

} // namespace nimara::sync
