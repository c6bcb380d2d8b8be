#pragma once

#include "models/store/store.h"

#include <QFrame>
#include <QUrl>

class QGridLayout;
class QVBoxLayout;

namespace nimara::ui {

class Format;
class ShellContext;

// One change that the server refused, or that met someone else's: what it was, why, and what may be done. It asks by
// signal and settles nothing itself.
class ReviewCard : public QFrame
{
    Q_OBJECT

public:
    ReviewCard(ShellContext &context, const ReviewItem &item, QWidget *parent = nullptr);

    std::int64_t number() const { return m_number; }

signals:
    void chosen(nimara::Resolution resolution);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void addConflict(QVBoxLayout *column, const ReviewItem &item);
    void addRefusal(QVBoxLayout *column, const ReviewItem &item);
    void addButtons(QVBoxLayout *column, const ReviewItem &item);
    void addField(QGridLayout *grid, const FieldConflict &conflict);

    ShellContext &m_context;
    std::int64_t m_number;
};

} // namespace nimara::ui
