#pragma once

#include "ui/theme/theme.h"

#include <QBrush>
#include <QString>

#include <string_view>

class QPainter;
class QRectF;

namespace nimara::ui {

// How a value of an enum is told apart without colour: by a pattern or an icon besides.
enum class Pattern { Plain, Lines, Dots, Rimmed, CrossHatch };

struct StatusLook
{
    QColor fill;       // of a bar, a berth on the plan, the chip's mark
    QColor background; // of a chip
    QColor text;       // on that background
    Pattern pattern = Pattern::Plain;
    QString icon = {};
    bool marked = false; // the chip shows fill and pattern in a small square
};

// By the words as stored ("under_offer"). An unknown word looks neutral.
StatusLook berthStatusLook(std::string_view status);
// Stages from light to full brand; `number` 1 to 8.
StatusLook stageLook(std::string_view stage);
StatusLook leadCategoryLook(std::string_view category);
// For enums without a look of their own (invoice status, priority …), by column name and value.
StatusLook statusLook(std::string_view column, std::string_view value);
int stageNumber(std::string_view stage); // 1 to 8, 0: unknown

void fillPattern(QPainter &painter, const QRectF &rect, const StatusLook &look, double radius);

} // namespace nimara::ui
