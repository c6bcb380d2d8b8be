#pragma once

#include "models/domain/sign_in_errors.h"
#include "sync/service/keychain.h"
#include "sync/service/promise.h"

#include <QHash>

namespace nimara::sync {

// A keychain in memory that can be locked, missing, or forgetful.
class FakeKeychain final : public Keychain
{
public:
    QHash<QString, QByteArray> entries;
    KeychainState now = KeychainState::Available;
    bool keeps = true; // false: says it wrote, and did not

    QFuture<KeychainState> state() override { return finishedFuture(KeychainState(now)); }
    QFuture<Result<std::optional<QByteArray>>> read(QString name) override
    {
        using Answer = Result<std::optional<QByteArray>>;
        if (now != KeychainState::Available)
            return finishedFuture(Answer(refusal()));
        const auto found = entries.constFind(name);
        return finishedFuture(
            Answer(found == entries.constEnd() ? std::optional<QByteArray>() : std::optional(*found)));
    }
    QFuture<Result<Done>> write(QString name, QByteArray secret) override
    {
        if (now != KeychainState::Available)
            return finishedFuture(Result<Done>(refusal()));
        if (keeps)
            entries.insert(name, secret);
        return finishedFuture(Result<Done>(Done{}));
    }
    QFuture<Result<Done>> remove(QString name) override
    {
        entries.remove(name);
        return finishedFuture(Result<Done>(Done{}));
    }

private:
    Error refusal() const
    {
        return {ErrorCode::Unavailable, now == KeychainState::Locked ? std::string(signin::keychainLocked)
                                                                     : std::string(vault::keychainMissing)};
    }
};

} // namespace nimara::sync
