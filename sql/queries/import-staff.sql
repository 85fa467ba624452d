-- name: import.evaluate_staff
-- Compares a staff list with everyone of the firm: whom each row means and what it would change.
-- $1 uuid firm, $2 uuid batch, $3 date today, $4 timestamptz now
with entry as materialized (
  select
    entry.number, entry.problems, entry.entered ->> 'code' as code,
    lower(entry.entered ->> 'code') as code_key, entry.entered ->> 'fullName' as full_name,
    (entry.entered ->> 'birthOn')::date as birth_on, entry.entered ->> 'phone' as phone,
    entry.entered ->> 'email' as email, entry.entered ->> 'unitKey' as unit_key,
    entry.entered ->> 'jobRoleKey' as job_role_key, (entry.entered ->> 'startsOn')::date as starts_on
  from kynang.import_entry as entry
  where entry.firm_id = $1
    and entry.batch_id = $2
),
meant as materialized (
  select meant.number, meant.employee_id, meant.is_new, meant.candidates, meant.problem
  from kynang.import_people($1, $2, true, null, $3) as meant
),
repeated_code as (
  select
    entry.code_key,
    jsonb_build_object(
      'field', 'code', 'rule', 'import.duplicate_code', 'parameters', jsonb_build_object(
        'lines', string_agg(entry.number::text, ', ' order by entry.number))) as problem
  from entry
  where entry.code_key is not null
  group by entry.code_key
  having count(*) > 1
),
-- A row may name a record that was merged: it means the survivor, and says what was settled by the merge.
alias as materialized (
  select entry.number, min(meant.employee_id::text)::uuid as employee_id
  from entry
  join meant
    on meant.number = entry.number
  join kynang.employee as gone
    on gone.firm_id = $1
    and lower(gone.code) = entry.code_key
    and gone.merged_into = meant.employee_id
  group by entry.number
),
-- Where the survivor has a row of its own, that one speaks.
spoken_for as (
  select alias.number
  from alias
  where exists (
    select from meant as other
    left join alias as other_alias
      on other_alias.number = other.number
    where other.employee_id = alias.employee_id
      and other.number <> alias.number
      and (other_alias.number is null or other.number < alias.number)
  )
),
-- Where the records of a merge stand now, which may have been merged further since.
merged as (
  select merge.id as merge_id, coalesce(survivor.merged_into, survivor.id) as employee_id
  from kynang.employee_merge as merge
  join kynang.employee as survivor
    on survivor.firm_id = $1
    and survivor.id = merge.survivor_id
  where merge.firm_id = $1
    and merge.undone_at is null
),
former_value as (
  -- Values that either record had before: bringing them in again would undo what was chosen.
  select merged.employee_id, value.field, value.text
  from kynang.employee_merge_former as former
  join merged
    on merged.merge_id = former.merge_id
  cross join lateral (
    select member.key as field, member.value as text
    from jsonb_each_text(former.person) as member
  ) as value
  where former.firm_id = $1
    and value.text is not null
  union
  select merged.employee_id, 'startsOn', lower(before.during)::text
  from kynang.employee_merge_write as written
  join merged
    on merged.merge_id = written.merge_id
  join kynang.employment as before
    on before.firm_id = $1
    and before.id = written.record_id
    and before.revision = written.revision_before
  where written.firm_id = $1
    and written.step = 'merge'
    and written.relation = 'employment'
),
settled as materialized (
  select former_value.employee_id, jsonb_agg(former_value.field || ' ' || former_value.text) as fields
  from former_value
  group by former_value.employee_id
),
repeated_person as (
  select
    meant.employee_id,
    jsonb_build_object(
      'field', 'row', 'rule', 'import.same_person_twice', 'parameters', jsonb_build_object(
        'lines', string_agg(meant.number::text, ', ' order by meant.number))) as problem
  from meant
  where meant.employee_id is not null
    and meant.number not in (select spoken_for.number from spoken_for)
  group by meant.employee_id
  having count(*) > 1
),
unit_name as (
  -- A code is meant before a name.
  select distinct on (named.key) named.key, named.ids, named.name
  from (
    select kynang.folded(unit.code) as key, 1 as rank, array_agg(unit.id) as ids, min(placement.name) as name
    from kynang.unit as unit
    join kynang.unit_placement as placement
      on placement.firm_id = $1
      and placement.id = unit.id
      and placement.superseded_at is null
      and not placement.is_void
    where unit.firm_id = $1
    group by kynang.folded(unit.code)
    union all
    select kynang.folded(placement.name), 2, array_agg(placement.id), min(placement.name)
    from kynang.unit_placement as placement
    where placement.firm_id = $1
      and placement.superseded_at is null
      and not placement.is_void
    group by kynang.folded(placement.name)
  ) as named
  order by named.key, named.rank
),
known as materialized (
  select
    entry.number, meant.employee_id, employee.code as old_code, employee.version,
    person.full_name as old_full_name, person.birth_on as old_birth_on, person.phone as old_phone,
    person.email as old_email, person.erased_at is not null as is_erased,
    lower(employment.during) as old_starts_on, upper(employment.during) - 1 as ends_on
  from entry
  join meant
    on meant.number = entry.number
  join kynang.employee as employee
    on employee.firm_id = $1
    and employee.id = meant.employee_id
  join kynang.person as person
    on person.firm_id = $1
    and person.employee_id = meant.employee_id
  join kynang.employment as employment
    on employment.firm_id = $1
    and employment.id = meant.employee_id
    and employment.superseded_at is null
    and not employment.is_void
),
wanted as materialized (
  select
    entry.number, meant.employee_id, unit_name.ids as unit_ids, unit_name.name as unit_name,
    role_name.ids as role_ids, role_name.title as role_title
  from entry
  join meant
    on meant.number = entry.number
  left join unit_name
    on unit_name.key = entry.unit_key
  left join kynang.import_job_roles($1) as role_name
    on role_name.key = entry.job_role_key
),
place as materialized (
  select
    wanted.number, count(*) as place_count,
    bool_or(
      (wanted.unit_ids is null or standing.unit_id = wanted.unit_ids[1])
      and (wanted.role_ids is null or standing.job_role_id = wanted.role_ids[1])) as is_there,
    (array_agg(standing.id order by standing.id))[1] as id,
    (array_agg(standing.revision order by standing.id))[1] as revision,
    (array_agg(standing.unit_id order by standing.id))[1] as unit_id,
    (array_agg(standing.job_role_id order by standing.id))[1] as job_role_id,
    (array_agg(lower(standing.during) order by standing.id))[1] as starts_on
  from wanted
  join kynang.assignment as standing
    on standing.firm_id = $1
    and standing.employee_id = wanted.employee_id
    and standing.superseded_at is null
    and not standing.is_void
    and standing.during && daterange($3, null)
  group by wanted.number
),
-- Each of its columns is asked for many times below, and would be worked out as often.
compared as materialized (
  select
    entry.number, meant.employee_id, meant.is_new, meant.candidates, meant.problem as people_problem,
    entry.problems as entry_problems, known.version, known.old_code, known.old_starts_on,
    entry.code, entry.starts_on, wanted.unit_ids, wanted.unit_name, wanted.role_ids, wanted.role_title,
    place.id as place_id, place.revision as place_revision, place.unit_id as old_unit_id,
    place.job_role_id as old_job_role_id, place.starts_on as place_starts_on,
    coalesce(place.place_count, 0) as place_count,
    spoken_for.number is not null as is_spoken_for,
    entry.code_key <> lower(known.old_code) and alias.number is null as is_code_new,
    -- The same name in capitals or without its marks says less than what is known.
    known.number is not null and entry.full_name <> known.old_full_name
      and not (
        kynang.folded(entry.full_name) = kynang.folded(known.old_full_name)
        and (entry.full_name = upper(entry.full_name) or entry.full_name ~ '^[ -~]+$')
      )
      and not coalesce(settled.fields, '[]') ? ('fullName ' || entry.full_name) as is_name_new,
    entry.birth_on is not null and entry.birth_on is distinct from known.old_birth_on
      and not coalesce(settled.fields, '[]') ? ('birthOn ' || entry.birth_on) as is_birth_new,
    entry.phone is not null and entry.phone is distinct from known.old_phone
      and not coalesce(settled.fields, '[]') ? ('phone ' || entry.phone) as is_phone_new,
    entry.email is not null and entry.email is distinct from known.old_email
      and not coalesce(settled.fields, '[]') ? ('email ' || entry.email) as is_email_new,
    entry.starts_on <> known.old_starts_on and not coalesce(settled.fields, '[]') ? ('startsOn ' || entry.starts_on)
      as is_start_new,
    (entry.unit_key is not null or entry.job_role_key is not null)
      and not coalesce(place.is_there, false) as is_place_new,
    entry.full_name is not null as has_name, entry.birth_on is not null as has_birth,
    entry.phone is not null as has_phone, entry.email is not null as has_email,
    concat_ws(',',
      repeated_code.problem::text, repeated_person.problem::text,
      case when known.is_erased then '{"field":"row","rule":"employee.erased","parameters":{}}' end,
      case when known.ends_on < $3 then '{"field":"row","rule":"import.has_left","parameters":{}}' end,
      case when entry.unit_key is not null and wanted.unit_ids is null
        then '{"field":"unit","rule":"import.unknown_unit","parameters":{}}' end,
      case when cardinality(wanted.unit_ids) > 1
        then '{"field":"unit","rule":"import.unit_ambiguous","parameters":{}}' end,
      case when entry.job_role_key is not null and wanted.role_ids is null
        then '{"field":"jobRole","rule":"import.unknown_job_role","parameters":{}}' end,
      case when cardinality(wanted.role_ids) > 1
        then '{"field":"jobRole","rule":"import.job_role_ambiguous","parameters":{}}' end,
      case when wanted.role_ids is not null and wanted.unit_ids is null and place.number is null
        and (meant.is_new or known.number is not null)
        then '{"field":"unit","rule":"employee.role_needs_unit","parameters":{}}' end,
      case when meant.is_new and entry.full_name is null
        and not coalesce(entry.problems @> '[{"field": "fullName"}]', false)
        then '{"field":"fullName","rule":"field.required","parameters":{}}' end,
      case when meant.is_new and entry.starts_on is null
        and not coalesce(entry.problems @> '[{"field": "startsOn"}]', false)
        then '{"field":"startsOn","rule":"import.start_required","parameters":{}}' end,
      case when entry.starts_on > known.ends_on
        then '{"field":"startsOn","rule":"employee.starts_after_leaving","parameters":{}}' end,
      case when place.place_count > 1 and not place.is_there
        and (entry.unit_key is not null or entry.job_role_key is not null)
        then '{"field":"unit","rule":"import.several_assignments","parameters":{}}' end
    ) as found_problems
  from entry
  join meant
    on meant.number = entry.number
  join wanted
    on wanted.number = entry.number
  left join known
    on known.number = entry.number
  left join place
    on place.number = entry.number
  left join repeated_code
    on repeated_code.code_key = entry.code_key
  left join repeated_person
    on repeated_person.employee_id = meant.employee_id
  left join alias
    on alias.number = entry.number
  left join spoken_for
    on spoken_for.number = entry.number
  left join settled
    on settled.employee_id = meant.employee_id
),
judged as (
  select
    compared.number, compared.employee_id, compared.is_new, compared.candidates,
    case
      when compared.entry_problems is not null or compared.found_problems <> '' then
        coalesce(compared.entry_problems, '[]'::jsonb) || ('[' || compared.found_problems || ']')::jsonb
      when compared.people_problem is not null then jsonb_build_array(compared.people_problem)
      else '[]'::jsonb
    end as problems,
    case
      when compared.entry_problems is not null or compared.found_problems <> '' then 'error'
      when compared.candidates <> '{}' then 'ambiguous'
      when compared.people_problem is not null then 'error'
      when compared.is_new then 'create'
      when compared.is_spoken_for then 'same'
      when compared.is_code_new or compared.is_name_new or compared.is_birth_new or compared.is_phone_new
        or compared.is_email_new or compared.is_start_new or compared.is_place_new then 'change'
      else 'same'
    end as verdict,
    concat_ws(',',
      case when compared.is_new or compared.is_code_new then
        '{"field":"code",' || coalesce('"before":' || to_json(compared.old_code)::text || ',', '')
        || '"after":' || to_json(compared.code)::text || '}' end,
      case when compared.is_new or compared.is_name_new then '{"field":"fullName"}' end,
      case when compared.is_new and compared.has_birth or compared.is_birth_new then '{"field":"birthOn"}' end,
      case when compared.is_new and compared.has_phone or compared.is_phone_new then '{"field":"phone"}' end,
      case when compared.is_new and compared.has_email or compared.is_email_new then '{"field":"email"}' end,
      case when compared.is_new or compared.is_start_new then
        '{"field":"startsOn",' || coalesce('"before":"' || compared.old_starts_on || '",', '')
        || '"after":"' || compared.starts_on || '"}' end,
      case when compared.unit_ids is not null and (compared.is_new or compared.is_place_new)
        and compared.unit_ids[1] is distinct from compared.old_unit_id then
        '{"field":"unit",' || coalesce('"before":' || to_json(old_unit.name)::text || ',', '')
        || '"after":' || to_json(compared.unit_name)::text || '}' end,
      case when compared.role_ids is not null and (compared.is_new or compared.is_place_new)
        and compared.role_ids[1] is distinct from compared.old_job_role_id then
        '{"field":"jobRole",' || coalesce(
          '"before":' || to_json(coalesce(old_role.title ->> 'vi', old_role.title ->> 'en'))::text || ',', '')
        || '"after":' || to_json(compared.role_title)::text || '}' end
    ) as changes,
    concat_ws(',',
      '"version":' || compared.version,
      case when compared.is_code_new then '"code":true' end,
      case when compared.is_name_new or compared.is_birth_new or compared.is_phone_new
        or compared.is_email_new then '"person":true' end,
      case when compared.is_start_new then '"startsOn":"' || compared.starts_on || '"' end,
      case when (compared.is_new and compared.unit_ids is not null) or compared.is_place_new then
        '"unitId":"' || coalesce(compared.unit_ids[1], compared.old_unit_id) || '"' end,
      case when (compared.is_new or compared.is_place_new)
        and coalesce(compared.role_ids[1], compared.old_job_role_id) is not null then
        '"jobRoleId":"' || coalesce(compared.role_ids[1], compared.old_job_role_id) || '"' end,
      case when compared.is_place_new and compared.place_count = 1 then
        '"placeId":"' || compared.place_id || '","placeRevision":' || compared.place_revision end,
      case
        when compared.is_new and compared.unit_ids is not null then
          '"newPlaceId":"' || kynang.uuid_v7($4) || '","placeFrom":"' || compared.starts_on || '"'
        when compared.is_place_new and compared.place_count = 0 then
          '"newPlaceId":"' || kynang.uuid_v7($4) || '","placeFrom":"'
          || greatest($3, coalesce(compared.starts_on, compared.old_starts_on)) || '"'
        -- An assignment that begins today or later was only recorded wrong.
        when compared.is_place_new and compared.place_starts_on < $3 then
          '"newPlaceId":"' || kynang.uuid_v7($4) || '","placeFrom":"' || $3::date || '"'
      end
    ) as target
  from compared
  left join kynang.unit_placement as old_unit
    on old_unit.firm_id = $1
    and old_unit.id = compared.old_unit_id
    and old_unit.superseded_at is null
  left join kynang.job_role as old_role
    on old_role.firm_id = $1
    and old_role.id = compared.old_job_role_id
)
insert into kynang.import_row (
  firm_id, batch_id, number, verdict, employee_id, target, changes, problems, candidates)
