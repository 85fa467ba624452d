-- A firm in a period, made from its facts. One routine serves the firm's own transaction, with one firm,
-- and the rebuild, with many: so both give the same numbers. Invoker's rights: row security applies, and
-- every join carries the firm. The rule of what a level is stands in skills.sql; it is repeated here as
-- sets, since a call for each person of a province costs minutes, and a test holds the two together.

create or replace function kynang.period_after(kind text, first_day date)
returns date
language sql immutable parallel safe
as $$
  select (
    first_day + case kind
      when 'month' then interval '1 month'
      when 'quarter' then interval '3 months'
      when 'year' then interval '1 year'
    end
  )::date
$$;
comment on function kynang.period_after(text, date) is 'The first day of the next period of a kind.';

create or replace function kynang.adoption_stage(stage text)
returns smallint
language sql immutable parallel safe
as $$
  select case stage
    when 'planned' then 1
    when 'piloting' then 2
    when 'in_use' then 3
    when 'sustained' then 4
    else 0
  end::smallint
$$;
comment on function kynang.adoption_stage(text) is 'How far a stage is: 0 none or stopped, to 4 sustained.';

create or replace function kynang.evidence_weight(
  rank integer, is_carried_over boolean, occurred_on date, recorded_at timestamptz, level integer)
returns bigint
language sql immutable parallel safe
as $$
  -- 3 bits of rank, 1 of carrying over, 15 of days since 1990, 41 of milliseconds since 2000 and 3 of
  -- level: the greatest weight is the evidence that counts. A maximum can be hashed; a `distinct on`
  -- sorts, which took three times as long for a province.
  select
    ((7 - rank)::bigint << 60)
    | ((case when is_carried_over then 0 else 1 end)::bigint << 59)
    | (greatest(occurred_on - date '1990-01-01', 0)::bigint << 44)
    | (greatest(extract(epoch from recorded_at) * 1000 - 946684800000, 0)::bigint << 3)
    | (level - 1)::bigint
$$;
comment on function kynang.evidence_weight(integer, boolean, date, timestamptz, integer) is
  'Orders evidence: better rank, then not carried over, then later, then recorded later; the last three '
  'bits are the level less one.';

create or replace function kynang.roll_up_people(
  firms uuid[], as_of date, today date, validity interval)
returns table (
  firm_id uuid, people integer, people_assessed integer, people_with_requirements integer,
  people_competent integer, target_version integer, people_at_target integer,
  people_claiming_target integer, people_registered integer, people_attended integer,
  people_trained integer, people_assessed_after integer, people_competent_after integer,
  people_applying integer)
