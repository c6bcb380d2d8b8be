#pragma once

#include "tests/demo/desk.h"
#include "ui/theme/theme.h"

#include <QString>

namespace nimara::demo {

// PNG files of the real windows, each light and dark.
class Pictures
{
public:
    // Pictures of an earlier run are removed.
    Pictures(const std::filesystem::path &folder, ui::Theme &theme);

    // The window as it stands.
    Result<> take(Desk &desk, const QString &name);
    // Every section that the user sees, as a table and as a board where there is one.
    Result<> takeSections(Desk &desk);
    Result<> takeRecord(Desk &desk, const Table &table, const Uuid &id);

    int count() const { return m_count; }

private:
    Result<> takeOtherView(Desk &desk, const QString &key);

    QString m_folder;
    ui::Theme &m_theme;
    int m_count = 0;
};

} // namespace nimara::demo
