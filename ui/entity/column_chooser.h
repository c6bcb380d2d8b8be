#pragma once

#include "models/schema/table.h"

#include <functional>
#include <vector>

class QWidget;

namespace nimara::ui {

// A panel to tick the columns of a list in. Each tick takes effect at once; the last column cannot be taken away.
void showColumnChooser(const Table &table, const std::vector<int> &shown, QWidget &anchor,
                       std::function<void(const std::vector<int> &columns)> choose);

} // namespace nimara::ui
