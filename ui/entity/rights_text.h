#pragma once

#include "models/domain/rights.h"

#include <QString>

class QWidget;

namespace nimara {
class Store;
}

namespace nimara::ui {

// "clients.create" as people say it: "Clients: create".
QString permissionLabel(std::string_view permission);
// Why something may not be done, with the user's role and the right it lacks. Empty where it may.
QString whyNot(const Store &store, const Verdict &verdict);
// Greys a control out where the verdict says no, and says why in its tooltip; `tip` is shown where it says yes.
void applyVerdict(QWidget &widget, const Store &store, const Verdict &verdict, const QString &tip = {});

} // namespace nimara::ui
