-- name: reference.frameworks
-- Every framework that is loaded, to refuse a change of its meaning.
select framework.code, framework.version, framework.kind, framework.level_count
from kynang.framework
order by framework.code;

-- name: reference.competencies
-- The competencies of some frameworks, to refuse the loss or the move of one.
-- $1 text[] framework codes
select framework.code as framework, competency.code, competency.area_code as area
from kynang.competency
join kynang.framework on framework.id = competency.framework_id
where framework.code = any ($1::text[])
order by framework.code, competency.ordinal;

-- name: reference.upsert_provinces
-- Loads provinces; the lists of former codes and names are joined by a bar.
-- $1 text[] codes, $2 text[] names vi, $3 text[] names en, $4 text[] full names vi,
-- $5 text[] full names en, $6 text[] kinds, $7 text[] former codes, $8 text[] former names,
-- $9 text[] statuses, $10 text[] sources, $11 text[] notes as JSON
insert into kynang.province as stored
  (code, name, full_name, kind, former_codes, former_names, status, source, note)
select
  shipped.code,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.full_name_vi, 'en', shipped.full_name_en)),
  shipped.kind,
  string_to_array(shipped.former_codes, '|'),
  string_to_array(shipped.former_names, '|'),
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::text[], $11::text[]
) as shipped
  (code, name_vi, name_en, full_name_vi, full_name_en, kind, former_codes, former_names, status,
  source, note)
on conflict (code) do update set
  name = excluded.name,
  full_name = excluded.full_name,
  kind = excluded.kind,
  former_codes = excluded.former_codes,
  former_names = excluded.former_names,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_communes
-- $1 text[] codes, $2 text[] province codes, $3 text[] names vi, $4 text[] names en,
-- $5 text[] full names vi, $6 text[] kinds, $7 text[] former provinces, $8 text[] statuses,
-- $9 text[] sources, $10 text[] notes as JSON
insert into kynang.commune as stored
  (code, province_code, name, full_name_vi, kind, former_province, status, source, note)
select
  shipped.code,
  shipped.province_code,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  shipped.full_name_vi,
  shipped.kind,
  shipped.former_province,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::text[]
) as shipped
  (code, province_code, name_vi, name_en, full_name_vi, kind, former_province, status, source, note)
on conflict (code) do update set
  province_code = excluded.province_code,
  name = excluded.name,
  full_name_vi = excluded.full_name_vi,
  kind = excluded.kind,
  former_province = excluded.former_province,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_vsic_sections
-- $1 text[] versions, $2 text[] sections, $3 text[] names vi, $4 text[] names en,
-- $5 text[] sector groups, $6 text[] predecessor versions, $7 text[] predecessor sections,
-- $8 text[] predecessor parts, $9 date[] first days, $10 date[] last days, $11 text[] statuses,
-- $12 text[] sources, $13 text[] notes as JSON
insert into kynang.vsic_section as stored
  (version, section, name, sector_group, predecessor_version, predecessor_section,
  predecessor_part, valid_from, valid_to, status, source, note)
select
  shipped.version,
  shipped.section,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  shipped.sector_group,
  shipped.predecessor_version,
  shipped.predecessor_section,
  shipped.predecessor_part,
  shipped.valid_from,
  shipped.valid_to,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::date[], $10::date[], $11::text[], $12::text[], $13::text[]
) as shipped
  (version, section, name_vi, name_en, sector_group, predecessor_version, predecessor_section,
  predecessor_part, valid_from, valid_to, status, source, note)
on conflict (version, section) do update set
  name = excluded.name,
  sector_group = excluded.sector_group,
  predecessor_version = excluded.predecessor_version,
  predecessor_section = excluded.predecessor_section,
  predecessor_part = excluded.predecessor_part,
  valid_from = excluded.valid_from,
  valid_to = excluded.valid_to,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_frameworks
