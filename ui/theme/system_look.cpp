#include "ui/theme/system_look.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QGuiApplication>
#include <QPalette>
#include <QSettings>
#include <QVariant>

#include <cmath>

#ifdef NIMARA_WITH_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#endif

namespace nimara::ui {

namespace {

constexpr double designPixels = 13.0;
const QString appearanceGroup = QStringLiteral("org.freedesktop.appearance");
const QString colorScheme = QStringLiteral("color-scheme");
const QString gnomeGroup = QStringLiteral("org.gnome.desktop.interface");
const QString animations = QStringLiteral("enable-animations");

bool isDarkPalette()
{
    const QPalette palette = QGuiApplication::palette();
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

double systemTextScale()
{
    const QFontInfo font(QFontDatabase::systemFont(QFontDatabase::GeneralFont));
    // Desktops differ by a pixel or two; only who asks for really larger letters means it.
    const double scale = font.pixelSize() / designPixels;
    return scale < 1.2 ? 1.0 : std::round(scale * 20) / 20;
}

} // namespace

SystemLook::SystemLook(QObject *parent)
    : QObject(parent), m_dark(isDarkPalette()), m_textScale(systemTextScale())
{
#ifdef NIMARA_WITH_DBUS
    QDBusConnection::sessionBus().connect(
        QStringLiteral("org.freedesktop.portal.Desktop"), QStringLiteral("/org/freedesktop/portal/desktop"),
        QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("SettingChanged"), this,
        SLOT(onPortalSetting(QString, QString, QDBusVariant)));
#endif
    refresh();
}

void SystemLook::refresh()
{
#ifdef NIMARA_WITH_DBUS
    askPortal(appearanceGroup, colorScheme);
    askPortal(gnomeGroup, animations);
#elif defined(Q_OS_WIN)
    const QSettings personal(
        QStringLiteral(
            "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize"),
        QSettings::NativeFormat);
    setDark(personal.value(QStringLiteral("AppsUseLightTheme"), 1).toInt() == 0);
#endif
}

void SystemLook::askPortal(const QString &group, const QString &key)
{
#ifdef NIMARA_WITH_DBUS
    if (!QDBusConnection::sessionBus().isConnected())
        return;
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.portal.Desktop"), QStringLiteral("/org/freedesktop/portal/desktop"),
        QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("Read"));
    call << group << key;
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, key, watcher] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid())
            take(key, reply.value().variant());
        watcher->deleteLater();
    });
#else
    Q_UNUSED(group)
    Q_UNUSED(key)
#endif
}

void SystemLook::onPortalSetting(const QString &group, const QString &key, const QDBusVariant &value)
{
#ifdef NIMARA_WITH_DBUS
    if (group == appearanceGroup || group == gnomeGroup)
        take(key, value.variant());
#else
    Q_UNUSED(group)
    Q_UNUSED(key)
    Q_UNUSED(value)
#endif
}

void SystemLook::take(const QString &key, const QVariant &value)
{
#ifdef NIMARA_WITH_DBUS
    // Read() wraps its answer twice.
    const QVariant plain = value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    if (key == colorScheme && plain.toUInt() != 0) // 0: no preference
        setDark(plain.toUInt() == 1);
    if (key == animations && plain.toBool() == m_reducedMotion) {
        m_reducedMotion = !plain.toBool();
        emit changed();
    }
#else
    Q_UNUSED(key)
    Q_UNUSED(value)
#endif
}

void SystemLook::setDark(bool dark)
{
    if (dark == m_dark)
        return;
    m_dark = dark;
    emit changed();
}

} // namespace nimara::ui
