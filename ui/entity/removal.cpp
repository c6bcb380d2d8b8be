#include "ui/entity/removal.h"

#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "models/store/store.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/rights_text.h"

#include <QCoreApplication>
#include <QPointer>

#include <memory>

namespace nimara::ui {

namespace {

enum class Way { Remove, Restore };

QString say(const char *text, const char *comment = nullptr, int count = -1)
{
    return QCoreApplication::translate("Removal", text, comment, count);
}

QString described(EntityHost &host, const std::vector<Row> &rows)
{
    const Table &table = rows.front().table();
    if (rows.size() > 1)
        return say("%n record(s)", nullptr, static_cast<int>(rows.size()));
    const QString name = rowTitle(host.store(), rows.front());
    return name.isEmpty() ? tableLabel(table) : name;
}

// What the toast and the outbox say.
QString sentence(EntityHost &host, const std::vector<Row> &rows, Way way)
{
    const QString what = described(host, rows);
    if (way == Way::Restore)
        return say("%1 restored").arg(what);
    return rows.front().table().is(Archivable) ? say("%1 archived").arg(what) : say("%1 deleted").arg(what);
}

std::vector<Row> allowed(EntityHost &host, const std::vector<Row> &rows, Way way)
{
    std::vector<Row> kept;
    for (const Row &row : rows) {
        const bool archived = !isNull(row.value("archived_at"));
        const bool fits = way == Way::Restore ? archived : !archived;
        if (fits && canRemove(row.table(), actorOf(host.store()), &row))
            kept.push_back(row);
    }
    return kept;
}

// One gesture, as many edits as rows: a row that is refused does not hold up the others.
struct Batch
{
    std::size_t open = 0;
    std::size_t failed = 0;
    Error error;
};

void submitAll(EntityHost &host, QObject *owner, const std::vector<Row> &rows, Way way,
               std::function<void(const Batch &)> then)
{
    auto batch = std::make_shared<Batch>();
    batch->open = rows.size();
    const Uuid group = rows.size() > 1 ? newId() : Uuid();
    for (const Row &row : rows) {
        Edit edit =
            way == Way::Remove ? removeEdit(row.table(), row.id()) : restoreEdit(row.table(), row.id());
        edit.group = group;
        edit.title = toUtf8(sentence(host, {row}, way));
        whenDone(host.store().submit(std::move(edit)), owner, [batch, then](const Result<Uuid> &result) {
            if (!result) {
                ++batch->failed;
                batch->error = result.error();
            }
            if (--batch->open == 0)
                then(*batch);
        });
    }
}

void run(EntityHost &host, QObject *owner, const std::vector<Row> &rows, Way way, std::function<void()> then)
{
    submitAll(host, owner, rows, way, [&host, owner, rows, way, then = std::move(then)](const Batch &batch) {
        if (batch.failed > 0)
            host.toastError(batch.error);
        if (batch.failed < rows.size()) {
            Toast toast{sentence(host, rows, way), Tone::Success};
            if (way == Way::Remove && rows.front().table().is(Archivable)) {
                toast.action = say("Undo");
                toast.run = [&host, owner = QPointer<QObject>(owner), rows] {
                    if (owner)
                        submitAll(host, owner, rows, Way::Restore, [](const Batch &) {});
                };
            }
            host.toast(std::move(toast));
        }
        if (then)
            then();
    });
}

} // namespace

void removeRows(EntityHost &host, QObject *owner, const std::vector<Row> &rows, std::function<void()> then)
{
    const std::vector<Row> mine = allowed(host, rows, Way::Remove);
    if (mine.empty()) {
        if (!rows.empty())
            host.toast(
                {whyNot(host.store(), canRemove(rows.front().table(), actorOf(host.store()), &rows.front())),
                 Tone::Warning});
        return;
    }
    const Table &table = mine.front().table();
    if (table.is(Archivable))
        return run(host, owner, mine, Way::Remove, std::move(then));
    const Question question{
        .title = say("Delete %1?").arg(described(host, mine)),
        .text = say("It is deleted for everybody in this port and cannot be brought back."),
        .accept = say("Delete"),
        .destructive = true,
    };
    host.ask(question, owner,
             [&host, owner, mine, then = std::move(then)] { run(host, owner, mine, Way::Remove, then); });
}

void restoreRows(EntityHost &host, QObject *owner, const std::vector<Row> &rows, std::function<void()> then)
{
    const std::vector<Row> mine = allowed(host, rows, Way::Restore);
    if (!mine.empty())
        run(host, owner, mine, Way::Restore, std::move(then));
}

} // namespace nimara::ui