-- Corrects names, days and sources; code, version, kind and number of levels stay what they were.
-- $1 uuid[] ids, $2 text[] codes, $3 text[] versions, $4 text[] kinds, $5 text[] names vi,
-- $6 text[] names en, $7 bigint[] numbers of levels, $8 date[] first days, $9 boolean[] defaults,
-- $10 text[] statuses, $11 text[] sources, $12 text[] notes as JSON
insert into kynang.framework as stored
  (id, code, version, kind, name, level_count, valid_from, is_default, status, source, note)
select
  shipped.id,
  shipped.code,
  shipped.version,
  shipped.kind,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  shipped.level_count,
  shipped.valid_from,
  shipped.is_default,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::date[],
  $9::boolean[], $10::text[], $11::text[], $12::text[]
) as shipped
  (id, code, version, kind, name_vi, name_en, level_count, valid_from, is_default, status, source,
  note)
-- The old default gives way before the new one comes, since there is one at a time.
order by shipped.is_default, shipped.code
on conflict (id) do update set
  name = excluded.name,
  valid_from = excluded.valid_from,
  is_default = excluded.is_default,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_levels
-- $1 uuid[] framework ids, $2 bigint[] levels, $3 text[] short codes, $4 text[] band codes,
-- $5 text[] bands vi, $6 text[] bands en, $7 text[] names vi, $8 text[] names en,
-- $9 text[] descriptions vi, $10 text[] descriptions en, $11 text[] statuses, $12 text[] sources,
-- $13 text[] notes as JSON
insert into kynang.framework_level as stored
  (framework_id, level, short_code, band_code, band, name, description, status, source, note)
select
  shipped.framework_id,
  shipped.level,
  shipped.short_code,
  shipped.band_code,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.band_vi, 'en', shipped.band_en)),
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.description_vi, 'en', shipped.description_en)),
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::text[], $11::text[], $12::text[], $13::text[]
) as shipped
  (framework_id, level, short_code, band_code, band_vi, band_en, name_vi, name_en, description_vi,
  description_en, status, source, note)
on conflict (framework_id, level) do update set
  short_code = excluded.short_code,
  band_code = excluded.band_code,
  band = excluded.band,
  name = excluded.name,
  description = excluded.description,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_areas
-- $1 uuid[] framework ids, $2 text[] codes, $3 bigint[] places, $4 text[] titles vi,
-- $5 text[] titles en, $6 text[] statuses, $7 text[] sources, $8 text[] notes as JSON
insert into kynang.competency_area as stored
  (framework_id, code, ordinal, title, status, source, note)
select
  shipped.framework_id,
  shipped.code,
  shipped.ordinal,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.title_vi, 'en', shipped.title_en)),
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]
) as shipped (framework_id, code, ordinal, title_vi, title_en, status, source, note)
on conflict (framework_id, code) do update set
  ordinal = excluded.ordinal,
  title = excluded.title,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_competencies
-- Corrects titles, scopes and sources; framework, code and area stay what they were.
-- $1 uuid[] ids, $2 uuid[] framework ids, $3 text[] area codes, $4 text[] codes,
-- $5 bigint[] places, $6 text[] titles vi, $7 text[] titles en, $8 text[] scopes vi, $9 text[] scopes en,
-- $10 text[] statuses, $11 text[] sources, $12 text[] notes as JSON
insert into kynang.competency as stored
  (id, framework_id, area_code, code, ordinal, title, scope, status, source, note)
select
  shipped.id,
  shipped.framework_id,
  shipped.area_code,
  shipped.code,
  shipped.ordinal,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.title_vi, 'en', shipped.title_en)),
  nullif(
    jsonb_strip_nulls(jsonb_build_object('vi', shipped.scope_vi, 'en', shipped.scope_en)),
    '{}'::jsonb),
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::text[], $11::text[], $12::text[]
) as shipped
  (id, framework_id, area_code, code, ordinal, title_vi, title_en, scope_vi, scope_en, status,
  source, note)
