-- name: rollup.pending_firms
-- Firms of which something was recorded that their periods do not show yet.
select queued.firm_id
from kynang.rollup_queue as queued
group by queued.firm_id
order by min(queued.recorded_at)
limit 200;

-- name: rollup.take
-- Takes a firm's notes off the queue and says since when its periods are behind; null for no note.
-- $1 uuid firm
with taken as (
  delete from kynang.rollup_queue as queued
  where queued.firm_id = $1
  returning queued.recorded_at
)
select min(taken.recorded_at) as since
from taken;

-- name: rollup.reach
-- What of a firm must be made anew: the first day touched, the first day of which periods are kept, and
-- the kinds of period that it has.
-- $1 uuid firm, $2 timestamptz since
select
  kynang.first_touched_day($1, $2) as touched_on,
  (select eventful.day from kynang.first_eventful_day(array[$1]) as eventful) as first_on,
  coalesce(
    (
      select array_agg(distinct stored.period_kind)
      from kynang.firm_period as stored
      where stored.firm_id = $1
    ), '{}') as kinds;

-- name: rollup.make
-- Makes the rows of some firms for one period. The routine carries firm_id through every join.
-- $1 uuid[] firms, $2 text kind, $3 date first day, $4 date today, $5 timestamptz now
select kynang.roll_up($1, $2, $3, $4, $5)::text as done;

-- name: rollup.forget_before
-- Drops rows of periods before a firm's first eventful day, which a correction may have moved.
-- $1 uuid[] firms, $2 date[] first days
delete from kynang.firm_period as stored
using unnest($1::uuid[], $2::date[]) as kept (firm_id, first_on)
where stored.firm_id = kept.firm_id
  and kynang.period_after(stored.period_kind, stored.starts_on) <= kept.first_on;

-- name: rollup.firms
-- A page of all firms with the first day of which periods are kept (today for a firm without any event).
-- $1 uuid after (null: from the first), $2 bigint limit, $3 date today
with page as materialized (
  select firm.id
  from kynang.firm as firm
  where $1::uuid is null or firm.id > $1
  order by firm.id
  limit $2
)
select page.id as firm_id, coalesce(eventful.day, $3::date) as first_on
from page
left join kynang.first_eventful_day((select array_agg(page.id) from page)) as eventful
  on eventful.firm_id = page.id
order by page.id;

-- name: rollup.stale_periods
-- Periods with rows that were true of an earlier day than they should be.
-- $1 date today
select distinct stored.period_kind, stored.starts_on
from kynang.firm_period as stored
where stored.as_of < least(kynang.period_after(stored.period_kind, stored.starts_on) - 1, $1::date)
order by stored.starts_on, stored.period_kind;

-- name: published_cell.sums
-- Every measure of one period by province, sector and size, with what one or two firms make up of it.
-- nature: firms (a count of firms), persons (a count of persons), amount.
-- $1 text kind, $2 date first day
with measured as (
  select
    firm.province_code, firm.vsic_version || '/' || firm.vsic_section as sector,
    coalesce(stored.size_code, 'unknown') as size_code, stored.people,
    measure.name, measure.nature, measure.value
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
  where stored.period_kind = $1
    and stored.starts_on = $2
  union all
  select
    firm.province_code, firm.vsic_version || '/' || firm.vsic_section,
    coalesce(stored.size_code, 'unknown'), stored.people, 'indicator.' || indicator.indicator_code,
    'amount', indicator.value
  from kynang.firm_indicator as indicator
  join kynang.firm_period as stored
    on stored.firm_id = indicator.firm_id
    and stored.period_kind = indicator.period_kind
    and stored.starts_on = indicator.starts_on
  join kynang.firm as firm
    on firm.id = indicator.firm_id
  where indicator.period_kind = $1
    and indicator.starts_on = $2
    -- Half a year of one firm and a whole one of another are not summed.
    and indicator.status <> 'partial'
)
select
  measured.province_code, measured.name as measure, measured.nature, measured.sector, measured.size_code,
  count(*) as firms, sum(measured.people)::bigint as persons, sum(measured.value) as total,
  coalesce((array_agg(abs(measured.value) order by abs(measured.value) desc))[1], 0) as largest,
  coalesce((array_agg(abs(measured.value) order by abs(measured.value) desc))[2], 0) as second_largest,
  sum(abs(measured.value)) as magnitude
from measured
group by measured.province_code, measured.name, measured.nature, measured.sector, measured.size_code;

-- name: published_cell.forget
-- $1 text kind, $2 date first day
delete from kynang.published_cell as cell
where cell.period_kind = $1
  and cell.starts_on = $2;

