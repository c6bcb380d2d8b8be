#pragma once

#include "ui/entity/field_editor.h"

class QCompleter;
class QLineEdit;

namespace nimara {
class LookupModel;
}

namespace nimara::ui {

// A row of another table, found by typing. What is typed must end in a row of the list; an empty field is none.
class ReferenceField : public FieldEditor
{
    Q_OBJECT

public:
    ReferenceField(EntityHost &host, const Table &table, const ColumnInfo &column, QWidget *parent);

    void setValue(const Value &value) override;
    std::optional<Value> value() const override;
    QString problem() const override;
    void setReadOnly(bool readOnly) override;
    void rowChanged(const Row &row) override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void onTyped(const QString &text);
    void onFound();
    void choose(int row);
    void settle();
    void showTitle();

    EntityHost &m_host;
    const ColumnInfo &m_column;
    const Table *m_target = nullptr;
    const ColumnInfo *m_shared =
        nullptr; // of the form's table: narrows what is offered (the client's vessels)
    const ColumnInfo *m_targetShared = nullptr;
    LookupModel *m_lookup = nullptr;
    QLineEdit *m_edit = nullptr;
    QCompleter *m_completer = nullptr;
    Value m_value;
    bool m_browsing = false; // the list was asked for without a word
    QString m_title;         // as shown for m_value; other text is a search
};

} // namespace nimara::ui
