#include "ui/shell/page_address.h"

#include <QRegularExpression>

namespace nimara::ui {

namespace {
QString idText(const Uuid &id)
{
    return QString::fromStdString(id.toString());
}
} // namespace

std::optional<PageAddress> PageAddress::parse(const QUrl &url)
{
    static const QRegularExpression key(QStringLiteral("^[a-z][a-z0-9-]{0,62}$"));
    if (url.scheme() != QStringLiteral("nimara") || !key.match(url.host()).hasMatch())
        return std::nullopt;

    QString record = url.path();
    while (record.startsWith(u'/'))
        record.remove(0, 1);
    while (record.endsWith(u'/'))
        record.chop(1);
    PageAddress address{url.host(), record, QUrlQuery(url)};
    if (!record.isEmpty() && !address.isNew() && !address.id())
        return std::nullopt;
    return address;
}

PageAddress PageAddress::of(const QString &page, const Uuid &id)
{
    return {page, idText(id), {}};
}

PageAddress PageAddress::ofNew(const QString &page, const QUrlQuery &preset)
{
    return {page, QStringLiteral("new"), preset};
}

QUrl PageAddress::toUrl() const
{
    QUrl url;
    url.setScheme(QStringLiteral("nimara"));
    url.setHost(page);
    if (!record.isEmpty())
        url.setPath(u'/' + record);
    if (!options.isEmpty())
        url.setQuery(options);
    return url;
}

std::optional<Uuid> PageAddress::id() const
{
    return Uuid::parse(record.toStdString());
}

} // namespace nimara::ui
