#include "ui/pages/shell_host.h"

#include "models/store/store.h"
#include "ui/shell/page_address.h"
#include "ui/shell/page_registry.h"
#include "ui/shell/shell_context.h"
#include "ui/shell/ui_settings.h"
#include "ui/widgets/format.h"

namespace nimara::ui {

Store &ShellHost::store()
{
    return m_context.store();
}

const Format &ShellHost::format() const
{
    return m_context.format();
}

void ShellHost::navigate(const QUrl &address)
{
    if (!address.isEmpty())
        m_context.navigate(address);
}

void ShellHost::back()
{
    m_context.back();
}

QUrl ShellHost::addressOf(std::string_view table, const Uuid &id)
{
    const PageEntry *entry = m_context.pages().forTable(table);
    return entry && m_context.opens(table) ? PageAddress::of(entry->key, id).toUrl() : QUrl();
}

QUrl ShellHost::addressOfNew(std::string_view table, const QUrlQuery &preset)
{
    const PageEntry *entry = m_context.pages().forTable(table);
    return entry && m_context.opens(table) ? PageAddress::ofNew(entry->key, preset).toUrl() : QUrl();
}

QUrl ShellHost::addressOfPage(const QString &key, const QUrlQuery &options)
{
    return PageAddress{key, {}, options}.toUrl();
}

void ShellHost::toast(Toast toast)
{
    m_context.toast(std::move(toast));
}

void ShellHost::toastError(const Error &error)
{
    m_context.toastError(error);
}

void ShellHost::ask(Question question, QObject *owner, std::function<void()> then)
{
    m_context.confirm({.title = question.title,
                       .text = question.text,
                       .accept = question.accept,
                       .destructive = question.destructive},
                      owner, std::move(then));
}

QVariant ShellHost::setting(const QString &key) const
{
    return m_context.settings().value(key);
}

void ShellHost::setSetting(const QString &key, const QVariant &value)
{
    m_context.settings().setValue(key, value);
}

} // namespace nimara::ui
