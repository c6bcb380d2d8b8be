#pragma once

#include "models/store/store.h"
#include "ui/shell/popover.h"

#include <QTimer>

class QCheckBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace nimara::ui {

class Banner;
class Label;
class ShellContext;

// Everything about the sync that a person may want to know: the state in words, what waits, what needs a decision.
class SyncPanel : public Popover
{
    Q_OBJECT

public:
    SyncPanel(ShellContext &context, QWidget *window);

    void openAt(QWidget *badge);

signals:
    void signInRequested();

protected:
    QSize wantedSize() const override;

private:
    void build();
    QWidget *buildFooter();
    void followStatus();
    void fetch();
    void showReview(const std::vector<ReviewItem> &items);
    void showWaiting(const std::vector<WaitingEdit> &edits);
    QWidget *waitingRow(const WaitingEdit &waiting);
    void resolve(std::int64_t number, const Decision &decision);
    void discard(const WaitingEdit &waiting);

    ShellContext &m_context;
    Banner *m_state = nullptr;
    Label *m_synced = nullptr;
    QPushButton *m_sync = nullptr;
    QCheckBox *m_offline = nullptr;
    Label *m_reviewTitle = nullptr;
    QVBoxLayout *m_review = nullptr;
    Label *m_waitingTitle = nullptr;
    QVBoxLayout *m_waiting = nullptr;
    Label *m_nothing = nullptr;
    QTimer m_clock; // the relative time grows old
    QTimer m_fetchSoon;
    int m_round = 0;
};

} // namespace nimara::ui
