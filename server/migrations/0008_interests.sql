-- Deals: one client's wish for a berth on its way through the pipeline.

set local role nimara_owner;

create table public.interests (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    client_id uuid not null,
    berth_id uuid,
    vessel_id uuid,
    pipeline_stage text not null default 'open'
        check (pipeline_stage in ('open', 'details_sent', 'in_communication', 'visited', 'signed_eoi_nda',
            'ten_percent_deposit', 'contract', 'completed')),
    stage_changed_at timestamptz not null default now(),
    outcome text not null default 'open' check (outcome in ('open', 'won', 'lost')),
    occupies_berth boolean not null default false,
    lost_reason varchar(2000),
    lead_category text not null default 'warm' check (lead_category in ('hot', 'warm', 'cold', 'dormant')),
    source text not null default 'manual'
        check (source in ('website', 'manual', 'referral', 'broker', 'event', 'other')),
    assigned_to uuid references public.users on delete set null,
    desired_length_m numeric(6,2),
    desired_beam_m numeric(6,2),
    desired_draft_m numeric(6,2),
    desired_area varchar(80),
    desired_tenure_years bigint,
    budget_amount numeric(14,2),
    budget_currency varchar(3),
    offered_price numeric(14,2),
    deposit_amount numeric(14,2),
    expected_close_on date,
    next_follow_up_at timestamptz,
    last_contact_at timestamptz,
    details_sent_at timestamptz,
    contacted_at timestamptz,
    visited_at timestamptz,
    eoi_signed_at timestamptz,
    deposit_paid_at timestamptz,
    contract_signed_at timestamptz,
    completed_at timestamptz,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, client_id) references public.clients (port_id, id),
    foreign key (port_id, berth_id) references public.berths (port_id, id) on delete set null (berth_id),
    foreign key (port_id, vessel_id) references public.vessels (port_id, id) on delete set null (vessel_id)
);
create unique index interests_one_winner on public.interests (berth_id, port_id) where occupies_berth;
create index interests_client_id on public.interests (client_id);
create index interests_berth_id on public.interests (berth_id);
create index interests_vessel_id on public.interests (vessel_id);
create index interests_assigned_to on public.interests (assigned_to, port_id);

create table public.interest_notes (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    interest_id uuid not null,
    author_id uuid not null references public.users,
    body varchar(20000) not null,
    mentions jsonb not null default '[]',
    is_pinned boolean not null default false,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, interest_id) references public.interests (port_id, id)
);
create index interest_notes_interest_id on public.interest_notes (interest_id);

create table public.interest_tags (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    interest_id uuid not null,
    tag_id uuid not null,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, interest_id) references public.interests (port_id, id),
    foreign key (port_id, tag_id) references public.tags (port_id, id)
);
create unique index interest_tags_pair on public.interest_tags (interest_id, tag_id, port_id);
create index interest_tags_tag_id on public.interest_tags (tag_id);

create table public.berth_recommendations (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    interest_id uuid not null,
    berth_id uuid not null,
    match_score bigint not null check (match_score between 0 and 100),
    reasons jsonb not null default '[]',
    source text not null default 'auto' check (source in ('auto', 'manual', 'ai')),
    created_by uuid references public.users on delete set null,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, interest_id) references public.interests (port_id, id),
    foreign key (port_id, berth_id) references public.berths (port_id, id)
);
create index berth_recommendations_interest_id on public.berth_recommendations (interest_id);
create index berth_recommendations_berth_id on public.berth_recommendations (berth_id);

-- Without a berth: any berth that fits.
create table public.berth_waiting_list (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    berth_id uuid,
    client_id uuid not null,
    interest_id uuid,
    rank bigint not null,
    status text not null default 'waiting' check (status in ('waiting', 'offered', 'accepted', 'declined', 'removed')),
    notify boolean not null default true,
    notes varchar(2000),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, berth_id) references public.berths (port_id, id) on delete set null (berth_id),
    foreign key (port_id, client_id) references public.clients (port_id, id),
    foreign key (port_id, interest_id) references public.interests (port_id, id) on delete set null (interest_id)
);
create index berth_waiting_list_berth_id on public.berth_waiting_list (berth_id);
create index berth_waiting_list_client_id on public.berth_waiting_list (client_id);
create index berth_waiting_list_interest_id on public.berth_waiting_list (interest_id);

create table public.waiting_list_log (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    waiting_id uuid,
    berth_id uuid,
    client_id uuid not null,
    action text not null default 'added'
        check (action in ('added', 'moved', 'offered', 'accepted', 'declined', 'removed')),
    old_rank bigint,
    new_rank bigint,
    reason varchar(2000),
    changed_by uuid references public.users on delete set null,
    changed_at timestamptz not null default now(),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, waiting_id) references public.berth_waiting_list (port_id, id) on delete set null (waiting_id),
    foreign key (port_id, berth_id) references public.berths (port_id, id) on delete set null (berth_id),
    foreign key (port_id, client_id) references public.clients (port_id, id)
);
create index waiting_list_log_waiting_id on public.waiting_list_log (waiting_id);
create index waiting_list_log_berth_id on public.waiting_list_log (berth_id);
create index waiting_list_log_client_id on public.waiting_list_log (client_id);

create table public.berth_holds (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    berth_id uuid not null,
    client_id uuid not null,
    interest_id uuid,
    holder_id uuid not null references public.users,
    held_until timestamptz not null,
    state text not null default 'active' check (state in ('active', 'released', 'expired', 'converted')),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, berth_id) references public.berths (port_id, id),
    foreign key (port_id, client_id) references public.clients (port_id, id),
    foreign key (port_id, interest_id) references public.interests (port_id, id) on delete set null (interest_id)
);
create unique index berth_holds_one_active on public.berth_holds (berth_id, port_id) where state = 'active';
create index berth_holds_berth_id on public.berth_holds (berth_id);
create index berth_holds_client_id on public.berth_holds (client_id);
create index berth_holds_interest_id on public.berth_holds (interest_id);
