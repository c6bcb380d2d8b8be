#pragma once

#include "ui/entity/entity_host.h"

namespace nimara::ui {

class ShellContext;

// What a generic page asks for, by way of the window it stands in.
class ShellHost : public EntityHost
{
public:
    explicit ShellHost(ShellContext &context) : m_context(context) {}

    Store &store() override;
    const Format &format() const override;
    void navigate(const QUrl &address) override;
    void back() override;
    QUrl addressOf(std::string_view table, const Uuid &id) override;
    QUrl addressOfNew(std::string_view table, const QUrlQuery &preset) override;
    QUrl addressOfPage(const QString &key, const QUrlQuery &options) override;
    void toast(Toast toast) override;
    void toastError(const Error &error) override;
    void ask(Question question, QObject *owner, std::function<void()> then) override;
    QVariant setting(const QString &key) const override;
    void setSetting(const QString &key, const QVariant &value) override;

    ShellContext &context() const { return m_context; }

private:
    ShellContext &m_context;
};

} // namespace nimara::ui
