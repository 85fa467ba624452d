-- The catalogue: places, sectors, competency frameworks, role templates, settings, days off.
-- Its rows are the same in every installation, since their ids are made from their codes. They are
-- loaded from `seeds/reference` by `sql/queries/reference.sql`, and say how certain they are and
-- where they come from.

create domain kynang.certainty as text
  constraint a_certainty_is_known check (
    value in ('sourced', 'known', 'proposed', 'unsure', 'synthetic')
  );
comment on domain kynang.certainty is
  'sourced: in the text named; known: common knowledge; proposed: ours; unsure; synthetic.';

create table kynang.province (
  code text not null,
  name kynang.localized_text not null,
  full_name kynang.localized_text not null,
  kind text not null,
  former_codes text[] not null,
  former_names text[] not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint province_key primary key (code),
  constraint a_province_code_has_two_digits check (code ~ '^[0-9]{2}$'),
  constraint a_province_is_a_city_or_a_province check (kind in ('city', 'province')),
  constraint a_sourced_province_names_its_source check (status <> 'sourced' or source is not null)
);
comment on table kynang.province is
  'catalogue: a province since 1 July 2025; former_names: the provinces it was merged from.';

create table kynang.commune (
  code text not null,
  province_code text not null,
  name kynang.localized_text not null,
  full_name_vi text not null,
  kind text not null,
  former_province text,
  status kynang.certainty not null,
  source text,
  note text,
  constraint commune_key primary key (code),
  constraint a_commune_code_has_five_digits check (code ~ '^[0-9]{5}$'),
  constraint a_commune_is_of_a_known_kind check (kind in ('ward', 'commune', 'special_zone')),
  constraint a_sourced_commune_names_its_source check (status <> 'sourced' or source is not null)
);
create index commune_by_province on kynang.commune (province_code, code);
comment on table kynang.commune is
  'catalogue: a ward, commune or special zone; there is no district since 1 July 2025.';

create table kynang.vsic_section (
  version text not null,
  section text not null,
  name kynang.localized_text not null,
  sector_group text not null,
  predecessor_version text,
  predecessor_section text,
  predecessor_part text,
  valid_from date not null,
  valid_to date,
  status kynang.certainty not null,
  source text,
  note text,
  constraint vsic_section_key primary key (version, section),
  constraint a_vsic_section_is_one_letter check (section ~ '^[A-Z]$'),
  constraint a_vsic_section_is_in_a_group_of_sizes check (
    sector_group in ('industry_agri', 'trade_services')
  ),
  constraint a_vsic_predecessor_is_complete check (
    num_nulls(predecessor_version, predecessor_section, predecessor_part) in (0, 3)
  ),
  constraint a_vsic_predecessor_is_whole_or_part check (predecessor_part in ('whole', 'part')),
  constraint a_vsic_section_succeeds_an_older_version check (predecessor_version < version),
  constraint a_vsic_section_ends_after_it_starts check (valid_to >= valid_from),
  constraint a_sourced_vsic_section_names_its_source check (
    status <> 'sourced' or source is not null
  )
);
create index vsic_section_by_predecessor
  on kynang.vsic_section (predecessor_version, predecessor_section);
comment on table kynang.vsic_section is
  'catalogue: a section of the standard industrial classification; valid_to is the last day.';

create table kynang.framework (
  id uuid not null,
  code text not null,
  version text not null,
  kind text not null,
  name kynang.localized_text not null,
  level_count integer,
  valid_from date,
  is_default boolean not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint framework_key primary key (id),
  constraint a_framework_code_is_unique unique (code),
  constraint a_framework_is_of_a_known_kind check (kind in ('levels', 'pass_fail', 'groups')),
  constraint only_a_framework_of_levels_has_levels check (
    (kind = 'levels') = (level_count is not null)
    and (level_count is null or level_count between 1 and 8)
  ),
  constraint the_default_framework_has_levels check (kind = 'levels' or not is_default),
  constraint a_sourced_framework_names_its_source check (status <> 'sourced' or source is not null)
);
create unique index only_one_framework_is_the_default on kynang.framework (is_default)
  where is_default;
comment on table kynang.framework is
  'catalogue: one version of a competency framework; its code and kind never change once loaded.';

create table kynang.framework_level (
  framework_id uuid not null,
  level integer not null,
  short_code text not null,
  band_code text not null,
  band kynang.localized_text not null,
  name kynang.localized_text not null,
  description kynang.localized_text not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint framework_level_key primary key (framework_id, level),
  constraint a_level_short_code_is_unique_within_a_framework unique (framework_id, short_code),
  constraint a_level_is_between_one_and_eight check (level between 1 and 8),
  constraint a_sourced_level_names_its_source check (status <> 'sourced' or source is not null)
);
comment on table kynang.framework_level is
  'catalogue: a proficiency level and its band; not assessed is no level, so there is no level 0.';

create table kynang.competency_area (
  framework_id uuid not null,
  code text not null,
  ordinal integer not null,
  title kynang.localized_text not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint competency_area_key primary key (framework_id, code),
  constraint a_sourced_area_names_its_source check (status <> 'sourced' or source is not null)
);
comment on table kynang.competency_area is
  'catalogue: an area of a framework, or the tier of a pass-or-fail standard.';

create table kynang.competency (
  id uuid not null,
  framework_id uuid not null,
  area_code text,
  code text not null,
  ordinal integer not null,
  title kynang.localized_text not null,
  scope kynang.localized_text,
  status kynang.certainty not null,
  source text,
  note text,
  constraint competency_key primary key (id),
  constraint a_competency_code_is_unique_within_a_framework unique (framework_id, code),
  constraint a_competency_belongs_to_its_framework unique (framework_id, id),
  constraint a_competency_has_a_code check (length(trim(code)) > 0),
  constraint a_sourced_competency_names_its_source check (status <> 'sourced' or source is not null)
);
create index competency_by_area on kynang.competency (framework_id, area_code);
comment on table kynang.competency is
  'catalogue: a competency, module or group of one framework; an equal code elsewhere means nothing.';

