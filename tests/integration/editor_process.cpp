#include "tests/integration/editor_process.h"

#include <poll.h>
#include <algorithm>

namespace nimara::test {

using namespace std::chrono_literals;

namespace {

// For one thing to happen, on a busy machine.
constexpr auto patience = 120s;

bool waitForWords(const Editors &editors, std::chrono::steady_clock::time_point deadline)
{
    std::vector<pollfd> entries;
    for (const auto &editor : editors)
        entries.push_back({editor->outputHandle(), POLLIN, 0});
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        std::max(0ns, std::chrono::nanoseconds(deadline - std::chrono::steady_clock::now())));
    return ::poll(entries.data(), entries.size(), static_cast<int>(left.count())) > 0;
}

} // namespace

Result<> EditorProcess::start()
{
    auto started = ChildProcess::start({.command = {builtProgram("nimara-test-editor")}});
    if (!started)
        return started.error();
    m_process = *std::move(started);
    m_live = false;
    m_resting = false;
    const Json told = {
        {"pairing", m_seat.pairing.toString()}, {"email", m_seat.email}, {"password", m_seat.password},
        {"folder", m_seat.folder.string()},     {"part", m_seat.part},   {"parts", m_seat.parts},
        {"silence", m_seat.silence.count()}};
    return m_process->send(told.dump())
               ? Result<>(Done{})
               : Error{ErrorCode::Internal, "test.editor", {}, "the editor does not listen"};
}

void EditorProcess::kill()
{
    m_process->kill();
    while (const auto line = m_process->readLine(0ms))
        EXPECT_TRUE(take(*line));
    m_process.reset();
    m_live = false;
}

testing::AssertionResult EditorProcess::hear()
{
    if (!m_process)
        return testing::AssertionFailure() << "the editor was not started";
    const bool wasRunning = m_process->isRunning();
    while (const auto line = m_process->readLine(0ms)) {
        if (const auto taken = take(*line); !taken)
            return taken;
    }
    if (wasRunning || !m_end.is_null())
        return testing::AssertionSuccess();
    return testing::AssertionFailure() << "the editor is gone after " << m_saved.size() << " edits";
}

testing::AssertionResult EditorProcess::take(const std::string &line)
{
    const auto said = parseJson(line, {.bytes = 16 * 1024 * 1024});
    if (!said || !said->is_object())
        return testing::AssertionSuccess();
    if (said->contains("fault"))
        return testing::AssertionFailure() << "the editor: " << (*said)["fault"];
    if (said->contains("saved")) {
        const Json &edit = (*said)["saved"];
        m_lastSaved = edit.value("id", "");
        m_saved[m_lastSaved] = {edit.value("row", ""), edit.value("kind", "") == "create"};
    }
    if (said->contains("live"))
        m_live = (*said)["live"].get<bool>();
    if (said->contains("resting"))
        m_resting = true;
    if (said->contains("values"))
        m_values = (*said)["values"].get<Values>();
    if (said->contains("end"))
        m_end = (*said)["end"];
    return testing::AssertionSuccess();
}

testing::AssertionResult hearUntil(const Editors &editors, const std::string &what,
                                   const std::function<bool()> &isSo)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        for (const auto &editor : editors) {
            if (const auto heard = editor->hear(); !heard)
                return heard;
        }
        if (isSo())
            return testing::AssertionSuccess();
        if (!waitForWords(editors, deadline))
            return testing::AssertionFailure() << "in vain: " << what;
    }
}

void checkAudit(server::Connection &connection, const Editors &editors, const std::set<std::string> &here)
{
    const auto found =
        connection.exec("select mutation_id::text, count(*),"
                        " count(distinct (coalesce(field_changed, ''), action))"
                        " from public.audit_logs where mutation_id is not null group by 1, entity_id");
    ASSERT_TRUE(found) << found.error().detail;
    std::map<std::string, EditorProcess::Saved> saved;
    for (const auto &editor : editors)
        saved.insert(editor->saved().begin(), editor->saved().end());
    std::map<std::string, int> times;
    for (int i = 0; i < found->rows(); ++i) {
        const std::string id = found->text(i, 0);
        ++times[id];
        EXPECT_EQ(found->integer(i, 1), found->integer(i, 2)) << "written twice: " << id;
        const auto known = saved.find(id);
        // One that the server has and nobody called saved was cut short between the two: it may be there.
        if (known != saved.end() && !known->second.creates) {
            EXPECT_EQ(found->integer(i, 1), 1) << id;
        }
    }
    std::size_t missing = 0;
    for (const auto &[id, edit] : saved) {
        EXPECT_LE(times[id], 1) << "on two rows: " << id;
        missing += times[id] == 0 && !here.contains(id);
    }
    EXPECT_EQ(missing, 0u) << "of " << saved.size() << " saved edits";
}

std::string differenceOf(const EditorProcess::Values &seen, const EditorProcess::Values &there)
{
    int differing = 0;
    std::string first;
    for (const auto &[id, value] : there) {
        const auto found = seen.find(id);
        if (found != seen.end() && found->second == value)
            continue;
        if (differing++ == 0)
            first = id + " is \"" + (found == seen.end() ? "not here" : found->second) + "\", not \"" +
                    value + "\"";
    }
    return std::to_string(seen.size()) + " clients here, " + std::to_string(there.size()) + " there, " +
           std::to_string(differing) + " differ: " + first;
}

EditorProcess::Values valuesOnServer(server::Connection &connection, const Uuid &port)
{
    const auto found =
        connection.exec("select id::text, coalesce(address_line1, '') from public.clients where port_id = $1",
                        server::Params().uuid(port));
    EXPECT_TRUE(found) << found.error().detail;
    EditorProcess::Values values;
    for (int i = 0; found && i < found->rows(); ++i)
        values[found->text(i, 0)] = found->text(i, 1);
    return values;
}

} // namespace nimara::test
