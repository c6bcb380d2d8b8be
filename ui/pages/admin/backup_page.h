#pragma once

#include "ui/pages/plain_page.h"

namespace nimara::ui {

// What the server says of its backups, and how one is made and brought back.
class BackupPage : public PlainPage
{
    Q_OBJECT

public:
    BackupPage(ShellContext &context, QWidget *parent);

private:
    QWidget *makeCommand(const QString &title, const QString &text, const QString &command);
};

} // namespace nimara::ui
