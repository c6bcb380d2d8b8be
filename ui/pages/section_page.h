#pragma once

#include "ui/entity/page_spec.h"
#include "ui/pages/shell_host.h"
#include "ui/shell/page.h"
#include "ui/shell/page_registry.h"

namespace nimara::ui {

class EntityPage;

// A section of the sidebar over one table: the generic page, where the shell can reach it.
class SectionPage : public Page
{
    Q_OBJECT

public:
    SectionPage(ShellContext &context, PageSpec spec, QWidget *parent);

    void open(const PageAddress &address) override;
    QString title() const override;
    QList<Crumb> crumbs() const override;
    bool hasUnsavedChanges() const override;
    void discardChanges() override;
    void focusContent() override;
    bool focusSearch() override;

    EntityPage &page() const { return *m_page; }

private:
    void registerCommands(ShellContext &context);
    void registerViews(ShellContext &context);

    ShellHost m_host;
    EntityPage *m_page = nullptr;
};

// Where a section stands in the sidebar and who sees it. Title, icon, key and table follow from its spec.
struct Placement
{
    Section section = Section::Main;
    int order = 0;
    std::vector<std::string> permissions = {};
    // Whether "+ New" offers it.
    bool inNewMenu = false;
};

void addSection(PageRegistry &registry, const PageSpec &spec, const Placement &placement);

} // namespace nimara::ui
