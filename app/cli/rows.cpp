#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "models/schema/registry.h"

// list, get, create, set, delete, restore.
namespace nimara::cli {

namespace {

Error usage(std::string detail)
{
    return {ErrorCode::Invalid, "cli.usage", {}, std::move(detail)};
}

Result<const Table *> tableNamed(const std::string &name)
{
    const Table *table = schema::findTable(name);
    if (!table)
        return Error{ErrorCode::NotFound, "cli.table", name, "there is no such table"};
    return table;
}

struct Target
{
    const Table *table = nullptr;
    Uuid id;
};

Result<Target> targetOf(const Arguments &arguments)
{
    if (arguments.words.size() < 2)
        return usage(arguments.command + " wants TABLE and ID");
    const auto table = tableNamed(arguments.words[0]);
    if (!table)
        return table.error();
    const auto id = Uuid::parse(arguments.words[1]);
    if (!id)
        return Error{ErrorCode::Invalid, "cli.id", arguments.words[1], "is no id"};
    return Target{*table, *id};
}

Result<Value> valueOf(const Table &table, const std::string &column, const std::string &text)
{
    const ColumnInfo *info = table.find(column);
    if (!info || info->is(ServerOnly))
        return Error{ErrorCode::Invalid, "cli.column", column,
                     std::string(table.name) + " has no such column"};
    const auto value = valueFromText(info->type, text);
    if (!value)
        return Error{ErrorCode::Invalid, "value.type", column, "cannot hold this"};
    return *value;
}

// COLUMN=VALUE words from `first` on.
Result<std::vector<std::pair<std::string, Value>>> assignments(const Table &table, const Arguments &arguments,
                                                               std::size_t first)
{
    std::vector<std::pair<std::string, Value>> values;
    for (std::size_t i = first; i < arguments.words.size(); ++i) {
        const std::string &word = arguments.words[i];
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos)
            return usage("COLUMN=VALUE is wanted instead of " + word);
        auto value = valueOf(table, word.substr(0, equals), word.substr(equals + 1));
        if (!value)
            return value.error();
        values.emplace_back(word.substr(0, equals), *std::move(value));
    }
    return values;
}

// Saves the edit, gives the server a moment to answer, and says how it stands.
int submit(Program &program, const Arguments &arguments, Edit edit)
{
    const Table &table = *schema::findTable(edit.ops.front().table);
    const Uuid id = edit.ops.front().id;
    const auto saved = waitFor(program.store().submit(std::move(edit)));
    if (!saved)
        return fail(saved.error());
    const auto settled = [&] {
        const RowState state = program.store().rowState(table, id);
        return state == RowState::Confirmed || state == RowState::NeedsReview ||
               (program.store().status().link != LinkState::Live &&
                program.store().status().link != LinkState::Connecting &&
                program.store().status().link != LinkState::Loading);
    };
    if (!arguments.program.offline && arguments.wait)
        program.waitUntil(settled, arguments.timeout);
    static constexpr const char *words[] = {"confirmed", "waiting", "sent", "needs_review"};
    const RowState state = program.store().rowState(table, id);
    Json json{{"table", table.name},
              {"id", id.toString()},
              {"mutation", saved->toString()},
              {"state", words[static_cast<std::size_t>(state)]}};
    if (const auto row = waitFor(program.store().row(table, id)))
        json["row"] = rowJson(*row);
    print(json);
    return state == RowState::Confirmed     ? exitDone
           : state == RowState::NeedsReview ? exitRefused
                                            : exitWaiting;
}

int change(Program &program, const Arguments &arguments, OpKind kind)
{
    const auto target = targetOf(arguments);
    if (!target)
        return fail(target.error());
    const auto row = waitFor(program.store().row(*target->table, target->id));
    if (!row)
        return fail(row.error());
    Op op{target->table->number, target->id, kind, {}};
    if (kind == OpKind::Update) {
        const auto values = assignments(*target->table, arguments, 2);
        if (!values)
            return fail(values.error());
        if (values->empty())
            return fail(usage("set wants COLUMN=VALUE"));
        for (const auto &[column, value] : *values)
            op.fields.push_back({column, {}, row->value(column), value});
    }
    Edit edit;
    edit.ops.push_back(std::move(op));
    edit.title = "nimara-cli " + arguments.command;
    return submit(program, arguments, std::move(edit));
}

} // namespace

int listRows(Program &program, const Arguments &arguments)
{
    if (arguments.words.size() != 1)
        return fail(usage("list wants TABLE"));
    const auto table = tableNamed(arguments.words[0]);
    if (!table)
        return fail(table.error());
    Query query;
    query.table = *table;
    query.limit = arguments.limit;
    query.search = arguments.search;
    query.archived = arguments.archived ? Archived::Show : Archived::Hide;
    for (const auto &[column, text] : arguments.where) {
        const auto value = valueOf(**table, column, text);
        if (!value)
            return fail(value.error());
        const auto compare = isNull(*value) ? Compare::IsNull : Compare::Equal;
        query.filter = Filter::both(std::move(query.filter), Filter::where(column, compare, *value));
    }
    const bool online = (*table)->is(OnlineOnly);
    const auto rows = waitFor(online ? program.store().onlineList(query) : program.store().list(query));
    if (!rows)
        return fail(rows.error());
    for (const Row &row : *rows)
        print(rowJson(row));
    return exitDone;
}

int getRow(Program &program, const Arguments &arguments)
{
    const auto target = targetOf(arguments);
    if (!target)
        return fail(target.error());
    const auto row = waitFor(program.store().row(*target->table, target->id));
    if (!row)
        return fail(row.error());
    print(rowJson(*row));
    return exitDone;
}

int createRow(Program &program, const Arguments &arguments)
{
    if (arguments.words.empty())
        return fail(usage("create wants TABLE"));
    const auto table = tableNamed(arguments.words[0]);
    if (!table)
        return fail(table.error());
    const auto values = assignments(**table, arguments, 1);
    if (!values)
        return fail(values.error());
    SystemRng rng;
    Row row = Row::fresh(**table);
    row.setValue("id", Uuid::v7(SystemClock(), rng));
    row.setValue("port_id", program.store().session().portId);
    for (const auto &[column, value] : *values)
        row.setValue(column, value);
    Op op{(*table)->number, row.id(), OpKind::Create, {}};
    for (const ColumnInfo &column : (*table)->columns) {
        if (column.index != 0 && !isNull(row.value(column.index)) && !column.is(ServerSet))
            op.fields.push_back({std::string(column.name()), {}, {}, row.value(column.index)});
    }
    Edit edit;
    edit.ops.push_back(std::move(op));
    edit.title = "nimara-cli create";
    return submit(program, arguments, std::move(edit));
}

int setRow(Program &program, const Arguments &arguments)
{
    return change(program, arguments, OpKind::Update);
}

int deleteRow(Program &program, const Arguments &arguments)
{
    return change(program, arguments, OpKind::Delete);
}

int restoreRow(Program &program, const Arguments &arguments)
{
    return change(program, arguments, OpKind::Restore);
}

} // namespace nimara::cli
