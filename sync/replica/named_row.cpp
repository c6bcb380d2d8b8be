#include "sync/replica/named_row.h"

#include "models/base/bytes.h"
#include "sync/protocol/fields.h"
#include "sync/protocol/row_block.h"

namespace nimara::sync {

namespace {

bool fits(const ColumnInfo &column, const Value &value)
{
    switch (shapeOf(column.type)) {
    case Shape::Integer:
        return std::holds_alternative<std::int64_t>(value);
    case Shape::Text:
        return std::holds_alternative<std::string>(value);
    case Shape::Uuid:
        return std::holds_alternative<Uuid>(value);
    }
    return false;
}

} // namespace

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
        const ColumnInfo *column = table.find(name);
        if (column && fits(*column, value))
            row.setValue(column->index, std::move(value));
    }
    return in.atEnd() ? row : Row(table);
}

} // namespace nimara::sync
