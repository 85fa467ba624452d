-- name: assessment.competency
-- What a competency can be judged by.
-- $1 uuid competency
select competency.id, framework.kind, framework.level_count
from kynang.competency as competency
join kynang.framework as framework
  on framework.id = competency.framework_id
where competency.id = $1;

-- name: assessment.employee_in_sight
-- Whether an employee of the firm is employed on a day and within the units in sight.
-- $1 uuid firm, $2 uuid employee, $3 date, $4 uuid[] units in sight (null: all)
select employee.id
from kynang.employee as employee
join kynang.employment as employment
  on employment.firm_id = $1
  and employment.id = employee.id
  and employment.superseded_at is null
  and not employment.is_void
  and employment.during @> $3
  and not employment.away @> $3
where employee.firm_id = $1
  and employee.id = $2
  and (
    $4::uuid[] is null
    or exists (
      select from kynang.assignment as assignment
      where assignment.firm_id = $1
        and assignment.employee_id = $2
        and assignment.superseded_at is null
        and not assignment.is_void
        and assignment.unit_id in (select kynang.unit_subtree($1, $4))
    )
  );

-- name: assessment.insert
-- A first or later revision of an assessment.
-- $1 uuid firm, $2 uuid id, $3 integer revision, $4 uuid employee, $5 uuid competency, $6 text kind,
-- $7 text grade, $8 integer level, $9 boolean passed, $10 date occurred, $11 date expires, $12 uuid enrolment,
-- $13 uuid run, $14 uuid completion, $15 text evidence, $16 text evidence url, $17 boolean applied,
-- $18 text where, $19 text how, $20 timestamptz now, $21 uuid account, $22 text reason, $23 boolean void
insert into kynang.assessment (
  firm_id, id, revision, employee_id, competency_id, kind, grade, level, is_passed, occurred_on, expires_on,
  enrolment_id, course_run_id, completion_id, evidence, evidence_url, is_applied, applied_where, applied_how,
  recorded_at, recorded_by, reason, is_void)
values (
  $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23);

-- name: assessment.supersede
-- Closes the present revision of an assessment and gives it back; no row when there is none.
-- $1 uuid firm, $2 uuid id, $3 timestamptz now
update kynang.assessment as assessment
set superseded_at = $3
where assessment.firm_id = $1
  and assessment.id = $2
  and assessment.superseded_at is null
  and not assessment.is_void
returning
  assessment.id, assessment.revision, assessment.employee_id, assessment.competency_id, assessment.kind,
  assessment.grade, assessment.level, assessment.is_passed, assessment.occurred_on, assessment.expires_on,
  assessment.enrolment_id, assessment.course_run_id, assessment.completion_id, assessment.evidence,
  assessment.evidence_url, assessment.is_applied, assessment.applied_where, assessment.applied_how,
  assessment.recorded_at, assessment.recorded_by, assessment.reason, assessment.is_void;

-- name: assessment.list
-- Every revision of a person's assessments, newest first, as known at a moment.
-- $1 uuid firm, $2 uuid employee, $3 uuid competency (null: all), $4 date as of (null: any),
-- $5 timestamptz known at, $6 boolean with superseded revisions
select
  assessment.id, assessment.revision, assessment.employee_id, assessment.competency_id, assessment.kind,
  assessment.grade, assessment.level, assessment.is_passed, assessment.occurred_on, assessment.expires_on,
  assessment.enrolment_id, assessment.course_run_id, assessment.completion_id, assessment.evidence,
  assessment.evidence_url, assessment.is_applied, assessment.applied_where, assessment.applied_how,
  assessment.recorded_at, assessment.recorded_by, assessment.reason, assessment.is_void,
  competency.code, competency.title, framework.code as framework_code
from kynang.assessment as assessment
join kynang.competency as competency
  on competency.id = assessment.competency_id
join kynang.framework as framework
  on framework.id = competency.framework_id
where assessment.firm_id = $1
  and assessment.employee_id = $2
  and ($3::uuid is null or assessment.competency_id = $3)
  and ($4::date is null or assessment.occurred_on <= $4)
  and assessment.recorded_at <= $5
  and ($6 or ((assessment.superseded_at is null or assessment.superseded_at > $5) and not assessment.is_void))
