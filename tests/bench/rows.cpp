#include "tests/bench/rows.h"

#include "models/base/bytes.h"
#include "models/base/hash.h"
#include "models/schema/tables/clients.h"

#include "server/db/wire_format.h"

#include <array>
#include <cstring>
#include <string_view>

namespace nimara::bench {

using schema::Clients;
namespace wire = server::wire;

namespace {

constexpr std::array<int, ClientRows::filledColumns> filled{
    Clients::id.index(),         Clients::portId.index(),
    Clients::createdAt.index(),  Clients::updatedAt.index(),
    Clients::fullName.index(),   Clients::companyName.index(),
    Clients::clientType.index(), Clients::nationality.index(),
    Clients::source.index(),     Clients::sourceDetails.index(),
    Clients::city.index(),       Clients::country.index()};

constexpr std::array firstNames{"Anna",  "Ben",    "Clara", "David", "Elin",  "Fredrik", "Greta",  "Henrik",
                                "Ida",   "Jonas",  "Karin", "Lars",  "Maria", "Niklas",  "Olivia", "Peter",
                                "Quinn", "Rasmus", "Sofia", "Tomas", "Ulla",  "Viktor",  "Wilma",  "Yusuf",
                                "Zoë",   "Åsa",    "Örjan", "Émile", "Łucja", "Mehmet",  "Chloé",  "Iñaki"};
constexpr std::array stems{"Berg",  "Lind",  "Sand",  "Hav",    "Strand", "Segel", "Norr",  "Väst",
                           "Öster", "Söder", "Holm",  "Skog",   "Fjord",  "Klipp", "Vik",   "Brygg",
                           "Mast",  "Anker", "Kobbe", "Skär",   "Ekman",  "Falk",  "Grön",  "Hjort",
                           "Järv",  "Kron",  "Ljung", "Marklö", "Nord",   "Palm",  "Rosen", "Storm"};
constexpr std::array endings{"ström", "qvist", "blad", "gren",  "dahl", "man",  "son", "sen",
                             "lund",  "feldt", "heim", "backa", "ås",   "mark", "ius", "ek"};
constexpr std::array trades{"Yachting", "Marine",  "Charter", "Sailing",
                            "Holding",  "Trading", "Invest",  "Boats"};
constexpr std::array nationalities{"Swedish", "Finnish", "German", "French",
                                   "British", "Dutch",   "Danish", "Polish"};
constexpr std::array cities{"Helsinki", "Stockholm", "Hamburg", "Marseille",
                            "Cowes",    "Rotterdam", "Aarhus",  "Gdańsk"};
constexpr std::array countries{"Finland", "Sweden",      "Germany", "France",
                               "England", "Netherlands", "Denmark", "Poland"};
constexpr std::string_view remarks = "met at the boat show in spring and asked for a quiet place with room "
                                     "for a tender, shore power, water and a "
                                     "view of the harbour mouth; would also take a longer berth on the outer "
                                     "pier if the inner ones are taken by then";

template <std::size_t n>
std::string pick(const std::array<const char *, n> &words, std::uint64_t number)
{
    return words[number % n];
}

// 1 January 2020; a row a minute or so from there.
constexpr std::int64_t firstDay = 1'577'836'800'000'000;

std::string binaryOf(const ColumnInfo &column, const Value &value)
{
    std::string out;
    if (const auto *id = std::get_if<Uuid>(&value))
        out.assign(reinterpret_cast<const char *>(id->bytes().data()), id->bytes().size());
    else if (const auto *text = std::get_if<std::string>(&value))
        out = *text;
    else if (column.type == ColumnType::Instant)
        wire::putInt64(out, std::get<std::int64_t>(value) - wire::epochMicros);
    return out;
}

std::size_t binarySize(const Row &row)
{
    std::size_t size = 0;
    for (const int ordinal : filled)
        size += binaryOf(row.table().columns[static_cast<std::size_t>(ordinal)], row.value(ordinal)).size();
    return size;
}

void putInt16(std::string &out, std::uint16_t value)
{
    out.push_back(static_cast<char>(value >> 8u));
    out.push_back(static_cast<char>(value & 0xFFu));
}

} // namespace

std::span<const int, ClientRows::filledColumns> ClientRows::columns()
{
    return filled;
}

std::string ClientRows::columnNames()
{
    std::string names;
    for (const int ordinal : filled) {
        names += names.empty() ? "" : ", ";
        names += Clients::table.columns[static_cast<std::size_t>(ordinal)].name();
    }
    return names;
}

std::uint64_t ClientRows::draw(std::int64_t index, std::uint32_t what) const
{
    ByteWriter key;
    key.u32(m_tenant);
    key.u64(static_cast<std::uint64_t>(index));
    key.u32(what);
    return hash64(key.bytes());
}

Uuid ClientRows::port() const
{
    Uuid::Bytes bytes{0xBE, 0x2C};
    bytes[6] = 0x80; // version 8: made by a rule of our own
    bytes[8] = 0x80;
    for (unsigned i = 0; i < 4; ++i)
        bytes[12 + i] = static_cast<std::uint8_t>(m_tenant >> (24 - 8 * i));
    return Uuid(bytes);
}

std::string ClientRows::slug() const
{
    return "bench-" + std::to_string(m_tenant);
}

Uuid ClientRows::id(std::int64_t index) const
{
    Uuid::Bytes bytes;
    const std::uint64_t halves[2] = {draw(index, 0), draw(index, 1)};
    std::memcpy(bytes.data(), halves, bytes.size());
    bytes[6] = static_cast<std::uint8_t>(0x80 | (bytes[6] & 0x0F));
    bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3F));
    return Uuid(bytes);
}

