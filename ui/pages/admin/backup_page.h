#pragma once

#include "ui/pages/plain_page.h"

namespace nimara::ui {

class Card;

// How the server's database is copied and brought back.
class BackupPage : public PlainPage
{
    Q_OBJECT

public:
    BackupPage(ShellContext &context, QWidget *parent);

private:
    Card *makeText(const QString &title, const QString &text);
    Card *makeCommand(const QString &title, const QString &text, const QStringList &commands);
};

} // namespace nimara::ui
