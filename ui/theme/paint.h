#pragma once

#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyle>

class QStyleOption;
class QStyleOptionComplex;

// The parts of the style, by kind. Each draws in the tokens of the moment.
namespace nimara::ui::paint {

// A filled, rounded rectangle with a hairline that stays sharp on any screen. An invalid colour draws nothing.
void box(QPainter &painter, const QRectF &rect, const QColor &fill, const QColor &border, double radius,
         double width = 1.0);
// A soft shadow around a rectangle that floats, within `reach` pixels.
void shadow(QPainter &painter, const QRectF &rect, double radius, int reach);

// Each says whether it has drawn the part; the rest is Fusion's.
bool buttonPrimitive(QStyle::PrimitiveElement element, const QStyleOption &option, QPainter &painter,
                     const QWidget *widget);
bool buttonControl(QStyle::ControlElement element, const QStyleOption &option, QPainter &painter,
                   const QWidget *widget);
bool fieldPrimitive(QStyle::PrimitiveElement element, const QStyleOption &option, QPainter &painter,
                    const QWidget *widget);
bool fieldComplex(QStyle::ComplexControl control, const QStyleOptionComplex &option, QPainter &painter,
                  const QWidget *widget);
bool itemPrimitive(QStyle::PrimitiveElement element, const QStyleOption &option, QPainter &painter,
                   const QWidget *widget);
bool itemControl(QStyle::ControlElement element, const QStyleOption &option, QPainter &painter,
                 const QWidget *widget);
bool barControl(QStyle::ControlElement element, const QStyleOption &option, QPainter &painter,
                const QWidget *widget);
void scrollBar(const QStyleOptionComplex &option, const QRect &handle, QPainter &painter);

} // namespace nimara::ui::paint
