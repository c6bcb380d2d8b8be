#include "ui/entity/record_context.h"

#include "models/items/value_text.h"
#include "models/store/store.h"
#include "models/store/when_done.h"
#include "ui/entity/edits.h"
#include "ui/entity/entity_host.h"

#include <algorithm>

namespace nimara::ui {

RecordContext::RecordContext(EntityHost &host, const PageSpec &spec, QObject *parent)
    : QObject(parent), m_host(host), m_spec(spec)
{
    const Store &store = host.store();
    connect(&store, &Store::tableChanged, this, [this](int table, const std::vector<Uuid> &ids) {
        const bool named = ids.empty() || std::ranges::find(ids, m_id) != ids.end();
        if (table == m_spec.table->number && named && !m_id.isNil())
            fetch();
    });
    const auto retell = [this] {
        if (isLoaded())
            emit changed();
    };
    connect(&store, &Store::titlesChanged, this, retell);
    connect(&store, &Store::statusChanged, this, &RecordContext::stateChanged);
    connect(&store, &Store::sessionChanged, this, retell);
    connect(&store, &Store::replicaReplaced, this, &RecordContext::fetch);
}

void RecordContext::load(const Uuid &id)
{
    if (id == m_id && isLoaded())
        return fetch();
    m_id = id;
    m_row = Row();
    emit idChanged();
    fetch();
}

void RecordContext::show(const Row &row)
{
    m_id = row.id();
    m_row = row;
    emit idChanged();
    emit changed();
}

void RecordContext::fetch()
{
    if (m_id.isNil() || m_spec.table->is(OnlineOnly))
        return;
    if (m_fetching) {
        m_fetchAgain = true;
        return;
    }
    m_fetching = true;
    m_fetchAgain = false;
    whenDone(m_host.store().row(*m_spec.table, m_id), this, [this, id = m_id](const Result<Row> &row) {
        m_fetching = false;
        if (m_fetchAgain || id != m_id)
            return fetch();
        if (!row) {
            m_row = Row();
            emit failed(row.error());
            return;
        }
        m_row = *row;
        emit changed();
    });
}

QString RecordContext::name() const
{
    if (!isLoaded())
        return {};
    return m_spec.name ? m_spec.name(m_row) : rowTitle(m_host.store(), m_row);
}

bool RecordContext::isArchived() const
{
    return isLoaded() && !isNull(m_row.value("archived_at"));
}

Verdict RecordContext::editVerdict() const
{
    return canEdit(*m_spec.table, actorOf(m_host.store()), isLoaded() ? &m_row : nullptr);
}

Verdict RecordContext::removeVerdict() const
{
    return canRemove(*m_spec.table, actorOf(m_host.store()), isLoaded() ? &m_row : nullptr);
}

} // namespace nimara::ui
