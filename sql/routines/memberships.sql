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
