#include "ui/entity/column_chooser.h"

#include "models/items/labels.h"
#include "ui/entity/check_list.h"
#include "ui/entity/page_spec.h"
#include "ui/entity/popup.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFrame>
#include <QLayout>

#include <algorithm>

namespace nimara::ui {

namespace {

constexpr int chooserWidth = 240;
constexpr int chooserRows = 14;

} // namespace

void showColumnChooser(const Table &table, const std::vector<int> &shown, QWidget &anchor,
                       std::function<void(const std::vector<int> &)> choose)
{
    auto *panel = makePopup(&anchor);
    panel->setFixedWidth(theme().px(chooserWidth));
    auto *list = new CheckList(panel);
    list->setAccessibleName(QCoreApplication::translate("ColumnChooser", "Columns"));
    // The shown ones first, in their order; then what else there is.
    for (const int column : shown)
        list->add(columnLabel(table.columns[static_cast<std::size_t>(column)]), column, true);
    for (const ColumnInfo &column : table.columns) {
        if (isListable(column) && std::ranges::find(shown, column.index) == shown.end())
            list->add(columnLabel(column), column.index, false);
    }
    list->setCurrentRow(0);
    list->fitHeight(chooserRows);
    panel->layout()->addWidget(list);
    panel->setFocusProxy(list);
    QObject::connect(list, &CheckList::toggled, list, [list, choose](QListWidgetItem *item) {
        std::vector<int> columns;
        for (int row = 0; row < list->count(); ++row) {
            if (list->isChecked(row))
                columns.push_back(list->item(row)->data(Qt::UserRole).toInt());
        }
        if (columns.empty())
            item->setCheckState(Qt::Checked);
        else
            choose(columns);
    });
    showBelow(*panel, anchor);
}

} // namespace nimara::ui
