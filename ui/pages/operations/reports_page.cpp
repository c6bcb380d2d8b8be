#include "ui/pages/operations/reports_page.h"

#include "models/schema/tables/all.h"
#include "ui/entity/edits.h"
#include "ui/pages/card_grid.h"
#include "ui/pages/group_card.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/format.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTimer>

#include <algorithm>

namespace nimara::ui {

namespace {

using namespace schema;

constexpr int cardWidth = 380;
constexpr int restMs = 400; // figures follow changes, not each of a burst

GroupCard::Question openDeals(const QString &title, const ColumnInfo &column)
{
    QUrlQuery options;
    options.addQueryItem(QStringLiteral("outcome"), QStringLiteral("open"));
    return {.title = title,
            .table = &Interests::table,
            .column = &column,
            .filter = Filter::equal(Interests::outcome, InterestOutcome::Open),
            .options = options,
            .sum = &Interests::offeredPrice.info()};
}

} // namespace

ReportsPage::ReportsPage(ShellContext &context, QWidget *parent) : PlainPage(context, tr("Reports"), parent)
{
    m_later = new QTimer(this);
    m_later->setSingleShot(true);
    m_later->setInterval(restMs);
    connect(m_later, &QTimer::timeout, this, &ReportsPage::refresh);
    connect(&host().store(), &Store::tableChanged, this, [this](int table) {
        const auto counts = [table](const GroupCard *card) {
            return card->question().table->number == table;
        };
        if (isVisible() && std::ranges::any_of(m_cards, counts))
            m_later->start();
    });
    addCards();
}

void ReportsPage::addCards()
{
    const QString currency = QString::fromStdString(host().format().currency());
    QUrlQuery inCurrency;
    inCurrency.addQueryItem(QStringLiteral("currency"), currency);
    const std::vector<GroupCard::Question> questions{
        openDeals(tr("Open deals by stage"), Interests::pipelineStage.info()),
        {.title = tr("Deals by outcome"),
         .table = &Interests::table,
         .column = &Interests::outcome.info(),
         .sum = &Interests::offeredPrice.info()},
        openDeals(tr("Open deals by person"), Interests::assignedTo.info()),
        openDeals(tr("Open deals by lead"), Interests::leadCategory.info()),
        openDeals(tr("Open deals by source"), Interests::source.info()),
        {.title = tr("Berths by status"), .table = &Berths::table, .column = &Berths::status.info()},
        {.title = tr("Berths by area"), .table = &Berths::table, .column = &Berths::area.info()},
        {.title = tr("Berths by tenure"), .table = &Berths::table, .column = &Berths::tenureType.info()},
        {.title = tr("Clients by source"), .table = &Clients::table, .column = &Clients::source.info()},
        {.title = tr("Clients by country"), .table = &Clients::table, .column = &Clients::country.info()},
        {.title = tr("Invoices in %1 by status").arg(currency),
         .table = &Invoices::table,
         .column = &Invoices::status.info(),
         .filter = Filter::equal(Invoices::currency, currency.toStdString()),
         .options = inCurrency,
         .sum = &Invoices::total.info()},
        {.title = tr("Expenses by category"),
         .table = &Expenses::table,
         .column = &Expenses::category.info(),
         .sum = &Expenses::baseAmount.info(),
         .everyChoice = false},
    };
    auto *grid = new CardGrid(cardWidth, content());
    grid->setMostColumns(3);
    for (const GroupCard::Question &question : questions) {
        if (!canView(*question.table, actorOf(host().store())))
            continue;
        auto *card = new GroupCard(host(), question, grid);
        auto *copy = new IconButton(QStringLiteral("copy"), tr("Copy"), card);
        connect(copy, &QToolButton::clicked, card,
                [card] { QGuiApplication::clipboard()->setText(card->asText()); });
        card->addAction(copy);
        grid->add(card);
        m_cards.append(card);
    }
    addContent(grid);
}

void ReportsPage::refresh()
{
    for (GroupCard *card : std::as_const(m_cards))
        card->refresh();
}

} // namespace nimara::ui