-- name: published_cell.insert
-- $1 text kind, $2 date first day, $3 text[] provinces, $4 text[] measures, $5 text[] sectors, $6 text[] sizes,
-- $7 text[] states, $8 bigint[] firms, $9 bigint[] persons, $10 float8[] values, $11 timestamptz now
insert into kynang.published_cell (
  province_code, period_kind, starts_on, measure, sector, size_code, state, firms, persons, value, built_at)
select
  cell.province_code, $1, $2, cell.measure, cell.sector, cell.size_code, cell.state, cell.firms,
  cell.persons, cell.value, $11
from unnest(
  $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::float8[]
) as cell (province_code, measure, sector, size_code, state, firms, persons, value);

-- name: published_cell.behind
-- Periods whose cells are older than the rows they were made from, or are missing.
select stored.period_kind, stored.starts_on
from kynang.firm_period as stored
group by stored.period_kind, stored.starts_on
having max(stored.rolled_up_at) > coalesce(
  (
    select max(cell.built_at)
    from kynang.published_cell as cell
    where cell.period_kind = stored.period_kind
      and cell.starts_on = stored.starts_on
  ), '-infinity')
order by stored.starts_on, stored.period_kind;

-- name: published_cell.list
-- What is published of a period, of some measures. Row security leaves the officer's own province.
-- $1 text kind, $2 date first day, $3 text[] measures (null: all), $4 text province (null: any)
select
  cell.province_code, cell.measure, cell.sector, cell.size_code, cell.state, cell.firms, cell.persons,
  cell.value, cell.built_at
from kynang.published_cell as cell
where cell.period_kind = $1
  and cell.starts_on = $2
  and ($3::text[] is null or cell.measure = any ($3))
  and ($4::text is null or cell.province_code = $4)
order by cell.province_code, cell.measure, cell.sector, cell.size_code;

-- name: published_cell.setting
-- From how many firms and persons something may be published, and from which share a firm dominates.
-- $1 date today
select
  kynang.policy_integer('minimum_cell_firms', $1) as minimum_firms,
  kynang.policy_integer('minimum_cell_persons', $1) as minimum_persons,
  kynang.policy_integer('dominance.largest_firm_pct', $1) as largest_firm_pct,
  kynang.policy_integer('dominance.two_largest_firms_pct', $1) as two_largest_firms_pct;

-- name: rollup.indicators
-- What the catalogue computes with: every indicator, the dimension of its unit, its formulas.
select
  indicator.code, indicator.unit_code, unit.dimension as unit_dimension, indicator.origin, indicator.nature,
  indicator.annual_rule, indicator.formula, indicator.fallback
from kynang.indicator as indicator
join kynang.measure_unit as unit
  on unit.code = indicator.unit_code
order by indicator.ordinal;

-- name: rollup.prices
-- Deflators of the series that stands when nobody names one, by its latest version.
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

-- name: rollup.observations
-- What firms observed within some days, of the catalogue's indicators, and the hours that were attended.
-- $1 uuid[] firms, $2 date first day, $3 date last day, $4 text kind of the period
select
  observation.firm_id, observation.indicator_code as code, observation.period_kind, observation.starts_on,
  observation.value::double precision as value, observation.currency, observation.confidence
from kynang.observation as observation
where observation.firm_id = any ($1::uuid[])
  and observation.indicator_code is not null
  and observation.starts_on between $2 and $3
  and observation.superseded_at is null
  and not observation.is_void
union all
select
  stored.firm_id, 'training_hours_attended', stored.period_kind, stored.starts_on,
  stored.attended_minutes_in_period / 60.0::double precision, null, 'measured'
from kynang.firm_period as stored
where stored.firm_id = any ($1::uuid[])
  and stored.period_kind = $4
  and stored.starts_on = $2
order by firm_id;

-- name: rollup.forget_indicators
-- $1 uuid[] firms, $2 text kind, $3 date first day
delete from kynang.firm_indicator as stored
where stored.firm_id = any ($1::uuid[])
  and stored.period_kind = $2
  and stored.starts_on = $3;

-- name: rollup.insert_indicators
-- $1 text kind, $2 date first day, $3 uuid[] firms, $4 text[] indicators, $5 float8[] values, $6 text[] statuses
insert into kynang.firm_indicator (firm_id, period_kind, starts_on, indicator_code, value, status)
select figure.firm_id, $1, $2, figure.indicator_code, figure.value, figure.status
from unnest($3::uuid[], $4::text[], $5::float8[], $6::text[])
  as figure (firm_id, indicator_code, value, status);
