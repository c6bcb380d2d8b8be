#include "tests/architecture/source_tree.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace {
namespace fs = std::filesystem;

std::string sourceRoot()
{
    const char *root = std::getenv("NIMARA_SOURCE_DIR");
    if (root == nullptr || *root == '\0')
        throw std::runtime_error("NIMARA_SOURCE_DIR is not set: run this test through ctest");
    return root;
}

// What git tracks or would track; a tree without git (an unpacked archive) is walked instead.
std::vector<std::string> trackedFiles(const std::string &root)
{
    std::vector<std::string> files;
    const std::string command = "git -c safe.directory='*' -C '" + root +
                                "' ls-files --cached --others --exclude-standard 2>/dev/null";
    if (std::unique_ptr<FILE, int (*)(FILE *)> pipe(popen(command.c_str(), "r"), &pclose); pipe) {
        std::array<char, 4096> line{};
        while (fgets(line.data(), line.size(), pipe.get()) != nullptr) {
            std::string path(line.data());
            while (!path.empty() && path.back() == '\n')
                path.pop_back();
            if (fs::exists(fs::path(root) / path))
                files.push_back(path);
        }
    }
    if (!files.empty())
        return files;

    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator();
         ++entry) {
        const std::string path = fs::relative(entry->path(), root).generic_string();
        if (entry->is_directory() && (path == "build" || path == ".git"))
            entry.disable_recursion_pending();
        else if (entry->is_regular_file())
            files.push_back(path);
    }
    return files;
}

bool isSource(const std::string &path)
{
    const std::string extension = fs::path(path).extension().string();
    return extension == ".h" || extension == ".cpp" || extension == ".c" || extension == ".hpp" ||
           extension == ".cc";
}
} // namespace

std::string describe(const Include &include)
{
    return include.file + ":" + std::to_string(include.line) + " includes " + include.target;
}

bool isBelow(const std::string &path, const std::string &folder)
{
    return path == folder || path.rfind(folder + "/", 0) == 0;
}

std::string folderOf(const std::string &path)
{
    return fs::path(path).parent_path().generic_string();
}

SourceTree::SourceTree() : m_root(sourceRoot()), m_files(trackedFiles(m_root))
{
    std::sort(m_files.begin(), m_files.end());
    for (const std::string &file : m_files) {
        if (isSource(file) && !isBelow(file, "third_party"))
            readIncludes(file);
    }
}

bool SourceTree::has(const std::string &path) const
{
    return std::binary_search(m_files.begin(), m_files.end(), path);
}

std::vector<std::string> SourceTree::lines(const std::string &file) const
{
    std::ifstream stream(fs::path(m_root) / file);
    std::vector<std::string> result;
    for (std::string line; std::getline(stream, line);)
        result.push_back(line);
    return result;
}

void SourceTree::readIncludes(const std::string &file)
{
    static const std::regex pattern(R"re(^\s*#\s*(?:include|import)\s*([<"])([^>"]+)[>"])re");
    std::ifstream stream(fs::path(m_root) / file);
    std::string text;
    for (int line = 1; std::getline(stream, text); ++line) {
        if (text.find('#') == std::string::npos)
            continue;
        std::smatch match;
        if (std::regex_search(text, match, pattern))
            m_includes.push_back({file, line, match[2], match[1] == "\""});
    }
}

LayerTable::LayerTable()
{
    std::ifstream stream(fs::path(sourceRoot()) / "cmake" / "layers.txt");
    if (!stream)
        throw std::runtime_error("cmake/layers.txt cannot be read");
    std::string line;
    while (std::getline(stream, line)) {
        const std::size_t colon = line.find(':');
        if (line.empty() || line.front() == '#' || colon == std::string::npos)
            continue;
        std::vector<std::string> &uses = m_uses[line.substr(0, colon)];
        std::istringstream words(line.substr(colon + 1));
        for (std::string word; words >> word;)
            uses.push_back(word);
    }
}

std::string LayerTable::layerOf(const std::string &path) const
{
    std::string best;
    for (const auto &[layer, uses] : m_uses) {
        if (isBelow(path, layer) && layer.size() > best.size())
            best = layer;
    }
    return best;
}

bool LayerTable::allows(const std::string &fromPath, const std::string &toPath) const
{
    const std::string from = layerOf(fromPath);
    if (from.empty())
        return false;
    if (isBelow(toPath, from))
        return true;
    const std::vector<std::string> &uses = m_uses.at(from);
    return std::any_of(uses.begin(), uses.end(),
                       [&](const std::string &layer) { return layer == "*" || isBelow(toPath, layer); });
}
