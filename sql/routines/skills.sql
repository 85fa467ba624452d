-- What is required of people and what they have shown, as of any day and as known at any moment.
-- The rule of verdicts stands here once; every gap, matrix and coverage reads it. Invoker's rights:
-- row security applies, and every join carries the firm.

create or replace function kynang.policy_integer(setting_key text, on_day date)
returns integer
language sql stable
as $$
  select (setting.value #>> '{}')::integer
  from kynang.policy_setting as setting
  where setting.key = setting_key
    and setting.valid_from <= on_day
    and (setting.valid_to is null or setting.valid_to >= on_day)
$$;

create or replace function kynang.unit_subtree(firm uuid, roots uuid[])
returns setof uuid
language sql stable
as $$
  with recursive below as (
    select root.id
    from unnest(roots) as root (id)
    union
    select placement.id
    from below
    join kynang.unit_placement as placement
      on placement.firm_id = firm
      and placement.parent_id = below.id
      and placement.superseded_at is null
      and not placement.is_void
  )
  select below.id from below
$$;
comment on function kynang.unit_subtree(uuid, uuid[]) is 'Units of a firm and everything below them now.';

create or replace function kynang.is_assigned_within(firm uuid, person uuid, roots uuid[])
returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select from kynang.assignment as assignment
    where assignment.firm_id = firm
      and assignment.employee_id = person
      and assignment.superseded_at is null
      and not assignment.is_void
      and assignment.unit_id in (select kynang.unit_subtree(firm, roots))
  );
end
$$;
comment on function kynang.is_assigned_within(uuid, uuid, uuid[]) is
  'Whether a person has a place now in one of these units or below them.';

create or replace function kynang.person_in_sight(
  firm uuid, on_day date, known_at timestamptz, scope uuid[], in_unit uuid, in_role uuid, search text)
returns table (
  employee_id uuid, employee_code text, full_name text, given_name text, unit_name text, role_titles jsonb)
language sql stable
as $$
  select
    employee.id, employee.code, person.full_name, person.given_name, placed.unit_name, placed.role_titles
  from kynang.employee as employee
  join kynang.person as person
    on person.firm_id = firm
    and person.employee_id = employee.id
  join kynang.employment as employment
    on employment.firm_id = firm
    and employment.id = employee.id
    and employment.during @> on_day
    and not employment.away @> on_day
    and employment.recorded_at <= known_at
    and (employment.superseded_at is null or employment.superseded_at > known_at)
    and not employment.is_void
  join (
    select
      assignment.employee_id,
      string_agg(distinct placement.name, ', ') as unit_name,
      jsonb_agg(distinct job_role.title::jsonb) filter (where job_role.id is not null) as role_titles
    from kynang.assignment as assignment
    join kynang.unit_placement as placement
      on placement.firm_id = firm
      and placement.id = assignment.unit_id
      and placement.superseded_at is null
    left join kynang.job_role as job_role
      on job_role.firm_id = firm
      and job_role.id = assignment.job_role_id
    where assignment.firm_id = firm
      and assignment.during @> on_day
      and assignment.recorded_at <= known_at
      and (assignment.superseded_at is null or assignment.superseded_at > known_at)
      and not assignment.is_void
      and (scope is null or assignment.unit_id in (select kynang.unit_subtree(firm, scope)))
      and (in_unit is null or assignment.unit_id in (select kynang.unit_subtree(firm, array[in_unit])))
      and (in_role is null or assignment.job_role_id = in_role)
    group by assignment.employee_id
  ) as placed
    on placed.employee_id = employee.id
  where employee.firm_id = firm
    and (search is null or person.search_key like '%' || search || '%' or lower(employee.code) = search)
$$;
comment on function kynang.person_in_sight(uuid, date, timestamptz, uuid[], uuid, uuid, text) is
  'People employed on a day, within the units that the caller may see and the filter asked for. '
  'scope, in_unit, in_role and search null: no limit.';

create or replace function kynang.skill_cell(
  firm uuid, employees uuid[], on_day date, known_at timestamptz, weakest_rank integer)
