#include "server/sync/pg/scope_reader.h"

#include "server/sync/pg/cells.h"

namespace nimara::server {

namespace {

std::string copySql(const ScopeQuery &query, const IdRange &range, std::size_t limit)
{
    std::string sql = "copy (select " + query.select + " from public." + quotedName(query.table->name) +
                      " r where " + query.condition + " and r.id " + (range.afterFirst ? "> " : ">= ") +
                      literal(range.first);
    if (!range.last.isNil())
        sql += " and r.id <= " + literal(range.last);
    sql += " order by r.id";
    if (limit > 0)
        sql += " limit " + std::to_string(limit);
    return sql + ") to stdout (format binary)";
}

// Walks the cells of COPY's binary stream: a head of 11 + 4 + 4 + n bytes, then tuples of a count and cells of a length
// and bytes, then a count of -1. Messages hold whole tuples; the first one begins with the head.
class TupleReader
{
public:
    // False when the bytes are no such stream, or the function says so.
    template <typename OnRow>
    bool take(std::string_view bytes, OnRow &&onRow)
    {
        if (!m_begun) {
            constexpr std::size_t head = 19;
            if (bytes.size() < head)
                return false;
            const auto extension = static_cast<std::size_t>(wire::getUnsigned(bytes.substr(15, 4)));
            if (bytes.size() < head + extension)
                return false;
            bytes.remove_prefix(head + extension);
            m_begun = true;
        }
        while (!bytes.empty()) {
            if (bytes.size() < 2)
                return false;
            const std::int16_t count = wire::getInt16(bytes);
            bytes.remove_prefix(2);
            if (count < 0)
                return bytes.empty();
            if (!onRow(bytes, static_cast<std::size_t>(count)))
                return false;
        }
        return true;
    }

    // The next cell of a tuple; false when the bytes end.
    static bool next(std::string_view &bytes, std::string_view &cell, bool &null)
    {
        if (bytes.size() < 4)
            return false;
        const std::int32_t size = wire::getInt32(bytes);
        bytes.remove_prefix(4);
        null = size < 0;
        const std::size_t length = null ? 0 : static_cast<std::size_t>(size);
        if (bytes.size() < length)
            return false;
        cell = bytes.substr(0, length);
        bytes.remove_prefix(length);
        return true;
    }

private:
    bool m_begun = false;
};

// Passes one tuple (rev, then the query's columns) to the sink, which hears begin(), column() and the values.
template <typename Sink>
bool passTuple(const ScopeQuery &query, std::string_view &bytes, std::size_t count, Sink &sink)
{
    std::string_view cell;
    bool null = false;
    if (count != query.columns.size() + 1 || !TupleReader::next(bytes, cell, null) || null ||
        cell.size() != 8)
        return false;
    sink.begin(wire::getInt64(cell));
    for (const int ordinal : query.columns) {
        if (!TupleReader::next(bytes, cell, null))
            return false;
        sink.column(ordinal);
        if (null)
            sink.null();
        else if (!passCell(query.table->columns[static_cast<std::size_t>(ordinal)].type, cell, sink))
            return false;
    }
    return true;
}

struct BlockSink
{
    sync::RowBlockWriter writer;
    Uuid last;
    int ordinal = 0;

    void begin(std::int64_t rev) { writer.begin(rev); }
    void column(int at) { ordinal = at; }
    void null() { writer.null(); }
    void integer(std::int64_t value) { writer.integer(value); }
    void text(std::string_view value) { writer.text(value); }
    void uuid(const Uuid &value)
    {
        if (ordinal == 0)
            last = value;
        writer.uuid(value);
    }
};

struct DigestSink : HashSink
{
    void null() {}
};

} // namespace

Result<ScopeBlock> readBlock(Connection &connection, const ScopeQuery &query, const IdRange &range,
                             std::size_t maxRows, std::size_t maxBytes)
{
    BlockSink sink{sync::RowBlockWriter(*query.table, query.columns), {}};
    TupleReader reader;
    ScopeBlock block;
    bool sound = true;
    const auto row = [&](std::string_view &bytes, std::size_t count) {
        if (block.full || sink.writer.bytes() >= maxBytes) {
            // The rest is read and left: the next page begins there.
            block.full = true;
            bytes = {};
            return true;
        }
        return passTuple(query, bytes, count, sink);
    };
    NIMARA_TRY(connection.copyOut(copySql(query, range, maxRows).c_str(), [&](std::string_view message) {
        sound = sound && reader.take(message, row);
        return Result<>(Done{});
    }));
    if (!sound)
        return unreadableCell(*query.table);
    block.count = sink.writer.rows();
    block.last = sink.last;
    block.rows = sink.writer.finish();
    return block;
}

Result<RowsDigest> digestRows(Connection &connection, const ScopeQuery &query, const IdRange &range)
{
    DigestSink sink;
    TupleReader reader;
    RowsDigest digest;
    bool sound = true;
    const auto row = [&](std::string_view &bytes, std::size_t count) {
        if (!passTuple(query, bytes, count, sink))
            return false;
        ++digest.count;
        digest.sum += sink.hash();
        return true;
    };
    NIMARA_TRY(connection.copyOut(copySql(query, range, 0).c_str(), [&](std::string_view message) {
        sound = sound && reader.take(message, row);
        return Result<>(Done{});
    }));
    if (!sound)
        return unreadableCell(*query.table);
    return digest;
}

} // namespace nimara::server
