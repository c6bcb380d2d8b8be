#pragma once

#include "models/schema/row.h"

#include <cstdint>
#include <span>
#include <string>

namespace nimara::bench {

// The clients of one marina that only benchmarks know: a pure function of tenant and index. Twelve columns are filled,
// with 275 bytes a row in PostgreSQL's binary form. Ids are in no order, as in a table that has been lived in: what
// comes by key is not what was written first.
class ClientRows
{
public:
    explicit ClientRows(std::uint32_t tenant) : m_tenant(tenant) {}

    static constexpr std::size_t filledColumns = 12;
    static constexpr std::size_t rowBytes = 275;
    // Their ordinals in schema::Clients, ascending.
    static std::span<const int, filledColumns> columns();
    // "id, port_id, …", in that order.
    static std::string columnNames();

    std::uint32_t tenant() const { return m_tenant; }
    Uuid port() const;
    std::string slug() const;
    Uuid id(std::int64_t index) const;
    Row row(std::int64_t index) const;

    // The row as one tuple of COPY … (FORMAT binary).
    static void appendTuple(std::string &out, const Row &row);

private:
    std::uint64_t draw(std::int64_t index, std::uint32_t what) const;

    std::uint32_t m_tenant;
};

// What stands before the first and behind the last tuple.
std::string copyHeader();
std::string copyTrailer();

} // namespace nimara::bench
