#pragma once

#include "models/base/result.h"

struct pg_result;

namespace nimara::server {

// What a failed statement means to us; see connection.h for the keys.
Error errorFromResult(const pg_result *result);

} // namespace nimara::server