returns table (
  employee_id uuid,
  competency_id uuid,
  required_level integer,
  minimum_holders integer,
  attained_level integer,
  grade text,
  assessed_on date,
  valid_until date,
  claimed_level integer,
  exempt_until date,
  verdict text,
  exceeds boolean,
  is_expiring boolean,
  is_in_training boolean,
  is_carried_over boolean
)
language sql stable
as $$
  with policy as materialized (
    select
      make_interval(months => kynang.policy_integer('assessment.validity_months', on_day)) as validity,
      kynang.policy_integer('certificate.expiring_days', on_day) as expiring_days
  ),
  requirement as (
    select
      assignment.employee_id,
      required.competency_id,
      max(required.required_level) as required_level,
      max(required.minimum_holders) as minimum_holders
    from kynang.assignment as assignment
    join kynang.role_requirement as required
      on required.firm_id = firm
      and required.job_role_id = assignment.job_role_id
      and required.during @> on_day
      and required.recorded_at <= known_at
      and (required.superseded_at is null or required.superseded_at > known_at)
      and not required.is_void
    where assignment.firm_id = firm
      and assignment.employee_id = any (employees)
      and assignment.during @> on_day
      and assignment.recorded_at <= known_at
      and (assignment.superseded_at is null or assignment.superseded_at > known_at)
      and not assignment.is_void
    group by assignment.employee_id, required.competency_id
  ),
  evidence as (
    select
      assessment.employee_id,
      equivalence.counts_as_id as competency_id,
      assessment.level,
      assessment.grade,
      evidence_grade.rank,
      evidence_grade.closes_gap and evidence_grade.rank <= weakest_rank as closes_gap,
      assessment.occurred_on,
      assessment.recorded_at,
      assessment.expires_on is not null as has_expiry,
      coalesce(assessment.expires_on, (assessment.occurred_on + policy.validity)::date) as valid_until,
      equivalence.relation = 'close' as is_carried_over
    from kynang.assessment as assessment
    cross join policy
    join kynang.competency_equivalence as equivalence
      on equivalence.competency_id = assessment.competency_id
    join kynang.evidence_grade as evidence_grade
      on evidence_grade.code = assessment.grade
    where assessment.firm_id = firm
      and assessment.employee_id = any (employees)
      and assessment.level is not null
      and assessment.occurred_on <= on_day
      and assessment.recorded_at <= known_at
      and (assessment.superseded_at is null or assessment.superseded_at > known_at)
      and not assessment.is_void
  ),
  -- Among assessments still valid, the best grade; among those, the latest. Where none is valid, the
  -- one that was valid last, which says whether it is stale or expired.
  best as (
    select distinct on (evidence.employee_id, evidence.competency_id)
      evidence.*,
      evidence.valid_until >= on_day as is_valid
    from evidence
    order by
      evidence.employee_id, evidence.competency_id,
      evidence.valid_until >= on_day desc,
      case when evidence.valid_until >= on_day then evidence.rank end,
      case when evidence.valid_until < on_day and evidence.closes_gap then 0 else 1 end,
      evidence.is_carried_over,
      evidence.occurred_on desc, evidence.recorded_at desc
  ),
  claim as (
    select distinct on (evidence.employee_id, evidence.competency_id)
      evidence.employee_id, evidence.competency_id, evidence.level
    from evidence
    where not evidence.closes_gap
      and evidence.valid_until >= on_day
    order by evidence.employee_id, evidence.competency_id, evidence.occurred_on desc, evidence.recorded_at desc
  ),
  exempted as (
    select exemption.employee_id, exemption.competency_id, max(upper(exemption.during) - 1) as exempt_until
    from kynang.exemption as exemption
    where exemption.firm_id = firm
      and exemption.employee_id = any (employees)
      and exemption.during @> on_day
      and exemption.recorded_at <= known_at
      and (exemption.superseded_at is null or exemption.superseded_at > known_at)
      and not exemption.is_void
    group by exemption.employee_id, exemption.competency_id
  ),
  training as (
    select distinct status.employee_id, outcome.competency_id
    from kynang.enrolment_status as status
    join kynang.course_run as run
      on run.id = status.course_run_id
      and run.state in ('planned', 'open')
      and run.ends_on >= on_day
    join kynang.course_outcome as outcome
      on outcome.course_id = run.course_id
    where status.firm_id = firm
      and status.employee_id = any (employees)
      and status.state = 'enrolled'
      and status.recorded_at <= known_at
      and (status.superseded_at is null or status.superseded_at > known_at)
      and not status.is_void
      and not exists (
        select from kynang.completion as completion
        where completion.firm_id = firm
          and completion.employee_id = status.employee_id
          and completion.enrolment_id = status.id
          and completion.recorded_at <= known_at
          and (completion.superseded_at is null or completion.superseded_at > known_at)
          and not completion.is_void
      )
  ),
  cell as (
    select
      coalesce(requirement.employee_id, best.employee_id) as employee_id,
      coalesce(requirement.competency_id, best.competency_id) as competency_id,
      requirement.required_level, requirement.minimum_holders,
      best.level, best.grade, best.closes_gap, best.occurred_on, best.valid_until, best.is_valid,
      best.has_expiry, best.is_carried_over
    from requirement
    full join best
      on best.employee_id = requirement.employee_id
      and best.competency_id = requirement.competency_id
  )
  select
    cell.employee_id,
    cell.competency_id,
    cell.required_level,
    cell.minimum_holders,
    cell.level,
    cell.grade,
    cell.occurred_on,
    cell.valid_until,
    claim.level,
    exempted.exempt_until,
    case
      when cell.required_level is null then 'not_required'
      when exempted.exempt_until is not null then 'exempt'
      when cell.level is null then 'not_assessed'
      when not cell.is_valid and not cell.closes_gap then 'claimed_only'
      when not cell.is_valid and cell.has_expiry then 'expired'
      when not cell.is_valid then 'stale'
      when not cell.closes_gap then 'claimed_only'
      when cell.level >= cell.required_level then 'met'
      else 'below'
    end,
    coalesce(cell.is_valid and cell.closes_gap and cell.level > cell.required_level, false),
    coalesce(
      cell.is_valid and cell.closes_gap and cell.valid_until <= on_day + policy.expiring_days, false),
    training.employee_id is not null,
    coalesce(cell.is_carried_over, false)
  from cell
  cross join policy
  left join claim
    on claim.employee_id = cell.employee_id
    and claim.competency_id = cell.competency_id
  left join exempted
    on exempted.employee_id = cell.employee_id
    and exempted.competency_id = cell.competency_id
  left join training
    on training.employee_id = cell.employee_id
    and training.competency_id = cell.competency_id
