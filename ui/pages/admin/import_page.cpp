#include "ui/pages/admin/import_page.h"

#include "models/base/text.h"
#include "models/items/labels.h"
#include "models/schema/registry.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/page_spec.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMimeData>
#include <QPointer>
#include <QProgressBar>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace nimara::ui {

namespace {

constexpr int mostShown = 200; // lines in the preview; those with faults come first
constexpr int batch = 100;     // edits on their way at a time

// What is brought from elsewhere by hand; pair tables and what the server makes are not.
constexpr std::array importable{"clients",
                                "client_contacts",
                                "vessels",
                                "berths",
                                "interests",
                                "expenses",
                                "tags",
                                "berth_waiting_list",
                                "reminders",
                                "invoices",
                                "invoice_line_items",
                                "berth_maintenance_log",
                                "document_templates"};

} // namespace

ImportPage::ImportPage(ShellContext &context, QWidget *parent) : PlainPage(context, tr("Import"), parent)
{
    setAcceptDrops(true);
    addContent(makeChoice());
    addContent(makePreview());
    m_empty = new EmptyState(QStringLiteral("upload"), tr("Drop a CSV file here"),
                             tr("You see what would be made of it before anything is saved."), content());
    m_empty->setMaximumWidth(theme().px(textWidth));
    addContent(m_empty);
    connect(&host().store(), &Store::sessionChanged, this, &ImportPage::refresh);
    refresh();
}

QWidget *ImportPage::makeChoice()
{
    auto *card = new Card(tr("What to import"), content());
    card->setMaximumWidth(theme().px(textWidth));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme().px(size::gap));
    m_table = new QComboBox(card);
    m_table->setObjectName(QStringLiteral("table"));
    m_table->setAccessibleName(tr("Into"));
    auto *choose = makeButton(tr("Choose a CSV file"), Emphasis::Secondary, QStringLiteral("upload"), card);
    choose->setObjectName(QStringLiteral("chooseFile"));
    m_file = new Label({}, Type::Body, Token::Muted, QFont::Normal, card);
    row->addWidget(m_table);
    row->addWidget(choose);
    row->addWidget(m_file, 1);
    card->body()->addLayout(row);
    auto *help = new Label(
        tr("The first line names the columns. Dates are written 2026-11-22, numbers 1234.50; clients, "
           "berths and people are found by their names."),
        Type::Small, Token::Muted, QFont::Normal, card);
    help->setWordWrap(true);
    card->body()->addWidget(help);
    m_columns = new Label({}, Type::Small, Token::Muted, QFont::Normal, card);
    m_columns->setWordWrap(true);
    m_columns->setTextInteractionFlags(Qt::TextSelectableByMouse);
    card->body()->addWidget(m_columns);
    connect(choose, &QPushButton::clicked, this, &ImportPage::chooseFile);
    connect(m_table, &QComboBox::currentIndexChanged, this, [this] {
        showColumns();
        plan();
    });
    return card;
}

QWidget *ImportPage::makePreview()
{
    m_preview = new Card(content());
    auto *row = new QHBoxLayout;
    m_summary = new Label({}, Type::Section, Token::Text, QFont::DemiBold, m_preview);
    m_summary->setObjectName(QStringLiteral("summary"));
    m_summary->setWordWrap(true);
    m_import = makeButton(tr("Import"), Emphasis::Primary, QStringLiteral("check"), m_preview);
    m_import->setObjectName(QStringLiteral("import"));
    row->addWidget(m_summary, 1);
    row->addWidget(m_import);
    m_preview->body()->addLayout(row);
    m_bar = new QProgressBar(m_preview);
    m_bar->setTextVisible(false);
    m_bar->hide();
    m_preview->body()->addWidget(m_bar);
    m_lines = new QTableWidget(m_preview);
    m_lines->setObjectName(QStringLiteral("lines"));
    m_lines->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_lines->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_lines->setShowGrid(false);
    m_lines->verticalHeader()->hide();
    m_lines->setMinimumHeight(theme().px(320));
    m_preview->body()->addWidget(m_lines, 1);
    m_preview->hide();
    connect(m_import, &QPushButton::clicked, this, &ImportPage::run);
    return m_preview;
}

