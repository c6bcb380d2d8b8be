#include "models/base/log.h"

#include <cstdio>
#include <filesystem>
#include <mutex>

namespace nimara {
namespace {
class StderrSink final : public LogSink
{
public:
    void write(LogLevel, std::string_view line) override
    {
        // One call a line, so that the lines of two processes on one pipe do not mix.
        std::string text(line);
        text += '\n';
        std::fwrite(text.data(), 1, text.size(), stderr);
    }
};

struct CloseFile
{
    void operator()(std::FILE *file) const { std::fclose(file); }
};

class FileSink final : public LogSink
{
public:
    FileSink(std::string path, std::size_t maximumBytes, int keep)
        : m_path(std::move(path)), m_maximumBytes(maximumBytes), m_keep(keep)
    {}

    bool open()
    {
        m_file.reset(std::fopen(m_path.c_str(), "ab"));
        std::error_code fault;
        const auto size = std::filesystem::file_size(m_path, fault);
        m_size = fault ? 0 : static_cast<std::size_t>(size);
        return m_file != nullptr;
    }

    void write(LogLevel level, std::string_view line) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_size + line.size() > m_maximumBytes && m_size > 0)
            turnOver();
        if (!m_file)
            return;
        std::fwrite(line.data(), 1, line.size(), m_file.get());
        std::fputc('\n', m_file.get());
        m_size += line.size() + 1;
        if (level <= LogLevel::Warn)
            std::fflush(m_file.get());
    }

    void flush() override
    {
        const std::lock_guard lock(m_mutex);
        if (m_file)
            std::fflush(m_file.get());
    }

private:
    std::string older(int number) const { return m_path + '.' + std::to_string(number); }

    void turnOver()
    {
        m_file.reset();
        std::error_code ignored; // a log that cannot be turned over goes on in the file it has
        for (int number = m_keep; number > 1; --number)
            std::filesystem::rename(older(number - 1), older(number), ignored);
        if (m_keep > 0)
            std::filesystem::rename(m_path, older(1), ignored);
        else
            std::filesystem::remove(m_path, ignored);
        open();
    }

    const std::string m_path;
    const std::size_t m_maximumBytes;
    const int m_keep;
    std::mutex m_mutex;
    std::unique_ptr<std::FILE, CloseFile> m_file;
    std::size_t m_size = 0;
};
} // namespace

std::shared_ptr<LogSink> makeStderrSink()
{
    return std::make_shared<StderrSink>();
}

Result<std::shared_ptr<LogSink>> makeFileSink(const std::string &path, std::size_t maximumBytes, int keep)
{
    auto sink = std::make_shared<FileSink>(path, maximumBytes, keep);
    if (!sink->open())
        return Error{.code = ErrorCode::Storage, .key = "log.open", .field = path};
    return std::shared_ptr<LogSink>(std::move(sink));
}

} // namespace nimara
