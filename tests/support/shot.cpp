#include "tests/support/shot.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QWidget>

namespace nimara {

void settle(int milliseconds)
{
    QDeadlineTimer end(milliseconds);
    do {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    } while (!end.hasExpired());
}

QImage shot(QWidget &window, const QSize &size)
{
    window.resize(size);
    window.show();
    settle(60);
    return window.grab().toImage();
}

bool saveShot(QWidget &window, const QSize &size, const QString &folder, const QString &name)
{
    if (!QDir().mkpath(folder))
        return false;
    return shot(window, size).save(QDir(folder).filePath(name + QStringLiteral(".png")));
}

} // namespace nimara
