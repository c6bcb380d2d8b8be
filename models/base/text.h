#pragma once

#include "models/base/result.h"

#include <string>
#include <string_view>

namespace nimara {

bool isValidUtf8(std::string_view text);

// What every text of the product goes through before it is stored: valid UTF-8 without NUL, brought to NFC and
// trimmed of white space at both ends. The error's key is "text.utf8" or "text.nul".
Result<std::string> normalizedText(std::string_view text);

// For search and sorting: case folded, accents removed, transliterated to Latin where ICU can ("Łódź" -> "lodz").
std::string foldedText(std::string_view text);

// The same rule for telephone numbers: digits only, with a leading '+' kept.
std::string phoneDigits(std::string_view text);

} // namespace nimara
