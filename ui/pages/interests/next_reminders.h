#pragma once

#include "models/base/instant.h"
#include "models/base/uuid.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <optional>
#include <set>

namespace nimara {
class Store;
}

namespace nimara::ui {

// When something is to be done next about a deal. Asked for the deals that are looked at, many in one question.
class NextReminders : public QObject
{
    Q_OBJECT

public:
    NextReminders(Store &store, QObject *parent);

    // Nothing while it is being fetched; `changed` follows.
    std::optional<Instant> of(const Uuid &deal);

signals:
    void changed();

private:
    void forget();
    void fetch();

    Store &m_store;
    std::map<Uuid, std::optional<Instant>> m_known;
    std::set<Uuid> m_wanted;
    QTimer m_timer;
    int m_round = 0; // an answer from before a change is not kept
};

} // namespace nimara::ui
