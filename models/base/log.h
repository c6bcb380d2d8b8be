#pragma once

#include "models/base/json.h"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace nimara {

class Clock;

enum class LogLevel { Fatal, Error, Warn, Info, Debug, Trace };
std::string_view logLevelName(LogLevel level);
// Info for a name that is none.
LogLevel logLevelFrom(std::string_view name);

// One named value of a line. What a name says is secret or personal is hidden by that name (see redacted()); a value
// that is so without its name saying it is passed by LogField::hidden.
struct LogField
{
    LogField(std::string_view fieldName, Json fieldValue) : name(fieldName), value(std::move(fieldValue)) {}
    static LogField hidden(std::string_view name) { return {name, "[hidden]"}; }

    std::string_view name;
    Json value;
};

// Where finished lines go, one call a line, without the line's end. Called from many threads.
class LogSink
{
public:
    virtual ~LogSink() = default;
    virtual void write(LogLevel level, std::string_view line) = 0;
    virtual void flush() {}
};

std::shared_ptr<LogSink> makeStderrSink();
// A file that is turned over at `maximumBytes` into `keep` older ones. The directory must exist.
Result<std::shared_ptr<LogSink>> makeFileSink(const std::string &path, std::size_t maximumBytes, int keep);

// Structured lines: {"time", "level", "event", then the context's and the line's own fields}. `event` is a stable
// dotted name, never a sentence with values in it. A Log is a cheap value: copy it, extend it by with().
class Log
{
public:
    Log(); // says nothing
    Log(std::shared_ptr<LogSink> sink, LogLevel level, const Clock &clock);

    // A log whose every line carries these fields too: the request's id, the port, the subsystem.
    Log with(std::initializer_list<LogField> fields) const;

    bool says(LogLevel level) const { return m_sink && level <= m_level; }
    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {}) const;

    void fatal(std::string_view event, std::initializer_list<LogField> fields = {}) const;
    void error(std::string_view event, std::initializer_list<LogField> fields = {}) const;
    void warn(std::string_view event, std::initializer_list<LogField> fields = {}) const;
    void info(std::string_view event, std::initializer_list<LogField> fields = {}) const;
    void debug(std::string_view event, std::initializer_list<LogField> fields = {}) const;
    void trace(std::string_view event, std::initializer_list<LogField> fields = {}) const;
    // An error of ours, with its key, field and detail.
    void failure(std::string_view event, const Error &error,
                 std::initializer_list<LogField> fields = {}) const;

    void flush() const;

private:
    std::shared_ptr<LogSink> m_sink;
    LogLevel m_level = LogLevel::Info;
    const Clock *m_clock = nullptr;
    std::shared_ptr<const Json> m_context;
};

// The value as it may stand in a log: hidden where the name says so ("password", "smtp_password", "clientEmail",
// "Authorization"), and with e-mail addresses, bearer and one-time tokens, passwords within URLs and long digit
// strings (telephone, card, account) covered wherever they stand in texts. Applies to everything within objects and lists.
Json redacted(std::string_view name, const Json &value);
std::string redactedText(std::string_view text);

} // namespace nimara
