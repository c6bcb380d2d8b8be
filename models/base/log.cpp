#include "models/base/log.h"

#include "models/base/clock.h"

#include <array>

namespace nimara {
namespace {
constexpr std::array<std::string_view, 6> levelNames = {"fatal", "error", "warn", "info", "debug", "trace"};

std::string dumped(const Json &value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void append(std::string &line, std::string_view name, const Json &value)
{
    line += ',';
    line += dumped(Json(std::string(name)));
    line += ':';
    line += dumped(value);
}
} // namespace

std::string_view logLevelName(LogLevel level)
{
    return levelNames.at(static_cast<std::size_t>(level));
}

LogLevel logLevelFrom(std::string_view name)
{
    for (std::size_t i = 0; i < levelNames.size(); ++i) {
        if (levelNames.at(i) == name)
            return static_cast<LogLevel>(i);
    }
    return LogLevel::Info;
}

Log::Log() = default;

Log::Log(std::shared_ptr<LogSink> sink, LogLevel level, const Clock &clock)
    : m_sink(std::move(sink)), m_level(level), m_clock(&clock)
{}

Log Log::with(std::initializer_list<LogField> fields) const
{
    Log copy = *this;
    Json context = m_context ? *m_context : Json::object();
    for (const LogField &field : fields)
        context[std::string(field.name)] = redacted(field.name, field.value);
    copy.m_context = std::make_shared<const Json>(std::move(context));
    return copy;
}

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) const
{
    if (!says(level))
        return;
    std::string line = R"({"time":")" + m_clock->now().toString() + R"(","level":")";
    line += logLevelName(level);
    line += '"';
    append(line, "event", std::string(event));
    if (m_context) {
        for (const auto &[name, value] : m_context->items())
            append(line, name, value);
    }
    for (const LogField &field : fields)
        append(line, field.name, redacted(field.name, field.value));
    line += '}';
    m_sink->write(level, line);
}

void Log::fatal(std::string_view event, std::initializer_list<LogField> fields) const
{
    write(LogLevel::Fatal, event, fields);
}

void Log::error(std::string_view event, std::initializer_list<LogField> fields) const
{
    write(LogLevel::Error, event, fields);
}

void Log::warn(std::string_view event, std::initializer_list<LogField> fields) const
{
    write(LogLevel::Warn, event, fields);
}

void Log::info(std::string_view event, std::initializer_list<LogField> fields) const
{
    write(LogLevel::Info, event, fields);
}

void Log::debug(std::string_view event, std::initializer_list<LogField> fields) const
{
    write(LogLevel::Debug, event, fields);
}

void Log::trace(std::string_view event, std::initializer_list<LogField> fields) const
{
    write(LogLevel::Trace, event, fields);
}

void Log::failure(std::string_view event, const Error &error, std::initializer_list<LogField> fields) const
{
    if (!says(LogLevel::Error))
        return;
    with(fields).write(LogLevel::Error, event,
                       {{"key", error.key}, {"field", error.field}, {"detail", error.detail}});
}

void Log::flush() const
{
    if (m_sink)
        m_sink->flush();
}

} // namespace nimara
