#pragma once

#include "models/domain/fitting.h"
#include "models/store/store.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace nimara::ui {

class ShellContext;

// Beneath a change that was refused because somebody else holds the berth: who, until when, and the free berths that would
// do instead. Taking one makes the change there.
class HeldNote : public QWidget
{
    Q_OBJECT

public:
    HeldNote(ShellContext &context, const ReviewItem &item, QWidget *parent = nullptr);

private:
    void sayWho(QVBoxLayout *column, const ReviewItem &item);
    void findDeal(const ReviewItem &item);
    void findVessel();
    void findBerths(const BerthNeed &need);
    void offer(const std::vector<Row> &berths);
    void take(const Uuid &berth);
    void submit(Edit edit, Resolution then);

    ShellContext &m_context;
    std::int64_t m_number; // of the review item
    Edit m_edit;
    Uuid m_berth; // that is held
    Row m_deal;   // invalid: a hold for a client alone
    Uuid m_client;
    QVBoxLayout *m_offers = nullptr;
};

} // namespace nimara::ui
