-- name: course_run.course
-- A course that a run of the caller may deliver.
-- $1 uuid course, $2 text role, $3 uuid firm, $4 uuid provider (of the caller)
select course.id, course.owner_id, course.price_vnd, course.language, course.is_published
from kynang.course
where course.id = $1::uuid
  and kynang.may_see_offer(course.owner_id, course.provider_id, $2::text, $3::uuid, $4::uuid);

-- name: course_run.provider_trainers
-- Which of some trainers teach for a provider now.
-- $1 uuid[] trainers, $2 uuid provider
select trainer.id
from kynang.trainer
where trainer.id = any ($1::uuid[])
  and trainer.provider_id = $2::uuid
  and trainer.is_active;

-- name: course_run.provider_rooms
-- Which of some rooms belong to a provider and are in use.
-- $1 uuid[] rooms, $2 uuid provider
select room.id
from kynang.room
where room.id = any ($1::uuid[])
  and room.provider_id = $2::uuid
  and room.is_active;

-- name: course_run.insert
-- $1 uuid id, $2 uuid course, $3 uuid provider, $4 uuid firm of a closed run or null, $5 text code,
-- $6 text language, $7 uuid room, $8 text place, $9 text commune, $10 integer capacity (seats),
-- $11 timestamptz cut-off, $12 text waiting policy, $13 integer firm quota (seats), $14 bigint price (đồng),
-- $15 date first day, $16 date last day, $17 text state, $18 timestamptz now, $19 uuid account,
-- $20 text[] flags that come first
insert into kynang.course_run (
  id, course_id, provider_id, owner_id, code, language, room_id, place, commune_code, capacity, cut_off_at,
  waiting_policy, firm_quota, price_vnd, starts_on, ends_on, state, created_at, created_by, priority_flags)
values (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20);

-- name: course_run.delete_trainers
-- $1 uuid run
delete from kynang.course_run_trainer
where course_run_id = $1;

-- name: course_run.trainers
-- $1 uuid run
select taught.trainer_id as id
from kynang.course_run_trainer as taught
where taught.course_run_id = $1;

-- name: course_run.insert_trainers
-- $1 uuid run, $2 uuid[] trainers
insert into kynang.course_run_trainer (course_run_id, trainer_id)
select $1::uuid, wanted.trainer_id
from unnest($2::uuid[]) as wanted (trainer_id);

-- name: course_run.known_flags
-- Which of some codes are groups that support rules know.
-- $1 text[] codes
select flag.code
from kynang.support_flag as flag
where flag.code = any ($1::text[]);

-- name: course_run.lock
-- A run that the caller may plan, kept from other changes and from its queue until the transaction ends.
-- $1 uuid run, $2 text role, $3 uuid firm, $4 uuid provider, $5 text province (of the caller)
select
  run.id, run.course_id, run.owner_id, run.provider_id, run.code, run.language, run.room_id, run.place,
  run.commune_code, run.capacity, run.cut_off_at, run.waiting_policy, run.firm_quota, run.priority_flags,
  run.price_vnd, run.starts_on, run.ends_on, run.state, run.version,
  kynang.awaits_provider(run) as awaits_provider
from kynang.course_run as run
join kynang.provider on provider.id = run.provider_id
where run.id = $1::uuid
  and kynang.may_plan(
    run.owner_id, run.provider_id, provider.province_code, $2::text, $3::uuid, $4::uuid, $5::text)
for no key update of run;

-- name: course_run.change
-- Nulls leave a column as it is; an empty place is none, and a quota goes with its policy.
-- $1 uuid run, $2 text code, $3 text language, $4 uuid room, $5 boolean without a room, $6 text place,
-- $7 text commune, $8 integer capacity (seats), $9 timestamptz cut-off, $10 text waiting policy,
-- $11 integer firm quota (seats), $12 bigint price (đồng), $13 date first day, $14 date last day, $15 text state,
-- $16 text[] flags that come first
update kynang.course_run
set
  code = coalesce($2::text, code),
  language = coalesce($3::text, language),
  room_id = case when $5::boolean then null else coalesce($4::uuid, room_id) end,
  place = nullif(coalesce($6::text, place), ''),
  commune_code = nullif(coalesce($7::text, commune_code), ''),
  capacity = coalesce($8::integer, capacity),
  cut_off_at = coalesce($9::timestamptz, cut_off_at),
  waiting_policy = coalesce($10::text, waiting_policy),
  firm_quota = case
    when coalesce($10::text, waiting_policy) = 'firm_quota' then coalesce($11::integer, firm_quota)
  end,
  priority_flags = case
    when coalesce($10::text, waiting_policy) = 'priority' then coalesce($16::text[], priority_flags)
    else '{}'
  end,
  price_vnd = coalesce($12::bigint, price_vnd),
  starts_on = coalesce($13::date, starts_on),
  ends_on = coalesce($14::date, ends_on),
  state = coalesce($15::text, state),
  version = version + 1
