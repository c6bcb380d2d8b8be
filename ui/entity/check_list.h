#pragma once

#include <QListWidget>

namespace nimara::ui {

// A list of things to tick, by a click anywhere on the row, by Space or by Enter.
class CheckList : public QListWidget
{
    Q_OBJECT

public:
    explicit CheckList(QWidget *parent = nullptr);

    QListWidgetItem *add(const QString &text, const QVariant &key, bool checked);
    bool isChecked(int row) const { return item(row)->checkState() == Qt::Checked; }
    // Only one row may be ticked at a time.
    void setExclusive(bool exclusive) { m_exclusive = exclusive; }
    // As high as its rows ask for, up to so many.
    void fitHeight(int mostRows);

signals:
    void toggled(QListWidgetItem *item);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void toggle(QListWidgetItem *item);

    bool m_exclusive = false;
};

} // namespace nimara::ui
