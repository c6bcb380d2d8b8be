#include "models/base/log.h"

#include <algorithm>
#include <array>
#include <vector>

// Logs travel further than databases: what names a person or opens a door is covered here, in one place, by the
// field's name and by the shape of the text.

namespace nimara {
namespace {
constexpr std::size_t longestText = 4096;
constexpr std::string_view cover = "[hidden]";

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isTokenChar(char c)
{
    return isDigit(c) || isLetter(c) || c == '-' || c == '_' || c == '.' || c == '~' || c == '+' ||
           c == '/' || c == '=';
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// "smtpPassword", "SMTP_PASSWORD", "smtp-password" -> smtp password
std::vector<std::string> wordsOf(std::string_view name)
{
    std::vector<std::string> words;
    std::string word;
    char before = 0;
    for (const char c : name) {
        const bool isBreak = !isLetter(c) && !isDigit(c);
        const bool isHump = c >= 'A' && c <= 'Z' && before >= 'a' && before <= 'z';
        if ((isBreak || isHump) && !word.empty())
            words.push_back(std::exchange(word, {}));
        if (!isBreak)
            word += lower(c);
        before = c;
    }
    if (!word.empty())
        words.push_back(std::move(word));
    return words;
}

template <std::size_t Size>
bool isOneOf(std::string_view word, const std::array<std::string_view, Size> &list)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool isHiddenName(std::string_view name)
{
    static constexpr std::array<std::string_view, 22> alone = {
        "password",      "passwd",      "passphrase", "secret",   "token", "tokens",
        "authorization", "cookie",      "email",      "emails",   "mail",  "phone",
        "phones",        "mobile",      "whatsapp",   "telegram", "birth", "passport",
        "credential",    "credentials", "iban",       "recipient"};
    static constexpr std::array<std::string_view, 8> beforeKey = {
        "api", "access", "secret", "private", "credential", "session", "signing", "encryption"};
    static constexpr std::array<std::string_view, 6> beforeName = {"full",   "client",  "person",
                                                                   "signer", "billing", "author"};
    const std::vector<std::string> words = wordsOf(name);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (isOneOf(words[i], alone))
            return true;
        if (i > 0 && words[i] == "key" && isOneOf(words[i - 1], beforeKey))
            return true;
        if (i > 0 && words[i] == "name" && isOneOf(words[i - 1], beforeName))
            return true;
    }
    return false;
}

struct Span
{
    std::size_t begin;
    std::size_t end;
};

void coverSpans(std::string &text, const std::vector<Span> &spans, std::string_view by)
{
    for (auto span = spans.rbegin(); span != spans.rend(); ++span)
        text.replace(span->begin, span->end - span->begin, by);
}

// scheme://user:password@host keeps scheme and host.
void coverUserInfo(std::string &text)
{
    std::vector<Span> spans;
    std::size_t from = 0;
    while ((from = text.find("://", from)) != std::string::npos) {
        const std::size_t begin = from + 3;
        const std::size_t end = std::min(text.find_first_of(" \t\r\n\"'<>", begin), text.size());
        const std::size_t at = text.substr(begin, end - begin).rfind('@');
        if (at != std::string::npos)
            spans.push_back({begin, begin + at});
        from = end;
    }
    coverSpans(text, spans, cover);
}

// What follows "Bearer ", "password=" and the like, and our own tokens, which begin with nms_ and nmo_.
void coverTokens(std::string &text)
{
    static constexpr std::array<std::string_view, 10> leads = {
        "bearer ",    "password=",  "token=",  "secret=", "key=",
        "signature=", "password: ", "token: ", "nms_",    "nmo_"};
    std::string folded(text.size(), ' ');
    std::transform(text.begin(), text.end(), folded.begin(), lower);
    for (const std::string_view lead : leads) {
        std::vector<Span> spans;
        std::size_t from = 0;
        while ((from = folded.find(lead, from)) != std::string::npos) {
            const std::size_t begin = from + lead.size();
            const auto end = std::find_if_not(folded.begin() + static_cast<std::ptrdiff_t>(begin),
                                              folded.end(), isTokenChar);
            from = static_cast<std::size_t>(end - folded.begin());
            if (from > begin)
                spans.push_back({begin, from});
        }
        coverSpans(text, spans, cover);
        coverSpans(folded, spans, cover);
    }
}

bool isLocalPart(char c)
{
    return isDigit(c) || isLetter(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-' ||
           c == '\'' || static_cast<unsigned char>(c) >= 0x80;
}

void coverEmails(std::string &text)
{
    std::vector<Span> spans;
    for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
        std::size_t begin = at;
        while (begin > (spans.empty() ? 0 : spans.back().end) && isLocalPart(text[begin - 1]))
            --begin;
        std::size_t end = at + 1;
        while (end < text.size() && (isDigit(text[end]) || isLetter(text[end]) || text[end] == '.' ||
                                     text[end] == '-' || static_cast<unsigned char>(text[end]) >= 0x80))
            ++end;
        if (begin < at && end > at + 1)
            spans.push_back({begin, end});
    }
    coverSpans(text, spans, "[e-mail]");
}

bool looksLikeAddressOrDate(std::string_view run)
{
    const auto dots = std::count(run.begin(), run.end(), '.');
    const bool onlyDotsAndDigits =
        std::all_of(run.begin(), run.end(), [](char c) { return isDigit(c) || c == '.'; });
    if (dots == 3 && onlyDotsAndDigits && run.size() <= 15)
        return true;
    return run.size() >= 10 && run[4] == '-' && run[7] == '-' &&
           std::all_of(run.begin(), run.begin() + 4, isDigit);
}

// Telephone, account and card numbers: nine digits or more (seven after a plus) with the usual separators between.
void coverNumbers(std::string &text)
{
    const auto joins = [](char c) {
        return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
    };
    const auto bounds = [](char c) { return !isDigit(c) && !isLetter(c) && c != '-' && c != '_'; };
    std::vector<Span> spans;
    std::size_t i = 0;
    while (i < text.size()) {
        const bool starts = (isDigit(text[i]) || text[i] == '+') && (i == 0 || bounds(text[i - 1]));
        if (!starts) {
            ++i;
            continue;
        }
        const std::size_t begin = i++;
        std::size_t end = i;
        for (; i < text.size() && (isDigit(text[i]) || joins(text[i])); ++i) {
            if (isDigit(text[i]))
                end = i + 1;
        }
        i = std::max(i, end);
        const std::string_view run = std::string_view(text).substr(begin, end - begin);
        const auto digits = std::count_if(run.begin(), run.end(), isDigit);
        const bool closed = end == text.size() || bounds(text[end]);
        if (closed && digits >= (run.front() == '+' ? 7 : 9) && !looksLikeAddressOrDate(run))
            spans.push_back({begin, end});
    }
    coverSpans(text, spans, "[number]");
}
} // namespace

std::string redactedText(std::string_view text)
{
    std::string covered(text.substr(0, longestText));
    coverUserInfo(covered);
    coverTokens(covered);
    coverEmails(covered);
    coverNumbers(covered);
    if (text.size() > longestText)
        covered += "… (" + std::to_string(text.size()) + " bytes)";
    return covered;
}

Json redacted(std::string_view name, const Json &value)
{
    if (value.is_null() || value.is_boolean())
        return value;
    if (isHiddenName(name))
        return Json(cover);
    if (value.is_string())
        return Json(redactedText(value.get_ref<const std::string &>()));
    if (value.is_array()) {
        Json list = Json::array();
        for (const Json &item : value)
            list.push_back(redacted({}, item));
        return list;
    }
    if (value.is_object()) {
        Json map = Json::object();
        for (const auto &[key, item] : value.items())
            map[redactedText(key)] = redacted(key, item);
        return map;
    }
    return value;
}

} // namespace nimara
