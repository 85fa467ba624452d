-- name: import.evaluate_requirements
-- Compares requirements of job roles with those of the day from which each is to hold.
-- $1 uuid firm, $2 uuid batch, $3 date today, $4 timestamptz now
with entry as materialized (
  select
    entry.number, entry.problems, entry.entered ->> 'jobRoleKey' as role_key,
    entry.entered ->> 'competencyKey' as competency_key,
    (entry.entered ->> 'requiredLevel')::integer as level,
    (entry.entered ->> 'minimumHolders')::integer as holders,
    coalesce((entry.entered ->> 'validFrom')::date, $3) as valid_from
  from kynang.import_entry as entry
  where entry.firm_id = $1
    and entry.batch_id = $2
),
wanted as materialized (
  select
    entry.number, entry.problems, entry.role_key, entry.competency_key, entry.level, entry.holders,
    entry.valid_from, role_name.ids as role_ids, role_name.title as role_title, named.ids as competency_ids,
    framework.level_count, framework.code || ' ' || competency.code as competency_code
  from entry
  left join kynang.import_job_roles($1) as role_name
    on role_name.key = entry.role_key
  left join kynang.import_competencies() as named
    on named.key = entry.competency_key
  left join kynang.competency as competency
    on competency.id = named.ids[1]
  left join kynang.framework as framework
    on framework.id = competency.framework_id
),
repeated as (
  select
    wanted.role_ids, wanted.competency_ids,
    jsonb_build_object(
      'field', 'row', 'rule', 'import.requirement_twice', 'parameters', jsonb_build_object(
        'lines', string_agg(wanted.number::text, ', ' order by wanted.number))) as problem
  from wanted
  where wanted.role_ids is not null
    and wanted.competency_ids is not null
  group by wanted.role_ids, wanted.competency_ids
  having count(*) > 1
),
standing as materialized (
  select
    wanted.number, present.id, present.revision, present.required_level, present.minimum_holders,
    lower(present.during) as starts_on, upper(present.during) as ends_before,
    present.during @> wanted.valid_from as is_present
  from wanted
  join kynang.role_requirement as present
    on present.firm_id = $1
    and present.job_role_id = wanted.role_ids[1]
    and present.competency_id = wanted.competency_ids[1]
    and present.superseded_at is null
    and not present.is_void
    and present.during && daterange(wanted.valid_from, null)
),
compared as (
  select
    wanted.number, wanted.problems, wanted.level, coalesce(wanted.holders, present.minimum_holders, 1) as holders,
    wanted.valid_from, wanted.role_ids, wanted.role_title, wanted.competency_ids, wanted.competency_code,
    present.id, present.revision, present.required_level, present.minimum_holders, present.starts_on,
    present.ends_before,
    concat_ws(',',
      repeated.problem::text,
      case when wanted.role_ids is null
        then '{"field":"jobRole","rule":"import.unknown_job_role","parameters":{}}' end,
      case when cardinality(wanted.role_ids) > 1
        then '{"field":"jobRole","rule":"import.job_role_ambiguous","parameters":{}}' end,
      case when wanted.competency_ids is null
        then '{"field":"competency","rule":"import.unknown_competency","parameters":{}}' end,
      case when cardinality(wanted.competency_ids) > 1
        then '{"field":"competency","rule":"import.competency_ambiguous","parameters":{}}' end,
      case when cardinality(wanted.competency_ids) = 1 and wanted.level_count is null
        then '{"field":"competency","rule":"assessment.framework_has_no_levels","parameters":{}}' end,
      case when wanted.level > wanted.level_count then
        '{"field":"requiredLevel","rule":"field.out_of_range","parameters":{"lowest":"1","highest":"'
        || wanted.level_count || '"}}' end,
      case when later.number is not null
        then '{"field":"validFrom","rule":"import.later_requirement","parameters":{}}' end
    ) as found_problems
  from wanted
  left join standing as present
    on present.number = wanted.number
    and present.is_present
  left join (
    select distinct standing.number
    from standing
    where not standing.is_present
  ) as later
    on later.number = wanted.number
  left join repeated
    on repeated.role_ids = wanted.role_ids
    and repeated.competency_ids = wanted.competency_ids
),
judged as (
  select
    compared.number, compared.level, compared.holders, compared.valid_from, compared.role_ids,
    compared.role_title, compared.competency_ids, compared.competency_code, compared.id, compared.revision,
    compared.required_level, compared.minimum_holders, compared.starts_on, compared.ends_before,
    case
      when compared.problems is not null or compared.found_problems <> '' then 'error'
      when compared.id is null then 'create'
      when compared.level <> compared.required_level or compared.holders <> compared.minimum_holders then 'change'
      else 'same'
    end as verdict,
    coalesce(compared.problems, '[]'::jsonb) || ('[' || compared.found_problems || ']')::jsonb as problems
  from compared
)
insert into kynang.import_row (firm_id, batch_id, number, verdict, target, changes, problems)
select
  $1, $2, judged.number, judged.verdict,
  case when judged.verdict in ('create', 'change') then
    jsonb_build_object(
      'roleId', judged.role_ids[1], 'competencyId', judged.competency_ids[1], 'level', judged.level,
      'holders', judged.holders, 'from', judged.valid_from, 'until', judged.ends_before, 'oldId', judged.id,
      'oldRevision', judged.revision,
      'newId', case when judged.id is null or judged.starts_on < judged.valid_from then kynang.uuid_v7($4) end)
  else '{}'::jsonb end,
  case when judged.verdict in ('create', 'change') then
    jsonb_build_array(
      jsonb_build_object('field', 'jobRole', 'after', judged.role_title),
      jsonb_build_object('field', 'competency', 'after', judged.competency_code),
      jsonb_build_object(
        'field', 'requiredLevel', 'before', judged.required_level::text, 'after', judged.level::text),
      jsonb_build_object(
        'field', 'minimumHolders', 'before', judged.minimum_holders::text, 'after', judged.holders::text),
      jsonb_build_object('field', 'validFrom', 'after', judged.valid_from::text))
  else '[]'::jsonb end,
  judged.problems