on conflict (id) do update set
  ordinal = excluded.ordinal,
  title = excluded.title,
  scope = excluded.scope,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.withdraw_judgements
-- Takes back what is no longer judged of the pairs of frameworks that the files compare; judgements
-- of other pairs are an installation's own.
-- $1 uuid[] ids that stay, $2 uuid[] frameworks compared, $3 uuid[] with these, pair by pair
delete from kynang.competency_crosswalk as stored
using kynang.competency as source, unnest($2::uuid[], $3::uuid[]) as pair (from_id, to_id)
where source.id = stored.from_id
  and pair.from_id = source.framework_id
  and pair.to_id = stored.to_framework_id
  and stored.id <> all ($1::uuid[]);

-- name: reference.upsert_judgements
-- $1 uuid[] ids, $2 uuid[] sources, $3 uuid[] target frameworks, $4 uuid[] targets (null: none),
-- $5 text[] relations, $6 text[] confidences, $7 text[] statuses, $8 text[] sources,
-- $9 text[] notes as JSON
insert into kynang.competency_crosswalk as stored
  (id, from_id, to_framework_id, to_id, relation, confidence, status, source, note)
select
  shipped.id,
  shipped.from_id,
  shipped.to_framework_id,
  shipped.to_id,
  shipped.relation,
  shipped.confidence,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[]
) as shipped
  (id, from_id, to_framework_id, to_id, relation, confidence, status, source, note)
on conflict (id) do update set
  relation = excluded.relation,
  confidence = excluded.confidence,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.withdraw_equivalences
-- Takes back the equivalences that no judgement supports any more.
delete from kynang.competency_equivalence as stored
where stored.competency_id <> stored.counts_as_id
  and not exists (
    select from kynang.competency_crosswalk as judgement
    where judgement.relation in ('same', 'close')
      and (
        (judgement.from_id = stored.competency_id and judgement.to_id = stored.counts_as_id)
        or (judgement.to_id = stored.competency_id and judgement.from_id = stored.counts_as_id)
      )
  );

-- name: reference.derive_equivalences
-- A competency with levels counts as itself, and both ways as each that is the same or close in a
-- framework of as many levels. Only what was judged: no chains. The more cautious of two judgements
-- of one pair holds.
insert into kynang.competency_equivalence as stored (competency_id, counts_as_id, relation)
with judgement as (
  select crosswalk.from_id, crosswalk.to_id, crosswalk.relation
  from kynang.competency_crosswalk as crosswalk
  join kynang.competency as source on source.id = crosswalk.from_id
  join kynang.framework as source_framework on source_framework.id = source.framework_id
  join kynang.framework as target_framework on target_framework.id = crosswalk.to_framework_id
  where crosswalk.relation in ('same', 'close')
    and source_framework.kind = 'levels'
    and target_framework.kind = 'levels'
    and source_framework.level_count = target_framework.level_count
),
pair as (
  select judgement.from_id as competency_id, judgement.to_id as counts_as_id, judgement.relation
  from judgement
  union all
  select judgement.to_id, judgement.from_id, judgement.relation
  from judgement
  union all
  select competency.id, competency.id, 'identity'
  from kynang.competency
  join kynang.framework on framework.id = competency.framework_id
  where framework.kind = 'levels'
)
-- close < same
select pair.competency_id, pair.counts_as_id, min(pair.relation)
from pair
group by pair.competency_id, pair.counts_as_id
on conflict (competency_id, counts_as_id) do update set
  relation = excluded.relation
where stored.relation <> excluded.relation;

-- name: reference.upsert_role_templates
-- $1 uuid[] ids, $2 text[] codes, $3 text[] titles vi, $4 text[] titles en,
-- $5 text[] VSIC versions, $6 text[] VSIC sections, $7 text[] statuses, $8 text[] sources, $9 text[] notes as JSON
insert into kynang.role_template as stored
  (id, code, title, vsic_version, vsic_section, status, source, note)
