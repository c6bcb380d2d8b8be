#pragma once

#include "models/schema/tables/enums.h"
#include "models/store/store.h"
#include "ui/entity/other_view.h"

#include <QPointer>
#include <QTimer>

#include <optional>

class QLabel;
class QScrollArea;

namespace nimara::ui {

class Banner;
class BoardColumn;
class EntityHost;
class NextReminders;
class StageMover;
struct StageHindrance;

// The pipeline: a column a stage, a card a deal. A card goes to another column by mouse or keyboard the way a stage is
// chosen in the record; what stands in its way is said beside the column, with what can be done about it.
class Board : public OtherView
{
    Q_OBJECT

public:
    Board(EntityHost &host, const PageSpec &spec, QWidget *parent = nullptr);

    void setFilter(const ListFilter &filter) override;
    void focusRows() override;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeColumns();
    void connectColumn(BoardColumn *column);
    Query query() const;
    void countLater();
    void count();
    void applyRights();

    void moveCard(BoardColumn *from, int row, BoardColumn *to);
    void openMenu(BoardColumn *column, int row, const QPoint &at);
    void onMoved(const Uuid &deal, PipelineStage to);
    void onHindered(const StageHindrance &hindrance);
    void focusColumn(BoardColumn *from, int step);
    void followCard(BoardColumn *column);

    void startDrag(BoardColumn *from, int row, const QPoint &grip, const QPoint &at);
    void drag(const QPoint &at);
    void endDrag(const QPoint &at, bool dropped);
    void scrollWhileDragging();
    BoardColumn *columnAt(const QPoint &globalPos) const;
    BoardColumn *columnOf(int stage) const;

    EntityHost &m_host;
    const PageSpec &m_spec;
    ListFilter m_filter;
    NextReminders *m_reminders = nullptr;
    StageMover *m_mover = nullptr;
    Banner *m_rights = nullptr;
    QLabel *m_left = nullptr; // what is not on the board
    QScrollArea *m_scroll = nullptr;
    std::vector<BoardColumn *> m_columns;
    QTimer m_countTimer;
    int m_round = 0;

    struct Held // the card under the pointer
    {
        BoardColumn *from = nullptr;
        Row deal;
        QPoint grip;
    };
    std::optional<Held> m_held;
    QLabel *m_ghost = nullptr;
    QTimer m_scrollTimer;

    std::int64_t m_moving = -1; // number of the row that was sent on its way
    std::int64_t m_follow = -1; // of the one whose arrival takes the keyboard along
    BoardColumn *m_followTo = nullptr;
    QPointer<QWidget> m_popup;
};

} // namespace nimara::ui
