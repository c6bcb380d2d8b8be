#pragma once

#include "models/schema/tables/enums.h"
#include "models/store/query.h"

#include <QFrame>

class QStackedLayout;

namespace nimara::ui {

class CardList;
class DealCards;
class EntityHost;
class Label;
class NextReminders;

// One stage of the board: its name, how many deals stand there and what they are worth, their cards.
class BoardColumn : public QFrame
{
    Q_OBJECT

public:
    BoardColumn(EntityHost &host, NextReminders &reminders, PipelineStage stage, QWidget *parent);

    PipelineStage stage() const { return m_stage; }
    DealCards &cards() const { return *m_cards; }
    CardList &list() const { return *m_list; }
    QWidget &head() const { return *m_head; }
    void setQuery(Query query); // of the whole board
    void setSum(std::int64_t sum);
    void setDropTarget(bool target); // a card is held over it

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeHead();
    void describe();

    EntityHost &m_host;
    const PipelineStage m_stage;
    DealCards *m_cards = nullptr;
    CardList *m_list = nullptr;
    QWidget *m_head = nullptr;
    Label *m_count = nullptr;
    Label *m_worth = nullptr;
    Label *m_empty = nullptr;
    QStackedLayout *m_body = nullptr;
    bool m_target = false;
};

} // namespace nimara::ui