language sql stable
as $$
  with employed as materialized (
    select employment.firm_id, employment.id as employee_id
    from kynang.employment as employment
    where employment.firm_id = any (firms)
      and employment.during @> as_of
      and not employment.away @> as_of
      and employment.superseded_at is null
      and not employment.is_void
  ),
  judgement as materialized (
    select
      assessment.firm_id, assessment.employee_id, assessment.competency_id, assessment.level,
      assessment.grade, evidence_grade.rank, coalesce(evidence_grade.closes_gap, false) as closes_gap,
      assessment.occurred_on, assessment.recorded_at, assessment.is_applied,
      coalesce(assessment.expires_on, (assessment.occurred_on + validity)::date) >= as_of as is_valid
    from kynang.assessment as assessment
    left join kynang.evidence_grade as evidence_grade
      on evidence_grade.code = assessment.grade
    where assessment.firm_id = any (firms)
      and assessment.occurred_on <= as_of
      and assessment.superseded_at is null
      and not assessment.is_void
  ),
  requirement as materialized (
    select assignment.firm_id, assignment.employee_id, required.competency_id, required.required_level
    from kynang.assignment as assignment
    join kynang.role_requirement as required
      on required.firm_id = assignment.firm_id
      and required.job_role_id = assignment.job_role_id
      and required.during @> as_of
      and required.superseded_at is null
      and not required.is_void
    where assignment.firm_id = any (firms)
      and assignment.during @> as_of
      and assignment.superseded_at is null
      and not assignment.is_void
  ),
  target as materialized (
    select distinct on (firm.id)
      firm.id as firm_id, definition.code, definition.version, definition.minimum_level,
      definition.evidence_counted,
      (
        select count(*)
        from kynang.target_competency as wanted
        where wanted.code = definition.code
          and wanted.version = definition.version
      ) as competencies
    from kynang.firm as firm
    join kynang.target_definition as definition
      on definition.province_code = firm.province_code
      and definition.defined_on <= today
    where firm.id = any (firms)
    order by firm.id, definition.defined_on desc, definition.version desc, definition.code
  ),
  wanted as materialized (
    select distinct definition.code, definition.version, wanted.competency_id
    from (select distinct target.code, target.version from target) as definition
    join kynang.target_competency as wanted
      on wanted.code = definition.code
      and wanted.version = definition.version
  ),
  -- Only what is required or wanted is carried along the crosswalk.
  counted as materialized (
    select equivalence.competency_id, equivalence.counts_as_id, equivalence.relation = 'close' as is_carried_over
    from kynang.competency_equivalence as equivalence
    where equivalence.counts_as_id in (
      select requirement.competency_id from requirement
      union
      select wanted.competency_id from wanted
    )
  ),
  evidence as materialized (
    select
      judgement.firm_id, judgement.employee_id, counted.counts_as_id as competency_id,
      judgement.level, judgement.grade, judgement.closes_gap,
      kynang.evidence_weight(
        judgement.rank, counted.is_carried_over, judgement.occurred_on, judgement.recorded_at,
        judgement.level) as weight
    from judgement
    join counted
      on counted.competency_id = judgement.competency_id
    where judgement.is_valid
      and judgement.level is not null
  ),
  attained as (
    select
      evidence.firm_id, evidence.employee_id, evidence.competency_id,
      (max(evidence.weight) & 7) + 1 as level
    from evidence
    where evidence.closes_gap
    group by evidence.firm_id, evidence.employee_id, evidence.competency_id
  ),
  exempted as materialized (
    select exemption.firm_id, exemption.employee_id, exemption.competency_id
    from kynang.exemption as exemption
    where exemption.firm_id = any (firms)
      and exemption.during @> as_of
      and exemption.superseded_at is null
      and not exemption.is_void
  ),
  -- Who holds two roles needs the higher level, which is to say each of the two.
  role_fit as (
    select
      requirement.firm_id, requirement.employee_id,
      bool_and(
        coalesce(attained.level >= requirement.required_level, false)
        or exempted.employee_id is not null) as is_competent
    from requirement
    left join attained
      on attained.firm_id = requirement.firm_id
      and attained.employee_id = requirement.employee_id
      and attained.competency_id = requirement.competency_id
    left join exempted
      on exempted.firm_id = requirement.firm_id
      and exempted.employee_id = requirement.employee_id
      and exempted.competency_id = requirement.competency_id
    group by requirement.firm_id, requirement.employee_id
  ),
  target_step as (
    select
      evidence.firm_id, evidence.employee_id, evidence.competency_id,
      coalesce(
        (
          max(evidence.weight) filter (where evidence.grade = any (target.evidence_counted)) & 7
        ) + 1 >= target.minimum_level, false) as is_shown,
      bool_or(not evidence.closes_gap and evidence.level >= target.minimum_level) as is_claimed
    from target
    join wanted
      on wanted.code = target.code
      and wanted.version = target.version
    join evidence
      on evidence.firm_id = target.firm_id
      and evidence.competency_id = wanted.competency_id
    group by evidence.firm_id, evidence.employee_id, evidence.competency_id, target.minimum_level
  ),
  target_fit as (
    select
      step.firm_id, step.employee_id,
      count(*) filter (where step.is_shown) as shown,
      count(*) filter (where step.is_shown or step.is_claimed) as shown_or_claimed
    from target_step as step
    group by step.firm_id, step.employee_id
  ),
  completed as materialized (
    select completion.firm_id, completion.employee_id, completion.course_run_id
    from kynang.completion as completion
    where completion.firm_id = any (firms)
      and completion.completed_on <= as_of
      and completion.result = 'completed'
      and completion.superseded_at is null
      and not completion.is_void
  ),
  attended as materialized (
    select enrolment.firm_id, enrolment.employee_id, enrolment.course_run_id
    from kynang.enrolment as enrolment
    where enrolment.firm_id = any (firms)
      and exists (
        select from kynang.attendance as attendance
        where attendance.firm_id = enrolment.firm_id
          and attendance.enrolment_id = enrolment.id
          and attendance.occurred_on <= as_of
          and attendance.mark in ('present', 'late')
          and attendance.superseded_at is null
          and not attendance.is_void
      )
    union
    select completed.firm_id, completed.employee_id, completed.course_run_id
    from completed
  ),
  present as (
    select distinct attended.firm_id, attended.employee_id
    from attended
  ),
  registered as (
    select status.firm_id, status.employee_id
    from kynang.enrolment_status as status
    where status.firm_id = any (firms)
      and status.state = 'enrolled'
      and status.occurred_on <= as_of
      and status.superseded_at is null
      and not status.is_void
    union
    select attended.firm_id, attended.employee_id
    from attended
  ),
  proven as (
    select
      attended.firm_id, attended.employee_id,
      bool_or(shown.level >= outcome.target_level) as is_competent
    from attended
    join kynang.course_run as run
      on run.id = attended.course_run_id
    join kynang.course_outcome as outcome
      on outcome.course_id = run.course_id
    join kynang.competency_equivalence as equivalence
      on equivalence.counts_as_id = outcome.competency_id
    join judgement as shown
      on shown.firm_id = attended.firm_id
      and shown.employee_id = attended.employee_id
      and shown.competency_id = equivalence.competency_id
      and shown.closes_gap
      and shown.level is not null
      and shown.occurred_on >= run.starts_on
    group by attended.firm_id, attended.employee_id
  ),
  applied as (
    select distinct judgement.firm_id, judgement.employee_id
    from judgement
    where judgement.is_applied
  ),
  assessed as (
    select distinct judgement.firm_id, judgement.employee_id
    from judgement
    where judgement.closes_gap
      and judgement.is_valid
  ),
  trained as (
    select distinct completed.firm_id, completed.employee_id
    from completed
  )
  select
    employed.firm_id,
    count(*)::integer,
    count(assessed.employee_id)::integer,
    count(role_fit.employee_id)::integer,
    count(*) filter (where role_fit.is_competent)::integer,
    max(target.version),
    count(*) filter (where target_fit.shown = target.competencies)::integer,
    count(*) filter (
      where target_fit.shown < target.competencies
        and target_fit.shown_or_claimed = target.competencies)::integer,
    count(registered.employee_id)::integer,
    count(present.employee_id)::integer,
    count(trained.employee_id)::integer,
    count(proven.employee_id)::integer,
    count(*) filter (where proven.is_competent)::integer,
    count(*) filter (where proven.is_competent and applied.employee_id is not null)::integer
  from employed
  left join target
    on target.firm_id = employed.firm_id
  left join assessed
    on assessed.firm_id = employed.firm_id
    and assessed.employee_id = employed.employee_id
  left join role_fit
    on role_fit.firm_id = employed.firm_id
    and role_fit.employee_id = employed.employee_id
  left join target_fit
    on target_fit.firm_id = employed.firm_id
    and target_fit.employee_id = employed.employee_id
  left join registered
    on registered.firm_id = employed.firm_id
    and registered.employee_id = employed.employee_id
  left join present
    on present.firm_id = employed.firm_id
    and present.employee_id = employed.employee_id
  left join trained
    on trained.firm_id = employed.firm_id
    and trained.employee_id = employed.employee_id
  left join proven
    on proven.firm_id = employed.firm_id
    and proven.employee_id = employed.employee_id
  left join applied
    on applied.firm_id = employed.firm_id
    and applied.employee_id = employed.employee_id
  group by employed.firm_id
