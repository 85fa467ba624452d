-- name: attendance.enter_run
-- Lets a trainer see the trainees of a run that they teach; no row when they do not teach it.
-- $1 uuid trainer, $2 uuid run (null: that of the session), $3 uuid session
select set_config('app.run_ids', taught.course_run_id::text, true) as course_run_id
from kynang.course_run_trainer as taught
where taught.trainer_id = $1
  and taught.course_run_id = coalesce($2::uuid, (
    select session.course_run_id
    from kynang.session as session
    where session.id = $3));

-- name: attendance.seats
-- The firm and run of enrolments in runs that a trainer teaches, without a person.
-- $1 uuid trainer, $2 uuid[] enrolments
select seat.enrolment_id, seat.firm_id, seat.course_run_id
from kynang.seat as seat
join kynang.course_run_trainer as taught
  on taught.course_run_id = seat.course_run_id
  and taught.trainer_id = $1
where seat.enrolment_id = any ($2);

-- name: attendance.class
-- A run, what its records go by, and the firms that have seats in it.
-- $1 uuid run (null: that of the session), $2 uuid session
select
  run.id, run.code, run.owner_id, run.cut_off_at, run.state, course.id as course_id,
  course.title as course_title, course.required_attendance_pct,
  array(
    select distinct seat.firm_id
    from kynang.seat as seat
    where seat.course_run_id = run.id
  ) as firm_ids
from kynang.course_run as run
join kynang.course as course
  on course.id = run.course_id
where run.id = coalesce($1::uuid, (
  select session.course_run_id
  from kynang.session as session
  where session.id = $2));

-- name: attendance.sessions
-- The sessions of a run with the minutes of their half-days; null for one that is not held.
-- $1 uuid run (null: that of the session), $2 uuid session
select
  session.id, session.ordinal, session.held_on, session.state, session.version,
  lower(session.morning) as morning_starts_at,
  (extract(epoch from upper(session.morning) - lower(session.morning)) / 60)::integer as morning_minutes,
  lower(session.afternoon) as afternoon_starts_at,
  (extract(epoch from upper(session.afternoon) - lower(session.afternoon)) / 60)::integer as afternoon_minutes
from kynang.session as session
where session.course_run_id = coalesce($1::uuid, (
    select wanted.course_run_id
    from kynang.session as wanted
    where wanted.id = $2))
  and session.state <> 'cancelled'
order by session.ordinal;

-- name: attendance.people
-- Who was enrolled in a run on a day, as known at a moment, by given name; of a run that was called off,
-- who had been there.
-- $1 uuid[] firms, $2 uuid run, $3 date as of (null: any), $4 timestamptz known at
select
  enrolment.id as enrolment_id, enrolment.firm_id, firm.name as firm_name, enrolment.employee_code,
  enrolment.display_name
from kynang.enrolment as enrolment
cross join lateral (
  select past.state, past.is_void
  from kynang.enrolment_status as past
  where past.firm_id = enrolment.firm_id
    and past.id = enrolment.id
    and past.recorded_at <= $4
    and ($3::date is null or past.occurred_on <= $3)
  order by past.revision desc
  limit 1
) as status
join kynang.firm as firm
  on firm.id = enrolment.firm_id
where enrolment.firm_id = any ($1)
  and enrolment.course_run_id = $2
  and not status.is_void
  and (
    status.state = 'enrolled'
    or status.state = 'cancelled' and exists (
      select from kynang.attendance as attendance
      where attendance.firm_id = enrolment.firm_id
        and attendance.course_run_id = $2
        and attendance.enrolment_id = enrolment.id
        and attendance.superseded_at is null
        and not attendance.is_void
    )
  )
order by
  regexp_replace(enrolment.display_name, '^.* ', '') collate kynang.vietnamese,
  enrolment.display_name collate kynang.vietnamese, enrolment.id;

-- name: attendance.marks
-- The marks of a run until a day, as known at a moment.
-- $1 uuid[] firms, $2 uuid run, $3 date as of (null: any), $4 timestamptz known at
select
  attendance.enrolment_id, attendance.session_id, attendance.half_day, attendance.mark,
  attendance.minutes, attendance.source, attendance.revision
from kynang.attendance as attendance
where attendance.firm_id = any ($1)
  and attendance.course_run_id = $2
  and attendance.recorded_at <= $4
  and (attendance.superseded_at is null or attendance.superseded_at > $4)
  and not attendance.is_void
  and ($3::date is null or attendance.occurred_on <= $3);

