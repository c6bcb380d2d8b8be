#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "models/base/hash.h"
#include "models/schema/registry.h"

// login, logout, status, sync, outbox, conflicts, resolve, digest, watch.
namespace nimara::cli {

namespace {

Error usage(std::string detail)
{
    return {ErrorCode::Invalid, "cli.usage", {}, std::move(detail)};
}

bool isLoaded(Program &program)
{
    return program.store().status().usable && program.store().status().link != LinkState::Loading &&
           program.store().status().link != LinkState::Connecting;
}

Result<SignInRequest> requestFrom(const Arguments &arguments)
{
    if (arguments.words.size() != 2 || !arguments.passwordFd)
        return usage("login wants SERVER, EMAIL and --password-fd");
    SignInRequest request;
    if (looksLikePairingCode(arguments.words[0])) {
        const auto code = parsePairingCode(arguments.words[0]);
        if (!code)
            return code.error();
        request.server = code->server;
        request.spki = code->spki;
    } else {
        const auto address = parseServerAddress(arguments.words[0]);
        if (!address)
            return address.error();
        request.server = *address;
    }
    request.email = QString::fromStdString(arguments.words[1]);
    const auto password = readLine(*arguments.passwordFd);
    if (!password)
        return password.error();
    request.password = QString::fromStdString(*password);
    return request;
}

} // namespace

int login(Program &program, const Arguments &arguments)
{
    const auto request = requestFrom(arguments);
    if (!request)
        return fail(request.error());
    program.waitUntil([&] { return program.account().state() != AccountState::Starting; }, arguments.timeout);
    // Without a keychain it ends with the state that asks for the passphrase.
    if (const auto done = waitFor(program.account().signIn(*request)); !done)
        return fail(done.error());
    if (const auto ready = program.settle(); !ready)
        return fail(ready.error());
    const auto waited = program.waitUntil([&] { return isLoaded(program); }, arguments.timeout);
    print(statusJson(program.store()));
    return waited == Program::Waited::Holds ? exitDone : exitOffline;
}

int logout(Program &program, const Arguments &)
{
    const auto done = waitFor(program.account().signOut(false));
    if (!done)
        return fail(done.error());
    print({{"signedOut", true}});
    return exitDone;
}

int status(Program &program, const Arguments &arguments)
{
    // A moment for the link, so that "connecting" is not the answer to everybody.
    if (!arguments.program.offline && arguments.wait)
        program.waitUntil([&] { return program.store().status().link != LinkState::Connecting; },
                          std::min(arguments.timeout, std::chrono::seconds(5)));
    print(statusJson(program.store()));
    return exitDone;
}

int syncAll(Program &program, const Arguments &arguments)
{
    program.store().syncNow();
    const auto done = [&] {
        const SyncStatus &status = program.store().status();
        return status.link == LinkState::Refused || (status.link == LinkState::Live && status.waiting == 0);
    };
    program.waitUntil(done, arguments.timeout);
    const SyncStatus &status = program.store().status();
    print(statusJson(program.store()));
    if (status.link == LinkState::Refused)
        return fail(status.problem);
    if (status.link != LinkState::Live)
        return exitOffline;
    return status.review > 0 ? exitRefused : status.waiting > 0 ? exitWaiting : exitDone;
}

int outbox(Program &program, const Arguments &)
{
    const auto edits = waitFor(program.store().waitingEdits());
    if (!edits)
        return fail(edits.error());
    for (const WaitingEdit &edit : *edits) {
        Json json = mutationJson(edit.mutation);
        json["sent"] = edit.sent;
        print(json);
    }
    return exitDone;
}

int conflicts(Program &program, const Arguments &)
{
    const auto items = waitFor(program.store().reviewItems());
    if (!items)
        return fail(items.error());
    for (const ReviewItem &item : *items)
        print(reviewJson(item));
    return exitDone;
}

int resolveReview(Program &program, const Arguments &arguments)
{
    static const std::pair<const char *, Resolution> ways[] = {{"take-mine", Resolution::TakeMine},
                                                               {"take-theirs", Resolution::TakeTheirs},
                                                               {"retry", Resolution::Retry},
                                                               {"discard", Resolution::Discard}};
    if (arguments.words.size() != 2)
        return fail(usage("resolve wants NUMBER and HOW"));
    const auto number = valueFromText(ColumnType::Int, arguments.words[0]);
    for (const auto &[word, resolution] : ways) {
        if (arguments.words[1] != word || !number || isNull(*number))
            continue;
        const auto done = waitFor(program.store().resolve(std::get<std::int64_t>(*number), resolution));
        if (!done)
            return fail(done.error());
        return syncAll(program, arguments);
    }
    return fail(usage("resolve wants a number and take-mine, take-theirs, retry or discard"));
}

int digest(Program &program, const Arguments &)
{
    const auto channel = program.store().channelOf(*schema::findTable("clients"));
    program.threads().writer().checkDigest(channel);
    const auto digests = waitFor(program.threads().writer().digests(channel));
    if (!digests)
        return fail(digests.error());
    for (const auto &one : *digests) {
        const Table *table = schema::findTable(one.digest.range.table);
        const std::uint64_t sum = one.digest.sum;
        if (table && one.digest.count > 0)
            print({{"scope", one.cls},
                   {"table", table->name},
                   {"count", one.digest.count},
                   {"sum", toHex(std::string_view(reinterpret_cast<const char *>(&sum), sizeof sum))}});
    }
    return exitDone;
}

int watch(Program &program, const Arguments &arguments)
{
    QObject receiver;
    QObject::connect(
        &program.store(), &sync::LocalStore::newsArrived, &receiver, [](const sync::ChannelNews &news) {
            for (const sync::TableChange &change : news.changes) {
                const Table *table = schema::findTable(change.table);
                Json ids = Json::array();
                for (const Uuid &id : change.ids)
                    ids.push_back(id.toString());
                print({{"at", news.at.toString()}, {"table", table ? table->name : "?"}, {"ids", ids}});
            }
            for (const auto &event : news.events)
                print({{"at", news.at.toString()}, {"event", event.name}, {"payload", event.payload}});
        });
    print({{"watching", true}});
    program.waitUntil([] { return false; }, arguments.timeout);
    return exitDone;
}

} // namespace nimara::cli
