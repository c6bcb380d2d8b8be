#pragma once

#include "models/schema/row.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace nimara::ui {

class EmptyState;
class Label;
class RecordContext;

// How a client is reached: a line each, the primary one of its channel first, and a line to add one without leaving.
class ContactsTab : public QWidget
{
    Q_OBJECT

public:
    explicit ContactsTab(RecordContext &record, QWidget *parent = nullptr);

private:
    QWidget *makeAdder();
    void fetch();
    void showContacts(std::vector<Row> contacts);
    QWidget *makeLine(const Row &contact);
    void add();
    void makePrimary(const Row &contact);
    void remove(const Row &contact);
    void applyRights();
    QString problemOf(const QString &channel, const QString &value) const;

    RecordContext &m_record;
    std::vector<Row> m_contacts;
    QVBoxLayout *m_list = nullptr;
    QWidget *m_lines = nullptr;
    EmptyState *m_empty = nullptr;
    QWidget *m_adder = nullptr;
    QComboBox *m_channel = nullptr;
    QLineEdit *m_value = nullptr;
    QLineEdit *m_label = nullptr;
    QCheckBox *m_primary = nullptr;
    QPushButton *m_add = nullptr;
    Label *m_problem = nullptr;
};

} // namespace nimara::ui
