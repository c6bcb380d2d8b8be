#pragma once

#include "models/base/result.h"

#include <QString>
#include <QStringList>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nimara::cli {

// What stood on the command line: `nimara-cli [OPTION…] COMMAND [OPTION…] [OPERAND…]`. Options may stand anywhere;
// "--" ends them.
struct Arguments
{
    QString command;
    std::vector<std::string> operands;
    std::map<std::string, std::vector<std::string>>
        options; // by name, without dashes; flags have one empty value

    bool has(const std::string &option) const { return options.contains(option); }
    std::string value(const std::string &option, const std::string &otherwise = {}) const;
    std::vector<std::string> values(const std::string &option) const;
    // Invalid ("usage.number") for anything but digits.
    Result<std::optional<int>> number(const std::string &option) const;
};

// Invalid: "usage.option" (unknown), "usage.value" (one that takes a value has none), "text.utf8"; the field names it.
Result<Arguments> parseArguments(const QStringList &words);

// A secret of one line from an open file descriptor. Invalid ("usage.fd").
Result<QString> readSecret(int descriptor);

} // namespace nimara::cli
