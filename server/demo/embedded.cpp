#include "server/demo/embedded.h"

#include <cstddef>

#include "demo_symbols.inc"

namespace nimara::server::demo {

namespace {

struct File
{
    std::string_view name;
    const char *begin;
    const char *end;
};

#include "demo_files.inc"

} // namespace

std::string_view embeddedFile(std::string_view name)
{
    for (const File &file : files) {
        if (file.name == name)
            return {file.begin, static_cast<std::size_t>(file.end - file.begin)};
    }
    return {};
}

} // namespace nimara::server::demo
