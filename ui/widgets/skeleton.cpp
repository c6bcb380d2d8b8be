#include "ui/widgets/skeleton.h"

#include "ui/theme/paint.h"

#include <QPainter>

#include <array>

namespace nimara::ui {

namespace {
constexpr int quiet = 150; // ms in which nothing is drawn
constexpr int breath = 1400;
// Widths of the bars in a row, in hundredths, and how they differ from row to row: text, not a grid.
constexpr std::array<std::array<int, 3>, 4> shapes{{{26, 18, 12}, {20, 24, 9}, {30, 14, 12}, {23, 20, 10}}};
} // namespace

Skeleton::Skeleton(QWidget *parent) : QWidget(parent)
{
    m_wait.setSingleShot(true);
    m_wait.setInterval(quiet);
    m_pulse.setStartValue(0.55);
    m_pulse.setKeyValueAt(0.5, 1.0);
    m_pulse.setEndValue(0.55);
    m_pulse.setDuration(breath);
    m_pulse.setLoopCount(-1);
    connect(&m_wait, &QTimer::timeout, this, [this] {
        m_drawn = true;
        if (!theme().reducedMotion())
            m_pulse.start();
        update();
    });
    connect(&m_pulse, &QVariantAnimation::valueChanged, this, qOverload<>(&QWidget::update));
    setAccessibleName(tr("Loading"));
}

void Skeleton::setRows(int rows)
{
    m_rows = rows;
    update();
}

void Skeleton::setRowHeight(int height)
{
    m_rowHeight = height;
    update();
}

void Skeleton::showEvent(QShowEvent *event)
{
    m_drawn = false;
    m_wait.start();
    QWidget::showEvent(event);
}

void Skeleton::hideEvent(QHideEvent *event)
{
    m_wait.stop();
    m_pulse.stop();
    QWidget::hideEvent(event);
}

void Skeleton::paintEvent(QPaintEvent *)
{
    if (!m_drawn)
        return;
    QPainter painter(this);
    painter.setOpacity(m_pulse.state() == QAbstractAnimation::Running ? m_pulse.currentValue().toDouble()
                                                                      : 0.8);
    const int rowHeight = m_rowHeight > 0 ? m_rowHeight : theme().px(size::row);
    const int bar = theme().px(10);
    const int pad = theme().px(size::card);
    const int room = width() - 2 * pad;
    const int rows = m_rows > 0 ? m_rows : height() / rowHeight;
    for (int row = 0; row < rows; ++row) {
        int x = pad;
        const int y = row * rowHeight + (rowHeight - bar) / 2;
        for (const int share : shapes[std::size_t(row) % shapes.size()]) {
            const int length = room * share / 100;
            paint::box(painter, QRectF(x, y, length, bar), theme().color(Token::Sunken), QColor(), bar / 2.0);
            x += room * 32 / 100;
        }
    }
}

} // namespace nimara::ui
