-- What is said of reference rows is read by people, in their language: notes are texts by language from now
-- on. What stands there is English; the reference files bring the Vietnamese when they are loaded, as
-- every start does. Reversible by taking the English out of the objects.

do $$
declare
  noted text;
begin
  foreach noted in array array[
    'province', 'commune', 'vsic_section', 'framework', 'framework_level', 'competency_area', 'competency',
    'competency_crosswalk', 'role_template', 'role_template_requirement', 'policy_setting', 'evidence_grade',
    'holiday', 'measure_unit', 'indicator', 'price_index', 'size_threshold', 'support_flag',
    'platform_category', 'support_content', 'support_rule', 'support_principle', 'target_definition',
    'target_competency'
  ] loop
    execute format(
      'alter table kynang.%I alter column note type kynang.localized_text '
      'using case when note is not null then jsonb_build_object(''en'', note) end', noted);
  end loop;
end
$$;

-- Published cells keep their former editions, and what each firm added to them is kept beside, so that a new
-- edition tells no more beside an old one than it may tell by itself (DECISIONS.md). The loader alone
-- reads the parts. Cells that there are have no parts yet: the next look makes a first edition of them.
-- The old version would delete cells, which it may no longer: it must not publish beside the new one.

alter table kynang.published_cell add column superseded_at timestamptz;
alter table kynang.published_cell drop constraint published_cell_key;
alter table kynang.published_cell add constraint published_cell_key primary key (
  province_code, period_kind, starts_on, measure, sector, size_code, built_at);
create unique index a_published_cell_has_one_present_edition on kynang.published_cell (
  province_code, period_kind, starts_on, measure, sector, size_code)
  where superseded_at is null;
comment on column kynang.published_cell.built_at is 'From when this edition of the cell was published.';
comment on column kynang.published_cell.superseded_at is
  'When another edition took its place; null for the one that is published now.';

drop policy loader_remakes on kynang.published_cell;
revoke delete on kynang.published_cell from kynang_loader;
create policy loader_supersedes on kynang.published_cell for update to kynang_loader
  using (true) with check (true);
grant update (superseded_at) on kynang.published_cell to kynang_loader;

create table kynang.published_part (
  firm_id uuid not null,
  period_kind text not null,
  starts_on date not null,
  number integer not null,
  released_at timestamptz not null,
  sector text not null,
  size_code text not null,
  people integer not null,
  measures text[] not null,
  amounts double precision[] not null,
  constraint published_part_key primary key (firm_id, period_kind, starts_on, number),
  constraint a_published_part_is_of_a_month_a_quarter_or_a_year check (
    period_kind in ('month', 'quarter', 'year')
  ),
  constraint a_published_part_has_an_amount_for_each_measure check (
    cardinality(measures) = cardinality(amounts)
  )
);
create index published_part_by_period on kynang.published_part (period_kind, starts_on);
comment on table kynang.published_part is
  'tenant: what a firm adds to published sums of a period, from an edition on; a measure counts as in the '
  'newest row that names it, an amount of null is that it counts no more. No role of people reads it.';
alter table kynang.published_part
  add constraint a_published_part_is_of_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;
alter table kynang.published_part enable row level security;
alter table kynang.published_part force row level security;
create policy loader_reads on kynang.published_part for select to kynang_loader using (true);
create policy loader_writes on kynang.published_part for insert to kynang_loader with check (true);
grant select, insert on kynang.published_part to kynang_loader;

create table kynang.published_period (
  period_kind text not null,
  starts_on date not null,
  looked_at timestamptz not null,
  changes_held bigint not null,
  constraint published_period_key primary key (period_kind, starts_on),
  constraint a_published_period_is_a_month_a_quarter_or_a_year check (
    period_kind in ('month', 'quarter', 'year')
  )
);
comment on table kynang.published_period is
  'delivery: when the published cells of a period were last compared with the firms'' rows, and how many '
  'changes of firms wait for others to be published with.';
alter table kynang.published_period enable row level security;
alter table kynang.published_period force row level security;
create policy loader_reads on kynang.published_period for select to kynang_loader using (true);
create policy loader_writes on kynang.published_period for insert to kynang_loader with check (true);
create policy loader_changes on kynang.published_period for update to kynang_loader
  using (true) with check (true);
grant select, insert, update on kynang.published_period to kynang_loader;