select
  shipped.id,
  shipped.code,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.title_vi, 'en', shipped.title_en)),
  shipped.vsic_version,
  shipped.vsic_section,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[]
) as shipped
  (id, code, title_vi, title_en, vsic_version, vsic_section, status, source, note)
on conflict (id) do update set
  title = excluded.title,
  vsic_version = excluded.vsic_version,
  vsic_section = excluded.vsic_section,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.withdraw_template_requirements
-- Takes back what the templates of the files no longer require.
-- $1 uuid[] role templates, $2 uuid[] competencies, pair by pair: what they require
delete from kynang.role_template_requirement as stored
where stored.role_template_id = any ($1::uuid[])
  and not exists (
    select from unnest($1::uuid[], $2::uuid[]) as pair (role_template_id, competency_id)
    where pair.role_template_id = stored.role_template_id
      and pair.competency_id = stored.competency_id
  );

-- name: reference.upsert_template_requirements
-- $1 uuid[] role templates, $2 uuid[] competencies, $3 bigint[] required levels,
-- $4 text[] statuses, $5 text[] sources, $6 text[] notes as JSON
insert into kynang.role_template_requirement as stored
  (role_template_id, competency_id, required_level, status, source, note)
select
  shipped.role_template_id,
  shipped.competency_id,
  shipped.required_level,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[]) as shipped
  (role_template_id, competency_id, required_level, status, source, note)
on conflict (role_template_id, competency_id) do update set
  required_level = excluded.required_level,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_evidence_grades
-- $1 text[] codes, $2 bigint[] ranks, $3 text[] names vi, $4 text[] names en, $5 boolean[] whether
-- they close a gap, $6 text[] statuses, $7 text[] sources, $8 text[] notes as JSON
insert into kynang.evidence_grade as stored
  (code, rank, name, closes_gap, status, source, note)
select
  shipped.code,
  shipped.rank,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  shipped.closes_gap,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::bigint[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::text[],
  $8::text[]
) as shipped (code, rank, name_vi, name_en, closes_gap, status, source, note)
on conflict (code) do update set
  rank = excluded.rank,
  name = excluded.name,
  closes_gap = excluded.closes_gap,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.insert_policy_settings
-- Settings that the installation has no value of. What it has is its own decision and stays.
-- $1 text[] keys, $2 jsonb[] values, $3 text[] units, $4 date[] first days, $5 date[] last days,
-- $6 text[] statuses, $7 text[] sources, $8 text[] notes as JSON
insert into kynang.policy_setting
  (key, value, unit, valid_from, valid_to, status, source, note)
select
  shipped.key,
  shipped.value,
  shipped.unit,
  shipped.valid_from,
  shipped.valid_to,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::jsonb[], $3::text[], $4::date[], $5::date[], $6::text[], $7::text[], $8::text[]
) as shipped (key, value, unit, valid_from, valid_to, status, source, note)
where not exists (
  select from kynang.policy_setting as stored where stored.key = shipped.key
);

-- name: reference.upsert_holidays
-- A day that the installation has confirmed from the yearly decision is not made unsure again.
-- $1 date[] days, $2 text[] names vi, $3 text[] names en, $4 text[] kinds,
-- $5 text[] days they stand for (joined by a bar), $6 text[] whom they apply to,
-- $7 boolean[] whether they are counted,
-- $8 text[] statuses, $9 text[] sources, $10 text[] notes as JSON
insert into kynang.holiday as stored
  (day, name, kind, in_lieu_of, applies_to, is_counted, status, source, note)
select
  shipped.day,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  shipped.kind,
  string_to_array(shipped.in_lieu_of, '|')::date[],
  shipped.applies_to,
  shipped.is_counted,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::text[],
  $9::text[], $10::text[]
) as shipped
  (day, name_vi, name_en, kind, in_lieu_of, applies_to, is_counted, status, source, note)
