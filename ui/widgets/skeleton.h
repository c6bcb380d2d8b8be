#pragma once

#include <QTimer>
#include <QVariantAnimation>
#include <QWidget>

namespace nimara::ui {

// Grey rows while something is loaded. Nothing is drawn in the first 150 ms, so that a quick answer does not flicker.
class Skeleton : public QWidget
{
    Q_OBJECT

public:
    explicit Skeleton(QWidget *parent = nullptr);
    void setRows(int rows); // 0: as many as fit
    void setRowHeight(int height);

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QTimer m_wait;
    QVariantAnimation m_pulse;
    int m_rows = 0;
    int m_rowHeight = 0;
    bool m_drawn = false;
};

} // namespace nimara::ui
