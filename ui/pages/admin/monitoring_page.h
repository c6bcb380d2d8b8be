#pragma once

#include "ui/pages/plain_page.h"

#include <QElapsedTimer>

class QTimer;

namespace nimara::ui {

class Card;
class Facts;

// How this computer is doing: link, queue, what lies in the replica, how quickly it and the server answer.
class MonitoringPage : public PlainPage
{
    Q_OBJECT

public:
    MonitoringPage(ShellContext &context, QWidget *parent);

protected:
    void refresh() override;

private:
    void showStatus();
    void countRows();
    void measureReplica();
    void measureServer();
    void showTimes();
    QString linkWords() const;

    Facts *m_status = nullptr;
    Facts *m_times = nullptr;
    Facts *m_rows = nullptr;
    QTimer *m_tick = nullptr;
    qint64 m_replicaMicros = -1;
    qint64 m_serverMillis = -1;
    QString m_serverProblem;
    int m_round = 0; // of counting: an older one's answers are dropped
};

} // namespace nimara::ui
