#pragma once

#include "models/base/result.h"
#include "models/base/uuid.h"
#include "ui/entity/format_words.h"
#include "ui/widgets/toast.h"

#include <QString>
#include <QUrl>
#include <QUrlQuery>
#include <QVariant>

#include <functional>
#include <string_view>

class QObject;

namespace nimara {
class Store;
}

namespace nimara::ui {

class Format;

// A question before something that cannot be taken back.
struct Question
{
    QString title;
    QString text;
    QString accept; // the verb on the button
    bool destructive = false;
};

// What a generic page needs from the window around it. ui/pages fulfils it by way of the shell; a test by itself.
class EntityHost
{
public:
    EntityHost() : m_words(*this) {}
    virtual ~EntityHost() = default;
    EntityHost(const EntityHost &) = delete;
    EntityHost &operator=(const EntityHost &) = delete;

    virtual Store &store() = 0;
    virtual const Format &format() const = 0;

    virtual void navigate(const QUrl &address) = 0;
    // Leaves what is shown for where the user came from.
    virtual void back() = 0;
    // Addresses as the window understands them. Empty: no page opens records of this table, so its names are no links.
    virtual QUrl addressOf(std::string_view table, const Uuid &id) = 0;
    virtual QUrl addressOfNew(std::string_view table, const QUrlQuery &preset) = 0;
    virtual QUrl addressOfPage(const QString &key, const QUrlQuery &options) = 0;
    bool opens(std::string_view table) { return !addressOf(table, Uuid()).isEmpty(); }

    virtual void toast(Toast toast) = 0;
    virtual void toastError(const Error &error) = 0;
    // `then` is called only when the user agrees, and not after `owner` is gone.
    virtual void ask(Question question, QObject *owner, std::function<void()> then) = 0;

    // What this computer remembers of the look of lists.
    virtual QVariant setting(const QString &key) const = 0;
    virtual void setSetting(const QString &key, const QVariant &value) = 0;

    const ValueWords &words() const { return m_words; }

private:
    FormatWords m_words;
};

} // namespace nimara::ui
