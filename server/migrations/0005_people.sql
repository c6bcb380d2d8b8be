-- Ports, their people and who may do what.

set local role nimara_owner;

create table public.ports (
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    name varchar(200) not null,
    slug varchar(63) not null,
    default_currency varchar(3) not null default 'USD',
    timezone varchar(64) not null default 'UTC',
    settings jsonb not null default '{}',
    branding jsonb not null default '{}',
    is_active boolean not null default true,
    rev bigint not null default 0,
    primary key (id)
);
create unique index ports_slug on public.ports (slug);

-- A member of a port is seen by his colleagues as the projection; whose colleague he is stands in user_port_roles,
-- so that this one scope rule cannot be decided from the row alone (models/domain/scopes.h). Accounts are made,
-- renamed in e-mail, switched off and raised by server commands; by sync each edits his own row only.
create table public.users (
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    email citext not null,
    name varchar(200) not null,
    email_verified boolean not null default false,
    image varchar(1000),
    is_super_admin boolean not null default false,
    is_active boolean not null default true,
    timezone varchar(64),
    preferences jsonb not null default '{}',
    last_login_at timestamptz,
    rev bigint not null default 0,
    primary key (id)
);
create unique index users_email on public.users (email);

create table public.roles (
    id uuid not null default gen_random_uuid(),
    port_id uuid references public.ports on delete cascade,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    name varchar(100) not null,
    description varchar(2000),
    permissions jsonb not null default '{}',
    is_system boolean not null default false,
    rev bigint not null default 0,
    primary key (id)
);
create unique index roles_name on public.roles (name, port_id) nulls not distinct;

create table public.user_port_roles (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id uuid not null references public.users,
    role_id uuid not null references public.roles,
    rev bigint not null default 0,
    primary key (port_id, id)
);
create unique index user_port_roles_user on public.user_port_roles (user_id, port_id);
create index user_port_roles_role_id on public.user_port_roles (role_id);

create table public.port_role_overrides (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    role_id uuid not null references public.roles,
    permission_overrides jsonb not null default '{}',
    rev bigint not null default 0,
    primary key (port_id, id)
);
create unique index port_role_overrides_role on public.port_role_overrides (role_id, port_id);

create table public.tags (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    name varchar(60) not null,
    color varchar(20) not null default '#6b7a99',
    rev bigint not null default 0,
    primary key (port_id, id)
);
create unique index tags_name on public.tags (name, port_id);
