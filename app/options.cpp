#include "app/options.h"

#include <QCommandLineParser>
#include <QFile>
#include <QRegularExpression>

#include <cstdio>
#include <cstdlib>

namespace nimara::app {

namespace {

[[noreturn]] void refuse(const QString &words)
{
    std::fprintf(stderr, "nimara: %s (nimara --help)\n", qPrintable(words));
    std::exit(2);
}

std::optional<int> descriptor(const QCommandLineParser &parser, const QString &name)
{
    if (!parser.isSet(name))
        return std::nullopt;
    bool isNumber = false;
    const int fd = parser.value(name).toInt(&isNumber);
    if (!isNumber || fd < 0)
        refuse(QStringLiteral("--%1 wants the number of a descriptor").arg(name));
    return fd;
}

// "1440x900"
QSize sizeFrom(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^([1-9][0-9]{2,3})x([1-9][0-9]{2,3})$"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        refuse(QStringLiteral("--size wants WIDTHxHEIGHT, such as 1440x900"));
    return {match.captured(1).toInt(), match.captured(2).toInt()};
}

int textSizeFrom(const QString &text)
{
    bool isNumber = false;
    const int percent = text.toInt(&isNumber);
    if (!isNumber || percent < 75 || percent > 300)
        refuse(QStringLiteral("--text-size wants a percentage from 75 to 300"));
    return percent;
}

void declare(QCommandLineParser &parser)
{
    const auto option = [&parser](const char *name, const char *help, const char *value = nullptr) {
        QCommandLineOption made(QString::fromLatin1(name), QString::fromLatin1(help));
        if (value)
            made.setValueName(QString::fromLatin1(value));
        parser.addOption(made);
    };
    parser.setApplicationDescription(
        QStringLiteral("Port Nimara CRM: berths, clients and deals, also without a network"));
    parser.addHelpOption();
    parser.addVersionOption();
    option("profile", "the folder of settings and data, instead of the usual one", "DIR");
    option("port", "begin in this port", "SLUG");
    option("offline", "connect to nobody until told otherwise");
    option("open", "open this nimara:// address", "URL");
    option("insecure-loopback", "no TLS towards this computer itself");
    option("server", "sign in at this address or with this pairing code", "ADDRESS");
    option("sign-in", "sign in as this person", "EMAIL");
    option("password-fd", "read the password from this descriptor", "N");
    option("passphrase-fd", "read the passphrase from this descriptor, where there is no keychain", "N");
    option("screenshots", "write a picture of each page here, and end", "DIR");
    option("pages", "only these: clients, clients/first (the first record), clients/new (the form)", "A,B");
    option("size", "the window of the pictures [1440x900]", "WxH");
    option("text-size", "letters and all sizes, in percent of the usual", "PERCENT");
    option("dark", "dark");
    option("light", "light");
}

} // namespace

Options Options::parse(const QCoreApplication &application)
{
    QCommandLineParser parser;
    declare(parser);
    parser.process(application);
    if (!parser.positionalArguments().isEmpty())
        refuse(QStringLiteral("what is %1?").arg(parser.positionalArguments().first()));
    const auto text = [&parser](const char *name) { return parser.value(QString::fromLatin1(name)); };
    const auto has = [&parser](const char *name) { return parser.isSet(QString::fromLatin1(name)); };
    Options options;
    options.profile = text("profile");
    options.port = text("port");
    options.offline = has("offline");
    options.open = QUrl(text("open"));
    options.plainLoopback = has("insecure-loopback");
    options.server = text("server");
    options.email = text("sign-in");
    options.passwordFd = descriptor(parser, QStringLiteral("password-fd"));
    options.passphraseFd = descriptor(parser, QStringLiteral("passphrase-fd"));
    options.screenshots = text("screenshots");
    if (has("pages"))
        options.pages = text("pages").split(QLatin1Char(','), Qt::SkipEmptyParts);
    if (has("size"))
        options.size = sizeFrom(text("size"));
    if (has("text-size"))
        options.textSize = textSizeFrom(text("text-size"));
    if (has("dark") || has("light"))
        options.dark = has("dark");
    return options;
}

std::optional<QString> lineFrom(int fd)
{
    constexpr qint64 longest = 4096;
    QFile file;
    if (!file.open(fd, QIODevice::ReadOnly | QIODevice::Unbuffered, QFileDevice::DontCloseHandle))
        return std::nullopt;
    QByteArray line = file.readLine(longest);
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return QString::fromUtf8(line);
}

} // namespace nimara::app
