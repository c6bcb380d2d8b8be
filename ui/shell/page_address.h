#pragma once

#include "models/base/uuid.h"

#include <QString>
#include <QUrl>
#include <QUrlQuery>

#include <optional>

namespace nimara::ui {

// Where in the app one is: nimara://clients, nimara://clients/<id>, nimara://clients/new?company_name=…,
// nimara://interests?view=board. The page's key stands as the host, hence small letters, digits and hyphens only.
struct PageAddress
{
    QString page;      // PageEntry::key
    QString record;    // "": the page itself, "new", or a row's id
    QUrlQuery options; // preset values of a new row, chosen view, tab

    // Nothing for another scheme, an odd key, or a record that is neither "new" nor an id.
    static std::optional<PageAddress> parse(const QUrl &url);
    static PageAddress of(const QString &page, const Uuid &id);
    static PageAddress ofNew(const QString &page, const QUrlQuery &preset = {});

    QUrl toUrl() const;
    bool isNew() const { return record == QStringLiteral("new"); }
    std::optional<Uuid> id() const;

    bool operator==(const PageAddress &other) const = default;
};

} // namespace nimara::ui
