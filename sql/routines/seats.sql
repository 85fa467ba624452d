-- Seats are decided here, under a lock of the run, by the owner of the schema: a firm may not see who
-- else sits in a class, yet capacity and the queue are common to all firms. Nothing here is personal.
-- Routines are replaced on every migration.

create or replace function kynang.seat_counts(run_ids uuid[])
returns table (course_run_id uuid, taken integer, waiting integer)
language sql stable security definer
set search_path = pg_catalog
as $$
  select
    seat.course_run_id,
    count(*) filter (where seat.state = 'taken')::integer,
    count(*) filter (where seat.state = 'waiting')::integer
  from kynang.seat
  where seat.course_run_id = any (run_ids)
  group by seat.course_run_id
$$;

create or replace function kynang.seat_has_priority(run kynang.course_run, waiting_firm_id uuid, at_time timestamptz)
returns boolean
language sql stable security definer
set search_path = pg_catalog
as $$
  select run.waiting_policy = 'priority' and exists (
    select
    from kynang.firm_flag as flag
    where flag.firm_id = waiting_firm_id
      and flag.flag_code = any (run.priority_flags)
      and flag.superseded_at is null
      and not flag.is_void
      and flag.during @> (at_time at time zone 'Asia/Ho_Chi_Minh')::date
  )
$$;
comment on function kynang.seat_has_priority(kynang.course_run, uuid, timestamptz) is
  'Whether a firm is of a group that a run lets in before others.';

create or replace function kynang.seat_ahead(run_id uuid, at_time timestamptz)
returns integer
language sql stable security definer
set search_path = pg_catalog
as $$
  select count(*)::integer
  from kynang.course_run as run
  join kynang.seat
    on seat.course_run_id = run.id
    and seat.state = 'waiting'
  where run.id = run_id
    and (
      not kynang.seat_has_priority(run, kynang.current_firm_id(), at_time)
      or kynang.seat_has_priority(run, seat.firm_id, at_time)
    )
$$;
comment on function kynang.seat_ahead(uuid, timestamptz) is
  'How many would wait ahead of somebody whom the current firm puts into the queue of a run.';

create or replace function kynang.seat_lock(run_id uuid)
returns table (taken integer, waiting integer, taken_by_firm integer, last_number integer)
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  perform from kynang.course_run where id = run_id for no key update;
  return query
    select
      count(*) filter (where seat.state = 'taken')::integer,
      count(*) filter (where seat.state = 'waiting')::integer,
      count(*) filter (where seat.state = 'taken' and seat.firm_id = kynang.current_firm_id())::integer,
      coalesce(max(seat.number), 0)::integer
    from kynang.seat
    where seat.course_run_id = run_id;
end
$$;
comment on function kynang.seat_lock(uuid) is
  'Locks a run until the transaction ends and counts its seats; new seats are numbered after last_number.';

create or replace function kynang.seat_add(
  run_id uuid, enrolment_ids uuid[], states text[], first_number integer, at_time timestamptz)
returns void
language sql security definer
set search_path = pg_catalog
as $$
  insert into kynang.seat (course_run_id, number, firm_id, enrolment_id, state, taken_at, changed_at)
  select
    run_id, first_number + wanted.ordinal::integer - 1, kynang.current_firm_id(), wanted.enrolment_id,
    wanted.state, at_time, at_time
  from unnest(enrolment_ids, states) with ordinality as wanted (enrolment_id, state, ordinal)
  -- An enrolment that stands again after its seat was given up queues anew.
  on conflict on constraint an_enrolment_has_one_seat do update
  set number = excluded.number, state = excluded.state, taken_at = excluded.taken_at,
    changed_at = excluded.changed_at
  where seat.state = 'released'
    and seat.firm_id = excluded.firm_id
$$;
comment on function kynang.seat_add(uuid, uuid[], text[], integer, timestamptz) is
  'Adds seats for enrolments of the current firm; call after seat_lock in the same transaction.';