where id = $1;

-- name: course_run.answer_request
-- $1 uuid run, $2 uuid provider that answers, $3 boolean agrees, $4 uuid room or null, $5 text reason or null,
-- $6 timestamptz now
select kynang.run_request_answer(
  $1::uuid, $2::uuid, $3::boolean, $4::uuid, $5::text, $6::timestamptz) as is_answered;

-- name: course_run.ask_again
-- What a provider has agreed to has changed: it is a request once more, and not open.
-- $1 uuid run
update kynang.course_run
set provider_agreed_at = null, state = 'planned', version = version + 1
where id = $1;

-- name: course_run.set_state
-- $1 uuid run, $2 text state, $3 text reason or null
update kynang.course_run
set state = $2, state_reason = $3, version = version + 1
where id = $1;

-- name: course_run.follow_sessions
-- The first and last day of a run are those of its sessions, once it has some.
-- $1 uuid run
update kynang.course_run
set
  starts_on = coalesce((
    select min(session.held_on)
    from kynang.session
    where session.course_run_id = $1::uuid
      and session.state <> 'cancelled'
  ), starts_on),
  ends_on = coalesce((
    select max(session.held_on)
    from kynang.session
    where session.course_run_id = $1::uuid
      and session.state <> 'cancelled'
  ), ends_on),
  version = version + 1
where id = $1::uuid;

-- name: course_run.seats
-- The seats of a run under its lock.
-- $1 uuid run
select seats.taken, seats.waiting
from kynang.seat_lock($1::uuid) as seats;

-- name: course_run.promote
-- Gives seats that have become free to the queue, before the cut-off.
-- $1 uuid run, $2 timestamptz now, $3 uuid[] ids of the messages that tell the firms
select count(*) as promoted
from kynang.seat_release($1::uuid, '{}'::uuid[], $2::timestamptz, $3::uuid[]);

-- name: course_run.release_seats
-- Gives up every seat of a run that was called off, and leaves each other firm a message.
-- $1 uuid run, $2 timestamptz now, $3 uuid[] ids of the messages (as many as seats)
select kynang.seat_release_run($1::uuid, $2::timestamptz, $3::uuid[]) as released;

-- name: course_run.admit
-- Seats people of the queue whatever the capacity and the cut-off.
-- $1 uuid run, $2 uuid[] enrolments, $3 timestamptz now, $4 uuid[] ids of the messages that tell the firms
select kynang.seat_admit($1::uuid, $2::uuid[], $3::timestamptz, $4::uuid[]) as admitted;

-- name: course_run.queue
-- Who waits for a run, in the order in which seats will go to them; no person.
-- $1 uuid run, $2 timestamptz now, $3 text role, $4 uuid firm, $5 uuid provider, $6 text province (of whoever
-- plans)
select
  row_number() over (
    order by kynang.seat_has_priority(run, seat.firm_id, $2::timestamptz) desc, seat.number
  )::integer as position,
  seat.enrolment_id, seat.firm_id, firm.name as firm_name, seat.taken_at as waiting_since,
  kynang.seat_has_priority(run, seat.firm_id, $2::timestamptz) as has_priority
from kynang.course_run as run
join kynang.seat
  on seat.course_run_id = run.id
  and seat.state = 'waiting'
join kynang.provider
  on provider.id = run.provider_id
left join kynang.firm
  on firm.id = seat.firm_id
where run.id = $1::uuid
  and kynang.may_plan(
    run.owner_id, run.provider_id, provider.province_code, $3::text, $4::uuid, $5::uuid, $6::text)
order by position;

