-- A firm's closed run by somebody else's provider is a request until that provider answers. The provider's
-- trainers may not plan what a firm owns; answering is all they may do, and the owner of the schema does it.

create or replace function kynang.awaits_provider(run kynang.course_run)
returns boolean
language sql immutable
as $$
  select run.owner_id is not null and run.provider_id <> run.owner_id and run.provider_agreed_at is null
$$;
comment on function kynang.awaits_provider(kynang.course_run) is
  'Whether a closed run still waits for the answer of its provider.';

create or replace function kynang.run_request_answer(
  run_id uuid, answering_provider uuid, agrees boolean, with_room uuid, why text, at_time timestamptz)
returns boolean
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  update kynang.course_run as run
  set
    provider_agreed_at = case when agrees then at_time end,
    room_id = coalesce(with_room, run.room_id),
    state = case when agrees then run.state else 'cancelled' end,
    state_reason = case when agrees then run.state_reason else why end,
    version = run.version + 1
  where run.id = run_id
    and run.provider_id = answering_provider
    and run.state in ('planned', 'open')
    and kynang.awaits_provider(run);
  return found;
end
$$;
comment on function kynang.run_request_answer(uuid, uuid, boolean, uuid, text, timestamptz) is
  'The answer of a provider to the request for a closed run; false when there is no such request.';
