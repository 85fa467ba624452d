-- name: job_role.insert
-- $1 uuid firm, $2 uuid id, $3 text code, $4 jsonb title, $5 uuid template or null, $6 timestamptz now,
-- $7 uuid account
insert into kynang.job_role (firm_id, id, code, title, template_id, created_at, created_by)
values ($1, $2, $3, $4::jsonb, $5, $6, $7);

-- name: job_role.change
-- $1 uuid firm, $2 uuid id, $3 text code or null, $4 jsonb title or null, $5 boolean active or null
update kynang.job_role
set
  code = coalesce($3::text, code),
  title = coalesce($4::jsonb, title),
  is_active = coalesce($5::boolean, is_active),
  version = version + 1
where firm_id = $1
  and id = $2;

-- name: job_role.lock
-- A job role, kept from other changes until the transaction ends.
-- $1 uuid firm, $2 uuid id
select job_role.id, job_role.code, job_role.title, job_role.is_active, job_role.version
from kynang.job_role
where job_role.firm_id = $1::uuid
  and job_role.id = $2::uuid
for no key update;

-- name: job_role.list
-- Job roles of a firm by code, with the number of requirements and of holders on a day.
-- $1 uuid firm, $2 text search or null, $3 boolean with inactive ones, $4 date as of, $5 text code after,
-- $6 uuid id after, $7 integer page size (rows), $8 uuid[] units of the caller or null for the whole firm
select
  job_role.id, job_role.code, job_role.title, job_role.template_id, job_role.is_active, job_role.version,
  (
    select count(*)
    from kynang.role_requirement as requirement
    where requirement.firm_id = $1::uuid
      and requirement.job_role_id = job_role.id
      and requirement.superseded_at is null
      and not requirement.is_void
      and requirement.during @> $4::date
  ) as requirement_count,
  (
    select count(distinct assignment.employee_id)
    from kynang.assignment
    where assignment.firm_id = $1::uuid
      and assignment.job_role_id = job_role.id
      and assignment.superseded_at is null
      and not assignment.is_void
      and assignment.during @> $4::date
      and ($8::uuid[] is null or assignment.unit_id in (select kynang.unit_subtree($1::uuid, $8)))
  ) as people
from kynang.job_role
where job_role.firm_id = $1::uuid
  and ($3::boolean or job_role.is_active)
  and (
    $2::text is null
    or job_role.code = $2
    or position(
      kynang.folded($2) in kynang.folded(concat_ws(' ',
        job_role.code, job_role.title ->> 'vi', job_role.title ->> 'en'))) > 0
  )
  and ($5::text is null or (job_role.code, job_role.id) > ($5, $6::uuid))
order by job_role.code, job_role.id
limit $7::bigint;

-- name: job_role.show
-- $1 uuid firm, $2 uuid id
select
  job_role.id, job_role.code, job_role.title, job_role.template_id, template.code as template_code,
  job_role.is_active, job_role.version
from kynang.job_role
left join kynang.role_template as template on template.id = job_role.template_id
where job_role.firm_id = $1::uuid
  and job_role.id = $2::uuid;

-- name: role_requirement.list
-- What a job role requires on a day, by what had been recorded at a moment.
-- $1 uuid firm, $2 uuid job role, $3 date as of, $4 timestamptz known at
select
  requirement.id, requirement.revision, requirement.competency_id, competency.code as competency_code,
  competency.title as competency_title, framework.id as framework_id, framework.code as framework_code,
  requirement.required_level, requirement.minimum_holders, lower(requirement.during) as valid_from,
  upper(requirement.during) - 1 as valid_until, requirement.recorded_at, requirement.reason
from kynang.role_requirement as requirement
join kynang.competency on competency.id = requirement.competency_id
join kynang.framework on framework.id = competency.framework_id
where requirement.firm_id = $1::uuid
  and requirement.job_role_id = $2::uuid
  and requirement.during @> $3::date
  and not requirement.is_void
  and requirement.recorded_at <= $4::timestamptz
  and (requirement.superseded_at is null or requirement.superseded_at > $4)
order by framework.code, competency.ordinal, competency.id;

-- name: role_requirement.history
-- Every revision of a job role's requirements, newest first.
-- $1 uuid firm, $2 uuid job role, $3 uuid competency or null
select
  requirement.id, requirement.revision, requirement.competency_id, competency.code as competency_code,
  competency.title as competency_title, requirement.required_level, requirement.minimum_holders,
  lower(requirement.during) as valid_from, upper(requirement.during) - 1 as valid_until,
  requirement.recorded_at, requirement.reason, requirement.superseded_at, requirement.is_void
from kynang.role_requirement as requirement
join kynang.competency on competency.id = requirement.competency_id
where requirement.firm_id = $1::uuid
  and requirement.job_role_id = $2::uuid
  and ($3::uuid is null or requirement.competency_id = $3)
