#pragma once

#include "models/domain/edit.h"

#include <QString>
#include <QStringList>
#include <QUrl>

namespace nimara {
class Store;
}

namespace nimara::ui {

class Format;

// A change in words: "Berth A-12", {"Status: Available → Under offer"}.
struct EditWords
{
    QString title;
    QStringList lines;

    QString oneLine() const; // "Berth A-12: Status: Available → Under offer"
};

EditWords describeEdit(Store &store, const Format &format, const Edit &edit);
// One value of a column as people read it; "nothing" where it is empty, names for foreign keys.
QString valueWords(Store &store, const Format &format, const ColumnInfo &column, const Value &value);
// "Berth A-12", "Client Anna Berg".
QString recordWords(Store &store, const Table &table, const Uuid &id);

} // namespace nimara::ui
