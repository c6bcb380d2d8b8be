#pragma once

#include "ui/widgets/toast.h"

#include <QAbstractButton>

namespace nimara {
struct SyncStatus;
}

namespace nimara::ui {

class Format;

// How the sync stands, always visible at the foot of the window; opens the panel.
class SyncBadge : public QAbstractButton
{
    Q_OBJECT

public:
    explicit SyncBadge(QWidget *parent = nullptr);
    void setStatus(const SyncStatus &status, const Format &format);
    Tone tone() const { return m_tone; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Neutral;
    QString m_icon;
};

} // namespace nimara::ui
