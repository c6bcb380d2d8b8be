#include "ui/shell/page_registry.h"

#include "models/store/store.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>

namespace nimara::ui {

bool PageEntry::isVisibleTo(const SessionInfo &session) const
{
    if (superAdminOnly && !session.isSuperAdmin)
        return false;
    return permissions.empty() || std::any_of(permissions.begin(), permissions.end(),
                                              [&](const std::string &any) { return session.may(any); });
}

bool PageEntry::mayCreate(const SessionInfo &session) const
{
    return !createTitle.isEmpty() && isVisibleTo(session) &&
           (createPermission.empty() || session.may(createPermission));
}

void PageRegistry::add(PageEntry entry)
{
    const auto same = [&](const PageEntry &other) { return other.key == entry.key; };
    m_entries.erase(std::remove_if(m_entries.begin(), m_entries.end(), same), m_entries.end());
    const auto before = [](const PageEntry &left, const PageEntry &right) {
        return std::tie(left.section, left.order) < std::tie(right.section, right.order);
    };
    const auto place = std::upper_bound(m_entries.begin(), m_entries.end(), entry, before);
    m_entries.insert(place, std::move(entry));
}

const PageEntry *PageRegistry::find(const QString &key) const
{
    const auto same = [&](const PageEntry &entry) { return entry.key == key; };
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), same);
    return found == m_entries.end() ? nullptr : &*found;
}

const PageEntry *PageRegistry::forTable(std::string_view table) const
{
    const auto same = [&](const PageEntry &entry) { return !table.empty() && entry.table == table; };
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), same);
    return found == m_entries.end() ? nullptr : &*found;
}

std::vector<const PageEntry *> PageRegistry::visible(Section section, const SessionInfo &session) const
{
    std::vector<const PageEntry *> entries;
    for (const PageEntry &entry : m_entries) {
        if (entry.section == section && entry.isVisibleTo(session))
            entries.push_back(&entry);
    }
    return entries;
}

QString sectionTitle(Section section)
{
    switch (section) {
    case Section::Main:
        return QCoreApplication::translate("nimara::ui::Section", "Main");
    case Section::Financial:
        return QCoreApplication::translate("nimara::ui::Section", "Financial");
    case Section::Operations:
        return QCoreApplication::translate("nimara::ui::Section", "Operations");
    case Section::Admin:
        return QCoreApplication::translate("nimara::ui::Section", "Admin");
    case Section::Hidden:
        break;
    }
    return {};
}

} // namespace nimara::ui
