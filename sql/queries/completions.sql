-- name: completion.run
-- What completing a run goes by: its course, the minutes of its sessions and whether all are closed.
-- $1 uuid run
select
  run.id, run.owner_id, run.course_id, course.required_attendance_pct,
  sessions.planned_minutes, sessions.open_session_count, sessions.last_held_on
from kynang.course_run as run
join kynang.course as course
  on course.id = run.course_id
cross join lateral (
  select
    coalesce(sum(
      coalesce(extract(epoch from upper(session.morning) - lower(session.morning)), 0)
      + coalesce(extract(epoch from upper(session.afternoon) - lower(session.afternoon)), 0)) / 60, 0
    )::integer as planned_minutes,
    (count(*) filter (where session.state = 'open'))::integer as open_session_count,
    max(session.held_on) as last_held_on
  from kynang.session as session
  where session.course_run_id = run.id
    and session.state <> 'cancelled'
) as sessions
where run.id = $1;

-- name: completion.facts
-- What enrolments of a run attended, and their present completion.
-- $1 uuid[] firms, $2 uuid run, $3 uuid[] enrolments
select
  enrolment.firm_id, enrolment.id as enrolment_id, enrolment.employee_id, enrolment.employee_code,
  enrolment.display_name, status.state, attended.minutes as attended_minutes,
  attended.last_on as last_attended_on, completion.id as completion_id, completion.revision,
  completion.result, completion.score::float8 as score, completion.completed_on,
  completion.attended_minutes as recorded_minutes, completion.planned_minutes as recorded_planned_minutes
from kynang.enrolment as enrolment
join kynang.enrolment_status as status
  on status.firm_id = enrolment.firm_id
  and status.id = enrolment.id
  and status.superseded_at is null
  and not status.is_void
cross join lateral (
  select
    coalesce(sum(attendance.minutes), 0)::integer as minutes,
    max(attendance.occurred_on) filter (where attendance.minutes > 0) as last_on
  from kynang.attendance as attendance
  join kynang.session as session
    on session.id = attendance.session_id
    and session.state <> 'cancelled'
  where attendance.firm_id = enrolment.firm_id
    and attendance.enrolment_id = enrolment.id
    and attendance.superseded_at is null
    and not attendance.is_void
) as attended
left join kynang.completion as completion
  on completion.firm_id = enrolment.firm_id
  and completion.enrolment_id = enrolment.id
  and completion.superseded_at is null
  and not completion.is_void
where enrolment.firm_id = any ($1)
  and enrolment.course_run_id = $2
  and enrolment.id = any ($3)
order by
  regexp_replace(enrolment.display_name, '^.* ', '') collate kynang.vietnamese,
  enrolment.display_name collate kynang.vietnamese, enrolment.id;

-- name: completion.levels
-- Levels that stand of people of a run, the latest first. What somebody says to use at work is no level.
-- $1 uuid[] firms, $2 uuid[] enrolments
select
  assessment.enrolment_id, assessment.competency_id, assessment.grade, assessment.level, assessment.is_passed,
  assessment.occurred_on
from kynang.assessment as assessment
where assessment.firm_id = any ($1)
  and assessment.enrolment_id = any ($2)
  and assessment.grade is not null
  and assessment.superseded_at is null
  and not assessment.is_void
order by assessment.occurred_on desc, assessment.recorded_at desc;

-- name: completion.record
-- First or next revisions of completions; one that was revised meanwhile is left out.
-- $1 uuid firm, $2 uuid run, $3 uuid course, $4 integer planned minutes, $5 timestamptz now, $6 uuid account,
-- $7 text reason, $8 uuid[] ids, $9 integer[] former revisions (0: none), $10 uuid[] enrolments,
-- $11 uuid[] employees, $12 date[] completed on, $13 integer[] attended minutes, $14 text[] results,
-- $15 float8[] scores (elements may be null)
with wanted as materialized (
  select
    wanted.id, wanted.former_revision, wanted.enrolment_id, wanted.employee_id, wanted.completed_on,
    wanted.attended_minutes, wanted.result, wanted.score
  from unnest(
    $8::uuid[], $9::integer[], $10::uuid[], $11::uuid[], $12::date[], $13::integer[], $14::text[],
    $15::float8[]
  ) as wanted (
    id, former_revision, enrolment_id, employee_id, completed_on, attended_minutes, result, score)
),
superseded as (
  update kynang.completion as former
  set superseded_at = $5
  from wanted
  where former.firm_id = $1
    and former.id = wanted.id
    and former.revision = wanted.former_revision
    and former.superseded_at is null
  returning former.id
)
insert into kynang.completion (
  firm_id, id, revision, enrolment_id, employee_id, course_run_id, course_id, completed_on,
  attended_minutes, planned_minutes, result, score, recorded_at, recorded_by, reason)
