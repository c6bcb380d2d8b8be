#pragma once

#include <QEvent>
#include <QMutex>
#include <QObject>
#include <QThread>

#include <deque>
#include <functional>
#include <memory>

namespace nimara::sync {

// Functions for one thread, in two rows: what a person waits for goes before what the network brings. Within a row
// they run in the order they came. The thread's timers and sockets get their turn between two batches.
class TaskLane : public QObject
{
    Q_OBJECT

public:
    using Task = std::function<void()>;
    enum class Urgency { Prompt, Bulk };

    using QObject::QObject;

    // From any thread. What is still queued when this object dies is dropped.
    void post(Task task, Urgency urgency = Urgency::Prompt);

protected:
    bool event(QEvent *event) override;
    // Nothing is waiting; on this object's thread.
    virtual void idle() {}

private:
    Task next();

    QMutex m_mutex;
    std::deque<Task> m_prompt;
    std::deque<Task> m_bulk;
    bool m_woken = false;
};

// A thread for objects of one purpose. They are made by their owner, moved here, and destroyed on this thread when it
// ends.
class LaneThread
{
public:
    explicit LaneThread(const QString &name) { m_thread.setObjectName(name); }
    ~LaneThread();

    template <typename T>
    T *take(std::unique_ptr<T> object)
    {
        T *raw = object.release();
        raw->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, raw, &QObject::deleteLater);
        return raw;
    }
    void start() { m_thread.start(); }

private:
    QThread m_thread;
};

} // namespace nimara::sync
