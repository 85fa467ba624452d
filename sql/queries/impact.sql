-- Every statement of a caller carries the caller's agency, null for an administrator, who serves all of
-- them; the policies of the officer's role compare the rows' own agency with it again.

-- name: study.insert
-- $1 uuid id, $2 uuid agency, $3 text province, $4 timestamptz now, $5 uuid account
insert into kynang.study (id, agency_id, province_code, created_at, created_by)
values ($1, $2, $3, $4, $5);

-- name: study.insert_version
-- $1 uuid study, $2 integer version, $3 text title, $4 jsonb description, $5 timestamptz now, $6 uuid account,
-- $7 text reason or null, $8 uuid agency
insert into kynang.study_version (
  study_id, version, title, description, recorded_at, recorded_by, reason, agency_id)
values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8);

-- name: study.change
-- The study, kept from other changes until the transaction ends.
-- $1 uuid study, $2 uuid agency or null
update kynang.study
set version = version + 1
where id = $1 and ($2::uuid is null or agency_id = $2)
returning version, agency_id;

-- name: study.find
-- $1 uuid study, $2 uuid agency or null
select
  study.id, study.agency_id, study.province_code, study.version, study_version.title,
  study_version.description::text as description, study_version.recorded_at,
  indicator.name as indicator_name
from kynang.study
join kynang.study_version
  on study_version.agency_id = study.agency_id
  and study_version.study_id = study.id
  and study_version.version = study.version
left join kynang.indicator on indicator.code = study_version.description ->> 'indicatorCode'
where study.id = $1 and ($2::uuid is null or study.agency_id = $2);

-- name: study.list
-- $1 uuid after or null, $2 integer limit, $3 uuid agency or null
select
  study.id, study.version, study_version.title, study_version.recorded_at,
  study_version.description::text as description, indicator.name as indicator_name, latest.id as run_id, latest.state as run_state, latest.headline::text as headline
from kynang.study
join kynang.study_version
  on study_version.agency_id = study.agency_id
  and study_version.study_id = study.id
  and study_version.version = study.version
left join kynang.indicator on indicator.code = study_version.description ->> 'indicatorCode'
left join lateral (
  select study_run.id, study_run.state, study_run.headline
  from kynang.study_run
  where study_run.agency_id = study.agency_id and study_run.study_id = study.id
  order by study_run.requested_at desc, study_run.id desc
  limit 1
) as latest on true
where ($1::uuid is null or study.id < $1::uuid) and ($3::uuid is null or study.agency_id = $3)
order by study.id desc
limit $2;

-- name: study.runs
-- $1 uuid study, $2 uuid agency
select
  study_run.id, study_run.version, study_run.state, study_run.steps_done, study_run.steps_in_all,
  study_run.requested_at, study_run.ended_at, study_run.firms, study_run.rows_read,
  study_run.input_checksum, study_run.failure, study_run.failure_detail::text as failure_detail
from kynang.study_run
where study_run.agency_id = $2 and study_run.study_id = $1
order by study_run.requested_at desc, study_run.id desc
limit 50;

-- name: study.report
-- The newest run of a study that has something to show, or the one named.
-- $1 uuid study, $2 uuid run or null, $3 uuid agency
select
  study_run.id as run_id, study_run.version, study_run.state, study_run.ended_at,
  study_run.input_checksum, study_run.result::text as result
from kynang.study_run
where study_run.agency_id = $3 and study_run.study_id = $1 and study_run.result is not null
  and ($2::uuid is null or study_run.id = $2::uuid)
order by study_run.requested_at desc, study_run.id desc
limit 1;

-- name: study_run.insert
-- $1 uuid id, $2 uuid study, $3 integer version, $4 timestamptz now, $5 uuid account, $6 uuid agency
insert into kynang.study_run (id, agency_id, study_id, version, state, requested_at, requested_by)
values ($1, $6, $2, $3, 'queued', $4, $5);

-- name: study_run.under_way
-- $1 uuid study, $2 uuid agency
select count(*)::integer as runs
from kynang.study_run
where study_run.agency_id = $2 and study_run.study_id = $1 and study_run.state in ('queued', 'running');

-- name: study_run.cancel
-- $1 uuid run, $2 uuid agency or null
update kynang.study_run
set wants_cancelling = true
where id = $1 and ($2::uuid is null or agency_id = $2) and state in ('queued', 'running')
returning study_id;

-- name: study_run.claim
-- The run that has waited longest, or one whose service died: it has not been heard of since.
-- $1 timestamptz now, $2 timestamptz silent since
update kynang.study_run
set state = 'running', started_at = $1, seen_at = $1, steps_done = 0
from kynang.study
join kynang.study_version
  on study_version.agency_id = study.agency_id and study_version.study_id = study.id
where study_run.id = (
    select waiting.id
    from kynang.study_run as waiting
    where waiting.state = 'queued' or (waiting.state = 'running' and waiting.seen_at < $2::timestamptz)
    order by waiting.requested_at, waiting.id
    limit 1
    for update skip locked
  )
  and study.agency_id = study_run.agency_id and study.id = study_run.study_id
  and study_version.version = study_run.version
returning
  study_run.id, study_run.study_id, study.province_code, study_version.title,
  study_version.description::text as description;

-- name: study_run.headline
-- $1 uuid run, $2 json headline, $3 json result so far, $4 integer steps in all, $5 integer firms,
-- $6 integer rows, $7 text checksum, $8 json settings, $9 timestamptz now
update kynang.study_run
set
  headline = $2::json, result = $3::json, steps_done = 1, steps_in_all = $4, firms = $5, rows_read = $6,
  input_checksum = $7, settings = $8::json, seen_at = $9
