#pragma once

#include "models/base/result.h"
#include "server/config/config.h"

#include <filesystem>

namespace nimara::server::embedded {

// The secrets an embedded server needs and nobody should have to invent: made at first start, kept in DIR (0600).
Result<config::Values> loadOrMakeSecrets(const std::filesystem::path &folder);

} // namespace nimara::server::embedded