order by requirement.recorded_at desc, requirement.id, requirement.revision desc
limit 500;

-- name: role_requirement.competencies_from
-- Competencies that a job role asks for on a day or later.
-- $1 uuid firm, $2 uuid job role, $3 date from
select distinct requirement.competency_id
from kynang.role_requirement as requirement
where requirement.firm_id = $1::uuid
  and requirement.job_role_id = $2::uuid
  and requirement.superseded_at is null
  and not requirement.is_void
  and requirement.during && daterange($3::date, null);

-- name: role_requirement.insert
-- First revisions of requirements, one per competency.
-- $1 uuid firm, $2 uuid job role, $3 uuid[] ids, $4 uuid[] competencies, $5 integer[] levels,
-- $6 integer[] minimum holders, $7 date first day, $8 date last day or null, $9 timestamptz now,
-- $10 uuid account, $11 text reason or null
insert into kynang.role_requirement (
  firm_id, id, revision, job_role_id, competency_id, required_level, minimum_holders, during, recorded_at,
  recorded_by, reason)
select
  $1::uuid, wanted.id, 1, $2::uuid, wanted.competency_id, wanted.required_level, wanted.minimum_holders,
  daterange($7::date, $8::date, '[]'), $9::timestamptz, $10::uuid, $11::text
from unnest($3::uuid[], $4::uuid[], $5::integer[], $6::integer[])
  as wanted (id, competency_id, required_level, minimum_holders);

-- name: role_requirement.present
-- The present revision of a requirement; the lock of its job role keeps it from other changes.
-- $1 uuid firm, $2 uuid id
select
  requirement.id, requirement.revision, requirement.job_role_id, requirement.competency_id,
  requirement.required_level, requirement.minimum_holders, lower(requirement.during) as valid_from,
  upper(requirement.during) - 1 as valid_until
from kynang.role_requirement as requirement
where requirement.firm_id = $1::uuid
  and requirement.id = $2::uuid
  and requirement.superseded_at is null
  and not requirement.is_void;

-- name: role_requirement.revise
-- Supersedes the present revision of a requirement by another.
-- $1 uuid firm, $2 uuid id, $3 integer level, $4 integer minimum holders, $5 date first day,
-- $6 date last day or null, $7 timestamptz now, $8 uuid account, $9 text reason, $10 boolean void
with superseded as (
  update kynang.role_requirement as present
  set superseded_at = $7::timestamptz
  where present.firm_id = $1::uuid
    and present.id = $2::uuid
    and present.superseded_at is null
  returning present.firm_id, present.id, present.revision, present.job_role_id, present.competency_id
)
insert into kynang.role_requirement (
  firm_id, id, revision, job_role_id, competency_id, required_level, minimum_holders, during, recorded_at,
  recorded_by, reason, is_void)
select
  superseded.firm_id, superseded.id, superseded.revision + 1, superseded.job_role_id, superseded.competency_id,
  $3::integer, $4::integer, daterange($5::date, $6::date, '[]'), $7::timestamptz, $8::uuid, $9::text, $10::boolean
from superseded;

-- name: role_template.list
-- Job roles that a firm may copy, of one section of the classification or of all.
-- $1 text section or null, $2 text search or null
select
  template.id, template.code, template.title, template.vsic_version, template.vsic_section,
  (
    select count(*)
    from kynang.role_template_requirement as requirement
    where requirement.role_template_id = template.id
  ) as requirement_count,
  template.status, template.source, template.note
from kynang.role_template as template
where ($1::text is null or template.vsic_section = $1 or template.vsic_section is null)
  and (
    $2::text is null
    or template.code = $2
    or position(
      kynang.folded($2) in kynang.folded(concat_ws(' ', template.title ->> 'vi', template.title ->> 'en'))) > 0
  )
order by template.code;

-- name: role_template.show
-- $1 uuid template
select
  template.id, template.code, template.title, template.vsic_version, template.vsic_section,
  template.status, template.source, template.note,
  coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'competencyId', competency.id, 'competencyCode', competency.code, 'competencyTitle', competency.title,
        'frameworkId', framework.id, 'frameworkCode', framework.code,
        'requiredLevel', requirement.required_level, 'status', requirement.status)
      order by framework.code, competency.ordinal, competency.id)
    from kynang.role_template_requirement as requirement
    join kynang.competency on competency.id = requirement.competency_id
    join kynang.framework on framework.id = competency.framework_id
    where requirement.role_template_id = template.id
  ), '[]') as requirements
from kynang.role_template as template
where template.id = $1::uuid;