Row ClientRows::row(std::int64_t index) const
{
    const std::uint64_t luck = draw(index, 2);
    const std::string last = pick(stems, luck >> 8u) + pick(endings, luck >> 16u);
    const Instant made(firstDay + index * 61'000'000);
    Row row(Clients::table);
    row.set(Clients::id, id(index));
    row.set(Clients::portId, port());
    row.set(Clients::createdAt, made);
    row.set(Clients::updatedAt, made);
    row.set(Clients::fullName, pick(firstNames, luck) + " " + last);
    row.set(Clients::companyName,
            last + " " + pick(trades, luck >> 24u) + " " + std::to_string(index % 10'000));
    row.set(Clients::clientType, static_cast<ClientType>((luck >> 28u) % 2));
    row.set(Clients::nationality, pick(nationalities, luck >> 32u));
    row.set(Clients::source, static_cast<ClientSource>((luck >> 36u) % 6));
    row.set(Clients::city, pick(cities, luck >> 40u));
    row.set(Clients::country, pick(countries, luck >> 44u));
    // What the others leave of the row's size, begun at another word in each row.
    std::string details;
    std::size_t at = (luck >> 48u) % remarks.size();
    for (std::size_t rest = rowBytes - binarySize(row); details.size() < rest; ++at)
        details += remarks[at % remarks.size()];
    row.set(Clients::sourceDetails, details);
    return row;
}

void ClientRows::appendTuple(std::string &out, const Row &row)
{
    putInt16(out, filledColumns);
    for (const int ordinal : filled) {
        const std::string bytes =
            binaryOf(row.table().columns[static_cast<std::size_t>(ordinal)], row.value(ordinal));
        wire::putInt32(out, static_cast<std::int32_t>(bytes.size()));
        out += bytes;
    }
}

std::string copyHeader()
{
    std::string header("PGCOPY\n\xFF\r\n\0", 11);
    wire::putInt32(header, 0);
    wire::putInt32(header, 0);
    return header;
}

std::string copyTrailer()
{
    std::string trailer;
    putInt16(trailer, 0xFFFF);
    return trailer;
}

} // namespace nimara::bench
