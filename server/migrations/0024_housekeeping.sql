-- What is too old to be of use goes in small portions, so that nobody waits for it.

set local role nimara_owner;

-- As before, but at most so many, the oldest first.
drop function sync.prune_tombstones(timestamptz);
create function sync.prune_tombstones(before timestamptz, most bigint) returns bigint language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
declare
    pruned bigint;
    newest xid8;
begin
    with old as (
        select scope_id, table_no, row_id from sync.change_index
        where op = 'D' and rev < (extract(epoch from before) * 1000000)::bigint
        order by rev limit most for update skip locked),
    gone as (
        delete from sync.change_index c using old
        where (c.scope_id, c.table_no, c.row_id) = (old.scope_id, old.table_no, old.row_id)
        returning c.xid)
    select count(*), max(xid) into pruned, newest from gone;
    if newest is not null then
        update sync.epoch set tombstone_horizon = greatest(tombstone_horizon, newest);
    end if;
    return pruned;
end
$$;
revoke execute on function sync.prune_tombstones(timestamptz, bigint) from public;
grant execute on function sync.prune_tombstones(timestamptz, bigint) to nimara_jobs;

create index devices_last_seen_at on sync.devices (last_seen_at);
create index sign_in_failures_failed_at on auth.sign_in_failures (failed_at);
