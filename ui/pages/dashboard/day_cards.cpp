#include "ui/pages/dashboard/day_cards.h"

#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "models/schema/tables/all.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/undo.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/format.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace nimara::ui {

namespace {

using namespace schema;

constexpr int mostReminders = 8;
constexpr int mostChanges = 10;
constexpr int lineHeight = 36;
constexpr auto ahead = std::chrono::hours(24 * 7);

void clear(QVBoxLayout &lines)
{
    while (QLayoutItem *item = lines.takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
}

QWidget *makeName(EntityHost &host, const QString &name, const QUrl &address, QWidget *parent)
{
    if (address.isEmpty())
        return new ElidedLabel(name, Type::Body, Token::Text, QFont::Medium, parent);
    auto *link = new Label(QStringLiteral("<a style=\"text-decoration:none\" href=\"%1\">%2</a>")
                               .arg(address.toString(QUrl::FullyEncoded), name.toHtmlEscaped()),
                           Type::Body, Token::Text, QFont::Medium, parent);
    link->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    link->setMinimumWidth(theme().px(size::grid * 20));
    link->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    link->setToolTip(name);
    QObject::connect(link, &QLabel::linkActivated, link,
                     [&host](const QString &target) { host.navigate(QUrl(target)); });
    return link;
}

// The record a row is a part of: a note leads to its client.
std::pair<std::string_view, Uuid> recordOf(const Row &row)
{
    const Table &table = row.table();
    const ColumnInfo *parent = table.parentColumn.empty() ? nullptr : table.find(table.parentColumn);
    const auto *id = parent ? std::get_if<Uuid>(&row.value(parent->index)) : nullptr;
    if (id && table.name.ends_with("_notes"))
        return {parent->spec.references, *id};
    return {table.name, row.id()};
}

QString iconOf(const Table &table)
{
    if (table.name == "clients")
        return QStringLiteral("user");
    if (table.name == "interests")
        return QStringLiteral("handshake");
    return table.name == "berths" ? QStringLiteral("anchor") : QStringLiteral("sticky-note");
}

} // namespace

RemindersCard::RemindersCard(EntityHost &host, QWidget *parent)
    : Card(tr("Due reminders"), parent), m_host(host)
{
    auto *all = makeButton(tr("All reminders"), Emphasis::Quiet, {}, this);
    connect(all, &QPushButton::clicked, this,
            [this] { m_host.navigate(m_host.addressOfPage(QStringLiteral("reminders"), {})); });
    addAction(all);
    m_lines = new QVBoxLayout;
    m_lines->setSpacing(0);
    body()->addLayout(m_lines);
    m_empty =
        new EmptyState(QStringLiteral("check-check"), tr("Nothing is due in the next seven days"), {}, this);
    m_empty->hide();
    body()->addWidget(m_empty);
    body()->addStretch(1);
    connect(m_empty, &EmptyState::actionTriggered, this,
            [this] { m_host.navigate(m_host.addressOfNew("reminders", {})); });
}

void RemindersCard::refresh()
{
    Filter due = Filter::both(Filter::equal(Reminders::assignedTo, m_host.store().session().userId),
                              Filter::where("due_at", Compare::Less, (currentTime() + ahead).micros()));
    due = Filter::both(due, Filter::where("status", Compare::NotEqual, std::string("completed")));
    const Query query{
        .table = &Reminders::table, .filter = due, .sort = {{"due_at", false}}, .limit = mostReminders};
    whenDone(m_host.store().list(query), this, [this](const Result<std::vector<Row>> &rows) {
        if (rows)
            show(*rows);
    });
}

void RemindersCard::show(const std::vector<Row> &reminders)
{
    clear(*m_lines);
    for (const Row &reminder : reminders)
        m_lines->addWidget(makeLine(reminder));
    m_empty->setVisible(reminders.empty());
    const bool mayMake = static_cast<bool>(canCreate(Reminders::table, actorOf(m_host.store())));
    m_empty->setAction(mayMake ? tr("New reminder") : QString());
}

QWidget *RemindersCard::makeLine(const Row &reminder)
{
    auto *line = new QWidget(this);
    line->setFixedHeight(theme().px(lineHeight));
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::grid * 2));
    auto *done = new IconButton(QStringLiteral("circle"), tr("Complete"), line);
    done->setEnabled(static_cast<bool>(canEdit(Reminders::table, actorOf(m_host.store()), &reminder)));
    connect(done, &QToolButton::clicked, this, [this, reminder] { complete(reminder); });
    row->addWidget(done);
    const QString title = fromUtf8(reminder[Reminders::title].value_or(std::string()));
    row->addWidget(makeName(m_host, title, m_host.addressOf("reminders", reminder.id()), line), 1);
    const auto *priority = std::get_if<std::string>(&reminder.value(Reminders::priority.index()));
    if (priority && (*priority == "high" || *priority == "urgent"))
        row->addWidget(new StatusChip("priority", *priority,
                                      nimara::choiceLabel(Reminders::priority.info(), *priority), line));
    if (const auto due = reminder[Reminders::dueAt]) {
        const bool late = *due < currentTime();
        auto *when =
            new Label(m_host.format().relative(*due), Type::Small, late ? Token::Danger : Token::Muted,
                      late ? QFont::Medium : QFont::Normal, line);
        when->setToolTip(m_host.format().exact(*due));
        row->addWidget(when);
    }
    return line;
}