$$;
comment on function kynang.roll_up_people(uuid[], date, date, interval) is
  'Counts of the people employed on a day; a firm without any has no row. target: the definition of the '
  'firm''s province that is the newest today. validity: of an assessment without an expiry.';

create or replace function kynang.roll_up_courses(firms uuid[], first_day date, last_day date)
returns table (firm_id uuid, course_id uuid, completions integer, attended_minutes integer)
language sql stable
as $$
  with work as (
    select attendance.firm_id, run.course_id, 0 as completions, attendance.minutes
    from kynang.attendance as attendance
    join kynang.course_run as run
      on run.id = attendance.course_run_id
    where attendance.firm_id = any (firms)
      and attendance.occurred_on between first_day and last_day
      and attendance.mark in ('present', 'late')
      and attendance.superseded_at is null
      and not attendance.is_void
    union all
    select completion.firm_id, completion.course_id, 1, 0
    from kynang.completion as completion
    where completion.firm_id = any (firms)
      and completion.completed_on between first_day and last_day
      and completion.result = 'completed'
      and completion.superseded_at is null
      and not completion.is_void
  )
  select work.firm_id, work.course_id, sum(work.completions)::integer, sum(work.minutes)::integer
  from work
  group by work.firm_id, work.course_id
$$;
comment on function kynang.roll_up_courses(uuid[], date, date) is
  'Completions and attended minutes within some days, by course; by whoever it was, employed later or not.';

