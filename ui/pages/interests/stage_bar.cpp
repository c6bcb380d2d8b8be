#include "ui/pages/interests/stage_bar.h"

#include "models/domain/pipeline.h"
#include "models/items/labels.h"
#include "models/schema/tables/interests.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/record_context.h"
#include "ui/entity/rights_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pipeline_bar.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QShortcut>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

using schema::Interests;

std::optional<PipelineStage> stageFrom(const std::string &word)
{
    return ValueTraits<PipelineStage>::fromValue(Value(word));
}

QString label(PipelineStage stage)
{
    return nimara::translated(pipelineStageChoices[static_cast<std::size_t>(stage)].label);
}

} // namespace

StageBar::StageBar(RecordContext &record, QWidget *parent) : QWidget(parent), m_record(record)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme().px(size::grid * 2));
    m_bar = new PipelineBar(this);
    m_bar->setObjectName(QStringLiteral("stages"));
    layout->addWidget(m_bar);
    layout->addWidget(makeQuestion());
    connect(m_bar, &PipelineBar::stageRequested, this, &StageBar::onRequested);
    connect(&record, &RecordContext::changed, this, &StageBar::refresh);
    connect(&record, &RecordContext::idChanged, this, &StageBar::closeQuestion);
    refresh();
}

QWidget *StageBar::makeQuestion()
{
    m_question = new QWidget(this);
    auto *column = new QVBoxLayout(m_question);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(size::grid));
    m_why = new Label({}, Type::Body, Token::Text, QFont::Medium, m_question);
    m_why->setWordWrap(true);
    column->addWidget(m_why);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme().px(size::grid * 2));
    m_reason = new QLineEdit(m_question);
    m_reason->setObjectName(QStringLiteral("stageReason"));
    m_reason->setPlaceholderText(tr("Why is it skipped?"));
    m_reason->setAccessibleName(tr("Reason"));
    auto *change = makeButton(tr("Change stage"), Emphasis::Primary, {}, m_question);
    change->setObjectName(QStringLiteral("changeStage"));
    auto *cancel = makeButton(tr("Cancel"), Emphasis::Quiet, {}, m_question);
    row->addWidget(m_reason, 1);
    row->addWidget(change);
    row->addWidget(cancel);
    column->addLayout(row);
    m_problem = new Label({}, Type::Small, Token::Danger, QFont::Normal, m_question);
    column->addWidget(m_problem);
    m_question->hide();

    const auto confirm = [this] {
        if (m_wanted)
            changeTo(*m_wanted, m_reason->text());
    };
    connect(change, &QPushButton::clicked, this, confirm);
    connect(m_reason, &QLineEdit::returnPressed, this, confirm);
    connect(m_reason, &QLineEdit::textEdited, m_problem, &QLabel::clear);
    connect(cancel, &QPushButton::clicked, this, &StageBar::closeQuestion);
    auto *escape = new QShortcut(QKeySequence(Qt::Key_Escape), m_question);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &StageBar::closeQuestion);
    return m_question;
}

std::optional<PipelineStage> StageBar::stage() const
{
    return m_record.isLoaded() ? m_record.row()[Interests::pipelineStage] : std::nullopt;
}

void StageBar::refresh()
{
    if (!m_record.isLoaded())
        return;
    const auto *word = std::get_if<std::string>(&m_record.row().value(Interests::pipelineStage.index()));
    m_bar->setStage(word ? *word : std::string());
    const Store &store = m_record.host().store();
    const Verdict verdict = canChange(Interests::pipelineStage.info(), actorOf(store));
    m_bar->setReadOnly(!verdict || m_record.isArchived());
    m_bar->setToolTip(whyNot(store, verdict));
}

void StageBar::onRequested(const QString &word)
{
    const auto from = stage();
    const auto to = stageFrom(toUtf8(word));
    if (!from || !to || from == to)
        return closeQuestion();
    if (skippedGates(*from, *to).empty())
        changeTo(*to, {});
    else
        askReason(*from, *to);
}

void StageBar::askReason(PipelineStage from, PipelineStage to)
{
    QStringList skipped;
    for (const PipelineStage gate : skippedGates(from, to))
        skipped << label(gate);
    m_wanted = to;
    m_why->setText(tr("Moving to %1 skips: %2. The reason is kept in the history.")
                       .arg(label(to), skipped.join(QStringLiteral(", "))));
    m_problem->clear();
    m_question->show();
    m_reason->setFocus(Qt::OtherFocusReason);
}

void StageBar::closeQuestion()
{
    m_wanted.reset();
    m_reason->clear();
    m_question->hide();
}

void StageBar::changeTo(PipelineStage to, const QString &reason)
{
    const auto from = stage();
    if (!from)
        return;
    if (const Result<> allowed = checkStageChange(*from, to, toUtf8(reason)); !allowed) {
        m_problem->setText(allowed.error().key == stageReasonNeeded
                               ? tr("Enter the reason.")
                               : tr("This reason cannot be kept as it is."));
        return;
    }
    EntityHost &host = m_record.host();
    Edit edit = stageChangeEdit(m_record.row(), to, toUtf8(reason), currentTime());
    edit.title = toUtf8(tr("Move %1 to %2").arg(m_record.name(), label(to)));
    whenDone(host.store().submit(std::move(edit)), this, [this, &host, to](const Result<Uuid> &result) {
        if (!result)
            return host.toastError(result.error());
        closeQuestion();
        host.toast({tr("Moved to %1").arg(label(to)), Tone::Success});
    });
}

} // namespace nimara::ui