create or replace function kynang.seat_promote(run_id uuid, at_time timestamptz, outbox_ids uuid[])
returns table (enrolment_id uuid, firm_id uuid)
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  run kynang.course_run;
  freed integer;
  candidate record;
  used integer := 0;
begin
  select * into strict run from kynang.course_run where id = run_id for no key update;
  -- After the cut-off nobody is promoted: a person must not learn of a course that has begun.
  if at_time >= run.cut_off_at or run.state <> 'open' then
    return;
  end if;
  select run.capacity - count(*) into freed
  from kynang.seat where seat.course_run_id = run_id and seat.state = 'taken';
  for candidate in
    select waiting.number, waiting.enrolment_id, waiting.firm_id
    from kynang.seat as waiting
    where waiting.course_run_id = run_id and waiting.state = 'waiting'
    order by kynang.seat_has_priority(run, waiting.firm_id, at_time) desc, waiting.number
  loop
    exit when used >= freed or used >= cardinality(outbox_ids);
    if run.waiting_policy = 'firm_quota' and (
      select count(*) from kynang.seat as taken
      where taken.course_run_id = run_id and taken.state = 'taken' and taken.firm_id = candidate.firm_id
    ) >= run.firm_quota then
      continue;
    end if;
    used := used + 1;
    update kynang.seat set state = 'taken', changed_at = at_time
    where seat.course_run_id = run_id and seat.number = candidate.number;
    insert into kynang.outbox (id, firm_id, kind, subject_id, payload, created_at, due_at)
    values (
      outbox_ids[used], candidate.firm_id, 'seat_promoted', candidate.enrolment_id,
      jsonb_build_object('courseRunID', run_id, 'number', candidate.number), at_time, at_time);
    enrolment_id := candidate.enrolment_id;
    firm_id := candidate.firm_id;
    return next;
  end loop;
end
$$;
comment on function kynang.seat_promote(uuid, timestamptz, uuid[]) is
  'Before the cut-off, gives free seats to the queue, at most one per outbox id; the enrolments of '
  'those promoted follow through the outbox. For a run whose capacity grew.';

create or replace function kynang.seat_admit(
  run_id uuid, admitted_ids uuid[], at_time timestamptz, outbox_ids uuid[])
returns integer
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  admitted integer;
begin
  perform from kynang.course_run where id = run_id for no key update;
  with seated as (
    update kynang.seat
    set state = 'taken', changed_at = at_time
    where seat.course_run_id = run_id and seat.state = 'waiting' and seat.enrolment_id = any (admitted_ids)
    returning seat.number, seat.firm_id, seat.enrolment_id
  ),
  told as (
    insert into kynang.outbox (id, firm_id, kind, subject_id, payload, created_at, due_at)
    select
      outbox_ids[row_number() over (order by seated.number)], seated.firm_id, 'seat_promoted',
      seated.enrolment_id, jsonb_build_object('courseRunID', run_id, 'number', seated.number), at_time,
      at_time
    from seated
    returning 1
  )
  select count(*)::integer into admitted from seated;
  return admitted;
end
$$;
comment on function kynang.seat_admit(uuid, uuid[], timestamptz, uuid[]) is
  'Gives seats to people of the queue whatever the capacity and the cut-off, as whoever plans the run '
  'decided; their enrolments follow through the outbox.';

create or replace function kynang.seat_release(
  run_id uuid, released_ids uuid[], at_time timestamptz, outbox_ids uuid[])
returns table (enrolment_id uuid, firm_id uuid)
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  perform from kynang.course_run where id = run_id for no key update;
  update kynang.seat
  set state = 'released', changed_at = at_time
  where seat.course_run_id = run_id and seat.enrolment_id = any (released_ids)
    and seat.state <> 'released' and seat.firm_id = kynang.current_firm_id();
  return query select * from kynang.seat_promote(run_id, at_time, outbox_ids);
