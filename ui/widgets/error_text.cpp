#include "ui/widgets/error_text.h"

#include "models/domain/edit.h"
#include "models/domain/sign_in_errors.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace nimara::ui {

namespace {

struct Words
{
    std::string_view key;
    const char *title;
    const char *advice; // may be empty
};

const std::array signInWords{
    Words{signin::wrongPassword, QT_TRANSLATE_NOOP("ErrorText", "E-mail or password is wrong."),
          QT_TRANSLATE_NOOP("ErrorText", "Check both and try again.")},
    Words{signin::locked,
          QT_TRANSLATE_NOOP("ErrorText", "Too many wrong attempts: this account is locked for a while."), ""},
    Words{signin::rateLimited, QT_TRANSLATE_NOOP("ErrorText", "Too many attempts from this computer."), ""},
    Words{signin::inactive, QT_TRANSLATE_NOOP("ErrorText", "This account has been switched off."),
          QT_TRANSLATE_NOOP("ErrorText", "Ask an administrator of your marina.")},
    Words{
        signin::revoked,
        QT_TRANSLATE_NOOP("ErrorText", "This session was ended from another device or by an administrator."),
        QT_TRANSLATE_NOOP(
            "ErrorText",
            "You can go on working. Sign in again to send your changes and to receive those of others.")},
    Words{signin::ended, QT_TRANSLATE_NOOP("ErrorText", "Your session has run out."),
          QT_TRANSLATE_NOOP(
              "ErrorText",
              "You can go on working. Sign in again to send your changes and to receive those of others.")},
    Words{signin::otherUser,
          QT_TRANSLATE_NOOP("ErrorText", "Changes of another user are still waiting on this computer."),
          QT_TRANSLATE_NOOP("ErrorText",
                            "They must sign in once to send them, or you can use another profile.")},
    Words{signin::leaseEnded,
          QT_TRANSLATE_NOOP("ErrorText",
                            "This computer has been without its server for too long, so its data is locked."),
          QT_TRANSLATE_NOOP("ErrorText",
                            "Connect to the network and sign in to open it. Your changes are kept.")},
    Words{signin::tooManyDevices,
          QT_TRANSLATE_NOOP("ErrorText", "This account has its data on too many computers."),
          QT_TRANSLATE_NOOP("ErrorText", "One that has not been used for 90 days makes room for another. "
                                         "Your administrator can help sooner.")},
    Words{signin::tooManySockets,
          QT_TRANSLATE_NOOP("ErrorText", "This account is connected on too many devices at once."),
          QT_TRANSLATE_NOOP("ErrorText", "You can go on working. Close the app on another device, and this "
                                         "one connects by itself.")},
    Words{
        signin::unreachable, QT_TRANSLATE_NOOP("ErrorText", "The server cannot be reached."),
        QT_TRANSLATE_NOOP("ErrorText",
                          "Check the address and your connection. Work already on this computer can go on.")},
    Words{signin::timeout, QT_TRANSLATE_NOOP("ErrorText", "The server did not answer in time."),
          QT_TRANSLATE_NOOP("ErrorText", "Try again in a moment.")},
    Words{signin::unknownHost, QT_TRANSLATE_NOOP("ErrorText", "There is no server of this name."),
          QT_TRANSLATE_NOOP("ErrorText", "Check the address for typing errors.")},
    Words{signin::notNimara,
          QT_TRANSLATE_NOOP("ErrorText",
                            "Something answers at this address, but it is not a Port Nimara server."),
          QT_TRANSLATE_NOOP("ErrorText", "Check the address and the port number.")},
    Words{signin::serverDown,
          QT_TRANSLATE_NOOP("ErrorText", "The server is running but cannot work at the moment."),
          QT_TRANSLATE_NOOP("ErrorText",
                            "Its administrator has been told by its health check. Try again later.")},
    Words{signin::keyMismatch,
          QT_TRANSLATE_NOOP("ErrorText", "This is not the server that this computer was paired with."),
          QT_TRANSLATE_NOOP("ErrorText", "Do not sign in. Ask your administrator whether the key was "
                                         "changed, and for a new pairing code.")},
    Words{signin::untrusted, QT_TRANSLATE_NOOP("ErrorText", "This server is not known to this computer."),
          QT_TRANSLATE_NOOP("ErrorText",
                            "Compare its fingerprint with your administrator's, or paste a pairing code.")},
    Words{signin::certificate, QT_TRANSLATE_NOOP("ErrorText", "The server's certificate is not valid."),
          QT_TRANSLATE_NOOP("ErrorText", "Tell your administrator.")},
    Words{signin::serverTooOld, QT_TRANSLATE_NOOP("ErrorText", "The server is older than this app."),
          QT_TRANSLATE_NOOP("ErrorText", "Ask your administrator to update the server.")},
    Words{signin::clientTooOld, QT_TRANSLATE_NOOP("ErrorText", "This app is too old for the server."),
          QT_TRANSLATE_NOOP("ErrorText",
                            "Install the new version. Your changes are kept and sent after the update.")},
};

const std::array localWords{
    Words{signin::wrongPassphrase, QT_TRANSLATE_NOOP("ErrorText", "This is not the passphrase."),
          QT_TRANSLATE_NOOP("ErrorText", "Try again. It cannot be reset, only remembered.")},
    Words{signin::keychainLocked, QT_TRANSLATE_NOOP("ErrorText", "The keychain of this computer is locked."),
          QT_TRANSLATE_NOOP("ErrorText", "Unlock it and try again.")},
    Words{signin::profileInUse,
          QT_TRANSLATE_NOOP("ErrorText", "The app is already running with this profile."),
          QT_TRANSLATE_NOOP("ErrorText", "Use the window that is open.")},
    Words{signin::diskFull, QT_TRANSLATE_NOOP("ErrorText", "The disk of this computer is full."),
          QT_TRANSLATE_NOOP("ErrorText", "Free some space. Nothing saved before was lost.")},
    Words{"replica.full", QT_TRANSLATE_NOOP("ErrorText", "The disk of this computer is full."),
          QT_TRANSLATE_NOOP("ErrorText", "Free some space. Nothing saved before was lost.")},
    Words{signin::damaged,
          QT_TRANSLATE_NOOP("ErrorText", "The local copy was damaged and is being loaded again."),
          QT_TRANSLATE_NOOP("ErrorText", "Changes that were not sent yet are kept.")},
    Words{"pairing.format", QT_TRANSLATE_NOOP("ErrorText", "This is not a complete pairing code."),
          QT_TRANSLATE_NOOP("ErrorText", "Copy the whole line that the server printed.")},
    Words{"pairing.version", QT_TRANSLATE_NOOP("ErrorText", "This pairing code was made for a newer app."),
          QT_TRANSLATE_NOOP("ErrorText", "Update the app.")},
    Words{"pairing.address", QT_TRANSLATE_NOOP("ErrorText", "This is not a server address."),
          QT_TRANSLATE_NOOP("ErrorText", "Write it as marina.example or marina.example:8443.")},
    Words{"pairing.key", QT_TRANSLATE_NOOP("ErrorText", "The pairing code is damaged."),
          QT_TRANSLATE_NOOP("ErrorText", "Copy the whole line that the server printed.")},
    Words{"text.utf8", QT_TRANSLATE_NOOP("ErrorText", "The text holds characters that cannot be read."),
          QT_TRANSLATE_NOOP("ErrorText", "Type it again instead of pasting it.")},
    Words{"text.nul", QT_TRANSLATE_NOOP("ErrorText", "The text holds characters that cannot be stored."),
          QT_TRANSLATE_NOOP("ErrorText", "Type it again instead of pasting it.")},
};

const std::array rejectWords{
    Words{reject::unique, QT_TRANSLATE_NOOP("ErrorText", "A record with the same value already exists."),
          QT_TRANSLATE_NOOP("ErrorText", "Use the existing one, or change the value.")},
    Words{reject::forbidden, QT_TRANSLATE_NOOP("ErrorText", "You have no right to make this change."),
          QT_TRANSLATE_NOOP("ErrorText", "Ask an administrator of your port.")},
    Words{reject::wrongPort, QT_TRANSLATE_NOOP("ErrorText", "This record belongs to another port."), ""},
    Words{reject::serverOwned, QT_TRANSLATE_NOOP("ErrorText", "This value is set by the server alone."), ""},
    Words{reject::invalid, QT_TRANSLATE_NOOP("ErrorText", "The value does not fit."),
          QT_TRANSLATE_NOOP("ErrorText", "Correct it and try again.")},
    Words{reject::notFound,
          QT_TRANSLATE_NOOP("ErrorText", "This record does not exist any more, or is not visible to you."),
          ""},
    Words{reject::deleted, QT_TRANSLATE_NOOP("ErrorText", "Someone deleted this record in the meantime."),
          QT_TRANSLATE_NOOP("ErrorText", "Restore it, or discard your change.")},
    Words{reject::guard,
          QT_TRANSLATE_NOOP("ErrorText", "The situation has changed since you made this change."),
          QT_TRANSLATE_NOOP("ErrorText", "Look at the record again.")},
    Words{reject::rule, QT_TRANSLATE_NOOP("ErrorText", "A rule of the port does not allow this change."), ""},
    Words{reject::oneWinner, QT_TRANSLATE_NOOP("ErrorText", "Another deal already has this berth."),
          QT_TRANSLATE_NOOP("ErrorText", "Choose another berth, or put the client on the waiting list.")},
    Words{reject::held, QT_TRANSLATE_NOOP("ErrorText", "Somebody else holds this berth."),
          QT_TRANSLATE_NOOP("ErrorText", "Choose another berth, or ask the holder to release it.")},
    Words{reject::notFree, QT_TRANSLATE_NOOP("ErrorText", "This berth is not free, so it cannot be held."),
          QT_TRANSLATE_NOOP("ErrorText", "Choose a berth that is available.")},
    Words{reject::holdTime,
          QT_TRANSLATE_NOOP("ErrorText",
                            "A hold ends in the future, and within the time that the port allows."),
          QT_TRANSLATE_NOOP("ErrorText", "Choose another end.")},
    Words{reject::holdEnded, QT_TRANSLATE_NOOP("ErrorText", "This hold has ended."),
          QT_TRANSLATE_NOOP("ErrorText", "Hold the berth anew if it is still free.")},
    Words{reject::notMember, QT_TRANSLATE_NOOP("ErrorText", "The person named here may not see this record."),
          QT_TRANSLATE_NOOP("ErrorText", "Choose a colleague of this port who may.")},
    Words{reject::referenced, QT_TRANSLATE_NOOP("ErrorText", "Other records still belong to this one."),
          QT_TRANSLATE_NOOP("ErrorText", "Remove those first, then retry.")},
    Words{
        reject::escalation,
        QT_TRANSLATE_NOOP("ErrorText", "This would give or take away a right that you do not have yourself."),
        QT_TRANSLATE_NOOP("ErrorText", "Ask someone who has it.")},
    Words{reject::internal, QT_TRANSLATE_NOOP("ErrorText", "The server could not make this change."),
          QT_TRANSLATE_NOOP("ErrorText", "Retry it. If it fails again, tell your administrator.")},
    Words{reject::dependency, QT_TRANSLATE_NOOP("ErrorText", "A change that this one builds on was refused."),
          QT_TRANSLATE_NOOP("ErrorText", "Settle that one first, then retry.")},
    Words{reject::stale, QT_TRANSLATE_NOOP("ErrorText", "This app is too old for this change."),
          QT_TRANSLATE_NOOP("ErrorText", "Update the app, then retry.")},
};

template <typename List>
const Words *find(const List &list, std::string_view key)
{
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const Words &words) { return words.key == key; });
    return found == list.end() ? nullptr : &*found;
}

