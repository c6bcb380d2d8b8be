#pragma once

#include "models/schema/row.h"

#include <functional>
#include <vector>

class QObject;

namespace nimara::ui {

class EntityHost;

// Archives the rows the user may remove, each by an edit of its own under one group, and offers to take it back. Tables
// that cannot archive ask first, because a deletion stays. `then` follows when all is saved here.
void removeRows(EntityHost &host, QObject *owner, const std::vector<Row> &rows,
                std::function<void()> then = {});
void restoreRows(EntityHost &host, QObject *owner, const std::vector<Row> &rows,
                 std::function<void()> then = {});

} // namespace nimara::ui