on conflict (day) do update set
  name = excluded.name,
  kind = excluded.kind,
  in_lieu_of = excluded.in_lieu_of,
  applies_to = excluded.applies_to,
  is_counted = excluded.is_counted,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded
  and not (stored.status = 'sourced' and excluded.status <> 'sourced');

-- name: reference.upsert_measure_units
-- $1 text[] codes, $2 text[] names vi, $3 text[] names en, $4 text[] dimensions, $5 bigint[] decimals,
-- $6 text[] statuses, $7 text[] sources, $8 text[] notes as JSON
insert into kynang.measure_unit as stored
  (code, name, dimension, decimals, status, source, note)
select
  shipped.code,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  shipped.dimension,
  shipped.decimals,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[]
) as shipped
  (code, name_vi, name_en, dimension, decimals, status, source, note)
on conflict (code) do update set
  name = excluded.name,
  dimension = excluded.dimension,
  decimals = excluded.decimals,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_business_processes
-- $1 text[] codes, $2 bigint[] places, $3 text[] names vi, $4 text[] names en
insert into kynang.business_process as stored (code, ordinal, name)
select
  shipped.code,
  shipped.ordinal,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en))
from unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) as shipped
  (code, ordinal, name_vi, name_en)
on conflict (code) do update set
  ordinal = excluded.ordinal,
  name = excluded.name
where stored is distinct from excluded;

-- name: reference.upsert_indicators
-- $1 text[] codes, $2 text[] families, $3 bigint[] places, $4 text[] names vi, $5 text[] names en,
-- $6 text[] definitions vi, $7 text[] definitions en, $8 text[] units, $9 text[] origins,
-- $10 text[] natures, $11 text[] annual rules, $12 text[] better directions, $13 boolean[] may be
-- negative, $14 text[] formulas, $15 text[] fallbacks, $16 text[] processes, $17 text[] dimensions,
-- $18 text[] statuses, $19 text[] sources, $20 text[] notes as JSON
insert into kynang.indicator as stored
  (code, family, ordinal, name, definition, unit_code, origin, nature, annual_rule, better,
  may_be_negative, formula, fallback, process_code, dimension, status, source, note)
select
  shipped.code,
  shipped.family,
  shipped.ordinal,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  case
    when num_nonnulls(shipped.definition_vi, shipped.definition_en) > 0 then
      jsonb_strip_nulls(
        jsonb_build_object('vi', shipped.definition_vi, 'en', shipped.definition_en))
  end,
  shipped.unit_code,
  shipped.origin,
  shipped.nature,
  shipped.annual_rule,
  shipped.better,
  shipped.may_be_negative,
  shipped.formula,
  shipped.fallback,
  shipped.process_code,
  shipped.dimension,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::text[], $11::text[], $12::text[], $13::boolean[], $14::text[], $15::text[],
  $16::text[], $17::text[], $18::text[], $19::text[], $20::text[]
) as shipped
  (code, family, ordinal, name_vi, name_en, definition_vi, definition_en, unit_code, origin, nature,
  annual_rule, better, may_be_negative, formula, fallback, process_code, dimension, status, source,
  note)
on conflict (code) do update set
  family = excluded.family,
  ordinal = excluded.ordinal,
  name = excluded.name,
  definition = excluded.definition,
  unit_code = excluded.unit_code,
  origin = excluded.origin,
  nature = excluded.nature,
  annual_rule = excluded.annual_rule,
  better = excluded.better,
  may_be_negative = excluded.may_be_negative,
  formula = excluded.formula,
  fallback = excluded.fallback,
  process_code = excluded.process_code,
  dimension = excluded.dimension,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.insert_price_indices