create or replace function kynang.roll_up_adoption(firms uuid[], as_of date)
returns table (
  firm_id uuid, mgt_stage smallint, sal_stage smallint, crm_stage smallint, prd_stage smallint,
  mgt_in_use_on date, sal_in_use_on date, crm_in_use_on date, prd_in_use_on date)
language sql stable
as $$
  with step as materialized (
    select
      adoption.firm_id, adoption.process_code, coalesce(adoption.category_code, '') as category_code,
      kynang.adoption_stage(adoption.stage) as stage, adoption.occurred_on, adoption.recorded_at
    from kynang.adoption as adoption
    where adoption.firm_id = any (firms)
      and adoption.occurred_on <= as_of
      and adoption.superseded_at is null
      and not adoption.is_void
  ),
  latest as (
    select distinct on (step.firm_id, step.process_code, step.category_code)
      step.firm_id, step.process_code, step.stage
    from step
    order by
      step.firm_id, step.process_code, step.category_code, step.occurred_on desc, step.recorded_at desc
  ),
  state as (
    select
      latest.firm_id,
      coalesce(max(latest.stage) filter (where latest.process_code = 'MGT'), 0) as mgt,
      coalesce(max(latest.stage) filter (where latest.process_code = 'SAL'), 0) as sal,
      coalesce(max(latest.stage) filter (where latest.process_code = 'CRM'), 0) as crm,
      coalesce(max(latest.stage) filter (where latest.process_code = 'PRD'), 0) as prd
    from latest
    group by latest.firm_id
  ),
  first_use as (
    select
      step.firm_id,
      min(step.occurred_on) filter (where step.process_code = 'MGT') as mgt,
      min(step.occurred_on) filter (where step.process_code = 'SAL') as sal,
      min(step.occurred_on) filter (where step.process_code = 'CRM') as crm,
      min(step.occurred_on) filter (where step.process_code = 'PRD') as prd
    from step
    where step.stage >= 3
    group by step.firm_id
  )
  select
    state.firm_id, state.mgt::smallint, state.sal::smallint, state.crm::smallint, state.prd::smallint,
    first_use.mgt, first_use.sal, first_use.crm, first_use.prd
  from state
  left join first_use
    on first_use.firm_id = state.firm_id
