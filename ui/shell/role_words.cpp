#include "ui/shell/role_words.h"

#include "models/items/labels.h"

#include <QCoreApplication>

namespace nimara::ui {

QString roleWords(std::string_view role)
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

} // namespace nimara::ui
