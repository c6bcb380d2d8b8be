#include "tests/ui/gallery.h"

#include "models/items/labels.h"
#include "models/schema/tables/enums.h"
#include "ui/theme/icons.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/bars.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pipeline_bar.h"
#include "ui/widgets/search_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QRadioButton>
#include <QTabBar>
#include <QTableWidget>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

Card *buttons()
{
    auto *card = new Card(QStringLiteral("Buttons"));
    auto *line = new QHBoxLayout;
    line->addWidget(makeButton(QStringLiteral("Save"), Emphasis::Primary, QStringLiteral("check")));
    line->addWidget(makeButton(QStringLiteral("Cancel")));
    line->addWidget(makeButton(QStringLiteral("More"), Emphasis::Quiet, QStringLiteral("ellipsis")));
    line->addWidget(makeButton(QStringLiteral("Discard"), Emphasis::Danger));
    auto *off = makeButton(QStringLiteral("Not now"));
    off->setEnabled(false);
    line->addWidget(off);
    auto *bell = new IconButton(QStringLiteral("bell"), QStringLiteral("Notifications"));
    bell->setCount(7);
    line->addWidget(bell);
    line->addStretch();
    card->body()->addLayout(line);
    return card;
}

Card *fields()
{
    auto *card = new Card(QStringLiteral("Fields"));
    auto *grid = new QGridLayout;
    grid->addWidget(new SearchField, 0, 0);
    auto *invalid = new QLineEdit(QStringLiteral("12 metres"));
    invalid->setProperty("nimaraInvalid", true);
    grid->addWidget(invalid, 0, 1);
    auto *combo = new QComboBox;
    for (const Choice &choice : berthStatusChoices)
        combo->addItem(translated(choice.label));
    grid->addWidget(combo, 1, 0);
    auto *spin = new QDoubleSpinBox;
    spin->setValue(12.5);
    grid->addWidget(spin, 1, 1);
    auto *readOnly = new QLineEdit(QStringLiteral("Read only"));
    readOnly->setReadOnly(true);
    grid->addWidget(readOnly, 2, 0);
    auto *off = new QLineEdit(QStringLiteral("Disabled"));
    off->setEnabled(false);
    grid->addWidget(off, 2, 1);
    auto *notes = new QPlainTextEdit(QStringLiteral("Wants shade in the afternoon.\nCalls back on Monday."));
    notes->setMaximumHeight(theme().px(64));
    grid->addWidget(notes, 3, 0, 1, 2);
    auto *checks = new QHBoxLayout;
    auto *on = new QCheckBox(QStringLiteral("Water"));
    on->setChecked(true);
    auto *radio = new QRadioButton(QStringLiteral("Lease"));
    radio->setChecked(true);
    for (QWidget *widget : std::initializer_list<QWidget *>{on, new QCheckBox(QStringLiteral("Fuel")), radio,
                                                            new QRadioButton(QStringLiteral("Freehold"))})
        checks->addWidget(widget);
    checks->addStretch();
    grid->addLayout(checks, 4, 0, 1, 2);
    auto *progress = new QProgressBar;
    progress->setTextVisible(false);
    progress->setValue(60);
    grid->addWidget(progress, 5, 0, 1, 2);
    card->body()->addLayout(grid);
    return card;
}

Card *chips()
{
    auto *card = new Card(QStringLiteral("Status"));
    const auto line = [&](std::string_view column, std::span<const Choice> choices) {
        auto *row = new QHBoxLayout;
        row->setSpacing(theme().px(6));
        for (const Choice &choice : choices)
            row->addWidget(new StatusChip(column, choice.value, translated(choice.label)));
        row->addStretch();
        card->body()->addLayout(row);
    };
    line("status", berthStatusChoices);
    line("pipeline_stage", std::span(pipelineStageChoices).first(4));
    line("pipeline_stage", std::span(pipelineStageChoices).last(4));
    line("lead_category", leadCategoryChoices);
    line("status", invoiceStatusChoices);
    auto *bar = new PipelineBar;
    bar->setStage("visited");
    card->body()->addWidget(bar);
    return card;
}

