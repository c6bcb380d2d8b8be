#pragma once

#include "models/store/query.h"
#include "ui/widgets/card.h"

namespace nimara {
class RecordListModel;
}

namespace nimara::ui {

class EmptyState;
class EntityHost;
class RecordTable;

// A short list in a card of its own, of rows that may have to be read through the server; it says so when it is away.
class OnlineCard : public Card
{
    Q_OBJECT

public:
    struct Content
    {
        QString title;
        Query query;
        std::vector<int> columns;
        QString emptyText = {};
    };

    OnlineCard(EntityHost &host, Content content, QWidget *parent = nullptr);
    RecordListModel &model() const { return *m_model; }

private:
    void showState();

    EntityHost &m_host;
    Content m_content;
    RecordListModel *m_model = nullptr;
    RecordTable *m_table = nullptr;
    EmptyState *m_empty = nullptr;
};

} // namespace nimara::ui
