#pragma once

#include "models/schema/table.h"

#include <QString>

#include <string_view>

namespace nimara {

// Text of the Qt-free core as Qt writes it.
QString fromUtf8(std::string_view text);
std::string toUtf8(const QString &text);

// A text marked by NIMARA_TR, in the user's language.
QString translated(std::string_view marked);

QString columnLabel(const ColumnInfo &column);
QString unitLabel(const ColumnInfo &column); // "m"; empty: none
QString tableLabel(const Table &table);      // "Client"
QString tablePlural(const Table &table);     // "Clients"
// A word that a newer server has and this program does not know is shown legibly all the same.
QString choiceLabel(const ColumnInfo &column, std::string_view stored);
// The seeded roles have names in the user's language; a role of the port's own keeps its name.
QString roleLabel(std::string_view role);
// What stands in a column of words, as people read it.
QString wordLabel(const ColumnInfo &column, std::string_view stored);

} // namespace nimara
