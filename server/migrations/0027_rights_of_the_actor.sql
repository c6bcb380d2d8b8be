-- What the actor of this transaction may do in its port: asked for with every edit. As the owner's function it is planned
-- once for a connection and without the policies of five tables; it tells of nobody but the actor.

set local role nimara_owner;

create function sync.actor_rights(out is_super_admin boolean, out is_active boolean, out port_is_active boolean,
    out port_settings text, out timezone text, out currency text, out permissions text, out overrides text,
    out epoch text, out server_time timestamptz)
    returns setof record language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query
        select u.is_super_admin, u.is_active, p.is_active, p.settings::text, p.timezone::text, p.default_currency::text,
            r.permissions::text, o.permission_overrides::text, sync.current_epoch(), now()
        from public.users u
        left join public.ports p on p.id = sync.current_port()
        left join public.user_port_roles m on m.port_id = p.id and m.user_id = u.id
        left join public.roles r on r.id = m.role_id
        left join public.port_role_overrides o on o.port_id = p.id and o.role_id = m.role_id
        where u.id = sync.current_actor();
end
$$;
revoke execute on function sync.actor_rights() from public;
grant execute on function sync.actor_rights() to nimara_server;
