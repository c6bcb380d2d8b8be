#pragma once

#include <QSize>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>
#include <string>

class QCoreApplication;

namespace nimara::app {

// The command line of the desktop program.
struct Options
{
    QString profile;
    QString port; // slug
    bool offline = false;
    QUrl open;
    bool plainLoopback = false;

    // To be signed in without a form: for the demo and for support.
    QString server; // address or pairing code
    QString email;
    std::optional<int> passwordFd;
    std::optional<int> passphraseFd;

    // Pictures of the pages instead of a window for people.
    QString screenshots; // the folder
    QStringList pages;   // "clients", "clients/new", "clients/first"; empty: all that this user sees
    QSize size{1440, 900};
    std::optional<bool> dark;
    std::optional<int> textSize; // in percent

    // Ends the program for --help, --version and what is not understood (exit code 2).
    static Options parse(const QCoreApplication &application);
};

// One line from a descriptor; nothing when it cannot be read.
std::optional<QString> lineFrom(int fd);

} // namespace nimara::app
