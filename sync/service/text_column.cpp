#include "sync/service/text_column.h"

#include "models/base/text.h"

#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include <algorithm>

namespace nimara::sync {

namespace {

// Beyond this many changed rows a column is read anew, which takes a fifth of a second for 100,000.
constexpr std::size_t maxPending = 500;

} // namespace

// ---- Collation

struct Collation::Handle
{
    UCollator *collator = nullptr;
    std::vector<UChar> text;

    ~Handle() { ucol_close(collator); }
};

Collation::Collation(const std::string &locale) : m_handle(std::make_unique<Handle>())
{
    UErrorCode status = U_ZERO_ERROR;
    m_handle->collator = ucol_open(locale.c_str(), &status);
    if (U_FAILURE(status)) {
        status = U_ZERO_ERROR;
        m_handle->collator = ucol_open("", &status);
    }
    ucol_setAttribute(m_handle->collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);
}

Collation::~Collation() = default;

void Collation::key(std::string_view text, std::string &out) const
{
    std::vector<UChar> &utf16 = m_handle->text;
    utf16.resize(text.size() + 1);
    std::int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8WithSub(utf16.data(), static_cast<std::int32_t>(utf16.size()), &length, text.data(),
                         static_cast<std::int32_t>(text.size()), 0xFFFD, nullptr, &status);
    out.resize(std::max<std::size_t>(out.capacity(), 64));
    auto size = static_cast<std::size_t>(ucol_getSortKey(m_handle->collator, utf16.data(), length,
                                                         reinterpret_cast<std::uint8_t *>(out.data()),
                                                         static_cast<std::int32_t>(out.size())));
    if (size > out.size()) {
        out.resize(size);
        ucol_getSortKey(m_handle->collator, utf16.data(), length,
                        reinterpret_cast<std::uint8_t *>(out.data()), static_cast<std::int32_t>(out.size()));
    }
    out.resize(size > 0 ? size - 1 : 0); // without its closing zero
}

// ---- TextColumn

Result<Done> TextColumn::read(const Database &db, Pending &pending, const Take &take) const
{
    const std::string select = "SELECT rid, " + sync::quoted(m_column) + " FROM " + sync::quoted(m_table);
    auto statement = db.prepare(pending.all ? select : select + " WHERE id = ?");
    if (!statement)
        return statement.error();
    const std::size_t runs = pending.all ? 1 : pending.ids.size();
    for (std::size_t run = 0; run < runs; ++run) {
        if (!pending.all)
            statement->bind(1, pending.ids[run]);
        for (;;) {
            const auto step = statement->step();
            if (!step)
                return step.error();
            if (*step == Step::End)
                break;
            take(statement->integer(0), statement->text(1));
        }
        statement->reset();
    }
    pending = {{}, false};
    return Done{};
}

Result<Done> TextColumn::prepareWords(const Database &db)
{
    if (m_words.isWasteful())
        m_newWords = {{}, true};
    if (!m_newWords.all && m_newWords.ids.empty())
        return Done{};
    if (m_newWords.all)
        m_words.clear();
    return read(db, m_newWords, [this](std::int64_t number, std::string_view text) {
        m_words.set(number, foldedText(text));
    });
}

Result<Done> TextColumn::prepareOrder(const Database &db, const Collation &collation)
{
    if (m_keys.isWasteful())
        m_newOrder = {{}, true};
    if (!m_newOrder.all && m_newOrder.ids.empty())
        return Done{};
    const bool all = m_newOrder.all;
    if (all) {
        m_keys.clear();
        m_order.clear();
    }
    std::string key;
    NIMARA_TRY(read(db, m_newOrder, [&](std::int64_t number, std::string_view text) {
        key.clear();
        if (!text.empty())
            collation.key(text, key);
        if (all)
            m_keys.set(number, key);
        else
            place(number, key);
        if (all && !key.empty())
            m_order.push_back(number);
    }));
    if (all)
        sortAll();
    rankAll();
    return Done{};
}

void TextColumn::sortAll()
{
    // The first eight bytes decide almost every comparison without a look into the arena.
    struct Entry
    {
        std::uint64_t head;
        std::int64_t number;
    };
    std::vector<Entry> entries;
    entries.reserve(m_order.size());
    for (const std::int64_t number : m_order) {
        std::uint64_t head = 0;
        const std::string_view key = m_keys.at(number);
        for (std::size_t i = 0; i < 8; ++i)
            head = head << 8u | (i < key.size() ? static_cast<unsigned char>(key[i]) : 0u);
        entries.push_back({head, number});
    }
    std::sort(entries.begin(), entries.end(), [this](const Entry &left, const Entry &right) {
        return left.head != right.head ? left.head < right.head
                                       : m_keys.at(left.number) < m_keys.at(right.number);
    });
    std::transform(entries.begin(), entries.end(), m_order.begin(),
                   [](const Entry &entry) { return entry.number; });
}

void TextColumn::place(std::int64_t number, const std::string &key)
{
    const auto before = [this](std::int64_t left, std::string_view right) { return m_keys.at(left) < right; };
    if (const std::string_view old = m_keys.at(number); !old.empty()) {
        auto at = std::lower_bound(m_order.begin(), m_order.end(), old, before);
        while (at != m_order.end() && *at != number)
            ++at;
        if (at != m_order.end())
            m_order.erase(at);
    }
    m_keys.set(number, key);
    if (!key.empty())
        m_order.insert(std::lower_bound(m_order.begin(), m_order.end(), std::string_view(key), before),
                       number);
}

void TextColumn::rankAll()
{
    m_ranks.assign(m_ranks.size(), 0);
    std::uint32_t rank = 0;
    std::string_view previous;
    for (const std::int64_t number : m_order) {
        const std::string_view key = m_keys.at(number);
        if (rank == 0 || key != previous)
            ++rank;
        previous = key;
        const auto at = static_cast<std::size_t>(number);
        if (at >= m_ranks.size())
            m_ranks.resize(at + 1, 0);
        m_ranks[at] = rank;
    }
}

void TextColumn::changed(std::span<const Uuid> ids)
{
    for (Pending *pending : {&m_newWords, &m_newOrder}) {
        if (pending->all)
            continue;
        pending->ids.insert(pending->ids.end(), ids.begin(), ids.end());
        if (pending->ids.size() > maxPending)
            *pending = {{}, true};
    }
}

void TextColumn::changedAll()
{
    m_newWords = {{}, true};
    m_newOrder = {{}, true};
}

std::size_t TextColumn::memory() const
{
    return m_words.memory() + m_keys.memory() + m_order.capacity() * sizeof(std::int64_t) +
           m_ranks.capacity() * sizeof(std::uint32_t);
}

} // namespace nimara::sync
