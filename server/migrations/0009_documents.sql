-- Documents to be signed, their templates, and forms sent out.

set local role nimara_owner;

create table public.files (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    entity_type text not null default 'general'
        check (entity_type in ('clients', 'expenses', 'invoices', 'documents', 'general')),
    entity_id uuid not null,
    client_id uuid,
    storage_key varchar(300),
    filename varchar(255) not null,
    mime_type varchar(120) not null,
    size_bytes bigint not null default 0,
    sha256 varchar(64),
    category varchar(60),
    folder varchar(300),
    uploaded_by uuid not null references public.users,
    version bigint not null default 1,
    scan_status text not null default 'pending' check (scan_status in ('pending', 'clean', 'infected', 'failed')),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, client_id) references public.clients (port_id, id) on delete set null (client_id)
);
create index files_client_id on public.files (client_id);
create index files_entity_id on public.files (entity_id);

create table public.document_templates (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    name varchar(200) not null,
    document_type text not null default 'other'
        check (document_type in ('eoi', 'nda', 'contract', 'addendum', 'other')),
    body varchar(200000) not null,
    merge_fields jsonb not null default '[]',
    version bigint not null default 1,
    is_active boolean not null default true,
    rev bigint not null default 0,
    primary key (port_id, id)
);

create table public.documents (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    document_type text not null default 'other'
        check (document_type in ('eoi', 'nda', 'contract', 'addendum', 'other')),
    title varchar(200) not null,
    status text not null default 'draft'
        check (status in ('draft', 'sent', 'partially_signed', 'completed', 'declined', 'expired', 'voided')),
    client_id uuid,
    interest_id uuid,
    berth_id uuid,
    template_id uuid,
    file_id uuid,
    signed_file_id uuid,
    provider text not null default 'manual' check (provider in ('documenso', 'manual')),
    provider_document_id varchar(200),
    sent_at timestamptz,
    completed_at timestamptz,
    expires_at timestamptz,
    last_reminder_at timestamptz,
    created_by uuid not null references public.users,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, client_id) references public.clients (port_id, id) on delete set null (client_id),
    foreign key (port_id, interest_id) references public.interests (port_id, id) on delete set null (interest_id),
    foreign key (port_id, berth_id) references public.berths (port_id, id) on delete set null (berth_id),
    foreign key (port_id, template_id) references public.document_templates (port_id, id) on delete set null (template_id),
    foreign key (port_id, file_id) references public.files (port_id, id) on delete set null (file_id),
    foreign key (port_id, signed_file_id) references public.files (port_id, id) on delete set null (signed_file_id)
);
create index documents_client_id on public.documents (client_id);
create index documents_interest_id on public.documents (interest_id);
create index documents_berth_id on public.documents (berth_id);
create index documents_template_id on public.documents (template_id);
create index documents_file_id on public.documents (file_id);
create index documents_signed_file_id on public.documents (signed_file_id);

create table public.document_signers (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    document_id uuid not null,
    name varchar(200) not null,
    email varchar(254) not null,
    role text not null default 'signer' check (role in ('signer', 'approver', 'cc', 'viewer')),
    signing_order bigint not null default 1,
    status text not null default 'pending' check (status in ('pending', 'opened', 'signed', 'declined')),
    signed_at timestamptz,
    provider_recipient_id varchar(200),
    signing_token_enc varchar(4000),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, document_id) references public.documents (port_id, id)
);
create index document_signers_document_id on public.document_signers (document_id);

create table public.document_events (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    document_id uuid not null,
    event varchar(80) not null,
    actor varchar(254),
    detail jsonb not null default '{}',
    occurred_at timestamptz not null default now(),
    provider_event_id varchar(200),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, document_id) references public.documents (port_id, id)
);
create unique index document_events_provider_event on public.document_events (provider_event_id, port_id);
create index document_events_document_id on public.document_events (document_id);

create table public.form_templates (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    name varchar(200) not null,
    slug varchar(63) not null,
    fields jsonb not null default '[]',
    target text not null default 'client' check (target in ('client', 'interest')),
    is_active boolean not null default true,
    expiry_days bigint not null default 14,
    rev bigint not null default 0,
    primary key (port_id, id)
);
create unique index form_templates_slug on public.form_templates (slug, port_id) where archived_at is null;

create table public.form_submissions (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    form_template_id uuid not null,
    client_id uuid,
    interest_id uuid,
    token_hash varchar(128) not null,
    prefill jsonb not null default '{}',
    answers jsonb not null default '{}',
    status text not null default 'open' check (status in ('open', 'submitted', 'expired', 'applied')),
    expires_at timestamptz not null default now(),
    submitted_at timestamptz,
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, form_template_id) references public.form_templates (port_id, id),
    foreign key (port_id, client_id) references public.clients (port_id, id) on delete set null (client_id),
    foreign key (port_id, interest_id) references public.interests (port_id, id) on delete set null (interest_id)
);
create index form_submissions_form_template_id on public.form_submissions (form_template_id);
create index form_submissions_client_id on public.form_submissions (client_id);
create index form_submissions_interest_id on public.form_submissions (interest_id);
