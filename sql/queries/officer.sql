-- name: target.of_province
-- The newest definition of the province's target, with what a year asks for and of how many people.
-- $1 text province, $2 date today, $3 bigint year, $4 timestamptz known at
select
  definition.code, definition.version, definition.name,
  definition.minimum_level, level.name as minimum_level_name,
  definition.evidence_counted, definition.denominator as denominator_meaning,
  definition.denominator_source as denominator_hint, definition.status, definition.source, definition.note,
  goal.target_pct, goal.source as target_source,
  denominator.persons as denominator, denominator.as_of as denominator_as_of,
  denominator.source as denominator_source,
  (
    select jsonb_agg(competency.title::jsonb order by competency.ordinal)
    from kynang.target_competency as wanted
    join kynang.competency as competency
      on competency.id = wanted.competency_id
    where wanted.code = definition.code
      and wanted.version = definition.version
  ) as competencies
from kynang.target_definition as definition
join kynang.framework_level as level
  on level.framework_id = definition.framework_id
  and level.level = definition.minimum_level
left join kynang.target_year as goal
  on goal.code = definition.code
  and goal.version = definition.version
  and goal.year = $3
left join kynang.target_denominator as denominator
  on denominator.province_code = $1
  and denominator.code = definition.code
  and denominator.recorded_at <= $4
  and (denominator.superseded_at is null or denominator.superseded_at > $4)
where definition.province_code = $1
  and definition.defined_on <= $2
order by definition.defined_on desc, definition.version desc, definition.code
limit 1;

-- name: target_denominator.supersede
-- $1 text province, $2 text target, $3 timestamptz now
update kynang.target_denominator as denominator
set superseded_at = $3
where denominator.province_code = $1
  and denominator.code = $2
  and denominator.superseded_at is null
returning denominator.revision, denominator.persons;

-- name: target_denominator.insert
-- $1 text province, $2 text target, $3 bigint revision, $4 bigint persons, $5 date as of, $6 text source,
-- $7 timestamptz now, $8 uuid account, $9 text reason
insert into kynang.target_denominator (
  province_code, code, revision, persons, as_of, source, recorded_at, recorded_by, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: support.by_programme
-- What was approved and paid in a year out of each programme; firm_id is not asked for.
-- $1 text province, $2 integer year, $3 timestamptz known at
select
  programme.id as programme_id, programme.name, programme.budget_vnd,
  count(*) as supports,
  count(*) filter (where support.approved_vnd is null) as without_amount,
  coalesce(sum(support.approved_vnd), 0)::bigint as approved_vnd,
  coalesce(sum(support.paid_vnd), 0)::bigint as paid_vnd
from kynang.support as support
left join kynang.support_programme as programme
  on programme.id = support.programme_id
where support.province_code = $1
  and support.approved_on >= make_date($2::integer, 1, 1)
  and support.approved_on < make_date($2::integer + 1, 1, 1)
  and support.recorded_at <= $3
  and (support.superseded_at is null or support.superseded_at > $3)
  and not support.is_void
group by programme.id, programme.name, programme.budget_vnd
order by approved_vnd desc, programme.name;

-- name: province_firm.list
-- Firms of a province by name with administrative facts alone: seats taken and support, no figure of theirs.
-- $1 text province, $2 text search (folded, null: all), $3 text section (null: all), $4 text after (name),
-- $5 uuid after (firm), $6 bigint limit, $7 bigint year
with page as materialized (
  select firm.id, firm.code, firm.name, firm.vsic_version, firm.vsic_section, firm.commune_code
  from kynang.firm as firm
  where firm.province_code = $1
    and firm.is_active
    and ($2::text is null or kynang.folded(firm.name) like '%' || $2 || '%' or lower(firm.code) = $2)
    and ($3::text is null or firm.vsic_version || '/' || firm.vsic_section = $3)
    and (
      $5::uuid is null
      or (firm.name collate kynang.vietnamese, firm.id) > ($4::text collate kynang.vietnamese, $5)
    )
  order by firm.name collate kynang.vietnamese, firm.id
  limit $6
)
select
  page.id, page.code, page.name, page.vsic_version, page.vsic_section, commune.name as commune_name,
  coalesce(seats.taken, 0) as seats_taken,
  coalesce(support.supports, 0) as supports,
  coalesce(support.approved_vnd, 0)::bigint as approved_vnd,
  coalesce(support.paid_vnd, 0)::bigint as paid_vnd
from page
left join kynang.commune as commune
  on commune.code = page.commune_code
left join lateral (
  select count(*) as taken
  from kynang.seat as seat
  join kynang.course_run as run
    on run.id = seat.course_run_id
    and extract(year from run.starts_on) = $7
  where seat.firm_id = page.id
    and seat.state = 'taken'
) as seats
  on true
left join lateral (
  select
    count(*) as supports, sum(support.approved_vnd) as approved_vnd, sum(support.paid_vnd) as paid_vnd
  from kynang.support as support
  where support.firm_id = page.id
    and extract(year from support.approved_on) = $7
    and support.superseded_at is null
    and not support.is_void
) as support
  on true
order by page.name collate kynang.vietnamese, page.id;
