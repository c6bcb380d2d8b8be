-- Scheduled reports.

set local role nimara_owner;

create table public.scheduled_reports (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    name varchar(200) not null,
    report_type varchar(60) not null,
    config jsonb not null default '{}',
    cron varchar(100) not null default '0 8 * * 1',
    timezone varchar(64) not null default 'UTC',
    format text not null default 'pdf' check (format in ('pdf', 'xlsx', 'csv')),
    is_active boolean not null default true,
    last_run_at timestamptz,
    next_run_at timestamptz,
    rev bigint not null default 0,
    primary key (port_id, id)
);

create table public.report_recipients (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    report_id uuid not null,
    user_id uuid references public.users on delete set null,
    email varchar(254),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, report_id) references public.scheduled_reports (port_id, id)
);
create index report_recipients_report_id on public.report_recipients (report_id);
