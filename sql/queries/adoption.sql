-- name: platform_category.list
select
  category.code, category.name, category.process_code, process.name as process_name, category.status,
  category.source, category.note
from kynang.platform_category as category
join kynang.business_process as process
  on process.code = category.process_code
order by category.ordinal;

-- name: platform.list
-- Platforms by name, of a category, process or sector; one without a sector fits any.
-- $1 text category (null: all), $2 text process (null: all), $3 text vsic version, $4 text section (null: all)
select
  platform.id, platform.code, platform.name, platform.category_code, category.process_code,
  platform.vsic_version, platform.vsic_section, platform.supplier, platform.url, platform.source,
  platform.is_active, platform.version
from kynang.platform as platform
join kynang.platform_category as category
  on category.code = platform.category_code
where ($1::text is null or platform.category_code = $1)
  and ($2::text is null or category.process_code = $2)
  and (
    $4::text is null or platform.vsic_section is null
    or (platform.vsic_section = $4 and ($3::text is null or platform.vsic_version = $3))
  )
order by platform.name collate kynang.vietnamese, platform.id;

-- name: platform.insert
-- $1 uuid id, $2 text code, $3 text name, $4 text category, $5 text vsic version, $6 text section,
-- $7 text supplier, $8 text url, $9 text source, $10 timestamptz now, $11 uuid account
insert into kynang.platform (
  id, code, name, category_code, vsic_version, vsic_section, supplier, url, source, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: adoption.category_of_platform
-- $1 uuid platform
select platform.category_code
from kynang.platform as platform
where platform.id = $1;

-- name: adoption.insert
-- A first or later revision of a step.
-- $1 uuid firm, $2 uuid id, $3 integer revision, $4 text process, $5 text category, $6 uuid platform,
-- $7 text stage, $8 date occurred, $9 text note, $10 timestamptz now, $11 uuid account, $12 text reason,
-- $13 boolean void
insert into kynang.adoption (
  firm_id, id, revision, process_code, category_code, platform_id, stage, occurred_on, note, recorded_at,
  recorded_by, reason, is_void)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: adoption.supersede
-- Closes the present revision of a step and gives it back; no row when there is none.
-- $1 uuid firm, $2 uuid id, $3 timestamptz now
update kynang.adoption as adoption
set superseded_at = $3
where adoption.firm_id = $1
  and adoption.id = $2
  and adoption.superseded_at is null
  and not adoption.is_void
returning
  adoption.id, adoption.revision, adoption.process_code, adoption.category_code, adoption.platform_id,
  adoption.stage, adoption.occurred_on, adoption.note;

-- name: adoption.list
-- Steps of the firm up to a day, as known at a moment, latest first.
-- $1 uuid firm, $2 date as of (null: any), $3 timestamptz known at, $4 text process (null: all)
select
  adoption.id, adoption.revision, adoption.process_code, process.name as process_name,
  adoption.category_code, category.name as category_name, adoption.platform_id,
  platform.name as platform_name, adoption.stage, adoption.occurred_on, adoption.note,
  adoption.recorded_at, adoption.recorded_by, adoption.reason, adoption.is_void
from kynang.adoption as adoption
join kynang.business_process as process
  on process.code = adoption.process_code
left join kynang.platform_category as category
  on category.code = adoption.category_code
left join kynang.platform as platform
  on platform.id = adoption.platform_id
where adoption.firm_id = $1
  and ($2::date is null or adoption.occurred_on <= $2)
  and adoption.recorded_at <= $3
  and (adoption.superseded_at is null or adoption.superseded_at > $3)
  and not adoption.is_void
  and ($4::text is null or adoption.process_code = $4)
order by adoption.occurred_on desc, adoption.recorded_at desc, adoption.id;

-- name: adoption.history
-- Every revision of one step, latest first, the void ones among them.
-- $1 uuid firm, $2 uuid id
select
  adoption.id, adoption.revision, adoption.process_code, process.name as process_name,
  adoption.category_code, category.name as category_name, adoption.platform_id,
  platform.name as platform_name, adoption.stage, adoption.occurred_on, adoption.note,
  adoption.recorded_at, adoption.recorded_by, adoption.reason, adoption.is_void
from kynang.adoption as adoption
join kynang.business_process as process
  on process.code = adoption.process_code
left join kynang.platform_category as category
  on category.code = adoption.category_code
left join kynang.platform as platform
  on platform.id = adoption.platform_id
where adoption.firm_id = $1
  and adoption.id = $2
order by adoption.revision desc;
