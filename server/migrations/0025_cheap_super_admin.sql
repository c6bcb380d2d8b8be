-- Asked by the policies of each query on roles and settings: as SQL it is parsed and planned each time, this way once for a
-- connection.

set local role nimara_owner;

create or replace function sync.actor_is_super_admin() returns boolean language plpgsql stable as $$
begin
    return coalesce(
        (select u.is_super_admin and u.is_active from public.users u where u.id = sync.current_actor()), false);
end
$$;
