#pragma once

#include "ui/entity/field_editor.h"

#include <QPlainTextEdit>

class QLabel;
class QLineEdit;

namespace nimara::ui {

// One line of text.
class TextField : public FieldEditor
{
    Q_OBJECT

public:
    TextField(const ColumnInfo &column, QWidget *parent);

    void setValue(const Value &value) override;
    std::optional<Value> value() const override;
    QString problem() const override;
    void setReadOnly(bool readOnly) override;
    bool isWide() const override;

private:
    const ColumnInfo &m_column;
    QLineEdit *m_edit = nullptr;
};

// A text box that grows with what is in it. Tab moves on: in a form one goes from field to field.
class GrowingText : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit GrowingText(QWidget *parent = nullptr);
    void setLines(int fewest, int most);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    int m_fewest = 3;
    int m_most = 16;
};

// Several lines; Markdown columns say so under the box.
class LongTextField : public FieldEditor
{
    Q_OBJECT

public:
    LongTextField(const ColumnInfo &column, QWidget *parent);

    void setValue(const Value &value) override;
    std::optional<Value> value() const override;
    QString problem() const override;
    void setReadOnly(bool readOnly) override;
    bool isWide() const override { return true; }

private:
    const ColumnInfo &m_column;
    GrowingText *m_edit = nullptr;
};

// A value of JSON: a list of words is written a line each, anything else as it is kept.
class JsonField : public FieldEditor
{
    Q_OBJECT

public:
    JsonField(const ColumnInfo &column, QWidget *parent);

    void setValue(const Value &value) override;
    std::optional<Value> value() const override;
    QString problem() const override;
    void setReadOnly(bool readOnly) override;
    bool isWide() const override { return true; }

private:
    const ColumnInfo &m_column;
    GrowingText *m_edit = nullptr;
    QLabel *m_hint = nullptr;
    bool m_lines = false;
};

} // namespace nimara::ui
