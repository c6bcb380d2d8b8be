#include "ui/shell/sync_words.h"

#include "models/domain/sign_in_errors.h"
#include "models/items/labels.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace nimara::ui {

namespace {

QString waitingWords(int count)
{
    return QCoreApplication::translate("SyncWords", "%n change(s) waiting", nullptr, count);
}

SyncWords disconnected(const SyncStatus &status)
{
    SyncWords words{Tone::Warning, QStringLiteral("cloud-off"),
                    QCoreApplication::translate("SyncWords", "Offline"),
                    QCoreApplication::translate("SyncWords", "There is no connection to the server."),
                    QCoreApplication::translate(
                        "SyncWords",
                        "You can go on working. Your changes are kept here and sent as soon as it answers.")};
    if (status.problem.key.empty())
        return words;
    const ErrorText text = errorText(status.problem);
    words.title = text.title;
    if (status.problem.key == signin::tooManySockets)
        words.advice = text.advice; // waiting alone does not end it
    return words;
}

int percentOf(std::int64_t rows, std::int64_t totalRows)
{
    return int(std::min<std::int64_t>(99, rows * 100 / totalRows));
}

SyncWords refused(const SyncStatus &status)
{
    const ErrorText text = errorText(status.problem);
    if (asksToSignIn(status))
        return {Tone::Warning, QStringLiteral("log-in"),
                QCoreApplication::translate("SyncWords", "Sign in again to sync"), text.title, text.advice};
    return {Tone::Danger, QStringLiteral("circle-alert"),
            QCoreApplication::translate("SyncWords", "Not syncing"), text.title, text.advice};
}

SyncWords loading(const SyncStatus &status)
{
    SyncWords words{Tone::Info, QStringLiteral("cloud-download"),
                    QCoreApplication::translate("SyncWords", "Loading"),
                    QCoreApplication::translate("SyncWords", "The data of this port is being loaded."),
                    QCoreApplication::translate("SyncWords", "You can work with what is here already.")};
    if (status.firstLoads.size() == 1)
        words.title = QCoreApplication::translate("SyncWords", "The data of %1 is being loaded.")
                          .arg(fromUtf8(status.firstLoads.front().name));
    if (status.totalRows > 0)
        words.badge = QCoreApplication::translate("SyncWords", "Loading, %1 %")
                          .arg(percentOf(status.loadedRows, status.totalRows));
    return words;
}

SyncWords live(const SyncStatus &status)
{
    if (status.waiting > 0)
        return {Tone::Info,
                QStringLiteral("cloud-upload"),
                QCoreApplication::translate("SyncWords", "Sending"),
                QCoreApplication::translate("SyncWords", "Your changes are being sent."),
                {}};
    return {Tone::Success,
            QStringLiteral("cloud-check"),
            QCoreApplication::translate("SyncWords", "Up to date"),
            QCoreApplication::translate("SyncWords", "Everything is saved and sent."),
            {}};
}

SyncWords ofLink(const SyncStatus &status)
{
    switch (status.link) {
    case LinkState::SignedOut:
        return {Tone::Neutral,
                QStringLiteral("log-in"),
                QCoreApplication::translate("SyncWords", "Signed out"),
                QCoreApplication::translate("SyncWords", "You are signed out."),
                {}};
    case LinkState::WorkingOffline:
        return {Tone::Neutral, QStringLiteral("plug"),
                QCoreApplication::translate("SyncWords", "Working offline"),
                QCoreApplication::translate("SyncWords", "You chose to work offline."),
                QCoreApplication::translate("SyncWords",
                                            "Nothing is sent or received until you go online again.")};
    case LinkState::Disconnected:
        return disconnected(status);
    case LinkState::Connecting:
        return {Tone::Neutral,
                QStringLiteral("refresh-cw"),
                QCoreApplication::translate("SyncWords", "Connecting"),
                QCoreApplication::translate("SyncWords", "Connecting to the server."),
                {}};
    case LinkState::Loading:
        return loading(status);
    case LinkState::Live:
        return live(status);
    case LinkState::Refused:
        return refused(status);
    }
    return {};
}

QString loadWords(const PortLoad &load, const Format &format)
{
    const QString name = fromUtf8(load.name);
    if (load.totalRows > 0)
        return QCoreApplication::translate("SyncWords", "%1: first load %2 %")
            .arg(name)
            .arg(percentOf(load.rows, load.totalRows));
    if (load.rows > 0)
        return QCoreApplication::translate("SyncWords", "%1: first load, %2 rows so far")
            .arg(name, format.number(load.rows));
    return QCoreApplication::translate("SyncWords", "%1: first load not done").arg(name);
}

} // namespace

bool asksToSignIn(const SyncStatus &status)
{
    const std::string &key = status.problem.key;
    return key == signin::ended || key == signin::revoked || key == signin::leaseEnded;
}

SyncWords describeStatus(const SyncStatus &status)
{
    SyncWords words = ofLink(status);
    if (status.review > 0) {
        const QString review =
            QCoreApplication::translate("SyncWords", "%n to review", nullptr, status.review);
        words.tone = words.tone == Tone::Danger ? Tone::Danger : Tone::Warning;
        words.badge = status.link == LinkState::Live && status.waiting == 0
                          ? review
                          : words.badge + QStringLiteral(" · ") + review;
        if (status.link == LinkState::Live) {
            words.icon = QStringLiteral("triangle-alert");
            words.title = QCoreApplication::translate("SyncWords", "Waiting for your decision: %n change(s).",
                                                      nullptr, status.review);
        }
    }
    if (status.waiting > 0)
        words.badge += QStringLiteral(" · ") + waitingWords(status.waiting);
    return words;
}

QString lastSyncedWords(const SyncStatus &status, const Format &format)
{
    QStringList words;
    if (status.lastSyncedAt)
        words << QCoreApplication::translate("SyncWords", "Last synced %1")
                     .arg(format.relative(*status.lastSyncedAt));
    for (const PortLoad &load : status.firstLoads)
        words << loadWords(load, format);
    if (words.isEmpty())
        return QCoreApplication::translate("SyncWords", "Never synced with the server");
    return words.join(QStringLiteral(" · "));
}

} // namespace nimara::ui
