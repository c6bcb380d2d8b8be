#include "ui/pages/section_page.h"

#include "models/items/labels.h"
#include "models/store/store.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_list.h"
#include "ui/entity/entity_page.h"
#include "ui/shell/page_address.h"
#include "ui/shell/shell_context.h"
#include "ui/widgets/keys.h"

#include <QVBoxLayout>

namespace nimara::ui {

SectionPage::SectionPage(ShellContext &context, PageSpec spec, QWidget *parent)
    : Page(parent), m_host(context)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_page = new EntityPage(m_host, std::move(spec), this);
    layout->addWidget(m_page);
    connect(m_page, &EntityPage::headingChanged, this, &Page::headingChanged);
    registerCommands(context);
}

void SectionPage::registerCommands(ShellContext &context)
{
    const PageSpec &spec = m_page->spec();
    if (spec.otherView)
        registerViews(context);
    if (!spec.creates || spec.table->rights.create.empty())
        return;
    context.registerCommand(
        this, {.title = spec.createLabel,
               .group = spec.title,
               .icon = QStringLiteral("plus"),
               .keys = QKeySequence::New,
               .isAvailable =
                   [this] {
                       const Verdict verdict = canCreate(*m_page->spec().table, actorOf(m_host.store()));
                       return static_cast<bool>(verdict);
                   },
               .run = [this] { m_host.navigate(m_host.addressOfNew(m_page->spec().table->name, {})); }});
}

void SectionPage::registerViews(ShellContext &context)
{
    const PageSpec &spec = m_page->spec();
    const auto add = [&](const QString &title, const QString &icon, const QKeySequence &keys,
                         EntityList::View view) {
        context.registerCommand(this,
                                {.title = title,
                                 .group = spec.title,
                                 .icon = icon,
                                 .keys = keys,
                                 .isAvailable = [this] { return m_page->shown() == EntityPage::Shown::List; },
                                 .run = [this, view] { m_page->list().setView(view); }});
    };
    add(tr("Show as a list"), QStringLiteral("list"), keys::asTable(), EntityList::View::Table);
    add(tr("Show as: %1").arg(spec.otherView->title), spec.otherView->icon, keys::asOther(),
        EntityList::View::Other);
}

void SectionPage::open(const PageAddress &address)
{
    if (address.isNew())
        m_page->openNew(address.options);
    else if (const auto id = address.id())
        m_page->openRecord(*id);
    else
        m_page->openList(address.options);
}

QString SectionPage::title() const
{
    const QString name = m_page->recordName();
    return name.isEmpty() ? m_page->spec().title : name;
}

QList<Crumb> SectionPage::crumbs() const
{
    const QString name = m_page->recordName();
    if (name.isEmpty())
        return {};
    return {Crumb{name, {}}};
}

bool SectionPage::hasUnsavedChanges() const
{
    return m_page->hasUnsavedChanges();
}

void SectionPage::discardChanges()
{
    m_page->discardChanges();
}

void SectionPage::focusContent()
{
    if (m_page->shown() == EntityPage::Shown::List)
        m_page->list().focusRows();
    else
        Page::focusContent();
}

bool SectionPage::focusSearch()
{
    if (m_page->shown() != EntityPage::Shown::List)
        return false;
    m_page->list().focusSearch();
    return true;
}

void addSection(PageRegistry &registry, const PageSpec &spec, const Placement &placement)
{
    const PageSpec whole = completed(spec);
    PageEntry entry;
    entry.key = whole.key;
    entry.section = placement.section;
    entry.order = placement.order;
    entry.title = whole.title;
    entry.icon = whole.icon;
    entry.permissions = placement.permissions;
    entry.table = std::string(whole.table->name);
    if (placement.inNewMenu) {
        entry.createTitle = tableLabel(*whole.table);
        entry.createPermission = std::string(whole.table->rights.create);
    }
    entry.make = [whole](ShellContext &context, QWidget *parent) {
        return new SectionPage(context, whole, parent);
    };
    registry.add(std::move(entry));
}

} // namespace nimara::ui
