-- A hold ends by its moment. That it has ended is written down afterwards, in small portions, for those who read its state.

set local role nimara_owner;

create function public.write_down_ended_holds(most bigint) returns bigint language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
declare
    ended bigint;
begin
    with past as (
        select h.port_id, h.id from public.berth_holds h where h.state = 'active' and h.held_until <= now()
        order by h.held_until limit most for no key update skip locked),
    marked as (
        update public.berth_holds h set state = 'expired' from past
        where (h.port_id, h.id) = (past.port_id, past.id)
        returning h.port_id, h.id, h.held_until),
    audited as (
        insert into public.audit_logs (port_id, action, entity_type, entity_id, field_changed, old_value, new_value,
            metadata, occurred_at)
        select port_id, 'update', 'berth_holds', id, 'state', 'active', 'expired', '{"rule": "time"}', held_until
        from marked)
    select count(*) into ended from marked;
    return ended;
end
$$;
revoke execute on function public.write_down_ended_holds(bigint) from public;
grant execute on function public.write_down_ended_holds(bigint) to nimara_jobs;