-- name: attendance.double_booked
-- Enrolments whose person is expected elsewhere during a session.
-- $1 uuid session, $2 uuid[] firms
select booked.enrolment_id
from kynang.double_booked($1, $2) as booked;

-- name: attendance.lock_session
-- Locks a session against being marked, closed or reopened by another transaction.
-- $1 uuid session
select
  session.id, session.course_run_id, session.held_on, session.state, session.version,
  (extract(epoch from upper(session.morning) - lower(session.morning)) / 60)::integer as morning_minutes,
  (extract(epoch from upper(session.afternoon) - lower(session.afternoon)) / 60)::integer as afternoon_minutes,
  run.owner_id, run.cut_off_at
from kynang.session as session
join kynang.course_run as run
  on run.id = session.course_run_id
where session.id = $1
for no key update of session;

-- name: attendance.states
-- The states of enrolments in the run of a session.
-- $1 uuid firm, $2 uuid session, $3 uuid[] enrolments
select status.id as enrolment_id, status.state
from kynang.session as session
join kynang.enrolment_status as status
  on status.firm_id = $1
  and status.course_run_id = session.course_run_id
  and status.id = any ($3)
  and status.superseded_at is null
  and not status.is_void
where session.id = $2;

-- name: attendance.record
-- Marks that differ from the present ones, each as a first or next revision; the session must be locked.
-- $1 uuid firm, $2 uuid session, $3 uuid run, $4 date held, $5 timestamptz now, $6 uuid account, $7 text source,
-- $8 text reason, $9 uuid[] new ids, $10 uuid[] enrolments, $11 text[] half-days, $12 text[] marks,
-- $13 integer[] minutes
with changed as materialized (
  select
    coalesce(present.id, wanted.id) as id, present.revision as former_revision,
    present.mark as former_mark, present.minutes as former_minutes, wanted.enrolment_id,
    wanted.half_day, wanted.mark, wanted.minutes
  from unnest($9::uuid[], $10::uuid[], $11::text[], $12::text[], $13::integer[])
    as wanted (id, enrolment_id, half_day, mark, minutes)
  left join kynang.attendance as present
    on present.firm_id = $1
    and present.enrolment_id = wanted.enrolment_id
    and present.session_id = $2
    and present.half_day = wanted.half_day
    and present.superseded_at is null
    and not present.is_void
  where present.id is null
    or present.mark <> wanted.mark
    or present.minutes <> wanted.minutes
),
superseded as (
  update kynang.attendance as former
  set superseded_at = $5
  from changed
  where former.firm_id = $1
    and former.id = changed.id
    and former.revision = changed.former_revision
  returning former.id
),
recorded as (
  -- Reads what was superseded, so that the former revision has gone before its successor comes.
  insert into kynang.attendance (
    firm_id, id, revision, enrolment_id, course_run_id, session_id, half_day, mark, minutes, source,
    occurred_on, recorded_at, recorded_by, reason)
  select
    $1, coalesce(superseded.id, changed.id), coalesce(changed.former_revision, 0) + 1, changed.enrolment_id,
    $3, $2, changed.half_day, changed.mark, changed.minutes, $7, $4, $5, $6, $8
  from changed
  left join superseded
    on superseded.id = changed.id
  returning id, revision
)
select
  recorded.id, recorded.revision, changed.enrolment_id, changed.half_day, changed.former_mark,
  changed.former_minutes, changed.mark, changed.minutes
from changed
join recorded
  on recorded.id = changed.id;

-- name: attendance.unmarked
-- Half-days of a session about which no mark says anything.
-- $1 uuid[] firms, $2 uuid session
select status.firm_id, status.id as enrolment_id, half.half_day
from kynang.session as session
join kynang.enrolment_status as status
  on status.firm_id = any ($1)
  and status.course_run_id = session.course_run_id
  and status.superseded_at is null
  and not status.is_void
  and status.state = 'enrolled'
cross join lateral (
  values ('morning', session.morning is not null), ('afternoon', session.afternoon is not null)
) as half (half_day, is_held)
where session.id = $2
  and half.is_held
  and not exists (
    select from kynang.attendance as attendance
    where attendance.firm_id = status.firm_id
      and attendance.enrolment_id = status.id
      and attendance.session_id = $2
      and attendance.half_day = half.half_day
      and attendance.superseded_at is null
      and not attendance.is_void
  );

