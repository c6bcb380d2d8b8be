#pragma once

#include <span>
#include <string_view>

namespace nimara::server {

// One step of the database's shape. Frozen once merged: its text is what its checksum is made of.
struct Migration
{
    int number;
    std::string_view name; // "0007_berths"
    std::string_view sql;
};

// All steps, in order, from 1 without gaps; embedded at build time.
std::span<const Migration> migrations();

} // namespace nimara::server