from judged;

-- name: import.revise_requirements
-- Ends the requirements that rows change, or corrects those that begin on the day of the change.
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
with former as (
  update kynang.role_requirement as present
  set superseded_at = $3
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict = 'change'
    and present.firm_id = $1
    and present.id = (decided.target ->> 'oldId')::uuid
    and present.revision = (decided.target ->> 'oldRevision')::integer
    and present.superseded_at is null
  returning
    present.id, present.revision, present.job_role_id, present.competency_id, present.required_level,
    present.minimum_holders, present.during, decided.number, decided.target,
    decided.target ->> 'newId' is not null as is_ended
),
revised as (
  insert into kynang.role_requirement (
    firm_id, id, revision, job_role_id, competency_id, required_level, minimum_holders, during, recorded_at,
    recorded_by)
  select
    $1, former.id, former.revision + 1, former.job_role_id, former.competency_id,
    case when former.is_ended then former.required_level else (former.target ->> 'level')::integer end,
    case when former.is_ended then former.minimum_holders else (former.target ->> 'holders')::integer end,
    case
      when former.is_ended then daterange(lower(former.during), (former.target ->> 'from')::date)
      else former.during
    end,
    $3, $4
  from former
)
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select $1, $2, former.number, 1, 'role_requirement', former.id, former.revision, former.revision + 1
from former;

-- name: import.require
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
with required as (
  insert into kynang.role_requirement (
    firm_id, id, revision, job_role_id, competency_id, required_level, minimum_holders, during, recorded_at,
    recorded_by)
  select
    $1, (decided.target ->> 'newId')::uuid, 1, (decided.target ->> 'roleId')::uuid,
    (decided.target ->> 'competencyId')::uuid, (decided.target ->> 'level')::integer,
    (decided.target ->> 'holders')::integer,
    daterange((decided.target ->> 'from')::date, (decided.target ->> 'until')::date), $3, $4
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict in ('create', 'change')
    and decided.target ->> 'newId' is not null
  returning id
)
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select $1, $2, decided.number, 1, 'role_requirement', required.id, 0, 1
from required
join kynang.import_row as decided
  on decided.firm_id = $1
  and decided.batch_id = $2
  and (decided.target ->> 'newId')::uuid = required.id;

-- name: import.bump_job_roles
-- New versions of the job roles whose requirements a step wrote.
-- $1 uuid firm, $2 uuid batch, $3 integer step
update kynang.job_role as role
set version = role.version + 1
where role.firm_id = $1
  and role.id in (
    select (decided.target ->> 'roleId')::uuid
    from kynang.import_write as write
    join kynang.import_row as decided
      on decided.firm_id = $1
      and decided.batch_id = $2
      and decided.number = write.number
    where write.firm_id = $1
      and write.batch_id = $2
      and write.step = $3::integer
  );
