#pragma once

#include "models/schema/row.h"
#include "ui/entity/row_notes.h"

#include <QTimer>

#include <map>

namespace nimara::ui {

class EntityHost;

// Marks the berths that are held in their list: by whom, and until when.
class HoldNotes : public RowNotes
{
    Q_OBJECT

public:
    HoldNotes(EntityHost &host, QObject *parent);

    std::optional<RowNote> noteOf(const Uuid &berth) const override;

private:
    void fetch();

    EntityHost &m_host;
    std::map<Uuid, Row> m_holds; // by berth
    QTimer m_tick;               // holds end by themselves
};

} // namespace nimara::ui
