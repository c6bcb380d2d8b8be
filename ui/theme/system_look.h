#pragma once

#include <QObject>

class QDBusVariant;

namespace nimara::ui {

// What the desktop asks for: dark, no motion, larger letters. Qt 6.4 tells none of it, so the desktop's portal is asked
// on Linux, the registry on Windows; elsewhere the palette at the start decides. All answers come later, by signal.
class SystemLook : public QObject
{
    Q_OBJECT

public:
    explicit SystemLook(QObject *parent = nullptr);

    bool isDark() const { return m_dark; }
    bool reducedMotion() const { return m_reducedMotion; }
    // Of the system's font against the design's; 1 within a tenth of it.
    double textScale() const { return m_textScale; }
    // Ask again: when the app comes to the front.
    void refresh();

signals:
    void changed();

private slots:
    void onPortalSetting(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void askPortal(const QString &group, const QString &key);
    void take(const QString &key, const QVariant &value);
    void setDark(bool dark);

    bool m_dark = false;
    bool m_reducedMotion = false;
    double m_textScale = 1.0;
};

} // namespace nimara::ui
