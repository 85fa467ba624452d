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
-- Measures of one period by province, sector and size, with what one or two firms make up of it. What is
-- held back of a firm counts as it was released.
-- $1 text kind, $2 date first day, $3 text measure (null: all), $4 text its nature, $5 uuid[] firms of which
-- the measure is held back
with effective as (
  select
    measured.firm_id, measured.province_code, measured.sector, measured.size_code, measured.people,
    measured.measure, measured.nature, measured.value
  from kynang.measured($1, $2) as measured
  where ($3::text is null or measured.measure = $3)
    and measured.firm_id <> all ($5::uuid[])
  union all
  select
    released.firm_id, released.province_code, released.sector, released.size_code, released.people,
    released.measure, $4::text, released.value
  from kynang.released($1, $2) as released
  where released.measure = $3
    and released.firm_id = any ($5::uuid[])
    and released.value is not null
)
select
  effective.province_code, effective.measure, effective.nature, effective.sector, effective.size_code,
  count(*) as firms, sum(effective.people)::bigint as persons, sum(effective.value) as total,
  coalesce((array_agg(abs(effective.value) order by abs(effective.value) desc))[1], 0) as largest,
  coalesce((array_agg(abs(effective.value) order by abs(effective.value) desc))[2], 0) as second_largest,
  sum(abs(effective.value)) as magnitude
from effective
group by
  effective.province_code, effective.measure, effective.nature, effective.sector, effective.size_code;

-- name: published_part.changes
-- What firms add to the sums of a period now and not as it was released, of measures that were published
-- before. A value is new when the firm has never had it in an edition.
-- $1 text kind, $2 date first day
with released as materialized (
  select
    part.firm_id, part.province_code, part.sector, part.size_code, part.people, part.measure, part.value
  from kynang.released($1, $2) as part
),
present as materialized (
  select
    measured.firm_id, measured.province_code, measured.sector, measured.size_code, measured.people,
    measured.measure, measured.value
  from kynang.measured($1, $2) as measured
  where (measured.province_code, measured.measure) in (
    select distinct released.province_code, released.measure
    from released
  )
),
changed as (
  select
    coalesce(present.firm_id, released.firm_id) as firm_id,
    coalesce(present.province_code, released.province_code) as province_code,
    coalesce(present.measure, released.measure) as measure,
    present.sector, present.size_code, present.people, present.value,
    case when released.value is not null then released.sector end as released_sector,
    case when released.value is not null then released.size_code end as released_size_code,
    case when released.value is not null then released.people end as released_people,
    released.value as released_value
  from present
  full join released
    on released.firm_id = present.firm_id
    and released.measure = present.measure
)
select
  changed.firm_id, changed.province_code, changed.measure, changed.sector, changed.size_code,
  changed.people, changed.value, changed.released_sector, changed.released_size_code,
  changed.released_people, changed.released_value,
  not exists (
    select from kynang.published_part as earlier
    where earlier.firm_id = changed.firm_id
      and earlier.period_kind = $1
      and earlier.starts_on = $2
      and earlier.sector = changed.sector
      and earlier.size_code = changed.size_code
      and earlier.amounts[array_position(earlier.measures, changed.measure)] = changed.value
  ) as is_new_value,
  not exists (
    select from kynang.published_part as earlier
    where earlier.firm_id = changed.firm_id
      and earlier.period_kind = $1
      and earlier.starts_on = $2
      and earlier.sector = changed.sector
      and earlier.size_code = changed.size_code
      and earlier.people = changed.people
      and changed.measure = any (earlier.measures)
  ) as is_new_people
from changed
where (changed.sector, changed.size_code, changed.people, changed.value) is distinct from (
    changed.released_sector, changed.released_size_code, changed.released_people, changed.released_value)
order by changed.measure, changed.firm_id;

-- name: published_part.begin
-- What firms add to sums of a period that have never been published; gives those tables back.
-- $1 text kind, $2 date first day, $3 timestamptz now
with begun as (
  insert into kynang.published_part (
    firm_id, period_kind, starts_on, number, released_at, sector, size_code, people, measures, amounts)
  select
    measured.firm_id, $1, $2,
    (
      select count(*)
      from kynang.published_part as earlier
      where earlier.firm_id = measured.firm_id
        and earlier.period_kind = $1
        and earlier.starts_on = $2
    ),
    $3, measured.sector, measured.size_code, measured.people,
    array_agg(measured.measure order by measured.measure),
    array_agg(measured.value order by measured.measure)
  from kynang.measured($1, $2) as measured
  where (measured.province_code, measured.measure) not in (
    select released.province_code, released.measure
    from kynang.released($1, $2) as released
  )
  group by measured.firm_id, measured.sector, measured.size_code, measured.people
  returning firm_id, measures
)
select distinct firm.province_code, first.measure
from begun
join kynang.firm as firm
  on firm.id = begun.firm_id
