-- Sign-in: passwords, sessions, one-time tokens, failures. Tokens are kept as hashes only.

set local role nimara_owner;

create table auth.credentials (
    user_id uuid not null,
    password_hash text not null, -- Argon2id, in its own text form with parameters
    changed_at timestamptz not null default now(),
    primary key (user_id)
);

create table auth.sessions (
    id uuid not null default gen_random_uuid(),
    token_hash bytea not null,
    user_id uuid not null,
    client_id uuid, -- the device, as in sync.devices
    created_at timestamptz not null default now(),
    last_used_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ends_at timestamptz not null, -- no renewal goes beyond it
    ip_address varchar(64),
    user_agent varchar(500),
    device_name varchar(200),
    revoked_at timestamptz,
    revoked_by uuid,
    primary key (id)
);
create unique index sessions_token_hash on auth.sessions (token_hash);
create index sessions_user_id on auth.sessions (user_id);
create index sessions_expires_at on auth.sessions (expires_at);

create table auth.one_time_tokens (
    id uuid not null default gen_random_uuid(),
    token_hash bytea not null,
    user_id uuid not null,
    purpose text not null check (purpose in ('set_password', 'reset_password', 'verify_email')),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    primary key (id)
);
create unique index one_time_tokens_token_hash on auth.one_time_tokens (token_hash);
create index one_time_tokens_user_id on auth.one_time_tokens (user_id);

-- Five failures in fifteen minutes lock the account and address pair. The account is a hash of what was typed, since a
-- password is sometimes typed in its place.
create table auth.sign_in_failures (
    id bigint generated always as identity,
    account_hash bytea not null,
    ip_address varchar(64) not null,
    failed_at timestamptz not null default now(),
    primary key (id)
);
create index sign_in_failures_pair on auth.sign_in_failures (account_hash, ip_address, failed_at);
create index sign_in_failures_address on auth.sign_in_failures (ip_address, failed_at);
