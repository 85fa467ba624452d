-- The firm's side: what is measured of a firm, in which unit, and how a year is made of months; what
-- firms report; how large they are by law and what they may say of themselves. Reversible by dropping
-- these tables; nothing that was there is changed, so the old version runs beside it.

create table kynang.measure_unit (
  code text not null,
  name kynang.localized_text not null,
  dimension text not null,
  decimals integer not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint measure_unit_key primary key (code),
  constraint a_dimension_is_a_product_of_symbols check (dimension ~ '^(1|[a-z]+)(/[a-z]+)*$'),
  constraint a_measure_unit_shows_few_decimals check (decimals between 0 and 6),
  constraint a_sourced_measure_unit_names_its_source check (status <> 'sourced' or source is not null)
);
comment on table kynang.measure_unit is
  'catalogue: a unit of measure; its dimension is what formulas are checked by.';

create table kynang.business_process (
  code text not null,
  ordinal integer not null,
  name kynang.localized_text not null,
  constraint business_process_key primary key (code)
);
comment on table kynang.business_process is
  'catalogue: the processes of a firm that are digitised and measured.';

create table kynang.indicator (
  code text not null,
  family text not null,
  ordinal integer not null,
  name kynang.localized_text not null,
  definition kynang.localized_text,
  unit_code text not null,
  origin text not null,
  nature text,
  annual_rule text,
  better text not null,
  may_be_negative boolean not null,
  formula text,
  fallback text,
  process_code text,
  dimension text,
  status kynang.certainty not null,
  source text,
  note text,
  constraint indicator_key primary key (code),
  constraint an_indicator_is_of_a_family check (family in ('input', 'productivity', 'process')),
  constraint an_indicator_has_an_origin check (origin in ('entered', 'derived', 'attendance', 'reference')),
  constraint an_indicator_is_a_flow_or_a_stock check (nature in ('flow', 'stock')),
  constraint an_annual_rule_is_known check (
    annual_rule in ('sum', 'average_of_period_means', 'last', 'as_published')
  ),
  constraint a_flow_is_summed_and_a_stock_is_not check (
    nature is null or annual_rule is null or annual_rule = 'as_published'
    or (nature = 'flow') = (annual_rule = 'sum')
  ),
  constraint what_is_entered_says_how_a_year_is_made check (
    origin <> 'entered' or (nature is not null and annual_rule is not null and formula is null)
  ),
  constraint what_is_derived_has_a_formula check ((origin = 'derived') = (formula is not null)),
  constraint a_fallback_stands_beside_a_formula check (fallback is null or formula is not null),
  constraint better_is_up_or_down_or_neither check (better in ('up', 'down', 'context')),
  constraint a_process_indicator_names_process_and_dimension check (
    (family = 'process') = (process_code is not null) and (process_code is null) = (dimension is null)
  ),
  constraint a_process_dimension_is_known check (
    dimension in ('cost', 'time', 'labour_efficiency', 'quality')
  ),
  constraint a_catalogue_code_leaves_x_to_firms check (code !~ '^x_'),
  constraint a_sourced_indicator_names_its_source check (status <> 'sourced' or source is not null)
);
comment on table kynang.indicator is
  'catalogue: what is entered, computed or measured of a firm; a formula is data and names other codes.';

create table kynang.price_index (
  series_code text not null,
  version text not null,
  year integer not null,
  name kynang.localized_text not null,
  base_year integer not null,
  value numeric not null,
  is_default boolean not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint price_index_key primary key (series_code, version, year),
  constraint a_price_index_is_positive check (value > 0),
  constraint a_price_index_is_of_a_year check (year between 1990 and 2100 and base_year between 1990 and 2100),
  constraint a_sourced_price_index_names_its_source check (status <> 'sourced' or source is not null)
);
comment on table kynang.price_index is
  'catalogue: deflators as published, by series, version of the publication, and year; base year = 100.';

