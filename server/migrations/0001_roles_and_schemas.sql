-- The roles of the cluster, the schemas of this database and the extensions. Runs as the administrator, who must be a
-- superuser or may create roles; everything after it is owned by nimara_owner.
--
--   nimara_owner   owns all objects; nobody signs in as it
--   nimara_server  serves requests: reads and writes rows of the port it has set, never another's
--   nimara_jobs    workers: the same, and the queues
--   nimara_feed    reads the change index and the rows that it names, of all ports
--   nimara_audit   seals the audit log
--
-- Login roles have no password here: over a socket of the same machine the cluster decides, elsewhere the operator
-- gives them one. Roles belong to the cluster, which may hold several databases, so each may be there already.

do $$
declare
    role_name text;
begin
    foreach role_name in array array['nimara_owner', 'nimara_server', 'nimara_jobs', 'nimara_feed', 'nimara_audit'] loop
        begin
            execute format('create role %I %s nosuperuser nocreatedb nocreaterole noreplication nobypassrls', role_name,
                case role_name when 'nimara_owner' then 'nologin' else 'login' end);
        exception when duplicate_object or unique_violation then
            null;
        end;
    end loop;
    if not pg_has_role(current_user, 'nimara_owner', 'member') then
        execute format('grant nimara_owner to %I', current_user);
    end if;
    execute format('grant create, connect, temporary on database %I to nimara_owner', current_database());
end
$$;

create extension if not exists pgcrypto with schema public;
create extension if not exists citext with schema public;
create extension if not exists pg_trgm with schema public;
create extension if not exists unaccent with schema public;

grant usage, create on schema public to nimara_owner;
revoke create on schema public from public;
create schema auth authorization nimara_owner;
create schema jobs authorization nimara_owner;
-- The schema sync is there already: the migrator keeps its own list in it.
alter schema sync owner to nimara_owner;
alter table sync.schema_version owner to nimara_owner;

revoke all on schema auth, sync, jobs from public;
grant usage on schema public, sync to nimara_server, nimara_jobs, nimara_feed, nimara_audit;
grant usage on schema auth, jobs to nimara_server, nimara_jobs;
