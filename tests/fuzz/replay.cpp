#include "models/base/hash.h"
#include "models/base/rng.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

// Gives a target each file of its corpus and mutations of it, the same ones in every run and with every compiler.
namespace nimara::test {

namespace {

namespace fs = std::filesystem;

constexpr int mutationsPerFile = 5000;
constexpr std::size_t longestInput = 64 * 1024;

struct Input
{
    std::string name;
    std::string bytes;
};

std::vector<Input> corpusIn(const fs::path &folder)
{
    std::vector<Input> corpus;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        corpus.push_back({entry.path().filename().string(), {std::istreambuf_iterator<char>(file), {}}});
    }
    std::ranges::sort(corpus, {}, &Input::name);
    return corpus;
}

char oddByte(Rng &rng)
{
    constexpr std::string_view odd("\0\x01\x7F\x80\xFF\"'\\{}[]:,;-.0129eZ \n\r", 26);
    return rng.oneIn(2) ? odd[rng.below(odd.size())] : static_cast<char>(rng.below(256));
}

void mutate(std::string &bytes, const std::vector<Input> &corpus, Rng &rng)
{
    const std::size_t at = rng.below(bytes.size() + 1);
    const std::size_t length = rng.below(std::min<std::size_t>(bytes.size() - at, 16) + 1);
    switch (rng.below(6)) {
    case 0:
        bytes.insert(at, 1 + rng.below(4), oddByte(rng));
        break;
    case 1:
        bytes.erase(at, length);
        break;
    case 2:
        bytes.insert(at, bytes.substr(at, length));
        break;
    case 3:
        bytes.resize(at);
        break;
    case 4: {
        const std::string &other = corpus[rng.below(corpus.size())].bytes;
        bytes.replace(at, length, other, rng.below(other.size() + 1), 1 + rng.below(32));
        break;
    }
    default:
        if (at < bytes.size())
            bytes[at] = oddByte(rng);
    }
    bytes.resize(std::min(bytes.size(), longestInput));
}

// On a broken promise the input is left beside, to become a file of the corpus.
bool held(const Input &input)
{
    try {
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(input.bytes.data()),
                               input.bytes.size());
        return true;
    } catch (const std::exception &fault) {
        const fs::path kept = fs::absolute("broken-" + input.name);
        std::ofstream(kept, std::ios::binary) << input.bytes;
        std::fprintf(stderr, "%s: %s; the input is in %s\n", input.name.c_str(), fault.what(), kept.c_str());
        return false;
    }
}

bool heldAll(const std::vector<Input> &corpus)
{
    for (const Input &input : corpus) {
        std::printf("%s\n", input.name.c_str());
        std::fflush(stdout);
        if (!held(input))
            return false;
        SeededRng rng(hash64(input.name));
        for (int i = 0; i < mutationsPerFile; ++i) {
            Input mutated = input;
            for (std::uint64_t times = 1 + rng.below(4); times > 0; --times)
                mutate(mutated.bytes, corpus, rng);
            if (!held(mutated))
                return false;
        }
    }
    return true;
}

} // namespace

} // namespace nimara::test

int main(int argc, char **argv)
{
    using namespace nimara::test;
    const std::vector<Input> corpus = argc == 2 ? corpusIn(argv[1]) : std::vector<Input>();
    if (corpus.empty()) {
        std::fprintf(stderr, "usage: fuzz-replay-NAME CORPUS, a folder that is not empty\n");
        return 2;
    }
    return heldAll(corpus) ? 0 : 1;
}
