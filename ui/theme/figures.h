#pragma once

#include <QFontMetrics>
#include <QPainter>
#include <QString>

namespace nimara::ui {

// Numbers in columns: every digit as wide as the widest, so that they stand under each other. Qt 6.4 cannot ask Inter
// for its tabular figures, so they are set one by one; for short texts in cells, not for running text.
void drawFigures(QPainter &painter, const QRect &rect, Qt::Alignment alignment, const QString &text);
int figuresWidth(const QFont &font, const QString &text);

} // namespace nimara::ui
