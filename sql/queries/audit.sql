-- name: audit.firms_to_seal
-- Firms that have audit rows which no seal covers.
select queued.firm_id
from kynang.audit_queue as queued
group by queued.firm_id
limit 1000;

-- name: audit.seal
-- Chains up to 1,000 queued rows of a firm to its last seal. The lock keeps two sealers apart.
-- $1 uuid firm, $2 timestamptz now
with locked as (
  select pg_advisory_xact_lock(hashtextextended('audit.seal' || ($1::uuid)::text, 0)) as held
),
batch as (
  select queued.audit_id
  from locked
  cross join lateral (
    select waiting.audit_id
    from kynang.audit_queue as waiting
    where waiting.firm_id = $1::uuid
    order by waiting.audit_id
    limit 1000
  ) as queued
),
last_seal as (
  select seal.number, seal.hash
  from kynang.audit_seal as seal
  where seal.firm_id = $1::uuid
  order by seal.number desc
  limit 1
),
content as (
  select
    array_agg(entry.id order by entry.id) as entry_ids,
    string_agg(kynang.audit_canonical(entry, coalesce(detail.text, '')), E'\n' order by entry.id) as text
  from batch
  join kynang.audit_entry as entry
    on entry.firm_id = $1::uuid
    and entry.id = batch.audit_id
  left join lateral (
    select string_agg(
      part.ordinal || ' ' || part.subject_id || ' ' || part.change || ' ' || part.fields::text, E'\n'
      order by part.ordinal) as text
    from kynang.audit_detail as part
    where part.firm_id = $1::uuid
      and part.audit_id = entry.id
  ) as detail on true
),
sealed as (
  insert into kynang.audit_seal (firm_id, number, entry_ids, previous_hash, hash, sealed_at)
  select
    $1,
    coalesce((select last_seal.number from last_seal), 0) + 1,
    content.entry_ids,
    coalesce((select last_seal.hash from last_seal), sha256(''::bytea)),
    sha256(coalesce((select last_seal.hash from last_seal), sha256(''::bytea)) || convert_to(content.text, 'UTF8')),
    $2
  from content
  where content.entry_ids is not null
  returning entry_ids
)
delete from kynang.audit_queue as queued
where queued.firm_id = $1::uuid
  and queued.audit_id = any (select unnest(sealed.entry_ids) from sealed);

-- name: audit.verify
-- Each seal of a firm with whether its content and its link to the seal before it still hold.
-- $1 uuid firm
select
  seal.number,
  cardinality(seal.entry_ids) as entry_count,
  seal.sealed_at,
  seal.previous_hash = coalesce(
    lag(seal.hash) over (order by seal.number), sha256(''::bytea)) as is_linked,
  seal.hash = sha256(seal.previous_hash || convert_to(coalesce(content.text, ''), 'UTF8'))
    and content.entry_count = cardinality(seal.entry_ids) as is_intact
from kynang.audit_seal as seal
left join lateral (
  select
    count(*) as entry_count,
    string_agg(kynang.audit_canonical(entry, coalesce(detail.text, '')), E'\n' order by entry.id) as text
  from kynang.audit_entry as entry
  left join lateral (
    select string_agg(
      part.ordinal || ' ' || part.subject_id || ' ' || part.change || ' ' || part.fields::text, E'\n'
      order by part.ordinal) as text
    from kynang.audit_detail as part
    where part.firm_id = $1
      and part.audit_id = entry.id
  ) as detail on true
  where entry.firm_id = $1
    and entry.id = any (seal.entry_ids)
) as content on true
where seal.firm_id = $1
order by seal.number;

-- name: audit.unsealed
-- How many audit rows of a firm wait for a seal.
-- $1 uuid firm
select count(*)::bigint as waiting
from kynang.audit_queue as queued
where queued.firm_id = $1;

-- name: audit.list
-- Audit rows of a firm, newest first, with the names of accounts that were ever of the firm; of rows
-- that belong to no firm, with every name.
-- $1 uuid firm, $2 uuid subject (null: any), $3 uuid continue after (null: from the newest), $4 integer rows,
-- $5 text use case or noun, $6 text role, $7 uuid account, $8 date first day, $9 date last day
select
  entry.id, entry.occurred_at, entry.account_id, account.display_name as account_name, entry.acting_role,
  entry.use_case, entry.subject_ids, entry.changes, entry.reason, entry.request_id
from kynang.audit_entry as entry
left join kynang.account as account
  on account.id = entry.account_id
  and (
    $1 = '00000000-0000-0000-0000-000000000000'::uuid
    or exists (
      select
      from kynang.membership as membership
      where membership.account_id = entry.account_id
        and membership.firm_id = $1
    )
  )
