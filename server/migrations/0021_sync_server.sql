-- What the sync server and the audit sealer keep.

set local role nimara_owner;

-- Tombstones of transactions up to the horizon may be gone: a cursor from before it is answered with a new load.
alter table sync.epoch add column tombstone_horizon xid8 not null default '0';

-- Takes away tombstones that are older than the given moment (90 days, SYNC.md). Deletions that a running transaction
-- cannot yet see are none of those, so the largest xid among them is a sound horizon.
create function sync.prune_tombstones(before timestamptz) returns bigint language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
declare
    pruned bigint;
    newest xid8;
begin
    with gone as (
        delete from sync.change_index
        where op = 'D' and rev < (extract(epoch from before) * 1000000)::bigint
        returning xid)
    select count(*), max(xid) into pruned, newest from gone;
    if newest is not null then
        update sync.epoch set tombstone_horizon = greatest(tombstone_horizon, newest);
    end if;
    return pruned;
end
$$;
revoke execute on function sync.prune_tombstones(timestamptz) from public;
grant execute on function sync.prune_tombstones(timestamptz) to nimara_jobs;

-- The contact before the present one: a laptop's edits were made after it, whatever its clock says. A new file may bring
-- the edits of one that was lost.
alter table sync.devices add column contact_floor timestamptz not null default now() - interval '30 days';

-- What waits for the sealer.
create index audit_logs_unsealed on public.audit_logs (received_at, id) where seq is null;

-- The end of each port's chain, so that rows cut off its end are missed. The log of the whole system stands under nil.
create table sync.audit_heads (
    port_id uuid not null,
    seq bigint not null,
    hash varchar(64) not null,
    sealed_at timestamptz not null default now(),
    primary key (port_id)
);
grant select, insert, update on sync.audit_heads to nimara_audit;
grant select on sync.audit_heads to nimara_server;
