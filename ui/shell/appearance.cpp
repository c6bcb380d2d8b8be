#include "ui/shell/appearance.h"

#include "ui/shell/ui_settings.h"
#include "ui/theme/theme.h"

#include <QGuiApplication>

namespace nimara::ui {

AppearanceController::AppearanceController(Theme &theme, UiSettings &settings, QObject *parent)
    : QObject(parent), m_theme(theme), m_settings(settings)
{
    connect(&m_settings, &UiSettings::appearanceChanged, this, &AppearanceController::apply);
    connect(&m_settings, &UiSettings::textSizeChanged, this, &AppearanceController::apply);
    connect(&m_system, &SystemLook::changed, this, &AppearanceController::apply);
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive)
            m_system.refresh();
    });
    apply();
}

void AppearanceController::apply()
{
    const Appearance wanted = m_settings.appearance();
    m_theme.setReducedMotion(m_system.reducedMotion());
    m_theme.setScale(m_settings.textSize() > 0 ? m_settings.textSize() / 100.0 : m_system.textScale());
    m_theme.setDark(wanted == Appearance::Dark || (wanted == Appearance::System && m_system.isDark()));
}

} // namespace nimara::ui