end
$$;
comment on function kynang.seat_release(uuid, uuid[], timestamptz, uuid[]) is
  'Releases seats of the current firm and, before the cut-off, gives them to the queue.';

create or replace function kynang.seat_release_run(run_id uuid, at_time timestamptz, outbox_ids uuid[])
returns integer
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  cancelled_id uuid;
  released integer;
begin
  -- Whether somebody may call the run off was decided when its state was set.
  select run.id into cancelled_id
  from kynang.course_run as run where run.id = run_id and run.state = 'cancelled' for no key update;
  if not found then
    return 0;
  end if;
  with freed as (
    update kynang.seat
    set state = 'released', changed_at = at_time
    where seat.course_run_id = cancelled_id and seat.state <> 'released'
    returning seat.firm_id
  ),
  told as (
    insert into kynang.outbox (id, firm_id, kind, subject_id, payload, created_at, due_at)
    select
      outbox_ids[row_number() over (order by firm.id)], firm.id, 'run_cancelled', cancelled_id,
      jsonb_build_object('courseRunID', cancelled_id), at_time, at_time
    from (
      select distinct freed.firm_id as id
      from freed
      where freed.firm_id <> kynang.current_firm_id()
    ) as firm
    returning 1
  )
  select count(*)::integer into released from freed;
  return released;
end
$$;
comment on function kynang.seat_release_run(uuid, timestamptz, uuid[]) is
  'Releases every seat of a cancelled run and tells each other firm once, with one outbox id for each; '
  'how many seats.';

drop function if exists kynang.seat_position(uuid, uuid);
create or replace function kynang.seat_position(run_id uuid, waiting_id uuid, at_time timestamptz)
returns integer
language sql stable security definer
set search_path = pg_catalog
as $$
  select (
    select count(*)::integer
    from kynang.seat as ahead
    where ahead.course_run_id = run_id and ahead.state = 'waiting'
      and (
        not kynang.seat_has_priority(run, ahead.firm_id, at_time), ahead.number
      ) <= (
        not kynang.seat_has_priority(run, own.firm_id, at_time), own.number
      )
  )
  from kynang.seat as own
  join kynang.course_run as run
    on run.id = run_id
  where own.course_run_id = run_id and own.enrolment_id = waiting_id and own.state = 'waiting'
    and own.firm_id = kynang.current_firm_id()
$$;
comment on function kynang.seat_position(uuid, uuid, timestamptz) is
  'The place in the queue of an enrolment of the current firm, from 1; null when it does not wait.';

create or replace function kynang.seat_swap(run_id uuid, leaving_id uuid, joining_id uuid, at_time timestamptz)
returns text
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  kept record;
  next_number integer;
begin
  perform from kynang.course_run where id = run_id for no key update;
  select seat.number, seat.state into kept
  from kynang.seat
  where seat.course_run_id = run_id and seat.enrolment_id = leaving_id and seat.state <> 'released'
    and seat.firm_id = kynang.current_firm_id();
  if not found then
    return null;
  end if;
  select max(seat.number) + 1 into next_number from kynang.seat where seat.course_run_id = run_id;
  -- The leaving person keeps a released row at the end, the joining one takes over the number.
  update kynang.seat set number = next_number, state = 'released', changed_at = at_time
  where seat.course_run_id = run_id and seat.number = kept.number;
  insert into kynang.seat (course_run_id, number, firm_id, enrolment_id, state, taken_at, changed_at)
  values (run_id, kept.number, kynang.current_firm_id(), joining_id, kept.state, at_time, at_time);
  return kept.state;
end
$$;
comment on function kynang.seat_swap(uuid, uuid, uuid, timestamptz) is
  'Gives a seat or a place in the queue to another enrolment of the same firm; its state, or null.';

create or replace function kynang.enrolment_spend(
  run_id uuid, enrolment_ids uuid[], on_day date, at_time timestamptz, account uuid)