-- A version of a publication never changes: a corrected figure is a new version.
-- $1 text[] series, $2 text[] versions, $3 bigint[] years, $4 text[] names vi, $5 text[] names en,
-- $6 bigint[] base years, $7 numeric[] values, $8 boolean[] defaults, $9 text[] statuses,
-- $10 text[] sources, $11 text[] notes as JSON
insert into kynang.price_index
  (series_code, version, year, name, base_year, value, is_default, status, source, note)
select
  shipped.series_code,
  shipped.version,
  shipped.year,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  shipped.base_year,
  shipped.value,
  shipped.is_default,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::numeric[],
  $8::boolean[], $9::text[], $10::text[], $11::text[]
) as shipped
  (series_code, version, year, name_vi, name_en, base_year, value, is_default, status, source, note)
on conflict (series_code, version, year) do nothing;

-- name: reference.upsert_size_thresholds
-- $1 text[] rules, $2 text[] sector groups, $3 text[] sizes, $4 text[] names vi, $5 text[] names en,
-- $6 bigint[] most workers, $7 bigint[] most revenue, $8 bigint[] most capital, $9 date[] first days,
-- $10 date[] last days, $11 text[] statuses, $12 text[] sources, $13 text[] notes as JSON
insert into kynang.size_threshold as stored
  (rule_id, sector_group, size_code, name, max_si_workers, max_revenue_vnd, max_capital_vnd,
  valid_from, valid_to, status, source, note)
select
  shipped.rule_id,
  shipped.sector_group,
  shipped.size_code,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  shipped.max_si_workers,
  shipped.max_revenue_vnd,
  shipped.max_capital_vnd,
  shipped.valid_from,
  shipped.valid_to,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
  $8::bigint[], $9::date[], $10::date[], $11::text[], $12::text[], $13::text[]
) as shipped
  (rule_id, sector_group, size_code, name_vi, name_en, max_si_workers, max_revenue_vnd,
  max_capital_vnd, valid_from, valid_to, status, source, note)
on conflict (rule_id) do update set
  sector_group = excluded.sector_group,
  size_code = excluded.size_code,
  name = excluded.name,
  max_si_workers = excluded.max_si_workers,
  max_revenue_vnd = excluded.max_revenue_vnd,
  max_capital_vnd = excluded.max_capital_vnd,
  valid_from = excluded.valid_from,
  valid_to = excluded.valid_to,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_support_flags
-- $1 text[] codes, $2 bigint[] places, $3 text[] names vi, $4 text[] names en, $5 text[] tests vi,
-- $6 text[] tests en, $7 text[] statuses, $8 text[] sources, $9 text[] notes as JSON
insert into kynang.support_flag as stored
  (code, ordinal, name, test, status, source, note)
select
  shipped.code,
  shipped.ordinal,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.test_vi, 'en', shipped.test_en)),
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[]
) as shipped
  (code, ordinal, name_vi, name_en, test_vi, test_en, status, source, note)
on conflict (code) do update set
  ordinal = excluded.ordinal,
  name = excluded.name,
  test = excluded.test,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_platform_categories
-- $1 text[] codes, $2 bigint[] places, $3 text[] names vi, $4 text[] names en, $5 text[] processes,
-- $6 text[] sources vi, $7 text[] sources en, $8 text[] statuses, $9 text[] sources (none are given),
-- $10 text[] notes as JSON
insert into kynang.platform_category as stored
  (code, ordinal, name, process_code, status, source, note)
select
  shipped.code,
  shipped.ordinal,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  shipped.process_code,
  shipped.status,
  nullif(
    jsonb_strip_nulls(jsonb_build_object('vi', shipped.source_vi, 'en', shipped.source_en)), '{}'),
  shipped.note::jsonb
from unnest(
  $1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::text[]
) as shipped (
  code, ordinal, name_vi, name_en, process_code, source_vi, source_en, status, source, note)
on conflict (code) do update set
  ordinal = excluded.ordinal,
  name = excluded.name,
  process_code = excluded.process_code,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_support_contents
