#pragma once

#include "tests/demo/desk.h"
#include "ui/theme/theme.h"

#include <QString>

#include <functional>

namespace nimara::demo {

// PNG files of the real windows, each light and dark.
class Pictures
{
public:
    Pictures(QString folder, ui::Theme &theme) : m_folder(std::move(folder)), m_theme(theme) {}

    // Every section that the user sees.
    Result<> takePages(Desk &desk);
    Result<> takeRecord(Desk &desk, const Table &table, const Uuid &id);
    void takeSyncPanel(Desk &desk, const QString &name);

    int count() const { return m_count; }

private:
    bool take(Desk &desk, const QString &name);

    QString m_folder;
    ui::Theme &m_theme;
    int m_count = 0;
};

} // namespace nimara::demo
