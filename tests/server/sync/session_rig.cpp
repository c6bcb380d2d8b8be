#include "tests/server/sync/session_rig.h"

#include "models/schema/registry.h"
#include "models/schema/tables/people.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/row_block.h"

#include <gtest/gtest.h>

namespace nimara::server::test {

Rig::Rig(Session::Limits limits, FeedHub::Limits hubLimits, std::uint64_t seed)
    : hub(hubLimits), m_limits(limits), m_rng(seed)
{}

Rig::Client &Rig::connect(std::uint8_t channel)
{
    clients.push_back(std::make_unique<Client>());
    Client &client = *clients.back();
    client.subscriber = clients.size();
    client.session = std::make_unique<Session>(Actor{FakeDoor::id(7), {}, {}, false, {}}, channel, m_limits);
    m_bySubscriber[client.subscriber] = &client;
    return client;
}

void Rig::send(Client &client, sync::ClientMessage message, std::size_t bytes)
{
    give(client, Session::Frame{std::move(message), bytes});
}

void Rig::give(Client &client, Session::Event event)
{
    const Session::Moment moment{now, Instant(now.count()), client.buffered};
    act(client, client.session->handle(moment, std::move(event)));
}

void Rig::hello(Client &client)
{
    sync::Hello hello;
    hello.generation = static_cast<std::uint32_t>(schema::generation);
    hello.clientId = FakeDoor::id(100 + client.subscriber);
    hello.incarnation = FakeDoor::id(1);
    hello.port = FakeDoor::id(2);
    hello.epoch = door.m_epoch;
    for (const auto &[scope, cursor] : client.cursors)
        hello.scopes.push_back({scope, cursor});
    send(client, hello);
}

void Rig::load(Client &client, const std::vector<sync::ScopeId> &scopes, std::uint32_t pageRows)
{
    for (const sync::ScopeId &scope : scopes) {
        client.cursors.erase(scope);
        client.rows.erase(scope);
        client.loading[scope] = {};
    }
    sync::Load load;
    for (const auto &[scope, after] : client.loading)
        load.items.push_back({scope, FakeDoor::table().number, after});
    load.pageRows = pageRows;
    load.credit = 2;
    send(client, load);
}

void Rig::act(Client &client, std::vector<Session::Action> actions)
{
    for (Session::Action &action : actions) {
        if (auto *message = std::get_if<Session::Send>(&action)) {
            std::string bytes;
            for (const auto &part : message->parts)
                bytes += *part;
            client.buffered += bytes.size();
            client.sent.push_back(std::move(bytes));
        } else if (auto *work = std::get_if<Session::Work>(&action)) {
            works.push_back([this, &client, item = *work] {
                auto done = std::make_shared<Session::Done>(
                    callDoor(door, client.session->actor(), client.session->channel(), item));
                posts.push_back([this, &client, done] { give(client, *done); });
            });
        } else if (auto *join = std::get_if<Session::Join>(&action)) {
            hub.join(client.subscriber, join->ticket, join->from, join->scopes);
        } else if (std::holds_alternative<Session::Leave>(action)) {
            hub.leave(client.subscriber);
        } else if (std::holds_alternative<Session::Poke>(action)) {
            hub.poke();
        } else if (std::holds_alternative<Session::Close>(action)) {
            client.closed = true;
        }
        actHub();
    }
}

void Rig::actHub()
{
    for (FeedHub::Action &action : hub.takeActions()) {
        if (auto *deliver = std::get_if<FeedHub::Deliver>(&action)) {
            Client &client = *m_bySubscriber.at(deliver->to);
            auto news = std::make_shared<News>(std::move(deliver->news));
            posts.push_back([this, &client, news] { give(client, Session::Step{*news}); });
            continue;
        }
        works.push_back([this, work = std::get<FeedHub::Work>(action)] {
            if (const auto *feed = std::get_if<FeedHub::Feed>(&work.call)) {
                auto step = std::make_shared<Result<FeedStep>>(door.feed(feed->from, feed->scopes));
                posts.push_back([this, id = work.id, step] { hub.done(id, *step); });
            } else {
                auto cursor = std::make_shared<Result<sync::Cursor>>(door.now());
                posts.push_back([this, id = work.id, cursor] { hub.done(id, *cursor); });
            }
        });
    }
}

// Posts to one receiver keep their order; works are made in any.
bool Rig::turn()
{
    const bool work = !works.empty() && (posts.empty() || m_rng.oneIn(2));
    if (work) {
        const auto at = static_cast<std::ptrdiff_t>(m_rng.below(works.size()));
        const auto call = std::move(works[static_cast<std::size_t>(at)]);
        works.erase(works.begin() + at);
        call();
    } else if (!posts.empty()) {
        const auto post = std::move(posts.front());
        posts.pop_front();
        post();
    } else {
        return false;
    }
    actHub();
    for (auto &client : clients) {
        if (client->reading)
            read(*client);
    }
    return true;
}

void Rig::settle()
{
    for (auto &client : clients) {
        if (client->reading)
            read(*client);
    }
    while (turn())
        ;
}

void Rig::pass(std::chrono::milliseconds time)
{
    for (const auto end = now + time; now < end; now += std::chrono::milliseconds(50)) {
        hub.tick(now);
        actHub();
        for (auto &client : clients)
            give(*client, Session::Tick{});
        settle();
    }
}

void Rig::read(Client &client)
{
    while (!client.sent.empty()) {
        const std::string bytes = std::move(client.sent.front());
        client.sent.pop_front();
        client.buffered -= bytes.size();
        receive(client, bytes);
    }
}

void Rig::receive(Client &client, const std::string &bytes)
{
    const auto frame = sync::decodeServer(bytes);
    ASSERT_TRUE(frame) << frame.error().detail;
    ASSERT_EQ(frame->channel, client.session->channel());
    client.heard.push_back(frame->message);
    if (const auto *welcome = std::get_if<sync::Welcome>(&frame->message)) {
        client.granted.clear();
        for (const sync::GrantedScope &scope : welcome->scopes)
            client.granted.insert(scope.id);
        const auto gone = [&](const auto &entry) { return !client.granted.contains(entry.first); };
        std::erase_if(client.rows, gone);
        std::erase_if(client.cursors, gone);
        std::erase_if(client.loading, gone);
    } else if (const auto *page = std::get_if<sync::Page>(&frame->message)) {
        apply(client, *page);
    } else if (const auto *delta = std::get_if<sync::Delta>(&frame->message)) {
        apply(client, *delta);
    } else if (const auto *reload = std::get_if<sync::Reload>(&frame->message)) {
        for (const sync::ScopeId &scope : reload->scopes)
            client.live.erase(scope);
        load(client, reload->scopes);
    }
}

void Rig::apply(Client &client, const sync::Page &page)
{
    send(client, sync::Credit{1}); // for a page that is passed over too
    // Overtaken by the loss of the right, or by another load.
    if (!client.granted.contains(page.scope) || !client.loading.contains(page.scope))
        return;
    client.cursors.try_emplace(page.scope, page.cursor);
    auto block = sync::RowBlockReader::open(page.rows);
    ASSERT_TRUE(block);
    while (block->next()) {
        const Row row = block->row(FakeDoor::table());
        client.rows[page.scope][row.id()] = {row.rev, *row[schema::Tags::name]};
    }
    client.loading[page.scope] = page.last;
    if (page.done) {
        client.loading.erase(page.scope);
        send(client, sync::Subscribe{{{page.scope, client.cursors[page.scope]}}});
    }
}

void Rig::apply(Client &client, const sync::Delta &delta)
{
    for (const auto &bytes : delta.parts) {
        const auto part = sync::decodeScopeDelta(*bytes);
        ASSERT_TRUE(part);
        ASSERT_TRUE(client.granted.contains(part->scope)) << "rows of a scope without the right to it";
        auto &rows = client.rows[part->scope];
        for (const sync::RowBlock &upserts : part->upserts) {
            auto block = sync::RowBlockReader::open(upserts);
            ASSERT_TRUE(block);
            while (block->next()) {
                const Row row = block->row(FakeDoor::table());
                auto &held = rows[row.id()];
                if (row.rev >= held.rev)
                    held = {row.rev, *row[schema::Tags::name]};
            }
        }
        for (const sync::Tombstone &gone : part->deletes) {
            const auto held = rows.find(gone.id);
            if (held != rows.end() && gone.rev > held->second.rev)
                rows.erase(held);
        }
    }
    if (!delta.last)
        return;
    for (const sync::ScopeId &scope : delta.advanced) {
        client.cursors[scope] = delta.to;
        client.live.insert(scope);
        EXPECT_EQ(client.rows[scope], door.stateAt(scope, delta.to)) << "at " << delta.to;
    }
}

} // namespace nimara::server::test
