#pragma once

#include "models/domain/edit.h"

#include <vector>

namespace nimara {

// What is left of an edit that met somebody else's, once it is said whose values stand: of the conflicts named in
// `mine` (by their places) the user's, over what stands there now; of the others theirs. Fields that were in no conflict
// keep the value that the user saw. Without ops and command nothing is left.
Edit settled(const Edit &edit, const std::vector<FieldConflict> &conflicts,
             const std::vector<std::size_t> &mine);

} // namespace nimara
