-- Reminders, calendar, notifications.

set local role nimara_owner;

create table public.reminders (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    title varchar(200) not null,
    note varchar(5000),
    due_at timestamptz not null,
    priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
    status text not null default 'pending' check (status in ('pending', 'snoozed', 'completed')),
    assigned_to uuid not null references public.users,
    created_by uuid not null references public.users,
    client_id uuid,
    interest_id uuid,
    berth_id uuid,
    snoozed_until timestamptz,
    completed_at timestamptz,
    completed_by uuid references public.users on delete set null,
    recurrence varchar(500),
    is_automatic boolean not null default false,
    calendar_event_id varchar(300),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, client_id) references public.clients (port_id, id) on delete set null (client_id),
    foreign key (port_id, interest_id) references public.interests (port_id, id) on delete set null (interest_id),
    foreign key (port_id, berth_id) references public.berths (port_id, id) on delete set null (berth_id)
);
create index reminders_assigned_to on public.reminders (assigned_to, port_id);
create index reminders_created_by on public.reminders (created_by, port_id);
create index reminders_client_id on public.reminders (client_id);
create index reminders_interest_id on public.reminders (interest_id);
create index reminders_berth_id on public.reminders (berth_id);

-- Never replicated: the owner asks the server for the status.
create table public.google_calendar_tokens (
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id uuid not null references public.users,
    access_token_enc varchar(8000) not null,
    refresh_token_enc varchar(8000) not null,
    expires_at timestamptz not null,
    scope varchar(1000) not null,
    status text not null default 'connected' check (status in ('connected', 'expired', 'revoked')),
    rev bigint not null default 0,
    primary key (id)
);
create unique index google_calendar_tokens_user on public.google_calendar_tokens (user_id);

create table public.google_calendar_cache (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id uuid not null references public.users,
    event_id varchar(1024) not null,
    title varchar(1000) not null,
    starts_at timestamptz not null default now(),
    ends_at timestamptz not null default now(),
    location varchar(1000),
    attendees jsonb not null default '[]',
    synced_at timestamptz not null default now(),
    rev bigint not null default 0,
    primary key (port_id, id)
);
create unique index google_calendar_cache_event on public.google_calendar_cache (user_id, event_id, port_id);

create table public.notifications (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id uuid not null references public.users,
    notification_type text not null default 'system_alert'
        check (notification_type in ('reminder_due', 'reminder_overdue', 'new_registration', 'eoi_signature_event',
            'new_email', 'duplicate_alert', 'invoice_overdue', 'waiting_list', 'system_alert', 'follow_up_created',
            'tenure_expiring')),
    title varchar(300) not null,
    description varchar(2000),
    link varchar(1000),
    entity_type varchar(63),
    entity_id uuid,
    read_at timestamptz,
    emailed_at timestamptz,
    rev bigint not null default 0,
    primary key (port_id, id)
);
create index notifications_user_id on public.notifications (user_id, port_id);