create table kynang.size_threshold (
  rule_id text not null,
  sector_group text not null,
  size_code text not null,
  name kynang.localized_text not null,
  max_si_workers integer not null,
  max_revenue_vnd bigint not null,
  max_capital_vnd bigint not null,
  valid_from date not null,
  valid_to date,
  status kynang.certainty not null,
  source text,
  note text,
  constraint size_threshold_key primary key (rule_id),
  constraint a_threshold_is_of_a_group_of_sectors check (sector_group in ('industry_agri', 'trade_services')),
  constraint a_threshold_is_of_a_known_size check (size_code in ('micro', 'small', 'medium')),
  constraint a_threshold_is_in_force_for_some_time check (valid_to >= valid_from),
  constraint a_sourced_threshold_names_its_source check (status <> 'sourced' or source is not null)
);
comment on table kynang.size_threshold is
  'catalogue: up to where a firm is micro, small or medium: workers, and revenue or capital.';

create table kynang.support_flag (
  code text not null,
  ordinal integer not null,
  name kynang.localized_text not null,
  test kynang.localized_text not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint support_flag_key primary key (code),
  constraint a_sourced_flag_names_its_source check (status <> 'sourced' or source is not null)
);
comment on table kynang.support_flag is
  'catalogue: what a firm may be that support rules ask for, and the test that the law sets.';

create table kynang.own_indicator (
  firm_id uuid not null,
  id uuid not null,
  code text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint own_indicator_key primary key (firm_id, id),
  constraint an_own_indicator_code_is_unique_within_a_firm unique (firm_id, code),
  constraint an_own_indicator_code_starts_with_x check (code ~ '^x_[a-z0-9_]{1,40}$')
);
comment on table kynang.own_indicator is
  'tenant: an indicator that a firm defines for itself, beside those of the catalogue.';

create table kynang.own_indicator_definition (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  name kynang.localized_text not null,
  definition text,
  unit_code text not null,
  nature text,
  annual_rule text,
  better text not null,
  may_be_negative boolean not null,
  formula text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint own_indicator_definition_key primary key (firm_id, id, revision),
  constraint an_own_indicator_is_a_flow_or_a_stock check (nature in ('flow', 'stock')),
  constraint an_own_annual_rule_is_known check (annual_rule in ('sum', 'average_of_period_means', 'last')),
  constraint an_own_flow_is_summed_and_a_stock_is_not check ((nature = 'flow') = (annual_rule = 'sum')),
  constraint an_own_indicator_is_entered_or_has_a_formula check (
    num_nulls(nature, annual_rule) in (0, 2) and (formula is null) = (nature is not null)
  ),
  constraint own_better_is_up_or_down_or_neither check (better in ('up', 'down', 'context'))
);
create unique index an_own_indicator_has_one_present_definition
  on kynang.own_indicator_definition (firm_id, id) where superseded_at is null;
comment on table kynang.own_indicator_definition is
  'tenant: what an own indicator means; id is the own indicator''s.';

create table kynang.observation (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  indicator_code text,
  own_indicator_id uuid,
  period_kind text not null,
  starts_on date not null,
  value numeric not null,
  currency text,
  confidence text not null,
  source text,
  leap_confirmed boolean not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint observation_key primary key (firm_id, id, revision),
  constraint an_observation_is_of_one_indicator check (num_nonnulls(indicator_code, own_indicator_id) = 1),
  constraint a_period_is_a_month_a_quarter_or_a_year check (period_kind in ('month', 'quarter', 'year')),
  constraint a_period_starts_where_its_kind_starts check (
    extract(day from starts_on) = 1
    and case period_kind
      when 'month' then true
      when 'quarter' then extract(month from starts_on) in (1, 4, 7, 10)
      else extract(month from starts_on) = 1
    end
  ),
  constraint a_period_is_within_reach check (starts_on between date '1990-01-01' and date '2100-12-31'),
  constraint an_observed_value_is_a_number check (value > -1e21 and value < 1e21),
  constraint a_currency_is_three_letters check (currency ~ '^[A-Z]{3}$'),
  constraint a_confidence_is_known check (confidence in ('measured', 'estimated', 'declared'))
);
create unique index an_observation_has_one_present on kynang.observation (firm_id, id)
  where superseded_at is null;
