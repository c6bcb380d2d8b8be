#include "tests/bench/bench.h"
#include "tests/bench/client.h"
#include "tests/bench/play_ui.h"

#include <array>

namespace nimara::bench {

std::span<const Benchmark> benchmarks()
{
    static constexpr std::array all{
        Benchmark{"limits", "what this machine can do without us: plain loops, commits, round trips",
                  runLimits},
        Benchmark{"replica", "the laptop's file alone: first load, search, steps of the feed, edits",
                  runReplica},
        Benchmark{"bootstrap", "a new laptop's first load from a real server, over TLS", runBootstrap},
        Benchmark{"latency", "an edit on one laptop until another has it, at 50 writes a second", runLatency},
        Benchmark{"upload", "10,000 edits made offline, until each has its outcome", runUpload},
        Benchmark{"ui", "the app over 100,000 clients: start, sort, filter, search as one types", runUi},
    };
    return all;
}

std::span<const Role> roles()
{
    static constexpr std::array all{
        Role{"bootstrap", playBootstrap}, Role{"writer", playWriter}, Role{"reader", playReader},
        Role{"uploader", playUploader},   Role{"app", playApp},       Role{"bare", playBare},
    };
    return all;
}

} // namespace nimara::bench
