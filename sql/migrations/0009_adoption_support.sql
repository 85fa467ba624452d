-- The two levers beside training: what a firm digitised, and what the state paid. With them the rules
-- of support as dated data, the province's target as a versioned definition, and the yearly training
-- plan of a firm. Reversible by dropping these tables and the column of `course`; nothing that was
-- there is changed, so the old version runs beside it.

create table kynang.platform_category (
  code text not null,
  ordinal integer not null,
  name kynang.localized_text not null,
  process_code text not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint platform_category_key primary key (code),
  constraint platform_categories_have_an_order unique (ordinal),
  constraint a_sourced_platform_category_names_its_source check (
    status <> 'sourced' or source is not null
  )
);
create index platform_category_by_process on kynang.platform_category (process_code);
comment on table kynang.platform_category is
  'catalogue: a kind of digital platform and the process that it serves first.';

create table kynang.platform (
  id uuid not null,
  code text not null,
  name text not null,
  category_code text not null,
  vsic_version text,
  vsic_section text,
  supplier text,
  url text,
  source text not null,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint platform_key primary key (id),
  constraint a_platform_code_is_unique unique (code),
  constraint a_platform_has_a_name check (length(trim(name)) > 0),
  constraint a_platform_names_its_source check (length(trim(source)) > 0),
  constraint a_platform_sector_is_complete check ((vsic_version is null) = (vsic_section is null))
);
create index platform_by_category on kynang.platform (category_code);
create index platform_by_sector on kynang.platform (vsic_version, vsic_section);
comment on table kynang.platform is
  'catalogue: a platform by name, where it is listed; without a sector it fits any.';

create table kynang.adoption (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  process_code text not null,
  category_code text,
  platform_id uuid,
  stage text not null,
  occurred_on date not null,
  note text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint adoption_key primary key (firm_id, id, revision),
  constraint an_adoption_stage_is_known check (
    stage in ('planned', 'piloting', 'in_use', 'sustained', 'stopped')
  ),
  constraint a_platform_in_use_is_of_a_category check (platform_id is null or category_code is not null)
);
create unique index an_adoption_has_one_present on kynang.adoption (firm_id, id)
  where superseded_at is null;
create unique index a_process_reaches_a_stage_once_a_day on kynang.adoption
  (firm_id, process_code, coalesce(category_code, ''), occurred_on)
  where superseded_at is null and not is_void;
create index adoption_by_process on kynang.adoption (process_code);
create index adoption_by_category on kynang.adoption (category_code);
create index adoption_by_platform on kynang.adoption (platform_id);
comment on table kynang.adoption is
  'tenant: the stage that a process reached on a day, with which kind of platform. The state of a '
  'process on a day is the furthest among its categories, each by its latest row.';

create table kynang.support_content (
  code text not null,
  ordinal integer not null,
  name kynang.localized_text not null,
  same_when text not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint support_content_key primary key (code),
  constraint support_contents_have_an_order unique (ordinal),
  constraint what_makes_a_content_the_same_is_known check (
    same_when in (
      'consulting_topic', 'platform', 'ip_object', 'technology', 'course', 'employee', 'firm', 'programme')
  ),
  constraint a_sourced_content_names_its_source check (status <> 'sourced' or source is not null)
);
comment on table kynang.support_content is
  'catalogue: what is supported; the same content is the same object named by same_when in one year.';

