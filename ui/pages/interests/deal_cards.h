#pragma once

#include "models/domain/sync_state.h"
#include "models/items/record_list_model.h"
#include "models/schema/tables/enums.h"

#include <QIdentityProxyModel>

namespace nimara::ui {

class EntityHost;
class NextReminders;

// What a card says of a deal.
struct DealCard
{
    QString client;
    QString berth; // empty: none chosen yet
    QString value; // in the port's currency; empty: no price offered yet
    QString agent; // empty: nobody's
    QString age;   // "12 days"
    QString due;   // "in 3 days"; empty: nothing to be done
    bool overdue = false;
    QString outcome; // where it is not simply open: "Lost"
    std::string lead;
    RowState state = RowState::Confirmed;
};

// The deals of one stage as cards. Rows come by the window that is looked at, however many there are.
class DealCards : public QIdentityProxyModel
{
    Q_OBJECT

public:
    DealCards(EntityHost &host, NextReminders &reminders, QObject *parent);

    RecordListModel &list() const { return *m_list; }
    // Nothing until the row was fetched; asking fetches it.
    std::optional<DealCard> cardAt(int row) const;

    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString textOf(const Row &row, int column) const;

    EntityHost &m_host;
    NextReminders &m_reminders;
    RecordListModel *m_list = nullptr;
};

// One sentence of all that a card says, for a screen reader and the tooltip.
QString wordsOf(const DealCard &card);

} // namespace nimara::ui