select
  $1, $2, judged.number, judged.verdict,
  case when judged.verdict = 'create' then kynang.uuid_v7($4) else judged.employee_id end,
  case when judged.verdict in ('create', 'change') then ('{' || judged.target || '}')::jsonb else '{}'::jsonb end,
  case when judged.verdict in ('create', 'change') then ('[' || judged.changes || ']')::jsonb else '[]'::jsonb end,
  judged.problems, judged.candidates
from judged;

-- name: import.bump_employees
-- New versions of the people whom rows change; fewer than the rows: somebody changed one meanwhile.
-- $1 uuid firm, $2 uuid batch
update kynang.employee as employee
set
  code = case when decided.target ? 'code' then entry.entered ->> 'code' else employee.code end,
  version = employee.version + 1
from kynang.import_row as decided
join kynang.import_entry as entry
  on entry.firm_id = $1
  and entry.batch_id = $2
  and entry.number = decided.number
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.verdict = 'change'
  and employee.firm_id = $1
  and employee.id = decided.employee_id
  and employee.version = (decided.target ->> 'version')::integer;

-- name: import.create_employees
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
insert into kynang.employee (firm_id, id, code, created_at, created_by)
select $1, decided.employee_id, entry.entered ->> 'code', $3, $4
from kynang.import_row as decided
join kynang.import_entry as entry
  on entry.firm_id = $1
  and entry.batch_id = $2
  and entry.number = decided.number
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.verdict = 'create'
order by decided.number;

