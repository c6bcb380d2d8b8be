#include "sync/service/keychain.h"

#include "models/domain/sign_in_errors.h"
#include "models/store/when_done.h"
#include "sync/service/promise.h"
#include "sync/service/secret_service.h"

#include <QTimer>

#include <qt6keychain/keychain.h>

namespace nimara::sync {

namespace {

// A prompt to unlock waits for a person, but a service that never answers must not hold up the start for ever.
constexpr int jobTimeoutMs = 60'000;

Error keychainError(const QKeychain::Job &job)
{
    const std::string said = job.errorString().toStdString();
    switch (job.error()) {
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return {ErrorCode::Unavailable, std::string(vault::keychainMissing), {}, said};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {ErrorCode::Unavailable, std::string(signin::keychainLocked), {}, said};
    default:
        return {ErrorCode::Unavailable, std::string(vault::keychainFailed), {}, said};
    }
}

// Runs the job and hands it over when it is done, or nothing when it took too long. A late job ends by itself.
template <typename Handler>
void run(QKeychain::Job *job, QObject *receiver, Handler handler)
{
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    auto *limit = new QTimer(job);
    limit->setSingleShot(true);
    const auto answered = std::make_shared<bool>(false);
    QObject::connect(job, &QKeychain::Job::finished, receiver, [answered, handler](QKeychain::Job *done) {
        if (!std::exchange(*answered, true))
            handler(done);
    });
    QObject::connect(limit, &QTimer::timeout, receiver, [answered, handler] {
        if (!std::exchange(*answered, true))
            handler(nullptr);
    });
    limit->start(jobTimeoutMs);
    job->start();
}

Error timeoutError()
{
    return {ErrorCode::Unavailable, std::string(signin::keychainLocked), {}, "no answer"};
}

} // namespace

SystemKeychain::SystemKeychain(QString service, QObject *parent)
    : Keychain(parent), m_service(std::move(service))
{}

QFuture<KeychainState> SystemKeychain::state()
{
    return askKeychainState();
}

QFuture<Result<std::optional<QByteArray>>> SystemKeychain::read(QString name)
{
    using Answer = Result<std::optional<QByteArray>>;
    const SharedPromise<Answer> promise;
    auto *job = new QKeychain::ReadPasswordJob(m_service, this);
    job->setKey(name);
    run(job, this, [this, promise](QKeychain::Job *done) {
        if (!done) {
            promise.finish(timeoutError());
        } else if (done->error() == QKeychain::NoError) {
            promise.finish(Answer(static_cast<QKeychain::ReadPasswordJob *>(done)->binaryData()));
        } else if (done->error() == QKeychain::EntryNotFound) {
            whenDone(askKeychainState(), this, [promise](KeychainState state) {
                if (state == KeychainState::Available)
                    promise.finish(Answer(std::optional<QByteArray>()));
                else
                    promise.finish(Error{ErrorCode::Unavailable, std::string(signin::keychainLocked)});
            });
        } else {
            promise.finish(keychainError(*done));
        }
    });
    return promise.future();
}

QFuture<Result<Done>> SystemKeychain::write(QString name, QByteArray secret)
{
    const SharedPromise<Result<Done>> promise;
    auto *job = new QKeychain::WritePasswordJob(m_service, this);
    job->setKey(name);
    job->setBinaryData(secret);
    run(job, this, [promise](QKeychain::Job *done) {
        if (!done)
            promise.finish(timeoutError());
        else if (done->error() == QKeychain::NoError)
            promise.finish(Done{});
        else
            promise.finish(keychainError(*done));
    });
    return promise.future();
}

QFuture<Result<Done>> SystemKeychain::remove(QString name)
{
    const SharedPromise<Result<Done>> promise;
    auto *job = new QKeychain::DeletePasswordJob(m_service, this);
    job->setKey(name);
    run(job, this, [promise](QKeychain::Job *done) {
        if (!done)
            promise.finish(timeoutError());
        else if (done->error() == QKeychain::NoError || done->error() == QKeychain::EntryNotFound)
            promise.finish(Done{});
        else
            promise.finish(keychainError(*done));
    });
    return promise.future();
}

} // namespace nimara::sync
