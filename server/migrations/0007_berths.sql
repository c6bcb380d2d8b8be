-- Berths and what hangs on them.

set local role nimara_owner;

create table public.berths (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    area varchar(80) not null,
    berth_number varchar(40) not null,
    status text not null default 'available'
        check (status in ('available', 'under_offer', 'sold', 'maintenance', 'reserved')),
    status_changed_at timestamptz not null default now(),
    status_source text not null default 'manual' check (status_source in ('manual', 'rule')),
    length_m numeric(6,2) not null,
    beam_m numeric(6,2) not null,
    max_draft_m numeric(6,2),
    water_depth_m numeric(6,2),
    mooring_type varchar(60),
    side_pontoon varchar(60),
    bow_facing varchar(60),
    access varchar(60),
    power_capacity_kva numeric(12,3),
    voltage bigint,
    cleat_type varchar(60),
    cleat_capacity varchar(60),
    bollard_type varchar(60),
    bollard_capacity varchar(60),
    has_water boolean not null default false,
    has_fuel boolean not null default false,
    has_wifi boolean not null default false,
    price numeric(14,2),
    price_currency varchar(3),
    tenure_type text not null default 'rental' check (tenure_type in ('freehold', 'lease', 'rental')),
    tenure_years bigint,
    tenure_start_on date,
    tenure_end_on date,
    owner_client_id uuid,
    description varchar(20000),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, owner_client_id) references public.clients (port_id, id) on delete set null (owner_client_id)
);
create unique index berths_number on public.berths (area, berth_number, port_id) where archived_at is null;
create index berths_owner_client_id on public.berths (owner_client_id);

create table public.berth_map_data (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    berth_id uuid,
    layer text not null default 'berth' check (layer in ('berth', 'pier', 'water', 'basin', 'other')),
    geometry jsonb not null default '{}',
    label_x numeric(12,3),
    label_y numeric(12,3),
    rotation numeric(12,3),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, berth_id) references public.berths (port_id, id) on delete set null (berth_id)
);
create index berth_map_data_berth_id on public.berth_map_data (berth_id);

create table public.berth_maintenance_log (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    berth_id uuid not null,
    category varchar(60) not null,
    description varchar(5000) not null,
    status text not null default 'open' check (status in ('open', 'done')),
    performed_by varchar(200),
    performed_on date,
    cost numeric(14,2),
    currency varchar(3),
    next_due_on date,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, berth_id) references public.berths (port_id, id)
);
create index berth_maintenance_log_berth_id on public.berth_maintenance_log (berth_id);

create table public.berth_tags (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    berth_id uuid not null,
    tag_id uuid not null,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, berth_id) references public.berths (port_id, id),
    foreign key (port_id, tag_id) references public.tags (port_id, id)
);
create unique index berth_tags_pair on public.berth_tags (berth_id, tag_id, port_id);
create index berth_tags_tag_id on public.berth_tags (tag_id);

-- What a walk along the dock saw.
create table public.berth_observations (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    berth_id uuid not null,
    observed_by uuid not null references public.users,
    observed_at timestamptz not null,
    occupancy text not null default 'unknown' check (occupancy in ('empty', 'occupied', 'unknown')),
    vessel_name varchar(120),
    vessel_id uuid,
    note varchar(2000),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, berth_id) references public.berths (port_id, id),
    foreign key (port_id, vessel_id) references public.vessels (port_id, id) on delete set null (vessel_id)
);
create index berth_observations_berth_id on public.berth_observations (berth_id);
create index berth_observations_vessel_id on public.berth_observations (vessel_id);

-- Kept by the server with each change of a berth's price.
create table public.price_history (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    berth_id uuid not null,
    price numeric(14,2),
    price_currency varchar(3),
    previous_price numeric(14,2),
    previous_currency varchar(3),
    changed_by uuid references public.users on delete set null,
    changed_at timestamptz not null default now(),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, berth_id) references public.berths (port_id, id)
);
create index price_history_berth_id on public.price_history (berth_id);