-- name: import.create_people
-- $1 uuid firm, $2 uuid batch
insert into kynang.person (
  firm_id, employee_id, full_name, family_name, middle_name, given_name, birth_on, phone, email)
select
  $1, decided.employee_id, entry.entered ->> 'fullName', entry.entered ->> 'familyName',
  entry.entered ->> 'middleName', entry.entered ->> 'givenName', (entry.entered ->> 'birthOn')::date,
  entry.entered ->> 'phone', entry.entered ->> 'email'
from kynang.import_row as decided
join kynang.import_entry as entry
  on entry.firm_id = $1
  and entry.batch_id = $2
  and entry.number = decided.number
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.verdict = 'create'
order by decided.number;

-- name: import.change_people
-- An empty cell leaves a value as it is, and so does a name that says no more than the one known.
-- $1 uuid firm, $2 uuid batch
update kynang.person as person
set
  full_name = case when named.is_new then entry.entered ->> 'fullName' else person.full_name end,
  family_name = case when named.is_new then entry.entered ->> 'familyName' else person.family_name end,
  middle_name = case when named.is_new then entry.entered ->> 'middleName' else person.middle_name end,
  given_name = case when named.is_new then entry.entered ->> 'givenName' else person.given_name end,
  birth_on = coalesce((entry.entered ->> 'birthOn')::date, person.birth_on),
  phone = coalesce(entry.entered ->> 'phone', person.phone),
  email = coalesce(entry.entered ->> 'email', person.email)