$$;
comment on function kynang.roll_up_adoption(uuid[], date) is
  'How far each process is on a day, and on which day it was first in use.';

create or replace function kynang.roll_up(
  firms uuid[], kind text, first_day date, today date, at_time timestamptz)
returns void
language plpgsql
-- A plan for one firm is a bad plan for a thousand.
set plan_cache_mode = 'force_custom_plan'
set work_mem = '64MB'
set jit = off
as $$
declare
  last_day date := kynang.period_after(kind, first_day) - 1;
  as_of_day date := least(last_day, today);
  validity interval :=
    make_interval(months => kynang.policy_integer('assessment.validity_months', as_of_day));
begin
  if first_day > today then
    return;
  end if;

  delete from kynang.firm_course_period as stored
  where stored.firm_id = any (firms)
    and stored.period_kind = kind
    and stored.starts_on = first_day;

  insert into kynang.firm_course_period (
    firm_id, period_kind, starts_on, course_id, completions_in_period, attended_minutes_in_period)
  select work.firm_id, kind, first_day, work.course_id, work.completions, work.attended_minutes
  from kynang.roll_up_courses(firms, first_day, last_day) as work;

  delete from kynang.firm_period as stored
  where stored.firm_id = any (firms)
    and stored.period_kind = kind
    and stored.starts_on = first_day;

  insert into kynang.firm_period (
    firm_id, period_kind, starts_on, as_of, size_code, people, people_assessed, people_with_requirements,
    people_competent, target_version, people_at_target, people_claiming_target, people_registered,
    people_attended, people_trained, people_assessed_after, people_competent_after, people_applying,
    people_trained_in_period, completions_in_period, attended_minutes_in_period, declared_hours_in_period,
    mgt_stage, sal_stage, crm_stage, prd_stage, mgt_in_use_on, sal_in_use_on, crm_in_use_on, prd_in_use_on,
    first_trained_on, first_supported_on, supports_in_period, supports_without_amount_in_period,
    support_approved_vnd_in_period, support_paid_vnd_in_period, training_support_vnd_in_period,
    training_firm_part_vnd_in_period, rolled_up_at)
  select
    firm.id, kind, first_day, as_of_day, size.size_code,
    coalesce(people.people, 0), coalesce(people.people_assessed, 0),
    coalesce(people.people_with_requirements, 0), coalesce(people.people_competent, 0),
    people.target_version, coalesce(people.people_at_target, 0),
    coalesce(people.people_claiming_target, 0), coalesce(people.people_registered, 0),
    coalesce(people.people_attended, 0), coalesce(people.people_trained, 0),
    coalesce(people.people_assessed_after, 0), coalesce(people.people_competent_after, 0),
    coalesce(people.people_applying, 0), coalesce(trained.people, 0), coalesce(trained.completions, 0),
    coalesce(hours.minutes, 0), declared.hours,
    coalesce(adoption.mgt_stage, 0), coalesce(adoption.sal_stage, 0),
    coalesce(adoption.crm_stage, 0), coalesce(adoption.prd_stage, 0),
    adoption.mgt_in_use_on, adoption.sal_in_use_on, adoption.crm_in_use_on, adoption.prd_in_use_on,
    trained.first_on, support.first_on, coalesce(support.approvals, 0),
    coalesce(support.without_amount, 0), coalesce(support.approved_vnd, 0), coalesce(support.paid_vnd, 0),
    coalesce(money.support_vnd, 0), coalesce(money.firm_part_vnd, 0), at_time
  from unnest(firms) as firm (id)
  left join kynang.firm_size as size
    on size.firm_id = firm.id
    and size.year = extract(year from first_day)::integer
    and size.superseded_at is null
    and not size.is_void
  left join kynang.roll_up_people(firms, as_of_day, today, validity) as people
    on people.firm_id = firm.id
  left join kynang.roll_up_adoption(firms, as_of_day) as adoption
    on adoption.firm_id = firm.id
  left join (
    select stored.firm_id, sum(stored.attended_minutes_in_period)::integer as minutes
    from kynang.firm_course_period as stored
    where stored.firm_id = any (firms)
      and stored.period_kind = kind
      and stored.starts_on = first_day
    group by stored.firm_id
  ) as hours
    on hours.firm_id = firm.id
  left join (
    select
      completion.firm_id, min(completion.completed_on) as first_on,
      count(*) filter (where completion.completed_on >= first_day)::integer as completions,
      count(distinct completion.employee_id)
        filter (where completion.completed_on >= first_day)::integer as people
    from kynang.completion as completion
    where completion.firm_id = any (firms)
      and completion.completed_on <= as_of_day
      and completion.result = 'completed'
      and completion.superseded_at is null
      and not completion.is_void
    group by completion.firm_id
  ) as trained
    on trained.firm_id = firm.id
  left join (
    select
      support.firm_id,
      min(support.approved_on) as first_on,
      count(*) filter (where support.approved_on >= first_day)::integer as approvals,
      count(*) filter (
        where support.approved_on >= first_day and support.approved_vnd is null)::integer as without_amount,
      sum(support.approved_vnd) filter (where support.approved_on >= first_day)::bigint as approved_vnd,
      sum(support.paid_vnd) filter (
        where support.paid_on between first_day and as_of_day)::bigint as paid_vnd
    from kynang.support as support
    where support.firm_id = any (firms)
      and support.approved_on <= as_of_day
      and support.superseded_at is null
      and not support.is_void
    group by support.firm_id
  ) as support
    on support.firm_id = firm.id
  left join (
    select
      status.firm_id,
      sum(status.support_vnd)::bigint as support_vnd,
      sum(status.firm_part_vnd)::bigint as firm_part_vnd
    from kynang.enrolment_status as status
    join kynang.course_run as run
      on run.id = status.course_run_id
      and run.starts_on between first_day and as_of_day
    where status.firm_id = any (firms)
      and status.state = 'enrolled'
      and status.money_state in ('committed', 'spent')
      and status.superseded_at is null
      and not status.is_void
    group by status.firm_id
  ) as money
    on money.firm_id = firm.id
  left join (
    -- What was declared for the period itself, or else for the parts of it.
    select
      observation.firm_id,
      coalesce(
        sum(observation.value) filter (where observation.period_kind = kind),
        sum(observation.value) filter (where observation.period_kind = 'quarter'),
        sum(observation.value) filter (where observation.period_kind = 'month'))::double precision as hours
    from kynang.observation as observation
    where observation.firm_id = any (firms)
      and observation.indicator_code = 'training_hours_declared'
      and observation.starts_on between first_day and last_day
      and (
        observation.period_kind = kind
        or (kind = 'quarter' and observation.period_kind = 'month')
        or (kind = 'year' and observation.period_kind in ('month', 'quarter'))
      )
      and observation.superseded_at is null
      and not observation.is_void
    group by observation.firm_id
  ) as declared
    on declared.firm_id = firm.id;
