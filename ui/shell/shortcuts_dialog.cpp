#include "ui/shell/command_registry.h"
#include "ui/shell/dialogs.h"
#include "ui/theme/paint.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/keys.h"
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

QString say(const char *text)
{
    return QCoreApplication::translate("Shortcuts", text);
}

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
    const auto addHeading = [&](const QString &group) {
        auto *heading = new Label(group, Type::Small, Token::Muted, QFont::DemiBold);
        heading->setContentsMargins(0, theme().px(10), 0, 0);
        grid->addWidget(heading, grid->rowCount(), 0, 1, 2);
    };
    const auto addKeys = [&](const QString &title, const QKeySequence &keys) {
        const int row = grid->rowCount();
        grid->addWidget(new Label(title), row, 0);
        grid->addWidget(new KeyCap(keys.toString(QKeySequence::NativeText), list), row, 1, Qt::AlignRight);
    };
    for (const QString &group : std::as_const(groups)) {
        addHeading(group);
        for (const ShellCommand &command : all) {
            if (command.group == group)
                addKeys(command.title, command.keys);
        }
    }
    // These belong to whatever list or record has the focus, and are no commands of the window.
    addHeading(say("In lists"));
    addKeys(say("Open the record"), Qt::Key_Return);
    addKeys(say("Select all"), QKeySequence::SelectAll);
    addKeys(say("Copy the selected rows"), QKeySequence::Copy);
    addKeys(say("Archive or delete"), Qt::Key_Delete);
    addHeading(say("On the board"));
    addKeys(say("Move the card to the next stage"), Qt::CTRL | Qt::Key_Right);
    addKeys(say("Move the card to the stage before"), Qt::CTRL | Qt::Key_Left);
    addHeading(say("In records and forms"));
    addKeys(say("Edit"), keys::edit());
    addKeys(say("Hold the berth for a client"), keys::hold());
    addKeys(say("Save"), QKeySequence::Save);
    addKeys(say("Cancel"), Qt::Key_Escape);
    addKeys(say("Next record of the list"), keys::nextRecord());
    addKeys(say("Previous record of the list"), keys::previousRecord());
    grid->setRowStretch(grid->rowCount(), 1);
    return list;
}

} // namespace

QDialog *makeShortcutsDialog(const CommandRegistry &commands, QWidget *parent)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(say("Keyboard shortcuts"));
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
    auto *close = makeButton(say("Close"), Emphasis::Secondary, {}, dialog);
    close->setDefault(true);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::close);
    column->addWidget(close, 0, Qt::AlignRight);
    dialog->resize(theme().px(460), theme().px(600));
    return dialog;
}

} // namespace nimara::ui