select
  $1, wanted.id, wanted.former_revision + 1, wanted.enrolment_id, wanted.employee_id, $2, $3,
  wanted.completed_on, wanted.attended_minutes, $4::integer, wanted.result, wanted.score::numeric(5, 2), $5, $6,
  $7
from wanted
left join superseded
  on superseded.id = wanted.id
where wanted.former_revision = 0
  or superseded.id is not null;

-- name: completion.spend
-- The money of enrolments that have a result is spent.
-- $1 uuid run, $2 uuid[] enrolments, $3 date when, $4 timestamptz now, $5 uuid account
select kynang.enrolment_spend($1, $2, $3, $4, $5) as spent;

-- name: completion.void
-- Takes the present completion of an enrolment back: a last revision that is void.
-- $1 uuid firm, $2 uuid enrolment, $3 timestamptz now, $4 uuid account, $5 text reason
with former as (
  update kynang.completion as completion
  set superseded_at = $3
  where completion.firm_id = $1
    and completion.enrolment_id = $2
    and completion.superseded_at is null
    and not completion.is_void
  returning
    completion.id, completion.revision, completion.employee_id, completion.course_run_id,
    completion.course_id, completion.completed_on, completion.attended_minutes,
    completion.planned_minutes, completion.result, completion.score
)
insert into kynang.completion (
  firm_id, id, revision, enrolment_id, employee_id, course_run_id, course_id, completed_on,
  attended_minutes, planned_minutes, result, score, recorded_at, recorded_by, reason, is_void)
select
  $1, former.id, former.revision + 1, $2, former.employee_id, former.course_run_id, former.course_id,
  former.completed_on, former.attended_minutes, former.planned_minutes, former.result, former.score, $3,
  $4, $5, true
from former
returning id, revision, result;

-- name: completion.list
-- Completions of a firm until a day, as known at a moment, latest first.
-- $1 uuid firm, $2 uuid employee, $3 uuid run, $4 uuid course, $5 text result (each null: any),
-- $6 uuid[] units of the caller (null: whole firm), $7 date today, $8 date after this day,
-- $9 uuid and this id, $10 integer rows, $11 date as of (null: any), $12 timestamptz known at
select
  completion.id, completion.revision, completion.enrolment_id, completion.employee_id,
  enrolment.employee_code, enrolment.display_name, completion.course_run_id,
  run.code as course_run_code, completion.course_id, course.title as course_title,
  completion.completed_on, completion.attended_minutes, completion.planned_minutes,
  completion.result, completion.score::float8 as score
from kynang.completion as completion
join kynang.enrolment as enrolment
  on enrolment.firm_id = $1
  and enrolment.id = completion.enrolment_id
join kynang.course_run as run
  on run.id = completion.course_run_id
join kynang.course as course
  on course.id = completion.course_id
where completion.firm_id = $1
  and completion.recorded_at <= $12
  and (completion.superseded_at is null or completion.superseded_at > $12)
  and not completion.is_void
  and ($11::date is null or completion.completed_on <= $11)
  and ($2::uuid is null or completion.employee_id = $2)
  and ($3::uuid is null or completion.course_run_id = $3)
  and ($4::uuid is null or completion.course_id = $4)
  and ($5::text is null or completion.result = $5)
  and ($8::date is null or (completion.completed_on, completion.id) < ($8, $9::uuid))
  and (
    $6::uuid[] is null
    or exists (
      select from kynang.assignment as place
      where place.firm_id = $1
        and place.employee_id = completion.employee_id
        and place.superseded_at is null
        and not place.is_void
        and place.during @> $7::date
        and place.unit_id in (select kynang.unit_subtree($1, $6))
    )
  )
order by completion.completed_on desc, completion.id desc
limit $10;
