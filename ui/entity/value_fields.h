#pragma once

#include "ui/entity/field_editor.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace nimara::ui {

// Whole and decimal numbers, read exactly; the unit or the currency stands muted behind.
class NumberField : public FieldEditor
{
    Q_OBJECT

public:
    NumberField(EntityHost &host, const Table &table, const ColumnInfo &column, QWidget *parent);

    void setValue(const Value &value) override;
    std::optional<Value> value() const override;
    QString problem() const override;
    void setReadOnly(bool readOnly) override;
    void rowChanged(const Row &row) override;

private:
    int scale() const;
    QString rangeProblem(std::int64_t units) const;
    void tidy();

    EntityHost &m_host;
    const ColumnInfo &m_column;
    const ColumnInfo *m_currency = nullptr; // the column that says in which money this is
    QLineEdit *m_edit = nullptr;
    QLabel *m_unit = nullptr;
};

// One word of an enum.
class ChoiceField : public FieldEditor
{
    Q_OBJECT

public:
    ChoiceField(const ColumnInfo &column, QWidget *parent);

    void setValue(const Value &value) override;
    std::optional<Value> value() const override;
    void setReadOnly(bool readOnly) override;

private:
    const ColumnInfo &m_column;
    QComboBox *m_box = nullptr;
};

// Yes or no. The label stands beside the box, where it can be clicked.
class BoolField : public FieldEditor
{
    Q_OBJECT

public:
    BoolField(const ColumnInfo &column, QWidget *parent);

    void setValue(const Value &value) override;
    std::optional<Value> value() const override;
    void setReadOnly(bool readOnly) override;

private:
    QCheckBox *m_box = nullptr;
};

} // namespace nimara::ui
