#pragma once

#include "ui/pages/interests/stage_mover.h"

#include <QWidget>

#include <optional>

class QLineEdit;
class QPushButton;

namespace nimara::ui {

class Label;

// Why a deal did not move, and what can be done about it on the spot: give the reason, take the skipped step first,
// look at the deal that has the berth.
class StageQuestion : public QWidget
{
    Q_OBJECT

public:
    StageQuestion(EntityHost &host, StageMover &mover, QWidget *parent = nullptr);

    void ask(const StageHindrance &hindrance);

signals:
    void closed();

private:
    void confirm();

    EntityHost &m_host;
    StageMover &m_mover;
    std::optional<StageHindrance> m_hindrance;
    Label *m_why = nullptr;
    Label *m_problem = nullptr;
    QLineEdit *m_reason = nullptr;
    QPushButton *m_change = nullptr;
    QPushButton *m_gate = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace nimara::ui
