#pragma once

#include <QWidget>

namespace nimara::ui {

class PipelineBar;
class RecordContext;
class StageMover;
class StageQuestion;

// The stages of a deal above its tabs. A stage that skips a gate asks for its reason in place, not in a dialog.
class StageBar : public QWidget
{
    Q_OBJECT

public:
    explicit StageBar(RecordContext &record, QWidget *parent = nullptr);

private:
    void refresh();
    void closeQuestion();

    RecordContext &m_record;
    StageMover *m_mover = nullptr;
    PipelineBar *m_bar = nullptr;
    StageQuestion *m_question = nullptr;
};

} // namespace nimara::ui
