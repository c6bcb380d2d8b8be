-- What administrators set up: webhooks, settings, fields of a port's own.

set local role nimara_owner;

create table public.webhooks (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    name varchar(200) not null,
    url varchar(2000) not null,
    secret_enc varchar(1000),
    events jsonb not null default '[]',
    is_active boolean not null default true,
    failure_count bigint not null default 0,
    rev bigint not null default 0,
    primary key (port_id, id)
);

create table public.webhook_deliveries (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    webhook_id uuid not null,
    event varchar(80) not null,
    payload jsonb not null default '{}',
    status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
    attempts bigint not null default 0,
    response_code bigint,
    response_excerpt varchar(2000),
    next_attempt_at timestamptz,
    delivered_at timestamptz,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, webhook_id) references public.webhooks (port_id, id) on delete cascade
);
create index webhook_deliveries_webhook_id on public.webhook_deliveries (webhook_id);

create table public.system_settings (
    id uuid not null default gen_random_uuid(),
    port_id uuid references public.ports on delete cascade,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    key varchar(120) not null,
    value jsonb not null default 'null',
    updated_by uuid references public.users on delete set null,
    rev bigint not null default 0,
    primary key (id)
);
create unique index system_settings_key on public.system_settings (key, port_id) nulls not distinct;

create table public.custom_field_definitions (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    entity_type text not null default 'clients'
        check (entity_type in ('clients', 'interests', 'berths', 'documents', 'expenses', 'invoices')),
    key varchar(63) not null,
    label varchar(120) not null,
    field_type text not null default 'text'
        check (field_type in ('text', 'number', 'money', 'date', 'bool', 'choice', 'multi_choice', 'url', 'user')),
    options jsonb not null default '[]',
    is_required boolean not null default false,
    position bigint not null default 0,
    rev bigint not null default 0,
    primary key (port_id, id)
);
create unique index custom_field_definitions_key
    on public.custom_field_definitions (entity_type, key, port_id) where archived_at is null;

create table public.custom_field_values (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    definition_id uuid not null,
    entity_type text not null
        check (entity_type in ('clients', 'interests', 'berths', 'documents', 'expenses', 'invoices')),
    entity_id uuid not null,
    value jsonb,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, definition_id) references public.custom_field_definitions (port_id, id)
);
create unique index custom_field_values_pair on public.custom_field_values (definition_id, entity_id, port_id);
create index custom_field_values_entity_id on public.custom_field_values (entity_id);

create table public.saved_views (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id uuid not null references public.users,
    entity varchar(63) not null,
    name varchar(120) not null,
    definition jsonb not null default '{}',
    is_shared boolean not null default false,
    is_default boolean not null default false,
    position bigint not null default 0,
    rev bigint not null default 0,
    primary key (port_id, id)
);
create index saved_views_user_id on public.saved_views (user_id, port_id);
