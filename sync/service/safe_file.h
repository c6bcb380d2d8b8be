#pragma once

#include "models/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace nimara::sync {

// Files that only their owner may read, replaced as a whole: after a power loss there is the old content or the new
// one, never half of it.
Result<Done> writePrivateFile(const QString &path, const QByteArray &content);
// Nothing: there is no such file. Files above `limit` are refused.
Result<std::optional<QByteArray>> readPrivateFile(const QString &path, qint64 limit = 1024 * 1024);
// Makes the folder and those above it; the last one belongs to the owner alone.
Result<Done> makePrivateFolder(const QString &path);

} // namespace nimara::sync
