#pragma once

#include "models/schema/row.h"

#include <QWidget>

#include <functional>
#include <optional>

class QHBoxLayout;

namespace nimara::ui {

class EntityHost;

// What is typed, clicked or chosen for one column. It holds the edited value only; what is stored is the form's
// business. It knows no rights and no other field.
class FieldEditor : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual void setValue(const Value &value) = 0;
    // Nothing: what stands there is no value of this column; problem() says why.
    virtual std::optional<Value> value() const = 0;
    // In words, for the line beside the field. Empty: fine.
    virtual QString problem() const { return {}; }
    virtual void setReadOnly(bool readOnly) { setEnabled(!readOnly); }
    // A field that hangs on another (the vessels of this client) is told when that one changes.
    virtual void rowChanged(const Row &row) { Q_UNUSED(row) }
    // As wide as the form, not as wide as what is usually typed.
    virtual bool isWide() const { return false; }

signals:
    void edited();

protected:
    QHBoxLayout *makeRow(); // what the field is made of, side by side
};

using EditorFactory = std::function<FieldEditor *(EntityHost &host, const Table &table,
                                                  const ColumnInfo &column, QWidget *parent)>;

// The editor for a column, by its type and flags.
FieldEditor *makeFieldEditor(EntityHost &host, const Table &table, const ColumnInfo &column, QWidget *parent);

} // namespace nimara::ui
