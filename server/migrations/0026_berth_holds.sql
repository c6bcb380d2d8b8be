-- A hold on a berth, kept whoever writes: while it stands, nobody but its holder takes the berth. A hold ends by its
-- moment; that its state is written down later changes nothing. All of these lock the berth first, so that of two who
-- come at once the second sees what the first did.

set local role nimara_owner;

create function public.keep_hold(port uuid, berth uuid) returns void language plpgsql as $$
begin
    perform from public.berths b where b.port_id = port and b.id = berth for no key update;
    if exists (select from public.berth_holds h
            where h.port_id = port and h.berth_id = berth and h.state = 'active' and h.held_until > now()
                and h.holder_id is distinct from sync.current_actor()) then
        raise exception 'somebody else holds the berth' using errcode = 'exclusion_violation', constraint = 'berth_held';
    end if;
end
$$;

create function public.berth_respects_hold() returns trigger language plpgsql as $$
begin
    perform public.keep_hold(new.port_id, new.id);
    return new;
end
$$;
create trigger respects_hold before update on public.berths for each row when (
        (new.status is distinct from old.status and new.status in ('under_offer', 'reserved', 'sold'))
        or (new.owner_client_id is distinct from old.owner_client_id and new.owner_client_id is not null)
        or (new.tenure_start_on is distinct from old.tenure_start_on and new.tenure_start_on is not null)
        or (new.tenure_end_on is distinct from old.tenure_end_on and new.tenure_end_on is not null)
        or (new.archived_at is not null and old.archived_at is null))
    execute function public.berth_respects_hold();
alter table public.berths enable always trigger respects_hold;

-- How close a deal has come to its berth: 1 the signed EOI, 2 the berth is its own.
create function public.claim_of(deal public.interests) returns integer language sql immutable as $$
    select case
        when deal.occupies_berth then 2
        when deal.berth_id is not null and deal.archived_at is null and deal.outcome <> 'lost'
            and deal.pipeline_stage in ('signed_eoi_nda', 'ten_percent_deposit', 'contract', 'completed') then 1
        else 0 end
$$;

create function public.interest_respects_hold() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' or new.berth_id is distinct from old.berth_id
            or public.claim_of(new) > public.claim_of(old) then
        perform public.keep_hold(new.port_id, new.berth_id);
    end if;
    return new;
end
$$;
-- After occupies_berth, which comes first by its name.
create trigger respects_hold before insert or update on public.interests for each row
    when (new.berth_id is not null
        and new.pipeline_stage in ('signed_eoi_nda', 'ten_percent_deposit', 'contract', 'completed')
        and new.archived_at is null and new.outcome <> 'lost')
    execute function public.interest_respects_hold();
alter table public.interests enable always trigger respects_hold;

-- Granted on a free berth, by oneself, for thirty days at most (a laptop's clock may be a little ahead).
create function public.grant_hold(hold public.berth_holds) returns void language plpgsql as $$
begin
    if sync.current_actor() is not null and hold.holder_id <> sync.current_actor() then
        raise exception 'a hold is its maker''s own' using errcode = 'insufficient_privilege';
    end if;
    perform from public.berths b where b.port_id = hold.port_id and b.id = hold.berth_id for no key update;
    update public.berth_holds h set state = 'expired'
        where h.port_id = hold.port_id and h.berth_id = hold.berth_id and h.state = 'active' and h.held_until <= now();
    if exists (select from public.berths b where b.port_id = hold.port_id and b.id = hold.berth_id
                and (b.status <> 'available' or b.archived_at is not null))
            or exists (select from public.interests i
                where i.port_id = hold.port_id and i.berth_id = hold.berth_id and i.occupies_berth) then
        raise exception 'the berth is not free' using errcode = 'exclusion_violation', constraint = 'hold_on_free_berth';
    end if;
end
$$;

create function public.hold_rules() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if (new.berth_id, new.holder_id) is distinct from (old.berth_id, old.holder_id) then
            raise exception 'a hold keeps its berth and its holder' using errcode = 'check_violation';
        end if;
        if new.state = 'active' and (old.state <> 'active'
                or (new.held_until <> old.held_until and old.held_until <= now())) then
            raise exception 'a hold that has ended stays so' using errcode = 'check_violation', constraint = 'hold_ended';
        end if;
        if new.state = 'expired' and old.state = 'active' and old.held_until > now() then
            raise exception 'a hold expires at its moment' using errcode = 'check_violation', constraint = 'hold_time';
        end if;
    end if;
    if new.state = 'active' and (tg_op = 'INSERT' or new.held_until <> old.held_until)
            and (new.held_until <= now() or new.held_until > now() + interval '30 days 15 minutes') then
        raise exception 'a hold ends within thirty days' using errcode = 'check_violation', constraint = 'hold_time';
    end if;
    if new.state = 'active' and tg_op = 'INSERT' then
        perform public.grant_hold(new);
    end if;
    return new;
end
$$;
create trigger hold_rules before insert or update on public.berth_holds
    for each row execute function public.hold_rules();
alter table public.berth_holds enable always trigger hold_rules;
