#include "tests/architecture/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace {
const std::vector<std::string> qtFreeFolders = {"models/base",   "models/schema", "models/domain",
                                                "sync/protocol", "sync/replica",  "sync/engine",
                                                "server"};

const SourceTree &tree()
{
    static const SourceTree instance;
    return instance;
}

bool isBelowAny(const std::string &path, const std::vector<std::string> &folders)
{
    return std::any_of(folders.begin(), folders.end(),
                       [&](const std::string &folder) { return isBelow(path, folder); });
}

bool startsWith(const std::string &text, const std::string &start)
{
    return text.rfind(start, 0) == 0;
}

bool isQt(const std::string &target)
{
    return (target.size() > 1 && target[0] == 'Q' && target[1] >= 'A' && target[1] <= 'Z') ||
           startsWith(target, "Qt") || startsWith(target, "qt") || startsWith(target, "qkeychain");
}

bool isBeast(const std::string &target)
{
    return startsWith(target, "boost/beast");
}

bool isPosix(const std::string &target)
{
    static const std::set<std::string> headers = {"unistd.h",      "fcntl.h",        "poll.h",   "pthread.h",
                                                  "dirent.h",      "pwd.h",          "grp.h",    "dlfcn.h",
                                                  "termios.h",     "sched.h",        "spawn.h",  "netdb.h",
                                                  "arpa/inet.h",   "netinet/in.h",   "syslog.h", "execinfo.h",
                                                  "netinet/tcp.h", "linux/limits.h", "strings.h"};
    return headers.count(target) != 0 || startsWith(target, "sys/");
}

// The includes for which the rule is broken, one a line; empty when the tree keeps it.
std::string faults(const std::function<bool(const Include &)> &isFault)
{
    std::string text;
    for (const Include &include : tree().includes()) {
        if (isFault(include))
            text += describe(include) + "\n";
    }
    return text;
}
} // namespace

TEST(Layers, theTreeIsRead)
{
    EXPECT_FALSE(tree().files().empty());
    EXPECT_TRUE(tree().has("cmake/layers.txt"));
    EXPECT_GT(tree().includes().size(), 10U);
}

TEST(Layers, everyIncludeKeepsTheTable)
{
    const LayerTable table;
    EXPECT_EQ("", faults([&](const Include &include) {
                  return tree().has(include.target) && !table.allows(include.file, include.target);
              }));
}

TEST(Layers, theTableItselfRefusesWhatItShould)
{
    const LayerTable table;
    EXPECT_TRUE(table.allows("ui/pages/berths/page.cpp", "models/store/store.h"));
    EXPECT_FALSE(table.allows("ui/pages/berths/page.cpp", "sync/service/service.h"));
    EXPECT_FALSE(table.allows("ui/shell/main_window.cpp", "ui/pages/berths/page.h"));
    EXPECT_FALSE(table.allows("models/base/uuid.cpp", "models/schema/row.h"));
    EXPECT_FALSE(table.allows("server/api/login.cpp", "sync/engine/engine.h"));
    EXPECT_FALSE(table.allows("app/main.cpp", "server/net/listener.h"));
    EXPECT_TRUE(table.allows("tests/simulation/sim.cpp", "server/sync/session.h"));
    EXPECT_FALSE(table.allows("elsewhere/x.cpp", "models/base/uuid.h"));
}

TEST(Layers, everySourceStandsInALayer)
{
    const LayerTable table;
    std::set<std::string> strangers;
    for (const Include &include : tree().includes()) {
        if (table.layerOf(include.file).empty())
            strangers.insert(include.file);
    }
    EXPECT_EQ(std::set<std::string>{}, strangers);
}

// "models/schema/row.h" shows the layer in the line; "row.h" hides it. Files that a tool generates have no
// folder.
TEST(Layers, ourIncludesAreWrittenFromTheRoot)
{
    EXPECT_EQ("", faults([&](const Include &include) {
                  const std::string beside = folderOf(include.file) + "/" + include.target;
                  return include.quoted && !tree().has(include.target) && tree().has(beside);
              }));
}

TEST(Layers, theCoreHasNoQt)
{
    EXPECT_EQ("", faults([](const Include &include) {
                  return isBelowAny(include.file, qtFreeFolders) && isQt(include.target);
              }));
}

TEST(Layers, onlyTheTransportKnowsBeast)
{
    EXPECT_EQ("", faults([](const Include &include) {
                  return isBeast(include.target) && !isBelow(include.file, "server/net");
              }));
}

TEST(Layers, posixStaysInTheServerAndInOnePlaceOfTheClient)
{
    EXPECT_EQ("", faults([](const Include &include) {
                  return isPosix(include.target) &&
                         !isBelowAny(include.file, {"models/base/os", "server", "tests"});
              }));
}

TEST(Layers, noFoldersIncludeEachOtherInACircle)
{
    std::map<std::string, std::set<std::string>> uses;
    for (const Include &include : tree().includes()) {
        const std::string from = folderOf(include.file);
        const std::string to = folderOf(include.target);
        // Only whole layers are asked: a folder and those below it are one.
        if (tree().has(include.target) && !isBelow(from, "tests") && !isBelow(from, to) && !isBelow(to, from))
            uses[from].insert(to);
    }

    std::map<std::string, int> state; // 1 while its includes are being followed, 2 when done
    std::string circle;
    const std::function<void(const std::string &, const std::string &)> follow =
        [&](const std::string &folder, const std::string &way) {
            if (state[folder] == 2 || !circle.empty())
                return;
            if (state[folder] == 1) {
                circle = way + folder;
                return;
            }
            state[folder] = 1;
            for (const std::string &next : uses[folder])
                follow(next, way + folder + " -> ");
            state[folder] = 2;
        };
    const auto starts = uses;
    for (const auto &[folder, targets] : starts)
        follow(folder, "");
    EXPECT_EQ("", circle);
}

TEST(Layers, everyFolderSaysWhatItIsFor)
{
    std::set<std::string> folders;
    for (const std::string &file : tree().files()) {
        if (!isBelowAny(file, {"models", "sync", "ui", "server"}))
            continue;
        const std::size_t second = file.find('/', file.find('/') + 1);
        if (second != std::string::npos)
            folders.insert(file.substr(0, second));
    }
    EXPECT_FALSE(folders.empty());
    std::set<std::string> silent;
    for (const std::string &folder : folders) {
        if (!tree().has(folder + "/README.md"))
            silent.insert(folder);
    }
    EXPECT_EQ(std::set<std::string>{}, silent);
}