from kynang.import_row as decided
join kynang.import_entry as entry
  on entry.firm_id = $1
  and entry.batch_id = $2
  and entry.number = decided.number
cross join lateral (
  select decided.changes @> '[{"field": "fullName"}]' as is_new
) as named
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.verdict = 'change'
  and decided.target ? 'person'
  and person.firm_id = $1
  and person.employee_id = decided.employee_id
  and person.erased_at is null;

-- name: import.rename_enrolments
-- The display name of an enrolment is the one copy of a name, so it follows.
-- $1 uuid firm, $2 uuid batch
update kynang.enrolment as enrolment
set display_name = person.full_name
from kynang.person as person
where enrolment.firm_id = $1
  and person.firm_id = $1
  and person.employee_id = enrolment.employee_id
  and enrolment.display_name <> person.full_name
  and enrolment.employee_id in (
    select decided.employee_id
    from kynang.import_row as decided
    where decided.firm_id = $1
      and decided.batch_id = $2
      and decided.verdict = 'change'
  );

-- name: import.start_employments
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
insert into kynang.employment (firm_id, id, revision, during, recorded_at, recorded_by)
select $1, decided.employee_id, 1, daterange((entry.entered ->> 'startsOn')::date, null), $3, $4
from kynang.import_row as decided
join kynang.import_entry as entry
  on entry.firm_id = $1
  and entry.batch_id = $2
  and entry.number = decided.number
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.verdict = 'create';