create table kynang.support_rule (
  code text not null,
  valid_from date not null,
  valid_to date,
  topic text not null,
  content_code text not null,
  sizes text[] not null,
  needs_flags text[] not null,
  sector_condition text,
  condition text,
  benefit kynang.localized_text not null,
  rate_kind text not null,
  rate_pct integer,
  cap_vnd bigint,
  cap_basis text not null,
  conflicts_with text[] not null,
  legal_source text not null,
  status kynang.certainty not null,
  note text,
  constraint support_rule_key primary key (code, valid_from),
  constraint a_support_rule_names_a_size check (
    cardinality(sizes) > 0 and sizes <@ array['micro', 'small', 'medium']
  ),
  constraint a_sector_condition_is_known check (sector_condition in ('manufacturing_processing')),
  constraint a_rate_is_of_a_known_kind check (
    rate_kind in ('max', 'exact', 'cap_schedule', 'deductible', 'programme')
  ),
  constraint only_a_share_of_the_cost_has_a_rate check ((rate_kind in ('max', 'exact')) = (rate_pct is not null)),
  constraint a_rate_is_a_percentage check (rate_pct between 1 and 100),
  constraint a_cap_is_above_zero check (cap_vnd > 0),
  constraint a_cap_basis_is_known check (
    cap_basis in (
      'contract_per_year', 'firm_per_year', 'course', 'trainee_per_course', 'course_1_per_firm_year',
      'person_once', 'firm', 'firm_per_tax_year', 'programme_per_year', 'course_per_firm_year',
      'trainee_per_year')
  ),
  constraint a_support_rule_ends_after_it_starts check (valid_to >= valid_from),
  constraint a_support_rule_has_one_text_on_a_day
    exclude using gist (code with =, daterange(valid_from, valid_to, '[]') with &&),
  constraint a_support_rule_names_its_article check (length(trim(legal_source)) > 0)
);
create index support_rule_by_content on kynang.support_rule (content_code);
comment on table kynang.support_rule is
  'catalogue: a rule of public support while it is in force; valid_to is the last day. Sizes and flags: '
  'any one of them.';

create table kynang.support_principle (
  code text not null,
  ordinal integer not null,
  text kynang.localized_text not null,
  effect text not null,
  legal_source text not null,
  status kynang.certainty not null,
  note text,
  constraint support_principle_key primary key (code),
  constraint support_principles_have_an_order unique (ordinal),
  constraint an_effect_is_known check (
    effect in ('block', 'ledger', 'order', 'choose', 'sla', 'recover', 'limit', 'input', 'flag')
  )
);
comment on table kynang.support_principle is
  'catalogue: what holds across the rules of support, such as the same content once a year.';

create table kynang.support_programme (
  id uuid not null,
  agency_id uuid,
  province_code text not null,
  code text not null,
  name text not null,
  starts_on date not null,
  ends_on date,
  legal_source text not null,
  budget_vnd bigint,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint support_programme_key primary key (id),
  constraint a_programme_code_is_unique_within_a_province unique (province_code, code),
  constraint a_programme_has_a_name check (length(trim(name)) > 0),
  constraint a_programme_names_its_decision check (length(trim(legal_source)) > 0),
  constraint a_programme_ends_after_it_starts check (ends_on >= starts_on),
  constraint a_programme_budget_is_not_negative check (budget_vnd >= 0)
);
create index support_programme_by_agency on kynang.support_programme (agency_id);
comment on table kynang.support_programme is
  'catalogue: a programme out of which a province supports firms, with the decision that made it.';

create table kynang.support (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  province_code text not null,
  programme_id uuid,
  rule_code text,
  rule_valid_from date,
  content_code text not null,
  object text not null,
  cost_vnd bigint,
  approved_vnd bigint,
  paid_vnd bigint,
  state text not null,
  approved_on date not null,
  paid_on date,
  document text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint support_key primary key (firm_id, id, revision),
  constraint support_is_for_something check (length(trim(object)) > 0),
  constraint support_is_approved_or_paid check (state in ('approved', 'paid')),
  constraint only_paid_support_has_a_day_of_payment check ((state = 'paid') = (paid_on is not null)),
  constraint only_paid_support_has_a_paid_amount check (paid_vnd is null or state = 'paid'),
  constraint support_is_paid_after_it_is_approved check (paid_on >= approved_on),
  constraint support_amounts_are_not_negative check (
    cost_vnd >= 0 and approved_vnd >= 0 and paid_vnd >= 0
  ),
  constraint support_is_within_the_cost check (approved_vnd <= cost_vnd),
  constraint no_more_is_paid_than_was_approved check (paid_vnd <= approved_vnd),
  constraint a_rule_of_support_is_named_with_its_day check ((rule_code is null) = (rule_valid_from is null))
);
create unique index support_has_one_present on kynang.support (firm_id, id)
  where superseded_at is null;
