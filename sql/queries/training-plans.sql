-- name: training_plan.present
-- Locks the present plan of a year.
-- $1 uuid firm, $2 bigint year
select plan.id, plan.revision, plan.year, plan.budget_vnd, plan.people, plan.note, plan.recorded_at, plan.reason
from kynang.training_plan as plan
where plan.firm_id = $1
  and plan.year = $2
  and plan.superseded_at is null
  and not plan.is_void
for update;

-- name: training_plan.supersede
-- $1 uuid firm, $2 uuid id, $3 timestamptz now
update kynang.training_plan as plan
set superseded_at = $3
where plan.firm_id = $1
  and plan.id = $2
  and plan.superseded_at is null;

-- name: training_plan.insert
-- $1 uuid firm, $2 uuid id, $3 bigint revision, $4 bigint year, $5 bigint budget, $6 bigint people, $7 text note,
-- $8 timestamptz now, $9 uuid account, $10 text reason
insert into kynang.training_plan (
  firm_id, id, revision, year, budget_vnd, people, note, recorded_at, recorded_by, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: training_plan.insert_courses
-- $1 uuid firm, $2 uuid plan, $3 bigint revision, $4 uuid[] courses, $5 text[] titles, $6 bigint[] people,
-- $7 bigint[] budgets, $8 bigint[] quarters
insert into kynang.training_plan_course (
  firm_id, plan_id, revision, ordinal, course_id, title, people, budget_vnd, quarter)
select $1, $2, $3, line.ordinal, line.course_id, line.title, line.people, line.budget_vnd, line.quarter
from unnest($4::uuid[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[])
  with ordinality as line (course_id, title, people, budget_vnd, quarter, ordinal);

-- name: training_plan.show
-- The plan of a year as known at a moment; no row when there is none.
-- $1 uuid firm, $2 bigint year, $3 timestamptz known at
select plan.id, plan.revision, plan.year, plan.budget_vnd, plan.people, plan.note, plan.recorded_at, plan.reason
from kynang.training_plan as plan
where plan.firm_id = $1
  and plan.year = $2
  and plan.recorded_at <= $3
  and (plan.superseded_at is null or plan.superseded_at > $3)
  and not plan.is_void;

-- name: training_plan.courses
-- $1 uuid firm, $2 uuid plan, $3 bigint revision
select line.course_id, line.title, line.people, line.budget_vnd, line.quarter
from kynang.training_plan_course as line
where line.firm_id = $1
  and line.plan_id = $2
  and line.revision = $3
order by line.ordinal;

-- name: training_plan.results
-- What was done in a year by course: people enrolled and completed, hours from attendance, money; a person
-- who took two runs of a course counts once.
-- $1 uuid firm, $2 bigint year, $3 timestamptz known at
with enrolled as (
  select
    run.course_id, count(distinct status.employee_id) as people,
    sum(status.firm_part_vnd)::bigint as firm_part_vnd, sum(status.support_vnd)::bigint as support_vnd
  from kynang.enrolment_status as status
  join kynang.course_run as run
    on run.id = status.course_run_id
    and extract(year from run.starts_on) = $2
  where status.firm_id = $1
    and status.state = 'enrolled'
    and status.recorded_at <= $3
    and (status.superseded_at is null or status.superseded_at > $3)
    and not status.is_void
  group by run.course_id
),
completed as (
  select completion.course_id, count(distinct completion.employee_id) as people
  from kynang.completion as completion
  where completion.firm_id = $1
    and extract(year from completion.completed_on) = $2
    and completion.result = 'completed'
    and completion.recorded_at <= $3
    and (completion.superseded_at is null or completion.superseded_at > $3)
    and not completion.is_void
  group by completion.course_id
),
attended as (
  select run.course_id, sum(attendance.minutes)::bigint as minutes
  from kynang.attendance as attendance
  join kynang.course_run as run
    on run.id = attendance.course_run_id
  where attendance.firm_id = $1
    and extract(year from attendance.occurred_on) = $2
    and attendance.mark in ('present', 'late')
    and attendance.recorded_at <= $3
    and (attendance.superseded_at is null or attendance.superseded_at > $3)
    and not attendance.is_void
  group by run.course_id
)
select
  course.id as course_id, course.title, coalesce(enrolled.people, 0) as enrolled,
  coalesce(completed.people, 0) as completed,
  coalesce(attended.minutes, 0)::bigint as attended_minutes,
  coalesce(enrolled.firm_part_vnd, 0)::bigint as firm_part_vnd,
  coalesce(enrolled.support_vnd, 0)::bigint as support_vnd
from kynang.course as course
left join enrolled
  on enrolled.course_id = course.id
left join completed
  on completed.course_id = course.id
left join attended
  on attended.course_id = course.id
where enrolled.course_id is not null
  or completed.course_id is not null
  or attended.course_id is not null
order by course.code, course.id;

-- name: training_plan.totals
-- Each person once, however many courses they took; people of the firm on the last day of the year or today.
-- $1 uuid firm, $2 bigint year, $3 date last day,
-- $4 timestamptz known at
select
  (
    select count(distinct status.employee_id)
    from kynang.enrolment_status as status
    join kynang.course_run as run
      on run.id = status.course_run_id
      and extract(year from run.starts_on) = $2
    where status.firm_id = $1
      and status.state = 'enrolled'
      and status.recorded_at <= $4
      and (status.superseded_at is null or status.superseded_at > $4)
      and not status.is_void
  ) as enrolled,
  (
    select count(distinct completion.employee_id)
    from kynang.completion as completion
    where completion.firm_id = $1
      and extract(year from completion.completed_on) = $2
      and completion.result = 'completed'
      and completion.recorded_at <= $4
      and (completion.superseded_at is null or completion.superseded_at > $4)
      and not completion.is_void
  ) as completed,
  (
    select count(*)
    from kynang.employment as employment
    where employment.firm_id = $1
      and employment.during @> $3::date
      and not employment.away @> $3::date
      and employment.recorded_at <= $4
      and (employment.superseded_at is null or employment.superseded_at > $4)
      and not employment.is_void
  ) as employed;
