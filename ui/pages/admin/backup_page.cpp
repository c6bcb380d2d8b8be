#include "ui/pages/admin/backup_page.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace nimara::ui {

BackupPage::BackupPage(ShellContext &context, QWidget *parent) : PlainPage(context, tr("Backup"), parent)
{
    addContent(makeText(
        tr("What is to be copied"),
        tr("All records are in the server's database; files are in the folder or store that the server was "
           "given. "
           "The server makes no copies by itself: let a timer of its computer make them, and keep them "
           "elsewhere. A server with a database of its own (serve --embedded) is copied with its whole "
           "folder, while it "
           "is stopped.")));
    addContent(
        makeCommand(tr("Make a copy"),
                    tr("On the server's computer, also while the server runs. The copy is of one moment."),
                    {QStringLiteral("pg_dump --format=custom --file=nimara.dump \"$DATABASE_ADMIN_URL\"")}));
    addContent(makeCommand(
        tr("Bring a copy back"),
        tr("With the server stopped. The second line tells the laptops that history has changed: they load "
           "everything "
           "again, keep what was not sent yet, and send it."),
        {QStringLiteral("pg_restore --clean --if-exists --dbname=\"$DATABASE_ADMIN_URL\" nimara.dump"),
         QStringLiteral("psql \"$DATABASE_ADMIN_URL\" --command=\"update sync.epoch set database_id = "
                        "gen_random_uuid()\"")}));
}

Card *BackupPage::makeText(const QString &title, const QString &text)
{
    auto *card = new Card(title, content());
    card->setMaximumWidth(theme().px(textWidth));
    auto *words = new Label(text, Type::Body, Token::Text, QFont::Normal, card);
    words->setWordWrap(true);
    card->body()->addWidget(words);
    return card;
}

Card *BackupPage::makeCommand(const QString &title, const QString &text, const QStringList &commands)
{
    Card *card = makeText(title, text);
    for (const QString &command : commands) {
        auto *row = new QHBoxLayout;
        auto *line = new Label(command, Type::Mono, Token::Text, QFont::Normal, card);
        line->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        line->setWordWrap(true);
        auto *copy = new IconButton(QStringLiteral("copy"), tr("Copy this line"), card);
        connect(copy, &QToolButton::clicked, card,
                [command] { QGuiApplication::clipboard()->setText(command); });
        row->addWidget(line, 1);
        row->addWidget(copy, 0, Qt::AlignTop);
        card->body()->addLayout(row);
    }
    return card;
}

} // namespace nimara::ui