create unique index the_same_content_is_supported_once_a_year on kynang.support
  (firm_id, content_code, kynang.folded(object), extract(year from approved_on))
  where superseded_at is null and not is_void;
create index support_by_province on kynang.support (province_code, approved_on);
create index support_by_programme on kynang.support (programme_id);
create index support_by_rule on kynang.support (rule_code, rule_valid_from);
create index support_by_content on kynang.support (content_code);
comment on table kynang.support is
  'tenant: public support that a firm received; an amount is null where none is known. The province '
  'stands in the row, since a policy compares nothing else.';

create table kynang.target_definition (
  code text not null,
  version integer not null,
  province_code text not null,
  defined_on date not null,
  name kynang.localized_text not null,
  framework_id uuid not null,
  minimum_level integer not null,
  minimum_level_name text not null,
  evidence_counted text[] not null,
  denominator kynang.localized_text not null,
  denominator_source text not null,
  coverage text not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint target_definition_key primary key (code, version),
  constraint a_target_asks_for_a_level check (minimum_level between 1 and 8),
  constraint a_target_counts_some_evidence check (cardinality(evidence_counted) > 0),
  constraint a_target_never_counts_a_self_rating check (not ('self' = any (evidence_counted)))
);
create index target_definition_by_framework on kynang.target_definition (framework_id);
create index target_definition_by_province on kynang.target_definition (province_code, defined_on);
comment on table kynang.target_definition is
  'catalogue: what a province counts as skilled; a new wording is a new version, and results keep theirs.';

create table kynang.target_competency (
  code text not null,
  version integer not null,
  competency_id uuid not null,
  status kynang.certainty not null,
  note text,
  constraint target_competency_key primary key (code, version, competency_id)
);
create index target_competency_by_competency on kynang.target_competency (competency_id);
comment on table kynang.target_competency is 'catalogue: a competency that a target asks for; all of them count.';

create table kynang.target_year (
  code text not null,
  version integer not null,
  year integer not null,
  target_pct integer not null,
  source text not null,
  status kynang.certainty not null,
  constraint target_year_key primary key (code, version, year),
  constraint a_target_is_a_percentage check (target_pct between 1 and 100),
  constraint a_target_is_for_a_year check (year between 2000 and 2100)
);
comment on table kynang.target_year is 'catalogue: the share that a plan of the province asks for in a year.';

create table kynang.target_denominator (
  province_code text not null,
  code text not null,
  revision integer not null,
  persons bigint not null,
  as_of date not null,
  source text not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  constraint target_denominator_key primary key (province_code, code, revision),
  constraint a_denominator_counts_someone check (persons > 0),
  constraint a_denominator_names_its_source check (length(trim(source)) > 0)
);
create unique index a_target_has_one_present_denominator on kynang.target_denominator (province_code, code)
  where superseded_at is null;
comment on table kynang.target_denominator is
  'catalogue: of how many people a target is a share, as the office that published it counted them.';

create table kynang.training_plan (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  year integer not null,
  budget_vnd bigint not null,
  people integer not null,
  note text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint training_plan_key primary key (firm_id, id, revision),
  constraint a_training_plan_is_for_a_year check (year between 2000 and 2100),
  constraint a_training_plan_counts_people check (people >= 0),
  constraint a_training_plan_has_a_budget check (budget_vnd >= 0)
);
create unique index a_training_plan_has_one_present on kynang.training_plan (firm_id, id)
  where superseded_at is null;