-- $1 text[] codes, $2 bigint[] places, $3 text[] names vi, $4 text[] names en, $5 text[] what makes
-- it the same, $6 text[] statuses, $7 text[] sources, $8 text[] notes as JSON
insert into kynang.support_content as stored
  (code, ordinal, name, same_when, status, source, note)
select
  shipped.code,
  shipped.ordinal,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  shipped.same_when,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]
) as shipped (code, ordinal, name_vi, name_en, same_when, status, source, note)
on conflict (code) do update set
  ordinal = excluded.ordinal,
  name = excluded.name,
  same_when = excluded.same_when,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_support_rules
-- Lists within a rule are joined by a bar. A rule that a release no longer ships stays, since support
-- may name it; its last day comes with the release that ends it.
-- $1 text[] codes, $2 date[] first days, $3 date[] last days, $4 text[] topics, $5 text[] contents,
-- $6 text[] sizes, $7 text[] flags, $8 text[] sector conditions, $9 text[] conditions vi,
-- $10 text[] conditions en, $11 text[] benefits vi, $12 text[] benefits en, $13 text[] kinds of rate,
-- $14 bigint[] rates, $15 bigint[] caps, $16 text[] bases of caps, $17 text[] rules not to be combined,
-- $18 text[] statuses, $19 text[] articles, $20 text[] notes as JSON
insert into kynang.support_rule as stored (
  code, valid_from, valid_to, topic, content_code, sizes, needs_flags, sector_condition, condition, benefit,
  rate_kind, rate_pct, cap_vnd, cap_basis, conflicts_with, status, legal_source, note)
select
  shipped.code,
  shipped.valid_from,
  shipped.valid_to,
  shipped.topic,
  shipped.content_code,
  string_to_array(shipped.sizes, '|'),
  string_to_array(shipped.flags, '|'),
  shipped.sector_condition,
  nullif(
    jsonb_strip_nulls(jsonb_build_object('vi', shipped.condition_vi, 'en', shipped.condition_en)), '{}'),
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.benefit_vi, 'en', shipped.benefit_en)),
  shipped.rate_kind,
  shipped.rate_pct,
  shipped.cap_vnd,
  shipped.cap_basis,
  string_to_array(shipped.conflicts_with, '|'),
  shipped.status,
  shipped.legal_source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::date[], $3::date[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
  $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bigint[], $15::bigint[],
  $16::text[], $17::text[], $18::text[], $19::text[], $20::text[]
) as shipped (
  code, valid_from, valid_to, topic, content_code, sizes, flags, sector_condition, condition_vi,
  condition_en, benefit_vi, benefit_en, rate_kind, rate_pct, cap_vnd, cap_basis, conflicts_with, status, legal_source, note)
on conflict (code, valid_from) do update set
  valid_to = excluded.valid_to,
  topic = excluded.topic,
  content_code = excluded.content_code,
  sizes = excluded.sizes,
  needs_flags = excluded.needs_flags,
  sector_condition = excluded.sector_condition,
  condition = excluded.condition,
  benefit = excluded.benefit,
  rate_kind = excluded.rate_kind,
  rate_pct = excluded.rate_pct,
  cap_vnd = excluded.cap_vnd,
  cap_basis = excluded.cap_basis,
  conflicts_with = excluded.conflicts_with,
  status = excluded.status,
  legal_source = excluded.legal_source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_support_principles
-- $1 text[] codes, $2 bigint[] places, $3 text[] texts vi, $4 text[] texts en, $5 text[] effects,
-- $6 text[] statuses, $7 text[] articles, $8 text[] notes as JSON
insert into kynang.support_principle as stored
  (code, ordinal, text, effect, status, legal_source, note)
