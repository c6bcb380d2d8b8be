-- What sync keeps beside the rows: the change index, the devices, the outcomes, the epoch.

set local role nimara_owner;

-- For whom this transaction works, from set_config('nimara.port' | 'nimara.user', …, true); null when nobody said so.
create function sync.current_port() returns uuid language sql stable parallel safe
    return nullif(current_setting('nimara.port', true), '')::uuid;
create function sync.current_actor() returns uuid language sql stable parallel safe
    return nullif(current_setting('nimara.user', true), '')::uuid;

-- The name of a scope: who shares it. models/domain/scopes.cpp computes the same bytes.
--   (port, '')               every member of the port      (port, 'clients.view')  its members with that right
--   (port, 'user', user)     one user in one port          (null, 'user', user)    one user
--   (null, 'all')            everybody
create function sync.scope_id(port uuid, class text, member uuid default null) returns uuid
    language sql immutable parallel safe
    return encode(substring(sha256(
        uuid_send(coalesce(port, '00000000-0000-0000-0000-000000000000'::uuid)) || convert_to(class, 'UTF8')
        || uuid_send(coalesce(member, '00000000-0000-0000-0000-000000000000'::uuid))) for 16), 'hex')::uuid;

-- The class of a row that belongs to a record of another table: its own right together with the view right there.
create function sync.entity_class(permission text, entity text) returns text language sql immutable parallel safe
    return concat_ws('+', nullif(permission, ''), case when entity <> 'general' then entity || '.view' end);

-- Revisions are microseconds of the server's clock, so that a row made again after its deletion stands above its
-- tombstone; a row's own revision always grows, whatever the clock does.
create function sync.revision_now() returns bigint language sql volatile parallel safe
    return (extract(epoch from clock_timestamp()) * 1000000)::bigint;

-- One row for each row of a table and scope that it stands or stood in. xid decides visibility and nothing else.
create table sync.change_index (
    scope_id uuid not null,
    table_no smallint not null,
    op "char" not null, -- U: the row is there; D: it left the scope or is deleted
    row_id uuid not null,
    xid xid8 not null,
    rev bigint not null,
    changed_by uuid,
    primary key (scope_id, table_no, row_id)
)
-- Every change of a row is an update here, so it is vacuumed early and often.
with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index change_index_xid on sync.change_index (scope_id, xid);
create index change_index_tombstones on sync.change_index (rev) where op = 'D';

-- A replica file on a laptop, as it names itself. A new incarnation begins its sequence anew (its outbox was lost).
create table sync.devices (
    client_id uuid not null,
    user_id uuid not null,
    port_id uuid, -- null: the user's own file
    incarnation uuid not null,
    last_seq bigint not null default 0,
    name varchar(200),
    platform varchar(100),
    app_version varchar(50),
    schema_generation integer,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    revoked_at timestamptz,
    primary key (client_id)
);
create index devices_user_id on sync.devices (user_id);

-- The claim of a mutation and its stored answer; both commit together with what the mutation did.
create table sync.applied_mutation (
    client_id uuid not null,
    incarnation uuid not null,
    seq bigint not null,
    mutation_id uuid not null,
    user_id uuid,
    port_id uuid,
    outcome bytea,
    created_at timestamptz not null default now(),
    primary key (client_id, incarnation, seq)
);
create unique index applied_mutation_mutation_id on sync.applied_mutation (mutation_id);
create index applied_mutation_created_at on sync.applied_mutation using brin (created_at);

-- Real-time events, written in the transaction of their change. One is for whoever holds any of its scopes.
create table sync.events (
    id bigint generated always as identity,
    xid xid8 not null default pg_current_xact_id(),
    port_id uuid,
    name varchar(100) not null,
    payload jsonb not null default '{}',
    scopes uuid[] not null,
    created_at timestamptz not null default now(),
    primary key (id)
);
create index events_xid on sync.events (xid);
create index events_created_at on sync.events using brin (created_at);

-- Raised by `nimara-server restore`: cursors from before it are of another history.
create table sync.epoch (
    only_row boolean primary key default true check (only_row),
    restore_counter integer not null default 0,
    database_id uuid not null default gen_random_uuid()
);
insert into sync.epoch default values;

create function sync.current_epoch() returns text language sql stable security definer
    set search_path = pg_catalog, pg_temp as $$
    select concat_ws('/', s.system_identifier, c.timeline_id, e.database_id, e.restore_counter)
    from pg_catalog.pg_control_system() s, pg_catalog.pg_control_checkpoint() c, sync.epoch e
$$;
