-- What is known of a firm in a period, in numbers alone: the only source of studies and of figures that
-- cross firms. The rows are made from the facts by `sql/routines/rollups.sql`, for one firm after its own
-- work and for all of them by a rebuild; so they hold no foreign key but the firm, and whoever doubts
-- them makes them anew. Reversible by dropping these tables.

create table kynang.firm_period (
  firm_id uuid not null,
  period_kind text not null,
  starts_on date not null,
  as_of date not null,
  size_code text,
  people integer not null,
  people_assessed integer not null,
  people_with_requirements integer not null,
  people_competent integer not null,
  target_version integer,
  people_at_target integer not null,
  people_claiming_target integer not null,
  people_registered integer not null,
  people_attended integer not null,
  people_trained integer not null,
  people_assessed_after integer not null,
  people_competent_after integer not null,
  people_applying integer not null,
  people_trained_in_period integer not null,
  completions_in_period integer not null,
  attended_minutes_in_period integer not null,
  declared_hours_in_period double precision,
  mgt_stage smallint not null,
  sal_stage smallint not null,
  crm_stage smallint not null,
  prd_stage smallint not null,
  mgt_in_use_on date,
  sal_in_use_on date,
  crm_in_use_on date,
  prd_in_use_on date,
  first_trained_on date,
  first_supported_on date,
  supports_in_period integer not null,
  supports_without_amount_in_period integer not null,
  support_approved_vnd_in_period bigint not null,
  support_paid_vnd_in_period bigint not null,
  training_support_vnd_in_period bigint not null,
  training_firm_part_vnd_in_period bigint not null,
  rolled_up_at timestamptz not null,
  constraint firm_period_key primary key (firm_id, period_kind, starts_on),
  constraint a_firm_period_is_a_month_a_quarter_or_a_year check (period_kind in ('month', 'quarter', 'year')),
  constraint a_firm_period_starts_where_its_kind_starts check (
    extract(day from starts_on) = 1
    and case period_kind
      when 'month' then true
      when 'quarter' then extract(month from starts_on) in (1, 4, 7, 10)
      else extract(month from starts_on) = 1
    end
  ),
  constraint a_firm_period_is_of_a_known_size check (size_code in ('micro', 'small', 'medium', 'not_sme')),
  constraint a_stage_is_between_none_and_sustained check (
    mgt_stage between 0 and 4 and sal_stage between 0 and 4
    and crm_stage between 0 and 4 and prd_stage between 0 and 4
  ),
  constraint each_step_of_the_funnel_is_within_the_one_before check (
    people >= people_registered and people_registered >= people_attended
    and people_attended >= people_trained and people_attended >= people_assessed_after
    and people_assessed_after >= people_competent_after and people_competent_after >= people_applying
  ),
  constraint nobody_is_competent_without_requirements check (
    people >= people_with_requirements and people_with_requirements >= people_competent
  )
);
create index firm_period_by_period on kynang.firm_period (period_kind, starts_on);
comment on table kynang.firm_period is
  'tenant: a firm in a month, quarter or year. What ends in _in_period counts within it; all else is the '
  'state on as_of, its last day, or today while it runs. Stages: 0 none or stopped, 1 planned, 2 piloting, '
  '3 in use, 4 sustained. People are those employed on as_of; the funnel counts what they ever did by then.';

create table kynang.firm_indicator (
  firm_id uuid not null,
  period_kind text not null,
  starts_on date not null,
  indicator_code text not null,
  value double precision not null,
  status text not null,
  constraint firm_indicator_key primary key (firm_id, period_kind, starts_on, indicator_code),
  constraint a_firm_indicator_is_of_a_month_a_quarter_or_a_year check (
    period_kind in ('month', 'quarter', 'year')
  ),
  constraint a_firm_indicator_has_a_known_status check (
    status in ('measured', 'estimated', 'declared', 'derived', 'partial')
  )
);
create index firm_indicator_by_indicator on kynang.firm_indicator (indicator_code, period_kind, starts_on);
comment on table kynang.firm_indicator is
  'tenant: one indicator of a firm in a period, in the unit of the indicator; money in đồng alone. '
  'derived: by the formula of the indicator; partial: derived from a part of the year.';

create table kynang.firm_course_period (
  firm_id uuid not null,
  period_kind text not null,
  starts_on date not null,
  course_id uuid not null,
  completions_in_period integer not null,
  attended_minutes_in_period integer not null,
  constraint firm_course_period_key primary key (firm_id, period_kind, starts_on, course_id),
  constraint a_firm_course_period_is_a_month_a_quarter_or_a_year check (
    period_kind in ('month', 'quarter', 'year')
  )
);
create index firm_course_period_by_course on kynang.firm_course_period (course_id, period_kind, starts_on);
comment on table kynang.firm_course_period is
  'tenant: completions and attended minutes of a firm in a period, by course; none without either.';

