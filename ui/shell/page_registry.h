#pragma once

#include <QString>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

class QWidget;

namespace nimara {
struct SessionInfo;
}

namespace nimara::ui {

class Page;
class ShellContext;

// Groups of the sidebar, in their order. Hidden pages have an address but no entry there.
enum class Section { Main, Financial, Operations, Admin, Hidden };

// How a page presents itself. Pages are registered by a function of their area (registerClientsPages(registry)) that
// the composition root calls, after the translators are installed.
struct PageEntry
{
    QString key; // of the address: "clients", "custom-fields"
    Section section = Section::Main;
    int order = 0; // within the section
    QString title; // tr("Clients")
    QString icon;  // Lucide's name: "users"
    // Any of these is enough; empty: everyone of the port.
    std::vector<std::string> permissions = {};
    bool superAdminOnly = false;
    // The table whose records this page opens, for openRecord(), search hits and links; empty: none.
    std::string table = {};
    // The entry in the "+ New" menu, tr("Client"); empty: none. It leads to nimara://<key>/new.
    QString createTitle = {};
    std::string createPermission = {};
    std::function<Page *(ShellContext &context, QWidget *parent)> make = {};

    bool isVisibleTo(const SessionInfo &session) const;
    bool mayCreate(const SessionInfo &session) const;
};

class PageRegistry
{
public:
    // A second entry of the same key replaces the first.
    void add(PageEntry entry);

    // By section, then order.
    const std::vector<PageEntry> &entries() const { return m_entries; }
    const PageEntry *find(const QString &key) const;
    const PageEntry *forTable(std::string_view table) const;
    std::vector<const PageEntry *> visible(Section section, const SessionInfo &session) const;

private:
    std::vector<PageEntry> m_entries;
};

QString sectionTitle(Section section);

} // namespace nimara::ui
