#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace nimara::ui {

// A surface with a hairline border, an optional title at the left and actions at the right of it.
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(QWidget *parent = nullptr);
    explicit Card(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void addAction(QWidget *widget); // into the header
    using QWidget::addAction;
    QVBoxLayout *body() const { return m_body; }
    // Without inner margin: for tables and lists that run to the edge.
    void setFlush(bool flush);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void clipContent();

    bool m_flush = false;
    QWidget *m_header = nullptr;
    QHBoxLayout *m_actions = nullptr;
    QLabel *m_title = nullptr;
    QVBoxLayout *m_body = nullptr;
};

} // namespace nimara::ui