-- name: import.revise_employments
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
with former as (
  update kynang.employment as employment
  set superseded_at = $3
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict = 'change'
    and decided.target ? 'startsOn'
    and employment.firm_id = $1
    and employment.id = decided.employee_id
    and employment.superseded_at is null
  returning
    employment.id, employment.revision, employment.during, employment.away, employment.leaving_reason,
    decided.number, (decided.target ->> 'startsOn')::date as starts_on
),
revised as (
  insert into kynang.employment (
    firm_id, id, revision, during, away, leaving_reason, recorded_at, recorded_by)
  select
    $1, former.id, former.revision + 1, daterange(former.starts_on, upper(former.during)),
    former.away * datemultirange(daterange(former.starts_on, upper(former.during))), former.leaving_reason,
    $3, $4
  from former
)
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select $1, $2, former.number, 1, 'employment', former.id, former.revision, former.revision + 1
from former;

-- name: import.revise_assignments
-- Ends the assignments that rows move, or corrects those that begin today or later.
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account, $5 date today
with former as (
  update kynang.assignment as assignment
  set superseded_at = $3
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict = 'change'
    and decided.target ? 'placeId'
    and assignment.firm_id = $1
    and assignment.id = (decided.target ->> 'placeId')::uuid
    and assignment.revision = (decided.target ->> 'placeRevision')::integer
    and assignment.superseded_at is null
  returning
    assignment.id, assignment.revision, assignment.employee_id, assignment.unit_id, assignment.job_role_id,
    assignment.during, decided.number, decided.target
),
revised as (
  insert into kynang.assignment (
    firm_id, id, revision, employee_id, unit_id, job_role_id, during, recorded_at, recorded_by)
  select
    $1, former.id, former.revision + 1, former.employee_id,
    case when former.target ? 'newPlaceId' then former.unit_id else (former.target ->> 'unitId')::uuid end,
    case
      when former.target ? 'newPlaceId' then former.job_role_id
      else (former.target ->> 'jobRoleId')::uuid
    end,
    case
      when former.target ? 'newPlaceId' then daterange(lower(former.during), $5::date)
      else former.during
    end,
    $3, $4
  from former
)
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select $1, $2, former.number, 1, 'assignment', former.id, former.revision, former.revision + 1
from former;

