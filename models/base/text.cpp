#include "models/base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>
#include <memory>

namespace nimara {

namespace {

bool isAscii(std::string_view text)
{
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80u)
            return false;
    }
    return true;
}

std::string_view trimmedAscii(std::string_view text)
{
    constexpr std::string_view spaces = " \t\r\n\f\v";
    const std::size_t first = text.find_first_not_of(spaces);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

icu::UnicodeString fromUtf8(std::string_view text)
{
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

icu::UnicodeString trimmed(const icu::UnicodeString &text)
{
    std::int32_t first = 0;
    std::int32_t last = text.length();
    while (first < last && u_isUWhiteSpace(text.char32At(first)))
        first = text.moveIndex32(first, 1);
    while (last > first && u_isUWhiteSpace(text.char32At(text.moveIndex32(last, -1))))
        last = text.moveIndex32(last, -1);
    return text.tempSubStringBetween(first, last);
}

// Transliterators are dear to make and not safe to share between threads.
const icu::Transliterator *folder()
{
    thread_local const std::unique_ptr<icu::Transliterator> made = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> result(icu::Transliterator::createInstance(
            "Any-Latin; Latin-ASCII; NFD; [:Nonspacing Mark:] Remove; NFC", UTRANS_FORWARD, status));
        return U_SUCCESS(status) ? std::move(result) : nullptr;
    }();
    return made.get();
}

} // namespace

bool isValidUtf8(std::string_view text)
{
    // Preflight: nothing is written, the length alone is counted.
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t length = 0;
    u_strFromUTF8(nullptr, 0, &length, text.data(), static_cast<std::int32_t>(text.size()), &status);
    return status != U_INVALID_CHAR_FOUND;
}

Result<std::string> normalizedText(std::string_view text)
{
    if (text.find('\0') != std::string_view::npos)
        return Error{ErrorCode::Invalid, "text.nul"};
    if (isAscii(text))
        return std::string(trimmedAscii(text));
    if (!isValidUtf8(text))
        return Error{ErrorCode::Invalid, "text.utf8"};
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status))
        return Error{ErrorCode::Internal, "text.icu"};
    const icu::UnicodeString normal = nfc->normalize(trimmed(fromUtf8(text)), status);
    if (U_FAILURE(status))
        return Error{ErrorCode::Internal, "text.icu"};
    std::string out;
    normal.toUTF8String(out);
    return out;
}

std::string foldedText(std::string_view text)
{
    if (isAscii(text)) {
        std::string lower(text);
        for (char &c : lower) {
            if (c >= 'A' && c <= 'Z')
                c = static_cast<char>(c - 'A' + 'a');
        }
        return lower;
    }
    icu::UnicodeString folded = fromUtf8(text);
    if (const icu::Transliterator *transliterator = folder())
        transliterator->transliterate(folded);
    folded.foldCase();
    std::string out;
    folded.toUTF8String(out);
    return out;
}

std::string phoneDigits(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if ((c >= '0' && c <= '9') || (c == '+' && out.empty()))
            out.push_back(c);
    }
    return out;
}

} // namespace nimara
