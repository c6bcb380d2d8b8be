-- What each role may do. Nobody but the owner may truncate, alter or drop.

set local role nimara_owner;

grant select, insert, update, delete on all tables in schema public to nimara_server, nimara_jobs;
revoke update, delete on public.audit_logs from nimara_server, nimara_jobs;
revoke insert, delete on public.ports from nimara_server, nimara_jobs;

grant select, insert, update, delete on all tables in schema auth to nimara_server, nimara_jobs;
grant select, insert, update, delete on all tables in schema jobs to nimara_server, nimara_jobs;
grant usage on all sequences in schema auth, jobs to nimara_server, nimara_jobs;

-- The change index is written by triggers alone.
grant select on sync.change_index, sync.scope_rules, sync.epoch to nimara_server, nimara_jobs, nimara_feed;
grant select on sync.schema_version to nimara_server, nimara_jobs, nimara_feed, nimara_audit;
grant select, insert, update on sync.devices, sync.applied_mutation to nimara_server, nimara_jobs;
grant select, insert on sync.events to nimara_server, nimara_jobs;
grant select on sync.events to nimara_feed;
grant usage on all sequences in schema sync to nimara_server, nimara_jobs;
grant delete on sync.devices, sync.applied_mutation, sync.change_index, sync.events to nimara_jobs;

-- The feed reads rows of every port, but no column that never leaves the server.
grant select on all tables in schema public to nimara_feed;
revoke select on public.audit_logs, public.system_settings, public.google_calendar_tokens, public.undo_log,
    public.invoice_counters, public.webhook_deliveries, public.files, public.document_signers, public.form_submissions,
    public.email_accounts, public.webhooks from nimara_feed;
do $$
declare
    secret constant text[] := array['storage_key', 'signing_token_enc', 'token_hash', 'credentials_enc', 'sync_state',
        'secret_enc'];
    guarded name;
begin
    foreach guarded in array array['files', 'document_signers', 'form_submissions', 'email_accounts', 'webhooks'] loop
        execute (select format('grant select (%s) on public.%I to nimara_feed', string_agg(quote_ident(attname), ', '), guarded)
            from pg_attribute
            where attrelid = format('public.%I', guarded)::regclass and attnum > 0 and not attisdropped
                and attname <> all (secret));
    end loop;
end
$$;

grant select on public.audit_logs, public.ports to nimara_audit;
grant update (seq, prev_hash, hash) on public.audit_logs to nimara_audit;
create policy audit on public.ports for select to nimara_audit using (true);

revoke execute on all functions in schema sync from public;
grant execute on function sync.current_port(), sync.current_actor(), sync.scope_id(uuid, text, uuid),
    sync.entity_class(text, text), sync.revision_now(), sync.current_epoch(), sync.actor_is_super_admin()
    to nimara_server, nimara_jobs, nimara_feed, nimara_audit;