create unique index a_period_is_observed_once on kynang.observation
  (firm_id, indicator_code, starts_on, period_kind)
  where superseded_at is null and not is_void and indicator_code is not null;
create unique index a_period_is_observed_once_for_an_own_indicator on kynang.observation
  (firm_id, own_indicator_id, starts_on, period_kind)
  where superseded_at is null and not is_void and own_indicator_id is not null;
create index observation_by_own_indicator on kynang.observation (firm_id, own_indicator_id)
  where own_indicator_id is not null;
create index observation_by_indicator on kynang.observation (indicator_code);
create index observation_by_period on kynang.observation (firm_id, starts_on, period_kind);
comment on table kynang.observation is
  'tenant: what a firm reports of one indicator in one period. value is in the indicator''s unit; '
  'currency is null unless that unit is money, VND unless marked otherwise.';

create table kynang.firm_size (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  year integer not null,
  vsic_version text not null,
  vsic_section text not null,
  sector_group text not null,
  si_workers numeric not null,
  revenue_vnd bigint,
  capital_vnd bigint,
  size_code text not null,
  rule_id text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint firm_size_key primary key (firm_id, id, revision),
  constraint a_size_is_of_a_year check (year between 1990 and 2100),
  constraint a_size_counts_workers check (si_workers >= 0),
  constraint a_size_rests_on_revenue_or_capital check (num_nonnulls(revenue_vnd, capital_vnd) > 0),
  constraint a_size_counts_money check (revenue_vnd >= 0 and capital_vnd >= 0),
  constraint a_firm_is_of_a_known_size check (size_code in ('micro', 'small', 'medium', 'not_sme')),
  constraint a_size_names_its_rule check ((size_code = 'not_sme') = (rule_id is null)),
  constraint a_size_is_of_a_group_of_sectors check (sector_group in ('industry_agri', 'trade_services'))
);
create unique index a_firm_size_has_one_present on kynang.firm_size (firm_id, id)
  where superseded_at is null;
create unique index a_firm_has_one_size_in_a_year on kynang.firm_size (firm_id, year)
  where superseded_at is null and not is_void;
create index firm_size_by_rule on kynang.firm_size (rule_id);
create index firm_size_by_sector on kynang.firm_size (vsic_version, vsic_section);
comment on table kynang.firm_size is
  'tenant: the size class of a firm in a year, with the inputs of the year before and the rule that gave it.';

create table kynang.firm_flag (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  flag_code text not null,
  during daterange not null,
  evidence text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint firm_flag_key primary key (firm_id, id, revision),
  constraint a_flag_holds_for_some_time check (not isempty(during)),
  constraint a_flag_has_a_first_day check (lower(during) is not null),
  constraint a_flag_is_set_once_at_a_time exclude using gist
    (firm_id with =, flag_code with =, during with &&)
    where (superseded_at is null and not is_void)
);
create unique index a_firm_flag_has_one_present on kynang.firm_flag (firm_id, id)
  where superseded_at is null;
create index firm_flag_by_flag on kynang.firm_flag (flag_code);
comment on table kynang.firm_flag is 'tenant: from when until when a firm is something that support rules ask for.';

alter table kynang.indicator
  add constraint an_indicator_has_a_unit foreign key (unit_code)
  references kynang.measure_unit (code) on delete no action;
create index indicator_by_unit on kynang.indicator (unit_code);

alter table kynang.indicator
  add constraint an_indicator_is_of_a_process foreign key (process_code)
  references kynang.business_process (code) on delete no action;
