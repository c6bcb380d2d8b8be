#include "tests/architecture/source_tree.h"

#include <cctype>
#include <map>
#include <regex>
#include <set>

#include <gtest/gtest.h>

namespace {
// The names a formatted source defines in its unnamed namespace. They stand at the first column between "namespace {"
// and its closing brace; this is a reading by eye, not a parser, and is meant to be simple rather than complete.
std::set<std::string> hiddenNames(const std::vector<std::string> &lines)
{
    static const std::regex type(R"re(^(?:struct|class|enum class|enum|union) (\w+))re");
    static const std::regex alias(R"re(^using (\w+) =)re");
    static const std::regex function(R"re(^[A-Za-z_][\w:<>,&*\s\[\]]*[\s*&](\w+)\()re");
    static const std::regex variable(
        R"re(^(?:constexpr|const|static|inline|constinit)\b[^(=]*[\s*&](\w+)(?:\[\w*\])?\s*(?:=|\{|;|$))re");
    std::set<std::string> names;
    bool inside = false;
    for (const std::string &line : lines) {
        std::smatch match;
        if (line.rfind("namespace {", 0) == 0)
            inside = true;
        else if (inside && line.rfind("}", 0) == 0 && line.find("namespace") != std::string::npos)
            inside = false;
        else if (inside && !line.empty() && std::isalpha(static_cast<unsigned char>(line[0])) &&
                 (std::regex_search(line, match, type) || std::regex_search(line, match, alias) ||
                  std::regex_search(line, match, variable) ||
                  (line.find('(') != std::string::npos && std::regex_search(line, match, function))))
            names.insert(match[1]);
    }
    return names;
}
} // namespace

// Which sources the unity build compiles: those of another system are none of this one's.
static bool isCompiled(const std::string &file)
{
    return file.ends_with(".cpp") && !file.ends_with("_windows.cpp") && !isBelow(file, "tests") &&
           !isBelow(file, "third_party");
}

// The unity build compiles the sources of a library as one; names that two of them hide from each other then meet.
TEST(Unity, noTwoSourcesOfAFolderHideTheSameName)
{
    const SourceTree tree;
    std::map<std::string, std::map<std::string, std::string>> owners; // folder, name: source
    std::string clashes;
    for (const std::string &file : tree.files()) {
        if (!isCompiled(file))
            continue;
        for (const std::string &name : hiddenNames(tree.lines(file))) {
            const auto [place, isNew] = owners[folderOf(file)].emplace(name, file);
            if (!isNew)
                clashes += name + ": " + place->second + " and " + file + "\n";
        }
    }
    EXPECT_EQ("", clashes) << "Give one of the two a name of its own, or share it through a header";
}

// Everybody sees the names of models, and a hidden one of the same name covers them for the sources that follow it.
TEST(Unity, noSourceHidesAFunctionOfTheModels)
{
    static const std::regex function(R"re(^[A-Za-z_][\w:<>,&*\s\[\]]*[\s*&](\w+)\()re");
    const SourceTree tree;
    const LayerTable table;
    std::map<std::string, std::string> known;
    for (const std::string &file : tree.files()) {
        if (!file.ends_with(".h") || !isBelow(file, "models"))
            continue;
        for (const std::string &line : tree.lines(file)) {
            std::smatch match;
            if (!line.empty() && std::isalpha(static_cast<unsigned char>(line[0])) &&
                line.find('(') != std::string::npos && std::regex_search(line, match, function))
                known.emplace(match[1], file);
        }
    }
    EXPECT_TRUE(known.contains("toHex"));

    std::string clashes;
    for (const std::string &file : tree.files()) {
        if (!isCompiled(file))
            continue;
        for (const std::string &name : hiddenNames(tree.lines(file))) {
            const auto found = known.find(name);
            if (found != known.end() && table.allows(file, found->second))
                clashes += name + ": " + file + " hides that of " + found->second + "\n";
        }
    }
    EXPECT_EQ("", clashes) << "Use the one there is, or give yours a name of its own";
}

TEST(Unity, theReadingFindsWhatItShould)
{
    const std::vector<std::string> source = {"int seen();",
                                             "namespace {",
                                             "constexpr int limit = 3;",
                                             "const std::array<Row, 2> rows{{",
                                             "struct Row",
                                             "QString translated(const char *text)",
                                             "{",
                                             "    return other(text);",
                                             "}",
                                             "std::vector<std::pair<int, int>> &pairs(int a,",
                                             "} // namespace",
                                             "void alsoSeen()"};
    const std::set<std::string> expected = {"limit", "rows", "Row", "translated", "pairs"};
    EXPECT_EQ(expected, hiddenNames(source));
}
