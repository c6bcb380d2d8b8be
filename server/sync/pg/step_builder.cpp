#include "server/sync/pg/step_builder.h"

#include "models/schema/registry.h"
#include "server/sync/pg/cells.h"
#include "server/sync/pg/scope_query.h"
#include "sync/protocol/codec.h"

#include <optional>
#include <utility>

namespace nimara::server {

namespace {

bool isOfPort(const Table &table)
{
    return table.is(PortScoped);
}

std::string fetchSql(const Table &table, const std::vector<int> &columns)
{
    return "select " + selectList(table, columns) + " from public." + quotedName(table.name) + " r where " +
           (isOfPort(table) ? "r.port_id = $2 and " : "") + "r.id = any($1)";
}

} // namespace

StepBuilder::StepBuilder(const KnownScopes &known, std::span<const sync::ScopeId> scopes,
                         std::size_t partBytes)
    : m_known(known), m_wanted(scopes.begin(), scopes.end()), m_partBytes(partBytes)
{}

Result<> StepBuilder::add(const QueryResult &changes)
{
    for (int i = 0; i < changes.rows(); ++i) {
        const Uuid scope = changes.uuid(i, 0);
        if (!m_wanted.contains(scope))
            continue;
        const Table *table = schema::findTable(static_cast<std::uint16_t>(changes.integer(i, 1)));
        const auto key = m_known.find(scope);
        if (!table || !key)
            return Error{ErrorCode::Internal, "sync.feed", {}, "an entry of an unknown table or scope"};
        m_keys.try_emplace(scope, *key);
        const Uuid id = changes.uuid(i, 2);
        if (changes.raw(i, 3) == "D") {
            m_scopes[scope].gone.push_back({table->number, id, changes.integer(i, 4)});
        } else {
            m_scopes[scope].there[table->number].push_back(id);
            m_asked[{table, isOfPort(*table) ? key->port : Uuid()}].insert(id);
        }
    }
    return Done{};
}

std::vector<Statement> StepBuilder::askForRows() const
{
    std::vector<Statement> statements;
    for (const auto &[source, ids] : m_asked) {
        Params params;
        params.uuids(std::vector<Uuid>(ids.begin(), ids.end()));
        if (isOfPort(*source.table))
            params.uuid(source.port);
        statements.push_back({"nimara_fetch_" + std::string(source.table->name),
                              fetchSql(*source.table, sync::wireColumns(*source.table)), std::move(params),
                              Format::Binary});
    }
    return statements;
}

Result<> StepBuilder::finish(std::vector<QueryResult> rows, FeedStep &step)
{
    auto answer = rows.begin();
    for (const auto &[source, ids] : m_asked) {
        Fetched &fetched = m_fetched[source];
        fetched.rows = std::move(*answer++);
        for (int i = 0; i < fetched.rows.rows(); ++i)
            fetched.places.emplace(fetched.rows.uuid(i, 1), i);
    }
    for (const auto &[scope, changed] : m_scopes)
        NIMARA_TRY(encode(scope, changed, step));
    return Done{};
}

Result<> StepBuilder::encode(const sync::ScopeId &scope, const Changed &changed, FeedStep &step) const
{
    sync::ScopeDelta delta{scope, {}, changed.gone};
    for (const auto &[number, ids] : changed.there) {
        std::vector<sync::RowBlock> blocks;
        NIMARA_TRY(encodeTable(m_keys.at(scope), *schema::findTable(number), ids, blocks));
        for (sync::RowBlock &block : blocks) {
            // A full block goes as a part of its own, so that no part outgrows a frame.
            const bool large = block.size() >= m_partBytes / 2;
            delta.upserts.push_back(std::move(block));
            if (large) {
                step.parts.push_back(
                    {scope, std::make_shared<const std::string>(sync::encodeScopeDelta(delta))});
                delta.upserts.clear();
                delta.deletes.clear();
            }
        }
    }
    if (!delta.upserts.empty() || !delta.deletes.empty())
        step.parts.push_back({scope, std::make_shared<const std::string>(sync::encodeScopeDelta(delta))});
    return Done{};
}

Result<> StepBuilder::encodeTable(const ScopeKey &key, const Table &table, const std::vector<Uuid> &ids,
                                  std::vector<sync::RowBlock> &blocks) const
{
    const Fetched &fetched = m_fetched.at({&table, isOfPort(table) ? key.port : Uuid()});
    const std::vector<int> fetchedColumns = sync::wireColumns(table);
    const std::vector<int> columns = columnsSent(table, key);
    std::vector<int> places; // of each column in the result: rev, then the wire columns in order
    for (std::size_t wire = 0, sent = 0; wire < fetchedColumns.size() && sent < columns.size(); ++wire) {
        if (fetchedColumns[wire] == columns[sent]) {
            places.push_back(static_cast<int>(wire) + 1);
            ++sent;
        }
    }
    std::optional<sync::RowBlockWriter> writer;
    for (const Uuid &id : ids) {
        const auto place = fetched.places.find(id);
        if (place == fetched.places.end())
            return unreadableCell(table); // the index and the rows are of one snapshot
        if (!writer)
            writer.emplace(table, columns);
        writer->begin(fetched.rows.integer(place->second, 0));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const ColumnInfo &column = table.columns[static_cast<std::size_t>(columns[i])];
            if (fetched.rows.isNull(place->second, places[i]))
                writer->null();
            else if (!passCell(column.type, fetched.rows.raw(place->second, places[i]), *writer))
                return unreadableCell(table);
        }
        if (writer->bytes() >= m_partBytes) {
            blocks.push_back(writer->finish());
            writer.reset();
        }
    }
    if (writer)
        blocks.push_back(writer->finish());
    return Done{};
}

} // namespace nimara::server
