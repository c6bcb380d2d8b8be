#pragma once

#include "models/store/store.h"
#include "ui/widgets/card.h"

#include <QUrlQuery>

namespace nimara::ui {

class BarList;
class EmptyState;
class EntityHost;

// Rows counted by one column: a bar for each value, with the sum of a money column where one is named. A bar leads to
// the list of what it counts. Values of an enum stand in the enum's order, others by size.
class GroupCard : public Card
{
    Q_OBJECT

public:
    struct Question
    {
        QString title;
        const Table *table = nullptr;
        const ColumnInfo *column = nullptr;
        Filter filter = {};
        QUrlQuery options = {}; // that the filter corresponds to in the list's address
        const ColumnInfo *sum = nullptr;
        QString sumCurrency = {}; // of the sum; empty: the port's
        int most = 8;             // bars; the others are left out
        bool everyChoice = true;  // of an enum, also those that nothing bears
    };

    GroupCard(EntityHost &host, Question question, QWidget *parent = nullptr);
    void refresh();
    const Question &question() const { return m_question; }
    QString asText() const; // for the clipboard

protected:
    void changeEvent(QEvent *event) override;

private:
    void showGroups(std::vector<GroupCount> groups);
    void addEveryChoice(std::vector<GroupCount> &groups) const;
    void order(std::vector<GroupCount> &groups) const;
    void open(const QString &key);
    QString labelOf(const Value &value) const;

    EntityHost &m_host;
    Question m_question;
    BarList *m_bars = nullptr;
    EmptyState *m_empty = nullptr;
    std::vector<GroupCount> m_groups;
};

} // namespace nimara::ui
