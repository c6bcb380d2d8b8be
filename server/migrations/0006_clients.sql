-- Clients and what hangs on them.

set local role nimara_owner;

create table public.clients (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    full_name varchar(200) not null,
    company_name varchar(200),
    client_type text not null default 'person' check (client_type in ('person', 'company')),
    nationality varchar(100),
    preferred_language varchar(35),
    preferred_currency varchar(3),
    source text not null default 'manual'
        check (source in ('website', 'manual', 'referral', 'broker', 'event', 'other')),
    source_details varchar(500),
    assigned_to uuid references public.users on delete set null,
    address_line1 varchar(200),
    address_line2 varchar(200),
    city varchar(120),
    region varchar(120),
    postal_code varchar(20),
    country varchar(100),
    tax_number varchar(60),
    birth_date date,
    last_contact_at timestamptz,
    merged_into uuid,
    summary varchar(20000),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, merged_into) references public.clients (port_id, id) on delete set null (merged_into)
);
create index clients_assigned_to on public.clients (assigned_to, port_id);
create index clients_merged_into on public.clients (merged_into);

create table public.client_contacts (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    client_id uuid not null,
    channel text not null default 'email' check (channel in ('email', 'phone', 'whatsapp', 'telegram', 'other')),
    value varchar(254) not null,
    normalized_value varchar(254) not null,
    label varchar(60),
    is_primary boolean not null default false,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, client_id) references public.clients (port_id, id)
);
create index client_contacts_client_id on public.client_contacts (client_id);

create table public.client_relationships (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    client_a_id uuid not null,
    client_b_id uuid not null,
    relationship_type text not null default 'other'
        check (relationship_type in ('spouse', 'family', 'broker', 'captain', 'crew', 'company', 'assistant',
            'other')),
    notes varchar(2000),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, client_a_id) references public.clients (port_id, id),
    foreign key (port_id, client_b_id) references public.clients (port_id, id)
);
create unique index client_relationships_pair on public.client_relationships (client_a_id, client_b_id, port_id);
create index client_relationships_client_b_id on public.client_relationships (client_b_id);

create table public.client_notes (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    client_id uuid not null,
    author_id uuid not null references public.users,
    body varchar(20000) not null,
    mentions jsonb not null default '[]',
    is_pinned boolean not null default false,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, client_id) references public.clients (port_id, id)
);
create index client_notes_client_id on public.client_notes (client_id);

create table public.client_tags (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    client_id uuid not null,
    tag_id uuid not null,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, client_id) references public.clients (port_id, id),
    foreign key (port_id, tag_id) references public.tags (port_id, id)
);
create unique index client_tags_pair on public.client_tags (client_id, tag_id, port_id);
create index client_tags_tag_id on public.client_tags (tag_id);

-- The merged client is named without a foreign key: erasing a person must not stumble over the log.
create table public.client_merge_log (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    surviving_client_id uuid not null,
    merged_client_id uuid not null,
    merged_by uuid not null references public.users,
    snapshot jsonb not null default '{}',
    choices jsonb not null default '{}',
    undone_at timestamptz,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, surviving_client_id) references public.clients (port_id, id)
);
create index client_merge_log_surviving_client_id on public.client_merge_log (surviving_client_id);

create table public.vessels (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    client_id uuid not null,
    name varchar(120) not null,
    make varchar(120),
    model varchar(120),
    built_year bigint,
    length_m numeric(6,2) not null,
    beam_m numeric(6,2),
    draft_m numeric(6,2),
    air_draft_m numeric(6,2),
    flag varchar(60),
    mmsi varchar(9),
    registration varchar(60),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, client_id) references public.clients (port_id, id)
);
create index vessels_client_id on public.vessels (client_id);