QList<Bar> berthBars()
{
    QList<Bar> bars;
    qint64 count = 1240;
    for (const Choice &choice : berthStatusChoices) {
        bars.append(
            {fromUtf8(choice.value), translated(choice.label), count, {}, berthStatusLook(choice.value)});
        count = count / 2 - 40;
    }
    return bars;
}

Card *charts()
{
    auto *card = new Card(QStringLiteral("Berths by status"));
    auto *donut = new Donut;
    donut->setBars(berthBars());
    donut->setCaption(QStringLiteral("berths"));
    card->body()->addWidget(donut);
    auto *list = new BarList;
    list->setBars(berthBars());
    card->body()->addWidget(list);
    return card;
}

QTableWidget *table()
{
    auto *view = new QTableWidget(6, 4);
    view->setHorizontalHeaderLabels(
        {QStringLiteral("Berth"), QStringLiteral("Area"), QStringLiteral("Length"), QStringLiteral("Owner")});
    for (int row = 0; row < 6; ++row) {
        view->setItem(row, 0, new QTableWidgetItem(QStringLiteral("A-%1").arg(row + 10)));
        view->setItem(row, 1, new QTableWidgetItem(QStringLiteral("North pier")));
        view->setItem(row, 2, new QTableWidgetItem(QStringLiteral("12.5 m")));
        view->setItem(row, 3,
                      new QTableWidgetItem(QStringLiteral("Anna Berg, Berg Shipping and Trading AB")));
    }
    view->verticalHeader()->hide();
    view->setShowGrid(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->horizontalHeader()->setStretchLastSection(true);
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft);
    view->horizontalHeader()->setSortIndicatorShown(true);
    view->horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    view->selectRow(1);
    return view;
}

Card *record()
{
    auto *card = new Card(QStringLiteral("Record"));
    auto *head = new QHBoxLayout;
    head->addWidget(new Avatar(QStringLiteral("Anna Berg"), 40));
    head->addWidget(new Label(QStringLiteral("Anna Berg"), Type::Title, Token::Text, QFont::DemiBold));
    head->addStretch();
    card->body()->addLayout(head);
    auto *facts = new Facts;
    facts->add(QStringLiteral("Company"), QStringLiteral("Berg Shipping"));
    facts->addLink(QStringLiteral("Berth"), QStringLiteral("A-12"), QUrl(QStringLiteral("nimara://berths")));
    facts->add(QStringLiteral("Last contact"), QStringLiteral("3 days ago"));
    card->body()->addWidget(facts);
    auto *tabs = new QTabBar;
    for (const QString &name :
         {QStringLiteral("Timeline"), QStringLiteral("Contacts"), QStringLiteral("Notes")})
        tabs->addTab(name);
    tabs->setExpanding(false);
    card->body()->addWidget(tabs);
    return card;
}

} // namespace

QWidget *makeGallery()
{
    auto *page = new QWidget;
    auto *grid = new QGridLayout(page);
    const int margin = theme().px(size::page);
    grid->setContentsMargins(margin, margin, margin, margin);
    grid->setSpacing(theme().px(size::gap));
    auto *banner = new Banner;
    banner->setContent(Tone::Warning, QStringLiteral("You are working offline."),
                       QStringLiteral("3 changes wait on this computer."));
    banner->setAction(QStringLiteral("Go online"));
    grid->addWidget(banner, 0, 0, 1, 2);
    grid->addWidget(buttons(), 1, 0);
    grid->addWidget(record(), 1, 1, 2, 1);
    grid->addWidget(fields(), 2, 0);
    grid->addWidget(chips(), 3, 0);
    grid->addWidget(charts(), 3, 1);
    auto *flush = new Card(QStringLiteral("Table"));
    flush->setFlush(true);
    flush->body()->addWidget(table());
    grid->addWidget(flush, 4, 0);
    auto *empty = new Card;
    auto *nothing = new EmptyState(QStringLiteral("anchor"), QStringLiteral("No berths yet"),
                                   QStringLiteral("Add the first berth, or import a list."));
    nothing->setAction(QStringLiteral("Add a berth"));
    empty->body()->addWidget(nothing);
    grid->addWidget(empty, 4, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    return page;
}

} // namespace nimara::ui