create table kynang.rollup_queue (
  firm_id uuid not null,
  id uuid not null,
  recorded_at timestamptz not null,
  constraint rollup_queue_key primary key (firm_id, id)
);
comment on table kynang.rollup_queue is
  'tenant: that something of a firm was recorded which its periods do not show yet; id is the audit row''s.';

create table kynang.published_cell (
  province_code text not null,
  period_kind text not null,
  starts_on date not null,
  measure text not null,
  sector text not null,
  size_code text not null,
  state text not null,
  firms integer,
  persons integer,
  value double precision,
  built_at timestamptz not null,
  constraint published_cell_key primary key (
    province_code, period_kind, starts_on, measure, sector, size_code),
  constraint a_published_cell_is_of_a_month_a_quarter_or_a_year check (
    period_kind in ('month', 'quarter', 'year')
  ),
  constraint a_cell_is_published_or_suppressed check (state in ('published', 'suppressed')),
  constraint a_suppressed_cell_says_nothing check (
    case state
      when 'suppressed' then num_nonnulls(firms, persons, value) = 0
      else num_nonnulls(firms, persons, value) = 3
    end
  ),
  constraint a_published_cell_is_of_a_sector_or_all check (sector ~ '^([*]|[A-Z0-9]+/[A-Z])$'),
  constraint a_published_cell_is_of_a_size_or_all check (
    size_code in ('*', 'micro', 'small', 'medium', 'not_sme', 'unknown')
  )
);
create index published_cell_by_measure on kynang.published_cell (province_code, measure, starts_on);
comment on table kynang.published_cell is
  'delivery: a sum over firms of a province by sector (version/section) and size, * for all, that cannot '
  'be traced to fewer than five firms or five persons. All that an officer reads of aggregates.';

alter table kynang.firm_period
  add constraint a_firm_period_is_of_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

do $$
declare
  tenant text;
begin
  foreach tenant in array array['firm_period', 'firm_indicator', 'firm_course_period'] loop
    execute format('alter table kynang.%I enable row level security', tenant);
    execute format('alter table kynang.%I force row level security', tenant);
    execute format(
      'create policy firm_reads on kynang.%I for select to kynang_firm using (firm_id = kynang.current_firm_id())',
      tenant);
    execute format(
      'create policy firm_writes on kynang.%I for insert to kynang_firm with check (firm_id = kynang.current_firm_id())',
      tenant);
    -- These are no facts but sums of them: remade, never corrected.
    execute format(
      'create policy firm_remakes on kynang.%I for delete to kynang_firm using (firm_id = kynang.current_firm_id())',
      tenant);
    execute format(
      'create policy loader_reads on kynang.%I for select to kynang_loader using (true)', tenant);
    execute format(
      'create policy loader_writes on kynang.%I for insert to kynang_loader with check (true)', tenant);
    execute format(
      'create policy loader_remakes on kynang.%I for delete to kynang_loader using (true)', tenant);
    execute format('grant select, insert, delete on kynang.%I to kynang_firm, kynang_loader', tenant);
  end loop;
end
$$;

-- Whoever writes in a firm leaves a note; the firm's own transaction takes it up.
alter table kynang.rollup_queue enable row level security;
alter table kynang.rollup_queue force row level security;
create policy firm_reads on kynang.rollup_queue for select to kynang_firm
  using (firm_id = kynang.current_firm_id());
create policy firm_takes on kynang.rollup_queue for delete to kynang_firm
  using (firm_id = kynang.current_firm_id());
create policy writer_notes on kynang.rollup_queue for insert
  to kynang_firm, kynang_trainer, kynang_self, kynang_officer
  with check (firm_id = kynang.current_firm_id());
create policy system_notes on kynang.rollup_queue for insert to kynang_system, kynang_loader with check (true);
create policy system_reads on kynang.rollup_queue for select to kynang_system, kynang_loader using (true);
create policy loader_takes on kynang.rollup_queue for delete to kynang_loader using (true);
grant insert on kynang.rollup_queue
  to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system, kynang_loader;
grant select, delete on kynang.rollup_queue to kynang_firm, kynang_loader;
grant select on kynang.rollup_queue to kynang_system;

alter table kynang.published_cell enable row level security;
alter table kynang.published_cell force row level security;
create policy officer_reads on kynang.published_cell for select to kynang_officer
  using (province_code = kynang.current_province_code());
-- A firm compares itself with its sector by what is published, and with nothing else.
create policy firm_reads on kynang.published_cell for select to kynang_firm using (true);
create policy loader_reads on kynang.published_cell for select to kynang_loader using (true);
create policy loader_writes on kynang.published_cell for insert to kynang_loader with check (true);
create policy loader_remakes on kynang.published_cell for delete to kynang_loader using (true);
grant select on kynang.published_cell to kynang_officer, kynang_firm;
grant select, insert, delete on kynang.published_cell to kynang_loader;