void ImportPage::refresh()
{
    if (m_running)
        return;
    const QString before = m_table->currentData().toString();
    const QSignalBlocker quiet(m_table);
    m_table->clear();
    for (const char *name : importable) {
        const Table *table = schema::findTable(name);
        if (table && canCreate(*table, actorOf(host().store())))
            m_table->addItem(tablePlural(*table), QLatin1String(name));
    }
    const int again = m_table->findData(before);
    m_table->setCurrentIndex(std::max(0, again));
    showColumns();
}

const Table *ImportPage::table() const
{
    return schema::findTable(toUtf8(m_table->currentData().toString()));
}

void ImportPage::showColumns()
{
    QStringList names;
    if (const Table *into = table()) {
        for (const ColumnInfo &column : into->columns) {
            if (isEditable(column))
                names << fromUtf8(column.name()) + (column.is(Required) ? QStringLiteral("*") : QString());
        }
    }
    m_columns->setText(tr("Columns (* required): %1").arg(names.join(QStringLiteral(", "))));
}

// The dialog answers by a signal: nothing waits in a loop of its own.
void ImportPage::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a CSV file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("CSV files (*.csv *.tsv *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ImportPage::readFile);
    dialog->open();
}

void ImportPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().front().isLocalFile())
        event->acceptProposedAction();
}

void ImportPage::dropEvent(QDropEvent *event)
{
    if (!event->mimeData()->urls().isEmpty())
        readFile(event->mimeData()->urls().front().toLocalFile());
}

void ImportPage::readFile(const QString &path)
{
    QFile file(path);
    if (file.size() > static_cast<qint64>(CsvLimits().bytes) || !file.open(QIODevice::ReadOnly)) {
        host().toast({tr("%1 cannot be read.").arg(QFileInfo(path).fileName()), Tone::Danger});
        return;
    }
    read(file.readAll(), QFileInfo(path).fileName());
}

