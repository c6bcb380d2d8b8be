#pragma once

#include "ui/theme/tokens.h"

#include <QIcon>
#include <QPixmap>
#include <QString>

class QPainter;
class QRect;

namespace nimara::ui {

// A Lucide icon in a token's colour. It is drawn when it is painted, in the colours and the resolution of that moment,
// so an icon once set stays right in dark mode and on any screen. An unknown name draws nothing and is told in the log.
QIcon icon(const QString &name, Token color = Token::Muted);

// The same, straight into a painter, centred in the square that fits `rect`.
void drawIcon(QPainter &painter, const QRect &rect, const QString &name, const QColor &color);

// Any SVG of the resources, whose currentColor becomes `color`; in its own proportions, centred.
void drawPicture(QPainter &painter, const QRect &rect, const QString &path, const QColor &color);

bool hasIcon(const QString &name);

} // namespace nimara::ui
