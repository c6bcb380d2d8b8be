#pragma once

#include "models/base/json.h"
#include "tests/bench/rows.h"
#include "tests/support/laptop/laptop.h"

#include <memory>
#include <span>
#include <string>

// The other side of Marina::client(): what runs in a client's own process.
namespace nimara::bench {

// What it was told by its first line of input, and the laptop that it is.
struct Client
{
    ClientRows clients{0};
    Json told;
    std::unique_ptr<test::Laptop> laptop;

    // Signs in; nothing is opened yet.
    Result<> begin();
    // Opens, connects and waits until all is there.
    Result<> settle();
    // The channel of the port.
    sync::ChannelNumber channel() const;
};

// What Qt wants to know of a command line.
struct CommandLine
{
    int count = 1;
    char name[16] = "nimara-bench";
    char *words[2] = {name, nullptr};
};

// One JSON line to the parent.
void say(const Json &line);
// The parent's next line; empty at the end.
std::string listen();
// An edit of the `number`th row, whose old value is what the generator made.
Edit editOf(const ClientRows &clients, std::int64_t row, const std::string &text);

int playBootstrap(std::span<const std::string> arguments);
int playWriter(std::span<const std::string> arguments);
int playReader(std::span<const std::string> arguments);
int playUploader(std::span<const std::string> arguments);

} // namespace nimara::bench
