-- name: course.insert
-- $1 uuid id, $2 uuid firm of an in-house course or null, $3 uuid provider or null, $4 text code,
-- $5 jsonb title, $6 jsonb description or null, $7 text mode, $8 text language, $9 numeric hours,
-- $10 bigint price (đồng), $11 integer required attendance (%), $12 boolean published, $13 timestamptz now,
-- $14 uuid account
insert into kynang.course (
  id, owner_id, provider_id, code, title, description, mode, language, duration_hours, price_vnd,
  required_attendance_pct, is_published, created_at, created_by)
values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: course.change
-- Nulls leave a column as it is; a description without any text is none.
-- $1 uuid id, $2 text code, $3 jsonb title, $4 jsonb description, $5 text mode, $6 text language,
-- $7 numeric hours, $8 bigint price (đồng), $9 integer required attendance (%), $10 uuid provider,
-- $11 boolean published
update kynang.course
set
  code = coalesce($2::text, code),
  title = coalesce($3::jsonb, title),
  description = nullif(coalesce($4::jsonb, description), '{}'),
  mode = coalesce($5::text, mode),
  language = coalesce($6::text, language),
  duration_hours = coalesce($7::numeric, duration_hours),
  price_vnd = coalesce($8::bigint, price_vnd),
  required_attendance_pct = coalesce($9::integer, required_attendance_pct),
  provider_id = coalesce($10::uuid, provider_id),
  is_published = coalesce($11::boolean, is_published),
  version = version + 1
where id = $1;

-- name: course.lock
-- A course that the caller may change, kept from other changes until the transaction ends.
-- $1 uuid course, $2 text role, $3 uuid firm, $4 uuid provider, $5 text province
select
  course.id, course.owner_id, course.provider_id, course.code, course.title, course.mode, course.language,
  course.duration_hours, course.price_vnd, course.required_attendance_pct, course.is_published, course.version
from kynang.course
left join kynang.provider on provider.id = course.provider_id
where course.id = $1::uuid
  and kynang.may_plan(
    course.owner_id, course.provider_id, provider.province_code, $2::text, $3::uuid, $4::uuid, $5::text)
for no key update of course;

-- name: course.delete_outcomes
-- $1 uuid course
delete from kynang.course_outcome
where course_id = $1;

-- name: course.insert_outcomes
-- $1 uuid course, $2 uuid[] competencies, $3 integer[] entry levels or null, $4 integer[] target levels
insert into kynang.course_outcome (course_id, competency_id, entry_level, target_level)
select $1::uuid, wanted.competency_id, wanted.entry_level, wanted.target_level
from unnest($2::uuid[], $3::integer[], $4::integer[])
  as wanted (competency_id, entry_level, target_level);

-- name: course.delete_prerequisites
-- $1 uuid course
delete from kynang.course_prerequisite
where course_id = $1;

-- name: course.insert_prerequisites
-- $1 uuid course, $2 uuid[] required courses or null, $3 uuid[] competencies or null, $4 integer[] levels or null
insert into kynang.course_prerequisite (course_id, ordinal, required_course_id, competency_id, minimum_level)
select $1::uuid, wanted.ordinal, wanted.required_course_id, wanted.competency_id, wanted.minimum_level
from unnest($2::uuid[], $3::uuid[], $4::integer[])
  with ordinality as wanted (required_course_id, competency_id, minimum_level, ordinal);

-- name: course.lock_prerequisites
-- Two changes at once could close a circle that neither sees: they follow one another.
select pg_advisory_xact_lock(hashtextextended('course_prerequisite', 0)) is null as is_locked;

-- name: course.requirable
-- The courses among some that another course may require: public ones, and those of its own firm; with
-- whether each of them requires, directly or through others, the course in question.
-- $1 uuid course, $2 uuid[] required courses, $3 uuid owner of the course or null
with recursive chain as (
  select wanted.id as wanted_id, wanted.id as course_id
  from unnest($2::uuid[]) as wanted (id)
  union
  select chain.wanted_id, prerequisite.required_course_id
  from chain
  join kynang.course_prerequisite as prerequisite on prerequisite.course_id = chain.course_id
  where prerequisite.required_course_id is not null
)
select
  course.id,
  exists (
    select from chain where chain.wanted_id = course.id and chain.course_id = $1::uuid
  ) as leads_back
from kynang.course
where course.id = any ($2::uuid[])
  and (course.owner_id is null or course.owner_id = $3::uuid);

-- name: course.list
-- Courses by code that the caller may know of. A competency finds the courses that bring it, or one that
-- counts as it, to a level; drafts show to those who may change them.
-- $1 text role, $2 uuid firm, $3 uuid provider, $4 text province (of the caller), $5 text search or null,
-- $6 uuid competency or null, $7 integer level it reaches at least or null, $8 uuid provider offering it,
-- $9 text mode, $10 boolean in-house or null, $11 text code after, $12 uuid id after, $13 integer page size (rows)
select
  course.id, course.code, course.title, course.description, course.mode, course.language, course.duration_hours,
  course.price_vnd, course.required_attendance_pct, course.is_published, course.owner_id is not null as is_in_house,
  course.provider_id, provider.name as provider_name, course.support_content_code,
  content.name as support_content_name, course.version, offered.outcomes, asked.prerequisites
