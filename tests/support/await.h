#pragma once

#include <QFuture>
#include <QTest>

#include <optional>

// Turns the event loop until the future has finished, and answers its value; nothing when it takes too long or is
// cancelled. For tests only: the app never waits.
template <typename T>
std::optional<T> await(const QFuture<T> &future, int timeoutMs = 30'000)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, timeoutMs) || future.resultCount() == 0)
        return std::nullopt;
    return future.result();
}