-- name: import.assign
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
insert into kynang.assignment (
  firm_id, id, revision, employee_id, unit_id, job_role_id, during, recorded_at, recorded_by)
select
  $1, (decided.target ->> 'newPlaceId')::uuid, 1, decided.employee_id, (decided.target ->> 'unitId')::uuid,
  (decided.target ->> 'jobRoleId')::uuid, daterange((decided.target ->> 'placeFrom')::date, null), $3, $4
from kynang.import_row as decided
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.verdict in ('create', 'change')
  and decided.target ? 'newPlaceId'
order by decided.number;

-- name: import.note_staff
-- What the rows of a staff list wrote, beside the revisions that were noted with them.
-- $1 uuid firm, $2 uuid batch
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select
  $1, $2, decided.number, 1, 'employee', decided.employee_id,
  coalesce((decided.target ->> 'version')::integer, 0), coalesce((decided.target ->> 'version')::integer, 0) + 1
from kynang.import_row as decided
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.verdict in ('create', 'change')
union all
select $1, $2, decided.number, 1, 'employment', decided.employee_id, 0, 1
from kynang.import_row as decided
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.verdict = 'create'
union all
select $1, $2, decided.number, 1, 'assignment', (decided.target ->> 'newPlaceId')::uuid, 0, 1
from kynang.import_row as decided
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.verdict in ('create', 'change')
  and decided.target ? 'newPlaceId';

-- name: import.restore_employees
-- The code that somebody had; who was not there before keeps none that anybody could want.
-- $1 uuid firm, $2 uuid batch, $3 integer step
with planned as (
  select
    planned.record_id,
    (
      select former.code
      from kynang.import_former as former
      where former.firm_id = $1
        and former.batch_id = $2
        and former.number = planned.number
        and former.step = (
          select max(earlier.step)
          from kynang.import_write as earlier
          where earlier.firm_id = $1
            and earlier.batch_id = $2
            and earlier.number = planned.number
            and earlier.step < $3::integer
        )
    ) as code
  from kynang.import_write as planned
  where planned.firm_id = $1
    and planned.batch_id = $2
    and planned.step = $3::integer
    and planned.relation = 'employee'
)
update kynang.employee as employee
set code = coalesce(planned.code, '~' || employee.id), version = employee.version + 1
from planned
where employee.firm_id = $1
  and employee.id = planned.record_id;

-- name: import.restore_people
-- $1 uuid firm, $2 uuid batch, $3 integer step
update kynang.person as person
set
  full_name = former.person ->> 'fullName',
  family_name = former.person ->> 'familyName',
  middle_name = former.person ->> 'middleName',
  given_name = former.person ->> 'givenName',
  birth_on = (former.person ->> 'birthOn')::date,
  phone = former.person ->> 'phone',
  email = former.person ->> 'email'
from kynang.import_write as planned
join kynang.import_former as former
  on former.firm_id = $1
  and former.batch_id = $2
  and former.number = planned.number
  and former.step = (
    select max(earlier.step)
    from kynang.import_write as earlier
    where earlier.firm_id = $1
      and earlier.batch_id = $2
      and earlier.number = planned.number
      and earlier.step < $3::integer
  )
where planned.firm_id = $1
  and planned.batch_id = $2
  and planned.step = $3::integer
  and planned.relation = 'employee'
  and person.firm_id = $1
  and person.employee_id = planned.record_id
  and person.erased_at is null;
