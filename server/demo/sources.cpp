#include "server/demo/sources.h"

#include "server/demo/embedded.h"

#include <fstream>
#include <sstream>

namespace nimara::server::demo {

namespace {

constexpr std::size_t maxFileBytes = 256u * 1024u * 1024u;

Result<std::string> contents(const std::string &folder, std::string_view name)
{
    if (folder.empty())
        return std::string(embeddedFile(name));
    const std::string path = folder + "/" + std::string(name);
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return Error{ErrorCode::NotFound, "demo.file", std::string(name), "cannot be read"};
    std::ostringstream out;
    out << file.rdbuf();
    if (out.view().size() > maxFileBytes)
        return Error{ErrorCode::TooLarge, "demo.file", std::string(name), "is larger than 256 MB"};
    return std::move(out).str();
}

// Reads the files one after the other; the first fault ends it.
class Reader
{
public:
    explicit Reader(const std::string &folder) : m_folder(folder) {}

    CsvTable csv(std::string_view name, std::initializer_list<std::string_view> columns)
    {
        if (m_error)
            return {};
        const auto bytes = contents(m_folder, name);
        if (!bytes)
            return fail(bytes.error());
        auto table = CsvTable::parse(*bytes);
        if (!table)
            return fail({ErrorCode::Invalid, table.error().key, std::string(name), table.error().detail});
        for (const std::string_view column : columns) {
            if (!table->column(column))
                return fail({ErrorCode::Invalid, "demo.column", std::string(name),
                             "has no column " + std::string(column)});
        }
        return *std::move(table);
    }

    Json geoJson(std::string_view name)
    {
        if (m_error)
            return {};
        const auto bytes = contents(m_folder, name);
        if (!bytes) {
            m_error = bytes.error();
            return {};
        }
        auto json = parseJson(*bytes, {.bytes = 16u * 1024u * 1024u});
        if (!json || !json->is_object() || !(*json)["features"].is_array()) {
            m_error = Error{ErrorCode::Invalid, "demo.geojson", std::string(name), "is no GeoJSON"};
            return {};
        }
        return *std::move(json);
    }

    const std::optional<Error> &error() const { return m_error; }

private:
    CsvTable fail(Error error)
    {
        m_error = std::move(error);
        return {};
    }

    std::string m_folder;
    std::optional<Error> m_error;
};

} // namespace

Result<Sources> readSources(const std::string &folder)
{
    Reader reader(folder);
    Sources sources;
    sources.berths =
        reader.csv("berths.csv", {"berth_id", "harbor", "pier", "number", "length_m", "width_m",
                                  "mooring_type", "electricity", "water", "season_price_eur_incl_vat",
                                  "is_active", "pier_id", "harbor_id"});
    sources.harbours = reader.csv("harbours.csv", {"harbor_id", "name_en", "region"});
    sources.deals =
        reader.csv("sales_pipeline.csv", {"opportunity_id", "sales_agent", "product", "account", "deal_stage",
                                          "engage_date", "close_date", "close_value"});
    sources.accounts = reader.csv("accounts.csv", {"account", "sector", "office_location"});
    sources.teams = reader.csv("sales_teams.csv", {"sales_agent", "manager", "regional_office"});
    sources.boats = reader.csv("orc-boats.csv", {"sail_number", "country", "name", "type", "builder", "year",
                                                 "loa_m", "beam_m", "draft_m"});
    sources.persons = reader.csv("persons.csv", {"rec_id", " given_name", " surname", " street_number",
                                                 " address_1", " suburb", " postcode", " state"});
    sources.names = reader.csv("names-many-scripts.csv", {"locale", "kind", "given", "surname"});
    sources.phones = reader.csv("phones-mobile-examples.csv", {"region", "e164"});
    sources.rates = reader.csv("eurofxref.csv", {"Date", "USD"});
    sources.piers = reader.geoJson("piers.geojson");
    if (reader.error())
        return *reader.error();
    return sources;
}

} // namespace nimara::server::demo