returns integer
language sql security definer
set search_path = pg_catalog
as $$
  -- A trainer never reads money; this only lets what they record turn committed money into spent
  -- money, in runs that their transaction has entered.
  with spent as (
    update kynang.enrolment_status as status
    set superseded_at = at_time
    where status.firm_id = kynang.current_firm_id()
      and status.course_run_id = run_id
      and status.id = any (enrolment_ids)
      and status.superseded_at is null
      and not status.is_void
      and status.money_state = 'committed'
      and (
        current_setting('role') = 'kynang_firm'
        or status.course_run_id = any (kynang.current_run_ids())
      )
    returning
      status.firm_id, status.id, status.revision, status.employee_id, status.course_run_id, status.state,
      status.list_price_vnd, status.support_vnd, status.firm_part_vnd
  ),
  added as (
    insert into kynang.enrolment_status (
      firm_id, id, revision, employee_id, course_run_id, state, occurred_on, list_price_vnd, support_vnd,
      firm_part_vnd, money_state, recorded_at, recorded_by)
    select
      spent.firm_id, spent.id, spent.revision + 1, spent.employee_id, spent.course_run_id, spent.state,
      on_day, spent.list_price_vnd, spent.support_vnd, spent.firm_part_vnd, 'spent', at_time, account
    from spent
    returning 1
  )
  select count(*)::integer from added
$$;
comment on function kynang.enrolment_spend(uuid, uuid[], date, timestamptz, uuid) is
  'Turns the committed money of enrolments of the current firm in a run into spent money; how many.';

create or replace function kynang.double_booked(wanted_session_id uuid, firm_ids uuid[])
returns table (enrolment_id uuid)
language sql stable security definer
set search_path = pg_catalog
as $$
  -- A trainer sees no other run; that somebody is expected elsewhere is all they learn.
  select distinct status.id
  from kynang.session as wanted
  join kynang.enrolment_status as status
    on status.firm_id = any (firm_ids)
    and status.course_run_id = wanted.course_run_id
    and status.superseded_at is null
    and not status.is_void
    and status.state = 'enrolled'
    and (
      status.firm_id = kynang.current_firm_id()
      or status.course_run_id = any (kynang.current_run_ids())
    )
  join kynang.enrolment_status as elsewhere
    on elsewhere.firm_id = status.firm_id
    and elsewhere.employee_id = status.employee_id
    and elsewhere.superseded_at is null
    and not elsewhere.is_void
    and elsewhere.state = 'enrolled'
    and elsewhere.course_run_id <> status.course_run_id
  join kynang.session as other
    on other.course_run_id = elsewhere.course_run_id
    and other.held_on = wanted.held_on
    and other.state <> 'cancelled'
    and (
      wanted.morning && other.morning or wanted.afternoon && other.afternoon
      or wanted.morning && other.afternoon or wanted.afternoon && other.morning
    )
  where wanted.id = wanted_session_id
$$;
comment on function kynang.double_booked(uuid, uuid[]) is
  'Enrolments of a session''s run whose person is enrolled in another session at the same time.';

create or replace function kynang.stable_known_at(wanted timestamptz)
returns timestamptz
language sql volatile security definer
set search_path = pg_catalog
as $$
  -- A transaction still open may record a fact stamped before `wanted`: stay behind the oldest one,
  -- and behind one that is about to begin by a second, which covers the clocks of the service and of
  -- the database.
  select least(wanted, coalesce(min(activity.xact_start), clock_timestamp()) - interval '1 second')
  from pg_stat_activity as activity
  where activity.datname = current_database()
    and activity.xact_start is not null
    and activity.pid <> pg_backend_pid()
$$;
comment on function kynang.stable_known_at(timestamptz) is
  'The latest moment, at most the one asked for, about which nothing more can be recorded.';

revoke execute on all functions in schema kynang from public;
grant execute on all functions in schema kynang
  to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system, kynang_loader;
