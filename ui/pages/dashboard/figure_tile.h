#pragma once

#include "models/store/query.h"
#include "ui/widgets/card.h"

#include <QUrl>

namespace nimara::ui {

class EntityHost;
class Figure;

// One number that is a link: how many rows fit a query, and what they come to.
class FigureTile : public Card
{
    Q_OBJECT

public:
    struct Question
    {
        QString label;
        Query query;
        const ColumnInfo *sum = nullptr;
        QString sumWords; // "%1 offered": what the sum is of
        QUrl address;
    };

    FigureTile(EntityHost &host, Question question, QWidget *parent = nullptr);
    void refresh();

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void open();

    EntityHost &m_host;
    Question m_question;
    Figure *m_figure = nullptr;
};

} // namespace nimara::ui
