-- The change feed: every replicated table writes to sync.change_index, whoever changes it and however.

set local role nimara_owner;

-- The scope rules of models/schema/tables, as data; a test holds both equal.
create table sync.scope_rules (
    table_name name not null,
    table_no smallint not null,
    position smallint not null,
    audience text not null check (audience in ('All', 'Port', 'PortClass', 'PortUser', 'User')),
    permission text,
    owner_column name,
    entity_column name,
    when_column name,
    when_value text, -- 'true', 'null', '!null' or a text
    primary key (table_name, position)
);
insert into sync.scope_rules values
    ('ports', 1, 1, 'Port', null, null, null, null, null),
    ('users', 2, 1, 'Port', null, null, null, null, null),
    ('users', 2, 2, 'User', null, 'id', null, null, null),
    ('roles', 3, 1, 'All', null, null, null, 'port_id', 'null'),
    ('roles', 3, 2, 'Port', null, null, null, 'port_id', '!null'),
    ('user_port_roles', 4, 1, 'Port', null, null, null, null, null),
    ('port_role_overrides', 5, 1, 'Port', null, null, null, null, null),
    ('tags', 6, 1, 'Port', null, null, null, null, null),
    ('clients', 7, 1, 'PortClass', 'clients.view', null, null, null, null),
    ('client_contacts', 8, 1, 'PortClass', 'clients.view', null, null, null, null),
    ('client_relationships', 9, 1, 'PortClass', 'clients.view', null, null, null, null),
    ('client_notes', 10, 1, 'PortClass', 'clients.view', null, null, null, null),
    ('client_tags', 11, 1, 'PortClass', 'clients.view', null, null, null, null),
    ('client_merge_log', 12, 1, 'PortClass', 'clients.merge', null, null, null, null),
    ('vessels', 13, 1, 'PortClass', 'clients.view', null, null, null, null),
    ('berths', 14, 1, 'PortClass', 'berths.view', null, null, null, null),
    ('berth_map_data', 15, 1, 'PortClass', 'berths.view', null, null, null, null),
    ('berth_maintenance_log', 16, 1, 'PortClass', 'berths.view', null, null, null, null),
    ('berth_tags', 17, 1, 'PortClass', 'berths.view', null, null, null, null),
    ('berth_observations', 18, 1, 'PortClass', 'berths.view', null, null, null, null),
    ('price_history', 19, 1, 'PortClass', 'berths.view', null, null, null, null),
    ('interests', 20, 1, 'PortClass', 'interests.view', null, null, null, null),
    ('interest_notes', 21, 1, 'PortClass', 'interests.view', null, null, null, null),
    ('interest_tags', 22, 1, 'PortClass', 'interests.view', null, null, null, null),
    ('berth_recommendations', 23, 1, 'PortClass', 'interests.view', null, null, null, null),
    ('berth_waiting_list', 24, 1, 'PortClass', 'berths.view', null, null, null, null),
    ('waiting_list_log', 25, 1, 'PortClass', 'berths.view', null, null, null, null),
    ('berth_holds', 26, 1, 'PortClass', 'berths.view', null, null, null, null),
    ('files', 27, 1, 'PortClass', 'files.view', null, 'entity_type', null, null),
    ('document_templates', 28, 1, 'PortClass', 'document_templates.view', null, null, null, null),
    ('documents', 29, 1, 'PortClass', 'documents.view', null, null, null, null),
    ('document_signers', 30, 1, 'PortClass', 'documents.view', null, null, null, null),
    ('document_events', 31, 1, 'PortClass', 'documents.view', null, null, null, null),
    ('form_templates', 32, 1, 'Port', null, null, null, null, null),
    ('form_submissions', 33, 1, 'PortClass', 'clients.view', null, null, null, null),
    ('expenses', 34, 1, 'PortClass', 'expenses.view', null, null, null, null),
    ('invoices', 35, 1, 'PortClass', 'invoices.view', null, null, null, null),
    ('invoice_line_items', 36, 1, 'PortClass', 'invoices.view', null, null, null, null),
    ('invoice_expenses', 37, 1, 'PortClass', 'invoices.view', null, null, null, null),
    ('invoice_payments', 38, 1, 'PortClass', 'invoices.view', null, null, null, null),
    ('currency_rates', 40, 1, 'All', null, null, null, null, null),
    ('email_accounts', 41, 1, 'PortUser', null, 'user_id', null, null, null),
    ('email_threads', 42, 1, 'PortUser', null, 'owner_id', null, null, null),
    ('email_threads', 42, 2, 'PortClass', 'email.view', null, null, 'shared_with_port', 'true'),
    ('email_messages', 43, 1, 'PortUser', null, 'owner_id', null, null, null),
    ('email_messages', 43, 2, 'PortClass', 'email.view', null, null, 'shared_with_port', 'true'),
    ('reminders', 44, 1, 'PortUser', null, 'assigned_to', null, null, null),
    ('reminders', 44, 2, 'PortUser', null, 'created_by', null, null, null),
    ('reminders', 44, 3, 'PortClass', 'reminders.view_all', null, null, null, null),
    ('google_calendar_cache', 46, 1, 'PortUser', null, 'user_id', null, null, null),
    ('notifications', 47, 1, 'PortUser', null, 'user_id', null, null, null),
    ('scheduled_reports', 48, 1, 'PortClass', 'reports.view_dashboard', null, null, null, null),
    ('report_recipients', 49, 1, 'PortClass', 'reports.view_dashboard', null, null, null, null),
    ('webhooks', 50, 1, 'PortClass', 'admin.manage_webhooks', null, null, null, null),
    ('custom_field_definitions', 53, 1, 'Port', null, null, null, null, null),
    ('custom_field_values', 54, 1, 'PortClass', null, null, 'entity_type', null, null),
    ('saved_views', 55, 1, 'PortUser', null, 'user_id', null, null, null),
    ('saved_views', 55, 2, 'Port', null, null, null, 'is_shared', 'true'),
    ('scratchpad_notes', 56, 1, 'User', null, 'user_id', null, null, null),
    ('user_notification_preferences', 57, 1, 'User', null, 'user_id', null, null, null);

