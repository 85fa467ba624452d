-- name: import.staff_template
-- Everyone who works in the firm or will, as a staff list says it; units and job roles by their names where
-- those are one's own.
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm)
select
  array_replace(array[
    employee.code, person.full_name, person.birth_on::text, person.phone, person.email, unit.label, role.label,
    lower(employment.during)::text
  ]::text[], null, '') as cells
from kynang.person as person
join kynang.employee as employee
  on employee.firm_id = $1
  and employee.id = person.employee_id
join kynang.employment as employment
  on employment.firm_id = $1
  and employment.id = person.employee_id
  and employment.superseded_at is null
  and not employment.is_void
left join lateral (
  select assignment.unit_id, assignment.job_role_id
  from kynang.assignment as assignment
  where assignment.firm_id = $1
    and assignment.employee_id = person.employee_id
    and assignment.superseded_at is null
    and not assignment.is_void
    and assignment.during && daterange($2, null)
  order by lower(assignment.during), assignment.id
  limit 1
) as place on true
left join kynang.import_labels($1) as unit
  on unit.field = 'unit'
  and unit.id = place.unit_id
left join kynang.import_labels($1) as role
  on role.field = 'jobRole'
  and role.id = place.job_role_id
where person.firm_id = $1
  and person.erased_at is null
  and coalesce(upper(employment.during) > $2, true)
  and ($3::uuid[] is null or place.unit_id in (select kynang.unit_subtree($1, $3)))
order by
  person.given_name collate kynang.vietnamese, person.full_name collate kynang.vietnamese, person.employee_id;

-- name: import.requirement_template
-- What every job role requires today.
-- $1 uuid firm, $2 date today
select
  array_replace(array[
    coalesce(role_name.label, role.code), framework.code || ' ' || competency.code,
    requirement.required_level::text, requirement.minimum_holders::text, null
  ]::text[], null, '') as cells
from kynang.role_requirement as requirement
join kynang.job_role as role
  on role.firm_id = $1
  and role.id = requirement.job_role_id
  and role.is_active
left join kynang.import_labels($1) as role_name
  on role_name.field = 'jobRole'
  and role_name.id = role.id
join kynang.competency as competency
  on competency.id = requirement.competency_id
join kynang.framework as framework
  on framework.id = competency.framework_id
where requirement.firm_id = $1
  and requirement.superseded_at is null
  and not requirement.is_void
  and requirement.during @> $2::date
order by role.code, framework.code, competency.ordinal;

-- name: import.template_choices
-- What can be chosen in the columns of a form.
-- $1 uuid firm, $2 date today
select label.field, label.label as choice
from kynang.import_labels($1) as label
union all
select 'competency', framework.code || ' ' || competency.code
from kynang.competency as competency
join kynang.framework as framework
  on framework.id = competency.framework_id
where framework.is_default
  and framework.level_count is not null
union all
select 'courseRun', run.code
from kynang.course_run as run
where run.owner_id = $1
  or run.state = 'open' and run.ends_on >= $2
union all
select 'content', content.name ->> 'vi'
from kynang.support_content as content
union all
select 'programme', programme.name
from kynang.support_programme as programme
join kynang.firm as firm
  on firm.id = $1
  and firm.province_code = programme.province_code
where programme.is_active
order by field, choice;

-- name: import.recorded_assessments
-- Levels that were judged, as a file says them.
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm)
select
  array_replace(array[
    employee.code, person.full_name, framework.code || ' ' || competency.code, assessment.kind,
    assessment.level::text, case when assessment.is_passed then 'passed' when not assessment.is_passed then 'failed' end,
    assessment.occurred_on::text, assessment.expires_on::text, assessment.evidence
  ]::text[], null, '') as cells
from kynang.assessment as assessment
join kynang.employee as employee
  on employee.firm_id = $1
  and employee.id = assessment.employee_id
join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = assessment.employee_id
  and person.erased_at is null
join kynang.competency as competency
  on competency.id = assessment.competency_id
join kynang.framework as framework
  on framework.id = competency.framework_id
where assessment.firm_id = $1
  and assessment.superseded_at is null
  and not assessment.is_void
  and assessment.enrolment_id is null
  and assessment.kind in ('test', 'certificate', 'manager')
  and assessment.employee_id in (select kynang.import_sight($1, $3, $2))
