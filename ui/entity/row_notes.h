#pragma once

#include "models/base/uuid.h"
#include "ui/theme/tokens.h"

#include <QObject>
#include <QString>

#include <optional>

namespace nimara::ui {

// A mark beside the name of a row in a list: what it is by its icon, and in words.
struct RowNote
{
    QString icon;
    Token color = Token::Muted;
    QString text;
};

// What a page knows of its rows beyond their columns, from other tables.
class RowNotes : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // Asked while painting: from memory.
    virtual std::optional<RowNote> noteOf(const Uuid &row) const = 0;

signals:
    void changed();
};

} // namespace nimara::ui
