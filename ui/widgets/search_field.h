#pragma once

#include <QLineEdit>
#include <QTimer>

namespace nimara::ui {

// A line to search in, with a magnifier and a cross. `searched` follows the typing after a short rest, Enter at once;
// Esc empties it first.
class SearchField : public QLineEdit
{
    Q_OBJECT

public:
    explicit SearchField(QWidget *parent = nullptr);
    void setDelay(int milliseconds);

signals:
    void searched(const QString &text);
    void downPressed(); // the arrow key: on to the results

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void announce();

    QTimer m_rest;
    QString m_last;
};

} // namespace nimara::ui
