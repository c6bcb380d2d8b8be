#pragma once

#include "models/store/store.h"

#include <QFrame>
#include <QUrl>

#include <optional>

class QAbstractButton;
class QGridLayout;
class QPushButton;
class QVBoxLayout;

namespace nimara::ui {

class Format;
class ShellContext;

// One change that the server refused, or that met someone else's: what it was, why, and what may be done. Of several
// fields in conflict each has its own choice. It asks by signal and settles nothing itself.
class ReviewCard : public QFrame
{
    Q_OBJECT

public:
    ReviewCard(ShellContext &context, const ReviewItem &item, QWidget *parent = nullptr);

    std::int64_t number() const { return m_number; }
    // Of each field in conflict whether mine is chosen; nothing: not chosen yet. A card that is made anew takes them over.
    std::vector<std::optional<bool>> choices() const;
    void setChoices(const std::vector<std::optional<bool>> &choices);

signals:
    void chosen(const nimara::Decision &decision);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    // The two ways to settle one field; the buttons are there only where fields are settled one by one.
    struct Choice
    {
        QAbstractButton *mine = nullptr;
        QAbstractButton *theirs = nullptr;
    };

    void addConflict(QVBoxLayout *column, const ReviewItem &item);
    void addRest(QVBoxLayout *column, const ReviewItem &item);
    void addRefusal(QVBoxLayout *column, const ReviewItem &item);
    void addButtons(QVBoxLayout *column, const ReviewItem &item);
    void addField(QGridLayout *grid, const FieldConflict &conflict);
    void addSide(QGridLayout *grid, QWidget *name, const QString &value, QFont::Weight weight);
    QWidget *sideName(const QString &text, QAbstractButton *&choice);
    void followChoices();
    std::vector<std::size_t> kept() const;

    ShellContext &m_context;
    std::int64_t m_number;
    bool m_manyConflicts = false;
    bool m_hasRest = false; // something of the change met nobody else's
    std::vector<Choice> m_choices;
    QPushButton *m_asChosen = nullptr;
};

} // namespace nimara::ui
