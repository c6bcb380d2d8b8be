// Draws every page offscreen into PNG files, light and dark: to be looked at by people.
//     nimara-page-shots FOLDER [WIDTH HEIGHT [SCALE [KEY…]]]
#include "tests/support/shot.h"
#include "tests/ui/pages/harbour.h"
#include "tests/ui/pages/page_bench.h"
#include "ui/entity/entity_list.h"
#include "ui/entity/entity_page.h"
#include "ui/pages/section_page.h"
#include "ui/shell/english_plurals.h"
#include "ui/shell/page.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPushButton>
#include <QTabBar>
#include <QTextStream>

#include <optional>

using namespace nimara;
using namespace nimara::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 200;
constexpr int chrome = 56 + 28; // top bar and status bar of the shell

// A window of the shell's size, with its sidebar left plain.
class Frame
{
public:
    Frame(PageBench &bench, QSize size, QString folder, QString suffix)
        : m_bench(bench), m_size(size), m_folder(std::move(folder)), m_suffix(std::move(suffix))
    {}

    void take(const QString &name) const
    {
        const int sidebar = m_size.width() < theme().px(size::drawerBelow) ? 0 : theme().px(size::sidebar);
        QWidget &window = m_bench.window();
        window.setContentsMargins(sidebar, 0, 0, 0);
        window.show();
        settle(patience); // what is asked of the store is here before the picture is taken
        saveShot(window, {m_size.width(), m_size.height() - theme().px(chrome)}, m_folder, name + m_suffix);
    }

private:
    PageBench &m_bench;
    QSize m_size;
    QString m_folder;
    QString m_suffix;
};

std::optional<Uuid> recordOf(const Harbour &harbour, const QString &key)
{
    if (key == u"clients"_s)
        return harbour.clients.front();
    if (key == u"berths"_s)
        return harbour.berths.front();
    if (key == u"interests"_s)
        return harbour.interests.front();
    if (key == u"tags"_s)
        return harbour.tags.front();
    return key == u"users"_s ? std::optional(harbour.jonas) : std::nullopt;
}

void takeRecord(PageBench &bench, const Frame &frame, const QString &key, const Uuid &id)
{
    Page &page = bench.open(PageAddress::of(key, id));
    settle(50);
    auto *tabs = page.findChild<QTabBar *>(u"tabs"_s);
    for (int tab = 0; tabs && tab < tabs->count() && tab < 4; ++tab) {
        tabs->setCurrentIndex(tab);
        settle(50);
        frame.take(u"%1-record-%2"_s.arg(key).arg(tab));
        auto *link = page.findChild<QPushButton *>(u"makePasswordLink"_s);
        if (link && link->isVisible()) {
            link->click();
            frame.take(key + u"-link"_s);
        }
    }
}

void takeOtherView(PageBench &bench, const Frame &frame, const QString &key)
{
    const EntityPage &page = qobject_cast<SectionPage *>(bench.current())->page();
    if (!page.spec().otherView)
        return;
    page.list().setView(EntityList::View::Other);
    settle(100);
    frame.take(key + u"-other"_s);
    page.list().setView(EntityList::View::Table);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    const QStringList arguments = application.arguments();
    if (arguments.size() < 2) {
        QTextStream(stderr) << "usage: nimara-page-shots FOLDER [WIDTH HEIGHT [SCALE [KEY...]]]\n";
        return 2;
    }
    const QSize size(arguments.value(2, u"1440"_s).toInt(), arguments.value(3, u"900"_s).toInt());
    Theme look(application);
    look.setScale(arguments.value(4, u"1"_s).toDouble());
    const QStringList wanted = arguments.mid(5);
    for (const bool dark : {false, true}) {
        look.setDark(dark);
        FakeStore store;
        const Harbour harbour(store);
        PageBench bench(store);
        const Frame frame(bench, size, arguments.at(1), dark ? u"-dark"_s : u"-light"_s);
        for (const PageEntry &entry : bench.registry().entries()) {
            if (!wanted.isEmpty() && !wanted.contains(entry.key))
                continue;
            bench.open(entry.key);
            settle(100);
            frame.take(entry.key);
            if (entry.table.empty())
                continue;
            takeOtherView(bench, frame, entry.key);
            bench.open(PageAddress::ofNew(entry.key));
            frame.take(entry.key + u"-new"_s);
            if (const auto id = recordOf(harbour, entry.key))
                takeRecord(bench, frame, entry.key, *id);
        }
    }
    return 0;
}
