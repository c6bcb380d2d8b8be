#include "tests/demo/pictures.h"

#include "tests/demo/hands.h"
#include "tests/support/shot.h"
#include "ui/entity/entity_list.h"
#include "ui/entity/entity_page.h"
#include "ui/pages/section_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigator.h"
#include "ui/shell/page_address.h"
#include "ui/shell/shell.h"
#include "ui/widgets/toast_host.h"

#include <QDir>

namespace nimara::demo {

namespace {

constexpr QSize windowSize{1440, 900};
// Lists are filled by then: a picture taken too early is a worse picture, not a wrong result.
constexpr int restMs = 300;

} // namespace

Pictures::Pictures(const std::filesystem::path &folder, ui::Theme &theme)
    : m_folder(QString::fromStdString(folder.string())), m_theme(theme)
{
    for (const QFileInfo &old : QDir(m_folder).entryInfoList({QStringLiteral("*.png")}, QDir::Files))
        QFile::remove(old.filePath());
}

Result<> Pictures::take(Desk &desk, const QString &name)
{
    settle(restMs);
    for (const bool dark : {true, false}) {
        m_theme.setDark(dark);
        const QString file = name + (dark ? QStringLiteral("-dark") : QStringLiteral("-light"));
        if (!saveShot(desk.window(), windowSize, m_folder, file))
            return broken("no picture could be written: " + file.toStdString());
        ++m_count;
    }
    return Done{};
}

Result<> Pictures::takeSections(Desk &desk)
{
    const SessionInfo session = desk.store().session();
    for (const ui::PageEntry &entry : desk.pages().entries()) {
        if (entry.section == ui::Section::Hidden || !entry.isVisibleTo(session))
            continue;
        desk.window().shell().navigate(ui::PageAddress{entry.key, {}, {}}.toUrl());
        NIMARA_TRY(take(desk, entry.key));
        NIMARA_TRY(takeOtherView(desk, entry.key));
    }
    return Done{};
}

Result<> Pictures::takeOtherView(Desk &desk, const QString &key)
{
    const auto *section = qobject_cast<ui::SectionPage *>(desk.window().shell().navigator().page());
    if (!section || !section->page().spec().otherView)
        return Done{};
    ui::EntityList &list = section->page().list();
    list.setView(ui::EntityList::View::Other);
    auto taken = take(desk, key + QStringLiteral("-board"));
    list.setView(ui::EntityList::View::Table);
    return taken;
}

Result<> Pictures::takeRecord(Desk &desk, const Table &table, const Uuid &id)
{
    NIMARA_TRY(openRecord(desk, table, id));
    const QString name = QString::fromUtf8(table.name.data(), static_cast<qsizetype>(table.name.size()));
    return take(desk, QStringLiteral("record-") + name);
}

} // namespace nimara::demo
