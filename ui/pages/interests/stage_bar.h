#pragma once

#include "models/schema/tables/enums.h"

#include <QWidget>

#include <optional>

class QLineEdit;
class QPushButton;

namespace nimara::ui {

class Label;
class PipelineBar;
class RecordContext;

// The stages of a deal above its tabs. A stage that skips a gate asks for its reason in place, not in a dialog.
class StageBar : public QWidget
{
    Q_OBJECT

public:
    explicit StageBar(RecordContext &record, QWidget *parent = nullptr);

private:
    QWidget *makeQuestion();
    void refresh();
    void onRequested(const QString &word);
    void askReason(PipelineStage from, PipelineStage to);
    void changeTo(PipelineStage to, const QString &reason);
    void closeQuestion();
    std::optional<PipelineStage> stage() const;

    RecordContext &m_record;
    PipelineBar *m_bar = nullptr;
    QWidget *m_question = nullptr;
    Label *m_why = nullptr;
    Label *m_problem = nullptr;
    QLineEdit *m_reason = nullptr;
    std::optional<PipelineStage> m_wanted;
};

} // namespace nimara::ui