order by assessment.occurred_on desc, assessment.recorded_at desc, assessment.id, assessment.revision desc;

-- name: assessment.seat
-- The firm and run of an enrolment, without a person.
-- $1 uuid enrolment
select seat.firm_id, seat.course_run_id
from kynang.seat as seat
where seat.enrolment_id = $1;

-- name: assessment.enrolment
-- Whom a trainer assesses: an enrolment of a run they have entered, and whether the competency is an
-- outcome of its course.
-- $1 uuid firm, $2 uuid enrolment, $3 uuid competency
select
  enrolment.employee_id, enrolment.course_run_id,
  exists (
    select from kynang.course_outcome as outcome
    where outcome.course_id = run.course_id
      and outcome.competency_id = $3
  ) as is_outcome
from kynang.enrolment as enrolment
join kynang.enrolment_status as status
  on status.firm_id = $1
  and status.id = enrolment.id
  and status.superseded_at is null
  and status.state = 'enrolled'
join kynang.course_run as run
  on run.id = enrolment.course_run_id
where enrolment.firm_id = $1
  and enrolment.id = $2;

-- name: assessment.completion
-- The completion that an application at work refers to.
-- $1 uuid firm, $2 uuid employee, $3 uuid completion, $4 uuid competency
select
  completion.id, completion.completed_on, completion.enrolment_id, completion.course_run_id,
  exists (
    select from kynang.course_outcome as outcome
    where outcome.course_id = completion.course_id
      and outcome.competency_id = $4
  ) as is_outcome,
  (window_days.value ->> 'from')::integer as from_days,
  (window_days.value ->> 'to')::integer as to_days
from kynang.completion as completion
cross join lateral (
  select setting.value
  from kynang.policy_setting as setting
  where setting.key = 'application.window_days'
    and setting.valid_from <= completion.completed_on
    and (setting.valid_to is null or setting.valid_to >= completion.completed_on)
) as window_days
where completion.firm_id = $1
  and completion.employee_id = $2
  and completion.id = $3
  and completion.superseded_at is null
  and not completion.is_void
  and completion.result = 'completed';

-- name: training.list_own
-- A person's own enrolments, newest first, with their completion and whether an application is due.
-- $1 uuid firm, $2 uuid employee, $3 date today
select
  enrolment.id as enrolment_id, enrolment.course_run_id, course.title as course_title, run.place,
  run.starts_on, run.ends_on, status.state, completion.id as completion_id, completion.completed_on,
  outcome.competency_id,
  coalesce(
    outcome.competency_id is not null
    and $3 - completion.completed_on between
      (window_days.value ->> 'from')::integer and (window_days.value ->> 'to')::integer
    and not exists (
      select from kynang.assessment as assessment
      where assessment.firm_id = $1
        and assessment.employee_id = $2
        and assessment.completion_id = completion.id
        and assessment.kind = 'application'
        and assessment.superseded_at is null
        and not assessment.is_void
    ), false) as is_application_due
from kynang.enrolment as enrolment
join kynang.enrolment_status as status
  on status.firm_id = $1
  and status.id = enrolment.id
  and status.superseded_at is null
  and not status.is_void
join kynang.course_run as run
  on run.id = enrolment.course_run_id
join kynang.course as course
  on course.id = run.course_id
left join kynang.completion as completion
  on completion.firm_id = $1
  and completion.enrolment_id = enrolment.id
  and completion.superseded_at is null
  and not completion.is_void
  and completion.result = 'completed'
left join lateral (
  select aim.competency_id
  from kynang.course_outcome as aim
  where aim.course_id = run.course_id
  order by aim.target_level desc, aim.competency_id
  limit 1
) as outcome on true
left join kynang.policy_setting as window_days
  on window_days.key = 'application.window_days'
  and window_days.valid_from <= $3
  and (window_days.valid_to is null or window_days.valid_to >= $3)
where enrolment.firm_id = $1
  and enrolment.employee_id = $2
order by run.starts_on desc, enrolment.id;
