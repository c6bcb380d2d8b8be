#include "sync/replica/journal_file.h"

#include "models/base/bytes.h"
#include "models/base/hash.h"
#include "sync/protocol/messages.h"

#include <sodium.h>

namespace nimara::sync {

namespace {

constexpr std::uint32_t recordMark = 0x314A4D4E; // "NMJ1", as it stands in the file
constexpr std::size_t headerBytes = 12;
constexpr std::size_t nonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t sealBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
// An edit, the server's answer and the rows it speaks of; a longer length is no length.
constexpr std::size_t longestRecord = 2 * maxInflatedBytes;
// Read at a time.
constexpr std::size_t partBytes = 256 * 1024;

const unsigned char *bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

std::string headerFor(std::size_t length)
{
    ByteWriter out;
    out.u32(recordMark);
    out.u32(static_cast<std::uint32_t>(length));
    out.u32(static_cast<std::uint32_t>(hash64(out.bytes())));
    return out.take();
}

// What follows the header, where these bytes begin with one.
std::optional<std::size_t> lengthIn(std::string_view bytes)
{
    if (bytes.size() < headerBytes)
        return std::nullopt;
    ByteReader in(bytes.substr(4));
    const std::size_t length = in.u32();
    if (length < nonceBytes + sealBytes || length > longestRecord ||
        bytes.substr(0, headerBytes) != headerFor(length))
        return std::nullopt;
    return length;
}

// The part of a file that is looked at.
class Window
{
public:
    Window(Files &files, const std::string &path) : m_files(files), m_path(path) {}

    // Less than `size` at the end of the file.
    std::string_view front(std::size_t size)
    {
        fill(m_at + size);
        return std::string_view(m_held).substr(m_at, size);
    }
    void passOver(std::size_t count)
    {
        m_at += count;
        m_offset += count;
        if (m_at < partBytes)
            return;
        m_held.erase(0, m_at);
        m_at = 0;
    }
    // To where the next record may begin.
    void passToMark()
    {
        static const std::string wanted = headerFor(0).substr(0, sizeof recordMark);
        for (passOver(1);; passOver(partBytes)) {
            const std::string_view part = front(partBytes + wanted.size() - 1);
            const std::size_t found = part.find(wanted);
            if (found != std::string_view::npos)
                return passOver(found);
            if (part.size() < partBytes)
                return passOver(part.size());
        }
    }
    std::uint64_t offset() const { return m_offset; }
    bool wasRead() const { return m_readable; }

private:
    void fill(std::size_t size)
    {
        while (!m_ended && m_held.size() < size) {
            const auto part = m_files.readPart(m_path, m_offset - m_at + m_held.size(), partBytes);
            m_readable = m_readable && part;
            m_ended = !part || part->empty();
            if (part)
                m_held += *part;
        }
    }

    Files &m_files;
    const std::string &m_path;
    std::string m_held;
    std::size_t m_at = 0;       // in m_held
    std::uint64_t m_offset = 0; // in the file
    bool m_ended = false;
    bool m_readable = true;
};

} // namespace

JournalFile::JournalFile(Files &files, std::string path, const std::optional<ReplicaKey> &key)
    : m_files(files), m_path(std::move(path)), m_key{}
{
    static_assert(std::tuple_size_v<Key> == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    static_assert(std::tuple_size_v<ReplicaKey> == crypto_kdf_KEYBYTES);
    if (key)
        crypto_kdf_derive_from_key(m_key.data(), m_key.size(), 1, "nimoutbx", key->data());
}

std::string JournalFile::sealed(const std::vector<std::string> &records) const
{
    std::string out;
    for (const std::string &record : records) {
        const std::string header = headerFor(nonceBytes + record.size() + sealBytes);
        std::array<unsigned char, nonceBytes> nonce{};
        randombytes_buf(nonce.data(), nonce.size());
        std::string box(record.size() + sealBytes, '\0');
        crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char *>(box.data()), nullptr,
                                                   bytesOf(record), record.size(), bytesOf(header),
                                                   headerBytes, nullptr, nonce.data(), m_key.data());
        out += header;
        out.append(reinterpret_cast<const char *>(nonce.data()), nonce.size());
        out += box;
    }
    return out;
}

std::optional<std::string> JournalFile::opened(std::string_view bytes) const
{
    const std::string_view box = bytes.substr(headerBytes + nonceBytes);
    std::string record(box.size() - sealBytes, '\0');
    const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char *>(record.data()), nullptr, nullptr, bytesOf(box), box.size(),
        bytesOf(bytes), headerBytes, bytesOf(bytes.substr(headerBytes)), m_key.data());
    return failed == 0 ? std::optional(std::move(record)) : std::nullopt;
}

JournalView JournalFile::read()
{
    JournalView view;
    Window file(m_files, m_path);
    while (!file.front(headerBytes).empty()) {
        const auto length = lengthIn(file.front(headerBytes));
        const std::size_t wanted = headerBytes + length.value_or(0);
        const std::string_view bytes = length ? file.front(wanted) : std::string_view();
        const auto record = length && bytes.size() == wanted ? opened(bytes) : std::nullopt;
        if (record && view.take(*record)) {
            file.passOver(wanted);
        } else {
            view.passOver();
            file.passToMark();
        }
    }
    if (!file.wasRead())
        view.passOver();
    m_size = file.offset();
    return view;
}

Result<Done> JournalFile::append(const std::vector<std::string> &records)
{
    const std::string bytes = sealed(records);
    NIMARA_TRY(m_files.append(m_path, bytes));
    m_size += bytes.size();
    return Done{};
}

Result<Done> JournalFile::replace(const std::vector<std::string> &records)
{
    const std::string bytes = sealed(records);
    NIMARA_TRY(m_files.write(m_path, bytes));
    m_size = bytes.size();
    return Done{};
}

} // namespace nimara::sync
