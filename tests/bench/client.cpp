#include "tests/bench/client.h"

#include "models/base/json.h"
#include "models/schema/tables/clients.h"

#include <iostream>

namespace nimara::bench {

using schema::Clients;

void say(const Json &line)
{
    std::cout << line.dump() << std::endl;
}

std::string listen()
{
    std::string line;
    std::getline(std::cin, line);
    return line;
}

Result<> Client::begin()
{
    auto words = parseJson(listen());
    if (!words)
        return words.error();
    told = *std::move(words);
    clients = ClientRows(told.value("tenant", 0u));
    const auto pairing = parsePairingCode(told.value("pairing", ""));
    if (!pairing)
        return pairing.error();
    laptop = std::make_unique<test::Laptop>(QString::fromStdString(told.value("folder", "")));
    return laptop->signIn(*pairing, told.value("email", ""), told.value("password", ""));
}

Result<> Client::settle()
{
    NIMARA_TRY(laptop->open());
    if (!laptop->waitUntilSynced(600'000))
        return Error{ErrorCode::Internal, "bench.settle", {}, laptop->store().status().problem.key};
    return Done{};
}

sync::ChannelNumber Client::channel() const
{
    return laptop->store().channelOf(Clients::table);
}

Edit editOf(const ClientRows &clients, std::int64_t row, const std::string &text)
{
    return {
        .ops = {{.table = Clients::table.number,
                 .id = clients.id(row),
                 .kind = OpKind::Update,
                 .fields = {{.column = std::string(Clients::addressLine1.name()), .was = {}, .now = text}}}}};
}

} // namespace nimara::bench
