#pragma once

#include "models/base/uuid.h"

#include <QString>

#include <functional>

class QObject;

namespace nimara::ui {

class EntityHost;

// What the replica knows of holds, before anything is queued; the server has the last word. `answer` gets a sentence where
// somebody else than the user holds the berth, and an empty one where nobody does. It is not called once `owner` is gone.
void askWhoHolds(EntityHost &host, const Uuid &berth, QObject *owner,
                 std::function<void(const QString &why)> answer);

} // namespace nimara::ui