QString wordsOf(const char *text)
{
    return *text == '\0' ? QString() : QCoreApplication::translate("ErrorText", text);
}

QString ofCode(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Invalid:
        return QCoreApplication::translate("ErrorText", "Something entered does not fit.");
    case ErrorCode::Unauthenticated:
        return QCoreApplication::translate("ErrorText", "You need to sign in again.");
    case ErrorCode::Forbidden:
        return QCoreApplication::translate("ErrorText", "You have no right to do this.");
    case ErrorCode::NotFound:
        return QCoreApplication::translate("ErrorText", "This does not exist any more.");
    case ErrorCode::Conflict:
        return QCoreApplication::translate("ErrorText", "Someone else changed this in the meantime.");
    case ErrorCode::TooLarge:
        return QCoreApplication::translate("ErrorText", "This is too large to be sent.");
    case ErrorCode::UpgradeRequired:
        return QCoreApplication::translate("ErrorText", "This app needs to be updated first.");
    case ErrorCode::RateLimited:
        return QCoreApplication::translate("ErrorText", "Too many requests. Wait a moment and try again.");
    case ErrorCode::Offline:
        return QCoreApplication::translate("ErrorText",
                                           "This needs the server, and there is no connection to it.");
    case ErrorCode::Unavailable:
        return QCoreApplication::translate("ErrorText",
                                           "The server cannot do this at the moment. Try again later.");
    case ErrorCode::Storage:
        return QCoreApplication::translate("ErrorText", "This computer could not store it.");
    case ErrorCode::Protocol:
        return QCoreApplication::translate("ErrorText",
                                           "The server gave an answer that this app does not understand.");
    case ErrorCode::Internal:
        break;
    }
    return QCoreApplication::translate("ErrorText",
                                       "Something went wrong in the app. Nothing saved before was lost.");
}

QString waitAdvice(int seconds)
{
    if (seconds < 60)
        return QCoreApplication::translate("ErrorText", "Try again in %n second(s).", nullptr, seconds);
    return QCoreApplication::translate("ErrorText", "Try again in %n minute(s).", nullptr,
                                       (seconds + 59) / 60);
}

} // namespace

ErrorText errorText(const Error &error)
{
    const Words *words = find(signInWords, error.key);
    if (!words)
        words = find(localWords, error.key);
    if (!words)
        words = find(rejectWords, error.key);
    ErrorText text;
    if (words)
        text = {wordsOf(words->title), wordsOf(words->advice)};
    else
        text = {ofCode(error.code), {}};
    if (const auto seconds = retryAfterSeconds(error))
        text.advice = waitAdvice(*seconds);
    return text;
}

QString errorSentence(const Error &error)
{
    const ErrorText text = errorText(error);
    return text.advice.isEmpty() ? text.title : text.title + u' ' + text.advice;
}

} // namespace nimara::ui
