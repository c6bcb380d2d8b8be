-- E-mail accounts, threads and messages. The server writes them; a reader marks what is read.

set local role nimara_owner;

create table public.email_accounts (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    user_id uuid not null references public.users,
    address varchar(254) not null,
    display_name varchar(200),
    imap_host varchar(253) not null,
    imap_port bigint not null default 993,
    smtp_host varchar(253) not null,
    smtp_port bigint not null default 587,
    auth text not null default 'password' check (auth in ('password', 'oauth')),
    credentials_enc varchar(8000) not null,
    sync_state jsonb not null default '{}',
    last_sync_at timestamptz,
    last_error varchar(1000),
    is_active boolean not null default true,
    rev bigint not null default 0,
    primary key (port_id, id)
);
create index email_accounts_user_id on public.email_accounts (user_id, port_id);

-- owner_id is the account's user, shared_with_port is "linked to a client and shared"; triggers keep both, because
-- a scope rule looks at the row alone.
create table public.email_threads (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    account_id uuid not null,
    owner_id uuid not null references public.users,
    client_id uuid,
    interest_id uuid,
    subject varchar(1000),
    snippet varchar(500),
    is_shared boolean not null default false,
    shared_with_port boolean not null default false,
    participants jsonb not null default '[]',
    message_count bigint not null default 0,
    unread_count bigint not null default 0,
    last_message_at timestamptz not null default now(),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, account_id) references public.email_accounts (port_id, id),
    foreign key (port_id, client_id) references public.clients (port_id, id) on delete set null (client_id),
    foreign key (port_id, interest_id) references public.interests (port_id, id) on delete set null (interest_id)
);
create index email_threads_account_id on public.email_threads (account_id);
create index email_threads_owner_id on public.email_threads (owner_id, port_id);
create index email_threads_client_id on public.email_threads (client_id);
create index email_threads_interest_id on public.email_threads (interest_id);

create table public.email_messages (
    port_id uuid not null references public.ports on delete cascade,
    id uuid not null default gen_random_uuid(),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    account_id uuid not null,
    thread_id uuid not null,
    owner_id uuid not null references public.users,
    shared_with_port boolean not null default false,
    message_id varchar(998) not null,
    direction text not null default 'in' check (direction in ('in', 'out')),
    from_address varchar(320) not null,
    to_addresses jsonb not null default '[]',
    cc_addresses jsonb not null default '[]',
    bcc_addresses jsonb not null default '[]',
    subject varchar(1000),
    body_text varchar(1000000),
    body_html varchar(2000000),
    attachments jsonb not null default '[]',
    sent_at timestamptz not null default now(),
    is_read boolean not null default false,
    in_reply_to varchar(998),
    send_state text check (send_state in ('queued', 'sending', 'sent', 'failed')),
    rev bigint not null default 0,
    primary key (port_id, id),
    foreign key (port_id, account_id) references public.email_accounts (port_id, id),
    foreign key (port_id, thread_id) references public.email_threads (port_id, id)
);
create unique index email_messages_message on public.email_messages (account_id, message_id, port_id);
create index email_messages_thread_id on public.email_messages (thread_id);
create index email_messages_owner_id on public.email_messages (owner_id, port_id);