create index indicator_by_process on kynang.indicator (process_code);

alter table kynang.own_indicator
  add constraint an_own_indicator_is_of_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

alter table kynang.own_indicator_definition
  add constraint a_definition_is_of_an_own_indicator foreign key (firm_id, id)
  references kynang.own_indicator (firm_id, id) on delete no action;

alter table kynang.own_indicator_definition
  add constraint an_own_indicator_has_a_unit foreign key (unit_code)
  references kynang.measure_unit (code) on delete no action;
create index own_indicator_definition_by_unit on kynang.own_indicator_definition (unit_code);

alter table kynang.observation
  add constraint an_observation_is_of_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

alter table kynang.observation
  add constraint an_observation_names_an_indicator foreign key (indicator_code)
  references kynang.indicator (code) on delete no action;

alter table kynang.observation
  add constraint an_observation_names_an_own_indicator foreign key (firm_id, own_indicator_id)
  references kynang.own_indicator (firm_id, id) on delete no action;

alter table kynang.firm_size
  add constraint a_size_is_of_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

alter table kynang.firm_size
  add constraint a_size_was_given_by_a_rule foreign key (rule_id)
  references kynang.size_threshold (rule_id) on delete no action;

alter table kynang.firm_size
  add constraint a_size_is_of_a_sector foreign key (vsic_version, vsic_section)
  references kynang.vsic_section (version, section) on delete no action;

alter table kynang.firm_flag
  add constraint a_flag_is_of_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

alter table kynang.firm_flag
  add constraint a_flag_is_a_known_one foreign key (flag_code)
  references kynang.support_flag (code) on delete no action;

do $$
declare
  tenant text;
  fact text;
  shared text;
begin
  -- A firm's figures are its own: no policy opens them to an officer, a trainer or an employee.
  foreach tenant in array array[
    'own_indicator', 'own_indicator_definition', 'observation', 'firm_size', 'firm_flag'
  ] loop
    execute format('alter table kynang.%I enable row level security', tenant);
    execute format('alter table kynang.%I force row level security', tenant);
    execute format(
      'create policy firm_reads on kynang.%I for select to kynang_firm using (firm_id = kynang.current_firm_id())',
      tenant);
    execute format(
      'create policy firm_writes on kynang.%I for insert to kynang_firm with check (firm_id = kynang.current_firm_id())',
      tenant);
    execute format(
      'create policy firm_changes on kynang.%I for update to kynang_firm '
      'using (firm_id = kynang.current_firm_id()) with check (firm_id = kynang.current_firm_id())',
      tenant);
    execute format(
      'create policy loader_reads on kynang.%I for select to kynang_loader using (true)', tenant);
    execute format(
      'create policy loader_writes on kynang.%I for insert to kynang_loader with check (true)', tenant);
    execute format(
      'create policy loader_changes on kynang.%I for update to kynang_loader using (true) with check (true)',
      tenant);
    execute format('grant select, insert on kynang.%I to kynang_firm', tenant);
    execute format('grant select, insert, update on kynang.%I to kynang_loader', tenant);
  end loop;
  foreach fact in array array['own_indicator_definition', 'observation', 'firm_size', 'firm_flag'] loop
    execute format('grant update (superseded_at) on kynang.%I to kynang_firm', fact);
  end loop;
  foreach shared in array array[
    'measure_unit', 'business_process', 'indicator', 'price_index', 'size_threshold', 'support_flag'
  ] loop
    execute format(
      'grant select on kynang.%I to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system, kynang_loader',
      shared);
    execute format('grant insert, update, delete on kynang.%I to kynang_loader', shared);
  end loop;
end
$$;
grant update (version) on kynang.own_indicator to kynang_firm;

-- The queue of a run may put groups that the law favours first (sql/routines/seats.sql runs as the owner).
create policy owner_reads on kynang.firm_flag for select to current_user using (true);
