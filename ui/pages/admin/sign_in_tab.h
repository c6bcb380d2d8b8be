#pragma once

#include "models/store/store.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace nimara::ui {

class Card;
class Facts;
class Label;
class RecordContext;

// How somebody signs in, as the server alone knows it, and a link to set a new password, which is shown once.
class SignInTab : public QWidget
{
    Q_OBJECT

public:
    explicit SignInTab(RecordContext &record, QWidget *parent = nullptr);

protected:
    void hideEvent(QHideEvent *event) override;

private:
    Card *makeFactsCard();
    Card *makeLinkCard();
    void fetch();
    void showAccount(const Result<std::vector<Row>> &rows);
    void makeLink();
    void showLink(const Result<PasswordLink> &link);
    void forgetLink();

    RecordContext &m_record;
    Facts *m_facts = nullptr;
    Label *m_problem = nullptr;
    Card *m_linkCard = nullptr;
    QPushButton *m_make = nullptr;
    QWidget *m_linkLine = nullptr;
    QLineEdit *m_link = nullptr;
    Label *m_linkWords = nullptr;
    bool m_asks = false;
    bool m_known = false;
};

} // namespace nimara::ui
