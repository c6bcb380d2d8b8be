#include "tests/ui/pages/page_bench.h"

#include "ui/pages/pages.h"
#include "ui/shell/page.h"

#include <QHBoxLayout>
#include <QStackedWidget>

#include <stdexcept>

namespace nimara::ui {

PageBench::PageBench(FakeStore &store) : m_store(store), m_window(std::make_unique<QWidget>())
{
    auto *layout = new QHBoxLayout(m_window.get());
    layout->setContentsMargins(0, 0, 0, 0);
    m_stack = new QStackedWidget(m_window.get());
    layout->addWidget(m_stack);
    m_window->resize(1184, 800);
    registerPages(m_registry);
}

PageBench::~PageBench() = default;

Page *PageBench::current() const
{
    return qobject_cast<Page *>(m_stack->currentWidget());
}

Page &PageBench::open(const QString &key)
{
    return open(PageAddress{key, {}, {}});
}

Page &PageBench::open(const PageAddress &address)
{
    m_history.append(address);
    show(address);
    return *current();
}

void PageBench::show(const PageAddress &address)
{
    Page *&page = m_pages[address.page];
    if (!page) {
        const PageEntry *entry = m_registry.find(address.page);
        if (!entry)
            throw std::invalid_argument("no page " + address.page.toStdString());
        page = entry->make(*this, m_stack);
        m_stack->addWidget(page);
    }
    m_stack->setCurrentWidget(page);
    page->open(address);
}

void PageBench::navigate(const QUrl &address)
{
    const auto parsed = PageAddress::parse(address);
    if (!parsed)
        throw std::invalid_argument("no address: " + address.toString().toStdString());
    open(*parsed);
}

void PageBench::back()
{
    if (m_history.size() > 1)
        m_history.removeLast();
    show(m_history.back());
}

void PageBench::confirm(Confirmation question, QObject *, std::function<void()> then)
{
    questions.append(std::move(question));
    if (agrees)
        then();
}

void PageBench::registerCommand(QObject *owner, ShellCommand command)
{
    commands.emplace_back(owner, std::move(command));
}

} // namespace nimara::ui
