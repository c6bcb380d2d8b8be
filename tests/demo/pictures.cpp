#include "tests/demo/pictures.h"

#include "tests/demo/hands.h"
#include "tests/demo/teller.h"
#include "tests/support/shot.h"
#include "ui/shell/main_window.h"
#include "ui/shell/page_address.h"
#include "ui/shell/shell.h"
#include "ui/shell/status_strip.h"
#include "ui/shell/sync_badge.h"
#include "ui/shell/sync_panel.h"

namespace nimara::demo {

namespace {

constexpr QSize windowSize{1440, 900};
// Lists are filled and charts have come to rest: a picture taken too early is a worse picture, not a wrong result.
constexpr int restMs = 400;

} // namespace

bool Pictures::take(Desk &desk, const QString &name)
{
    bool good = true;
    for (const bool dark : {false, true}) {
        m_theme.setDark(dark);
        settle(restMs);
        const QString suffix = dark ? QStringLiteral("-dark") : QStringLiteral("-light");
        good = saveShot(desk.window(), windowSize, m_folder, name + suffix) && good;
        m_count += good;
    }
    m_theme.setDark(false);
    return good;
}

Result<> Pictures::takePages(Desk &desk)
{
    const SessionInfo session = desk.store().session();
    for (const ui::PageEntry &entry : desk.pages().entries()) {
        if (entry.section == ui::Section::Hidden || !entry.isVisibleTo(session))
            continue;
        desk.window().shell().navigate(ui::PageAddress{entry.key, {}, {}}.toUrl());
        if (!take(desk, entry.key))
            return broken("no picture of " + entry.key.toStdString());
    }
    return Done{};
}

Result<> Pictures::takeRecord(Desk &desk, const Table &table, const Uuid &id)
{
    NIMARA_TRY(openRecord(desk, table, id));
    const QString name = QString::fromUtf8(table.name.data(), static_cast<qsizetype>(table.name.size()));
    return take(desk, QStringLiteral("record-") + name) ? Result<>(Done{}) : broken("no picture of a record");
}

void Pictures::takeSyncPanel(Desk &desk, const QString &name)
{
    ui::MainWindow &window = desk.window();
    window.syncPanel().openAt(window.statusStrip().badge());
    take(desk, QStringLiteral("sync-") + name);
    window.syncPanel().dismiss();
}

} // namespace nimara::demo
