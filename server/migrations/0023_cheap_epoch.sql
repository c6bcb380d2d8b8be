-- The epoch is read with every edit and every step of the feed. Of what it is made of only the counter can change while a
-- connection lives, and the timeline at a promotion: that one stands in memory, the rest is read once.

set local role nimara_owner;

create or replace function sync.current_epoch() returns text language plpgsql stable security definer
    set search_path = pg_catalog, pg_temp as $$
declare
    system text := current_setting('nimara.system_identifier', true);
    timeline integer := case when pg_is_in_recovery() then (select c.timeline_id from pg_control_checkpoint() c)
        else ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::integer end;
begin
    if coalesce(system, '') = '' then
        system := (select s.system_identifier from pg_control_system() s);
        perform set_config('nimara.system_identifier', system, false);
    end if;
    return (select concat_ws('/', system, timeline, e.database_id, e.restore_counter) from sync.epoch e);
end
$$;