end
$$;
comment on function kynang.roll_up(uuid[], text, date, date, timestamptz) is
  'Makes the row of each firm for one period, whatever was there before; nothing for a period to come.';

create or replace function kynang.first_eventful_day(firms uuid[])
returns table (firm_id uuid, day date)
language sql stable
as $$
  -- Nothing before it is recorded on purpose; each quarter since would be made.
  select event.firm_id, greatest(min(event.day), date '1950-01-01')
  from (
    select status.firm_id, status.occurred_on as day
    from kynang.enrolment_status as status
    where status.firm_id = any (firms) and status.superseded_at is null and not status.is_void
    union all
    select attendance.firm_id, attendance.occurred_on
    from kynang.attendance as attendance
    where attendance.firm_id = any (firms) and attendance.superseded_at is null and not attendance.is_void
    union all
    select completion.firm_id, completion.completed_on
    from kynang.completion as completion
    where completion.firm_id = any (firms) and completion.superseded_at is null and not completion.is_void
    union all
    select assessment.firm_id, assessment.occurred_on
    from kynang.assessment as assessment
    where assessment.firm_id = any (firms) and assessment.superseded_at is null and not assessment.is_void
    union all
    select adoption.firm_id, adoption.occurred_on
    from kynang.adoption as adoption
    where adoption.firm_id = any (firms) and adoption.superseded_at is null and not adoption.is_void
    union all
    select support.firm_id, support.approved_on
    from kynang.support as support
    where support.firm_id = any (firms) and support.superseded_at is null and not support.is_void
    union all
    select observation.firm_id, observation.starts_on
    from kynang.observation as observation
    where observation.firm_id = any (firms) and observation.superseded_at is null and not observation.is_void
  ) as event
  group by event.firm_id
