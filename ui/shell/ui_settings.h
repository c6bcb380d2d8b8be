#pragma once

#include <QHash>
#include <QObject>
#include <QSettings>
#include <QString>
#include <QVariant>

#include <memory>

namespace nimara::ui {

enum class Appearance { System, Light, Dark };

// What this computer remembers of the look: window, columns, dark mode. One INI file in the profile's folder, which
// holds no data of a port.
class UiSettings : public QObject
{
    Q_OBJECT

public:
    // An empty path keeps nothing (tests).
    explicit UiSettings(const QString &path, QObject *parent = nullptr);

    Appearance appearance() const;
    void setAppearance(Appearance appearance);
    // In percent of the design's; 0: as the system's fonts ask for.
    int textSize() const;
    void setTextSize(int percent);
    bool isSidebarCollapsed() const;
    void setSidebarCollapsed(bool collapsed);

    // For anything else, under a key of its owner: "lists/clients/columns".
    QVariant value(const QString &key, const QVariant &otherwise = {}) const;
    void setValue(const QString &key, const QVariant &value);

signals:
    void appearanceChanged();
    void textSizeChanged();

private:
    std::unique_ptr<QSettings> m_file;
    QHash<QString, QVariant> m_memory; // where there is no file
};

} // namespace nimara::ui
