-- Sessions that end are looked for several times a second by every server: by their time, not by reading them all.

set local role nimara_owner;

create index sessions_revoked_at on auth.sessions (revoked_at) where revoked_at is not null;

-- Who is switched off is out at once, whoever switched him off and by whatever way.
create function auth.end_sessions() returns trigger language plpgsql as $$
begin
    update auth.sessions set revoked_at = now(), revoked_by = sync.current_actor()
        where user_id = new.id and revoked_at is null;
    return null;
end
$$;
revoke execute on function auth.end_sessions() from public;
create trigger end_sessions after update of is_active on public.users for each row
    when (old.is_active and not new.is_active) execute function auth.end_sessions();