$$;
comment on function kynang.first_eventful_day(uuid[]) is
  'The day from which periods of a firm are kept: its first training, judgement, adoption, support or '
  'observation. A firm without any has no row.';

create or replace function kynang.first_touched_day(firm uuid, since timestamptz)
returns date
language sql stable
as $$
  select min(touched.day)
  from (
    select coalesce(lower(employment.during), '-infinity') as day
    from kynang.employment as employment
    where employment.firm_id = firm and (employment.recorded_at >= since or employment.superseded_at >= since)
    union all
    select coalesce(lower(assignment.during), '-infinity')
    from kynang.assignment as assignment
    where assignment.firm_id = firm and (assignment.recorded_at >= since or assignment.superseded_at >= since)
    union all
    select coalesce(lower(required.during), '-infinity')
    from kynang.role_requirement as required
    where required.firm_id = firm and (required.recorded_at >= since or required.superseded_at >= since)
    union all
    select coalesce(lower(exemption.during), '-infinity')
    from kynang.exemption as exemption
    where exemption.firm_id = firm and (exemption.recorded_at >= since or exemption.superseded_at >= since)
    union all
    select least(status.occurred_on, run.starts_on)
    from kynang.enrolment_status as status
    join kynang.course_run as run
      on run.id = status.course_run_id
    where status.firm_id = firm and (status.recorded_at >= since or status.superseded_at >= since)
    union all
    select attendance.occurred_on
    from kynang.attendance as attendance
    where attendance.firm_id = firm and (attendance.recorded_at >= since or attendance.superseded_at >= since)
    union all
    select completion.completed_on
    from kynang.completion as completion
    where completion.firm_id = firm and (completion.recorded_at >= since or completion.superseded_at >= since)
    union all
    select assessment.occurred_on
    from kynang.assessment as assessment
    where assessment.firm_id = firm and (assessment.recorded_at >= since or assessment.superseded_at >= since)
    union all
    select adoption.occurred_on
    from kynang.adoption as adoption
    where adoption.firm_id = firm and (adoption.recorded_at >= since or adoption.superseded_at >= since)
    union all
    select support.approved_on
    from kynang.support as support
    where support.firm_id = firm and (support.recorded_at >= since or support.superseded_at >= since)
    union all
    select observation.starts_on
    from kynang.observation as observation
    where observation.firm_id = firm and (observation.recorded_at >= since or observation.superseded_at >= since)
    union all
    select make_date(size.year, 1, 1)
    from kynang.firm_size as size
    where size.firm_id = firm and (size.recorded_at >= since or size.superseded_at >= since)
  ) as touched
