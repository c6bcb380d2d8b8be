#pragma once

#include "models/schema/row.h"

#include <QDialog>
#include <QTimer>

#include <optional>

class QPlainTextEdit;

namespace nimara::ui {

class Label;
class ShellContext;

// A sheet for oneself, saved while one types, on all one's computers.
class Scratchpad : public QDialog
{
    Q_OBJECT

public:
    Scratchpad(ShellContext &context, QWidget *parent);
    ~Scratchpad() override;
    QPlainTextEdit *editor() const { return m_editor; }

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void load();
    void save();

    ShellContext &m_context;
    QPlainTextEdit *m_editor;
    Label *m_state;
    std::optional<Row> m_note;
    QTimer m_rest;
    bool m_ready = false;
};

} // namespace nimara::ui
