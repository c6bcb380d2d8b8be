#pragma once

#include <QUrl>
#include <QWidget>

class QFormLayout;
class QGridLayout;
class QLabel;

namespace nimara::ui {

// Label and value, line by line: the panel at the right of a record, the head of a card. Values can be selected;
// those with an address are links. Empty values are left out.
class Facts : public QWidget
{
    Q_OBJECT

public:
    explicit Facts(QWidget *parent = nullptr);

    void clear();
    QLabel *add(const QString &label, const QString &value, const QString &tooltip = {});
    QLabel *addLink(const QString &label, const QString &value, const QUrl &address);
    void add(const QString &label, QWidget *value);

signals:
    void linkActivated(const QUrl &address);

private:
    QGridLayout *m_grid = nullptr;
};

// One figure with its name: the top of a dashboard or of a record.
class Figure : public QWidget
{
    Q_OBJECT

public:
    explicit Figure(const QString &label, QWidget *parent = nullptr);
    void setValue(const QString &value, const QString &note = {});

private:
    QLabel *m_value = nullptr;
    QLabel *m_note = nullptr;
};

} // namespace nimara::ui