cross join lateral unnest(begun.measures) as first (measure);

-- name: published_part.release
-- Changes of firms that enter the sums, as they are now.
-- $1 text kind, $2 date first day, $3 timestamptz now, $4 uuid[] firms, $5 text[] measures, $6 text[] sectors,
-- $7 text[] sizes, $8 bigint[] people, $9 float8[] values (null: in the sums no more)
insert into kynang.published_part (
  firm_id, period_kind, starts_on, number, released_at, sector, size_code, people, measures, amounts)
select
  change.firm_id, $1, $2,
  (
    select count(*)
    from kynang.published_part as earlier
    where earlier.firm_id = change.firm_id
      and earlier.period_kind = $1
      and earlier.starts_on = $2
  ) + row_number() over (partition by change.firm_id) - 1,
  $3, change.sector, change.size_code, change.people, array_agg(change.measure order by change.measure),
  array_agg(change.value order by change.measure)
from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::float8[])
  as change (firm_id, measure, sector, size_code, people, value)
group by change.firm_id, change.sector, change.size_code, change.people;

-- name: published_cell.present
-- The newest edition of a period.
-- $1 text kind, $2 date first day
select cell.province_code, cell.measure, cell.sector, cell.size_code, cell.state
from kynang.published_cell as cell
where cell.period_kind = $1
  and cell.starts_on = $2
  and cell.superseded_at is null;

-- name: published_cell.supersede
-- Ends the edition of some cells; they stay for reports of what was known.
-- $1 text kind, $2 date first day, $3 text[] provinces, $4 text[] measures, $5 text[] sectors, $6 text[] sizes,
-- $7 timestamptz now
update kynang.published_cell as cell
set superseded_at = $7
from unnest($3::text[], $4::text[], $5::text[], $6::text[]) as ended (province_code, measure, sector, size_code)
where cell.period_kind = $1
  and cell.starts_on = $2
  and cell.province_code = ended.province_code
  and cell.measure = ended.measure
  and cell.sector = ended.sector
  and cell.size_code = ended.size_code
  and cell.superseded_at is null;

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

-- name: published_period.note
-- When a period was last looked at, and how many changes of firms were held back then.
-- $1 text kind, $2 date first day, $3 timestamptz now, $4 bigint changes held back
insert into kynang.published_period as noted (period_kind, starts_on, looked_at, changes_held)
values ($1, $2, $3, $4)
on conflict (period_kind, starts_on) do update set
  looked_at = excluded.looked_at,
  changes_held = excluded.changes_held;

-- name: published_cell.behind
-- Periods of which some rows are newer than the last look at them. A period without rows that still has
-- cells is left as it is.
select stored.period_kind, stored.starts_on
from kynang.firm_period as stored
group by stored.period_kind, stored.starts_on
having max(stored.rolled_up_at) > coalesce(
  (
    select noted.looked_at
    from kynang.published_period as noted
    where noted.period_kind = stored.period_kind
      and noted.starts_on = stored.starts_on
  ), '-infinity')
order by stored.starts_on, stored.period_kind;

-- name: published_cell.list
-- What is published of a period, of some measures, as it was at a moment. Row security leaves the officer's own
-- province.
-- $1 text kind, $2 date first day, $3 text[] measures (null: all), $4 text province (null: any),
-- $5 timestamptz known at
select
  cell.province_code, cell.measure, cell.sector, cell.size_code, cell.state, cell.firms,
  -- Told once: measures come out at times of their own, and the persons of two of them would tell those of
  -- the firms that only one of them has.
  case when cell.measure = 'people' then cell.persons end as persons,
  cell.value, cell.built_at
from kynang.published_cell as cell
where cell.period_kind = $1
  and cell.starts_on = $2
  and ($3::text[] is null or cell.measure = any ($3))
  and ($4::text is null or cell.province_code = $4)
  and cell.built_at <= $5
  and (cell.superseded_at is null or cell.superseded_at > $5)
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
