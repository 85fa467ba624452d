-- A firm says who has left; what an account may be stands outside of every firm and is changed by the owner.

create or replace function kynang.membership_end(leaver_id uuid, at_time timestamptz)
returns integer
language sql security definer
set search_path = pg_catalog
as $$
  with ended as (
    update kynang.membership as membership
    set revoked_at = at_time
    where membership.firm_id = kynang.current_firm_id()
      and membership.revoked_at is null
      and membership.account_id in (
        select own.account_id
        from kynang.membership as own
        where own.firm_id = kynang.current_firm_id()
          and own.employee_id = leaver_id
      )
    returning 1
  )
  select count(*)::integer from ended
$$;
comment on function kynang.membership_end(uuid, timestamptz) is
  'Ends, from a moment on, all that the account of a leaver may be in the current firm; how many roles.';

create or replace function kynang.membership_restore(leaver_id uuid, at_time timestamptz)
returns integer
language sql security definer
set search_path = pg_catalog
as $$
  with restored as (
    update kynang.membership as membership
    set revoked_at = null
    where membership.firm_id = kynang.current_firm_id()
      and membership.revoked_at = at_time
      and membership.account_id in (
        select own.account_id
        from kynang.membership as own
        where own.firm_id = kynang.current_firm_id()
          and own.employee_id = leaver_id
      )
    returning 1
  )
  select count(*)::integer from restored
$$;
comment on function kynang.membership_restore(uuid, timestamptz) is
  'Gives back what a leaving ended at that very moment, when the leaving was a mistake; how many roles.';

create or replace function kynang.membership_count(wanted_id uuid)
returns integer
language sql stable security definer
set search_path = pg_catalog
as $$
  select count(distinct membership.account_id)::integer
  from kynang.membership as membership
  where membership.firm_id = kynang.current_firm_id()
    and membership.employee_id = wanted_id
    and membership.revoked_at is null
$$;
comment on function kynang.membership_count(uuid) is
  'How many accounts may be this employee of the current firm.';

create or replace function kynang.membership_move(from_id uuid, to_id uuid, at_time timestamptz)
returns table (id uuid, effect text)
language sql security definer
set search_path = pg_catalog
as $$
  -- An account that is the survivor already would be it twice: that one ends.
  with moved as (
    update kynang.membership as membership
    set
      employee_id = to_id,
      revoked_at = case
        when membership.revoked_at is null and exists (
          select
          from kynang.membership as own
          where own.account_id = membership.account_id
            and own.firm_id = membership.firm_id
            and own.employee_id = to_id
            and own.role = membership.role
            and own.revoked_at is null
        ) then at_time
        else membership.revoked_at
      end
    where membership.firm_id = kynang.current_firm_id()
      and membership.employee_id = from_id
    returning membership.id, membership.revoked_at
  )
  select moved.id, case when moved.revoked_at = at_time then 'revoked' else 'moved' end
  from moved
$$;
comment on function kynang.membership_move(uuid, uuid, timestamptz) is
  'What accounts may be as one employee of the current firm, they may be as another from now on.';

create or replace function kynang.membership_move_back(
  from_id uuid, to_id uuid, moved_ids uuid[], revoked_ids uuid[], moved_at timestamptz)
returns integer
language sql security definer
set search_path = pg_catalog
as $$
  with returned as (
    update kynang.membership as membership
    set
      employee_id = to_id,
      revoked_at = case
        when membership.id = any (revoked_ids) and membership.revoked_at = moved_at then null
        else membership.revoked_at
      end
    where membership.firm_id = kynang.current_firm_id()
      and membership.employee_id = from_id
      and membership.id = any (moved_ids || revoked_ids)
    returning 1
  )
  select count(*)::integer from returned
$$;
comment on function kynang.membership_move_back(uuid, uuid, uuid[], uuid[], timestamptz) is
  'Gives back to one employee of the current firm the memberships that a merge moved to another; how many.';

create or replace function kynang.is_stranger(invited kynang.membership)
returns boolean
language sql stable
set search_path = pg_catalog
as $$
  select invited.is_pending
    and exists (
      select
      from kynang.membership as elsewhere
      where elsewhere.account_id = invited.account_id
        and (elsewhere.firm_id, elsewhere.provider_id, elsewhere.agency_id)
          is distinct from (invited.firm_id, invited.provider_id, invited.agency_id)
    )
    and not exists (
      select
      from kynang.membership as accepted
      where accepted.account_id = invited.account_id
        and (accepted.firm_id, accepted.provider_id, accepted.agency_id)
          is not distinct from (invited.firm_id, invited.provider_id, invited.agency_id)
        and not accepted.is_pending
    )
$$;
comment on function kynang.is_stranger(kynang.membership) is
  'Whether somebody who was invited is known elsewhere and not here: until they accept, whoever invited them learns nothing.';