-- The scope of a port's rows as an expression over the row `r`; the port's column is written %s.
create function sync.port_scope(rule sync.scope_rules) returns text language sql stable
    return format('sync.scope_id(%%1$s, %L)', coalesce(rule.permission, ''));

-- The select of one rule over a set of rows: "scope, id, rev". %s stands for the rows. Nearly every statement is of one
-- port, so the function that this becomes part of has computed the scopes of its first row's port (first_scopes).
create function sync.rule_select(rule sync.scope_rules) returns text language plpgsql stable as $$
declare
    port text := case when rule.table_name = 'ports' then 'r.id' else 'r.port_id' end;
    scope text;
    condition text := case
        when rule.when_column is null then 'true'
        when rule.when_value = 'null' then format('r.%I is null', rule.when_column)
        when rule.when_value = '!null' then format('r.%I is not null', rule.when_column)
        when rule.when_value = 'true' then format('r.%I', rule.when_column)
        else format('r.%I = %L', rule.when_column, rule.when_value) end;
begin
    -- Whose colleague somebody is stands in user_port_roles, not in the row.
    if rule.table_name = 'users' and rule.audience = 'Port' then
        return 'select sync.scope_id(m.port_id, '''') as scope_id, r.id, r.rev from %s r'
            ' join public.user_port_roles m on m.user_id = r.id';
    end if;
    if rule.owner_column is not null then
        condition := format('r.%I is not null and ', rule.owner_column) || condition;
    end if;
    scope := case
        when rule.audience = 'All' then 'sync.scope_id(null, ''all'')'
        when rule.audience = 'PortUser' then format('sync.scope_id(%s, ''user'', r.%I)', port, rule.owner_column)
        when rule.audience = 'User' then format('sync.scope_id(null, ''user'', r.%I)', rule.owner_column)
        when rule.entity_column is not null then
            format('sync.scope_id(%s, sync.entity_class(%L, r.%I))', port, rule.permission, rule.entity_column)
        else format('case when %1$s = first_port then first_scopes[%2$s] else %3$s end', port, rule.position,
            format(sync.port_scope(rule), port)) end;
    return format('select %s as scope_id, r.id, r.rev from %%s r where ', scope) || condition;
end
$$;

-- Makes the function and the triggers of one table from its rules; also what a later migration calls after a change of
-- rules. With transition tables a statement over ten thousand rows is one insert.
create function sync.watch(watched name) returns void language plpgsql as $$
declare
    rules sync.scope_rules[] := array(select s from sync.scope_rules s where s.table_name = watched order by s.position);
    table_no integer := (rules[1]).table_no;
    entered text;
    left_behind text;
    deciding text; -- the columns that decide in which scopes a row stands
    port text; -- the column that names the port, if there is one
    scopes text;
    upsert text := 'on conflict (scope_id, table_no, row_id) do update'
        ' set xid = excluded.xid, rev = %s, op = excluded.op, changed_by = excluded.changed_by';
begin
    if rules = '{}' then
        raise 'no scope rules for %', watched;
    end if;
    -- `union` takes out what two rules of one row have in common.
    select string_agg(format(sync.rule_select(rule), 'new_rows'), E'\n            union '),
           string_agg(format(sync.rule_select(rule), 'moved'), E'\n            union ')
        into entered, left_behind
        from unnest(rules) rule;
    select string_agg(distinct quote_ident(name), ', ') into deciding from (
        select unnest(array['id', rule.owner_column, rule.entity_column, rule.when_column]) as name from unnest(rules) rule
        union select attname from pg_attribute
            where attrelid = format('public.%I', watched)::regclass and attname = 'port_id') columns
        where name is not null;
    port := case when watched = 'ports' then 'id'
        when strpos(deciding, 'port_id') > 0 then 'port_id'
        else 'null::uuid' end;
    select string_agg(case when rule.audience in ('Port', 'PortClass') and rule.entity_column is null
            then format(sync.port_scope(rule), 'first_port') else 'null' end, ', ' order by rule.position)
        into scopes from unnest(rules) rule;

    execute format($function$
create or replace function sync.feed_%1$s() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $feed$
declare
    actor uuid := sync.current_actor();
    first_port uuid;
    first_scopes uuid[];
begin
    if tg_op = 'TRUNCATE' then
        update sync.change_index set op = 'D', rev = greatest(rev + 1, sync.revision_now()), xid = pg_current_xact_id(),
            changed_by = actor where table_no = %2$s and op <> 'D';
        return null;
    end if;
    if tg_op = 'DELETE' then
        select %9$s into first_port from old_rows r limit 1;
    else
        select %9$s into first_port from new_rows r limit 1;
    end if;
    if not found then
        return null; -- a statement that touched no row
    end if;
    first_scopes := array[%10$s]::uuid[];
    if tg_op = 'DELETE' then
        insert into sync.change_index (scope_id, table_no, op, row_id, xid, rev, changed_by)
        select s.scope_id, %2$s, 'D', s.id, pg_current_xact_id(), greatest(s.rev + 1, sync.revision_now()), actor
        from (%5$s) s
        %7$s;
        return null;
    end if;
    if tg_op = 'UPDATE' then
        -- Scopes that a row leaves; those that it stands in still are written again below.
        insert into sync.change_index (scope_id, table_no, op, row_id, xid, rev, changed_by)
        with moved as (
            select %3$s, max(rev) as rev
            from (select %3$s, rev, true as gone from old_rows union all select %3$s, rev, false from new_rows) r
            group by %3$s having bool_and(gone))
        select s.scope_id, %2$s, 'D', s.id, pg_current_xact_id(), greatest(s.rev + 1, sync.revision_now()), actor
        from (%6$s) s
        %7$s;
    end if;
    insert into sync.change_index (scope_id, table_no, op, row_id, xid, rev, changed_by)
    select s.scope_id, %2$s, 'U', s.id, pg_current_xact_id(), s.rev, actor
    from (%4$s) s
    %8$s;
    return null;
end
$feed$;
$function$, watched, table_no, deciding, entered, replace(entered, 'new_rows', 'old_rows'), left_behind,
        format(upsert, 'greatest(excluded.rev, change_index.rev + 1)'), format(upsert, 'excluded.rev'), port, scopes);

    execute format($triggers$
create or replace trigger feed_insert after insert on public.%1$I referencing new table as new_rows
    for each statement execute function sync.feed_%1$s();
create or replace trigger feed_update after update on public.%1$I referencing old table as old_rows new table as new_rows
    for each statement execute function sync.feed_%1$s();
create or replace trigger feed_delete after delete on public.%1$I referencing old table as old_rows
    for each statement execute function sync.feed_%1$s();
create or replace trigger feed_truncate after truncate on public.%1$I
    for each statement execute function sync.feed_%1$s();
alter table public.%1$I enable always trigger feed_insert, enable always trigger feed_update,
    enable always trigger feed_delete, enable always trigger feed_truncate;
$triggers$, watched);
end
$$;

select sync.watch('ports');
select sync.watch('users');
select sync.watch('roles');
select sync.watch('user_port_roles');
select sync.watch('port_role_overrides');
select sync.watch('tags');
select sync.watch('clients');
select sync.watch('client_contacts');
select sync.watch('client_relationships');
select sync.watch('client_notes');
select sync.watch('client_tags');
select sync.watch('client_merge_log');
select sync.watch('vessels');
select sync.watch('berths');
select sync.watch('berth_map_data');
select sync.watch('berth_maintenance_log');
select sync.watch('berth_tags');
select sync.watch('berth_observations');
select sync.watch('price_history');
select sync.watch('interests');
select sync.watch('interest_notes');
select sync.watch('interest_tags');
select sync.watch('berth_recommendations');
select sync.watch('berth_waiting_list');
select sync.watch('waiting_list_log');
select sync.watch('berth_holds');
select sync.watch('files');
select sync.watch('document_templates');
select sync.watch('documents');
select sync.watch('document_signers');
select sync.watch('document_events');
select sync.watch('form_templates');
select sync.watch('form_submissions');
select sync.watch('expenses');
select sync.watch('invoices');
select sync.watch('invoice_line_items');
select sync.watch('invoice_expenses');
select sync.watch('invoice_payments');
select sync.watch('currency_rates');
select sync.watch('email_accounts');
select sync.watch('email_threads');
select sync.watch('email_messages');
select sync.watch('reminders');
select sync.watch('google_calendar_cache');
select sync.watch('notifications');
select sync.watch('scheduled_reports');
select sync.watch('report_recipients');
select sync.watch('webhooks');
select sync.watch('custom_field_definitions');
select sync.watch('custom_field_values');
select sync.watch('saved_views');
select sync.watch('scratchpad_notes');
select sync.watch('user_notification_preferences');

-- Who joins or leaves a port appears to or vanishes from its members. The user's row is touched, so that its revision
-- grows and what comes after a tombstone stands above it.
create function sync.members_changed() returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
declare
    actor uuid := sync.current_actor();
begin
    if tg_op = 'TRUNCATE' then
        update sync.change_index c set op = 'D', rev = greatest(c.rev + 1, sync.revision_now()), xid = pg_current_xact_id(),
            changed_by = actor
        from public.ports p where c.scope_id = sync.scope_id(p.id, '') and c.table_no = 2 and c.op <> 'D';
        return null;
    end if;
    if tg_op <> 'INSERT' then
        insert into sync.change_index (scope_id, table_no, op, row_id, xid, rev, changed_by)
        select sync.scope_id(o.port_id, ''), 2, 'D', u.id, pg_current_xact_id(),
            greatest(u.rev + 1, sync.revision_now()), actor
        from old_rows o
        join public.users u on u.id = o.user_id
        where not exists (select from public.user_port_roles m where m.port_id = o.port_id and m.user_id = o.user_id)
        on conflict (scope_id, table_no, row_id) do update set xid = excluded.xid,
            rev = greatest(excluded.rev, change_index.rev + 1), op = excluded.op, changed_by = excluded.changed_by;
    end if;
    if tg_op <> 'DELETE' then
        update public.users u set updated_at = u.updated_at where u.id in (select n.user_id from new_rows n);
    end if;
    return null;
end
$$;
create trigger members_insert after insert on public.user_port_roles referencing new table as new_rows
    for each statement execute function sync.members_changed();
create trigger members_update after update on public.user_port_roles referencing old table as old_rows new table as new_rows
    for each statement execute function sync.members_changed();
create trigger members_delete after delete on public.user_port_roles referencing old table as old_rows
    for each statement execute function sync.members_changed();
create trigger members_truncate after truncate on public.user_port_roles
    for each statement execute function sync.members_changed();
alter table public.user_port_roles enable always trigger members_insert, enable always trigger members_update,
    enable always trigger members_delete, enable always trigger members_truncate;