-- name: course_run.list
-- Runs that the caller may know of, by their first day. The page is found first, in order, so that seats
-- are counted for the runs on it and for those before it that were full, and for no other.
-- $1 text role, $2 uuid firm, $3 uuid provider (of the caller), $4 text search or null, $5 uuid course,
-- $6 uuid competency it closes, $7 integer level it reaches at least, $8 date starts on or after,
-- $9 date starts on or before, $10 text commune, $11 boolean with free seats only, $12 uuid provider,
-- $13 uuid trainer, $14 text[] states, $15 date first day after, $16 uuid id after, $17 integer page size (rows)
with page as materialized (
  select candidate.id, seats.taken, seats.waiting
  from (
    select run.id, run.starts_on, run.capacity
    from kynang.course_run as run
    where kynang.may_see_offer(run.owner_id, run.provider_id, $1::text, $2::uuid, $3::uuid)
      and (
        $4::text is null
        or run.code = $4
        or position(kynang.folded($4) in kynang.folded(run.code)) > 0
        or exists (
          select
          from kynang.course
          where course.id = run.course_id
            and position(
              kynang.folded($4) in kynang.folded(concat_ws(' ', course.title ->> 'vi', course.title ->> 'en'))) > 0
        )
      )
      and ($5::uuid is null or run.course_id = $5)
      and (
        $6::uuid is null
        or exists (
          select
          from kynang.course_outcome as outcome
          where outcome.course_id = run.course_id
            and ($7::integer is null or outcome.target_level >= $7)
            and (
              outcome.competency_id = $6
              or exists (
                select
                from kynang.competency_equivalence as equivalence
                where equivalence.competency_id = outcome.competency_id
                  and equivalence.counts_as_id = $6
              )
            )
        )
      )
      and ($8::date is null or run.starts_on >= $8)
      and ($9::date is null or run.starts_on <= $9)
      and ($10::text is null or run.commune_code = $10)
      and ($12::uuid is null or run.provider_id = $12)
      and (
        $13::uuid is null
        or exists (
          select
          from kynang.course_run_trainer as taught
          where taught.course_run_id = run.id
            and taught.trainer_id = $13
        )
      )
      and run.state = any ($14::text[])
      and ($15::date is null or (run.starts_on, run.id) > ($15, $16::uuid))
    order by run.starts_on, run.id
  ) as candidate
  cross join lateral (
    select coalesce(max(counted.taken), 0) as taken, coalesce(max(counted.waiting), 0) as waiting
    from kynang.seat_counts(array[candidate.id]) as counted
  ) as seats
  where not $11::boolean
    or seats.taken < candidate.capacity
  order by candidate.starts_on, candidate.id
  limit $17::bigint
)
select
  run.id, run.code, run.course_id, course.code as course_code, course.title as course_title, course.mode,
  course.support_content_code, course.duration_hours, run.provider_id, provider.name as provider_name, run.owner_id is not null as is_in_house,
  kynang.awaits_provider(run) as awaits_provider,
  run.language, run.room_id, room.name as room_name, run.place, run.commune_code, commune.name as commune_name,
  run.capacity, page.taken, page.waiting, greatest(run.capacity - page.taken, 0) as free_seats, run.cut_off_at,
  run.waiting_policy, run.firm_quota, run.priority_flags, run.price_vnd, run.starts_on, run.ends_on, run.state,
  run.state_reason, run.version,
  coalesce((
    select jsonb_agg(jsonb_build_object('id', trainer.id, 'name', trainer.display_name) order by trainer.code)
    from kynang.course_run_trainer as taught
    join kynang.trainer on trainer.id = taught.trainer_id
    where taught.course_run_id = run.id
  ), '[]') as trainers,
  (
    select count(*)
    from kynang.session
    where session.course_run_id = run.id
      and session.state <> 'cancelled'
  ) as session_count
from page
join kynang.course_run as run on run.id = page.id
join kynang.course on course.id = run.course_id
join kynang.provider on provider.id = run.provider_id
left join kynang.room on room.id = run.room_id
left join kynang.commune on commune.code = run.commune_code
order by run.starts_on, run.id;

