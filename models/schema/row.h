#pragma once

#include "models/schema/table.h"

#include <cstdint>
#include <vector>

namespace nimara {

// One row of a table, by column position, with its revision (0: never confirmed by the server).
class Row
{
public:
    Row() = default;
    // All columns null.
    explicit Row(const Table &table) : m_table(&table), m_values(table.columns.size()) {}
    // Columns with their initial values.
    static Row fresh(const Table &table);

    const Table &table() const { return *m_table; }
    bool isValid() const { return m_table != nullptr; }

    template <typename T>
    std::optional<typename ValueTraits<T>::Cpp> operator[](const Column<T> &column) const
    {
        return ValueTraits<T>::fromValue(value(column.index()));
    }
    template <typename T>
    void set(const Column<T> &column, typename ValueTraits<T>::Cpp value)
    {
        setValue(column.index(), ValueTraits<T>::toValue(std::move(value)));
    }
    template <typename T>
    void clear(const Column<T> &column)
    {
        setValue(column.index(), Value());
    }

    const Value &value(int index) const { return m_values[static_cast<std::size_t>(index)]; }
    void setValue(int index, Value value) { m_values[static_cast<std::size_t>(index)] = std::move(value); }
    // Null for an unknown column name.
    const Value &value(std::string_view column) const;
    bool setValue(std::string_view column, Value value);

    Uuid id() const;
    std::int64_t rev = 0;

    bool operator==(const Row &other) const { return m_table == other.m_table && m_values == other.m_values; }

private:
    const Table *m_table = nullptr;
    std::vector<Value> m_values;
};

} // namespace nimara
