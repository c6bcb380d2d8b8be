#include "app/cli/commands.h"
#include "models/schema/registry.h"
#include "models/store/when_done.h"

#include <array>

namespace nimara::cli {

namespace {

struct Comparison
{
    std::string_view sign;
    Compare compare;
};

// Longer signs first: "<=" begins like "<".
constexpr std::array comparisons{
    Comparison{"!=", Compare::NotEqual},
    Comparison{"<=", Compare::LessOrEqual},
    Comparison{">=", Compare::GreaterOrEqual},
    Comparison{"=", Compare::Equal},
    Comparison{"<", Compare::Less},
    Comparison{">", Compare::Greater},
    Comparison{"~", Compare::Contains},
};

Error invalid(std::string key, std::string field)
{
    return {ErrorCode::Invalid, std::move(key), std::move(field)};
}

Result<Filter> parseWhere(const Table &table, const std::string &text)
{
    const std::size_t end = text.find_first_of("!<>=~");
    const ColumnInfo *column = table.find(text.substr(0, end));
    if (end == std::string::npos || !column)
        return invalid("usage.column", text.substr(0, end));
    for (const auto &[sign, compare] : comparisons) {
        if (text.compare(end, sign.size(), sign) != 0)
            continue;
        const std::string value = text.substr(end + sign.size());
        if (compare == Compare::Contains)
            return Filter::where(column->name(), compare, value);
        const auto parsed = valueFromText(column->type, value);
        if (!parsed)
            return invalid("usage.text", std::string(column->name()));
        return Filter::where(column->name(), compare, *parsed);
    }
    return invalid("usage.operand", text);
}

Result<std::vector<int>> parseColumns(const Table &table, const std::string &text)
{
    std::vector<int> columns;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        const ColumnInfo *column = table.find(text.substr(at, end - at));
        if (!column)
            return invalid("usage.column", text.substr(at, end - at));
        columns.push_back(column->index);
        at = end + 1;
    }
    return columns;
}

Result<Query> parseQuery(const Arguments &arguments, const Table &table)
{
    Query query{.table = &table};
    for (const std::string &text : arguments.values("where")) {
        auto filter = parseWhere(table, text);
        if (!filter)
            return filter.error();
        query.filter = Filter::both(std::move(query.filter), *std::move(filter));
    }
    for (const std::string &text : arguments.values("sort")) {
        const bool descending = text.starts_with('-');
        query.sort.push_back({text.substr(descending ? 1 : 0), descending});
    }
    query.search = arguments.value("search");
    if (arguments.has("archived"))
        query.archived = Archived::Show;
    if (arguments.has("only-archived"))
        query.archived = Archived::Only;
    const auto limit = arguments.number("limit");
    if (!limit)
        return limit.error();
    query.limit = limit->value_or(0);
    return query;
}

} // namespace

void runList(Cli &cli)
{
    const Table *table = cli.tableOperand();
    if (!table)
        return;
    const auto query = parseQuery(cli.arguments(), *table);
    if (!query)
        return cli.fail(query.error());
    const auto columns = parseColumns(*table, cli.arguments().value("columns"));
    if (!columns)
        return cli.fail(columns.error());
    const auto show = [&cli, columns = *columns](const std::vector<Row> &found) {
        for (const Row &row : found)
            print(rowToJson(row, columns));
        cli.finish();
    };
    if (table->replicated())
        return cli.take(cli.store().list(*query), show);
    if (cli.isOffline())
        return cli.fail(invalid("usage.offline", "offline"));
    // Never on a laptop: the server is asked, with a session of now.
    cli.when([&cli] { return isConnected(cli.store().status()); },
             [&cli, query = *query, show] { cli.take(cli.store().onlineList(query), show); });
}

void runGet(Cli &cli)
{
    const Table *table = cli.tableOperand();
    const auto id = table ? cli.idOperand(1) : std::nullopt;
    if (!id)
        return;
    cli.take(cli.store().row(*table, *id), [&cli, table, id](const Row &row) {
        Json json = rowToJson(row);
        json["_rev"] = row.rev;
        json["_state"] = rowStateWord(cli.store().rowState(*table, *id));
        print(json);
        cli.finish();
    });
}

void runSearch(Cli &cli)
{
    std::string words;
    for (const std::string &word : cli.arguments().operands)
        words += (words.empty() ? "" : " ") + word;
    const auto limit = cli.arguments().number("limit");
    if (!limit || words.empty())
        return cli.fail(limit ? invalid("usage.operand", "words") : limit.error());
    cli.take(cli.store().search(words, limit->value_or(20)), [&cli](const std::vector<SearchHit> &hits) {
        for (const SearchHit &hit : hits)
            print({{"table", hit.table->name},
                   {"id", hit.id.toString()},
                   {"title", hit.title},
                   {"detail", hit.detail}});
        cli.finish();
    });
}

} // namespace nimara::cli