$$;
comment on function kynang.skill_cell(uuid, uuid[], date, timestamptz, integer) is
  'One row per person and competency that is required of them or shown by them, with its verdict. '
  'Evidence weaker than weakest_rank (5: any) counts as a claim.';

create or replace function kynang.skill_document(firm uuid, person uuid, on_day date, known_at timestamptz)
returns text
language plpgsql stable
as $$
-- Not SQL: a body in plpgsql is planned once for a connection, and this one takes longer to plan than
-- to run.
begin
  return (
    select json_build_object(
      'employeeId', employee.id,
      'employeeCode', employee.code,
      'asOf', on_day,
      'cells', coalesce(cells.list, '[]'::json)
    )::text as document
    from kynang.employee as employee
    cross join lateral (
      select json_agg(line order by line."isOther", line."frameworkCode", line.ordinal) as list
      from (
        select
          cell.competency_id as "competencyId",
          framework.code as "frameworkCode",
          not framework.is_default as "isOther",
          competency.code as "code",
          competency.area_code as "areaCode",
          competency.ordinal,
          competency.title::json as "title",
          cell.required_level as "requiredLevel",
          cell.attained_level as "attainedLevel",
          cell.grade,
          cell.assessed_on as "assessedOn",
          cell.valid_until as "validUntil",
          cell.claimed_level as "claimedLevel",
          cell.exempt_until as "exemptUntil",
          cell.verdict,
          cell.exceeds,
          cell.is_expiring as "isExpiring",
          cell.is_in_training as "isInTraining",
          cell.is_carried_over as "isCarriedOver"
        from kynang.skill_cell(firm, array[person], on_day, known_at, 5) as cell
        join kynang.competency as competency
          on competency.id = cell.competency_id
        join kynang.framework as framework
          on framework.id = competency.framework_id
        -- A level carried over into another framework is a line of its own only where it is required.
        where cell.required_level is not null
          or exists (
            select from kynang.assessment as assessment
            where assessment.firm_id = firm
              and assessment.employee_id = person
              and assessment.competency_id = cell.competency_id
          )
      ) as line
    ) as cells
    where employee.firm_id = firm
      and employee.id = person
  );
end
$$;
comment on function kynang.skill_document(uuid, uuid, date, timestamptz) is
  'One person''s required and attained levels as JSON; null when there is no such person.';

grant execute on all functions in schema kynang
  to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system, kynang_loader;
