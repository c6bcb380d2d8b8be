#pragma once

#include "models/store/store.h"
#include "ui/widgets/card.h"

namespace nimara::ui {

class EmptyState;
class EntityHost;

// What the user has to do next, with a tick to have it done.
class RemindersCard : public Card
{
    Q_OBJECT

public:
    explicit RemindersCard(EntityHost &host, QWidget *parent = nullptr);
    void refresh();

private:
    void show(const std::vector<Row> &reminders);
    QWidget *makeLine(const Row &reminder);
    void complete(const Row &reminder);

    EntityHost &m_host;
    QVBoxLayout *m_lines = nullptr;
    EmptyState *m_empty = nullptr;
};

// What has changed last among clients, deals, berths and notes, whoever changed it.
class ChangesCard : public Card
{
    Q_OBJECT

public:
    explicit ChangesCard(EntityHost &host, QWidget *parent = nullptr);
    void refresh();

private:
    void collect(int round, const std::vector<Row> &rows);
    void show();
    QWidget *makeLine(const Row &row);

    EntityHost &m_host;
    QVBoxLayout *m_lines = nullptr;
    EmptyState *m_empty = nullptr;
    std::vector<Row> m_rows;
    int m_round = 0;
    int m_open = 0;
};

} // namespace nimara::ui
