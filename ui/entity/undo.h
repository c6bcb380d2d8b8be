#pragma once

#include "models/domain/edit.h"

#include <QString>

class QObject;

namespace nimara::ui {

class EntityHost;

// Tells that an edit of rows that were there before is saved, and offers to take it back while the owner lives. What
// another has changed since is not overwritten: taking back is an edit like any other, and may conflict.
void toastWithUndo(EntityHost &host, QObject *owner, const QString &text, const Edit &done);

} // namespace nimara::ui
