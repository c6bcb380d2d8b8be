#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

namespace nimara::ui {

// A person or company by the initials of its name, on a colour that follows from the name.
class Avatar : public QWidget
{
    Q_OBJECT

public:
    explicit Avatar(QWidget *parent = nullptr);
    explicit Avatar(const QString &name, int size, QWidget *parent = nullptr);

    void setName(const QString &name);
    const QString &name() const { return m_name; }
    void setSize(int size); // of the design, before scaling
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    static QString initials(const QString &name);
    // For delegates.
    static void paint(QPainter &painter, const QRect &rect, const QString &name);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    int m_size = 32;
};

} // namespace nimara::ui
