#include "models/items/labels.h"

#include "models/schema/tables/people.h"

#include <QCoreApplication>

namespace nimara {

namespace {

QString legible(std::string_view word)
{
    QString text = fromUtf8(word);
    text.replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

} // namespace

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string toUtf8(const QString &text)
{
    return text.toStdString();
}

QString translated(std::string_view marked)
{
    if (marked.empty())
        return {};
    // Literals end in NUL, so the view's data is the string that was marked.
    return QCoreApplication::translate("nimara", marked.data());
}

QString columnLabel(const ColumnInfo &column)
{
    return column.spec.label.empty() ? legible(column.name()) : translated(column.spec.label);
}

QString unitLabel(const ColumnInfo &column)
{
    return translated(column.spec.unit);
}

QString tableLabel(const Table &table)
{
    return table.label.empty() ? legible(table.name) : translated(table.label);
}

QString tablePlural(const Table &table)
{
    return table.plural.empty() ? legible(table.name) : translated(table.plural);
}

QString choiceLabel(const ColumnInfo &column, std::string_view stored)
{
    for (const Choice &choice : column.spec.choices) {
        if (choice.value == stored)
            return translated(choice.label);
    }
    return legible(stored);
}

QString roleLabel(std::string_view role)
{
    if (role == "super_admin")
        return QCoreApplication::translate("Role", "Super admin");
    if (role == "director")
        return QCoreApplication::translate("Role", "Director");
    if (role == "sales_manager")
        return QCoreApplication::translate("Role", "Sales manager");
    if (role == "sales_agent")
        return QCoreApplication::translate("Role", "Sales agent");
    if (role == "viewer")
        return QCoreApplication::translate("Role", "Viewer");
    return fromUtf8(role);
}

QString wordLabel(const ColumnInfo &column, std::string_view stored)
{
    if (column.type == ColumnType::Enum)
        return choiceLabel(column, stored);
    using schema::Roles;
    if (&column == &Roles::name.info() || &column == &Roles::table.columns[Roles::name.index()])
        return roleLabel(stored);
    return fromUtf8(stored);
}

} // namespace nimara
