#include "ui/shell/command_registry.h"
#include "ui/shell/dialogs.h"
#include "ui/theme/paint.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QCoreApplication>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

// Keys as they look on the keyboard.
class KeyCap : public QWidget
{
public:
    KeyCap(const QString &text, QWidget *parent) : QWidget(parent), m_text(text)
    {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setAccessibleName(text);
    }
    QSize sizeHint() const override
    {
        const QFontMetrics metrics(theme().font(Type::Small, QFont::Medium));
        return {std::max(theme().px(24), metrics.horizontalAdvance(m_text) + theme().px(14)), theme().px(24)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paint::box(painter, rect(), theme().color(Token::Window), theme().color(Token::StrongBorder),
                   theme().px(4));
        painter.setFont(theme().font(Type::Small, QFont::Medium));
        painter.setPen(theme().color(Token::Text));
        painter.drawText(rect(), Qt::AlignCenter, m_text);
    }

private:
    QString m_text;
};

QWidget *keyList(const CommandRegistry &commands)
{
    auto *list = new QWidget;
    auto *grid = new QGridLayout(list);
    grid->setContentsMargins(0, 0, theme().px(size::gap), 0);
    grid->setHorizontalSpacing(theme().px(size::card));
    grid->setVerticalSpacing(theme().px(6));
    grid->setColumnStretch(0, 1);
    QStringList groups;
    const QList<ShellCommand> all = commands.withKeys();
    for (const ShellCommand &command : all) {
        if (!groups.contains(command.group))
            groups.append(command.group);
    }
    for (const QString &group : std::as_const(groups)) {
        auto *heading = new Label(group, Type::Small, Token::Muted, QFont::DemiBold);
        heading->setContentsMargins(0, theme().px(10), 0, 0);
        grid->addWidget(heading, grid->rowCount(), 0, 1, 2);
        for (const ShellCommand &command : all) {
            if (command.group != group)
                continue;
            const int row = grid->rowCount();
            grid->addWidget(new Label(command.title), row, 0);
            grid->addWidget(new KeyCap(command.keys.toString(QKeySequence::NativeText), list), row, 1,
                            Qt::AlignRight);
        }
    }
    grid->setRowStretch(grid->rowCount(), 1);
    return list;
}

} // namespace

QDialog *makeShortcutsDialog(const CommandRegistry &commands, QWidget *parent)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(QCoreApplication::translate("Shortcuts", "Keyboard shortcuts"));
    auto *column = new QVBoxLayout(dialog);
    const int page = theme().px(size::page);
    column->setContentsMargins(page, page, page, theme().px(size::card));
    column->setSpacing(theme().px(4));
    column->addWidget(new Label(dialog->windowTitle(), Type::Title, Token::Text, QFont::DemiBold));
    auto *scroll = new QScrollArea(dialog);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(keyList(commands));
    column->addWidget(scroll, 1);
    auto *close =
        makeButton(QCoreApplication::translate("Shortcuts", "Close"), Emphasis::Secondary, {}, dialog);
    close->setDefault(true);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::close);
    column->addWidget(close, 0, Qt::AlignRight);
    dialog->resize(theme().px(460), theme().px(600));
    return dialog;
}

} // namespace nimara::ui
