#pragma once

#include <QAbstractButton>

namespace nimara::ui {

// Looks like a field to search in, and opens the palette.
class SearchButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit SearchButton(QWidget *parent = nullptr);
    void setCompact(bool compact); // the icon alone
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_compact = false;
};

} // namespace nimara::ui
