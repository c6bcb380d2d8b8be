#pragma once

#include "ui/pages/plain_page.h"

class QTimer;

namespace nimara::ui {

class ChangesCard;
class FigureTile;
class GroupCard;
class RemindersCard;

// The day at a glance, from the replica: figures, pipeline, berths, what is due, what has changed.
class DashboardPage : public PlainPage
{
    Q_OBJECT

public:
    DashboardPage(ShellContext &context, QWidget *parent);

protected:
    void refresh() override;

private:
    void addFigures();
    void addCharts();
    void addLists();

    QList<FigureTile *> m_figures;
    QList<GroupCard *> m_groups;
    RemindersCard *m_reminders = nullptr;
    ChangesCard *m_changes = nullptr;
    QTimer *m_later = nullptr;
};

} // namespace nimara::ui
