-- Rows of one user alone, and the logs.

set local role nimara_owner;

create table public.scratchpad_notes (
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id uuid not null references public.users,
    body varchar(20000) not null,
    position bigint not null default 0,
    rev bigint not null default 0,
    primary key (id)
);
create index scratchpad_notes_user_id on public.scratchpad_notes (user_id);

create table public.user_notification_preferences (
    id uuid not null default gen_random_uuid(),
    port_id uuid references public.ports on delete cascade,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id uuid not null references public.users,
    notification_type text not null
        check (notification_type in ('reminder_due', 'reminder_overdue', 'new_registration', 'eoi_signature_event',
            'new_email', 'duplicate_alert', 'invoice_overdue', 'waiting_list', 'system_alert', 'follow_up_created',
            'tenure_expiring')),
    in_app boolean not null default true,
    email boolean not null default true,
    rev bigint not null default 0,
    primary key (id)
);
create unique index user_notification_preferences_type
    on public.user_notification_preferences (user_id, notification_type, port_id) nulls not distinct;

-- Users are named without a foreign key, so that the log outlives all. seq, prev_hash and hash are added by the
-- sealer of the port within a second of the commit.
create table public.audit_logs (
    id uuid not null default gen_random_uuid(),
    port_id uuid references public.ports on delete cascade,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id uuid,
    action text not null
        check (action in ('create', 'update', 'delete', 'archive', 'restore', 'merge', 'login', 'logout',
            'permission_denied', 'revert')),
    entity_type varchar(63) not null,
    entity_id uuid not null,
    field_changed varchar(63),
    old_value varchar(100000),
    new_value varchar(100000),
    metadata jsonb not null default '{}',
    ip_address varchar(64),
    user_agent varchar(500),
    device_id uuid,
    mutation_id uuid,
    occurred_at timestamptz not null default now(),
    received_at timestamptz not null default now(),
    seq bigint,
    prev_hash varchar(64),
    hash varchar(64),
    primary key (id)
);
create index audit_logs_entity_id on public.audit_logs (entity_id);
create index audit_logs_received_at on public.audit_logs (port_id, received_at);
create unique index audit_logs_seq on public.audit_logs (port_id, seq) nulls not distinct where seq is not null;

-- How to take back what a command did (bulk edits, imports, merges).
create table public.undo_log (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id uuid not null references public.users,
    label varchar(300) not null,
    entity_type varchar(63),
    entity_id uuid,
    mutation_id uuid,
    steps jsonb not null default '[]',
    undone_at timestamptz,
    rev bigint not null default 0,
    primary key (port_id, id)
);
