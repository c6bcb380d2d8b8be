#include "tests/simulation/arguments.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace nimara::sim {

const char usage[] =
    R"(usage: nimara-sim [OPTIONS]      runs of laptops and a server under faults; exit code 1: a promise was broken

  --seed S              one run (1 if nothing is said)
  --seeds N or A..B     many; every fiftieth is run twice, and both must be the same
  --soak HOURS          from --seed on (else from one that the clock gives) until the time is over
  --replay FILE         the runs of a file, one line of options each
  --jobs N              runs at a time
  --postgres            over a PostgreSQL of its own, instead of the model
  --clients N           laptops, instead of as many as the seed draws
  --without FAULT,...   faults that stay away
  --until E             faults and edits end with event number E
  --canary NAME         breaks a promise on purpose, on the model: cursor, lost-outbox, lost-write, double-apply, scope-leak
  --trace               tells each step on standard error: event number, second, what happened
)";

namespace {

template <typename T>
std::optional<T> number(std::string_view text)
{
    T value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

Error wrong(const std::string &word, std::string wanted)
{
    return {ErrorCode::Invalid, "arguments", word, std::move(wanted)};
}

bool readSeeds(std::string_view text, Arguments &arguments)
{
    const std::size_t dots = text.find("..");
    const auto first = dots == std::string_view::npos ? 1 : number<std::uint64_t>(text.substr(0, dots));
    const auto last = number<std::uint64_t>(dots == std::string_view::npos ? text : text.substr(dots + 2));
    if (!first || !last || *last < *first)
        return false;
    arguments.first = *first;
    arguments.last = *last;
    return true;
}

Result<> readValue(const std::string &word, const std::string &value, Arguments &arguments)
{
    Options &options = arguments.options;
    const auto whole = number<std::uint64_t>(value);
    const auto between = [&whole](std::uint64_t low, std::uint64_t high) {
        return whole && *whole >= low && *whole <= high;
    };
    if (word == "--seed") {
        if (!whole)
            return wrong(word, "a number");
        arguments.first = arguments.last = *whole;
    } else if (word == "--seeds") {
        if (!readSeeds(value, arguments))
            return wrong(word, "a number, or A..B");
    } else if (word == "--soak") {
        const auto hours = number<double>(value);
        if (!hours || !(*hours > 0) || *hours > 10'000)
            return wrong(word, "hours, such as 0.5");
        arguments.soak = std::chrono::seconds(std::llround(*hours * 3600));
    } else if (word == "--replay") {
        arguments.replay = value;
    } else if (word == "--jobs") {
        if (!between(1, 256))
            return wrong(word, "a number from 1 to 256");
        arguments.jobs = static_cast<unsigned>(*whole);
    } else if (word == "--clients") {
        if (!between(1, 50))
            return wrong(word, "a number from 1 to 50");
        options.clients = static_cast<std::size_t>(*whole);
    } else if (word == "--until") {
        if (!between(1, std::numeric_limits<std::uint64_t>::max()))
            return wrong(word, "the number of an event");
        options.until = *whole;
    } else if (word == "--without") {
        const auto faults = faultsNamed(value);
        if (!faults)
            return wrong(word, "some of " + namesOf(FaultSet().set()));
        options.without = *faults;
    } else if (word == "--canary") {
        const auto canary = canaryNamed(value);
        if (!canary)
            return wrong(word, "a canary's name, see --help");
        options.canary = *canary;
    } else {
        return wrong(word, "is not known");
    }
    return Done{};
}

} // namespace

Result<Arguments> parseArguments(std::span<const std::string> words)
{
    Arguments arguments;
    bool seeded = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string &word = words[i];
        seeded = seeded || word.starts_with("--seed");
        if (word == "--trace")
            arguments.options.trace = true;
        else if (word == "--postgres")
            arguments.postgres = true;
        else if (word == "--help")
            arguments.help = true;
        else if (i + 1 == words.size())
            return wrong(word, word.starts_with("--") ? "is not known, or lacks its value" : "is not known");
        else
            NIMARA_TRY(readValue(word, words[++i], arguments));
    }
    if (arguments.postgres && arguments.options.canary != Canary::None)
        return wrong("--canary", "sits in the model, not in PostgreSQL");
    // Two soaks are not to see the same seeds.
    if (arguments.soak.count() > 0 && !seeded)
        arguments.first = static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch() /
                                                     std::chrono::seconds(1) * 1'000'000);
    return arguments;
}

} // namespace nimara::sim
