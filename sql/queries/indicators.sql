-- name: indicator.catalogue
-- Every indicator of the catalogue with the words of its unit and process.
select
  indicator.code, indicator.family, indicator.name, indicator.definition, indicator.unit_code,
  unit.name as unit_name, unit.dimension as unit_dimension, unit.decimals, indicator.origin,
  indicator.nature, indicator.annual_rule, indicator.better, indicator.may_be_negative,
  indicator.formula, indicator.fallback, indicator.process_code, process.name as process_name,
  indicator.dimension, indicator.status, indicator.source, indicator.note
from kynang.indicator as indicator
join kynang.measure_unit as unit
  on unit.code = indicator.unit_code
left join kynang.business_process as process
  on process.code = indicator.process_code
order by indicator.ordinal;

-- name: indicator.own
-- What a firm defined for itself, as known at a moment.
-- $1 uuid firm, $2 timestamptz known at
select
  own.id, own.code, own.version, definition.name, definition.definition, definition.unit_code,
  unit.name as unit_name, unit.dimension as unit_dimension, unit.decimals, definition.nature,
  definition.annual_rule, definition.better, definition.may_be_negative, definition.formula,
  definition.revision
from kynang.own_indicator as own
join kynang.own_indicator_definition as definition
  on definition.firm_id = $1
  and definition.id = own.id
  and definition.recorded_at <= $2
  and (definition.superseded_at is null or definition.superseded_at > $2)
  and not definition.is_void
join kynang.measure_unit as unit
  on unit.code = definition.unit_code
where own.firm_id = $1
order by own.code;

-- name: indicator.insert_own
-- $1 uuid firm, $2 uuid id, $3 text code, $4 timestamptz now, $5 uuid account
insert into kynang.own_indicator (firm_id, id, code, created_at, created_by)
values ($1, $2, $3, $4, $5);

-- name: indicator.bump_own
-- The new version of an own indicator; no row when somebody changed it meanwhile.
-- $1 uuid firm, $2 uuid id, $3 integer version it was read at
update kynang.own_indicator as own
set version = own.version + 1
where own.firm_id = $1
  and own.id = $2
  and own.version = $3;

-- name: indicator.supersede_definition
-- $1 uuid firm, $2 uuid id, $3 timestamptz now
update kynang.own_indicator_definition as old
set superseded_at = $3
where old.firm_id = $1
  and old.id = $2
  and old.superseded_at is null;