-- name: course_run.show
-- One run that the caller may know of.
-- $1 uuid run, $2 text role, $3 uuid firm, $4 uuid provider (of the caller)
select
  run.id, run.code, run.course_id, course.code as course_code, course.title as course_title, course.mode,
  course.support_content_code, course.duration_hours, run.provider_id, provider.name as provider_name, run.owner_id is not null as is_in_house,
  kynang.awaits_provider(run) as awaits_provider,
  run.language, run.room_id, room.name as room_name, run.place, run.commune_code, commune.name as commune_name,
  run.capacity, coalesce(seats.taken, 0) as taken, coalesce(seats.waiting, 0) as waiting,
  greatest(run.capacity - coalesce(seats.taken, 0), 0) as free_seats, run.cut_off_at, run.waiting_policy,
  run.firm_quota, run.priority_flags, run.price_vnd, run.starts_on, run.ends_on, run.state, run.state_reason,
  run.version,
  coalesce((
    select jsonb_agg(jsonb_build_object('id', trainer.id, 'name', trainer.display_name) order by trainer.code)
    from kynang.course_run_trainer as taught
    join kynang.trainer on trainer.id = taught.trainer_id
    where taught.course_run_id = run.id
  ), '[]') as trainers,
  (
    select count(*)
    from kynang.session
    where session.course_run_id = run.id
      and session.state <> 'cancelled'
  ) as session_count
from kynang.course_run as run
join kynang.course on course.id = run.course_id
join kynang.provider on provider.id = run.provider_id
left join kynang.room on room.id = run.room_id
left join kynang.commune on commune.code = run.commune_code
left join kynang.seat_counts(array[$1::uuid]) as seats on seats.course_run_id = run.id
where run.id = $1::uuid
  and kynang.may_see_offer(run.owner_id, run.provider_id, $2::text, $3::uuid, $4::uuid);

