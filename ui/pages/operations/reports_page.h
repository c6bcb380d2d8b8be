#pragma once

#include "ui/pages/plain_page.h"

class QTimer;

namespace nimara::ui {

class GroupCard;

// What the port's figures say, counted from the replica: works without the network. Each bar leads to its rows, each
// card can be copied into a spreadsheet.
class ReportsPage : public PlainPage
{
    Q_OBJECT

public:
    ReportsPage(ShellContext &context, QWidget *parent);

protected:
    void refresh() override;

private:
    void addCards();

    QList<GroupCard *> m_cards;
    QTimer *m_later = nullptr;
};

} // namespace nimara::ui
