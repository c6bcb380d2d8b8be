#include "app/cli/words.h"

#include "ui/widgets/error_text.h"

#include <array>
#include <utility>

namespace nimara::cli {

namespace {

using Sentence = std::pair<std::string_view, std::string_view>;

// Where this program has something else to say than the app: what to type.
constexpr std::array sentences{
    Sentence{"account.none", "Nobody is signed in on this profile; use: nimara-cli login"},
    Sentence{"account.port", "This user has no such port."},
    Sentence{"profile.in_use", "Another program has this profile open."},
    Sentence{"vault.passphrase_needed", "There is no keychain; give the passphrase with --passphrase-fd."},
    Sentence{"vault.passphrase_short", "A passphrase needs at least 8 characters."},
    Sentence{"vault.keychain_missing", "There is no keychain on this computer."},
    Sentence{
        "vault.key_lost",
        "The keychain no longer holds the key of this data; `logout --forget` makes room for a new start."},
    Sentence{"vault.damaged", "The profile's vault.json cannot be read."},
    Sentence{"usage.command", "There is no such command; see --help."},
    Sentence{"usage.option", "There is no such option; see --help."},
    Sentence{"usage.value", "This option needs a value."},
    Sentence{"usage.operand", "This command needs something else; see --help."},
    Sentence{"usage.number", "This is not a number."},
    Sentence{"usage.fd", "Nothing can be read from this file descriptor."},
    Sentence{"usage.password", "Give the password with --password-fd."},
    Sentence{"usage.port", "This user has several ports: name one with --port."},
    Sentence{"usage.offline", "This command is nothing without the server; leave out --offline."},
    Sentence{"usage.table", "There is no such table."},
    Sentence{"usage.column", "There is no such column."},
    Sentence{"usage.text", "This value does not fit the column."},
    Sentence{"query.column", "There is no such column."},
    Sentence{"query.sort", "It cannot be sorted by this column."},
    Sentence{"query.value", "This value does not fit the column."},
    Sentence{"value.required", "This column needs a value."},
    Sentence{"row.not_found", "There is no such row here."},
    Sentence{"replica.no_row", "There is no such row here."},
    Sentence{"replica.exists", "There is such a row already."},
    Sentence{"replica.no_edit", "No edit with this number waits."},
    Sentence{"replica.sent", "The edit is on its way; it can no longer be taken back."},
    Sentence{"replica.no_review", "Nothing with this number is to be reviewed."},
    Sentence{"cli.conflict", "Somebody else has changed the same; see `conflicts` and `resolve`."},
    Sentence{"cli.timeout", "It took longer than --timeout allows."},
};

constexpr std::string_view help = R"(usage: nimara-cli [OPTION…] COMMAND [OPTION…] [OPERAND…]

The engine of the Port Nimara app without its windows, for scripts and support. One JSON value a line; errors as
JSON on standard error.

Account
  login SERVER EMAIL            SERVER is an address or a pairing code; the password comes by --password-fd, and where
                                there is no keychain a passphrase by --passphrase-fd. Waits for the first load.
  logout [--forget]             end the session; --forget removes this user's data from the computer
  status                        who, which ports, what waits
Sync
  sync                          fetch and send until both sides agree
  watch [--table T] [--count N] [--values]   print each arriving change with its time in microseconds
  digest [--check]              count and sum of each loaded table; --check compares with the server and repairs
  steps                         the last protocol steps, without personal data
Data
  list TABLE [--where C=V …] [--search WORDS] [--sort [-]C] [--columns A,B] [--archived|--only-archived] [--limit N]
                                --where knows = != < <= > >= and ~ (contains); C= means empty
  get TABLE ID
  search WORDS [--limit N]
  create TABLE C=V … [--id ID]  C= means no value
  set TABLE ID C=V …
  delete TABLE ID
  restore TABLE ID
Edits under way
  outbox                        edits that the server has not answered
  discard NUMBER                take one back that was not sent
  conflicts                     edits that were refused or conflict
  resolve NUMBER take-mine|take-theirs|retry|discard

Options
  --profile DIR                 where settings and data lie (otherwise the user's data folder)
  --port SLUG                   which port, for users of several
  --offline                     touch nothing but what lies here
  --no-wait                     do not wait for the server's answer
  --timeout SECONDS             keep trying this long; without it the first failure to reach the server ends the wait
  --password-fd N               read the password from this file descriptor, also to renew a session that has ended
  --passphrase-fd N             the passphrase, where there is no keychain
  --insecure-loopback           no TLS; only towards this computer itself
  --help --version

Exit codes
  0 done   1 failed   2 command line or value not understood   3 sign-in needed   4 server not reached
  5 refused or conflicting edits   6 not found   7 the profile is in use   8 disk or replica
  9 program or server too old   10 saved on this computer and not yet sent
)";

} // namespace

std::string sentenceOf(const Error &error)
{
    for (const auto &[key, sentence] : sentences) {
        if (key == error.key)
            return std::string(sentence);
    }
    return ui::errorSentence(error).toStdString();
}

std::string_view codeWord(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Invalid:
        return "VALIDATION_ERROR";
    case ErrorCode::Unauthenticated:
        return "UNAUTHENTICATED";
    case ErrorCode::Forbidden:
        return "FORBIDDEN";
    case ErrorCode::NotFound:
        return "NOT_FOUND";
    case ErrorCode::Conflict:
        return "CONFLICT";
    case ErrorCode::TooLarge:
        return "TOO_LARGE";
    case ErrorCode::UpgradeRequired:
        return "UPGRADE_REQUIRED";
    case ErrorCode::RateLimited:
        return "RATE_LIMITED";
    case ErrorCode::Offline:
        return "OFFLINE";
    case ErrorCode::Unavailable:
        return "UNAVAILABLE";
    case ErrorCode::Storage:
        return "STORAGE";
    case ErrorCode::Protocol:
        return "PROTOCOL";
    case ErrorCode::Internal:
        return "INTERNAL";
    }
    return "INTERNAL";
}

std::string helpText()
{
    return std::string(help);
}

} // namespace nimara::cli