void RemindersCard::complete(const Row &reminder)
{
    Row now = reminder;
    now.set(Reminders::status, ReminderStatus::Completed);
    now.set(Reminders::completedAt, currentTime());
    Edit edit = updateEdit(reminder, now);
    const QString title = fromUtf8(reminder[Reminders::title].value_or(std::string()));
    edit.title = toUtf8(tr("Complete %1").arg(title));
    whenDone(m_host.store().submit(edit), this, [this, edit](const Result<Uuid> &result) {
        if (result)
            toastWithUndo(m_host, this, tr("Reminder completed"), edit);
        else
            m_host.toastError(result.error());
    });
}

ChangesCard::ChangesCard(EntityHost &host, QWidget *parent) : Card(tr("Latest changes"), parent), m_host(host)
{
    m_lines = new QVBoxLayout;
    m_lines->setSpacing(0);
    body()->addLayout(m_lines);
    m_empty = new EmptyState(QStringLiteral("history"), tr("Nothing has changed yet"), {}, this);
    m_empty->hide();
    body()->addWidget(m_empty);
    body()->addStretch(1);
    connect(&host.store(), &Store::titlesChanged, this, &ChangesCard::show);
}

void ChangesCard::refresh()
{
    m_rows.clear();
    const int round = ++m_round;
    m_open = 0;
    for (const Table *table :
         {&Clients::table, &Interests::table, &Berths::table, &ClientNotes::table, &InterestNotes::table}) {
        if (!canView(*table, actorOf(m_host.store())))
            continue;
        ++m_open;
        const Query query{.table = table, .sort = {{"updated_at", true}}, .limit = mostChanges};
        whenDone(m_host.store().list(query), this, [this, round](const Result<std::vector<Row>> &rows) {
            collect(round, rows ? *rows : std::vector<Row>());
        });
    }
}

void ChangesCard::collect(int round, const std::vector<Row> &rows)
{
    if (round != m_round)
        return;
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    if (--m_open > 0)
        return;
    // What was never on the server has no time of its yet: it is the newest.
    const auto at = [](const Row &row) {
        const auto *micros = std::get_if<std::int64_t>(&row.value("updated_at"));
        return micros ? *micros : std::numeric_limits<std::int64_t>::max();
    };
    std::ranges::stable_sort(m_rows, std::greater(), at);
    if (m_rows.size() > mostChanges)
        m_rows.resize(mostChanges);
    show();
}

void ChangesCard::show()
{
    if (m_open > 0)
        return;
    clear(*m_lines);
    for (const Row &row : m_rows)
        m_lines->addWidget(makeLine(row));
    m_empty->setVisible(m_rows.empty());
}

QWidget *ChangesCard::makeLine(const Row &changed)
{
    auto *line = new QWidget(this);
    line->setFixedHeight(theme().px(lineHeight));
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(size::gap));
    auto *mark = new QLabel(line);
    const int side = theme().px(size::icon);
    mark->setPixmap(ui::icon(iconOf(changed.table())).pixmap(QSize(side, side), devicePixelRatioF()));
    row->addWidget(mark);
    const auto [table, id] = recordOf(changed);
    const bool part = table != changed.table().name;
    const QString name = part ? m_host.store().title(table, id) : rowName(m_host.store(), changed);
    row->addWidget(makeName(m_host, name, m_host.addressOf(table, id), line), 1);
    row->addWidget(new Label(tableLabel(changed.table()), Type::Small, Token::Muted, QFont::Normal, line));
    if (const auto *micros = std::get_if<std::int64_t>(&changed.value("updated_at"))) {
        auto *when = new Label(m_host.format().relative(Instant(*micros)), Type::Small, Token::Muted,
                               QFont::Normal, line);
        when->setToolTip(m_host.format().exact(Instant(*micros)));
        row->addWidget(when);
    }
    return line;
}

} // namespace nimara::ui
