#pragma once

#include "models/schema/row.h"

#include <QWidget>

#include <chrono>

class QPushButton;

namespace nimara::ui {

class EntityHost;
class InstantField;
class Label;
class ReferenceField;

// For whom a berth is to be held, and until when; asked in place.
class HoldQuestion : public QWidget
{
    Q_OBJECT

public:
    explicit HoldQuestion(EntityHost &host, QWidget *parent = nullptr);

    void ask(const Row &berth);

signals:
    void closed();

private:
    QWidget *makeFields();
    QString problem() const;
    void fetchLimit();
    void confirm();
    void submit();

    EntityHost &m_host;
    Row m_berth;
    std::chrono::hours m_longest;
    ReferenceField *m_client = nullptr;
    InstantField *m_until = nullptr;
    Label *m_limit = nullptr;
    Label *m_problem = nullptr;
    QPushButton *m_hold = nullptr;
};

} // namespace nimara::ui
