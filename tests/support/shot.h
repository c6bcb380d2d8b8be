#pragma once

#include <QImage>
#include <QString>

class QWidget;

namespace nimara {

// What a window shows at this size, as the offscreen platform draws it: shown, laid out, events delivered.
QImage shot(QWidget &window, const QSize &size);
// Into `folder` (made if absent) as <name>.png; false when it could not be written.
bool saveShot(QWidget &window, const QSize &size, const QString &folder, const QString &name);
// Turns the event loop for so long; for shots of what is animated or loaded, not for tests.
void settle(int milliseconds);

} // namespace nimara
