#include "ui/shell/ui_settings.h"

namespace nimara::ui {

namespace {
const QString appearanceKey = QStringLiteral("appearance");
const QString textSizeKey = QStringLiteral("textSize");
const QString collapsedKey = QStringLiteral("sidebar/collapsed");
} // namespace

UiSettings::UiSettings(const QString &path, QObject *parent) : QObject(parent)
{
    if (!path.isEmpty())
        m_file = std::make_unique<QSettings>(path, QSettings::IniFormat);
}

Appearance UiSettings::appearance() const
{
    const QString word = value(appearanceKey).toString();
    if (word == QStringLiteral("light"))
        return Appearance::Light;
    return word == QStringLiteral("dark") ? Appearance::Dark : Appearance::System;
}

void UiSettings::setAppearance(Appearance appearance)
{
    if (appearance == this->appearance())
        return;
    switch (appearance) {
    case Appearance::System:
        setValue(appearanceKey, QStringLiteral("system"));
        break;
    case Appearance::Light:
        setValue(appearanceKey, QStringLiteral("light"));
        break;
    case Appearance::Dark:
        setValue(appearanceKey, QStringLiteral("dark"));
        break;
    }
    emit appearanceChanged();
}

int UiSettings::textSize() const
{
    return value(textSizeKey, 0).toInt();
}

void UiSettings::setTextSize(int percent)
{
    if (percent == textSize())
        return;
    setValue(textSizeKey, percent);
    emit textSizeChanged();
}

bool UiSettings::isSidebarCollapsed() const
{
    return value(collapsedKey, false).toBool();
}

void UiSettings::setSidebarCollapsed(bool collapsed)
{
    setValue(collapsedKey, collapsed);
}

QVariant UiSettings::value(const QString &key, const QVariant &otherwise) const
{
    return m_file ? m_file->value(key, otherwise) : m_memory.value(key, otherwise);
}

void UiSettings::setValue(const QString &key, const QVariant &value)
{
    if (m_file)
        m_file->setValue(key, value);
    else
        m_memory.insert(key, value);
}

} // namespace nimara::ui
