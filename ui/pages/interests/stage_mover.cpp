#include "ui/pages/interests/stage_mover.h"

#include "models/domain/holds.h"
#include "models/domain/pipeline.h"
#include "models/items/labels.h"
#include "models/items/value_text.h"
#include "models/schema/tables/interests.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"
#include "ui/entity/rights_text.h"
#include "ui/pages/berths/who_holds.h"

#include <QPointer>

#include <algorithm>

namespace nimara::ui {

namespace {

using schema::Interests;

bool winsBerth(const Row &deal, PipelineStage to)
{
    const Value taken = ValueTraits<bool>::toValue(true);
    return std::ranges::any_of(stageChangeFields(deal, to, currentTime()), [&](const FieldChange &field) {
        return field.column == Interests::occupiesBerth.name() && field.now == taken;
    });
}

} // namespace

QString stageLabel(PipelineStage stage)
{
    return translated(pipelineStageChoices[static_cast<std::size_t>(stage)].label);
}

StageMover::StageMover(EntityHost &host, QObject *parent) : QObject(parent), m_host(host) {}

QString StageMover::whyFixed() const
{
    const Store &store = m_host.store();
    return whyNot(store, canChange(Interests::pipelineStage.info(), actorOf(store)));
}

QString StageMover::whyFixed(const Row &deal) const
{
    if (deal[Interests::archivedAt])
        return tr("This deal is archived. Restore it to move it.");
    return whyFixed();
}

void StageMover::move(const Row &deal, PipelineStage to, const QString &reason)
{
    const auto from = deal[Interests::pipelineStage];
    if (!from || *from == to)
        return;
    if (const QString why = whyFixed(deal); !why.isEmpty()) {
        emit hindered({.kind = StageHindrance::Kind::NotAllowed, .text = why, .deal = deal, .to = to});
        return;
    }
    if (const Result<> allowed = checkStageChange(*from, to, toUtf8(reason)); !allowed) {
        const std::vector<PipelineStage> gates = skippedGates(*from, to);
        QStringList skipped;
        std::ranges::transform(gates, std::back_inserter(skipped), stageLabel);
        emit hindered({.kind = StageHindrance::Kind::NeedsReason,
                       .text = tr("Moving to %1 skips: %2. The reason is kept in the history.")
                                   .arg(stageLabel(to), skipped.join(QStringLiteral(", "))),
                       .deal = deal,
                       .to = to,
                       .gate = gates.empty() ? to : gates.front()});
        return;
    }
    Row moved = deal;
    moved.set(Interests::pipelineStage, to);
    if (claimsBerth(&deal, moved))
        askForHold(deal, to, reason);
    else
        submit(deal, to, reason);
}

void StageMover::askForHold(const Row &deal, PipelineStage to, const QString &reason)
{
    askWhoHolds(m_host, *deal[Interests::berthId], this, [this, deal, to, reason](const QString &why) {
        if (!why.isEmpty())
            emit hindered({.kind = StageHindrance::Kind::BerthHeld, .text = why, .deal = deal, .to = to});
        else if (winsBerth(deal, to))
            askForBerth(deal, to, reason);
        else
            submit(deal, to, reason);
    });
}

// The server has the last word (rule 3 of DOMAIN.md); what is known here already is said before anything is queued.
void StageMover::askForBerth(const Row &deal, PipelineStage to, const QString &reason)
{
    Query winner{.table = &Interests::table, .limit = 1};
    winner.filter = Filter::both(Filter::equal(Interests::berthId, *deal[Interests::berthId]),
                                 Filter::equal(Interests::occupiesBerth, true));
    whenDone(m_host.store().list(std::move(winner)), this,
             [this, deal, to, reason](const Result<std::vector<Row>> &rows) {
                 if (!rows)
                     return m_host.toastError(rows.error());
                 if (rows->empty())
                     return submit(deal, to, reason);
                 Store &store = m_host.store();
                 const Row &other = rows->front();
                 const auto stage = other[Interests::pipelineStage];
                 emit hindered(
                     {.kind = StageHindrance::Kind::BerthTaken,
                      .text = tr("Berth %1 is taken by %2 (%3). One berth has one winner.")
                                  .arg(store.title("berths", *deal[Interests::berthId]),
                                       store.title("clients", other[Interests::clientId].value_or(Uuid())),
                                       stage ? stageLabel(*stage) : QString()),
                      .deal = deal,
                      .to = to,
                      .takenBy = other.id()});
             });
}

void StageMover::submit(const Row &deal, PipelineStage to, const QString &reason)
{
    Store &store = m_host.store();
    Edit edit = stageChangeEdit(deal, to, toUtf8(reason), currentTime());
    edit.title = toUtf8(tr("Move %1 to %2").arg(rowTitle(store, deal), stageLabel(to)));
    const PipelineStage from = *deal[Interests::pipelineStage];
    const auto done = [this, from, to, id = deal.id()](const Result<Uuid> &result) {
        if (!result)
            return m_host.toastError(result.error());
        const auto undo = [self = QPointer<StageMover>(this), id, from, to] {
            if (self)
                self->takeBack(id, from, to);
        };
        m_host.toast({tr("Moved to %1").arg(stageLabel(to)), Tone::Success, tr("Undo"), undo});
        emit moved(id, to);
    };
    whenDone(store.submit(std::move(edit)), this, done);
}

// Through the command again, not by the reversed fields: the dates of the stages are the server's to write.
void StageMover::takeBack(const Uuid &deal, PipelineStage from, PipelineStage to)
{
    whenDone(m_host.store().row(Interests::table, deal), this, [this, from, to](const Result<Row> &row) {
        if (!row)
            return m_host.toastError(row.error());
        const auto stage = (*row)[Interests::pipelineStage];
        if (stage && *stage != to)
            return m_host.toast(
                {tr("Not undone: the deal was moved to %1 since").arg(stageLabel(*stage)), Tone::Warning});
        move(*row, from, tr("The move to %1 was undone").arg(stageLabel(to)));
    });
}

} // namespace nimara::ui
