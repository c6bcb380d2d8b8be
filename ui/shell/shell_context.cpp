#include "ui/shell/shell_context.h"

#include "models/store/store.h"
#include "ui/shell/page_address.h"
#include "ui/shell/page_registry.h"
#include "ui/widgets/error_text.h"

namespace nimara::ui {

void ShellContext::openRecord(std::string_view table, const Uuid &id)
{
    if (const PageEntry *entry = pages().forTable(table))
        navigate(PageAddress::of(entry->key, id).toUrl());
}

void ShellContext::openNew(std::string_view table, const QUrlQuery &preset)
{
    if (const PageEntry *entry = pages().forTable(table))
        navigate(PageAddress::ofNew(entry->key, preset).toUrl());
}

bool ShellContext::opens(std::string_view table)
{
    const PageEntry *entry = pages().forTable(table);
    return entry && entry->isVisibleTo(store().session());
}

void ShellContext::toastError(const Error &error)
{
    toast({errorSentence(error), Tone::Danger});
}

} // namespace nimara::ui