void ImportPage::read(const QByteArray &bytes, const QString &name)
{
    if (m_running)
        return;
    m_file->setText(name);
    const std::string_view text(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    Result<CsvTable> parsed = CsvTable::parse(text, guessDelimiter(text));
    m_csv.reset();
    m_problem.clear();
    if (parsed)
        m_csv = std::move(*parsed);
    else if (parsed.error().key == "text.utf8")
        m_problem = tr("This file is not UTF-8. Save it as UTF-8 and choose it again.");
    else
        m_problem = tr("This is no CSV file that can be read.");
    plan();
}

void ImportPage::plan()
{
    m_names.clear();
    if (m_csv && table())
        findNames(namesToFind(*m_csv, *table(), actorOf(host().store())));
    else
        showPlan();
}

void ImportPage::findNames(std::vector<std::pair<const Table *, std::string>> names)
{
    m_open = static_cast<int>(names.size());
    if (m_open == 0)
        return showPlan();
    for (const auto &[target, name] : names) {
        Query query{.table = target, .limit = 2};
        query.filter = Filter::where(target->titleColumn, Compare::Equal, name);
        const std::pair<std::string, std::string> key{std::string(target->name), foldedText(name)};
        whenDone(host().store().list(query), this, [this, key](const Result<std::vector<Row>> &rows) {
            if (rows && !rows->empty())
                m_names[key] = rows->size() == 1 ? rows->front().id() : Uuid();
            if (--m_open == 0)
                showPlan();
        });
    }
}

void ImportPage::showPlan()
{
    m_preview->setVisible(m_csv.has_value() || !m_problem.isEmpty());
    m_empty->setVisible(m_preview->isHidden());
    m_import->setEnabled(false);
    m_lines->setVisible(m_csv.has_value());
    if (!m_csv || !table()) {
        m_summary->setText(m_problem);
        return;
    }
    m_plan = planCsv(*m_csv, newRow(*table(), host().store()), actorOf(host().store()), m_names);
    if (!m_plan.problem.isEmpty()) {
        m_summary->setText(m_plan.problem);
        m_lines->hide();
        return;
    }
    const Format &format = host().format();
    const auto good = static_cast<std::int64_t>(m_plan.good());
    const auto all = static_cast<std::int64_t>(m_plan.lines.size());
    m_summary->setText(good == all ? tr("%1 rows are ready").arg(format.number(all))
                                   : tr("%1 of %2 rows are ready; the others are left out")
                                         .arg(format.number(good), format.number(all)));
    m_import->setEnabled(good > 0);
    m_import->setText(tr("Import %1").arg(format.number(good)));
    fillTable();
}

void ImportPage::fillTable()
{
    std::vector<const CsvPlan::Line *> shown;
    for (const bool good : {false, true}) {
        for (const CsvPlan::Line &line : m_plan.lines) {
            if (line.isGood() == good && shown.size() < mostShown)
                shown.push_back(&line);
        }
    }
    QStringList heads{tr("Line"), tr("State")};
    for (std::size_t place = 0; place < m_plan.headings.size(); ++place)
        heads << (m_plan.columns[place] ? nimara::columnLabel(*m_plan.columns[place])
                                        : tr("%1 (left out)").arg(m_plan.headings[place]));
    m_lines->setColumnCount(static_cast<int>(heads.size()));
    m_lines->setHorizontalHeaderLabels(heads);
    m_lines->setRowCount(static_cast<int>(shown.size()));
    for (int i = 0; i < static_cast<int>(shown.size()); ++i) {
        const CsvPlan::Line &line = *shown[static_cast<std::size_t>(i)];
        QStringList faults;
        for (const CsvPlan::Fault &fault : line.faults)
            faults << tr("%1: %2").arg(fault.column, fault.reason);
        m_lines->setItem(i, 0, new QTableWidgetItem(QString::number(line.number)));
        auto *state = new QTableWidgetItem(faults.isEmpty() ? tr("Ready") : faults.join(QLatin1Char(' ')));
        state->setToolTip(faults.join(QLatin1Char('\n')));
        state->setForeground(theme().color(faults.isEmpty() ? Token::Success : Token::Danger));
        m_lines->setItem(i, 1, state);
        for (int place = 0; place < static_cast<int>(m_plan.columns.size()); ++place) {
            const auto cell = m_csv->cell(line.number - 1, static_cast<std::size_t>(place));
            m_lines->setItem(i, place + 2, new QTableWidgetItem(fromUtf8(cell)));
        }
    }
    m_lines->resizeColumnsToContents();
    m_lines->setColumnWidth(1, std::min(m_lines->columnWidth(1), theme().px(320)));
}

void ImportPage::run()
{
    if (m_running || m_plan.good() == 0)
        return;
    m_running = true;
    m_next = m_failed = 0;
    m_made.clear();
    m_open = 0;
    m_group = newId();
    m_import->setEnabled(false);
    m_table->setEnabled(false);
    m_bar->setRange(0, static_cast<int>(m_plan.good()));
    m_bar->setValue(0);
    m_bar->show();
    runNext();
}

// A batch at a time, so that the window stays alive and the outbox is written in between.
void ImportPage::runNext()
{
    int started = 0;
    while (m_next < m_plan.lines.size() && started < batch) {
        const CsvPlan::Line &line = m_plan.lines[m_next++];
        if (!line.isGood())
            continue;
        Edit edit = createEdit(line.row);
        edit.group = m_group;
        edit.title = toUtf8(tr("Import %1").arg(tableLabel(line.row.table())));
        ++started;
        ++m_open;
        whenDone(host().store().submit(std::move(edit)), this,
                 [this, id = line.row.id()](const Result<Uuid> &result) {
                     if (result)
                         m_made.push_back(id);
                     else
                         ++m_failed;
                     m_bar->setValue(m_bar->value() + 1);
                     if (--m_open == 0)
                         runNext();
                 });
    }
    if (started == 0 && m_open == 0)
        finish();
}

void ImportPage::finish()
{
    m_running = false;
    m_table->setEnabled(true);
    m_bar->hide();
    const Table &into = *table();
    const Format &format = host().format();
    Toast toast{
        tr("%1: %2 imported").arg(tablePlural(into), format.number(static_cast<std::int64_t>(m_made.size()))),
        m_failed > 0 ? Tone::Warning : Tone::Success};
    if (into.is(Archivable) && !m_made.empty()) {
        toast.action = tr("Undo");
        toast.run = [self = QPointer<ImportPage>(this), ids = m_made, &into] {
            if (self)
                self->takeBack(ids, into);
        };
    }
    host().toast(std::move(toast));
    m_csv.reset();
    m_plan = {};
    m_file->setText({});
    showPlan();
}

void ImportPage::takeBack(const std::vector<Uuid> &ids, const Table &table)
{
    const Uuid group = newId();
    for (const Uuid &id : ids) {
        Edit edit = removeEdit(table, id);
        edit.group = group;
        edit.title = toUtf8(tr("Take back the import"));
        whenDone(host().store().submit(std::move(edit)), this, [](const Result<Uuid> &) {});
    }
    host().toast({tr("The import was taken back"), Tone::Neutral});
}

} // namespace nimara::ui
