-- name: framework.list
-- Every framework, the default first.
select
  framework.id, framework.code, framework.version, framework.kind, framework.name, framework.level_count,
  framework.valid_from, framework.is_default,
  (
    select count(*)
    from kynang.competency
    where competency.framework_id = framework.id
  ) as competency_count,
  framework.status, framework.source, framework.note
from kynang.framework
order by framework.is_default desc, framework.code;

-- name: framework.show
-- One framework with its areas, competencies and levels.
-- $1 uuid framework
with entry as (
  select
    competency.area_code,
    jsonb_agg(
      jsonb_build_object(
        'id', competency.id, 'code', competency.code, 'title', competency.title, 'scope', competency.scope,
        'status', competency.status, 'source', competency.source, 'note', competency.note)
      order by competency.ordinal, competency.code) as competencies
  from kynang.competency
  where competency.framework_id = $1::uuid
  group by competency.area_code
)
select
  framework.id, framework.code, framework.version, framework.kind, framework.name, framework.level_count,
  framework.valid_from, framework.is_default, framework.status, framework.source, framework.note,
  coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'code', area.code, 'title', area.title, 'status', area.status, 'source', area.source,
        'competencies', coalesce(entry.competencies, '[]'))
      order by area.ordinal, area.code)
    from kynang.competency_area as area
    left join entry on entry.area_code = area.code
    where area.framework_id = framework.id
  ), '[]') as areas,
  coalesce((
    select entry.competencies from entry where entry.area_code is null
  ), '[]') as competencies_without_area,
  coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'level', level.level, 'shortCode', level.short_code, 'bandCode', level.band_code, 'band', level.band,
        'name', level.name, 'description', level.description, 'status', level.status,
        'source', level.source, 'note', level.note)
      order by level.level)
    from kynang.framework_level as level
    where level.framework_id = framework.id
  ), '[]') as levels
from kynang.framework
where framework.id = $1::uuid;

-- name: competency.list
-- Competencies in the order of their framework; the search is by code or by folded title and scope.
-- $1 uuid framework or null, $2 text search or null, $3 text framework code after, $4 integer ordinal after,
-- $5 uuid id after, $6 integer page size (rows)
select
  competency.id, competency.framework_id, framework.code as framework_code, framework.kind as framework_kind,
  framework.level_count, competency.area_code, area.title as area_title, competency.ordinal, competency.code,
  competency.title, competency.scope, competency.status, competency.source, competency.note
from kynang.competency
join kynang.framework on framework.id = competency.framework_id
left join kynang.competency_area as area
  on area.framework_id = competency.framework_id
  and area.code = competency.area_code
where ($1::uuid is null or competency.framework_id = $1)
  and (
    $2::text is null
    or competency.code = $2
    or position(
      kynang.folded($2) in kynang.folded(concat_ws(' ',
        competency.title ->> 'vi', competency.title ->> 'en',
        competency.scope ->> 'vi', competency.scope ->> 'en'))) > 0
  )
  and (
    $3::text is null
    or (framework.code, competency.ordinal, competency.id) > ($3, $4::integer, $5::uuid)
  )
order by framework.code, competency.ordinal, competency.id
limit $6::bigint;

-- name: competency.crosswalk
-- What corresponds to a competency in the other frameworks, seen from it. A level counts there when an
-- equivalence says so; across "close" only with a warning.
-- $1 uuid competency
with judged as (
  select
    crosswalk.to_framework_id as framework_id, crosswalk.to_id as competency_id, crosswalk.relation,
    crosswalk.confidence, crosswalk.status, crosswalk.source, crosswalk.note
  from kynang.competency_crosswalk as crosswalk
  where crosswalk.from_id = $1::uuid
  union all
  select
    source_competency.framework_id, crosswalk.from_id,
    case crosswalk.relation when 'broader' then 'narrower' when 'narrower' then 'broader' else crosswalk.relation end,
    crosswalk.confidence, crosswalk.status, crosswalk.source, crosswalk.note
  from kynang.competency_crosswalk as crosswalk
  join kynang.competency as source_competency on source_competency.id = crosswalk.from_id
  where crosswalk.to_id = $1::uuid
)
select
  framework.id as framework_id, framework.code as framework_code, framework.name as framework_name,
  framework.kind as framework_kind, competency.id as competency_id, competency.code as competency_code,
  competency.title as competency_title, judged.relation, judged.confidence,
  case equivalence.relation when 'same' then 'yes' when 'close' then 'with_warning' else 'no' end as level_counts,
  case equivalence.relation when 'close' then 'competency.close_warning' end as warning,
  judged.status, judged.source, judged.note
from judged
join kynang.framework on framework.id = judged.framework_id
left join kynang.competency on competency.id = judged.competency_id
left join kynang.competency_equivalence as equivalence
  on equivalence.competency_id = $1::uuid
  and equivalence.counts_as_id = judged.competency_id
order by framework.code, competency.ordinal, competency.id;

-- name: competency.levels
-- Of which kind of framework competencies are, and how many levels it has.
-- $1 uuid[] competencies
select competency.id, framework.kind as framework_kind, framework.level_count
from kynang.competency
join kynang.framework on framework.id = competency.framework_id
where competency.id = any ($1::uuid[]);

-- name: policy_setting.list
-- The numbers that the rules go by on a day, with where they come from.
-- $1 date as of
select
  setting.key,
  case jsonb_typeof(setting.value) when 'number' then (setting.value #>> '{}')::numeric end as value,
  (setting.value ->> 'from')::numeric as value_from, (setting.value ->> 'to')::numeric as value_to,
  setting.unit, setting.valid_from, setting.valid_to, setting.status, setting.source, setting.note
from kynang.policy_setting as setting
where setting.valid_from <= $1::date
  and (setting.valid_to is null or setting.valid_to >= $1::date)
order by setting.key;

-- name: place.provinces
-- Provinces by code; the search also finds the names they had before 1 July 2025.
-- $1 text search or null
select
  province.code, province.name, province.full_name, province.kind, province.former_codes, province.former_names,
  province.status, province.source, province.note
from kynang.province
where $1::text is null
  or province.code = $1
  or position(
    kynang.folded($1) in kynang.folded(concat_ws(' ',
      province.name ->> 'vi', province.name ->> 'en', array_to_string(province.former_names, ' ')))) > 0
order by province.code;

-- name: place.communes
-- Communes, wards and special zones of a province.
-- $1 text province code, $2 text search or null
select
  commune.code, commune.province_code, commune.name, commune.full_name_vi, commune.kind, commune.former_province,
  commune.status, commune.source, commune.note
from kynang.commune
where commune.province_code = $1::text
  and (
    $2::text is null
    or commune.code = $2
    or position(
      kynang.folded($2) in kynang.folded(concat_ws(' ', commune.full_name_vi, commune.name ->> 'en'))) > 0
  )
order by commune.code;

-- name: sector.list
-- Sections of the industrial classification in force on a day, with the section each came from.
-- $1 date as of
select
  section.version, section.section, section.name, section.sector_group, section.predecessor_version,
  section.predecessor_section, section.predecessor_part, section.valid_from, section.valid_to,
  section.status, section.source, section.note
from kynang.vsic_section as section
where section.valid_from <= $1::date
  and (section.valid_to is null or section.valid_to >= $1::date)
order by section.section;
