#include "server/api/commands/commands.h"

#include "models/domain/pipeline.h"
#include "models/schema/tables/interests.h"
#include "server/api/commands/change_stage.h"

namespace nimara::server {

namespace {

struct Entry
{
    std::string_view name;
    CommandHandler handler;
    // The argument that names the command's row, and its table.
    const char *rowArgument;
    const Table *table;
};

constexpr Entry commands[] = {
    {changeStageCommand, changeStage, "interestId", &schema::Interests::table},
};

const Entry *entryOf(std::string_view name)
{
    for (const Entry &entry : commands) {
        if (entry.name == name)
            return &entry;
    }
    return nullptr;
}

} // namespace

CommandHandler findCommand(std::string_view name)
{
    const Entry *entry = entryOf(name);
    return entry ? entry->handler : nullptr;
}

std::vector<RowKey> rowsOfCommand(const Command &command)
{
    const Entry *entry = entryOf(command.name);
    const auto args = entry ? parseJson(command.args) : Error{};
    if (!args || !args->is_object())
        return {};
    const auto found = args->find(entry->rowArgument);
    if (found == args->end() || !found->is_string())
        return {};
    const auto id = Uuid::parse(found->get_ref<const std::string &>());
    return id ? std::vector<RowKey>{{entry->table, *id}} : std::vector<RowKey>{};
}

} // namespace nimara::server