-- name: attendance.spend
-- The money of a firm's people in a run that has begun counts as spent.
-- $1 uuid firm, $2 uuid run, $3 date when, $4 timestamptz now, $5 uuid account
select kynang.enrolment_spend(
  $2,
  array(
    select status.id
    from kynang.enrolment_status as status
    where status.firm_id = $1
      and status.course_run_id = $2
      and status.superseded_at is null
      and not status.is_void
      and status.state = 'enrolled'),
  $3, $4, $5) as spent;

-- name: attendance.set_session_state
-- $1 uuid session, $2 text state
update kynang.session as session
set state = $2, version = session.version + 1
where session.id = $1;

-- name: attendance.insert_event
-- Notes a closing or reopening; the session must be locked.
-- $1 uuid session, $2 text kind, $3 text reason, $4 integer unmarked half-days, $5 timestamptz now, $6 uuid account
insert into kynang.session_event (
  session_id, revision, kind, reason, unmarked_count, recorded_at, recorded_by)
select $1::uuid, coalesce(max(event.revision), 0) + 1, $2::text, $3::text, $4::integer, $5::timestamptz, $6::uuid
from kynang.session_event as event
where event.session_id = $1;

-- name: attendance.completions
-- Present completions of a run, which a change of attendance may contradict.
-- $1 uuid[] firms, $2 uuid run
select
  completion.enrolment_id, enrolment.display_name, completion.result, completion.completed_on,
  completion.attended_minutes, completion.planned_minutes
from kynang.completion as completion
join kynang.enrolment as enrolment
  on enrolment.firm_id = completion.firm_id
  and enrolment.id = completion.enrolment_id
where completion.firm_id = any ($1)
  and completion.course_run_id = $2
  and completion.superseded_at is null
  and not completion.is_void
order by enrolment.display_name collate kynang.vietnamese, completion.enrolment_id;

-- name: attendance.seat
-- The run and firm of one enrolment.
-- $1 uuid enrolment
select seat.enrolment_id, seat.firm_id, seat.course_run_id
from kynang.seat as seat
where seat.enrolment_id = $1;

-- name: attendance.history
-- Every revision of the marks of an enrolment that was known at a moment, oldest first.
-- $1 uuid firm, $2 uuid run, $3 uuid enrolment, $4 uuid session (null: all), $5 date as of (null: any),
-- $6 timestamptz known at
select
  attendance.session_id, session.ordinal as session_ordinal, attendance.half_day, attendance.revision,
  attendance.mark, attendance.minutes, attendance.source, attendance.occurred_on,
  attendance.recorded_at, attendance.recorded_by, attendance.reason,
  case when attendance.superseded_at <= $6 then attendance.superseded_at end as superseded_at
from kynang.attendance as attendance
join kynang.session as session
  on session.id = attendance.session_id
where attendance.firm_id = $1
  and attendance.course_run_id = $2
  and attendance.enrolment_id = $3
  and ($4::uuid is null or attendance.session_id = $4)
  and attendance.recorded_at <= $6
  and ($5::date is null or attendance.occurred_on <= $5)
order by session.ordinal, attendance.half_day desc, attendance.revision;

-- name: attendance.clear
-- Takes present marks back: each ends with a revision that is void; the session must be locked.
-- $1 uuid firm, $2 uuid session, $3 timestamptz now, $4 uuid account, $5 text reason, $6 uuid[] enrolments,
-- $7 text[] half-days
with superseded as (
  update kynang.attendance as former
  set superseded_at = $3
  from unnest($6::uuid[], $7::text[]) as wanted (enrolment_id, half_day)
  where former.firm_id = $1
    and former.session_id = $2
    and former.enrolment_id = wanted.enrolment_id
    and former.half_day = wanted.half_day
    and former.superseded_at is null
    and not former.is_void
  returning
    former.id, former.revision, former.enrolment_id, former.course_run_id, former.half_day, former.mark,
    former.minutes, former.source, former.occurred_on
)
insert into kynang.attendance (
  firm_id, id, revision, enrolment_id, course_run_id, session_id, half_day, mark, minutes, source,
  occurred_on, recorded_at, recorded_by, reason, is_void)
select
  $1, superseded.id, superseded.revision + 1, superseded.enrolment_id, superseded.course_run_id, $2,
  superseded.half_day, superseded.mark, superseded.minutes, superseded.source, superseded.occurred_on, $3,
  $4, $5, true
from superseded;