create unique index a_firm_has_one_training_plan_a_year on kynang.training_plan (firm_id, year)
  where superseded_at is null and not is_void;
comment on table kynang.training_plan is
  'tenant: the yearly plan and budget of training. Source: Labour Code 45/2019/QH14, article 60.';

create table kynang.training_plan_course (
  firm_id uuid not null,
  plan_id uuid not null,
  revision integer not null,
  ordinal integer not null,
  course_id uuid,
  title text not null,
  people integer not null,
  budget_vnd bigint not null,
  quarter integer,
  constraint training_plan_course_key primary key (firm_id, plan_id, revision, ordinal),
  constraint a_planned_course_has_a_title check (length(trim(title)) > 0),
  constraint a_planned_course_counts_people check (people >= 0),
  constraint a_planned_course_has_a_budget check (budget_vnd >= 0),
  constraint a_planned_course_is_in_a_quarter check (quarter between 1 and 4)
);
create index training_plan_course_by_course on kynang.training_plan_course (course_id);
comment on table kynang.training_plan_course is
  'tenant: a line of a revision of a training plan; course_id null when the course is not in the catalogue.';

-- Which content of support a course is, when it is one; its rules then propose and cap.
alter table kynang.course add column support_content_code text;

alter table kynang.course
  add constraint a_course_is_a_content_of_support foreign key (support_content_code)
  references kynang.support_content (code) on delete no action;
create index course_by_support_content on kynang.course (support_content_code)
  where support_content_code is not null;

alter table kynang.platform_category
  add constraint a_platform_category_serves_a_process foreign key (process_code)
  references kynang.business_process (code) on delete no action;

alter table kynang.platform
  add constraint a_platform_is_of_a_category foreign key (category_code)
  references kynang.platform_category (code) on delete no action;

alter table kynang.platform
  add constraint a_platform_is_for_a_sector foreign key (vsic_version, vsic_section)
  references kynang.vsic_section (version, section) on delete no action;

alter table kynang.adoption
  add constraint an_adoption_is_of_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

alter table kynang.adoption
  add constraint an_adoption_is_of_a_process foreign key (process_code)
  references kynang.business_process (code) on delete no action;

alter table kynang.adoption
  add constraint an_adoption_is_by_a_kind_of_platform foreign key (category_code)
  references kynang.platform_category (code) on delete no action;

alter table kynang.adoption
  add constraint an_adoption_is_by_a_platform foreign key (platform_id)
  references kynang.platform (id) on delete no action;

alter table kynang.support_rule
  add constraint a_support_rule_is_of_a_content foreign key (content_code)
  references kynang.support_content (code) on delete no action;

alter table kynang.support_programme
  add constraint a_programme_is_of_a_province foreign key (province_code)
  references kynang.province (code) on delete no action;

alter table kynang.support_programme
  add constraint a_programme_is_run_by_an_agency foreign key (agency_id)
  references kynang.agency (id) on delete no action;

alter table kynang.support
  add constraint support_is_of_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

alter table kynang.support
  add constraint support_is_of_a_content foreign key (content_code)
  references kynang.support_content (code) on delete no action;

alter table kynang.support
  add constraint support_is_out_of_a_programme foreign key (programme_id)
  references kynang.support_programme (id) on delete no action;

alter table kynang.support
  add constraint support_is_by_a_rule foreign key (rule_code, rule_valid_from)
  references kynang.support_rule (code, valid_from) on delete no action;

alter table kynang.support
  add constraint support_is_in_a_province foreign key (province_code)
  references kynang.province (code) on delete no action;

alter table kynang.target_definition
  add constraint a_target_is_in_a_framework foreign key (framework_id)
  references kynang.framework (id) on delete no action;

alter table kynang.target_definition
  add constraint a_target_is_of_a_province foreign key (province_code)
  references kynang.province (code) on delete no action;

alter table kynang.target_competency
  add constraint a_target_competency_is_of_a_target foreign key (code, version)
  references kynang.target_definition (code, version) on delete no action;

