-- The second line of defence. A transaction of the server sees the rows of the port that it has set, and no others; the
-- settings are read once for each statement, by a sub-select.

set local role nimara_owner;

-- Every table of a port.
do $$
declare
    table_name name;
begin
    for table_name in
        select c.relname from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'port_id' and a.attnotnull and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    loop
        execute format('alter table public.%1$I enable row level security, force row level security', table_name);
        execute format('create policy owner on public.%1$I to nimara_owner using (true) with check (true)', table_name);
        execute format('create policy feed on public.%1$I for select to nimara_feed using (true)', table_name);
        execute format('create policy port on public.%1$I to nimara_server, nimara_jobs'
            ' using (port_id = (select sync.current_port())) with check (port_id = (select sync.current_port()))', table_name);
    end loop;
end
$$;

-- A user's memberships are his to read in every port: sign-in lists his ports.
create policy own on public.user_port_roles for select to nimara_server, nimara_jobs
    using (user_id = (select sync.current_actor()));

create function sync.actor_is_super_admin() returns boolean language sql stable
    return coalesce((select u.is_super_admin and u.is_active from public.users u where u.id = sync.current_actor()), false);

-- Ports: read by members and super admins, changed from within. Ports are made by the administrator's connection.
alter table public.ports enable row level security, force row level security;
create policy owner on public.ports to nimara_owner using (true) with check (true);
create policy feed on public.ports for select to nimara_feed using (true);
create policy jobs on public.ports for select to nimara_jobs using (true);
create policy seen on public.ports for select to nimara_server using (
    id = (select sync.current_port())
    or id in (select m.port_id from public.user_port_roles m where m.user_id = (select sync.current_actor()))
    or (select sync.actor_is_super_admin()));
create policy port on public.ports for update to nimara_server, nimara_jobs
    using (id = (select sync.current_port())) with check (id = (select sync.current_port()));

-- Roles and settings of the system are read by all and changed by a super admin.
alter table public.roles enable row level security, force row level security;
create policy owner on public.roles to nimara_owner using (true) with check (true);
create policy feed on public.roles for select to nimara_feed using (true);
create policy port on public.roles to nimara_server, nimara_jobs
    using (port_id = (select sync.current_port())) with check (port_id = (select sync.current_port()));
create policy seen on public.roles for select to nimara_server, nimara_jobs
    using (port_id is null or port_id in
        (select m.port_id from public.user_port_roles m where m.user_id = (select sync.current_actor())));
create policy system on public.roles to nimara_server
    using (port_id is null and (select sync.actor_is_super_admin()))
    with check (port_id is null and (select sync.actor_is_super_admin()));

alter table public.system_settings enable row level security, force row level security;
create policy owner on public.system_settings to nimara_owner using (true) with check (true);
create policy port on public.system_settings to nimara_server, nimara_jobs
    using (port_id = (select sync.current_port())) with check (port_id = (select sync.current_port()));
create policy seen on public.system_settings for select to nimara_server, nimara_jobs using (port_id is null);
create policy system on public.system_settings to nimara_server
    using (port_id is null and (select sync.actor_is_super_admin()))
    with check (port_id is null and (select sync.actor_is_super_admin()));
create policy worker on public.system_settings to nimara_jobs using (port_id is null) with check (port_id is null);

-- What belongs to one user.
alter table public.scratchpad_notes enable row level security, force row level security;
create policy owner on public.scratchpad_notes to nimara_owner using (true) with check (true);
create policy feed on public.scratchpad_notes for select to nimara_feed using (true);
create policy own on public.scratchpad_notes to nimara_server, nimara_jobs
    using (user_id = (select sync.current_actor())) with check (user_id = (select sync.current_actor()));

alter table public.user_notification_preferences enable row level security, force row level security;
create policy owner on public.user_notification_preferences to nimara_owner using (true) with check (true);
create policy feed on public.user_notification_preferences for select to nimara_feed using (true);
create policy worker on public.user_notification_preferences for select to nimara_jobs using (true);
create policy own on public.user_notification_preferences to nimara_server, nimara_jobs
    using (user_id = (select sync.current_actor())) with check (user_id = (select sync.current_actor()));

alter table public.google_calendar_tokens enable row level security, force row level security;
create policy owner on public.google_calendar_tokens to nimara_owner using (true) with check (true);
create policy worker on public.google_calendar_tokens to nimara_jobs using (true) with check (true);
create policy own on public.google_calendar_tokens to nimara_server
    using (user_id = (select sync.current_actor())) with check (user_id = (select sync.current_actor()));

-- The audit log: written with the change, in its port or for the whole system; read in the port; sealed by nimara_audit.
alter table public.audit_logs enable row level security, force row level security;
create policy owner on public.audit_logs to nimara_owner using (true) with check (true);
create policy written on public.audit_logs for insert to nimara_server, nimara_jobs
    with check (port_id is null or port_id = (select sync.current_port()));
create policy seen on public.audit_logs for select to nimara_server, nimara_jobs
    using (port_id = (select sync.current_port()) or (port_id is null and (select sync.actor_is_super_admin())));
create policy sealed on public.audit_logs to nimara_audit using (true) with check (true);
