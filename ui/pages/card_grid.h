#pragma once

#include <QWidget>

#include <vector>

class QGridLayout;

namespace nimara::ui {

// Cards beside each other as far as there is room for them at their least width, all of a row equally high.
class CardGrid : public QWidget
{
    Q_OBJECT

public:
    // The least width of a card, in the sizes of the design.
    explicit CardGrid(int leastWidth, QWidget *parent = nullptr);
    void add(QWidget *card);
    void setMostColumns(int columns) { m_most = columns; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    QGridLayout *m_grid = nullptr;
    std::vector<QWidget *> m_cards;
    int m_least;
    int m_most = 4;
    int m_columns = 0;
};

} // namespace nimara::ui