-- name: exemption.employee_in_scope
-- An employee of the firm whom the caller answers for.
-- $1 uuid firm, $2 uuid employee, $3 uuid[] units of the caller or null for the whole firm, $4 date today
select employee.id
from kynang.employee
where employee.firm_id = $1::uuid
  and employee.id = $2::uuid
  and employee.merged_into is null
  and (
    $3::uuid[] is null
    or exists (
      select
      from kynang.assignment
      where assignment.firm_id = $1::uuid
        and assignment.employee_id = employee.id
        and assignment.superseded_at is null
        and not assignment.is_void
        and assignment.during @> $4::date
        and assignment.unit_id in (select kynang.unit_subtree($1::uuid, $3))
    )
  );

-- name: exemption.insert
-- $1 uuid firm, $2 uuid id, $3 uuid employee, $4 uuid competency, $5 date first day, $6 date last day,
-- $7 timestamptz now, $8 uuid account, $9 text reason
insert into kynang.exemption (
  firm_id, id, revision, employee_id, competency_id, during, recorded_at, recorded_by, reason)
values ($1, $2, 1, $3, $4, daterange($5::date, $6::date, '[]'), $7, $8, $9);

-- name: exemption.lock
-- The present revision of an exemption of someone the caller answers for.
-- $1 uuid firm, $2 uuid id, $3 uuid[] units of the caller or null for the whole firm, $4 date today
select
  exemption.id, exemption.employee_id, exemption.competency_id, lower(exemption.during) as valid_from,
  upper(exemption.during) - 1 as valid_until
from kynang.exemption
where exemption.firm_id = $1::uuid
  and exemption.id = $2::uuid
  and exemption.superseded_at is null
  and not exemption.is_void
  and (
    $3::uuid[] is null
    or exists (
      select
      from kynang.assignment
      where assignment.firm_id = $1::uuid
        and assignment.employee_id = exemption.employee_id
        and assignment.superseded_at is null
        and not assignment.is_void
        and assignment.during @> $4::date
        and assignment.unit_id in (select kynang.unit_subtree($1::uuid, $3))
    )
  )
for no key update of exemption;

-- name: exemption.revise
-- Supersedes the present revision of an exemption: with another last day, or taken back.
-- $1 uuid firm, $2 uuid id, $3 date last day, $4 timestamptz now, $5 uuid account, $6 text reason,
-- $7 boolean void
with superseded as (
  update kynang.exemption as present
  set superseded_at = $4::timestamptz
  where present.firm_id = $1::uuid
    and present.id = $2::uuid
    and present.superseded_at is null
  returning
    present.firm_id, present.id, present.revision, present.employee_id, present.competency_id, present.during
)
insert into kynang.exemption (
  firm_id, id, revision, employee_id, competency_id, during, recorded_at, recorded_by, reason, is_void)
select
  superseded.firm_id, superseded.id, superseded.revision + 1, superseded.employee_id, superseded.competency_id,
  daterange(lower(superseded.during), $3::date, '[]'), $4::timestamptz, $5::uuid, $6::text, $7::boolean
from superseded;

-- name: exemption.list
-- Exemptions that hold on a day, or all present ones, of people the caller answers for; latest first.
-- $1 uuid firm, $2 uuid[] units of the caller or null, $3 date today, $4 uuid employee or null,
-- $5 uuid competency or null, $6 date as of or null for all, $7 uuid id after or null,
-- $8 integer page size (rows)
select
  exemption.id, exemption.revision, exemption.employee_id, employee.code as employee_code,
  person.full_name, exemption.competency_id, competency.code as competency_code,
  competency.title as competency_title, framework.code as framework_code,
  lower(exemption.during) as valid_from, upper(exemption.during) - 1 as valid_until,
  exemption.reason, exemption.recorded_at
from kynang.exemption
join kynang.employee
  on employee.firm_id = $1::uuid
  and employee.id = exemption.employee_id
join kynang.person
  on person.firm_id = $1::uuid
  and person.employee_id = exemption.employee_id
join kynang.competency on competency.id = exemption.competency_id
join kynang.framework on framework.id = competency.framework_id
where exemption.firm_id = $1::uuid
  and exemption.superseded_at is null
  and not exemption.is_void
  and (
    $2::uuid[] is null
    or exists (
      select
      from kynang.assignment
      where assignment.firm_id = $1::uuid
        and assignment.employee_id = exemption.employee_id
        and assignment.superseded_at is null
        and not assignment.is_void
        and assignment.during @> $3::date
        and assignment.unit_id in (select kynang.unit_subtree($1::uuid, $2))
    )
  )
  and ($4::uuid is null or exemption.employee_id = $4)
  and ($5::uuid is null or exemption.competency_id = $5)
  and ($6::date is null or exemption.during @> $6)
  and ($7::uuid is null or exemption.id < $7)
order by exemption.id desc
limit $8::bigint;
