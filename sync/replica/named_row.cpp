#include "sync/replica/named_row.h"

#include "models/base/bytes.h"
#include "sync/protocol/fields.h"

namespace nimara::sync {

std::string encodeNamedRow(const Row &row)
{
    ByteWriter out;
    std::uint64_t count = 0;
    for (const ColumnInfo &column : row.table().columns)
        count += isNull(row.value(column.index)) ? 0 : 1;
    out.varint(count);
    for (const ColumnInfo &column : row.table().columns) {
        const Value &value = row.value(column.index);
        if (isNull(value))
            continue;
        out.text(column.name());
        write(out, value);
    }
    return out.take();
}

Row decodeNamedRow(const Table &table, std::string_view bytes)
{
    Row row(table);
    ByteReader in(bytes);
    const std::size_t count = in.count(2);
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        const std::string_view name = in.text();
        Value value;
        read(in, value);
        if (in.ok())
            row.setValue(name, std::move(value));
    }
    return row;
}

} // namespace nimara::sync