where id = $1;

-- name: study_run.progress
-- $1 uuid run, $2 integer steps done, $3 timestamptz now
update kynang.study_run
set steps_done = greatest(steps_done, $2), seen_at = $3
where id = $1
returning wants_cancelling;

-- name: study_run.finish
-- $1 uuid run, $2 text state, $3 json result or null for what there is, $4 text failure or null, $5 timestamptz now,
-- $6 json detail of the failure or null
update kynang.study_run
set
  state = $2, steps_done = case $2 when 'done' then steps_in_all else steps_done end,
  result = coalesce($3::json, result), failure = $4, failure_detail = $6::json, ended_at = $5,
  seen_at = $5
where id = $1;

-- name: study.deflator
-- $1 text series
select price_index.year, (price_index.value / 100)::double precision as value
from kynang.price_index
where price_index.series_code = $1 and price_index.is_default
order by price_index.year;

-- name: study.indicator
-- $1 text code
select indicator.code, indicator.name, measure_unit.dimension, indicator.better
from kynang.indicator
join kynang.measure_unit on measure_unit.code = indicator.unit_code
where indicator.code = $1;

-- name: study.panel
-- Read through copy, which takes no values: they come from settings of the transaction.
-- app.study_province, app.study_period, app.study_last (date), app.study_indicator, app.study_first and
-- app.study_second (signals, empty for none), app.study_first_course, app.study_second_course (uuid or empty)
select
  firm_period.firm_id,
  (
    (extract(year from firm_period.starts_on) * 12 + extract(month from firm_period.starts_on) - 1)::integer
    / case firm_period.period_kind when 'month' then 1 when 'quarter' then 3 else 12 end
  ) as period,
  firm_indicator.value,
  firm_period.people,
  firm_period.people_at_target,
  firm_period.attended_minutes_in_period,
  case current_setting('app.study_first')
    when 'completions' then firm_period.completions_in_period::double precision
    when 'course_completions' then coalesce(first_course.completions_in_period, 0)::double precision
    when 'hours' then firm_period.attended_minutes_in_period / 60.0::double precision / nullif(firm_period.people, 0)
    when 'course_hours' then coalesce(first_course.attended_minutes_in_period, 0) / 60.0::double precision
      / nullif(firm_period.people, 0)
    when 'level_share' then firm_period.people_at_target::double precision / nullif(firm_period.people, 0)
    when 'support' then firm_period.support_paid_vnd_in_period::double precision
    when 'any_support' then firm_period.support_paid_vnd_in_period::double precision
      + firm_period.supports_without_amount_in_period
    when 'mgt' then (firm_period.mgt_in_use_on <= firm_period.as_of)::integer::double precision
    when 'sal' then (firm_period.sal_in_use_on <= firm_period.as_of)::integer::double precision
    when 'crm' then (firm_period.crm_in_use_on <= firm_period.as_of)::integer::double precision
    when 'prd' then (firm_period.prd_in_use_on <= firm_period.as_of)::integer::double precision
  end as first_signal,
  case current_setting('app.study_second')
    when 'completions' then firm_period.completions_in_period::double precision
    when 'course_completions' then coalesce(second_course.completions_in_period, 0)::double precision
    when 'hours' then firm_period.attended_minutes_in_period / 60.0::double precision / nullif(firm_period.people, 0)
    when 'course_hours' then coalesce(second_course.attended_minutes_in_period, 0) / 60.0::double precision
      / nullif(firm_period.people, 0)
    when 'level_share' then firm_period.people_at_target::double precision / nullif(firm_period.people, 0)
    when 'support' then firm_period.support_paid_vnd_in_period::double precision
    when 'any_support' then firm_period.support_paid_vnd_in_period::double precision
      + firm_period.supports_without_amount_in_period
    when 'mgt' then (firm_period.mgt_in_use_on <= firm_period.as_of)::integer::double precision
    when 'sal' then (firm_period.sal_in_use_on <= firm_period.as_of)::integer::double precision
    when 'crm' then (firm_period.crm_in_use_on <= firm_period.as_of)::integer::double precision
    when 'prd' then (firm_period.prd_in_use_on <= firm_period.as_of)::integer::double precision
  end as second_signal,
  firm.vsic_section,
  firm.commune_code,
  firm_period.size_code
from kynang.firm_period
join kynang.firm on firm.id = firm_period.firm_id
left join kynang.firm_indicator
  on firm_indicator.firm_id = firm_period.firm_id
  and firm_indicator.period_kind = firm_period.period_kind
  and firm_indicator.starts_on = firm_period.starts_on
  and firm_indicator.indicator_code = current_setting('app.study_indicator')
left join kynang.firm_course_period as first_course
  on first_course.firm_id = firm_period.firm_id
  and first_course.period_kind = firm_period.period_kind
  and first_course.starts_on = firm_period.starts_on
  and first_course.course_id = nullif(current_setting('app.study_first_course'), '')::uuid
left join kynang.firm_course_period as second_course
  on second_course.firm_id = firm_period.firm_id
  and second_course.period_kind = firm_period.period_kind
  and second_course.starts_on = firm_period.starts_on
  and second_course.course_id = nullif(current_setting('app.study_second_course'), '')::uuid
where firm.province_code = current_setting('app.study_province')
  and firm_period.period_kind = current_setting('app.study_period')
  and firm_period.starts_on <= current_setting('app.study_last')::date
order by firm_period.firm_id, firm_period.starts_on;