create table kynang.competency_crosswalk (
  id uuid not null,
  from_id uuid not null,
  to_framework_id uuid not null,
  to_id uuid,
  relation text not null,
  confidence text not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint competency_crosswalk_key primary key (id),
  constraint a_crosswalk_judges_a_pair_once
    unique nulls not distinct (from_id, to_framework_id, to_id),
  constraint a_crosswalk_relation_is_known check (
    relation in ('same', 'close', 'broader', 'narrower', 'none')
  ),
  constraint only_no_relation_leaves_the_target_empty check ((relation = 'none') = (to_id is null)),
  constraint a_crosswalk_confidence_is_known check (confidence in ('high', 'medium', 'low')),
  constraint a_competency_is_not_compared_with_itself check (to_id <> from_id)
);
create index competency_crosswalk_by_target on kynang.competency_crosswalk (to_framework_id, to_id);
comment on table kynang.competency_crosswalk is
  'catalogue: what the target is to the source, by judgement; none: no such competency there.';

create table kynang.competency_equivalence (
  competency_id uuid not null,
  counts_as_id uuid not null,
  relation text not null,
  constraint competency_equivalence_key primary key (competency_id, counts_as_id),
  constraint an_equivalence_relation_is_known check (relation in ('identity', 'same', 'close')),
  constraint only_a_competency_is_identical_to_itself check (
    (relation = 'identity') = (competency_id = counts_as_id)
  )
);
create index competency_equivalence_by_target
  on kynang.competency_equivalence (counts_as_id, competency_id);
comment on table kynang.competency_equivalence is
  'catalogue: a level in competency_id counts as that level in counts_as_id; close: with a warning.';

create table kynang.role_template (
  id uuid not null,
  code text not null,
  title kynang.localized_text not null,
  vsic_version text,
  vsic_section text,
  status kynang.certainty not null,
  source text,
  note text,
  constraint role_template_key primary key (id),
  constraint a_role_template_code_is_unique unique (code),
  constraint a_role_template_sector_is_complete check (
    (vsic_version is null) = (vsic_section is null)
  ),
  constraint a_sourced_role_template_names_its_source check (
    status <> 'sourced' or source is not null
  )
);
create index role_template_by_sector on kynang.role_template (vsic_version, vsic_section);
comment on table kynang.role_template is
  'catalogue: a job role that a firm may copy; without a sector it fits any.';

create table kynang.role_template_requirement (
  role_template_id uuid not null,
  competency_id uuid not null,
  required_level integer not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint role_template_requirement_key primary key (role_template_id, competency_id),
  constraint a_template_requires_a_level check (required_level between 1 and 8)
);
create index role_template_requirement_by_competency
  on kynang.role_template_requirement (competency_id);
comment on table kynang.role_template_requirement is
  'catalogue: the level that a role template asks for in a competency.';

create table kynang.policy_setting (
  key text not null,
  value jsonb not null,
  unit text not null,
  valid_from date not null,
  valid_to date,
  status kynang.certainty not null,
  source text,
  note text,
  constraint policy_setting_key primary key (key, valid_from),
  constraint a_policy_key_is_lower_case_words check (key ~ '^[a-z][a-z_]*([.][a-z][a-z_]*)*$'),
  constraint a_policy_is_a_number_or_a_range check (
    jsonb_typeof(value) = 'number'
    or (
      jsonb_typeof(value) = 'object'
      and jsonb_typeof(value -> 'from') is not distinct from 'number'
      and jsonb_typeof(value -> 'to') is not distinct from 'number'
    )
  ),
  constraint a_policy_ends_after_it_starts check (valid_to >= valid_from),
  constraint a_policy_has_one_value_on_a_day
    exclude using gist (key with =, daterange(valid_from, valid_to, '[]') with &&),
  constraint a_sourced_policy_names_its_source check (status <> 'sourced' or source is not null)
);
comment on table kynang.policy_setting is
  'catalogue: a number that the rules go by, with its unit and days; valid_to is the last day.';

create table kynang.evidence_grade (
  code text not null,
  rank integer not null,
  name kynang.localized_text not null,
  closes_gap boolean not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint evidence_grade_key primary key (code),
  constraint an_evidence_rank_is_unique unique (rank),
  constraint an_evidence_rank_starts_at_one check (rank >= 1),
  constraint a_self_rating_closes_no_gap check (code <> 'self' or not closes_gap)
);
comment on table kynang.evidence_grade is
  'catalogue: how strong the evidence of a level is; rank 1 is the strongest.';

create table kynang.holiday (
  day date not null,
  name kynang.localized_text not null,
  kind text not null,
  in_lieu_of date[] not null,
  applies_to text not null,
  is_counted boolean not null,
  status kynang.certainty not null,
  source text,
  note text,
  constraint holiday_key primary key (day),
  constraint a_holiday_is_of_a_known_kind check (kind in ('holiday', 'compensatory', 'swap')),
  constraint only_a_compensatory_day_is_in_lieu check (
    (kind = 'compensatory') = (cardinality(in_lieu_of) > 0)
  ),
  constraint a_holiday_applies_to_known_firms check (
    applies_to in ('all', 'five_day_week', 'state_offices')
  ),
  constraint a_sourced_holiday_names_its_source check (status <> 'sourced' or source is not null)
);
comment on table kynang.holiday is
  'catalogue: a day off; is_counted says whether the counting of working days leaves it out.';
