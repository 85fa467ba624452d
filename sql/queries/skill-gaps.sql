-- name: skill_gap.of_employee
-- One person's required and attained levels as JSON, and whether it was kept; null when the person is
-- out of sight. The document of today is kept (skill_sheet.keep); any other is computed.
-- $1 uuid firm, $2 uuid employee, $3 date as of, $4 timestamptz known at, $5 uuid[] units in sight (null: all)
select
  coalesce(kept.document, kynang.skill_document($1, $2, $3, $4)) as document,
  kept.document is not null as is_kept
from (select) as asked
left join (
  select sheet.document
  from kynang.skill_sheet as sheet
  join kynang.skill_catalogue as catalogue
    on catalogue.changes = sheet.kept_catalogue_changes
  where sheet.firm_id = $1
    and sheet.employee_id = $2
    and sheet.kept_on = $3
    and sheet.kept_changes = sheet.changes
    and $4::timestamptz >= statement_timestamp()
) as kept
  on true
-- Behind a function, because a plan for one null would always look cheaper than the one for any
-- value, and PostgreSQL would plan anew for each reader.
where $5::uuid[] is null
  or kynang.is_assigned_within($1, $2, $5);

-- name: skill_sheet.begin
-- Rows for people who have none. $1 uuid firm, $2 uuid[] employees
insert into kynang.skill_sheet (firm_id, employee_id)
select employee.firm_id, employee.id
from kynang.employee as employee
where employee.firm_id = $1
  and employee.id = any ($2)
order by employee.id
on conflict (firm_id, employee_id) do nothing;

-- name: skill_sheet.keep
-- Computes and keeps the sheets of a day. A sheet whose person changed meanwhile is left as it is: the
-- counts are those of this statement's snapshot, and the row is looked at again before it is written.
-- $1 uuid firm, $2 uuid[] employees, $3 date day, $4 timestamptz known at (later than every record)
with computed as materialized (
  select
    sheet.employee_id, sheet.changes, catalogue.changes as catalogue_changes,
    kynang.skill_document($1, sheet.employee_id, $3, $4) as document
  from kynang.skill_sheet as sheet
  cross join kynang.skill_catalogue as catalogue
  where sheet.firm_id = $1
    and sheet.employee_id = any ($2)
)
update kynang.skill_sheet as sheet
set document = computed.document, kept_on = $3, kept_changes = computed.changes,
  kept_catalogue_changes = computed.catalogue_changes
from computed
where sheet.firm_id = $1
  and sheet.employee_id = computed.employee_id
  and sheet.changes = computed.changes
  and computed.document is not null;

-- name: skill_gap.people
-- The people in sight, by given name as Vietnamese lists are.
-- $1 uuid firm, $2 date as of, $3 timestamptz known at, $4 uuid[] units in sight (null: all), $5 uuid unit,
-- $6 uuid job role, $7 text folded search (each null: no limit)
select
  sight.employee_id, sight.employee_code, sight.full_name, sight.unit_name, sight.role_titles
from kynang.person_in_sight($1, $2, $3, $4, $5, $6, kynang.folded($7)) as sight
order by
  sight.given_name collate kynang.vietnamese, sight.full_name collate kynang.vietnamese, sight.employee_id;

-- name: skill_gap.cells
-- The cells of the people in sight.
-- $1 uuid firm, $2 date as of, $3 timestamptz known at, $4 uuid[] units in sight (null: all), $5 uuid unit,
-- $6 uuid job role, $7 text folded search (each null: no limit), $8 uuid framework (null: any),
-- $9 boolean with competencies that no role requires, $10 text weakest grade that counts (null: any)
select
  cell.employee_id, cell.competency_id, cell.required_level, cell.attained_level, cell.claimed_level,
  cell.minimum_holders, cell.grade, cell.verdict, cell.assessed_on, cell.valid_until,
  cell.exceeds::integer + 2 * cell.is_expiring::integer + 4 * cell.is_in_training::integer
    + 8 * cell.is_carried_over::integer as flags,
  cell.exempt_until
from kynang.skill_cell(
  $1,
  array(
    select sight.employee_id
    from kynang.person_in_sight($1, $2, $3, $4, $5, $6, kynang.folded($7)) as sight),
  $2, $3,
  coalesce((select grade.rank from kynang.evidence_grade as grade where grade.code = $10), 5)) as cell
join kynang.competency as competency
  on competency.id = cell.competency_id
where ($8::uuid is null or competency.framework_id = $8)
  and (cell.required_level is not null or ($9 and cell.assessed_on is not null));

-- name: skill_gap.trend
-- How many requirements of the people in sight came to which verdict on each of some days. A day on which
-- nobody was in sight is a row of noughts.
-- $1 uuid firm, $2 date[] days, $3 timestamptz known at, $4 uuid[] units in sight (null: all), $5 uuid unit,
-- $6 uuid job role, $7 text search, $8 uuid framework (each null: no limit)
select
  wanted.on_day,
  (
    select count(*)
    from kynang.person_in_sight($1, wanted.on_day, $3, $4, $5, $6, kynang.folded($7))
  )::integer as people,
  (count(*) filter (where cell.verdict = 'met'))::integer as met,
  (count(*) filter (where cell.verdict = 'below'))::integer as below,
  (count(*) filter (where cell.verdict = 'claimed_only'))::integer as claimed_only,
  (count(*) filter (where cell.verdict = 'stale'))::integer as stale,
  (count(*) filter (where cell.verdict = 'expired'))::integer as expired,
  (count(*) filter (where cell.verdict = 'not_assessed'))::integer as not_assessed,
  (count(*) filter (where cell.verdict = 'exempt'))::integer as exempt
