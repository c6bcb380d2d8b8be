#include "sync/service/task_lane.h"

#include <QCoreApplication>
#include <QElapsedTimer>

namespace nimara::sync {

namespace {

// After this long the thread's other business has its turn.
constexpr qint64 batchMs = 8;

QEvent::Type wakeEvent()
{
    static const auto type = static_cast<QEvent::Type>(QEvent::registerEventType());
    return type;
}

} // namespace

void TaskLane::post(Task task, Urgency urgency)
{
    const QMutexLocker lock(&m_mutex);
    (urgency == Urgency::Prompt ? m_prompt : m_bulk).push_back(std::move(task));
    if (!std::exchange(m_woken, true))
        QCoreApplication::postEvent(this, new QEvent(wakeEvent()));
}

TaskLane::Task TaskLane::next()
{
    const QMutexLocker lock(&m_mutex);
    std::deque<Task> &row = m_prompt.empty() ? m_bulk : m_prompt;
    if (row.empty()) {
        m_woken = false;
        return {};
    }
    Task task = std::move(row.front());
    row.pop_front();
    return task;
}

bool TaskLane::event(QEvent *event)
{
    if (event->type() != wakeEvent())
        return QObject::event(event);
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < batchMs) {
        const Task task = next();
        if (!task) {
            idle();
            return true;
        }
        task();
    }
    QCoreApplication::postEvent(this, new QEvent(wakeEvent()), Qt::LowEventPriority);
    return true;
}

LaneThread::~LaneThread()
{
    m_thread.quit();
    m_thread.wait();
}

} // namespace nimara::sync
