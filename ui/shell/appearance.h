#pragma once

#include "ui/theme/system_look.h"

#include <QObject>

namespace nimara::ui {

class Theme;
class UiSettings;

// Keeps the theme at what the user chose, or at what the system asks for. Made once, before the first window.
class AppearanceController : public QObject
{
    Q_OBJECT

public:
    AppearanceController(Theme &theme, UiSettings &settings, QObject *parent = nullptr);

private:
    void apply();

    Theme &m_theme;
    UiSettings &m_settings;
    SystemLook m_system;
};

} // namespace nimara::ui
