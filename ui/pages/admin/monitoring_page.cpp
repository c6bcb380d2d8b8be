#include "ui/pages/admin/monitoring_page.h"

#include "models/items/labels.h"
#include "models/schema/registry.h"
#include "models/schema/tables/all.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/pages/card_grid.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/format.h"

#include <QTimer>
#include <QVBoxLayout>

#include <map>
#include <memory>

namespace nimara::ui {

namespace {

constexpr int serviceWidth = 380;
constexpr int tickMs = 5000;
constexpr double microsInMilli = 1000.0;

} // namespace

MonitoringPage::MonitoringPage(ShellContext &context, QWidget *parent)
    : PlainPage(context, tr("Monitoring"), parent)
{
    auto *again = makeButton(tr("Measure again"), Emphasis::Secondary, QStringLiteral("refresh-cw"), this);
    again->setObjectName(QStringLiteral("measure"));
    connect(again, &QPushButton::clicked, this, &MonitoringPage::refresh);
    addAction(again);
    auto *grid = new CardGrid(serviceWidth, content());
    grid->setMostColumns(2);
    const auto add = [grid](const QString &title) {
        auto *card = new Card(title, grid);
        auto *facts = new Facts(card);
        card->body()->addWidget(facts);
        card->body()->addStretch(1);
        grid->add(card);
        return facts;
    };
    m_status = add(tr("Link and queue"));
    m_status->setObjectName(QStringLiteral("status"));
    m_times = add(tr("Answers"));
    m_rows = add(tr("Rows on this computer"));
    addContent(grid);
    m_tick = new QTimer(this);
    connect(m_tick, &QTimer::timeout, this, [this] {
        if (isVisible())
            showStatus(); // "synced 5 minutes ago" grows older by itself
    });
    m_tick->start(tickMs);
    connect(&host().store(), &Store::statusChanged, this, &MonitoringPage::showStatus);
}

QString MonitoringPage::linkWords() const
{
    switch (const_cast<MonitoringPage *>(this)->host().store().status().link) {
    case LinkState::SignedOut:
        return tr("Signed out");
    case LinkState::WorkingOffline:
        return tr("Working offline, as you asked");
    case LinkState::Disconnected:
        return tr("Not connected");
    case LinkState::Connecting:
        return tr("Connecting");
    case LinkState::Loading:
        return tr("Loading");
    case LinkState::Live:
        return tr("Connected");
    case LinkState::Refused:
        return tr("Refused by the server");
    }
    return {};
}

void MonitoringPage::refresh()
{
    showStatus();
    countRows();
    measureReplica();
    measureServer();
}

void MonitoringPage::showStatus()
{
    const SyncStatus &status = host().store().status();
    const Format &format = host().format();
    m_status->clear();
    m_status->add(tr("Link"), linkWords());
    if (!status.problem.key.empty())
        m_status->add(tr("Problem"), errorSentence(status.problem));
    m_status->add(tr("Last synced"),
                  status.lastSyncedAt ? format.relative(*status.lastSyncedAt) : tr("Never"),
                  status.lastSyncedAt ? format.exact(*status.lastSyncedAt) : QString());
    m_status->add(tr("Waiting to be sent"), format.number(status.waiting));
    m_status->add(tr("To review"), format.number(status.review));
    if (status.totalRows > 0)
        m_status->add(
            tr("Loaded"),
            tr("%1 of %2 rows").arg(format.number(status.loadedRows), format.number(status.totalRows)));
}

// Asked table by table: each answer is a number, no row is fetched.
void MonitoringPage::countRows()
{
    const int round = ++m_round;
    auto counts = std::make_shared<std::map<QString, std::int64_t>>();
    auto open = std::make_shared<int>(0);
    for (const Table *table : schema::tables()) {
        if (!table->replicated() || !canView(*table, actorOf(host().store())))
            continue;
        ++*open;
        const Query query{.table = table, .archived = Archived::Show, .limit = 1};
        whenDone(host().store().find(query), this,
                 [this, round, table, counts, open](const Result<RowNumbers> &found) {
                     if (found && found->total > 0)
                         (*counts)[tablePlural(*table)] += found->total;
                     if (--*open > 0 || round != m_round)
                         return;
                     m_rows->clear();
                     std::int64_t sum = 0;
                     for (const auto &[name, count] : *counts)
                         sum += count;
                     m_rows->add(tr("All"), host().format().number(sum));
                     for (const auto &[name, count] : *counts)
                         m_rows->add(name, host().format().number(count));
                 });
    }
}

void MonitoringPage::measureReplica()
{
    QElapsedTimer watch;
    watch.start();
    const Query query{.table = &schema::Clients::table, .sort = {{"full_name", false}}};
    whenDone(host().store().find(query), this, [this, watch](const Result<RowNumbers> &) {
        m_replicaMicros = watch.nsecsElapsed() / 1000;
        showTimes();
    });
}

void MonitoringPage::measureServer()
{
    QElapsedTimer watch;
    watch.start();
    const Query query{.table = &schema::SystemSettings::table, .limit = 1};
    whenDone(host().store().onlineList(query), this, [this, watch](const Result<std::vector<Row>> &rows) {
        m_serverMillis = rows ? watch.elapsed() : -1;
        m_serverProblem = rows ? QString() : errorText(rows.error()).title;
        showTimes();
    });
}

void MonitoringPage::showTimes()
{
    const Format &format = host().format();
    m_times->clear();
    if (m_replicaMicros >= 0)
        m_times->add(tr("All clients, sorted"),
                     tr("%1 ms").arg(format.locale().toString(
                         static_cast<double>(m_replicaMicros) / microsInMilli, 'f', 1)));
    m_times->add(tr("Question to the server"),
                 m_serverMillis >= 0 ? tr("%1 ms").arg(format.number(m_serverMillis)) : m_serverProblem);
}

} // namespace nimara::ui
