#include "sync/replica/search_words.h"

#include "models/base/text.h"

#include <algorithm>
#include <vector>

namespace nimara::sync {

namespace {

constexpr std::size_t fewestPhoneDigits = 4;
// A note that holds a novel: what comes after this is not found.
constexpr std::size_t mostBytes = 20'000;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isWordByte(char c)
{
    // What folding leaves above ASCII are letters of scripts that ICU cannot bring to Latin.
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80u;
}

// The digits of a text that is a telephone number and nothing else; else empty.
std::string phoneOf(std::string_view text)
{
    std::string digits;
    for (const char c : text) {
        if (isDigit(c))
            digits += c;
        else if (std::string_view(" +-()./\t").find(c) == std::string_view::npos)
            return {};
    }
    return digits.size() >= fewestPhoneDigits ? digits : std::string();
}

std::string withoutZeros(std::string digits)
{
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    return digits;
}

std::vector<std::string> wordsOf(std::string_view folded)
{
    std::vector<std::string> words;
    bool inWord = false;
    for (const char c : folded) {
        if (isWordByte(c)) {
            if (!inWord)
                words.emplace_back();
            words.back() += c;
        }
        inWord = isWordByte(c);
    }
    return words;
}

} // namespace

DocumentRange documentsOf(std::uint16_t table)
{
    const std::int64_t first = std::int64_t(table) << documentTableShift;
    return {first, first + (std::int64_t(1) << documentTableShift) - 1};
}

std::string searchExpression(std::string_view typed)
{
    const std::vector<std::string> words = wordsOf(foldedText(typed.substr(0, 200)));
    std::string expression;
    for (std::size_t i = 0; i < words.size(); ++i) {
        expression += (i == 0 ? "\"" : " \"") + words[i] + "\"";
        if (i + 1 == words.size())
            expression += "*";
    }
    const std::string phone = withoutZeros(phoneOf(typed));
    if (phone.size() >= fewestPhoneDigits && !expression.empty())
        expression = "(" + expression + ") OR \"" + phone + "\"*";
    return expression;
}

std::string searchWords(std::string_view value)
{
    std::string words = foldedText(value.substr(0, mostBytes));
    // The number from its start, and from where its country's code of one to three digits may end.
    const std::string phone = withoutZeros(phoneOf(value));
    for (std::size_t code = 0; code <= 3 && phone.size() >= code + fewestPhoneDigits; ++code)
        words += " " + phone.substr(code);
    return words;
}

bool isSearchable(const Table &table)
{
    return std::any_of(table.columns.begin(), table.columns.end(), [](const ColumnInfo &column) {
        return column.is(Searchable) && !column.is(ServerOnly);
    });
}

} // namespace nimara::sync