alter table kynang.target_competency
  add constraint a_target_names_a_competency foreign key (competency_id)
  references kynang.competency (id) on delete no action;

alter table kynang.target_year
  add constraint a_target_year_is_of_a_target foreign key (code, version)
  references kynang.target_definition (code, version) on delete no action;

alter table kynang.target_denominator
  add constraint a_denominator_is_of_a_province foreign key (province_code)
  references kynang.province (code) on delete no action;

alter table kynang.training_plan
  add constraint a_training_plan_is_of_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

alter table kynang.training_plan_course
  add constraint a_planned_course_is_of_a_plan foreign key (firm_id, plan_id, revision)
  references kynang.training_plan (firm_id, id, revision) on delete no action;

alter table kynang.training_plan_course
  add constraint a_planned_course_is_in_the_catalogue foreign key (course_id)
  references kynang.course (id) on delete no action;

do $$
declare
  tenant text;
  fact text;
  shared text;
begin
  foreach tenant in array array['adoption', 'support', 'training_plan', 'training_plan_course'] loop
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
  foreach fact in array array['adoption', 'support', 'training_plan'] loop
    execute format('grant update (superseded_at) on kynang.%I to kynang_firm', fact);
  end loop;
  foreach shared in array array[
    'platform_category', 'platform', 'support_content', 'support_rule', 'support_principle',
    'support_programme', 'target_definition', 'target_competency', 'target_year', 'target_denominator'
  ] loop
    execute format(
      'grant select on kynang.%I to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system, kynang_loader',
      shared);
  end loop;
  foreach shared in array array[
    'platform_category', 'platform', 'support_content', 'support_rule', 'support_principle',
    'support_programme', 'target_definition', 'target_competency', 'target_year'
  ] loop
    execute format('grant insert, update, delete on kynang.%I to kynang_loader', shared);
  end loop;
end
$$;

-- What an officer may know of one firm is administrative: what was approved and paid, and for what.
create policy officer_reads on kynang.support for select to kynang_officer
  using (province_code = kynang.current_province_code());
grant select (
  firm_id, id, revision, province_code, programme_id, rule_code, rule_valid_from, content_code,
  approved_vnd, paid_vnd, state, approved_on, paid_on, recorded_at, superseded_at, is_void
) on kynang.support to kynang_officer;

-- Programmes and the denominator are kept by the officers of the province.
alter table kynang.support_programme enable row level security;
alter table kynang.support_programme force row level security;
create policy everyone_reads on kynang.support_programme for select
  to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system, kynang_loader using (true);
create policy officer_writes on kynang.support_programme for insert to kynang_officer
  with check (province_code = kynang.current_province_code());
create policy officer_changes on kynang.support_programme for update to kynang_officer
  using (province_code = kynang.current_province_code())
  with check (province_code = kynang.current_province_code());
create policy system_writes on kynang.support_programme for insert to kynang_system, kynang_loader with check (true);
create policy system_changes on kynang.support_programme for update to kynang_system, kynang_loader
  using (true) with check (true);
grant insert, update on kynang.support_programme to kynang_officer, kynang_system;

alter table kynang.target_denominator enable row level security;
alter table kynang.target_denominator force row level security;
create policy everyone_reads on kynang.target_denominator for select
  to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system, kynang_loader using (true);
create policy officer_writes on kynang.target_denominator for insert to kynang_officer
  with check (province_code = kynang.current_province_code());
create policy officer_changes on kynang.target_denominator for update to kynang_officer
  using (province_code = kynang.current_province_code())
  with check (province_code = kynang.current_province_code());
create policy loader_writes on kynang.target_denominator for insert to kynang_loader with check (true);
grant insert, update (superseded_at) on kynang.target_denominator to kynang_officer;
grant insert on kynang.target_denominator to kynang_loader;

grant insert, update on kynang.platform to kynang_officer, kynang_system;
