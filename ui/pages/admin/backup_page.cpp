#include "ui/pages/admin/backup_page.h"

#include "models/schema/tables/all.h"
#include "ui/entity/online_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace nimara::ui {

namespace {

constexpr int textWidth = 720;

} // namespace

BackupPage::BackupPage(ShellContext &context, QWidget *parent) : PlainPage(context, tr("Backup"), parent)
{
    using schema::AuditLogs;
    using schema::SystemSettings;
    addContent(new OnlineCard(
        host(),
        {.title = tr("What the server reports"),
         .query = {.table = &SystemSettings::table,
                   .filter = Filter::where("key", Compare::StartsWith, std::string("backup"))},
         .columns = {SystemSettings::key.index(), SystemSettings::value.index(),
                     SystemSettings::updatedAt.index()},
         .emptyText = tr("The server has not reported a backup yet. It makes one each night at 02:00 UTC.")},
        content()));
    addContent(makeCommand(
        tr("Make one now"),
        tr("On the server, as the user it runs as. The file holds the database and is written whole "
           "or not at all."),
        QStringLiteral("nimara-server backup /srv/backups/nimara.dump")));
    addContent(makeCommand(
        tr("Bring one back"),
        tr("Stop the server first. Laptops notice the restore and offer what they had saved since "
           "again; nothing they hold is lost."),
        QStringLiteral("nimara-server restore /srv/backups/nimara.dump")));
}

QWidget *BackupPage::makeCommand(const QString &title, const QString &text, const QString &command)
{
    auto *card = new Card(title, content());
    card->setMaximumWidth(theme().px(textWidth));
    auto *words = new Label(text, Type::Body, Token::Text, QFont::Normal, card);
    words->setWordWrap(true);
    card->body()->addWidget(words);
    auto *row = new QHBoxLayout;
    auto *line = new Label(command, Type::Mono, Token::Text, QFont::Normal, card);
    line->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    line->setWordWrap(true);
    auto *copy = new IconButton(QStringLiteral("copy"), tr("Copy"), card);
    connect(copy, &QToolButton::clicked, card, [command] { QGuiApplication::clipboard()->setText(command); });
    row->addWidget(line, 1);
    row->addWidget(copy);
    card->body()->addLayout(row);
    return card;
}

} // namespace nimara::ui
