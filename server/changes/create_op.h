#pragma once

#include "server/changes/changes.h"

namespace nimara::server {

Tried createRow(Changes &changes, const Table &table, const Op &op);

} // namespace nimara::server
