#include "ui/pages/dashboard/dashboard_page.h"

#include "models/schema/tables/all.h"
#include "ui/entity/edits.h"
#include "ui/entity/list_filter.h"
#include "ui/pages/card_grid.h"
#include "ui/pages/dashboard/day_cards.h"
#include "ui/pages/dashboard/figure_tile.h"
#include "ui/pages/group_card.h"
#include "ui/pages/pages.h"
#include "ui/shell/page_registry.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QTimer>

#include <algorithm>

namespace nimara::ui {

namespace {

using namespace schema;

constexpr int tileWidth = 200;
constexpr int cardWidth = 420;
constexpr int restMs = 300;

QUrlQuery options(std::initializer_list<std::pair<const char *, const char *>> items)
{
    QUrlQuery query;
    for (const auto &[key, value] : items)
        query.addQueryItem(QLatin1String(key), QLatin1String(value));
    return query;
}

// The same words that stand in the link narrow the count, so that the figure and its list agree.
Filter filterOf(const Table &table, const QUrlQuery &words, const Format &format)
{
    return toFilter(table, filterFromOptions(table, words), format, currentTime());
}

} // namespace

DashboardPage::DashboardPage(ShellContext &context, QWidget *parent)
    : PlainPage(context, tr("Dashboard"), parent)
{
    addFigures();
    addCharts();
    addLists();
    m_later = new QTimer(this);
    m_later->setSingleShot(true);
    m_later->setInterval(restMs);
    connect(m_later, &QTimer::timeout, this, &DashboardPage::refresh);
    connect(&host().store(), &Store::tableChanged, this, [this] {
        if (isVisible() && !m_later->isActive())
            m_later->start();
    });
    connect(&host().store(), &Store::replicaReplaced, this, &DashboardPage::refresh);
}

void DashboardPage::addFigures()
{
    auto *grid = new CardGrid(tileWidth, content());
    const auto add = [&](const QString &label, const Table &table, const char *page, const QUrlQuery &words,
                         const ColumnInfo *sum = nullptr, const QString &sumWords = {}) {
        if (!canView(table, actorOf(host().store())))
            return;
        FigureTile::Question question{
            .label = label,
            .query = {.table = &table, .filter = filterOf(table, words, host().format())},
            .sum = sum,
            .sumWords = sumWords,
            .address = host().addressOfPage(QLatin1String(page), words)};
        auto *tile = new FigureTile(host(), question, grid);
        tile->setObjectName(QStringLiteral("figure_") + QLatin1String(page));
        grid->add(tile);
        m_figures.append(tile);
    };
    add(tr("Open deals"), Interests::table, "interests", options({{"outcome", "open"}}),
        &Interests::offeredPrice.info(), tr("%1 offered"));
    add(tr("Available berths"), Berths::table, "berths", options({{"status", "available"}}),
        &Berths::price.info(), tr("%1 asked"));
    add(tr("Clients"), Clients::table, "clients", {});
    QUrlQuery overdue = options({{"due_at", "overdue"}, {"status", "pending,snoozed"}});
    overdue.addQueryItem(QStringLiteral("assigned_to"),
                         QString::fromStdString(host().store().session().userId.toString()));
    add(tr("My overdue reminders"), Reminders::table, "reminders", overdue);
    addContent(grid);
}

void DashboardPage::addCharts()
{
    auto *grid = new CardGrid(cardWidth, content());
    grid->setMostColumns(2);
    const auto add = [&](GroupCard::Question question, const char *name) {
        if (!canView(*question.table, actorOf(host().store())))
            return;
        auto *card = new GroupCard(host(), std::move(question), grid);
        card->setObjectName(QLatin1String(name));
        grid->add(card);
        m_groups.append(card);
    };
    add({.title = tr("Pipeline"),
         .table = &Interests::table,
         .column = &Interests::pipelineStage.info(),
         .filter = Filter::equal(Interests::outcome, InterestOutcome::Open),
         .options = options({{"outcome", "open"}}),
         .sum = &Interests::offeredPrice.info()},
        "pipeline");
    add({.title = tr("Berths by status"), .table = &Berths::table, .column = &Berths::status.info()},
        "berthStatus");
    addContent(grid);
}

void DashboardPage::addLists()
{
    auto *grid = new CardGrid(cardWidth, content());
    grid->setMostColumns(2);
    const Actor actor = actorOf(host().store());
    if (canView(Reminders::table, actor)) {
        m_reminders = new RemindersCard(host(), grid);
        m_reminders->setObjectName(QStringLiteral("reminders"));
        grid->add(m_reminders);
    }
    m_changes = new ChangesCard(host(), grid);
    m_changes->setObjectName(QStringLiteral("changes"));
    grid->add(m_changes);
    addContent(grid);
}

void DashboardPage::refresh()
{
    for (FigureTile *tile : std::as_const(m_figures))
        tile->refresh();
    for (GroupCard *card : std::as_const(m_groups))
        card->refresh();
    if (m_reminders)
        m_reminders->refresh();
    m_changes->refresh();
}

void registerDashboardPage(PageRegistry &registry)
{
    registry.add({.key = QStringLiteral("dashboard"),
                  .section = Section::Main,
                  .order = 10,
                  .title = QCoreApplication::translate("nimara::ui::DashboardPage", "Dashboard"),
                  .icon = QStringLiteral("layout-dashboard"),
                  .make = [](ShellContext &context, QWidget *parent) -> Page * {
                      return new DashboardPage(context, parent);
                  }});
}

} // namespace nimara::ui
