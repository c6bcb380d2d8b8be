#include "models/schema/tables/clients.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"
#include "sync/replica/journal_file.h"
#include "sync/replica/named_row.h"
#include "tests/sync/protocol/random_messages.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

// The seeds of the binary targets, as the program itself writes such bytes: one of each kind, small enough to be turned
// over often. What people write (JSON, CSV, codes) was written by hand.
namespace nimara::sync::test {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largestSeed = 2048;
constexpr int draws = 40;

class Seeds
{
public:
    explicit Seeds(fs::path corpus) : m_corpus(std::move(corpus)) {}

    void write(const std::string &target, const std::string &name, const std::string &bytes) const
    {
        fs::create_directories(m_corpus / target);
        std::ofstream(m_corpus / target / ("seed-" + name), std::ios::binary) << bytes;
    }

    // Of some that are drawn, the largest that is still small.
    template <typename Make>
    void draw(const std::string &target, const std::string &name, Make make) const
    {
        std::string best;
        for (int i = 0; i < draws; ++i) {
            std::string bytes = make();
            if (bytes.size() > best.size() && bytes.size() <= largestSeed)
                best = std::move(bytes);
        }
        write(target, name, best);
    }

private:
    fs::path m_corpus;
};

JournalEntry entryOf(RandomMessages &random, JournalEntry::Kind kind)
{
    JournalEntry entry{.kind = kind, .id = random.uuid(), .seq = random.below(1000)};
    if (kind == JournalEntry::Kind::Waits || kind == JournalEntry::Kind::Review) {
        entry.title = "Anna";
        entry.mutation = encodeMutation(random.mutation());
    }
    if (kind == JournalEntry::Kind::Review) {
        entry.outcome = encodeOutcome(random.outcome());
        entry.bases = {{schema::Clients::table.number, random.uuid(), random.text()}};
    }
    return entry;
}

std::vector<std::string> records(RandomMessages &random)
{
    using Kind = JournalEntry::Kind;
    std::vector<JournalEntry> entries;
    for (const Kind kind : {Kind::Waits, Kind::Review, Kind::Over, Kind::TakenBack})
        entries.push_back(entryOf(random, kind));
    JournalState state;
    state.step = 7;
    state.clientId = random.uuid();
    state.lastSeq = 9;
    state.waiting = state.reviews = 1;
    return encodeRecords(state, entries);
}

std::string namedRow(RandomMessages &random)
{
    const std::string block = random.rowBlock();
    auto reader = RowBlockReader::open(block);
    return reader && reader->next() ? encodeNamedRow(reader->row(schema::Clients::table)) : std::string();
}

void writeSeeds(const Seeds &seeds)
{
    RandomMessages random(1);
    for (std::size_t kind = 0; kind < std::variant_size_v<ClientMessage>; ++kind)
        seeds.draw("client_frame", std::to_string(kind), [&] { return encode(1, random.client(kind)); });
    for (std::size_t kind = 0; kind < std::variant_size_v<ServerMessage>; ++kind)
        seeds.draw("server_frame", std::to_string(kind), [&] { return encode(1, random.server(kind)); });
    for (const char *name : {"a", "b", "c"}) {
        seeds.draw("scope_delta", name, [&] { return encodeScopeDelta(random.scopeDelta()); });
        seeds.draw("edit", std::string("mutation-") + name,
                   [&] { return encodeMutation(random.mutation()); });
        seeds.draw("edit", std::string("outcome-") + name, [&] { return encodeOutcome(random.outcome()); });
        seeds.draw("row_block", name, [&] { return random.rowBlock(); });
        seeds.draw("named_row", name, [&] { return namedRow(random); });
        seeds.draw("journal_record", name, [&] { return records(random).front(); });
    }
    const std::string file = (fs::temp_directory_path() / "nimara-journal-seed").string();
    JournalFile journal(systemFiles(), file, std::nullopt);
    for (const char *name : {"a", "b"}) {
        seeds.draw("journal_file", name, [&] {
            if (!journal.replace(records(random)))
                return std::string();
            return *systemFiles().read(file);
        });
    }
    fs::remove(file);
}

} // namespace

} // namespace nimara::sync::test

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: nimara-fuzz-seeds FOLDER (tests/fuzz/corpus)\n");
        return 2;
    }
    nimara::sync::test::writeSeeds(nimara::sync::test::Seeds(argv[1]));
    return 0;
}
