#pragma once

#include "models/domain/pipeline.h"
#include "models/schema/tables/all.h"
#include "tests/server/sync/pg/harbour.h"

namespace nimara::server::test {

// The harbour, and what edits of it leave behind.
class Apply : public Harbour
{
protected:
    std::string audits(const Uuid &entity, const std::string &action)
    {
        return cell("select count(*) from audit_logs where entity_id = '" + entity.toString() +
                    "' and action = '" + action + "'");
    }
    std::string field(const Table &table, const Uuid &id, const std::string &column)
    {
        return cell("select \"" + column + "\" from \"" + std::string(table.name) + "\" where id = '" +
                    id.toString() + "'");
    }
    // A new deal of the client, by the agent.
    Edit deal(const Uuid &id, const Uuid &onBerth = {}, const std::string &stage = {})
    {
        std::vector<FieldChange> fields{to("client_id", client)};
        if (!onBerth.isNil())
            fields.push_back(to("berth_id", onBerth));
        if (!stage.empty())
            fields.push_back(to("pipeline_stage", word(stage)));
        return create(schema::Interests::table, id, std::move(fields));
    }
    Edit stageEdit(const Uuid &interest, PipelineStage from, PipelineStage stage,
                   const std::string &reason = {})
    {
        Row row(schema::Interests::table);
        row.set(schema::Interests::id, interest);
        row.set(schema::Interests::pipelineStage, from);
        return stageChangeEdit(row, stage, reason, SystemClock().now());
    }
};

} // namespace nimara::server::test