where entry.firm_id = $1
  and ($2::uuid is null or $2 = any (entry.subject_ids))
  and ($3::uuid is null or entry.id < $3)
  and ($5::text is null or entry.use_case = $5 or starts_with(entry.use_case, $5 || '.'))
  and ($6::text is null or entry.acting_role = $6)
  and ($7::uuid is null or entry.account_id = $7)
  and ($8::date is null or entry.occurred_at >= $8::timestamp at time zone 'Asia/Ho_Chi_Minh')
  and ($9::date is null or entry.occurred_at < ($9 + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh')
order by entry.id desc
limit $4;

-- name: audit.shared_subjects
-- What some ids of the log are, of what firms share: courses and what gives them, agencies, competencies, firms.
-- $1 uuid[] ids
select
  subject.id, subject.kind as subject_kind, subject.code, subject.name, null::uuid as employee_id, null::text as employee_name,
  subject.part_of_id, subject.day
from (
  select
    course.id, 'course' as kind, course.code, course.title::jsonb as name, null::uuid as part_of_id, null::date as day
  from kynang.course
  where course.id = any ($1::uuid[])
  union all
  select run.id, 'courseRun', run.code, course.title::jsonb, null, run.starts_on
  from kynang.course_run as run
  join kynang.course on course.id = run.course_id
  where run.id = any ($1)
  union all
  select session.id, 'session', run.code, course.title::jsonb, run.id, session.held_on
  from kynang.session
  join kynang.course_run as run on run.id = session.course_run_id
  join kynang.course on course.id = run.course_id
  where session.id = any ($1)
  union all
  select provider.id, 'provider', provider.code, jsonb_build_object('vi', provider.name), null, null
  from kynang.provider
  where provider.id = any ($1)
  union all
  select
    trainer.id, 'trainer', trainer.code, jsonb_build_object('vi', trainer.display_name), trainer.provider_id, null
  from kynang.trainer
  where trainer.id = any ($1)
  union all
  select room.id, 'room', room.code, jsonb_build_object('vi', room.name), room.provider_id, null
  from kynang.room
  where room.id = any ($1)
  union all
  select agency.id, 'agency', agency.code, jsonb_build_object('vi', agency.name), null, null
  from kynang.agency
  where agency.id = any ($1)
  union all
  select competency.id, 'competency', competency.code, competency.title::jsonb, null, null
  from kynang.competency
  where competency.id = any ($1)
  union all
  select firm.id, 'firm', firm.code, jsonb_build_object('vi', firm.name), null, null
  from kynang.firm
  where firm.id = any ($1)
) as subject;

-- name: audit.own_subjects
-- What some ids of a firm's log are, of the firm's own records, with the person concerned: nobody's name where
-- the reader may not read people.
-- $1 uuid firm, $2 uuid[] ids, $3 boolean with names
select
  subject.id, subject.kind as subject_kind, subject.code, subject.name, subject.employee_id,
  case when $3::boolean then person.full_name end as employee_name, subject.part_of_id, subject.day
from (
  select
    employee.id, 'employee' as kind, employee.code, null::jsonb as name, employee.id as employee_id,
    null::uuid as part_of_id, null::date as day
  from kynang.employee
  where employee.firm_id = $1::uuid
    and employee.id = any ($2::uuid[])
  union all
  select
    unit.id, 'unit', unit.code, jsonb_build_object('vi', placement.name), null, null, null
  from kynang.unit
  left join kynang.unit_placement as placement
    on placement.firm_id = $1
    and placement.id = unit.id
    and placement.superseded_at is null
  where unit.firm_id = $1
    and unit.id = any ($2)
  union all
  select budget.id, 'unitBudget', budget.year::text, jsonb_build_object('vi', placement.name), null, budget.unit_id, null
  from kynang.unit_budget as budget
  left join kynang.unit_placement as placement
    on placement.firm_id = $1
    and placement.id = budget.unit_id
    and placement.superseded_at is null
  where budget.firm_id = $1
    and budget.id = any ($2)
    and budget.superseded_at is null
  union all
  select role.id, 'jobRole', role.code, role.title::jsonb, null, null, null
  from kynang.job_role as role
  where role.firm_id = $1
    and role.id = any ($2)
  union all
  select requirement.id, 'roleRequirement', competency.code, competency.title::jsonb, null, requirement.job_role_id, null
  from kynang.role_requirement as requirement
  join kynang.competency on competency.id = requirement.competency_id
  where requirement.firm_id = $1
    and requirement.id = any ($2)
    and requirement.superseded_at is null
  union all
  select enrolment.id, 'enrolment', run.code, course.title::jsonb, enrolment.employee_id, run.id, run.starts_on
  from kynang.enrolment
  join kynang.course_run as run on run.id = enrolment.course_run_id
  join kynang.course on course.id = run.course_id
  where enrolment.firm_id = $1
    and enrolment.id = any ($2)
  union all
  select batch.id, 'enrolmentBatch', run.code, course.title::jsonb, null, run.id, run.starts_on
  from kynang.enrolment_batch as batch
  join kynang.course_run as run on run.id = batch.course_run_id
  join kynang.course on course.id = run.course_id
  where batch.firm_id = $1
    and batch.id = any ($2)
  union all
  select completion.id, 'completion', course.code, course.title::jsonb, completion.employee_id, null, completion.completed_on
  from kynang.completion
  join kynang.course on course.id = completion.course_id
  where completion.firm_id = $1
    and completion.id = any ($2)
    and completion.superseded_at is null
  union all
  select
    assessment.id, 'assessment', competency.code, competency.title::jsonb, assessment.employee_id, null,
    assessment.occurred_on
  from kynang.assessment
  join kynang.competency on competency.id = assessment.competency_id
  where assessment.firm_id = $1
    and assessment.id = any ($2)
    and assessment.superseded_at is null
  union all
  select exemption.id, 'exemption', competency.code, competency.title::jsonb, exemption.employee_id, null, null
  from kynang.exemption
  join kynang.competency on competency.id = exemption.competency_id
  where exemption.firm_id = $1
    and exemption.id = any ($2)
    and exemption.superseded_at is null
  union all
  select
    assignment.id, 'assignment', null, jsonb_build_object('vi', placement.name), assignment.employee_id,
    assignment.unit_id, lower(assignment.during)
  from kynang.assignment
  left join kynang.unit_placement as placement
    on placement.firm_id = $1
    and placement.id = assignment.unit_id
    and placement.superseded_at is null
  where assignment.firm_id = $1
    and assignment.id = any ($2)
    and assignment.superseded_at is null
  union all
  select batch.id, 'import', batch.kind, jsonb_build_object('vi', batch.file_name), null, null, null
  from kynang.import_batch as batch
  where batch.firm_id = $1
    and batch.id = any ($2)
  union all
  select
    observation.id, 'observation', observation.indicator_code, indicator.name::jsonb, null, null,
    observation.starts_on
  from kynang.observation
  left join kynang.indicator on indicator.code = observation.indicator_code
  where observation.firm_id = $1
    and observation.id = any ($2)
    and observation.superseded_at is null
  union all
  select support.id, 'support', support.content_code, content.name::jsonb, null, null, support.approved_on
  from kynang.support
  left join kynang.support_content as content on content.code = support.content_code
  where support.firm_id = $1
    and support.id = any ($2)
    and support.superseded_at is null
  union all
  select adoption.id, 'adoption', adoption.process_code, process.name::jsonb, null, null, adoption.occurred_on
  from kynang.adoption
  left join kynang.business_process as process on process.code = adoption.process_code
  where adoption.firm_id = $1
    and adoption.id = any ($2)
    and adoption.superseded_at is null
  union all
  select plan.id, 'trainingPlan', plan.year::text, null, null, null, null
  from kynang.training_plan as plan
  where plan.firm_id = $1
    and plan.id = any ($2)
    and plan.superseded_at is null
  union all
  select size.id, 'firmSize', size.year::text, null, null, null, null
  from kynang.firm_size as size
  where size.firm_id = $1
    and size.id = any ($2)
    and size.superseded_at is null
  union all
  select flagged.id, 'firmFlag', flagged.flag_code, flag.name::jsonb, null, null, lower(flagged.during)
  from kynang.firm_flag as flagged
  left join kynang.support_flag as flag on flag.code = flagged.flag_code
  where flagged.firm_id = $1
    and flagged.id = any ($2)
    and flagged.superseded_at is null
  union all
  select own.id, 'ownIndicator', own.code, definition.name::jsonb, null, null, null
  from kynang.own_indicator as own
  left join kynang.own_indicator_definition as definition
    on definition.firm_id = $1
    and definition.id = own.id
    and definition.superseded_at is null
  where own.firm_id = $1
    and own.id = any ($2)
  union all
  select walk_in.id, 'walkIn', run.code, course.title::jsonb, walk_in.claimed_employee_id, run.id, run.starts_on
  from kynang.walk_in
  join kynang.course_run as run on run.id = walk_in.course_run_id
  join kynang.course on course.id = run.course_id
  where walk_in.firm_id = $1
    and walk_in.id = any ($2)
  union all
  select merge.id, 'merge', null, null, merge.survivor_id, null, null
  from kynang.employee_merge as merge
  where merge.firm_id = $1
    and merge.id = any ($2)
) as subject
left join kynang.person
  on person.firm_id = $1
  and person.employee_id = subject.employee_id;
