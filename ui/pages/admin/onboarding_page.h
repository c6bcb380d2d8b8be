#pragma once

#include "models/store/query.h"
#include "ui/pages/plain_page.h"

class QProgressBar;
class QTimer;

namespace nimara::ui {

class Card;
class Label;

// The way from an empty port to one that is worked with, read off the data itself: nothing is ticked by hand.
class OnboardingPage : public PlainPage
{
    Q_OBJECT

public:
    OnboardingPage(ShellContext &context, QWidget *parent);

protected:
    void refresh() override;

private:
    struct Step
    {
        QString title;
        QString text;
        const Table *table;
        int enough; // rows that make it done
        QString page;
        bool done = false;
        QWidget *line = nullptr;
    };
    void addStep(const QString &title, const QString &text, const Table &table, int enough, const char *page);
    QWidget *makeLine(const Step &step);
    void show(std::size_t index, std::int64_t count);
    void describe();

    std::vector<Step> m_steps;
    Card *m_list = nullptr;
    QProgressBar *m_bar = nullptr;
    Label *m_summary = nullptr;
    QTimer *m_later = nullptr;
};

} // namespace nimara::ui