$$;
comment on function kynang.first_touched_day(uuid, timestamptz) is
  'The first day of which something was recorded or taken back since a moment; null for nothing.';

create or replace function kynang.measured(kind text, first_day date)
returns table (
  firm_id uuid, province_code text, sector text, size_code text, people integer, measure text, nature text,
  value double precision)
language sql stable
as $$
  select
    stored.firm_id, firm.province_code, firm.vsic_version || '/' || firm.vsic_section,
    coalesce(stored.size_code, 'unknown'), stored.people, measure.name, measure.nature, measure.value
  from kynang.firm_period as stored
  join kynang.firm as firm
    on firm.id = stored.firm_id
  cross join lateral (
    values
      ('firms', 'firms', 1::double precision),
      ('people', 'persons', stored.people::double precision),
      ('people_registered', 'persons', stored.people_registered),
      ('people_attended', 'persons', stored.people_attended),
      ('people_trained', 'persons', stored.people_trained),
      ('people_assessed_after', 'persons', stored.people_assessed_after),
      ('people_competent_after', 'persons', stored.people_competent_after),
      ('people_applying', 'persons', stored.people_applying),
      ('people_assessed', 'persons', stored.people_assessed),
      ('people_with_requirements', 'persons', stored.people_with_requirements),
      ('people_competent', 'persons', stored.people_competent),
      ('people_at_target', 'persons', stored.people_at_target),
      ('people_claiming_target', 'persons', stored.people_claiming_target),
      ('attended_hours', 'amount', stored.attended_minutes_in_period / 60.0),
      ('mgt_in_use', 'firms', (stored.mgt_stage >= 3)::integer),
      ('sal_in_use', 'firms', (stored.sal_stage >= 3)::integer),
      ('crm_in_use', 'firms', (stored.crm_stage >= 3)::integer),
      ('prd_in_use', 'firms', (stored.prd_stage >= 3)::integer),
      ('support_approved_vnd', 'amount', stored.support_approved_vnd_in_period),
      ('support_paid_vnd', 'amount', stored.support_paid_vnd_in_period)
  ) as measure (name, nature, value)
  where stored.period_kind = kind
    and stored.starts_on = first_day
  union all
  select
    stored.firm_id, firm.province_code, firm.vsic_version || '/' || firm.vsic_section,
    coalesce(stored.size_code, 'unknown'), stored.people, 'indicator.' || indicator.indicator_code,
    'amount', indicator.value
  from kynang.firm_indicator as indicator
  join kynang.firm_period as stored
    on stored.firm_id = indicator.firm_id
    and stored.period_kind = indicator.period_kind
    and stored.starts_on = indicator.starts_on
  join kynang.firm as firm
    on firm.id = indicator.firm_id
  where indicator.period_kind = kind
    and indicator.starts_on = first_day
    -- Half a year of one firm and a whole one of another are not summed.
    and indicator.status <> 'partial'
$$;
comment on function kynang.measured(text, date) is
  'What each firm adds to the published sums of a period: sector is version/section; nature is firms (a count '
  'of firms), persons (a count of persons) or amount.';

create or replace function kynang.released(kind text, first_day date)
returns table (
  firm_id uuid, province_code text, sector text, size_code text, people integer, measure text,
  value double precision)
language sql stable
as $$
  select distinct on (part.firm_id, element.measure)
    part.firm_id, firm.province_code, part.sector, part.size_code, part.people, element.measure,
    element.amount
  from kynang.published_part as part
  join kynang.firm as firm
    on firm.id = part.firm_id
  cross join lateral unnest(part.measures, part.amounts) as element (measure, amount)
  where part.period_kind = kind
    and part.starts_on = first_day
  order by part.firm_id, element.measure, part.number desc
$$;
comment on function kynang.released(text, date) is
  'What each firm adds to the sums of a period as they are published now; value is null for a firm that is '
  'in them no more.';
