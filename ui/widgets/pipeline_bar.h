#pragma once

#include <QList>
#include <QWidget>

#include <string>
#include <vector>

namespace nimara::ui {

// The stages of a deal as a row of arrows, the reached ones filled. It says which stage was asked for; whether the deal
// may go there is not its business. Left and right arrows move, Enter asks.
class PipelineBar : public QWidget
{
    Q_OBJECT

public:
    explicit PipelineBar(QWidget *parent = nullptr);

    void setStage(const std::string &stage); // as stored; unknown: none reached
    const std::string &stage() const { return m_stage; }
    void setReadOnly(bool readOnly);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void stageRequested(const QString &stage);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    int stageAt(const QPoint &point) const;
    std::vector<int> edges() const; // of the segments, from left to right
    QRect segment(int index) const;
    void paintSegment(QPainter &painter, int index) const;
    void updateAccessible();

    std::string m_stage;
    int m_hover = -1;
    int m_cursor = -1;
    bool m_readOnly = false;
};

} // namespace nimara::ui
