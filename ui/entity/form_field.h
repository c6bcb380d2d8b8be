#pragma once

#include "models/domain/rights.h"
#include "ui/entity/field_editor.h"

class QLabel;

namespace nimara::ui {

class Label;

// A field of a form: its label with the mark of what is required, its editor, and a line under it for help, errors and
// what a colleague has changed meanwhile. Stored and edited value stand apart.
class FormField : public QWidget
{
    Q_OBJECT

public:
    FormField(EntityHost &host, const Table &table, const ColumnInfo &column, FieldEditor *editor,
              QWidget *parent);

    const ColumnInfo &column() const { return m_column; }
    FieldEditor &editor() const { return *m_editor; }

    // What the user starts from.
    void start(const Value &stored);
    // The stored value changed under our hands: taken over where nothing was typed, told where something was.
    void storedChanged(const Value &stored);
    const Value &stored() const { return m_stored; }
    // Nothing: not readable.
    std::optional<Value> edited() const { return m_editor->value(); }
    bool isDirty() const;

    // Shows what is wrong; true where nothing is.
    bool check();
    void showProblem(const QString &problem);
    QString problem() const { return m_problem; }
    void setVerdict(const Verdict &verdict);
    // Under a heading that says the same.
    void hideLabel();

signals:
    void changed();

private:
    QString requiredText() const;
    void showLine();

    EntityHost &m_host;
    const Table &m_table;
    const ColumnInfo &m_column;
    FieldEditor *m_editor = nullptr;
    Label *m_label = nullptr;
    Label *m_line = nullptr;
    Value m_stored;
    QString m_problem;
    QString m_news;         // what a colleague did
    bool m_checked = false; // errors are shown from the first attempt on
};

} // namespace nimara::ui
