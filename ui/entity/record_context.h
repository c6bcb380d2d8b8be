#pragma once

#include "models/domain/rights.h"
#include "ui/entity/page_spec.h"

#include <QObject>

namespace nimara::ui {

class EntityHost;

// The record that is shown: its header, panel and tabs all look at this one. It follows the row as it changes, by an
// edit here or from the server, and outlives none of them.
class RecordContext : public QObject
{
    Q_OBJECT

public:
    RecordContext(EntityHost &host, const PageSpec &spec, QObject *parent = nullptr);

    EntityHost &host() const { return m_host; }
    const PageSpec &spec() const { return m_spec; }
    const Table &table() const { return *m_spec.table; }

    void load(const Uuid &id);
    // A row that cannot be fetched alone: of a table that is read through the server.
    void show(const Row &row);
    const Uuid &id() const { return m_id; }
    bool isLoaded() const { return m_row.isValid() && m_row.id() == m_id; }
    const Row &row() const { return m_row; }
    QString name() const;
    bool isArchived() const;

    Verdict editVerdict() const;
    Verdict removeVerdict() const;

signals:
    void idChanged();    // another record: tabs ask for its rows
    void changed();      // the row itself, the names it points to, the rights
    void stateChanged(); // how far its edits are on their way
    void failed(const nimara::Error &error);

private:
    void fetch();

    EntityHost &m_host;
    const PageSpec &m_spec;
    Uuid m_id;
    Row m_row;
    bool m_fetching = false;
    bool m_fetchAgain = false;
};

} // namespace nimara::ui
