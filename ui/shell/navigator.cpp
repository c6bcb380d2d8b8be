#include "ui/shell/navigator.h"

#include "models/store/store.h"
#include "ui/shell/page_registry.h"
#include "ui/shell/shell_context.h"

namespace nimara::ui {

namespace {
constexpr std::size_t longestHistory = 200;
}

Navigator::Navigator(ShellContext &context, QStackedWidget *stack, QObject *parent)
    : QObject(parent), m_context(context), m_stack(stack)
{}

const PageEntry *Navigator::entry() const
{
    return m_context.pages().find(m_address.page);
}

void Navigator::go(const QUrl &url)
{
    const auto address = PageAddress::parse(url);
    if (!address) {
        emit refused(tr("This link leads nowhere."));
        return;
    }
    if (*address == m_address && m_page) {
        m_page->focusContent();
        return;
    }
    leaveThen([this, target = *address] {
        if (show(target))
            remember(target);
    });
}

void Navigator::leaveThen(std::function<void()> then)
{
    if (!hasUnsavedChanges()) {
        then();
        return;
    }
    m_context.confirm({tr("Leave without saving?"),
                       tr("What you entered here has not been saved and will be lost."), tr("Leave"), true},
                      m_page, [this, then = std::move(then)] {
                          m_page->discardChanges();
                          then();
                      });
}

bool Navigator::show(const PageAddress &address)
{
    const PageEntry *target = m_context.pages().find(address.page);
    if (!target || !target->make) {
        emit refused(tr("This link leads nowhere."));
        return false;
    }
    const SessionInfo &session = m_context.store().session();
    if (!target->isVisibleTo(session) || (address.isNew() && !target->mayCreate(session))) {
        emit refused(tr("You have no right to open “%1”.").arg(target->title));
        return false;
    }
    m_page = pageFor(*target);
    m_address = address;
    m_page->open(address);
    m_stack->setCurrentWidget(m_page);
    emit changed();
    return true;
}

Page *Navigator::pageFor(const PageEntry &target)
{
    if (Page *known = m_pages.value(target.key))
        return known;
    Page *made = target.make(m_context, m_stack);
    m_pages.insert(target.key, made);
    m_stack->addWidget(made);
    connect(made, &Page::headingChanged, this, [this, made] {
        if (made == m_page)
            emit changed();
    });
    return made;
}

// A form of a new record is no place to come back to: what it became takes its place.
void Navigator::remember(const PageAddress &address)
{
    m_history.resize(std::size_t(m_at + 1));
    if (!m_history.empty() && m_history.back().isNew() && m_history.back().page == address.page)
        m_history.back() = address;
    else
        m_history.push_back(address);
    if (m_history.size() > longestHistory)
        m_history.erase(m_history.begin());
    m_at = int(m_history.size()) - 1;
    emit changed();
}

void Navigator::step(int by)
{
    const int target = m_at + by;
    if (target < 0 || target >= int(m_history.size()))
        return;
    leaveThen([this, target] {
        if (show(m_history[std::size_t(target)])) {
            m_at = target;
            emit changed();
        }
    });
}

void Navigator::reset()
{
    const QHash<QString, Page *> old = std::exchange(m_pages, {});
    m_page = nullptr;
    for (Page *page : old) {
        m_stack->removeWidget(page);
        page->deleteLater();
    }
    // A record of the old port is unknown in the new one; its list is there.
    const QString key = m_address.page;
    m_history.clear();
    m_at = -1;
    m_address = {};
    const PageEntry *same = m_context.pages().find(key);
    if (same && same->isVisibleTo(m_context.store().session()))
        go(PageAddress{key, {}, {}}.toUrl());
    else
        goHome();
}

void Navigator::goHome()
{
    for (const PageEntry &candidate : m_context.pages().entries()) {
        if (candidate.section != Section::Hidden && candidate.make &&
            candidate.isVisibleTo(m_context.store().session())) {
            go(PageAddress{candidate.key, {}, {}}.toUrl());
            return;
        }
    }
    emit changed();
}

} // namespace nimara::ui
