#pragma once

#include <map>
#include <string>
#include <vector>

struct Include
{
    std::string file;   // from the root of the tree: "sync/engine/engine.cpp"
    int line = 0;       // counted from one
    std::string target; // as written between the marks: "models/base/uuid.h", "QString"
    bool quoted = false;
};

std::string describe(const Include &include);

// The sources a clone would have, read once. Paths are written from the root, with slashes.
class SourceTree
{
public:
    SourceTree();

    const std::vector<std::string> &files() const { return m_files; }
    const std::vector<Include> &includes() const { return m_includes; }
    bool has(const std::string &path) const;
    std::vector<std::string> lines(const std::string &file) const;

private:
    void readIncludes(const std::string &file);

    std::string m_root;
    std::vector<std::string> m_files;
    std::vector<Include> m_includes;
};

// cmake/layers.txt, the same file that CMake reads.
class LayerTable
{
public:
    LayerTable();

    // The longest entry that begins the path, empty if there is none.
    std::string layerOf(const std::string &path) const;
    bool allows(const std::string &fromPath, const std::string &toPath) const;

private:
    std::map<std::string, std::vector<std::string>> m_uses;
};

bool isBelow(const std::string &path, const std::string &folder);
std::string folderOf(const std::string &path);