-- name: indicator.insert_definition
-- A first or later meaning of an own indicator.
-- $1 uuid firm, $2 uuid id, $3 integer revision, $4 jsonb name, $5 text definition, $6 text unit,
-- $7 text nature, $8 text annual rule, $9 text better, $10 boolean may be negative, $11 text formula,
-- $12 timestamptz now, $13 uuid account, $14 text reason
insert into kynang.own_indicator_definition (
  firm_id, id, revision, name, definition, unit_code, nature, annual_rule, better, may_be_negative,
  formula, recorded_at, recorded_by, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: measure_unit.list
select unit.code, unit.name, unit.dimension, unit.decimals, unit.status, unit.note
from kynang.measure_unit as unit
order by unit.code;

-- name: price_index.list
-- $1 text series (null: all)
select
  price.series_code, price.version, price.year, price.name, price.base_year, price.value,
  price.is_default, price.status, price.source, price.note
from kynang.price_index as price
where $1::text is null
  or price.series_code = $1
order by price.series_code, price.version desc, price.year;

-- name: price_index.deflators
-- The latest version of the series that stands when nobody names one.
select
  price.series_code as series, price.version, price.base_year, price.year, price.value,
  price.status as certainty
from kynang.price_index as price
where price.is_default
  and price.version = (
    select max(latest.version)
    from kynang.price_index as latest
    where latest.series_code = price.series_code
  )
order by price.year;

-- name: observation.leap_factor
-- How many times the last value a value may be before it is asked about.
-- $1 date today
select coalesce(kynang.policy_integer('observation.leap_factor', $1), 10) as factor;

-- name: observation.values
-- What was observed of a firm, as true by a day and known at a moment.
-- $1 uuid firm, $2 date as of, $3 timestamptz known at
select
  observation.id, observation.revision, coalesce(observation.indicator_code, own.code) as code,
  observation.period_kind, observation.starts_on, observation.value, observation.currency,
  observation.confidence
from kynang.observation as observation
left join kynang.own_indicator as own
  on own.firm_id = $1
  and own.id = observation.own_indicator_id
where observation.firm_id = $1
  and observation.starts_on <= $2
  and observation.recorded_at <= $3
  and (observation.superseded_at is null or observation.superseded_at > $3)
  and not observation.is_void;

-- name: observation.attended_hours
-- Hours present by the marks, month by month from the first mark to the month of a day, months
-- without any as none.
-- $1 uuid firm, $2 date as of, $3 timestamptz known at
with monthly as (
  select
    date_trunc('month', attendance.occurred_on)::date as starts_on,
    sum(attendance.minutes)::numeric / 60 as hours
  from kynang.attendance as attendance
  where attendance.firm_id = $1
    and attendance.occurred_on <= $2
    and attendance.mark in ('present', 'late')
    and attendance.recorded_at <= $3
    and (attendance.superseded_at is null or attendance.superseded_at > $3)
    and not attendance.is_void
  group by 1
)
select month.starts_on::date as starts_on, coalesce(monthly.hours, 0) as hours
from generate_series(
  (select min(monthly.starts_on) from monthly), date_trunc('month', $2::date)::date,
  interval '1 month') as month (starts_on)
left join monthly
  on monthly.starts_on = month.starts_on::date
order by 1;

-- name: observation.insert
-- First or later revisions.
-- $1 uuid firm, $2 timestamptz now, $3 uuid account, $4 text reason, $5 uuid[] ids,
-- $6 bigint[] revisions, $7 text[] catalogue codes, $8 uuid[] own indicators, $9 text[] period kinds,
-- $10 date[] first days, $11 numeric[] values, $12 text[] currencies, $13 text[] confidences,
-- $14 text[] sources, $15 boolean[] leaps confirmed, $16 boolean[] void
insert into kynang.observation (
  firm_id, id, revision, indicator_code, own_indicator_id, period_kind, starts_on, value, currency,
  confidence, source, leap_confirmed, recorded_at, recorded_by, reason, is_void)
select
  $1, added.id, added.revision, added.indicator_code, added.own_indicator_id, added.period_kind,
  added.starts_on, added.value, added.currency, added.confidence, added.source, added.leap_confirmed,
  $2, $3, $4, added.is_void
from unnest(
  $5::uuid[], $6::bigint[], $7::text[], $8::uuid[], $9::text[], $10::date[], $11::numeric[],
  $12::text[], $13::text[], $14::text[], $15::boolean[], $16::boolean[]
) as added
  (id, revision, indicator_code, own_indicator_id, period_kind, starts_on, value, currency,
  confidence, source, leap_confirmed, is_void);

-- name: observation.supersede
-- Closes the present revisions of observations and gives them back.
-- $1 uuid firm, $2 uuid[] ids, $3 timestamptz now
update kynang.observation as observation
set superseded_at = $3
where observation.firm_id = $1
  and observation.id = any ($2)
  and observation.superseded_at is null
  and not observation.is_void
returning
  observation.id, observation.revision, observation.indicator_code, observation.own_indicator_id,
  observation.period_kind, observation.starts_on, observation.value, observation.currency,
  observation.confidence, observation.source, observation.leap_confirmed;

-- name: observation.list
-- $1 uuid firm, $2 text code (null: all), $3 text period kind (null: all), $4 date first day (null:
-- any), $5 date last day (null: any), $6 date as of, $7 timestamptz known at, $8 date after,
-- $9 text after kind, $10 text after code, $11 bigint limit
select
  observation.id, observation.revision, coalesce(observation.indicator_code, own.code) as code,
  observation.period_kind, observation.starts_on, observation.value, observation.currency,
  observation.confidence, observation.source, observation.leap_confirmed, observation.recorded_at,
  observation.recorded_by, observation.reason, observation.is_void
from kynang.observation as observation
left join kynang.own_indicator as own
  on own.firm_id = $1
  and own.id = observation.own_indicator_id
where observation.firm_id = $1
  and ($2::text is null or coalesce(observation.indicator_code, own.code) = $2)
  and ($3::text is null or observation.period_kind = $3)
  and ($4::date is null or observation.starts_on >= $4)
  and ($5::date is null or observation.starts_on <= $5)
  and observation.starts_on <= $6
  and observation.recorded_at <= $7
  and (observation.superseded_at is null or observation.superseded_at > $7)
  and not observation.is_void
  and (
    $8::date is null
    or observation.starts_on < $8
    or (
      observation.starts_on = $8
      and (observation.period_kind, coalesce(observation.indicator_code, own.code)) > ($9, $10)
    )
  )
order by
  observation.starts_on desc, observation.period_kind, coalesce(observation.indicator_code, own.code)
limit $11;

-- name: observation.history
-- Every revision of one observation, latest first.
-- $1 uuid firm, $2 uuid id
select
  observation.id, observation.revision, coalesce(observation.indicator_code, own.code) as code,
  observation.period_kind, observation.starts_on, observation.value, observation.currency,
  observation.confidence, observation.source, observation.leap_confirmed, observation.recorded_at,
  observation.recorded_by, observation.reason, observation.is_void
from kynang.observation as observation
left join kynang.own_indicator as own
  on own.firm_id = $1
  and own.id = observation.own_indicator_id
where observation.firm_id = $1
  and observation.id = $2
order by observation.revision desc;

-- name: size_threshold.list
-- $1 date on a day
select
  threshold.rule_id, threshold.sector_group, threshold.size_code, threshold.name,
  threshold.max_si_workers, threshold.max_revenue_vnd, threshold.max_capital_vnd,
  threshold.valid_from, threshold.valid_to, threshold.source
from kynang.size_threshold as threshold
where threshold.valid_from <= $1
  and (threshold.valid_to is null or threshold.valid_to >= $1)
order by threshold.sector_group, threshold.max_si_workers, threshold.rule_id;

-- name: firm_size.sector
-- The sector that the firm is registered in and the group of sizes of its section.
-- $1 uuid firm
select firm.vsic_version, firm.vsic_section, section.sector_group
from kynang.firm as firm
join kynang.vsic_section as section
  on section.version = firm.vsic_version
  and section.section = firm.vsic_section
where firm.id = $1;

-- name: firm_size.supersede
-- The present size of a year, closed; no row when there is none.
-- $1 uuid firm, $2 integer year, $3 timestamptz now
update kynang.firm_size as size
set superseded_at = $3
where size.firm_id = $1
  and size.year = $2
  and size.superseded_at is null
  and not size.is_void
returning size.id, size.revision, size.size_code;

-- name: firm_size.insert
-- $1 uuid firm, $2 uuid id, $3 integer revision, $4 integer year, $5 text vsic version, $6 text section,
-- $7 text sector group, $8 numeric workers, $9 bigint revenue, $10 bigint capital, $11 text size,
-- $12 text rule, $13 timestamptz now, $14 uuid account, $15 text reason
insert into kynang.firm_size (
  firm_id, id, revision, year, vsic_version, vsic_section, sector_group, si_workers, revenue_vnd,
  capital_vnd, size_code, rule_id, recorded_at, recorded_by, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: firm_size.list
-- $1 uuid firm, $2 integer year (null: all), $3 timestamptz known at
select
  size.id, size.revision, size.year, size.vsic_version, size.vsic_section, size.sector_group,
  size.si_workers, size.revenue_vnd, size.capital_vnd, size.size_code, size.rule_id,
  threshold.name as size_name, threshold.source as rule_source, size.recorded_at, size.recorded_by,
  size.reason, size.is_void
from kynang.firm_size as size
left join kynang.size_threshold as threshold
  on threshold.rule_id = size.rule_id
where size.firm_id = $1
  and ($2::integer is null or size.year = $2)
  and size.recorded_at <= $3
  and (size.superseded_at is null or size.superseded_at > $3)
  and not size.is_void
order by size.year desc;

-- name: firm_size.history
-- Every revision of the size of a year, latest first.
-- $1 uuid firm, $2 integer year
select
  size.id, size.revision, size.year, size.vsic_version, size.vsic_section, size.sector_group,
  size.si_workers, size.revenue_vnd, size.capital_vnd, size.size_code, size.rule_id,
  threshold.name as size_name, threshold.source as rule_source, size.recorded_at, size.recorded_by,
  size.reason, size.is_void
from kynang.firm_size as size
left join kynang.size_threshold as threshold
  on threshold.rule_id = size.rule_id
where size.firm_id = $1
  and size.year = $2
order by size.revision desc;

-- name: support_flag.list
select flag.code, flag.name, flag.test, flag.status, flag.source, flag.note
from kynang.support_flag as flag
order by flag.ordinal;

-- name: firm_flag.insert
-- $1 uuid firm, $2 uuid id, $3 integer revision, $4 text flag, $5 date first day, $6 date last day,
-- $7 text evidence, $8 timestamptz now, $9 uuid account, $10 text reason, $11 boolean void
insert into kynang.firm_flag (
  firm_id, id, revision, flag_code, during, evidence, recorded_at, recorded_by, reason, is_void)
values ($1, $2, $3, $4, daterange($5, $6, '[]'), $7, $8, $9, $10, $11);

-- name: firm_flag.supersede
-- $1 uuid firm, $2 uuid id, $3 timestamptz now
update kynang.firm_flag as flag
set superseded_at = $3
where flag.firm_id = $1
  and flag.id = $2
  and flag.superseded_at is null
  and not flag.is_void
returning
  flag.id, flag.revision, flag.flag_code, lower(flag.during) as starts_on,
  (upper(flag.during) - 1) as ends_on, flag.evidence;

-- name: firm_flag.list
-- $1 uuid firm, $2 date on a day (null: any), $3 timestamptz known at
select
  flag.id, flag.revision, flag.flag_code, reference.name, lower(flag.during) as starts_on,
  (upper(flag.during) - 1) as ends_on, flag.evidence, reference.source, flag.recorded_at,
  flag.recorded_by, flag.reason, flag.is_void
from kynang.firm_flag as flag
join kynang.support_flag as reference
  on reference.code = flag.flag_code
where flag.firm_id = $1
  and ($2::date is null or flag.during @> $2)
  and flag.recorded_at <= $3
  and (flag.superseded_at is null or flag.superseded_at > $3)
  and not flag.is_void
order by reference.ordinal, flag.during;

-- name: firm_flag.history
-- Every revision of one flag, latest first, the void ones among them.
-- $1 uuid firm, $2 uuid id
select
  flag.id, flag.revision, flag.flag_code, reference.name, lower(flag.during) as starts_on,
  (upper(flag.during) - 1) as ends_on, flag.evidence, reference.source, flag.recorded_at,
  flag.recorded_by, flag.reason, flag.is_void
from kynang.firm_flag as flag
join kynang.support_flag as reference
  on reference.code = flag.flag_code
where flag.firm_id = $1
  and flag.id = $2
order by flag.revision desc;

-- name: firm_event.list
-- What happened in a firm that its indicators are read beside: completions month by month, stages that
-- its processes reached, support by the day of its approval.
-- $1 uuid firm, $2 date first day, $3 date last day, $4 timestamptz known at
select
  'training' as kind, date_trunc('month', completion.completed_on)::date as occurred_on,
  count(*)::integer as count, null::jsonb as name, null::text as stage, null::bigint as amount_vnd
from kynang.completion as completion
where completion.firm_id = $1
  and completion.completed_on between $2 and $3
  and completion.result = 'completed'
  and completion.recorded_at <= $4
  and (completion.superseded_at is null or completion.superseded_at > $4)
  and not completion.is_void
group by 2
union all
select
  'adoption', adoption.occurred_on, 1, process.name::jsonb, adoption.stage, null
from kynang.adoption as adoption
join kynang.business_process as process
  on process.code = adoption.process_code
where adoption.firm_id = $1
  and adoption.occurred_on between $2 and $3
  and adoption.recorded_at <= $4
  and (adoption.superseded_at is null or adoption.superseded_at > $4)
  and not adoption.is_void
union all
select
  'support', support.approved_on, 1, content.name::jsonb, support.state,
  coalesce(support.paid_vnd, support.approved_vnd)
from kynang.support as support
join kynang.support_content as content
  on content.code = support.content_code
where support.firm_id = $1
  and support.approved_on between $2 and $3
  and support.recorded_at <= $4
  and (support.superseded_at is null or support.superseded_at > $4)
  and not support.is_void
order by 2, 1;

-- name: firm_peer.list
-- What is published of indicators for firms of the same sector, all sizes together: their mean, as a sum of
-- ratios says nothing. A suppressed cell has no value.
-- $1 uuid firm, $2 text[] indicators, $3 text period kind, $4 date first day, $5 date last day,
-- $6 timestamptz known at
select
  substr(cell.measure, 11) as indicator, cell.period_kind, cell.starts_on, cell.state, cell.firms,
  cell.value / cell.firms as value
from kynang.firm as firm
join kynang.published_cell as cell
  on cell.province_code = firm.province_code
  and cell.sector = firm.vsic_version || '/' || firm.vsic_section
  and cell.size_code = '*'
where firm.id = $1
  and cell.measure = any (select 'indicator.' || code from unnest($2::text[]) as code)
  and cell.period_kind = $3
  and cell.starts_on between $4 and $5
  and cell.built_at <= $6
  and (cell.superseded_at is null or cell.superseded_at > $6)
order by cell.measure, cell.starts_on;
