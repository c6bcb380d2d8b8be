-- Rules that hold whoever writes: what the server's commands decide, the database keeps.

set local role nimara_owner;

-- Created and changed by the server's clock; the revision only grows.
create function sync.stamp() returns trigger language plpgsql as $$
declare
    moment timestamptz := clock_timestamp();
    clock_rev bigint := extract(epoch from moment) * 1000000;
begin
    if tg_op = 'UPDATE' then
        new.created_at := old.created_at;
        new.rev := greatest(old.rev + 1, clock_rev);
    else
        new.created_at := coalesce(new.created_at, moment);
        new.rev := clock_rev;
    end if;
    new.updated_at := moment;
    return new;
end
$$;

do $$
declare
    table_name name;
begin
    for table_name in
        select c.relname from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'rev' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    loop
        execute format('create trigger stamp before insert or update on public.%I for each row execute function sync.stamp()',
            table_name);
        execute format('alter table public.%I enable always trigger stamp', table_name);
    end loop;
end
$$;

-- One berth, one winner (the unique index interests_one_winner). An interest's tenure ends desired_tenure_years after it
-- was completed; a daily job touches those whose time has come.
create function public.interest_occupies_berth() returns trigger language plpgsql as $$
begin
    new.stage_changed_at := coalesce(new.stage_changed_at, now());
    new.occupies_berth := new.pipeline_stage in ('ten_percent_deposit', 'contract', 'completed')
        and new.outcome <> 'lost'
        and new.archived_at is null
        and new.berth_id is not null
        and not coalesce(new.pipeline_stage = 'completed'
            and new.completed_at + make_interval(years => new.desired_tenure_years::integer) <= now(), false);
    return new;
end
$$;
create trigger occupies_berth before insert or update on public.interests
    for each row execute function public.interest_occupies_berth();
alter table public.interests enable always trigger occupies_berth;

create function public.berth_status_changed() returns trigger language plpgsql as $$
begin
    if new.status is distinct from old.status and new.status_changed_at is not distinct from old.status_changed_at then
        new.status_changed_at := now();
    end if;
    return new;
end
$$;
create trigger status_changed before update on public.berths
    for each row execute function public.berth_status_changed();

create function public.berth_price_changed() returns trigger language plpgsql as $$
begin
    insert into public.price_history
        (port_id, berth_id, price, price_currency, previous_price, previous_currency, changed_by, changed_at)
    select n.port_id, n.id, n.price, n.price_currency, o.price, o.price_currency, u.id, now()
    from new_rows n
    join old_rows o on o.port_id = n.port_id and o.id = n.id
    left join public.users u on u.id = sync.current_actor()
    where (n.price, n.price_currency) is distinct from (o.price, o.price_currency);
    return null;
end
$$;
create trigger price_changed after update on public.berths
    referencing old table as old_rows new table as new_rows
    for each statement execute function public.berth_price_changed();

-- A draft is known by the end of its id, which is its random part, until it has a number.
create function public.invoice_provisional_number() returns trigger language plpgsql as $$
begin
    new.provisional_number := 'D-' || upper(right(new.id::text, 8));
    return new;
end
$$;
create trigger provisional_number before insert or update on public.invoices
    for each row execute function public.invoice_provisional_number();

-- A port uses the roles of the system and its own; another port's look like none.
create function public.role_of_the_port() returns trigger language plpgsql as $$
begin
    if not exists (select from public.roles r where r.id = new.role_id and coalesce(r.port_id, new.port_id) = new.port_id) then
        raise foreign_key_violation using
            message = 'no such role in this port', constraint = tg_table_name || '_role_id_fkey', table = tg_table_name;
    end if;
    return new;
end
$$;
create trigger role_of_the_port before insert or update of role_id, port_id on public.user_port_roles
    for each row execute function public.role_of_the_port();
create trigger role_of_the_port before insert or update of role_id, port_id on public.port_role_overrides
    for each row execute function public.role_of_the_port();

-- A scope rule looks at the row alone; so threads carry their account's user and messages what decides of their thread.
create function public.email_thread_scope() returns trigger language plpgsql as $$
begin
    select a.user_id into new.owner_id from public.email_accounts a
    where a.port_id = new.port_id and a.id = new.account_id;
    new.shared_with_port := new.is_shared and new.client_id is not null;
    return new;
end
$$;
create trigger scope before insert or update on public.email_threads
    for each row execute function public.email_thread_scope();

create function public.email_message_scope() returns trigger language plpgsql as $$
begin
    select t.owner_id, t.shared_with_port into new.owner_id, new.shared_with_port from public.email_threads t
    where t.port_id = new.port_id and t.id = new.thread_id;
    return new;
end
$$;
create trigger scope before insert or update on public.email_messages
    for each row execute function public.email_message_scope();

create function public.email_thread_rescoped() returns trigger language plpgsql as $$
begin
    update public.email_messages m set thread_id = m.thread_id
    where m.port_id = new.port_id and m.thread_id = new.id
        and (m.owner_id, m.shared_with_port) is distinct from (new.owner_id, new.shared_with_port);
    return null;
end
$$;
create trigger rescoped after update on public.email_threads
    for each row when ((old.owner_id, old.shared_with_port) is distinct from (new.owner_id, new.shared_with_port))
    execute function public.email_thread_rescoped();
