#pragma once

#include <QKeySequence>
#include <QString>

// Shortcuts that are named in more than one place: where they act, in a tooltip, in the list of all.
namespace nimara::ui::keys {

inline QKeySequence back()
{
    return Qt::ALT | Qt::Key_Left;
}
inline QKeySequence forward()
{
    return Qt::ALT | Qt::Key_Right;
}
inline QKeySequence edit()
{
    return Qt::CTRL | Qt::Key_E;
}
inline QKeySequence hold()
{
    return Qt::CTRL | Qt::SHIFT | Qt::Key_H;
}
inline QKeySequence nextRecord()
{
    return Qt::ALT | Qt::Key_Down;
}
inline QKeySequence previousRecord()
{
    return Qt::ALT | Qt::Key_Up;
}
inline QKeySequence asTable()
{
    return Qt::ALT | Qt::Key_1;
}
inline QKeySequence asOther()
{
    return Qt::ALT | Qt::Key_2;
}

// "Back (Alt+Left)"
inline QString tip(const QString &what, const QKeySequence &keys)
{
    return QStringLiteral("%1 (%2)").arg(what, keys.toString(QKeySequence::NativeText));
}

} // namespace nimara::ui::keys
