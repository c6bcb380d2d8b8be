-- The queues. A job is enqueued in the transaction of the change that causes it; its payload holds record ids only.

set local role nimara_owner;

create table jobs.jobs (
    id bigint generated always as identity,
    queue text not null check (queue in ('email', 'documents', 'notifications', 'import', 'export', 'reports', 'webhooks',
        'maintenance', 'ai', 'bulk')),
    name varchar(100) not null,
    port_id uuid,
    payload jsonb not null default '{}',
    state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed')),
    unique_key varchar(200), -- at most one job with this key waits or runs
    attempts integer not null default 0,
    max_attempts integer not null default 3,
    run_at timestamptz not null default now(),
    locked_by uuid,
    locked_until timestamptz, -- past it another worker may take the job over
    last_error text,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    primary key (id)
);
create index jobs_due on jobs.jobs (queue, run_at, id) where state = 'queued';
create index jobs_running on jobs.jobs (queue, locked_until) where state = 'running';
create index jobs_finished on jobs.jobs (finished_at) where state in ('done', 'failed');
create unique index jobs_unique_key on jobs.jobs (queue, unique_key) where state in ('queued', 'running');

-- What recurs. A due time fires once however many workers run: whoever moves last_due enqueues the job.
create table jobs.schedules (
    queue text not null,
    name varchar(100) not null,
    cron varchar(100) not null, -- UTC
    last_due timestamptz,
    primary key (queue, name)
);
insert into jobs.schedules (queue, name, cron) values
    ('documents', 'signature-poll', '0 */6 * * *'),
    ('notifications', 'reminder-check', '0 * * * *'),
    ('notifications', 'reminder-overdue-check', '*/15 * * * *'),
    ('maintenance', 'calendar-sync', '*/30 * * * *'),
    ('notifications', 'invoice-overdue-check', '0 8 * * *'),
    ('notifications', 'tenure-expiry-check', '0 8 * * *'),
    ('maintenance', 'currency-refresh', '0 */6 * * *'),
    ('maintenance', 'database-backup', '0 2 * * *'),
    ('maintenance', 'backup-cleanup', '0 3 * * 0'),
    ('maintenance', 'session-cleanup', '0 4 * * *'),
    ('reports', 'report-scheduler', '* * * * *'),
    ('maintenance', 'temp-file-cleanup', '0 5 * * *'),
    ('maintenance', 'form-expiry-check', '0 * * * *');
