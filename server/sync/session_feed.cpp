#include "server/sync/session.h"

#include "models/schema/registry.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/delta_frame.h"

#include <algorithm>
#include <utility>

// The half of a session that brings data to the client: pages, steps of the feed, digests and repairs.
namespace nimara::server {

// ---- pages

void Session::on(sync::Load message)
{
    if (message.items.size() > m_limits.loadItems)
        return malformed("load");
    m_pageStale = m_pageWork != 0;
    m_items.clear();
    for (sync::LoadItem &item : message.items) {
        if (!schema::findTable(item.table))
            return malformed("load of an unknown table");
        // Not malformed: the right may have gone while this message was on its way.
        if (holds(item.scope))
            m_items.push_back(std::move(item));
    }
    m_pageRows = message.pageRows == 0 ? m_limits.pageRows
                                       : std::min<std::size_t>(message.pageRows, m_limits.pageRows);
    m_credit = std::clamp<std::uint32_t>(message.credit, 1, m_limits.credit);
}

void Session::on(sync::Credit message)
{
    m_credit = message.pages > m_limits.credit - m_credit ? m_limits.credit : m_credit + message.pages;
}

void Session::pumpPages()
{
    if (m_pageWork != 0 || m_items.empty() || m_credit == 0 || m_moment.buffered >= m_limits.pagesBuffered)
        return;
    m_pageStale = false;
    m_pageWork = work(PageCall{m_access, {m_device.port, m_items.front(), m_pageRows, m_limits.pageBytes}});
}

void Session::on(Result<PageFrame> result)
{
    if (std::exchange(m_pageStale, false))
        return;
    if (!result) {
        if (result.error().code != ErrorCode::NotFound)
            return failed(result.error());
        m_items.pop_front(); // the table is not in this scope
        return;
    }
    --m_credit;
    post({{result->bytes}, true});
    if (result->done)
        m_items.pop_front();
    else
        m_items.front().after = result->last;
}

// ---- the feed

void Session::on(sync::Subscribe message)
{
    if (message.scopes.size() > sync::maxScopes)
        return malformed("subscribe");
    for (sync::HeldScope &scope : message.scopes) {
        if (scope.cursor.empty() || scope.cursor.size() > sync::maxCursorBytes)
            return malformed("a cursor");
        if (holds(scope.id))
            m_subscribed.try_emplace(scope.id, Subscribed{std::move(scope.cursor), false});
    }
    joinHub();
}

// Joins what is not live; the hub passes over what has joined already.
void Session::joinHub()
{
    if (m_slow || m_digesting)
        return;
    std::map<sync::Cursor, std::vector<sync::ScopeId>> groups;
    for (const auto &[scope, state] : m_subscribed) {
        if (!state.live)
            groups[state.cursor].push_back(scope);
    }
    for (auto &[cursor, scopes] : groups)
        m_actions.emplace_back(Join{m_ticket, cursor, std::move(scopes)});
}

void Session::leaveHub()
{
    for (auto &[scope, state] : m_subscribed) {
        if (state.live)
            state.cursor = m_stand;
        state.live = false;
    }
    ++m_ticket; // what the hub has sent before it hears of this is passed over
    m_actions.emplace_back(Leave{});
}

void Session::on(Step event)
{
    const News &news = event.news;
    if (m_state != State::Open || news.ticket != m_ticket)
        return;
    if (news.lost)
        return bye(Error{ErrorCode::Unavailable, std::string(staleEpochKey)}, 1);
    if (!news.reload.empty())
        reload(news.reload);
    if (news.scopes.empty())
        return;
    if (m_moment.buffered > m_limits.slow)
        return missStep(news);
    sendStep(news);
}

// The reader is slow: it gets no more until it has read what is there, and then all it missed in one step.
void Session::missStep(const News &news)
{
    m_slow = true;
    const auto first = m_subscribed.find(news.scopes.front());
    if (first != m_subscribed.end() && first->second.live)
        m_stand = news.from;
    leaveHub();
}

void Session::sendStep(const News &news)
{
    std::vector<sync::ScopeId> advanced;
    for (const sync::ScopeId &scope : news.scopes) {
        const auto state = m_subscribed.find(scope);
        if (state == m_subscribed.end())
            continue;
        state->second = {news.to, news.live};
        advanced.push_back(scope);
    }
    if (news.live)
        m_stand = news.to;
    // Events alone do not move the cursor on the client's disk; a step without anything does.
    if (!news.parts.empty() || news.events.empty())
        sendDelta(news.to, advanced, news.parts);
    for (const auto &item : news.events)
        send(*item);
}

void Session::sendDelta(const sync::Cursor &to, const std::vector<sync::ScopeId> &scopes,
                        const std::vector<std::shared_ptr<const std::string>> &parts)
{
    sync::Delta delta{to, {}, {}, false};
    std::size_t bytes = 0;
    for (const auto &part : parts) {
        if (bytes > 0 && bytes + part->size() > m_limits.deltaFrame) {
            post({sync::encodeDelta(m_channel, delta)});
            delta.parts.clear();
            bytes = 0;
        }
        delta.parts.push_back(part);
        bytes += part->size();
    }
    delta.advanced = scopes;
    delta.last = true;
    post({sync::encodeDelta(m_channel, delta)});
}

void Session::reload(const std::vector<sync::ScopeId> &scopes)
{
    sync::Reload message;
    for (const sync::ScopeId &scope : scopes) {
        if (m_subscribed.erase(scope) != 0)
            message.scopes.push_back(scope);
    }
    if (!message.scopes.empty())
        send(message);
}

// ---- digests and repairs

void Session::on(sync::DigestRequest message)
{
    if (message.ranges.size() > m_limits.digestRanges || m_checks.size() >= m_limits.checksWaiting)
        return malformed("digest");
    m_checks.emplace_back(std::move(message));
}

void Session::on(sync::RowsRequest message)
{
    if (m_checks.size() >= m_limits.checksWaiting)
        return malformed("rows");
    m_checks.emplace_back(std::move(message));
}

void Session::pumpChecks()
{
    if (m_checkWork != 0 || m_slow)
        return;
    while (!m_checks.empty() && m_checkWork == 0) {
        auto &next = m_checks.front();
        if (auto *digest = std::get_if<sync::DigestRequest>(&next)) {
            std::erase_if(digest->ranges,
                          [this](const auto &range) { return !m_subscribed.contains(range.scope); });
            const bool live = std::ranges::all_of(
                digest->ranges, [this](const auto &range) { return m_subscribed.at(range.scope).live; });
            if (!live)
                return; // a join is under way; its end comes back here
            if (!digest->ranges.empty())
                beginDigest(std::move(*digest));
        } else if (const auto &range = std::get<sync::RowsRequest>(next).range; holds(range.scope)) {
            m_checked = {range};
            m_checkWork = work(RowsCall{m_access, range});
        }
        m_checks.pop_front();
    }
}

void Session::beginDigest(sync::DigestRequest request)
{
    leaveHub();
    m_digesting = true;
    m_checked = request.ranges;
    m_checkWork = work(DigestCall{m_access, m_stand, std::move(request.ranges)});
}

void Session::on(Result<DigestData> result)
{
    m_digesting = false;
    if (!result)
        return failed(result.error());
    reload(result->step.tooLarge);
    std::vector<sync::ScopeId> advanced;
    for (const sync::DigestRange &range : m_checked) {
        const auto state = m_subscribed.find(range.scope);
        if (state == m_subscribed.end() || std::ranges::count(advanced, range.scope) != 0)
            continue;
        state->second.cursor = result->cursor;
        advanced.push_back(range.scope);
    }
    std::vector<std::shared_ptr<const std::string>> parts;
    for (const FeedStep::Part &part : result->step.parts) {
        if (m_subscribed.contains(part.scope))
            parts.push_back(part.bytes);
    }
    std::erase_if(result->ranges,
                  [this](const auto &range) { return !m_subscribed.contains(range.range.scope); });
    if (!advanced.empty()) {
        sendDelta(result->cursor, advanced, parts);
        send(sync::Digest{result->cursor, std::move(result->ranges)});
    }
    joinHub();
}

void Session::on(Result<sync::RowBlock> result)
{
    const sync::DigestRange range = m_checked.front();
    if (!result) {
        // Too many rows for one answer: the scope is loaded anew by pages.
        if (result.error().code != ErrorCode::TooLarge && result.error().code != ErrorCode::NotFound)
            return failed(result.error());
        if (m_subscribed.contains(range.scope) && result.error().code == ErrorCode::TooLarge) {
            leaveHub();
            reload({range.scope});
            joinHub();
        }
        return;
    }
    if (holds(range.scope))
        send(sync::Rows{range, *std::move(result)});
}

// ---- work

namespace {

Result<Session::PageFrame> readPage(Door &door, const Actor &actor, std::uint8_t channel,
                                    const Session::PageCall &call)
{
    auto page = door.page(actor, *call.access, call.request);
    if (!page)
        return page.error();
    const sync::LoadItem &item = call.request.item;
    const sync::ServerMessage message = sync::Page{
        item.scope, item.table, std::move(page->cursor), std::move(page->rows), page->last, page->done};
    return Session::PageFrame{page->last, page->done,
                              std::make_shared<const std::string>(sync::encode(channel, message))};
}

} // namespace

Session::Done callDoor(Door &door, const Actor &actor, std::uint8_t channel, const Session::Work &work)
{
    return std::visit(
        [&](const auto &call) -> Session::Done {
            using Call = std::decay_t<decltype(call)>;
            if constexpr (std::is_same_v<Call, Session::OpenCall>)
                return {work.id, door.open(actor, call.device, call.hello)};
            else if constexpr (std::is_same_v<Call, Session::PageCall>)
                return {work.id, readPage(door, actor, channel, call)};
            else if constexpr (std::is_same_v<Call, Session::ApplyCall>)
                return {work.id, door.apply(actor, call.device, call.mutations)};
            else if constexpr (std::is_same_v<Call, Session::DigestCall>)
                return {work.id, door.digest(actor, *call.access, call.from, call.ranges)};
            else
                return {work.id, door.rows(actor, *call.access, call.range)};
        },
        work.call);
}

} // namespace nimara::server
