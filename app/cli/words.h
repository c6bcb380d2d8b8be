#pragma once

#include "models/base/result.h"

#include <string>
#include <string_view>

namespace nimara::cli {

// An error in a sentence, for the people who read logs of scripts. Always English; scripts look at "key".
std::string sentenceOf(const Error &error);
// "VALIDATION_ERROR", "UNAUTHENTICATED" … as the server names them.
std::string_view codeWord(ErrorCode code);
// What --help prints.
std::string helpText();

} // namespace nimara::cli
