#include "tests/sync/engine/device.h"

#include "tests/sync/support/test_vfs.h"

namespace nimara::sync::test {

using schema::Clients;

Device::Device(const std::string &name)
{
    const auto *info = testing::UnitTest::GetInstance()->current_test_info();
    m_folder = std::filesystem::current_path() /
               (std::string(info->test_suite_name()) + "." + info->name() + "." + name);
    std::filesystem::remove_all(m_folder);
    std::filesystem::create_directories(m_folder);
    options.path = (m_folder / "port.db").string();
    options.port = portId;
    TestDisk::instance().reset();
    options.vfs = "nimara-test";
    options.files = &quickFiles();
    options.bulkRows = 1'000'000;
    tuning.pushBatch = 2;
    tuning.pushWindow = 3;
    tuning.pageCredit = 2;
    tuning.repairRows = 2;
    tuning.digestRanges = 7;
    tuning.digestRows = 3;
}

Device::~Device()
{
    engine.reset();
    replica.reset();
    std::filesystem::remove_all(m_folder);
}

void Device::attach()
{
    auto opened = Replica::open(options, clock, rng);
    ASSERT_TRUE(opened) << opened.error().key << " " << opened.error().detail;
    replica = *std::move(opened);
    engine->attach(channel, *replica);
}

void Device::start(bool offline)
{
    m_started = true;
    engine = std::make_unique<Engine>(clock, rng, tuning, "test");
    engine->setOffline(offline);
    attach();
    engine->start();
    settle();
}

void Device::kill()
{
    engine.reset();
    replica.reset();
    if (m_linked && m_server)
        m_server->linkDown();
    m_linked = false;
    timer.reset();
    start();
}

void Device::openLink()
{
    if (!online) {
        engine->linkDown(openError, openRetryAfter);
        return;
    }
    m_linked = true;
    m_server->linkUp();
    engine->linkUp();
}

void Device::carryOut(const Action &action)
{
    if (const auto *frame = std::get_if<SendFrame>(&action)) {
        if (m_linked && deliversSends)
            m_server->receive(frame->bytes);
    } else if (std::holds_alternative<OpenLink>(action)) {
        openLink();
    } else if (std::holds_alternative<CloseLink>(action)) {
        m_linked = false;
        m_server->linkDown();
    } else if (const auto *at = std::get_if<SetTimer>(&action)) {
        timer = at->at;
    }
}

void Device::settle()
{
    for (int rounds = 0; rounds < 10'000; ++rounds) {
        const std::vector<Action> actions = engine->takeActions();
        for (const Action &action : actions) {
            seen.push_back(action);
            carryOut(action);
        }
        std::optional<std::string> frame;
        if (m_linked && deliversFrames)
            frame = m_server->next();
        if (frame)
            engine->frame(*frame);
        else if (actions.empty())
            return;
    }
    ADD_FAILURE() << "it never comes to rest";
}

void Device::wait(std::chrono::microseconds span)
{
    const auto end = clock.monotonic() + span;
    settle();
    while (timer && *timer <= end) {
        if (*timer > clock.monotonic())
            clock.advance(*timer - clock.monotonic());
        timer.reset();
        engine->tick();
        settle();
    }
    clock.advance(end - clock.monotonic());
    settle();
}

void Device::cut()
{
    online = false;
    if (m_linked) {
        m_linked = false;
        m_server->linkDown();
        engine->linkDown({ErrorCode::Offline, "net.reset"});
    }
    settle();
}

void Device::mend()
{
    online = true;
}

Mutation Device::submit(const Edit &edit)
{
    const auto stored = engine->submit(channel, edit);
    EXPECT_TRUE(stored) << stored.error().key;
    if (!stored)
        return {};
    const auto read = replica->unanswered(stored->seq - 1, 1, 1 << 20);
    return read && !read->empty() ? read->front() : Mutation{};
}

std::string Device::nameOf(std::uint64_t client) const
{
    const auto row = replica->row(Clients::table, idOf(client));
    return row && *row ? (**row)[Clients::fullName].value_or("") : "";
}

} // namespace nimara::sync::test
