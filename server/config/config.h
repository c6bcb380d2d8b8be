#pragma once

#include "models/base/result.h"
#include "server/config/variables.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace nimara::server::config {

enum class Purpose { Serve, Administer, Any };

// Name and value as found outside.
using Values = std::map<std::string, std::string, std::less<>>;

// The environment's variables that the table knows; no others are looked at.
Values readEnvironment();

struct FileValues
{
    Values values;
    std::vector<Error> faults;
};
// KEY=VALUE lines, '#' comments, one pair of quotes around a value. A name that the table does not know is a fault.
FileValues parseFile(std::string_view text);
FileValues readFile(const std::filesystem::path &path);

// Checked values. An empty value counts as not given.
class Config
{
public:
    bool has(const Variable &variable) const;
    // The value, else the variable's fallback, else empty.
    std::string_view text(const Variable &variable) const;
    std::uint64_t number(const Variable &variable) const;
    bool flag(const Variable &variable) const;
    std::vector<std::string> list(const Variable &variable) const;
    // True when a subsystem's variables are given ("smtp", "minio").
    bool hasGroup(std::string_view group) const;

    // What the embedded mode settles by itself. Not checked again.
    void set(const Variable &variable, std::string value);

private:
    Values m_values;
};

struct Loaded
{
    Config config;
    std::vector<Error> faults; // field: the variable; detail: what is wrong with it, without secrets
};

// What stands further left in the list wins: the environment over the file over the mode's own values. Every fault is listed.
Loaded load(const std::vector<Values> &sources, Purpose purpose);

// The table for --help.
std::string describeVariables();
// "SMTP_PORT: must be a port from 1 to 65535, is "abc""
std::string describeFaults(const std::vector<Error> &faults);

} // namespace nimara::server::config