from unnest($2::date[]) as wanted (on_day)
left join lateral (
  select cell.verdict
  from kynang.skill_cell(
    $1,
    array(
      select sight.employee_id
      from kynang.person_in_sight($1, wanted.on_day, $3, $4, $5, $6, kynang.folded($7)) as sight),
    wanted.on_day, $3, 5) as cell
  join kynang.competency as competency
    on competency.id = cell.competency_id
  where cell.required_level is not null
    and ($8::uuid is null or competency.framework_id = $8)
) as cell
  on true
group by wanted.on_day
order by wanted.on_day;

-- name: skill_gap.levels_after_courses
-- What was assessed in classes between two days, by course: beside the level shown for the same competency
-- before, by any evidence that closes a gap. It says what followed, not what caused it.
-- $1 uuid firm, $2 date from, $3 date as of, $4 timestamptz known at, $5 uuid[] units in sight (null: all),
-- $6 uuid unit, $7 uuid job role, $8 text search, $9 uuid framework (each null: no limit)
with shown as (
  select
    assessment.employee_id, assessment.competency_id, assessment.enrolment_id, assessment.level,
    assessment.occurred_on, assessment.recorded_at
  from kynang.assessment as assessment
  join kynang.evidence_grade as evidence_grade
    on evidence_grade.code = assessment.grade
    and evidence_grade.closes_gap
  join kynang.competency as competency
    on competency.id = assessment.competency_id
  where assessment.firm_id = $1
    and assessment.level is not null
    and assessment.occurred_on <= $3
    and assessment.recorded_at <= $4
    and (assessment.superseded_at is null or assessment.superseded_at > $4)
    and not assessment.is_void
    and ($9::uuid is null or competency.framework_id = $9)
    and assessment.employee_id in (
      select sight.employee_id
      from kynang.person_in_sight($1, $3, $4, $5, $6, $7, kynang.folded($8)) as sight)
),
-- A level may rest on several assessments of one class; the best counts once.
in_class as (
  select
    enrolment.course_run_id, shown.employee_id, shown.competency_id,
    max(shown.level) as level, min(shown.occurred_on) as first_on
  from shown
  join kynang.enrolment as enrolment
    on enrolment.firm_id = $1
    and enrolment.id = shown.enrolment_id
  where shown.occurred_on >= $2
  group by enrolment.course_run_id, shown.employee_id, shown.competency_id
),
compared as (
  select
    in_class.course_run_id, in_class.employee_id, in_class.level,
    (
      select earlier.level
      from shown as earlier
      where earlier.employee_id = in_class.employee_id
        and earlier.competency_id = in_class.competency_id
        and earlier.occurred_on < in_class.first_on
      order by earlier.occurred_on desc, earlier.recorded_at desc
      limit 1
    ) as level_before
  from in_class
)
select
  course.id as course_id, course.code as course_code, course.title,
  count(distinct compared.employee_id)::integer as people,
  (count(*) filter (where compared.level_before is null))::integer as first_shown,
  (count(*) filter (where compared.level > compared.level_before))::integer as higher,
  (count(*) filter (where compared.level = compared.level_before))::integer as same,
  (count(*) filter (where compared.level < compared.level_before))::integer as lower
from compared
join kynang.course_run as run
  on run.id = compared.course_run_id
join kynang.course as course
  on course.id = run.course_id
group by course.id, course.code, course.title
order by count(*) desc, course.code;

-- name: skill_gap.competencies
-- Competencies that have levels, in the order of their frameworks.
select
  competency.id, framework.id as framework_id, framework.code as framework_code, competency.area_code,
  competency.code, competency.title, area.title as area_title
from kynang.competency as competency
join kynang.framework as framework
  on framework.id = competency.framework_id
  and framework.kind = 'levels'
join kynang.competency_area as area
  on area.framework_id = competency.framework_id
  and area.code = competency.area_code
order by framework.is_default desc, framework.code, competency.ordinal;

-- name: skill_gap.closing_runs
-- Open runs whose course brings a competency from at most the present level to the one required.
-- $1 uuid[] competencies, $2 integer[] required levels, $3 timestamptz now, $4 integer rows
select
  wanted.competency_id, run.id as course_run_id, run.code as run_code, course.id as course_id,
  course.code as course_code, course.title, outcome.entry_level, outcome.target_level,
  run.starts_on, run.ends_on, run.cut_off_at, run.place, run.commune_code, run.language, run.price_vnd,
  run.capacity, run.waiting_policy, provider.name as provider_name,
  greatest(run.capacity - coalesce(counts.taken, 0), 0) as free_seats,
  coalesce(counts.waiting, 0) as waiting
from unnest($1::uuid[], $2::integer[]) as wanted (competency_id, required_level)
join kynang.course_outcome as outcome
  on outcome.competency_id = wanted.competency_id
  and outcome.target_level >= wanted.required_level
join kynang.course as course
  on course.id = outcome.course_id
join kynang.course_run as run
  on run.course_id = course.id
  and run.state = 'open'
  and run.cut_off_at > $3
join kynang.provider as provider
  on provider.id = run.provider_id
left join lateral kynang.seat_counts(array[run.id]) as counts on true
order by wanted.competency_id, run.starts_on, run.id
limit $4;
