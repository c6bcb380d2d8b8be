#pragma once

#include "models/domain/sync_state.h"
#include "ui/widgets/banner.h"

namespace nimara::ui {

class ShellContext;

// Tells that a file of this computer was damaged and is loaded anew: in passing where no change was lost, else by a
// line that stays until it is closed, also over a restart of the program.
class RepairNotice : public Banner
{
    Q_OBJECT

public:
    explicit RepairNotice(ShellContext &context, QWidget *parent = nullptr);

private:
    void follow();
    QString settingsKey() const;

    ShellContext &m_context;
};

} // namespace nimara::ui
