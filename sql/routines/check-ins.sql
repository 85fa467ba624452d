-- Routines are replaced on every migration.

create or replace function kynang.claim_check_in_ticket(
  claimed_check_in_id uuid, claimed_nonce bytea, at_time timestamptz)
returns boolean
language sql volatile security definer
set search_path = pg_catalog
as $$
  with claimed as (
    insert into kynang.check_in_ticket (check_in_id, nonce, attempts, last_attempt_at, used_at)
    select check_in.id, claimed_nonce, 1, at_time, at_time
    from kynang.check_in as check_in
    where check_in.id = claimed_check_in_id
      and (
        check_in.course_run_id = any (kynang.current_run_ids())
        or check_in.owner_id = kynang.current_firm_id()
      )
    on conflict (check_in_id, nonce) do update
    set used_at = excluded.used_at
    where check_in_ticket.used_at is null
    returning 1
  )
  select exists (select from claimed)
$$;
comment on function kynang.claim_check_in_ticket(uuid, bytea, timestamptz) is
  'Claims a ticket for the transaction that marks somebody; false when another has. Of two at once one waits.';
