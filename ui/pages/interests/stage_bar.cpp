#include "ui/pages/interests/stage_bar.h"

#include "models/items/labels.h"
#include "models/schema/tables/interests.h"
#include "ui/entity/record_context.h"
#include "ui/pages/interests/stage_mover.h"
#include "ui/pages/interests/stage_question.h"
#include "ui/theme/theme.h"
#include "ui/widgets/pipeline_bar.h"

#include <QVBoxLayout>

namespace nimara::ui {

using schema::Interests;

StageBar::StageBar(RecordContext &record, QWidget *parent) : QWidget(parent), m_record(record)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme().px(size::grid * 2));
    m_mover = new StageMover(record.host(), this);
    m_bar = new PipelineBar(this);
    m_bar->setObjectName(QStringLiteral("stages"));
    m_question = new StageQuestion(record.host(), *m_mover, this);
    m_question->hide();
    layout->addWidget(m_bar);
    layout->addWidget(m_question);

    connect(m_bar, &PipelineBar::stageRequested, this, [this](const QString &word) {
        closeQuestion();
        const auto to = ValueTraits<PipelineStage>::fromValue(Value(toUtf8(word)));
        if (to && m_record.isLoaded())
            m_mover->move(m_record.row(), *to);
    });
    connect(m_mover, &StageMover::moved, this, &StageBar::closeQuestion);
    connect(m_mover, &StageMover::hindered, this, [this](const StageHindrance &hindrance) {
        if (hindrance.deal.id() != m_record.id())
            return; // another record is shown by now
        m_question->ask(hindrance);
        m_question->show();
        m_question->setFocus(Qt::OtherFocusReason);
    });
    connect(m_question, &StageQuestion::closed, this, &StageBar::closeQuestion);
    connect(&record, &RecordContext::changed, this, &StageBar::refresh);
    connect(&record, &RecordContext::idChanged, this, &StageBar::closeQuestion);
    refresh();
}

void StageBar::refresh()
{
    if (!m_record.isLoaded())
        return;
    const auto *word = std::get_if<std::string>(&m_record.row().value(Interests::pipelineStage.index()));
    m_bar->setStage(word ? *word : std::string());
    const QString why = m_mover->whyFixed(m_record.row());
    m_bar->setReadOnly(!why.isEmpty());
    m_bar->setToolTip(why);
}

void StageBar::closeQuestion()
{
    m_question->hide();
}

} // namespace nimara::ui
