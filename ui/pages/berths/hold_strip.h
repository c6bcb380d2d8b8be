#pragma once

#include "models/schema/row.h"

#include <QTimer>
#include <QWidget>

#include <vector>

class QPushButton;

namespace nimara::ui {

class HoldQuestion;
class Label;
class RecordContext;

// Who holds a berth and for how long still, above its tabs; and the way to hold it, or to release it.
class HoldStrip : public QWidget
{
    Q_OBJECT

public:
    explicit HoldStrip(RecordContext &record, QWidget *parent = nullptr);

private:
    void fetch();
    void refresh();
    const Row *standing() const;
    QString wordsFor(const Row &hold) const;
    QString whyNotHeld() const;
    QString whyNotReleased(const Row &hold) const;
    void openQuestion();
    void release();

    RecordContext &m_record;
    std::vector<Row> m_holds;
    QTimer m_tick; // what is left grows less
    QWidget *m_line = nullptr;
    QWidget *m_mark = nullptr;
    Label *m_words = nullptr;
    QPushButton *m_hold = nullptr;
    QPushButton *m_release = nullptr;
    HoldQuestion *m_question = nullptr;
};

} // namespace nimara::ui
