#include "app/pictures.h"

#include <QDir>
#include <QPixmap>

namespace nimara::app {

namespace {

// What a page needs to fetch and lay out; pictures are for eyes, so a little patience is cheaper than a signal from
// every page.
constexpr int settleMs = 700;

} // namespace

Pictures::Pictures(ui::MainWindow &window, const ui::PageRegistry &pages, sync::Client &client,
                   const Options &options, QObject *parent)
    : QObject(parent), m_window(window), m_client(client), m_options(options)
{
    for (const ui::PageEntry &entry : pages.entries()) {
        if (entry.section != ui::Section::Hidden && entry.isVisibleTo(client.store().session()) &&
            (options.pages.isEmpty() || options.pages.contains(entry.key)))
            m_keys.append(entry.key);
    }
    m_settled.setSingleShot(true);
    m_settled.setInterval(settleMs);
    connect(&m_settled, &QTimer::timeout, this, &Pictures::take);
}

void Pictures::start()
{
    m_window.resize(1440, 900);
    QDir().mkpath(m_options.screenshots);
    next();
}

void Pictures::next()
{
    if (m_keys.isEmpty()) {
        emit finished(m_allWritten);
        return;
    }
    m_key = m_keys.takeFirst();
    m_window.openLink(QUrl(QStringLiteral("nimara://") + m_key));
    m_settled.start();
}

void Pictures::take()
{
    const QString suffix =
        m_options.dark.value_or(false) ? QStringLiteral("-dark") : QStringLiteral("-light");
    const QString path = QDir(m_options.screenshots).filePath(m_key + suffix + QStringLiteral(".png"));
    m_allWritten = m_window.grab().save(path) && m_allWritten;
    next();
}

} // namespace nimara::app
