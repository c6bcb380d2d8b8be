#include "ui/pages/interests/stage_question.h"

#include "models/schema/tables/interests.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/flow_layout.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QLineEdit>
#include <QShortcut>
#include <QVBoxLayout>

namespace nimara::ui {

StageQuestion::StageQuestion(EntityHost &host, StageMover &mover, QWidget *parent)
    : QWidget(parent), m_host(host), m_mover(mover)
{
    setObjectName(QStringLiteral("stageQuestion"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().px(size::grid * 2));
    m_why = new Label({}, Type::Body, Token::Text, QFont::Medium, this);
    m_why->setObjectName(QStringLiteral("hindrance"));
    m_why->setWordWrap(true);
    m_reason = new QLineEdit(this);
    m_reason->setObjectName(QStringLiteral("stageReason"));
    m_reason->setPlaceholderText(tr("Why is it skipped?"));
    m_reason->setAccessibleName(tr("Reason"));
    m_problem = new Label({}, Type::Small, Token::Danger, QFont::Normal, this);
    m_change = makeButton(tr("Change stage"), Emphasis::Primary, {}, this);
    m_change->setObjectName(QStringLiteral("changeStage"));
    m_gate = makeButton({}, Emphasis::Secondary, {}, this);
    m_gate->setObjectName(QStringLiteral("gateFirst"));
    m_open = makeButton(tr("Open that deal"), Emphasis::Primary, {}, this);
    m_open->setObjectName(QStringLiteral("openWinner"));
    m_cancel = makeButton({}, Emphasis::Quiet, {}, this);
    auto *buttons = new FlowLayout;
    for (QPushButton *button : {m_change, m_open, m_gate, m_cancel})
        buttons->addWidget(button);
    column->addWidget(m_why);
    column->addWidget(m_reason);
    column->addWidget(m_problem);
    column->addLayout(buttons);

    connect(m_change, &QPushButton::clicked, this, &StageQuestion::confirm);
    connect(m_reason, &QLineEdit::returnPressed, this, &StageQuestion::confirm);
    connect(m_reason, &QLineEdit::textEdited, m_problem, &QWidget::hide);
    connect(m_gate, &QPushButton::clicked, this,
            [this] { m_mover.move(m_hindrance->deal, m_hindrance->gate); });
    connect(m_open, &QPushButton::clicked, this, [this] {
        m_host.navigate(m_host.addressOf(schema::Interests::table.name, m_hindrance->takenBy));
        emit closed();
    });
    connect(m_cancel, &QPushButton::clicked, this, &StageQuestion::closed);
    auto *escape = new QShortcut(QKeySequence(Qt::Key_Escape), this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &StageQuestion::closed);
}

void StageQuestion::ask(const StageHindrance &hindrance)
{
    const bool needsReason = hindrance.kind == StageHindrance::Kind::NeedsReason;
    const bool again = needsReason && m_hindrance && m_hindrance->deal.id() == hindrance.deal.id() &&
                       m_hindrance->to == hindrance.to && !m_reason->text().isEmpty();
    m_hindrance = hindrance;
    m_why->setText(hindrance.text);
    m_problem->setVisible(again);
    if (again)
        return m_problem->setText(tr("This reason cannot be kept as it is."));
    m_reason->clear();
    m_reason->setVisible(needsReason);
    m_change->setVisible(needsReason);
    m_gate->setVisible(needsReason);
    m_gate->setText(tr("Move to %1 first").arg(stageLabel(hindrance.gate)));
    m_open->setVisible(hindrance.kind == StageHindrance::Kind::BerthTaken);
    m_cancel->setText(needsReason ? tr("Cancel") : tr("Close"));
    setFocusProxy(needsReason ? static_cast<QWidget *>(m_reason) : m_cancel);
}

void StageQuestion::confirm()
{
    if (m_reason->text().trimmed().isEmpty()) {
        m_problem->setText(tr("Enter the reason."));
        m_problem->show();
        return;
    }
    m_mover.move(m_hindrance->deal, m_hindrance->to, m_reason->text());
}

} // namespace nimara::ui