order by employee.code, framework.code, competency.ordinal, assessment.occurred_on, assessment.id;

-- name: import.recorded_enrolments
-- Who is in which class, as a file says it.
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm)
select array_replace(array[enrolment.employee_code, enrolment.display_name, run.code]::text[], null, '') as cells
from kynang.enrolment_status as status
join kynang.enrolment as enrolment
  on enrolment.firm_id = $1
  and enrolment.id = status.id
join kynang.course_run as run
  on run.id = status.course_run_id
where status.firm_id = $1
  and status.superseded_at is null
  and not status.is_void
  and status.state in ('enrolled', 'waitlisted')
  and status.employee_id in (select kynang.import_sight($1, $3, $2))
order by run.code, enrolment.employee_code;

-- name: import.recorded_attendance
-- Marks in classes that the firm itself gives, as a file says them.
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm)
select
  array_replace(array[
    enrolment.employee_code, enrolment.display_name, run.code, session.held_on::text, attendance.half_day,
    attendance.mark, case when attendance.mark in ('present', 'late') then attendance.minutes::text end
  ]::text[], null, '') as cells
from kynang.attendance as attendance
join kynang.enrolment as enrolment
  on enrolment.firm_id = $1
  and enrolment.id = attendance.enrolment_id
join kynang.course_run as run
  on run.id = attendance.course_run_id
  and run.owner_id = $1
join kynang.session as session
  on session.id = attendance.session_id
  and session.state <> 'cancelled'
join kynang.enrolment_status as status
  on status.firm_id = $1
  and status.id = attendance.enrolment_id
  and status.superseded_at is null
  and not status.is_void
  and status.state = 'enrolled'
where attendance.firm_id = $1
  and attendance.superseded_at is null
  and not attendance.is_void
  and enrolment.employee_id in (select kynang.import_sight($1, $3, $2))
order by run.code, session.held_on, attendance.half_day, enrolment.employee_code;

-- name: import.recorded_completions
-- Results in classes that the firm itself gives, as a file says them.
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm)
select
  array_replace(array[
    enrolment.employee_code, enrolment.display_name, run.code, completion.result, completion.score::text
  ]::text[], null, '') as cells
from kynang.completion as completion
join kynang.enrolment as enrolment
  on enrolment.firm_id = $1
  and enrolment.id = completion.enrolment_id
join kynang.course_run as run
  on run.id = completion.course_run_id
  and run.owner_id = $1
where completion.firm_id = $1
  and completion.superseded_at is null
  and not completion.is_void
  and completion.employee_id in (select kynang.import_sight($1, $3, $2))
order by run.code, enrolment.employee_code;

-- name: import.recorded_observations
-- What the firm observed, as a file says it.
-- $1 uuid firm
select
  array_replace(array[
    coalesce(observation.indicator_code, own.code), coalesce(indicator.name ->> 'vi', definition.name ->> 'vi'),
    observation.period_kind, observation.starts_on::text, observation.value::text, observation.currency,
    observation.confidence, observation.source
  ]::text[], null, '') as cells
from kynang.observation as observation
left join kynang.indicator as indicator
  on indicator.code = observation.indicator_code
left join kynang.own_indicator as own
  on own.firm_id = $1
  and own.id = observation.own_indicator_id
left join kynang.own_indicator_definition as definition
  on definition.firm_id = $1
  and definition.id = own.id
  and definition.superseded_at is null
where observation.firm_id = $1
  and observation.superseded_at is null
  and not observation.is_void
order by coalesce(observation.indicator_code, own.code), observation.starts_on, observation.period_kind;

-- name: import.recorded_support
-- Support that the firm received, as a file says it.
-- $1 uuid firm
select
  array_replace(array[
    content.name ->> 'vi', support.object, programme.code, support.rule_code, support.cost_vnd::text,
    support.approved_vnd::text, support.approved_on::text, support.paid_vnd::text, support.paid_on::text,
    support.document
  ]::text[], null, '') as cells
from kynang.support as support
join kynang.support_content as content
  on content.code = support.content_code
left join kynang.support_programme as programme
  on programme.id = support.programme_id
where support.firm_id = $1
  and support.superseded_at is null
  and not support.is_void
order by support.approved_on, support.object;
