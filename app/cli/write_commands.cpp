#include "app/cli/commands.h"
#include "models/schema/registry.h"
#include "models/store/when_done.h"

#include <algorithm>
#include <utility>

namespace nimara::cli {

namespace {

// What became of an edit, as it is told.
struct Fate
{
    const Table &table;
    Uuid row;
    Uuid mutation; // nil: nothing had to be changed
};

void tell(Cli &cli, const Fate &fate, RowState state, Exit exit, const Json &outcome = Json::object())
{
    Json line{{"table", fate.table.name},
              {"id", fate.row.toString()},
              {"mutation", fate.mutation.isNil() ? Json() : Json(fate.mutation.toString())},
              {"state", rowStateWord(state)},
              {"waiting", cli.store().status().waiting}};
    line.update(outcome);
    print(line);
    cli.finish(exit);
}

// The server has answered: the edit is confirmed unless it lies in the inbox.
void tellAnswer(Cli &cli, const Fate &fate)
{
    cli.take(cli.store().reviewItems(), [&cli, fate](const std::vector<ReviewItem> &items) {
        const auto refused = std::find_if(items.begin(), items.end(), [&](const ReviewItem &item) {
            return item.mutation.id == fate.mutation;
        });
        if (refused == items.end())
            return tell(cli, fate, RowState::Confirmed, Exit::Done);
        const bool isRefusal = refused->outcome.kind == OutcomeKind::Rejected;
        printError(isRefusal ? refused->outcome.error : Error{ErrorCode::Conflict, "cli.conflict"});
        tell(cli, fate, RowState::NeedsReview, Exit::Review, outcomeToJson(refused->outcome));
    });
}

void finishEdit(Cli &cli, const Fate &fate)
{
    if (!cli.waits())
        return tell(cli, fate, RowState::Waiting, Exit::NotSent);
    cli.when([&cli] { return cli.store().status().waiting == 0; }, [&cli, fate] { tellAnswer(cli, fate); },
             [&cli, fate](const Error &why) {
                 printError(why);
                 tell(cli, fate, RowState::Waiting, Exit::NotSent);
             });
}

void submit(Cli &cli, const Table &table, Op op, const char *title)
{
    const Uuid id = op.id;
    Edit edit;
    edit.ops.push_back(std::move(op));
    edit.title = std::string(title) + " " + std::string(table.label);
    cli.take(cli.store().submit(std::move(edit)), [&cli, &table, id](Uuid mutation) {
        finishEdit(cli, {table, id, mutation});
    });
}

// "column=value" behind the operands that name the row.
Result<std::vector<std::pair<const ColumnInfo *, Value>>> assignments(const Cli &cli, const Table &table,
                                                                      std::size_t first)
{
    std::vector<std::pair<const ColumnInfo *, Value>> all;
    const auto &operands = cli.arguments().operands;
    for (std::size_t i = first; i < operands.size(); ++i) {
        const std::size_t equals = operands[i].find('=');
        const std::string name = operands[i].substr(0, equals);
        const ColumnInfo *column = table.find(name);
        if (equals == std::string::npos || !column)
            return Error{ErrorCode::Invalid, "usage.column", name};
        const auto value = valueFromText(column->type, operands[i].substr(equals + 1));
        if (!value)
            return Error{ErrorCode::Invalid, "usage.text", name};
        all.emplace_back(column, *value);
    }
    if (all.empty())
        return Error{ErrorCode::Invalid, "usage.operand", "column=value"};
    return all;
}

// Of a pair both computers derive the same id, so that two additions are one row.
Uuid idOfNew(const Table &table, const Row &row)
{
    for (const UniqueRule &rule : table.uniques) {
        if (!rule.pair)
            continue;
        std::vector<Uuid> parts;
        for (const std::string_view name : rule.columns) {
            const auto *part = std::get_if<Uuid>(&row.value(name));
            parts.push_back(part ? *part : Uuid());
        }
        return Uuid::derived(table.name, parts);
    }
    const SystemClock clock;
    SystemRng rng;
    return Uuid::v7(clock, rng);
}

} // namespace

void runCreate(Cli &cli)
{
    const Table *table = cli.tableOperand();
    if (!table)
        return;
    const auto given = assignments(cli, *table, 1);
    if (!given)
        return cli.fail(given.error());
    Row row = Row::fresh(*table);
    if (table->is(PortScoped))
        row.setValue("port_id", cli.store().session().portId);
    for (const auto &[column, value] : *given)
        row.setValue(column->index, value);
    Op op{table->number, idOfNew(*table, row), OpKind::Create, {}};
    if (const std::string id = cli.arguments().value("id"); !id.empty()) {
        const auto parsed = Uuid::parse(id);
        if (!parsed)
            return cli.fail({ErrorCode::Invalid, "usage.value", "id"});
        op.id = *parsed;
    }
    for (const ColumnInfo &column : table->columns) {
        const Value &value = row.value(column.index);
        if (column.name() != "id" && !isNull(value) && !column.is(ServerSet | ServerOnly))
            op.fields.push_back({std::string(column.name()), {}, {}, value});
    }
    submit(cli, *table, std::move(op), "New");
}

void runSet(Cli &cli)
{
    const Table *table = cli.tableOperand();
    const auto id = table ? cli.idOperand(1) : std::nullopt;
    if (!id)
        return;
    const auto given = assignments(cli, *table, 2);
    if (!given)
        return cli.fail(given.error());
    cli.take(cli.store().row(*table, *id), [&cli, table, id, given = *given](const Row &row) {
        Op op{table->number, *id, OpKind::Update, {}};
        for (const auto &[column, value] : given) {
            if (!sameValue(column->type, row.value(column->index), value))
                op.fields.push_back({std::string(column->name()), {}, row.value(column->index), value});
        }
        if (op.fields.empty())
            tell(cli, {*table, *id, {}}, cli.store().rowState(*table, *id), Exit::Done); // it says so already
        else
            submit(cli, *table, std::move(op), "Change");
    });
}

namespace {

void runKind(Cli &cli, OpKind kind, const char *title)
{
    const Table *table = cli.tableOperand();
    const auto id = table ? cli.idOperand(1) : std::nullopt;
    if (!id)
        return;
    cli.take(cli.store().row(*table, *id), [&cli, table, id, kind, title](const Row &) {
        submit(cli, *table, {table->number, *id, kind, {}}, title);
    });
}

} // namespace

void runDelete(Cli &cli)
{
    runKind(cli, OpKind::Delete, "Delete");
}

void runRestore(Cli &cli)
{
    runKind(cli, OpKind::Restore, "Restore");
}

} // namespace nimara::cli