from kynang.course
left join kynang.provider on provider.id = course.provider_id
left join kynang.support_content as content on content.code = course.support_content_code
cross join lateral (
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'competencyId', competency.id, 'competencyCode', competency.code, 'competencyTitle', competency.title,
        'frameworkId', framework.id, 'frameworkCode', framework.code,
        'entryLevel', outcome.entry_level, 'targetLevel', outcome.target_level)
      order by framework.code, competency.ordinal, competency.id), '[]') as outcomes
  from kynang.course_outcome as outcome
  join kynang.competency on competency.id = outcome.competency_id
  join kynang.framework on framework.id = competency.framework_id
  where outcome.course_id = course.id
) as offered
cross join lateral (
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'courseId', required.id, 'courseCode', required.code, 'courseTitle', required.title,
        'competencyId', competency.id, 'competencyCode', competency.code, 'competencyTitle', competency.title,
        'minimumLevel', prerequisite.minimum_level)
      order by prerequisite.ordinal), '[]') as prerequisites
  from kynang.course_prerequisite as prerequisite
  left join kynang.course as required on required.id = prerequisite.required_course_id
  left join kynang.competency on competency.id = prerequisite.competency_id
  where prerequisite.course_id = course.id
) as asked
where kynang.may_see_offer(course.owner_id, course.provider_id, $1::text, $2::uuid, $3::uuid)
  and (
    course.is_published
    or kynang.may_plan(
      course.owner_id, course.provider_id, provider.province_code, $1::text, $2::uuid, $3::uuid, $4::text)
  )
  and (
    $5::text is null
    or course.code = $5
    or position(
      kynang.folded($5) in kynang.folded(concat_ws(' ',
        course.code, course.title ->> 'vi', course.title ->> 'en'))) > 0
  )
  and (
    $6::uuid is null
    or exists (
      select
      from kynang.course_outcome as outcome
      where outcome.course_id = course.id
        and ($7::integer is null or outcome.target_level >= $7)
        and (
          outcome.competency_id = $6
          or exists (
            select
            from kynang.competency_equivalence as equivalence
            where equivalence.competency_id = outcome.competency_id
              and equivalence.counts_as_id = $6
          )
        )
    )
  )
  and ($8::uuid is null or course.provider_id = $8)
  and ($9::text is null or course.mode = $9)
  and ($10::boolean is null or (course.owner_id is not null) = $10)
  and ($11::text is null or (course.code, course.id) > ($11, $12::uuid))
order by course.code, course.id
limit $13::bigint;

-- name: course.show
-- One course that the caller may know of.
-- $1 uuid course, $2 text role, $3 uuid firm, $4 uuid provider, $5 text province (of the caller)
select
  course.id, course.code, course.title, course.description, course.mode, course.language, course.duration_hours,
  course.price_vnd, course.required_attendance_pct, course.is_published, course.owner_id is not null as is_in_house,
  course.provider_id, provider.name as provider_name, course.support_content_code,
  content.name as support_content_name, course.version,
  coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'competencyId', competency.id, 'competencyCode', competency.code, 'competencyTitle', competency.title,
        'frameworkId', framework.id, 'frameworkCode', framework.code,
        'entryLevel', outcome.entry_level, 'targetLevel', outcome.target_level)
      order by framework.code, competency.ordinal, competency.id)
    from kynang.course_outcome as outcome
    join kynang.competency on competency.id = outcome.competency_id
    join kynang.framework on framework.id = competency.framework_id
    where outcome.course_id = course.id
  ), '[]') as outcomes,
  coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'courseId', required.id, 'courseCode', required.code, 'courseTitle', required.title,
        'competencyId', competency.id, 'competencyCode', competency.code, 'competencyTitle', competency.title,
        'minimumLevel', prerequisite.minimum_level)
      order by prerequisite.ordinal)
    from kynang.course_prerequisite as prerequisite
    left join kynang.course as required on required.id = prerequisite.required_course_id
    left join kynang.competency on competency.id = prerequisite.competency_id
    where prerequisite.course_id = course.id
  ), '[]') as prerequisites
from kynang.course
left join kynang.provider on provider.id = course.provider_id
left join kynang.support_content as content on content.code = course.support_content_code
where course.id = $1::uuid
  and kynang.may_see_offer(course.owner_id, course.provider_id, $2::text, $3::uuid, $4::uuid)
  and (
    course.is_published
    or kynang.may_plan(
      course.owner_id, course.provider_id, provider.province_code, $2::text, $3::uuid, $4::uuid, $5::text)
  );

-- name: course.provider
-- A provider that the caller may plan with: a public one in use, or their own firm's.
-- $1 uuid provider, $2 uuid firm or null
select provider.id, provider.province_code, provider.owner_id is not null as is_in_house
from kynang.provider
where provider.id = $1::uuid
  and provider.is_active
  and (provider.owner_id is null or provider.owner_id = $2::uuid);

-- name: course.own_provider
-- The firm as its own provider.
-- $1 uuid firm
select provider.id, provider.province_code, true as is_in_house
from kynang.provider
where provider.owner_id = $1::uuid;

-- name: course.insert_own_provider
-- Makes the firm its own provider, under its own id, for its in-house training.
-- $1 uuid firm, $2 timestamptz now, $3 uuid account
insert into kynang.provider (id, owner_id, code, name, province_code, created_at, created_by)
select
  firm.id, firm.id, 'NB-' || firm.province_code || '-' || firm.code, firm.name, firm.province_code,
  $2::timestamptz, $3::uuid
from kynang.firm
where firm.id = $1::uuid
on conflict do nothing;
