#pragma once

#include "ui/shell/popover.h"

class QLineEdit;
class QListView;
class QStackedWidget;

namespace nimara::ui {

class CommandRegistry;
class EmptyState;
class PaletteModel;
class SearchField;
class ShellContext;

// Ctrl+K: one field for records, sections and commands. The focus stays in the field; arrows move, Enter goes.
class CommandPalette : public Popover
{
    Q_OBJECT

public:
    CommandPalette(ShellContext &context, const CommandRegistry &commands, QWidget *window);

    void openPalette();
    SearchField *field() const { return m_field; }
    QListView *list() const { return m_list; }
    PaletteModel *model() const { return m_model; }

protected:
    QSize wantedSize() const override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool handleKey(int key);
    void choose(int row);
    void activate(int row);
    void followModel();

    SearchField *m_field;
    QListView *m_list;
    QStackedWidget *m_stack;
    EmptyState *m_nothing;
    PaletteModel *m_model;
};

} // namespace nimara::ui
