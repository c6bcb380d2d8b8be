#pragma once

#include "ui/theme/status_look.h"
#include "ui/widgets/toast.h"

#include <QWidget>

#include <optional>
#include <string>

namespace nimara::ui {

// A small rounded label. What it means stands in its words; colour, pattern and icon only help.
class Chip : public QWidget
{
    Q_OBJECT

public:
    explicit Chip(QWidget *parent = nullptr);
    explicit Chip(const QString &text, Tone tone = Tone::Neutral, QWidget *parent = nullptr);

    void setText(const QString &text);
    const QString &text() const { return m_text; }
    void setTone(Tone tone);
    void setLook(const StatusLook &look); // instead of a tone
    // A count or a filter that may be taken away shows a cross and answers to Delete.
    void setRemovable(bool removable);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    // For delegates. The width that paint() needs for this text.
    static int widthFor(const QString &text, const StatusLook &look);
    static void paint(QPainter &painter, const QRect &rect, const QString &text, const StatusLook &look);
    static StatusLook lookOf(Tone tone);

signals:
    void removed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    StatusLook look() const;

    QString m_text;
    Tone m_tone = Tone::Neutral;
    std::optional<StatusLook> m_look;
    bool m_removable = false;
};

// The chip of an enum value: StatusChip("status", "under_offer", tr("Under offer")). Berth statuses bear their patterns,
// stages their number, lead categories their icon.
class StatusChip : public Chip
{
    Q_OBJECT

public:
    explicit StatusChip(QWidget *parent = nullptr);
    StatusChip(std::string_view column, std::string_view value, const QString &label,
               QWidget *parent = nullptr);
    void setValue(std::string_view column, std::string_view value, const QString &label);

protected:
    void changeEvent(QEvent *event) override;

private:
    std::string m_column;
    std::string m_value;
};

} // namespace nimara::ui
