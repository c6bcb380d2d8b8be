#include "app/pictures.h"

#include "models/schema/registry.h"
#include "models/store/when_done.h"
#include "ui/shell/page_address.h"

#include <QDir>
#include <QPixmap>

#include <cstdio>

namespace nimara::app {

namespace {

// What a page needs to fetch and lay out; pictures are for eyes, so a little patience is cheaper than a signal from
// every page.
constexpr int settleMs = 700;
const QString firstRecord = QStringLiteral("first");
const QString newRecord = QStringLiteral("new");

} // namespace

Pictures::Pictures(ui::MainWindow &window, const ui::PageRegistry &pages, sync::Client &client,
                   const Options &options, QObject *parent)
    : QObject(parent), m_window(window), m_pages(pages), m_client(client), m_options(options),
      m_places(options.pages.isEmpty() ? everyPlace() : options.pages)
{
    m_settled.setSingleShot(true);
    m_settled.setInterval(settleMs);
    connect(&m_settled, &QTimer::timeout, this, &Pictures::take);
}

// Every section, and of the main ones a record and the form of a new one.
QStringList Pictures::everyPlace() const
{
    QStringList places;
    const SessionInfo &session = m_client.store().session();
    for (const ui::PageEntry &entry : m_pages.entries()) {
        if (entry.section == ui::Section::Hidden || !entry.isVisibleTo(session))
            continue;
        places << entry.key;
        if (entry.section != ui::Section::Main || entry.table.empty())
            continue;
        places << entry.key + u'/' + firstRecord;
        if (entry.mayCreate(session))
            places << entry.key + u'/' + newRecord;
    }
    return places;
}

void Pictures::start()
{
    m_window.resize(m_options.size);
    QDir().mkpath(m_options.screenshots);
    next();
}

void Pictures::next()
{
    if (m_places.isEmpty()) {
        emit finished(m_allWritten);
        return;
    }
    m_place = m_places.takeFirst();
    const QString key = m_place.section(u'/', 0, 0);
    const QString record = m_place.section(u'/', 1);
    const ui::PageEntry *entry = m_pages.find(key);
    if (!entry || !entry->isVisibleTo(m_client.store().session()))
        pass("there is no such page");
    else if (record == firstRecord)
        openFirst(*entry);
    else if (record.isEmpty() || record == newRecord)
        show(ui::PageAddress{key, record, {}}.toUrl());
    else
        pass("a page, its /first record or its /new form");
}

void Pictures::openFirst(const ui::PageEntry &entry)
{
    const Table *table = schema::findTable(entry.table);
    if (!table)
        return pass("this page has no records");
    whenDone(m_client.store().list({.table = table, .limit = 1}), this,
             [this, key = entry.key](const Result<std::vector<Row>> &rows) {
                 if (rows && rows->empty())
                     return next(); // an empty port is no fault
                 if (!rows)
                     return pass("the records cannot be read");
                 show(ui::PageAddress::of(key, rows->front().id()).toUrl());
             });
}

void Pictures::show(const QUrl &address)
{
    m_window.openLink(address);
    m_settled.start();
}

void Pictures::pass(const char *why)
{
    std::fprintf(stderr, "nimara: no picture of %s: %s\n", qPrintable(m_place), why);
    m_allWritten = false;
    next();
}

void Pictures::take()
{
    const QString look = m_options.dark.value_or(false) ? QStringLiteral("dark") : QStringLiteral("light");
    const QString name = QStringLiteral("%1-%2.png").arg(QString(m_place).replace(u'/', u'-'), look);
    m_allWritten = m_window.grab().save(QDir(m_options.screenshots).filePath(name)) && m_allWritten;
    next();
}

} // namespace nimara::app