select
  shipped.code,
  shipped.ordinal,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.text_vi, 'en', shipped.text_en)),
  shipped.effect,
  shipped.status,
  shipped.legal_source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]
) as shipped (code, ordinal, text_vi, text_en, effect, status, legal_source, note)
on conflict (code) do update set
  ordinal = excluded.ordinal,
  text = excluded.text,
  effect = excluded.effect,
  status = excluded.status,
  legal_source = excluded.legal_source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_target_definitions
-- $1 text[] codes, $2 bigint[] versions, $3 text[] provinces, $4 date[] days, $5 text[] names vi,
-- $6 text[] names en, $7 uuid[] frameworks, $8 bigint[] levels, $9 text[] names of the level,
-- $10 text[] grades counted (joined by a bar), $11 text[] denominators vi, $12 text[] denominators en,
-- $13 text[] sources of the denominator, $14 text[] coverages, $15 text[] statuses, $16 text[] sources,
-- $17 text[] notes as JSON
insert into kynang.target_definition as stored (
  code, version, province_code, defined_on, name, framework_id, minimum_level, minimum_level_name,
  evidence_counted, denominator, denominator_source, coverage, status, source, note)
select
  shipped.code,
  shipped.version,
  shipped.province_code,
  shipped.defined_on,
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.name_vi, 'en', shipped.name_en)),
  shipped.framework_id,
  shipped.minimum_level,
  shipped.minimum_level_name,
  string_to_array(shipped.evidence_counted, '|'),
  jsonb_strip_nulls(jsonb_build_object('vi', shipped.denominator_vi, 'en', shipped.denominator_en)),
  shipped.denominator_source,
  shipped.coverage,
  shipped.status,
  shipped.source,
  shipped.note::jsonb
from unnest(
  $1::text[], $2::bigint[], $3::text[], $4::date[], $5::text[], $6::text[], $7::uuid[], $8::bigint[],
  $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[],
  $17::text[]
) as shipped (
  code, version, province_code, defined_on, name_vi, name_en, framework_id, minimum_level,
  minimum_level_name, evidence_counted, denominator_vi, denominator_en, denominator_source, coverage,
  status, source, note)
on conflict (code, version) do update set
  province_code = excluded.province_code,
  defined_on = excluded.defined_on,
  name = excluded.name,
  framework_id = excluded.framework_id,
  minimum_level = excluded.minimum_level,
  minimum_level_name = excluded.minimum_level_name,
  evidence_counted = excluded.evidence_counted,
  denominator = excluded.denominator,
  denominator_source = excluded.denominator_source,
  coverage = excluded.coverage,
  status = excluded.status,
  source = excluded.source,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_target_competencies
-- $1 text[] codes, $2 bigint[] versions, $3 uuid[] competencies, $4 text[] statuses, $5 text[] sources
-- (none are given), $6 text[] notes as JSON
insert into kynang.target_competency as stored (code, version, competency_id, status, note)
select
  shipped.code,
  shipped.version,
  shipped.competency_id,
  shipped.status,
  coalesce(shipped.note::jsonb, jsonb_build_object('en', shipped.source))
from unnest(
  $1::text[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::text[]
) as shipped (code, version, competency_id, status, source, note)
on conflict (code, version, competency_id) do update set
  status = excluded.status,
  note = excluded.note
where stored is distinct from excluded;

-- name: reference.upsert_target_years
-- $1 text[] codes, $2 bigint[] versions, $3 bigint[] years, $4 bigint[] percentages,
-- $5 text[] statuses, $6 text[] sources, $7 text[] notes as JSON (none are kept)
insert into kynang.target_year as stored (code, version, year, target_pct, status, source)
select
  shipped.code,
  shipped.version,
  shipped.year,
  shipped.target_pct,
  shipped.status,
  shipped.source
from unnest(
  $1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[]
) as shipped (code, version, year, target_pct, status, source, note)
on conflict (code, version, year) do update set
  target_pct = excluded.target_pct,
  status = excluded.status,
  source = excluded.source
where stored is distinct from excluded;
