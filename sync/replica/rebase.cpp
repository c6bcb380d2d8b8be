#include "sync/replica/rebase.h"

#include "sync/replica/fold.h"

namespace nimara::sync {

Result<Done> Rebase::protect(const Table &table, const Uuid &id)
{
    const auto known = m_core.shadows.find(table, id);
    if (!known)
        return known.error();
    if (*known)
        return Done{};
    auto held = m_core.rows.find(table, id);
    if (!held)
        return held.error();
    Shadow shadow;
    if (*held) {
        shadow.rev = (*held)->row.rev;
        shadow.scopes = m_core.bitsFor(table, (*held)->scopes);
        shadow.base = std::move((*held)->row);
    }
    return m_core.shadows.save(table, id, shadow);
}

Result<Done> Rebase::refold(const Table &table, const Uuid &id, ChangeSet &changes)
{
    auto shadow = m_core.shadows.find(table, id);
    if (!shadow)
        return shadow.error();
    if (!*shadow)
        return Done{};
    return settle(table, id, **std::move(shadow), changes);
}

Result<Done> Rebase::arrive(const Table &table, const RowBlockReader &block, const BlockColumns &columns,
                            std::int64_t bits, ChangeSet &changes)
{
    const Uuid id = block.id();
    auto found = m_core.shadows.find(table, id);
    if (!found)
        return found.error();
    Shadow shadow = *found ? **std::move(found) : Shadow{};
    if (block.rev() < shadow.rev)
        return Done{};
    shadow.scopes = block.rev() > shadow.rev ? bits : (shadow.scopes | bits);
    shadow.rev = block.rev();
    shadow.gone = false;
    if (!shadow.base)
        shadow.base = Row(table);
    for (std::size_t i = 0; i < columns.positions.size(); ++i)
        shadow.base->setValue(columns.ordinals[i],
                              block.cell(static_cast<std::size_t>(columns.positions[i])).toValue());
    return settle(table, id, std::move(shadow), changes);
}

Result<Done> Rebase::depart(const Table &table, const Uuid &id, std::int64_t rev, std::int64_t bits,
                            ChangeSet &changes)
{
    auto found = m_core.shadows.find(table, id);
    if (!found)
        return found.error();
    if (!*found || rev < (*found)->rev)
        return Done{};
    Shadow shadow = **std::move(found);
    shadow.scopes &= ~bits;
    if (shadow.scopes == 0) {
        shadow.gone = true;
        shadow.rev = rev;
    }
    return settle(table, id, std::move(shadow), changes);
}

Result<Done> Rebase::settle(const Table &table, const Uuid &id, Shadow shadow, ChangeSet &changes)
{
    const RowKey key{table.number, id};
    const std::vector<Outbox::Patch> patches = m_core.outbox.patches(key);
    for (const Outbox::Patch &patch : patches) {
        if (patch.rev && shadow.rev >= *patch.rev)
            NIMARA_TRY(m_core.outbox.removePatch(key, patch.seq));
    }
    changes.add(key);
    std::optional<Row> row;
    if (m_core.outbox.touches(key)) {
        NIMARA_TRY(m_core.shadows.save(table, id, shadow));
        auto visible = fold(table, id, shadow);
        if (!visible)
            return visible.error();
        row = *std::move(visible);
    } else {
        NIMARA_TRY(m_core.shadows.remove(key));
        if (shadow.exists())
            row = std::move(shadow.base);
    }
    if (!row)
        return m_core.rows.erase(table, id);
    row->rev = shadow.rev;
    return m_core.rows.write(table, *row, shadow.scopes);
}

Result<std::optional<Row>> Rebase::fold(const Table &table, const Uuid &id, const Shadow &shadow) const
{
    // Also of a row that was deleted there: it stays in sight until the user has decided about the edit.
    std::optional<Row> row = shadow.base;
    for (const Outbox::Patch &patch : m_core.outbox.patches({table.number, id})) {
        const auto mutation = m_core.outbox.read(patch.seq);
        if (!mutation)
            return mutation.error();
        for (const Op &op : mutation->edit.ops) {
            if (op.table == table.number && op.id == id)
                row = folded(table, std::move(row), op, mutation->clientTime, m_core.meta.standing.userId);
        }
    }
    return row;
}

} // namespace nimara::sync
