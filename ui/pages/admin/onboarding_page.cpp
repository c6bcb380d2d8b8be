#include "ui/pages/admin/onboarding_page.h"

#include "models/schema/tables/all.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace nimara::ui {

namespace {

using namespace schema;

constexpr int restMs = 400;

} // namespace

OnboardingPage::OnboardingPage(ShellContext &context, QWidget *parent)
    : PlainPage(context, tr("Onboarding"), parent)
{
    auto *head = new Card(content());
    head->setMaximumWidth(theme().px(textWidth));
    m_summary = new Label({}, Type::Section, Token::Text, QFont::DemiBold, head);
    m_summary->setObjectName(QStringLiteral("summary"));
    m_bar = new QProgressBar(head);
    m_bar->setTextVisible(false);
    head->body()->addWidget(m_summary);
    head->body()->addWidget(m_bar);
    addContent(head);
    m_list = new Card(content());
    m_list->setMaximumWidth(theme().px(textWidth));
    addContent(m_list);

    addStep(tr("Invite your colleagues"), tr("Each has an account and a role in this port."),
            UserPortRoles::table, 2, "users");
    addStep(tr("Load the berths"), tr("By hand, or from a CSV file on the Import page."), Berths::table, 1,
            "import");
    addStep(tr("Enter the first client"), tr("Or bring them all from a CSV file."), Clients::table, 1,
            "clients");
    addStep(tr("Open the first deal"), tr("A client's wish for a berth, on its way through the stages."),
            Interests::table, 1, "interests");
    addStep(tr("Choose your tags"), tr("A few words to sort clients, deals and berths by."), Tags::table, 1,
            "tags");
    addStep(tr("Write the templates"), tr("The texts of the EOI, the contract and what else is signed."),
            DocumentTemplates::table, 1, "templates");
    addStep(tr("Prepare a form"), tr("For clients to fill in by themselves."), FormTemplates::table, 1,
            "forms");
    addStep(tr("Schedule a report"), tr("The pipeline of the week, by e-mail, for those who want it."),
            ScheduledReports::table, 1, "report-schedules");

    m_later = new QTimer(this);
    m_later->setSingleShot(true);
    m_later->setInterval(restMs);
    connect(m_later, &QTimer::timeout, this, &OnboardingPage::refresh);
    connect(&host().store(), &Store::tableChanged, m_later, qOverload<>(&QTimer::start));
    describe();
}

void OnboardingPage::addStep(const QString &title, const QString &text, const Table &table, int enough,
                             const char *page)
{
    Step step{title, text, &table, enough, QLatin1String(page), false, nullptr};
    step.line = new QWidget(m_list);
    step.line->setObjectName(QStringLiteral("step_") + step.page);
    auto *holder = new QVBoxLayout(step.line);
    holder->setContentsMargins(0, 0, 0, 0);
    holder->addWidget(makeLine(step));
    m_list->body()->addWidget(step.line);
    m_steps.push_back(std::move(step));
}

QWidget *OnboardingPage::makeLine(const Step &step)
{
    auto *line = new QWidget(step.line);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::gap));
    auto *mark = new QLabel(line);
    const int side = theme().px(size::largeIcon);
    mark->setPixmap(ui::icon(step.done ? QStringLiteral("circle-check") : QStringLiteral("circle"),
                             step.done ? Token::Success : Token::Muted)
                        .pixmap(QSize(side, side), devicePixelRatioF()));
    mark->setAccessibleName(step.done ? tr("Done") : tr("To do"));
    row->addWidget(mark);
    auto *words = new QVBoxLayout;
    words->setSpacing(theme().px(2));
    words->addWidget(new Label(step.title, Type::Body, Token::Text, QFont::Medium, line));
    auto *text = new Label(step.text, Type::Small, Token::Muted, QFont::Normal, line);
    text->setWordWrap(true);
    words->addWidget(text);
    row->addLayout(words, 1);
    auto *go = makeButton(step.done ? tr("Open") : tr("Begin"),
                          step.done ? Emphasis::Quiet : Emphasis::Secondary, {}, line);
    go->setAccessibleName(tr("%1: %2").arg(go->text(), step.title));
    connect(go, &QPushButton::clicked, this,
            [this, page = step.page] { host().navigate(host().addressOfPage(page, {})); });
    row->addWidget(go);
    return line;
}

void OnboardingPage::refresh()
{
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const Query query{.table = m_steps[i].table, .limit = 1};
        whenDone(host().store().find(query), this, [this, i](const Result<RowNumbers> &found) {
            if (found)
                show(i, found->total);
        });
    }
}

void OnboardingPage::show(std::size_t index, std::int64_t count)
{
    Step &step = m_steps[index];
    const bool done = count >= step.enough;
    if (done != step.done) {
        step.done = done;
        const std::unique_ptr<QLayoutItem> former(step.line->layout()->takeAt(0));
        delete former->widget();
        step.line->layout()->addWidget(makeLine(step));
    }
    describe();
}

void OnboardingPage::describe()
{
    const auto done = static_cast<int>(std::ranges::count_if(m_steps, &Step::done));
    const auto all = static_cast<int>(m_steps.size());
    m_bar->setRange(0, all);
    m_bar->setValue(done);
    m_summary->setText(done == all ? tr("Everything is set up")
                                   : tr("%1 of %2 steps done").arg(done).arg(all));
}

} // namespace nimara::ui
