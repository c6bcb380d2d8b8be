#pragma once

#include "models/domain/rights.h"
#include "models/schema/tables/enums.h"

#include <QObject>

namespace nimara::ui {

class EntityHost;

QString stageLabel(PipelineStage stage);

// What stands between a deal and a stage, in words.
struct StageHindrance
{
    enum class Kind {
        NotAllowed,  // by a right, or because the deal is archived
        NeedsReason, // a gate is skipped; `gate` is the first of them
        BerthTaken,  // another deal has the berth: `takenBy`
        BerthHeld    // somebody else holds it
    };

    Kind kind = Kind::NotAllowed;
    QString text;
    Row deal = {};
    PipelineStage to = PipelineStage::Open;
    PipelineStage gate = PipelineStage::Open;
    Uuid takenBy = {};
};

// The one way by which pages move a deal: the rules are asked, the change is kept, the toast offers to undo it.
class StageMover : public QObject
{
    Q_OBJECT

public:
    StageMover(EntityHost &host, QObject *parent);

    // Empty: this user may move this deal.
    QString whyFixed(const Row &deal) const;
    QString whyFixed() const; // any deal
    void move(const Row &deal, PipelineStage to, const QString &reason = {});

signals:
    void moved(const nimara::Uuid &deal, nimara::PipelineStage to);
    void hindered(const nimara::ui::StageHindrance &hindrance);

private:
    void askForHold(const Row &deal, PipelineStage to, const QString &reason);
    void askForBerth(const Row &deal, PipelineStage to, const QString &reason);
    void submit(const Row &deal, PipelineStage to, const QString &reason);
    void takeBack(const Uuid &deal, PipelineStage from, PipelineStage to);

    EntityHost &m_host;
};

} // namespace nimara::ui