-- name: session.list
-- The sessions of a run that the caller may know of, in the order in which they are held. Without a room
-- of its own a session is in the run's.
-- $1 uuid run, $2 text role, $3 uuid firm, $4 uuid provider (of the caller)
select
  session.id, session.course_run_id, session.ordinal, session.held_on,
  to_char(lower(session.morning) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as morning_start,
  to_char(upper(session.morning) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as morning_end,
  to_char(lower(session.afternoon) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as afternoon_start,
  to_char(upper(session.afternoon) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as afternoon_end,
  room.id as room_id, room.name as room_name, room.capacity as room_capacity, session.state, session.version,
  holiday.name as holiday,
  array(
    select named.trainer_id
    from kynang.session_trainer as named
    where named.session_id = session.id
  ) as trainer_ids
from kynang.course_run as run
join kynang.session on session.course_run_id = run.id
left join kynang.room on room.id = coalesce(session.room_id, run.room_id)
left join kynang.holiday on holiday.day = session.held_on
where run.id = $1::uuid
  and kynang.may_see_offer(run.owner_id, run.provider_id, $2::text, $3::uuid, $4::uuid)
order by session.held_on, coalesce(lower(session.morning), lower(session.afternoon)), session.id;

-- name: session.show
-- One session of a run that the caller may know of.
-- $1 uuid session, $2 text role, $3 uuid firm, $4 uuid provider (of the caller)
select
  session.id, session.course_run_id, session.ordinal, session.held_on,
  to_char(lower(session.morning) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as morning_start,
  to_char(upper(session.morning) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as morning_end,
  to_char(lower(session.afternoon) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as afternoon_start,
  to_char(upper(session.afternoon) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as afternoon_end,
  room.id as room_id, room.name as room_name, room.capacity as room_capacity, session.state, session.version,
  holiday.name as holiday,
  array(
    select named.trainer_id
    from kynang.session_trainer as named
    where named.session_id = session.id
  ) as trainer_ids
from kynang.course_run as run
join kynang.session on session.course_run_id = run.id
left join kynang.room on room.id = coalesce(session.room_id, run.room_id)
left join kynang.holiday on holiday.day = session.held_on
where session.id = $1::uuid
  and kynang.may_see_offer(run.owner_id, run.provider_id, $2::text, $3::uuid, $4::uuid);

-- name: session.taught
-- What a trainer teaches about now: from sessions that ended after a moment to those of a last day.
-- $1 uuid trainer, $2 timestamptz ended after, $3 date last day
select
  session.id, session.course_run_id, run.code as run_code, course.title as course_title, session.ordinal,
  session.held_on,
  to_char(lower(session.morning) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as morning_start,
  to_char(upper(session.morning) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as morning_end,
  to_char(lower(session.afternoon) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as afternoon_start,
  to_char(upper(session.afternoon) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as afternoon_end,
  room.name as room_name, run.place, session.state, coalesce(seats.taken, 0) as taken
from kynang.course_run_trainer as taught
join kynang.course_run as run on run.id = taught.course_run_id
join kynang.course on course.id = run.course_id
join kynang.session on session.course_run_id = run.id
left join kynang.room on room.id = coalesce(session.room_id, run.room_id)
left join lateral kynang.seat_counts(array[run.id]) as seats on seats.course_run_id = run.id
where taught.trainer_id = $1::uuid
  and session.state <> 'cancelled'
  and kynang.teaches_session(session.id, taught.trainer_id)
  and session.held_on >= $3::date - 3
  and session.held_on <= $3::date
  and coalesce(upper(session.afternoon), upper(session.morning)) >= $2::timestamptz
order by coalesce(lower(session.morning), lower(session.afternoon)), session.id;

-- name: session.insert
-- Sessions of a run. Hours are minutes after midnight in Vietnam, null without that half-day.
-- $1 uuid run, $2 uuid[] ids, $3 date[] days, $4 integer[] morning from, $5 integer[] morning to,
-- $6 integer[] afternoon from, $7 integer[] afternoon to, $8 uuid[] rooms or null, $9 timestamptz now,
-- $10 uuid account
insert into kynang.session (
  id, course_run_id, ordinal, held_on, morning, afternoon, room_id, created_at, created_by)
select
  wanted.id, $1::uuid,
  wanted.ordinal + coalesce((
    select max(present.ordinal) from kynang.session as present where present.course_run_id = $1::uuid
  ), 0),
  wanted.held_on,
  case when wanted.morning_from is not null then tstzrange(
    (wanted.held_on + make_interval(mins => wanted.morning_from)) at time zone 'Asia/Ho_Chi_Minh',
    (wanted.held_on + make_interval(mins => wanted.morning_to)) at time zone 'Asia/Ho_Chi_Minh') end,
  case when wanted.afternoon_from is not null then tstzrange(
    (wanted.held_on + make_interval(mins => wanted.afternoon_from)) at time zone 'Asia/Ho_Chi_Minh',
    (wanted.held_on + make_interval(mins => wanted.afternoon_to)) at time zone 'Asia/Ho_Chi_Minh') end,
  wanted.room_id, $9::timestamptz, $10::uuid
from unnest(
  $2::uuid[], $3::date[], $4::integer[], $5::integer[], $6::integer[], $7::integer[], $8::uuid[])
  with ordinality as wanted (
    id, held_on, morning_from, morning_to, afternoon_from, afternoon_to, room_id, ordinal);

-- name: session.run
-- The run of a session.
-- $1 uuid session
select session.course_run_id
from kynang.session
where session.id = $1::uuid;

-- name: session.lock
-- A session under the lock of its run.
-- $1 uuid session, $2 uuid run
select
  session.id, session.held_on,
  to_char(lower(session.morning) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as morning_start,
  to_char(upper(session.morning) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as morning_end,
  to_char(lower(session.afternoon) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as afternoon_start,
  to_char(upper(session.afternoon) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as afternoon_end,
  session.room_id, session.state, session.version
from kynang.session
where session.id = $1::uuid
  and session.course_run_id = $2::uuid
for no key update;

-- name: session.move
-- $1 uuid session, $2 date day, $3 integer morning from, $4 integer morning to, $5 integer afternoon from,
-- $6 integer afternoon to (minutes after midnight in Vietnam), $7 uuid room or null
update kynang.session
set
  held_on = $2::date,
  morning = case when $3::integer is not null then tstzrange(
    ($2::date + make_interval(mins => $3::integer)) at time zone 'Asia/Ho_Chi_Minh',
    ($2::date + make_interval(mins => $4::integer)) at time zone 'Asia/Ho_Chi_Minh') end,
  afternoon = case when $5::integer is not null then tstzrange(
    ($2::date + make_interval(mins => $5::integer)) at time zone 'Asia/Ho_Chi_Minh',
    ($2::date + make_interval(mins => $6::integer)) at time zone 'Asia/Ho_Chi_Minh') end,
  room_id = $7::uuid,
  version = version + 1
where id = $1;

-- name: session.delete_trainers
-- $1 uuid session
delete from kynang.session_trainer
where session_id = $1;

-- name: session.insert_trainers
-- $1 uuid session, $2 uuid[] trainers
insert into kynang.session_trainer (session_id, trainer_id)
select $1::uuid, wanted.trainer_id
from unnest($2::uuid[]) as wanted (trainer_id);

-- name: session.forget_trainers
-- Whoever no longer teaches a run teaches none of its sessions.
-- $1 uuid run
delete from kynang.session_trainer as named
using kynang.session
where session.id = named.session_id
  and session.course_run_id = $1::uuid
  and not exists (
    select
    from kynang.course_run_trainer as taught
    where taught.course_run_id = $1::uuid
      and taught.trainer_id = named.trainer_id
  );

-- name: session.cancel
-- $1 uuid[] sessions
update kynang.session
set state = 'cancelled', version = version + 1
where id = any ($1::uuid[])
  and state = 'open';

-- name: session.insert_events
-- What happened to sessions, each after its last event.
-- $1 uuid[] sessions, $2 text kind, $3 text reason, $4 timestamptz now, $5 uuid account
insert into kynang.session_event (session_id, revision, kind, reason, recorded_at, recorded_by)
select
  wanted.session_id,
  coalesce((
    select max(earlier.revision) from kynang.session_event as earlier where earlier.session_id = wanted.session_id
  ), 0) + 1,
  $2::text, $3::text, $4::timestamptz, $5::uuid
from unnest($1::uuid[]) as wanted (session_id);

-- name: booking.delete_trainers
-- $1 uuid[] sessions
delete from kynang.trainer_booking
where session_id = any ($1::uuid[]);

-- name: booking.delete_rooms
-- $1 uuid[] sessions
delete from kynang.room_booking
where session_id = any ($1::uuid[]);

-- name: booking.clash
-- The first hours at which a trainer, a room or the class itself would be in two places, because of
-- some sessions whose own bookings are gone. It names nobody but those trainers and rooms.
-- $1 uuid[] sessions
with wanted as (
  select session.id, session.course_run_id, coalesce(session.room_id, run.room_id) as room_id, half.during
  from kynang.session
  join kynang.course_run as run on run.id = session.course_run_id
  cross join lateral (values (session.morning), (session.afternoon)) as half (during)
  where session.id = any ($1::uuid[])
    and session.state = 'open'
    and half.during is not null
),
clash as (
  select 'trainer' as kind, trainer.display_name as name, wanted.during * booking.during as during
  from wanted
  join kynang.course_run_trainer as taught
    on taught.course_run_id = wanted.course_run_id
    and kynang.teaches_session(wanted.id, taught.trainer_id)
  join kynang.trainer on trainer.id = taught.trainer_id
  join kynang.trainer_booking as booking
    on booking.trainer_id = taught.trainer_id
    and booking.during && wanted.during
    and booking.session_id <> all ($1::uuid[])
  union all
  select 'room', room.name, wanted.during * booking.during
  from wanted
  join kynang.room on room.id = wanted.room_id
  join kynang.room_booking as booking
    on booking.room_id = wanted.room_id
    and booking.during && wanted.during
    and booking.session_id <> all ($1::uuid[])
  union all
  select 'run', null, wanted.during * half.during
  from wanted
  join kynang.session as other
    on other.course_run_id = wanted.course_run_id
    and other.id <> wanted.id
    and other.state <> 'cancelled'
  cross join lateral (values (other.morning), (other.afternoon)) as half (during)
  where half.during && wanted.during
)
select
  clash.kind, clash.name,
  to_char(lower(clash.during) at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY') as day,
  to_char(lower(clash.during) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as starts_at,
  to_char(upper(clash.during) at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI') as ends_at
from clash
order by lower(clash.during), clash.kind, clash.name
limit 1;

-- name: booking.insert_trainers
-- Takes the trainers of open sessions for their hours.
-- $1 uuid[] sessions
insert into kynang.trainer_booking (session_id, trainer_id, half_day, during)
select session.id, taught.trainer_id, half.half_day, half.during
from kynang.session
join kynang.course_run_trainer as taught
  on taught.course_run_id = session.course_run_id
  and kynang.teaches_session(session.id, taught.trainer_id)
cross join lateral (values ('morning', session.morning), ('afternoon', session.afternoon))
  as half (half_day, during)
where session.id = any ($1::uuid[])
  and session.state = 'open'
  and half.during is not null;

-- name: booking.insert_rooms
-- Takes the rooms of open sessions for their hours.
-- $1 uuid[] sessions
insert into kynang.room_booking (session_id, room_id, half_day, during)
select session.id, coalesce(session.room_id, run.room_id), half.half_day, half.during
from kynang.session
join kynang.course_run as run on run.id = session.course_run_id
cross join lateral (values ('morning', session.morning), ('afternoon', session.afternoon))
  as half (half_day, during)
where session.id = any ($1::uuid[])
  and session.state = 'open'
  and half.during is not null
  and coalesce(session.room_id, run.room_id) is not null;
