#pragma once

#include "ui/theme/status_look.h"

#include <QList>
#include <QWidget>

namespace nimara::ui {

struct Bar
{
    QString key; // handed back when it is clicked
    QString label;
    qint64 count = 0;
    QString note = {}; // "€ 1.2 M", muted behind the count
    StatusLook look;
};

// Counts by kind: label, bar with its pattern, number. Rows are chosen by click or by arrows and Enter.
class BarList : public QWidget
{
    Q_OBJECT

public:
    explicit BarList(QWidget *parent = nullptr);
    void setBars(QList<Bar> bars);
    const QList<Bar> &bars() const { return m_bars; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void activated(const QString &key);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    int rowHeight() const;
    int rowAt(const QPoint &point) const;
    void paintRow(QPainter &painter, int index, int labelWidth, int noteWidth, qint64 most) const;

    QList<Bar> m_bars;
    int m_current = -1;
    int m_hover = -1;
};

// A ring with the total in its middle and a legend beside it. Patterns as everywhere.
class Donut : public QWidget
{
    Q_OBJECT

public:
    explicit Donut(QWidget *parent = nullptr);
    void setBars(QList<Bar> bars);
    void setCaption(const QString &caption); // under the total: "berths"
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void activated(const QString &key);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    void paintCentre(QPainter &painter, const QRect &inner, qint64 total) const;
    void paintLegend(QPainter &painter) const;
    int legendRowAt(const QPoint &point) const;
    QRectF ring() const;
    int legendLeft() const;
    int legendTop() const;

    QList<Bar> m_bars;
    QString m_caption;
};

} // namespace nimara::ui
