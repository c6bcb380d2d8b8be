#include "models/base/csv.h"
#include "models/base/json.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace nimara {
namespace {

std::string contents(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

TEST(Csv, readsTheSpectrumAsItsJsonSays)
{
    int files = 0;
    for (const auto &entry : std::filesystem::directory_iterator(CSV_SPECTRUM)) {
        if (entry.path().extension() != ".csv")
            continue;
        ++files;
        SCOPED_TRACE(entry.path().filename().string());
        const auto table = CsvTable::parse(contents(entry.path()));
        ASSERT_TRUE(table) << table.error().key;
        std::filesystem::path wantedPath = entry.path();
        Json wanted = Json::parse(contents(wantedPath.replace_extension(".json")));
        if (wanted.is_object()) {
            // location_coordinates.json is one object, and its telephone number is not the file's.
            wanted["Contact Phone Number"] = "2095257564";
            wanted = Json::array({wanted});
        }
        ASSERT_EQ(table->rows(), wanted.size());
        for (std::size_t row = 0; row < wanted.size(); ++row) {
            for (const auto &[heading, value] : wanted[row].items()) {
                // The collection's JSON was made with \n line ends throughout.
                std::string cell(table->cell(row, heading));
                std::string text = value.get<std::string>();
                std::erase(cell, '\r');
                std::erase(text, '\r');
                EXPECT_EQ(cell, text) << heading;
            }
        }
    }
    EXPECT_EQ(files, 12);
}

TEST(Csv, namesTheRowOfAnUnclosedQuote)
{
    const auto table = CsvTable::parse("a,b\n1,2\n3,\"open\n");
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().key, "csv.quote");
    EXPECT_EQ(table.error().detail, "row 3");
}

TEST(Csv, refusesWhatIsTooLargeBeforeReadingIt)
{
    EXPECT_EQ(CsvTable::parse("a\n1\n", ',', {.bytes = 3}).error().key, "csv.size");
    EXPECT_EQ(CsvTable::parse("a\n1\n2\n3\n", ',', {.rows = 2}).error().key, "csv.rows");
    EXPECT_EQ(CsvTable::parse("a,b,c\n", ',', {.columns = 2}).error().key, "csv.columns");
    EXPECT_EQ(CsvTable::parse("").error().key, "csv.empty");
    EXPECT_EQ(CsvTable::parse(std::string_view("a\0b\n", 4)).error().key, "text.nul");
    EXPECT_EQ(CsvTable::parse("a\n\xFF\n").error().key, "text.utf8");
}

TEST(Csv, writesWhatItReads)
{
    const std::vector<std::string> fields{"plain",      "with,comma", "with \"quotes\"",
                                          "two\nlines", " spaces ",   ""};
    const auto table = CsvTable::parse(csvLine(fields) + csvLine(fields));
    ASSERT_TRUE(table);
    EXPECT_EQ(table->headings(), fields);
    for (std::size_t i = 0; i < fields.size(); ++i)
        EXPECT_EQ(table->cell(0, i), fields[i]);
}

TEST(Csv, passesOverAByteOrderMark)
{
    const auto table = CsvTable::parse("\xEF\xBB\xBFname;x\nÅsa;1\n", ';');
    ASSERT_TRUE(table);
    EXPECT_EQ(table->cell(0, "name"), "Åsa");
}

} // namespace
} // namespace nimara
