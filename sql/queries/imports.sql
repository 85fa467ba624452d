-- name: import.create_batch
-- $1 uuid firm, $2 uuid id, $3 text kind, $4 text file name, $5 bytea sha-256, $6 text sheet, $7 integer header row,
-- $8 text[] headings, $9 text[] fields, $10 text options (JSON), $11 integer rows, $12 timestamptz now, $13 uuid account
insert into kynang.import_batch (
  firm_id, id, kind, file_name, file_sha256, sheet, header_row, header, fields, options, state, state_at,
  row_count, created_at, created_by)
values (
  $1, $2, $3, $4, $5, $6, $7::integer, $8, $9, $10::text::jsonb, 'reading', $12, $11::integer, $12, $13);

-- name: import.add_entries
-- $1 uuid firm, $2 uuid batch, $3 integer[] row numbers, $4 text[] cells (JSON), $5 text[] entered (JSON),
-- $6 text[] problems (JSON; null: none), $7 text[] identities (hexadecimal; null: none)
insert into kynang.import_entry (firm_id, batch_id, number, cells, entered, problems, identity)
select
  $1, $2, line.number, line.cells::jsonb, line.entered::jsonb, line.problems::jsonb,
  decode(line.identity, 'hex')
from unnest($3::integer[], $4::text[], $5::text[], $6::text[], $7::text[])
  as line (number, cells, entered, problems, identity);

-- name: import.change_entries
-- The same cells read under another mapping.
-- $1 uuid firm, $2 uuid batch, $3 integer[] row numbers, $4 text[] entered (JSON), $5 text[] problems (JSON;
-- null: none), $6 text[] identities (hexadecimal; null: none)
update kynang.import_entry as entry
set
  entered = line.entered::jsonb,
  problems = line.problems::jsonb,
  identity = decode(line.identity, 'hex')
from unnest($3::integer[], $4::text[], $5::text[], $6::text[]) as line (number, entered, problems, identity)
where entry.firm_id = $1
  and entry.batch_id = $2
  and entry.number = line.number;

-- name: import.cells
-- The cells of a batch, in the order of the file.
-- $1 uuid firm, $2 uuid batch, $3 integer after row, $4 integer rows
select entry.number, entry.cells::text as cells
from kynang.import_entry as entry
where entry.firm_id = $1
  and entry.batch_id = $2
  and entry.number > $3
order by entry.number
limit $4;

-- name: import.forget_rows
-- $1 uuid firm, $2 uuid batch
delete from kynang.import_row as decided
where decided.firm_id = $1
  and decided.batch_id = $2;

-- name: import.settle
-- Counts the rows of a batch, which can be looked at from now on.
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 text[] fields (null: as they are)
update kynang.import_batch as batch
set
  state = 'previewed',
  state_at = $3,
  is_cancel_asked = false,
  fields = coalesce($4, batch.fields),
  read_count = tally.total,
  row_count = tally.total,
  create_count = tally.created,
  change_count = tally.changed,
  same_count = tally.same,
  ambiguous_count = tally.ambiguous,
  error_count = tally.refused,
  version = batch.version + 1
from (
  select
    count(*)::integer as total,
    (count(*) filter (where decided.verdict = 'create'))::integer as created,
    (count(*) filter (where decided.verdict = 'change'))::integer as changed,
    (count(*) filter (where decided.verdict = 'same'))::integer as same,
    (count(*) filter (where decided.verdict = 'ambiguous'))::integer as ambiguous,
    (count(*) filter (where decided.verdict = 'error'))::integer as refused
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
) as tally
where batch.firm_id = $1
  and batch.id = $2
  and batch.state in ('reading', 'previewed', 'applying')
  and not (batch.state = 'reading' and batch.is_cancel_asked);

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
former_value as (
  -- Values that either record had before: bringing them in again would undo what was chosen.
  select standing.id as employee_id, value.field, value.text
  from kynang.employee_merge_former as former
  join kynang.employee_merge as merge
    on merge.firm_id = $1
    and merge.id = former.merge_id
    and merge.undone_at is null
  join kynang.employee as survivor
    on survivor.firm_id = $1
    and survivor.id = merge.survivor_id
  join kynang.employee as standing
    on standing.firm_id = $1
    and standing.id = coalesce(survivor.merged_into, survivor.id)
  cross join lateral (
    select member.key as field, member.value as text
    from jsonb_each_text(former.person) as member
  ) as value
  where former.firm_id = $1
    and value.text is not null
  union
  select standing.id, 'startsOn', lower(before.during)::text
  from kynang.employee_merge_write as written
  join kynang.employee_merge as merge
    on merge.firm_id = $1
    and merge.id = written.merge_id
    and merge.undone_at is null
  join kynang.employee as survivor
    on survivor.firm_id = $1
    and survivor.id = merge.survivor_id
  join kynang.employee as standing
    on standing.firm_id = $1
    and standing.id = coalesce(survivor.merged_into, survivor.id)
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
role_name as (
  select distinct on (named.key) named.key, named.ids, named.title
  from (
    select
      kynang.folded(role.code) as key, 1 as rank, array_agg(role.id) as ids,
      min(coalesce(role.title ->> 'vi', role.title ->> 'en')) as title
    from kynang.job_role as role
    where role.firm_id = $1
      and role.is_active
    group by kynang.folded(role.code)
    union all
    select
      kynang.folded(text.title), 2, array_agg(distinct role.id),
      min(coalesce(role.title ->> 'vi', role.title ->> 'en'))
    from kynang.job_role as role
    cross join lateral unnest(array[role.title ->> 'vi', role.title ->> 'en']) as text (title)
    where role.firm_id = $1
      and role.is_active
      and text.title is not null
    group by kynang.folded(text.title)
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
  left join role_name
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
compared as (
  select
    entry.number, meant.employee_id, meant.is_new, meant.candidates, meant.problem as people_problem,
    entry.problems as entry_problems, known.version, known.old_code, known.old_starts_on,
    entry.code, entry.starts_on, wanted.unit_ids, wanted.unit_name, wanted.role_ids, wanted.role_title,
    place.id as place_id, place.revision as place_revision, place.unit_id as old_unit_id,
    place.job_role_id as old_job_role_id, place.starts_on as place_starts_on,
    coalesce(place.place_count, 0) as place_count,
    spoken_for.number is not null as is_spoken_for,
    entry.code_key <> lower(known.old_code) and alias.number is null as is_code_new,
    entry.full_name <> known.old_full_name and not coalesce(settled.fields, '[]') ? ('fullName ' || entry.full_name)
      as is_name_new,
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

-- name: import.lock
-- One writing of a batch at a time, and one of a kind in a firm, so that two of the same file do not both create.
-- $1 uuid firm, $2 uuid batch, $3 text kind
select true as is_locked
from (
  select
    pg_advisory_xact_lock(hashtextextended('import.kind' || $1::uuid::text || $3::text, 0)),
    pg_advisory_xact_lock(hashtextextended('import.batch' || $2::uuid::text, 0))
) as held;

-- name: import.begin_applying
-- Says that a batch is about to be applied, before the transaction that does it. No row when its state has changed.
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 timestamptz interrupted before
update kynang.import_batch as batch
set state = 'applying', state_at = $3, is_cancel_asked = false, failure_rule = null, version = batch.version + 1
where batch.firm_id = $1
  and batch.id = $2
  and (batch.state = 'previewed' or batch.state = 'applying' and batch.state_at < $4)
returning
  batch.id, batch.kind, batch.create_count, batch.change_count, batch.ambiguous_count, batch.error_count,
  batch.options;

-- name: import.note_failure
-- Why a batch was not applied, with the preview that was made anew.
-- $1 uuid firm, $2 uuid batch, $3 text rule
update kynang.import_batch as batch
set failure_rule = $3
where batch.firm_id = $1
  and batch.id = $2;

-- name: import.fail
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 text rule, $5 text state
update kynang.import_batch as batch
set state = $5, state_at = $3, failure_rule = $4, version = batch.version + 1
where batch.firm_id = $1
  and batch.id = $2
  and batch.state in ('reading', 'previewed');

-- name: import.ask_cancel
-- A batch that is being read or applied stops at its next statement.
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 timestamptz interrupted before
update kynang.import_batch as batch
set
  is_cancel_asked = batch.state in ('reading', 'applying') and batch.state_at >= $4,
  state = case
    when batch.state in ('reading', 'applying') and batch.state_at >= $4 then batch.state
    else 'cancelled'
  end,
  state_at = case
    when batch.state in ('reading', 'applying') and batch.state_at >= $4 then batch.state_at
    else $3
  end,
  version = batch.version + 1
where batch.firm_id = $1
  and batch.id = $2
  and batch.state in ('reading', 'previewed', 'applying')
returning batch.state;

-- name: import.go_on
-- A row while nobody asked to stop.
-- $1 uuid firm, $2 uuid batch
select batch.id
from kynang.import_batch as batch
where batch.firm_id = $1
  and batch.id = $2
  and not batch.is_cancel_asked;

-- name: import.finish_applying
-- By whom and when; no row when it was cancelled at the last moment.
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
update kynang.import_batch as batch
set applied_at = $3, applied_by = $4
where batch.firm_id = $1
  and batch.id = $2
  and batch.state = 'applied'
  and not batch.is_cancel_asked;

-- name: import.add_step
-- $1 uuid firm, $2 uuid batch, $3 text action, $4 timestamptz now, $5 uuid account, $6 text reason
insert into kynang.import_step (firm_id, batch_id, step, action, row_count, recorded_at, recorded_by, reason)
select
  $1, $2,
  coalesce((
    select max(former.step)
    from kynang.import_step as former
    where former.firm_id = $1
      and former.batch_id = $2
  ), 0) + 1,
  $3, 0, $4, $5, $6;

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

-- name: import.keep_former
-- The values of the people whom rows are about to change.
-- $1 uuid firm, $2 uuid batch
insert into kynang.import_former (firm_id, batch_id, number, step, employee_id, code, person)
select
  $1, $2, decided.number, 1, employee.id, employee.code, jsonb_build_object(
    'fullName', person.full_name, 'familyName', person.family_name, 'middleName', person.middle_name,
    'givenName', person.given_name, 'birthOn', person.birth_on, 'phone', person.phone, 'email', person.email)
from kynang.import_row as decided
join kynang.employee as employee
  on employee.firm_id = $1
  and employee.id = decided.employee_id
join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = employee.id
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.verdict = 'change';

-- name: import.change_people
-- An empty cell leaves a value as it is.
-- $1 uuid firm, $2 uuid batch
update kynang.person as person
set
  full_name = coalesce(entry.entered ->> 'fullName', person.full_name),
  family_name = coalesce(entry.entered ->> 'familyName', person.family_name),
  middle_name = coalesce(entry.entered ->> 'middleName', person.middle_name),
  given_name = coalesce(entry.entered ->> 'givenName', person.given_name),
  birth_on = coalesce((entry.entered ->> 'birthOn')::date, person.birth_on),
  phone = coalesce(entry.entered ->> 'phone', person.phone),
  email = coalesce(entry.entered ->> 'email', person.email)
from kynang.import_row as decided
join kynang.import_entry as entry
  on entry.firm_id = $1
  and entry.batch_id = $2
  and entry.number = decided.number
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

-- name: import.audit_details
-- The rows of a step as the detail of its audit row.
-- $1 uuid firm, $2 uuid audit row, $3 uuid batch, $4 integer step
insert into kynang.audit_detail (firm_id, audit_id, ordinal, subject_id, change, fields)
select
  $1, $2,
  coalesce((
    select max(detail.ordinal)
    from kynang.audit_detail as detail
    where detail.firm_id = $1
      and detail.audit_id = $2
  ), 0) + row_number() over (order by decided.number),
  coalesce(decided.employee_id, written.record_id),
  stepped.action || '.' || decided.verdict,
  case when stepped.action = 'apply' then decided.changes else '[]'::jsonb end
from kynang.import_step as stepped
join lateral (
  select write.number, (array_agg(write.record_id order by write.record_id))[1] as record_id
  from kynang.import_write as write
  where write.firm_id = $1
    and write.batch_id = $3
    and write.step = stepped.step
  group by write.number
) as written on true
join kynang.import_row as decided
  on decided.firm_id = $1
  and decided.batch_id = $3
  and decided.number = written.number
where stepped.firm_id = $1
  and stepped.batch_id = $3
  and stepped.step = $4::integer;

-- name: import.plan_undo
-- Notes what an undoing (or the undoing of one) will restore. Rows of people erased since, and people on
-- whom others have built, are left alone; rows changed since are left alone unless they are named.
-- $1 uuid firm, $2 uuid batch, $3 integer step, $4 boolean redo, $5 integer[] rows (null: all),
-- $6 integer[] rows to restore although they were changed
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after, restored_revision)
select
  $1, $2, former.number, $3::integer, former.relation, former.record_id,
  coalesce(present.revision, former.revision_after), coalesce(present.revision, former.revision_after) + 1,
  former.revision_before
from kynang.import_obstacles($1, $2) as obstacle
join kynang.import_write as former
  on former.firm_id = $1
  and former.batch_id = $2
  and former.number = obstacle.number
  and former.step = obstacle.step
left join lateral (
  select employee.version as revision
  from kynang.employee as employee
  where former.relation = 'employee'
    and employee.firm_id = $1
    and employee.id = former.record_id
  union all
  select fact.revision
  from kynang.employment as fact
  where former.relation = 'employment'
    and fact.firm_id = $1
    and fact.id = former.record_id
    and fact.superseded_at is null
  union all
  select fact.revision
  from kynang.assignment as fact
  where former.relation = 'assignment'
    and fact.firm_id = $1
    and fact.id = former.record_id
    and fact.superseded_at is null
  union all
  select fact.revision
  from kynang.role_requirement as fact
  where former.relation = 'role_requirement'
    and fact.firm_id = $1
    and fact.id = former.record_id
    and fact.superseded_at is null
  union all
  select fact.revision
  from kynang.assessment as fact
  where former.relation = 'assessment'
    and fact.firm_id = $1
    and fact.id = former.record_id
    and fact.superseded_at is null
  union all
  select fact.revision
  from kynang.attendance as fact
  where former.relation = 'attendance'
    and fact.firm_id = $1
    and fact.id = former.record_id
    and fact.superseded_at is null
  union all
  select fact.revision
  from kynang.completion as fact
  where former.relation = 'completion'
    and fact.firm_id = $1
    and fact.id = former.record_id
    and fact.superseded_at is null
  union all
  select fact.revision
  from kynang.enrolment_status as fact
  where former.relation = 'enrolment_status'
    and fact.firm_id = $1
    and fact.id = former.record_id
    and fact.superseded_at is null
) as present on true
where (obstacle.action = 'undo') = $4
  and not obstacle.is_erased
  and (not obstacle.is_used or $4)
  and ($5::integer[] is null or obstacle.number = any ($5))
  and (not obstacle.is_changed or obstacle.number = any ($6::integer[]))
  -- A record that was merged comes back with the merge and not with a file.
  and not (
    former.relation in ('employee', 'employment', 'assignment')
    and exists (
      select from kynang.employee as gone
      where gone.firm_id = $1
        and gone.id = obstacle.employee_id
        and gone.merged_into is not null
    )
  );

-- name: import.keep_present
-- The values of the people whom a step is about to restore, so that the step itself can be undone.
-- $1 uuid firm, $2 uuid batch, $3 integer step
insert into kynang.import_former (firm_id, batch_id, number, step, employee_id, code, person)
select
  $1, $2, planned.number, $3::integer, employee.id, employee.code, jsonb_build_object(
    'fullName', person.full_name, 'familyName', person.family_name, 'middleName', person.middle_name,
    'givenName', person.given_name, 'birthOn', person.birth_on, 'phone', person.phone, 'email', person.email)
from kynang.import_write as planned
join kynang.employee as employee
  on employee.firm_id = $1
  and employee.id = planned.record_id
join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = employee.id
where planned.firm_id = $1
  and planned.batch_id = $2
  and planned.step = $3::integer
  and planned.relation = 'employee'
  and employee.code not like '~%';

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

-- name: import.restore_employments
-- Revisions that say again what an earlier one said; void where there was none.
-- $1 uuid firm, $2 uuid batch, $3 integer step, $4 timestamptz now, $5 uuid account, $6 text reason
with superseded as (
  update kynang.employment as present
  set superseded_at = $4
  from kynang.import_write as planned
  where planned.firm_id = $1
    and planned.batch_id = $2
    and planned.step = $3::integer
    and planned.relation = 'employment'
    and present.firm_id = $1
    and present.id = planned.record_id
    and present.superseded_at is null
  returning present.id, planned.revision_before, planned.revision_after, planned.restored_revision
)
insert into kynang.employment (
  firm_id, id, revision, during, away, leaving_reason, recorded_at, recorded_by, reason, is_void)
select
  $1, superseded.id, superseded.revision_after, source.during, source.away, source.leaving_reason, $4, $5, $6,
  superseded.restored_revision = 0 or source.is_void
from superseded
join kynang.employment as source
  on source.firm_id = $1
  and source.id = superseded.id
  and source.revision = case
    when superseded.restored_revision = 0 then superseded.revision_before
    else superseded.restored_revision
  end;

-- name: import.restore_assignments
-- All of them are superseded before the first is restored: two may have changed places. What a merge moved
-- stays with whom it was moved to, here and for every kind: nothing but its undoing undoes a merge.
-- $1 uuid firm, $2 uuid batch, $3 integer step, $4 timestamptz now, $5 uuid account, $6 text reason
with superseded as (
  update kynang.assignment as present
  set superseded_at = $4
  from kynang.import_write as planned
  where planned.firm_id = $1
    and planned.batch_id = $2
    and planned.step = $3::integer
    and planned.relation = 'assignment'
    and present.firm_id = $1
    and present.id = planned.record_id
    and present.superseded_at is null
  returning
    present.id, present.employee_id, planned.revision_before, planned.revision_after,
    planned.restored_revision
),
all_superseded as materialized (
  select count(*) as rows
  from superseded
)
insert into kynang.assignment (
  firm_id, id, revision, employee_id, unit_id, job_role_id, during, recorded_at, recorded_by, reason, is_void)
select
  $1, superseded.id, superseded.revision_after, superseded.employee_id, source.unit_id, source.job_role_id,
  source.during, $4, $5, $6, superseded.restored_revision = 0 or source.is_void
from superseded
join kynang.assignment as source
  on source.firm_id = $1
  and source.id = superseded.id
  and source.revision = case
    when superseded.restored_revision = 0 then superseded.revision_before
    else superseded.restored_revision
  end
where (select all_superseded.rows from all_superseded) > 0;

-- name: import.finish_step
-- Counts the rows of a step and says what is left of the batch.
-- $1 uuid firm, $2 uuid batch, $3 integer step, $4 timestamptz now
with counted as (
  update kynang.import_step as stepped
  set row_count = tally.rows
  from (
    select count(distinct write.number)::integer as rows
    from kynang.import_write as write
    where write.firm_id = $1
      and write.batch_id = $2
      and write.step = $3::integer
  ) as tally
  where stepped.firm_id = $1
    and stepped.batch_id = $2
    and stepped.step = $3::integer
  returning tally.rows
),
last as (
  select write.number, max(write.step) as step
  from kynang.import_write as write
  where write.firm_id = $1
    and write.batch_id = $2
  group by write.number
),
standing as (
  select
    count(*) filter (where stepped.action <> 'undo') as written,
    count(*) filter (where stepped.action = 'undo') as undone
  from last
  join kynang.import_step as stepped
    on stepped.firm_id = $1
    and stepped.batch_id = $2
    and stepped.step = last.step
),
said as (
  update kynang.import_batch as batch
  set
    state = case
      when standing.undone = 0 then 'applied'
      when standing.written = 0 then 'undone'
      else 'partly_undone'
    end,
    state_at = $4,
    version = batch.version + 1
  from standing
  where batch.firm_id = $1
    and batch.id = $2
    and not batch.is_cancel_asked
  returning batch.state
)
select counted.rows::integer as row_count, said.state
from counted
cross join said;

-- name: import.undo_obstacles
-- Rows whose last step cannot be undone as a matter of course, with what has happened since.
-- $1 uuid firm, $2 uuid batch, $3 boolean redo, $4 integer rows
select
  obstacle.number, obstacle.employee_id, employee.code, person.full_name, obstacle.is_erased,
  obstacle.is_changed, obstacle.is_used, latest.recorded_at as changed_at, latest.reason as changed_reason,
  latest.relation as changed_relation
from kynang.import_obstacles($1, $2) as obstacle
left join kynang.employee as employee
  on employee.firm_id = $1
  and employee.id = obstacle.employee_id
left join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = obstacle.employee_id
left join lateral (
  select change.recorded_at, change.reason, change.relation
  from (
    select fact.recorded_at, fact.reason, 'employment' as relation
    from kynang.employment as fact
    where fact.firm_id = $1
      and fact.id = obstacle.employee_id
      and fact.superseded_at is null
    union all
    select fact.recorded_at, fact.reason, 'assignment'
    from kynang.assignment as fact
    where fact.firm_id = $1
      and fact.employee_id = obstacle.employee_id
      and fact.superseded_at is null
    union all
    select fact.recorded_at, fact.reason, 'assessment'
    from kynang.assessment as fact
    where fact.firm_id = $1
      and fact.employee_id = obstacle.employee_id
      and fact.superseded_at is null
    union all
    select fact.recorded_at, fact.reason, 'enrolment'
    from kynang.enrolment_status as fact
    where fact.firm_id = $1
      and fact.employee_id = obstacle.employee_id
      and fact.superseded_at is null
  ) as change
  order by change.recorded_at desc
  limit 1
) as latest on true
where (obstacle.action = 'undo') = $3
  and (obstacle.is_erased or obstacle.is_changed or obstacle.is_used and not $3)
order by obstacle.number
limit $4;

-- name: import.show
-- One batch; is_running says that somebody is at work on it at this moment.
-- $1 uuid firm, $2 uuid batch, $3 uuid the only account whose batches are shown (null: any)
select
  batch.id, batch.kind, batch.file_name, encode(batch.file_sha256, 'hex') as file_sha256, batch.sheet,
  batch.header_row, batch.header, batch.fields, batch.options::text as options, batch.state, batch.state_at,
  batch.failure_rule, batch.is_cancel_asked, batch.row_count, batch.read_count, batch.create_count,
  batch.change_count, batch.same_count, batch.ambiguous_count, batch.error_count, batch.version,
  batch.created_at, batch.created_by, batch.applied_at, batch.applied_by,
  not pg_try_advisory_xact_lock_shared(hashtextextended('import.batch' || batch.id::text, 0)) as is_running
from kynang.import_batch as batch
where batch.firm_id = $1
  and batch.id = $2
  and ($3::uuid is null or batch.created_by = $3);

-- name: import.list
-- Batches, newest first.
-- $1 uuid firm, $2 text kind (null: any), $3 uuid the only account whose batches are shown (null: any),
-- $4 uuid after, $5 integer rows
select
  batch.id, batch.kind, batch.file_name, batch.state, batch.row_count, batch.create_count,
  batch.change_count, batch.same_count, batch.ambiguous_count, batch.error_count, batch.created_at,
  batch.applied_at
from kynang.import_batch as batch
where batch.firm_id = $1
  and ($2::text is null or batch.kind = $2)
  and ($3::uuid is null or batch.created_by = $3)
  and ($4::uuid is null or batch.id < $4)
order by batch.id desc
limit $5;

-- name: import.steps
-- $1 uuid firm, $2 uuid batch
select stepped.step, stepped.action, stepped.row_count, stepped.recorded_at, stepped.recorded_by, stepped.reason
from kynang.import_step as stepped
where stepped.firm_id = $1
  and stepped.batch_id = $2
order by stepped.step;

-- name: import.rows
-- Rows of a batch in the order of the file: what was entered, what stood there before, and what comes of it.
-- $1 uuid firm, $2 uuid batch, $3 text verdict (null: any), $4 integer after row, $5 integer rows
select
  decided.number, decided.verdict, decided.employee_id, decided.changes::text as changes,
  decided.problems::text as problems, entry.entered::text as entered,
  coalesce(
    former.person || jsonb_build_object('code', former.code),
    jsonb_build_object(
      'code', employee.code, 'fullName', person.full_name, 'birthOn', person.birth_on, 'phone', person.phone,
      'email', person.email))::text as former,
  coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'employeeId', candidate.id, 'code', candidate.code, 'fullName', namesake.full_name,
        'birthOn', namesake.birth_on, 'unit', place.name)
      order by candidate.code)
    from kynang.employee as candidate
    join kynang.person as namesake
      on namesake.firm_id = $1
      and namesake.employee_id = candidate.id
    left join lateral (
      select placement.name
      from kynang.assignment as assignment
      join kynang.unit_placement as placement
        on placement.firm_id = $1
        and placement.id = assignment.unit_id
        and placement.superseded_at is null
      where assignment.firm_id = $1
        and assignment.employee_id = candidate.id
        and assignment.superseded_at is null
        and not assignment.is_void
      order by lower(assignment.during) desc
      limit 1
    ) as place on true
    where candidate.firm_id = $1
      and candidate.id = any (decided.candidates)
  ), '[]'::jsonb)::text as candidates,
  (
    select stepped.action
    from kynang.import_write as write
    join kynang.import_step as stepped
      on stepped.firm_id = $1
      and stepped.batch_id = $2
      and stepped.step = write.step
    where write.firm_id = $1
      and write.batch_id = $2
      and write.number = decided.number
    order by write.step desc
    limit 1
  ) as action
from kynang.import_row as decided
left join kynang.import_entry as entry
  on entry.firm_id = $1
  and entry.batch_id = $2
  and entry.number = decided.number
left join kynang.import_former as former
  on former.firm_id = $1
  and former.batch_id = $2
  and former.number = decided.number
  and former.step = 1
left join kynang.employee as employee
  on employee.firm_id = $1
  and employee.id = decided.employee_id
  and decided.verdict <> 'create'
left join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = employee.id
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.number > $4
  and ($3::text is null or decided.verdict = $3)
order by decided.number
limit $5;

-- name: import.mappings
-- What the firm has said that headings of its own mean.
-- $1 uuid firm, $2 text kind
select mapping.heading, mapping.field
from kynang.import_mapping as mapping
where mapping.firm_id = $1
  and mapping.kind = $2;

-- name: import.remember_mapping
-- $1 uuid firm, $2 text kind, $3 text[] folded headings, $4 text[] fields, $5 timestamptz now, $6 uuid account
insert into kynang.import_mapping (firm_id, kind, heading, field, recorded_at, recorded_by)
select distinct on (said.heading) $1, $2, said.heading, said.field, $5, $6
from unnest($3::text[], $4::text[]) as said (heading, field)
on conflict (firm_id, kind, heading) do update
set field = excluded.field, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by;

-- name: import.ambiguous_row
-- $1 uuid firm, $2 uuid batch, $3 integer row
select decided.verdict, decided.candidates, encode(entry.identity, 'hex') as identity
from kynang.import_row as decided
join kynang.import_entry as entry
  on entry.firm_id = $1
  and entry.batch_id = $2
  and entry.number = decided.number
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.number = $3::integer;

-- name: import.remember_choice
-- $1 uuid firm, $2 text identity (hexadecimal), $3 uuid employee (null: somebody new), $4 timestamptz now,
-- $5 uuid account
insert into kynang.import_choice (firm_id, identity, employee_id, chosen_at, chosen_by)
values ($1, decode($2, 'hex'), $3, $4, $5)
on conflict (firm_id, identity) do update
set employee_id = excluded.employee_id, chosen_at = excluded.chosen_at, chosen_by = excluded.chosen_by;

-- name: import.row_cells
-- The cells of a file with what comes of each row.
-- $1 uuid firm, $2 uuid batch, $3 integer after row, $4 integer rows
select
  entry.number, entry.cells::text as cells, decided.verdict, decided.problems::text as problems
from kynang.import_entry as entry
join kynang.import_row as decided
  on decided.firm_id = $1
  and decided.batch_id = $2
  and decided.number = entry.number
where entry.firm_id = $1
  and entry.batch_id = $2
  and entry.number > $3
order by entry.number
limit $4;

-- name: import.staff_template
-- Everyone who works in the firm or will, as a staff list says it.
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm)
select
  employee.code, person.full_name, person.birth_on, person.phone, person.email, unit.code as unit_code,
  role.code as job_role_code, lower(employment.during) as starts_on
from kynang.person as person
join kynang.employee as employee
  on employee.firm_id = $1
  and employee.id = person.employee_id
join kynang.employment as employment
  on employment.firm_id = $1
  and employment.id = person.employee_id
  and employment.superseded_at is null
  and not employment.is_void
left join lateral (
  select assignment.unit_id, assignment.job_role_id
  from kynang.assignment as assignment
  where assignment.firm_id = $1
    and assignment.employee_id = person.employee_id
    and assignment.superseded_at is null
    and not assignment.is_void
    and assignment.during && daterange($2, null)
  order by lower(assignment.during), assignment.id
  limit 1
) as place on true
left join kynang.unit as unit
  on unit.firm_id = $1
  and unit.id = place.unit_id
left join kynang.job_role as role
  on role.firm_id = $1
  and role.id = place.job_role_id
where person.firm_id = $1
  and person.erased_at is null
  and coalesce(upper(employment.during) > $2, true)
  and ($3::uuid[] is null or place.unit_id in (select kynang.unit_subtree($1, $3)))
order by
  person.given_name collate kynang.vietnamese, person.full_name collate kynang.vietnamese, person.employee_id;

-- name: import.requirement_template
-- What every job role requires today.
-- $1 uuid firm, $2 date today
select
  role.code as job_role_code, framework.code || ' ' || competency.code as competency_code,
  requirement.required_level, requirement.minimum_holders
from kynang.role_requirement as requirement
join kynang.job_role as role
  on role.firm_id = $1
  and role.id = requirement.job_role_id
join kynang.competency as competency
  on competency.id = requirement.competency_id
join kynang.framework as framework
  on framework.id = competency.framework_id
where requirement.firm_id = $1
  and requirement.superseded_at is null
  and not requirement.is_void
  and requirement.during @> $2::date
order by role.code, framework.code, competency.ordinal;

-- name: import.evaluate_requirements
-- Compares requirements of job roles with those of the day from which each is to hold.
-- $1 uuid firm, $2 uuid batch, $3 date today, $4 timestamptz now
with entry as materialized (
  select
    entry.number, entry.problems, entry.entered ->> 'jobRoleKey' as role_key,
    entry.entered ->> 'competencyKey' as competency_key,
    (entry.entered ->> 'requiredLevel')::integer as level,
    (entry.entered ->> 'minimumHolders')::integer as holders,
    coalesce((entry.entered ->> 'validFrom')::date, $3) as valid_from
  from kynang.import_entry as entry
  where entry.firm_id = $1
    and entry.batch_id = $2
),
role_name as (
  select distinct on (named.key) named.key, named.ids, named.title
  from (
    select
      kynang.folded(role.code) as key, 1 as rank, array_agg(role.id) as ids,
      min(coalesce(role.title ->> 'vi', role.title ->> 'en')) as title
    from kynang.job_role as role
    where role.firm_id = $1
      and role.is_active
    group by kynang.folded(role.code)
    union all
    select
      kynang.folded(text.title), 2, array_agg(distinct role.id),
      min(coalesce(role.title ->> 'vi', role.title ->> 'en'))
    from kynang.job_role as role
    cross join lateral unnest(array[role.title ->> 'vi', role.title ->> 'en']) as text (title)
    where role.firm_id = $1
      and role.is_active
      and text.title is not null
    group by kynang.folded(text.title)
  ) as named
  order by named.key, named.rank
),
wanted as materialized (
  select
    entry.number, entry.problems, entry.role_key, entry.competency_key, entry.level, entry.holders,
    entry.valid_from, role_name.ids as role_ids, role_name.title as role_title, named.ids as competency_ids,
    framework.level_count, framework.code || ' ' || competency.code as competency_code
  from entry
  left join role_name
    on role_name.key = entry.role_key
  left join kynang.import_competencies() as named
    on named.key = entry.competency_key
  left join kynang.competency as competency
    on competency.id = named.ids[1]
  left join kynang.framework as framework
    on framework.id = competency.framework_id
),
repeated as (
  select
    wanted.role_ids, wanted.competency_ids,
    jsonb_build_object(
      'field', 'row', 'rule', 'import.requirement_twice', 'parameters', jsonb_build_object(
        'lines', string_agg(wanted.number::text, ', ' order by wanted.number))) as problem
  from wanted
  where wanted.role_ids is not null
    and wanted.competency_ids is not null
  group by wanted.role_ids, wanted.competency_ids
  having count(*) > 1
),
standing as materialized (
  select
    wanted.number, present.id, present.revision, present.required_level, present.minimum_holders,
    lower(present.during) as starts_on, upper(present.during) as ends_before,
    present.during @> wanted.valid_from as is_present
  from wanted
  join kynang.role_requirement as present
    on present.firm_id = $1
    and present.job_role_id = wanted.role_ids[1]
    and present.competency_id = wanted.competency_ids[1]
    and present.superseded_at is null
    and not present.is_void
    and present.during && daterange(wanted.valid_from, null)
),
compared as (
  select
    wanted.number, wanted.problems, wanted.level, coalesce(wanted.holders, present.minimum_holders, 1) as holders,
    wanted.valid_from, wanted.role_ids, wanted.role_title, wanted.competency_ids, wanted.competency_code,
    present.id, present.revision, present.required_level, present.minimum_holders, present.starts_on,
    present.ends_before,
    concat_ws(',',
      repeated.problem::text,
      case when wanted.role_ids is null
        then '{"field":"jobRole","rule":"import.unknown_job_role","parameters":{}}' end,
      case when cardinality(wanted.role_ids) > 1
        then '{"field":"jobRole","rule":"import.job_role_ambiguous","parameters":{}}' end,
      case when wanted.competency_ids is null
        then '{"field":"competency","rule":"import.unknown_competency","parameters":{}}' end,
      case when cardinality(wanted.competency_ids) > 1
        then '{"field":"competency","rule":"import.competency_ambiguous","parameters":{}}' end,
      case when cardinality(wanted.competency_ids) = 1 and wanted.level_count is null
        then '{"field":"competency","rule":"assessment.framework_has_no_levels","parameters":{}}' end,
      case when wanted.level > wanted.level_count then
        '{"field":"requiredLevel","rule":"field.out_of_range","parameters":{"lowest":"1","highest":"'
        || wanted.level_count || '"}}' end,
      case when later.number is not null
        then '{"field":"validFrom","rule":"import.later_requirement","parameters":{}}' end
    ) as found_problems
  from wanted
  left join standing as present
    on present.number = wanted.number
    and present.is_present
  left join (
    select distinct standing.number
    from standing
    where not standing.is_present
  ) as later
    on later.number = wanted.number
  left join repeated
    on repeated.role_ids = wanted.role_ids
    and repeated.competency_ids = wanted.competency_ids
),
judged as (
  select
    compared.number, compared.level, compared.holders, compared.valid_from, compared.role_ids,
    compared.role_title, compared.competency_ids, compared.competency_code, compared.id, compared.revision,
    compared.required_level, compared.minimum_holders, compared.starts_on, compared.ends_before,
    case
      when compared.problems is not null or compared.found_problems <> '' then 'error'
      when compared.id is null then 'create'
      when compared.level <> compared.required_level or compared.holders <> compared.minimum_holders then 'change'
      else 'same'
    end as verdict,
    coalesce(compared.problems, '[]'::jsonb) || ('[' || compared.found_problems || ']')::jsonb as problems
  from compared
)
insert into kynang.import_row (firm_id, batch_id, number, verdict, target, changes, problems)
select
  $1, $2, judged.number, judged.verdict,
  case when judged.verdict in ('create', 'change') then
    jsonb_build_object(
      'roleId', judged.role_ids[1], 'competencyId', judged.competency_ids[1], 'level', judged.level,
      'holders', judged.holders, 'from', judged.valid_from, 'until', judged.ends_before, 'oldId', judged.id,
      'oldRevision', judged.revision,
      'newId', case when judged.id is null or judged.starts_on < judged.valid_from then kynang.uuid_v7($4) end)
  else '{}'::jsonb end,
  case when judged.verdict in ('create', 'change') then
    jsonb_build_array(
      jsonb_build_object('field', 'jobRole', 'after', judged.role_title),
      jsonb_build_object('field', 'competency', 'after', judged.competency_code),
      jsonb_build_object(
        'field', 'requiredLevel', 'before', judged.required_level::text, 'after', judged.level::text),
      jsonb_build_object(
        'field', 'minimumHolders', 'before', judged.minimum_holders::text, 'after', judged.holders::text),
      jsonb_build_object('field', 'validFrom', 'after', judged.valid_from::text))
  else '[]'::jsonb end,
  judged.problems
from judged;

-- name: import.revise_requirements
-- Ends the requirements that rows change, or corrects those that begin on the day of the change.
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
with former as (
  update kynang.role_requirement as present
  set superseded_at = $3
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict = 'change'
    and present.firm_id = $1
    and present.id = (decided.target ->> 'oldId')::uuid
    and present.revision = (decided.target ->> 'oldRevision')::integer
    and present.superseded_at is null
  returning
    present.id, present.revision, present.job_role_id, present.competency_id, present.required_level,
    present.minimum_holders, present.during, decided.number, decided.target,
    decided.target ->> 'newId' is not null as is_ended
),
revised as (
  insert into kynang.role_requirement (
    firm_id, id, revision, job_role_id, competency_id, required_level, minimum_holders, during, recorded_at,
    recorded_by)
  select
    $1, former.id, former.revision + 1, former.job_role_id, former.competency_id,
    case when former.is_ended then former.required_level else (former.target ->> 'level')::integer end,
    case when former.is_ended then former.minimum_holders else (former.target ->> 'holders')::integer end,
    case
      when former.is_ended then daterange(lower(former.during), (former.target ->> 'from')::date)
      else former.during
    end,
    $3, $4
  from former
)
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select $1, $2, former.number, 1, 'role_requirement', former.id, former.revision, former.revision + 1
from former;

-- name: import.require
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
with required as (
  insert into kynang.role_requirement (
    firm_id, id, revision, job_role_id, competency_id, required_level, minimum_holders, during, recorded_at,
    recorded_by)
  select
    $1, (decided.target ->> 'newId')::uuid, 1, (decided.target ->> 'roleId')::uuid,
    (decided.target ->> 'competencyId')::uuid, (decided.target ->> 'level')::integer,
    (decided.target ->> 'holders')::integer,
    daterange((decided.target ->> 'from')::date, (decided.target ->> 'until')::date), $3, $4
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict in ('create', 'change')
    and decided.target ->> 'newId' is not null
  returning id
)
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select $1, $2, decided.number, 1, 'role_requirement', required.id, 0, 1
from required
join kynang.import_row as decided
  on decided.firm_id = $1
  and decided.batch_id = $2
  and (decided.target ->> 'newId')::uuid = required.id;

-- name: import.bump_job_roles
-- New versions of the job roles whose requirements a step wrote.
-- $1 uuid firm, $2 uuid batch, $3 integer step
update kynang.job_role as role
set version = role.version + 1
where role.firm_id = $1
  and role.id in (
    select (decided.target ->> 'roleId')::uuid
    from kynang.import_write as write
    join kynang.import_row as decided
      on decided.firm_id = $1
      and decided.batch_id = $2
      and decided.number = write.number
    where write.firm_id = $1
      and write.batch_id = $2
      and write.step = $3::integer
  );

-- name: import.restore_requirements
-- All of them are superseded before the first is restored: one may stand where another ends.
-- $1 uuid firm, $2 uuid batch, $3 integer step, $4 timestamptz now, $5 uuid account, $6 text reason
with superseded as (
  update kynang.role_requirement as present
  set superseded_at = $4
  from kynang.import_write as planned
  where planned.firm_id = $1
    and planned.batch_id = $2
    and planned.step = $3::integer
    and planned.relation = 'role_requirement'
    and present.firm_id = $1
    and present.id = planned.record_id
    and present.superseded_at is null
  returning present.id, planned.revision_before, planned.revision_after, planned.restored_revision
),
all_superseded as materialized (
  select count(*) as rows
  from superseded
)
insert into kynang.role_requirement (
  firm_id, id, revision, job_role_id, competency_id, required_level, minimum_holders, during, recorded_at,
  recorded_by, reason, is_void)
select
  $1, superseded.id, superseded.revision_after, source.job_role_id, source.competency_id,
  source.required_level, source.minimum_holders, source.during, $4, $5, $6,
  superseded.restored_revision = 0 or source.is_void
from superseded
join kynang.role_requirement as source
  on source.firm_id = $1
  and source.id = superseded.id
  and source.revision = case
    when superseded.restored_revision = 0 then superseded.revision_before
    else superseded.restored_revision
  end
where (select all_superseded.rows from all_superseded) > 0;

-- name: import.evaluate_assessments
-- Compares assessments with those of the same person, competency, kind and day.
-- $1 uuid firm, $2 uuid batch, $3 date today, $4 timestamptz now, $5 uuid[] roots in sight (null: the whole firm)
with entry as materialized (
  select
    entry.number, entry.problems, entry.entered ->> 'competencyKey' as competency_key,
    entry.entered ->> 'kind' as kind, (entry.entered ->> 'level')::integer as level,
    (entry.entered ->> 'result') = 'passed' as is_passed, (entry.entered ->> 'occurredOn')::date as occurred_on,
    (entry.entered ->> 'expiresOn')::date as expires_on, entry.entered ->> 'evidence' as evidence
  from kynang.import_entry as entry
  where entry.firm_id = $1
    and entry.batch_id = $2
),
meant as materialized (
  select meant.number, meant.employee_id, meant.candidates, meant.problem
  from kynang.import_people($1, $2, false, $5::uuid[], $3) as meant
),
wanted as materialized (
  select
    entry.number, entry.problems, entry.kind, entry.level, entry.is_passed, entry.occurred_on, entry.expires_on,
    entry.evidence, meant.employee_id, meant.candidates, meant.problem as people_problem,
    named.ids as competency_ids, framework.kind as framework_kind, framework.level_count,
    framework.code || ' ' || competency.code as competency_code
  from entry
  join meant
    on meant.number = entry.number
  left join kynang.import_competencies() as named
    on named.key = entry.competency_key
  left join kynang.competency as competency
    on competency.id = named.ids[1]
  left join kynang.framework as framework
    on framework.id = competency.framework_id
),
repeated as (
  select
    wanted.employee_id, wanted.competency_ids, wanted.kind, wanted.occurred_on,
    jsonb_build_object(
      'field', 'row', 'rule', 'import.assessment_twice', 'parameters', jsonb_build_object(
        'lines', string_agg(wanted.number::text, ', ' order by wanted.number))) as problem
  from wanted
  where wanted.employee_id is not null
    and wanted.competency_ids is not null
  group by wanted.employee_id, wanted.competency_ids, wanted.kind, wanted.occurred_on
  having count(*) > 1
),
compared as (
  select
    wanted.number, wanted.problems as entry_problems, wanted.kind, wanted.level, wanted.is_passed,
    wanted.occurred_on, wanted.expires_on, wanted.evidence, wanted.employee_id, wanted.candidates,
    wanted.people_problem, wanted.competency_ids, wanted.competency_code, present.id, present.revision,
    present.level as old_level, present.is_passed as old_is_passed, present.expires_on as old_expires_on,
    present.evidence as old_evidence,
    concat_ws(',',
      repeated.problem::text,
      case when wanted.competency_ids is null
        then '{"field":"competency","rule":"import.unknown_competency","parameters":{}}' end,
      case when cardinality(wanted.competency_ids) > 1
        then '{"field":"competency","rule":"import.competency_ambiguous","parameters":{}}' end,
      case when wanted.framework_kind = 'levels' and wanted.level is null
        then '{"field":"level","rule":"field.required","parameters":{}}' end,
      case when wanted.framework_kind = 'levels' and wanted.is_passed is not null
        then '{"field":"result","rule":"assessment.has_levels","parameters":{}}' end,
      case when wanted.framework_kind = 'levels' and wanted.level > wanted.level_count then
        '{"field":"level","rule":"field.out_of_range","parameters":{"lowest":"1","highest":"'
        || wanted.level_count || '"}}' end,
      case when wanted.framework_kind = 'pass_fail' and wanted.level is not null
        then '{"field":"level","rule":"assessment.is_passed_or_not","parameters":{}}' end,
      case when wanted.framework_kind = 'pass_fail' and wanted.is_passed is null
        then '{"field":"result","rule":"field.required","parameters":{}}' end,
      case when wanted.framework_kind = 'groups'
        then '{"field":"competency","rule":"assessment.framework_has_no_levels","parameters":{}}' end,
      case when wanted.expires_on < wanted.occurred_on
        then '{"field":"expiresOn","rule":"assessment.expires_before_it_was_made","parameters":{}}' end,
      case when wanted.employee_id is not null and employment.id is null
        then '{"field":"occurredOn","rule":"import.not_employed_then","parameters":{}}' end
    ) as found_problems
  from wanted
  left join kynang.employment as employment
    on employment.firm_id = $1
    and employment.id = wanted.employee_id
    and employment.superseded_at is null
    and not employment.is_void
    and employment.during @> wanted.occurred_on
    and not employment.away @> wanted.occurred_on
  left join kynang.assessment as present
    on present.firm_id = $1
    and present.employee_id = wanted.employee_id
    and present.competency_id = wanted.competency_ids[1]
    and present.kind = wanted.kind
    and present.occurred_on = wanted.occurred_on
    and present.superseded_at is null
    and not present.is_void
    and present.enrolment_id is null
  left join repeated
    on repeated.employee_id = wanted.employee_id
    and repeated.competency_ids = wanted.competency_ids
    and repeated.kind = wanted.kind
    and repeated.occurred_on = wanted.occurred_on
),
judged as (
  -- Two recorded alike on one day stay two: the first of them is compared.
  select distinct on (compared.number)
    compared.number, compared.kind, compared.level, compared.is_passed, compared.occurred_on,
    compared.expires_on, compared.evidence, compared.employee_id, compared.candidates, compared.competency_ids,
    compared.competency_code, compared.id, compared.revision, compared.old_level, compared.old_is_passed,
    compared.old_expires_on,
    case
      when compared.entry_problems is not null or compared.found_problems <> '' then 'error'
      when compared.candidates <> '{}' then 'ambiguous'
      when compared.people_problem is not null then 'error'
      when compared.id is null then 'create'
      when compared.level is distinct from compared.old_level
        or compared.is_passed is distinct from compared.old_is_passed
        or compared.expires_on is not null and compared.expires_on is distinct from compared.old_expires_on
        or compared.evidence is distinct from compared.old_evidence then 'change'
      else 'same'
    end as verdict,
    case
      when compared.entry_problems is not null or compared.found_problems <> '' then
        coalesce(compared.entry_problems, '[]'::jsonb) || ('[' || compared.found_problems || ']')::jsonb
      when compared.people_problem is not null then jsonb_build_array(compared.people_problem)
      else '[]'::jsonb
    end as problems
  from compared
  order by compared.number, compared.id
)
insert into kynang.import_row (
  firm_id, batch_id, number, verdict, employee_id, target, changes, problems, candidates)
select
  $1, $2, judged.number, judged.verdict, judged.employee_id,
  case when judged.verdict in ('create', 'change') then
    jsonb_build_object(
      'competencyId', judged.competency_ids[1], 'oldId', judged.id, 'oldRevision', judged.revision,
      'newId', case when judged.id is null then kynang.uuid_v7($4) end)
  else '{}'::jsonb end,
  case when judged.verdict in ('create', 'change') then
    jsonb_build_array(
      jsonb_build_object('field', 'competency', 'after', judged.competency_code),
      jsonb_build_object('field', 'kind', 'after', judged.kind),
      jsonb_build_object('field', 'occurredOn', 'after', judged.occurred_on::text),
      jsonb_build_object('field', 'level', 'before', judged.old_level::text, 'after', judged.level::text),
      jsonb_build_object(
        'field', 'isPassed', 'before', judged.old_is_passed::text, 'after', judged.is_passed::text),
      jsonb_build_object(
        'field', 'expiresOn', 'before', judged.old_expires_on::text,
        'after', coalesce(judged.expires_on, judged.old_expires_on)::text),
      jsonb_build_object('field', 'evidence'))
  else '[]'::jsonb end,
  judged.problems, judged.candidates
from judged;

-- name: import.write_assessments
-- First and next revisions of the assessments of a file.
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
with former as (
  update kynang.assessment as present
  set superseded_at = $3
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict = 'change'
    and present.firm_id = $1
    and present.id = (decided.target ->> 'oldId')::uuid
    and present.revision = (decided.target ->> 'oldRevision')::integer
    and present.superseded_at is null
  returning decided.number, present.id, present.revision, present.expires_on, present.evidence_url
),
wanted as (
  select
    decided.number, coalesce(former.id, (decided.target ->> 'newId')::uuid) as id,
    coalesce(former.revision, 0) as revision_before, decided.employee_id,
    (decided.target ->> 'competencyId')::uuid as competency_id, entry.entered,
    former.expires_on as old_expires_on, former.evidence_url
  from kynang.import_row as decided
  join kynang.import_entry as entry
    on entry.firm_id = $1
    and entry.batch_id = $2
    and entry.number = decided.number
  left join former
    on former.number = decided.number
  where decided.firm_id = $1
    and decided.batch_id = $2
    and (decided.verdict = 'create' or former.id is not null)
),
written as (
  insert into kynang.assessment (
    firm_id, id, revision, employee_id, competency_id, kind, grade, level, is_passed, occurred_on, expires_on,
    evidence, evidence_url, recorded_at, recorded_by)
  select
    $1, wanted.id, wanted.revision_before + 1, wanted.employee_id, wanted.competency_id,
    wanted.entered ->> 'kind',
    case wanted.entered ->> 'kind'
      when 'test' then 'tested'
      when 'certificate' then 'certified'
      else 'observed_manager'
    end,
    (wanted.entered ->> 'level')::integer, (wanted.entered ->> 'result') = 'passed',
    (wanted.entered ->> 'occurredOn')::date,
    coalesce((wanted.entered ->> 'expiresOn')::date, wanted.old_expires_on), wanted.entered ->> 'evidence',
    wanted.evidence_url, $3, $4
  from wanted
)
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select
  $1, $2, wanted.number, 1, 'assessment', wanted.id, wanted.revision_before, wanted.revision_before + 1
from wanted;

-- name: import.restore_assessments
-- Revisions that say again what an earlier one said; void where there was none.
-- $1 uuid firm, $2 uuid batch, $3 integer step, $4 timestamptz now, $5 uuid account, $6 text reason
with superseded as (
  update kynang.assessment as present
  set superseded_at = $4
  from kynang.import_write as planned
  where planned.firm_id = $1
    and planned.batch_id = $2
    and planned.step = $3::integer
    and planned.relation = 'assessment'
    and present.firm_id = $1
    and present.id = planned.record_id
    and present.superseded_at is null
  returning
    present.id, present.employee_id, planned.revision_before, planned.revision_after,
    planned.restored_revision
)
insert into kynang.assessment (
  firm_id, id, revision, employee_id, competency_id, kind, grade, level, is_passed, occurred_on, expires_on,
  enrolment_id, course_run_id, completion_id, evidence, evidence_url, is_applied, applied_where, applied_how,
  recorded_at, recorded_by, reason, is_void)
select
  $1, superseded.id, superseded.revision_after, superseded.employee_id, source.competency_id, source.kind,
  source.grade, source.level, source.is_passed, source.occurred_on, source.expires_on, source.enrolment_id,
  source.course_run_id, source.completion_id, source.evidence, source.evidence_url, source.is_applied,
  source.applied_where, source.applied_how, $4, $5, $6, superseded.restored_revision = 0 or source.is_void
from superseded
join kynang.assessment as source
  on source.firm_id = $1
  and source.id = superseded.id
  and source.revision = case
    when superseded.restored_revision = 0 then superseded.revision_before
    else superseded.restored_revision
  end;

-- name: import.add_rows
-- What rows come to, decided outside the database.
-- $1 uuid firm, $2 uuid batch, $3 integer[] row numbers, $4 text[] verdicts, $5 uuid[] employees (elements may be
-- null), $6 text[] targets (JSON), $7 text[] changes (JSON), $8 text[] problems (JSON), $9 text[] candidates
-- (ids with commas)
insert into kynang.import_row (
  firm_id, batch_id, number, verdict, employee_id, target, changes, problems, candidates)
select
  $1, $2, line.number, line.verdict, line.employee_id, line.target::jsonb, line.changes::jsonb,
  line.problems::jsonb, string_to_array(line.candidates, ',')::uuid[]
from unnest($3::integer[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[])
  as line (number, verdict, employee_id, target, changes, problems, candidates);

-- name: import.note_writes
-- $1 uuid firm, $2 uuid batch, $3 text relation, $4 integer[] row numbers, $5 uuid[] records,
-- $6 integer[] revisions before (0: none)
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select $1, $2, line.number, 1, $3, line.record_id, line.revision_before, line.revision_before + 1
from unnest($4::integer[], $5::uuid[], $6::integer[]) as line (number, record_id, revision_before);

-- name: import.trainees
-- Rows about somebody in a run: whom each means, the run that its code names, and their enrolment in it.
-- $1 uuid firm, $2 uuid batch, $3 date today, $4 uuid[] roots in sight (null: the whole firm)
with entry as materialized (
  select
    entry.number, entry.problems, entry.entered ->> 'courseRunKey' as run_key,
    entry.entered ->> 'result' as result, (entry.entered ->> 'score')::float8 as score
  from kynang.import_entry as entry
  where entry.firm_id = $1
    and entry.batch_id = $2
),
named as (
  select kynang.folded(run.code) as key, array_agg(run.id) as ids, min(run.code) as code
  from kynang.course_run as run
  group by kynang.folded(run.code)
)
select
  entry.number, entry.problems::text as problems, meant.employee_id, meant.candidates,
  meant.problem::text as people_problem, coalesce(cardinality(named.ids), 0) as run_count,
  named.ids[1] as course_run_id, named.code as course_run_code, status.id as enrolment_id, entry.result,
  entry.score
from entry
join kynang.import_people($1, $2, false, $4::uuid[], $3) as meant
  on meant.number = entry.number
left join named
  on named.key = entry.run_key
left join kynang.enrolment_status as status
  on status.firm_id = $1
  and status.employee_id = meant.employee_id
  and status.course_run_id = named.ids[1]
  and status.superseded_at is null
  and not status.is_void
  and status.state <> 'withdrawn'
order by entry.number;

-- name: import.decided
-- The rows of a batch that write something, with what was decided of them.
-- $1 uuid firm, $2 uuid batch
select
  decided.number, decided.employee_id, (decided.target ->> 'courseRunId')::uuid as course_run_id,
  (decided.target ->> 'enrolmentId')::uuid as enrolment_id, decided.target ->> 'result' as result,
  (decided.target ->> 'score')::float8 as score
from kynang.import_row as decided
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.verdict in ('create', 'change')
order by decided.number;

-- name: import.step_records
-- The enrolments that a step is about to bring back, and the state each is to have.
-- $1 uuid firm, $2 uuid batch, $3 integer step
select
  planned.record_id as enrolment_id, status.course_run_id,
  case when planned.restored_revision = 0 then 'withdrawn' else source.state end as state
from kynang.import_write as planned
join kynang.enrolment_status as status
  on status.firm_id = $1
  and status.id = planned.record_id
  and status.superseded_at is null
left join kynang.enrolment_status as source
  on source.firm_id = $1
  and source.id = planned.record_id
  and source.revision = planned.restored_revision
where planned.firm_id = $1
  and planned.batch_id = $2
  and planned.step = $3::integer
  and planned.relation = 'enrolment_status'
order by status.course_run_id, planned.record_id;

-- name: import.restore_enrolments
-- Enrolments that were withdrawn by an undoing stand again with their money; their seats are taken apart.
-- $1 uuid firm, $2 uuid batch, $3 integer step, $4 timestamptz now, $5 uuid account, $6 text reason
with superseded as (
  update kynang.enrolment_status as present
  set superseded_at = $4
  from kynang.import_write as planned
  where planned.firm_id = $1
    and planned.batch_id = $2
    and planned.step = $3::integer
    and planned.relation = 'enrolment_status'
    and planned.restored_revision > 0
    and present.firm_id = $1
    and present.id = planned.record_id
    and present.superseded_at is null
  returning present.id, present.employee_id, planned.revision_after, planned.restored_revision
)
insert into kynang.enrolment_status (
  firm_id, id, revision, employee_id, course_run_id, state, occurred_on, list_price_vnd, support_vnd,
  firm_part_vnd, money_state, recorded_at, recorded_by, reason)
select
  $1, superseded.id, superseded.revision_after, superseded.employee_id, source.course_run_id, source.state,
  source.occurred_on, source.list_price_vnd, source.support_vnd, source.firm_part_vnd, source.money_state,
  $4, $5, $6
from superseded
join kynang.enrolment_status as source
  on source.firm_id = $1
  and source.id = superseded.id
  and source.revision = superseded.restored_revision;

-- name: import.evaluate_attendance
-- Compares marks of half-days with the present ones, in classes of the firm itself.
-- $1 uuid firm, $2 uuid batch, $3 date today, $4 timestamptz now, $5 uuid[] roots in sight (null: the whole firm)
with entry as materialized (
  select
    entry.number, entry.problems, entry.entered ->> 'courseRunKey' as run_key,
    (entry.entered ->> 'heldOn')::date as held_on, entry.entered ->> 'halfDay' as half_day,
    entry.entered ->> 'mark' as mark, (entry.entered ->> 'minutes')::integer as minutes
  from kynang.import_entry as entry
  where entry.firm_id = $1
    and entry.batch_id = $2
),
named as (
  select kynang.folded(run.code) as key, array_agg(run.id) as ids, min(run.code) as code
  from kynang.course_run as run
  where run.owner_id = $1
  group by kynang.folded(run.code)
),
wanted as materialized (
  select
    entry.number, entry.problems, entry.held_on, entry.half_day, entry.mark, entry.minutes, meant.employee_id,
    meant.candidates, meant.problem as people_problem, named.ids[1] as run_id,
    coalesce(cardinality(named.ids), 0) as run_count, named.code as run_code, session.id as session_id,
    session.state as session_state,
    (extract(epoch from case entry.half_day
      when 'morning' then upper(session.morning) - lower(session.morning)
      else upper(session.afternoon) - lower(session.afternoon)
    end) / 60)::integer as length,
    status.id as enrolment_id
  from entry
  join kynang.import_people($1, $2, false, $5::uuid[], $3) as meant
    on meant.number = entry.number
  left join named
    on named.key = entry.run_key
  left join lateral (
    select held.id, held.state, held.morning, held.afternoon
    from kynang.session as held
    where held.course_run_id = named.ids[1]
      and held.held_on = entry.held_on
    order by
      case entry.half_day when 'morning' then held.morning is null else held.afternoon is null end, held.ordinal
    limit 1
  ) as session on true
  left join kynang.enrolment_status as status
    on status.firm_id = $1
    and status.employee_id = meant.employee_id
    and status.course_run_id = named.ids[1]
    and status.superseded_at is null
    and not status.is_void
    and status.state = 'enrolled'
),
repeated as (
  select
    wanted.enrolment_id, wanted.session_id, wanted.half_day,
    jsonb_build_object(
      'field', 'row', 'rule', 'import.mark_twice', 'parameters', jsonb_build_object(
        'lines', string_agg(wanted.number::text, ', ' order by wanted.number))) as problem
  from wanted
  where wanted.enrolment_id is not null
    and wanted.session_id is not null
  group by wanted.enrolment_id, wanted.session_id, wanted.half_day
  having count(*) > 1
),
compared as (
  select
    wanted.number, wanted.problems as entry_problems, wanted.employee_id, wanted.candidates,
    wanted.people_problem, wanted.run_id, wanted.run_code, wanted.session_id, wanted.enrolment_id,
    wanted.held_on, wanted.half_day, wanted.mark,
    case when wanted.mark in ('present', 'late') then coalesce(wanted.minutes, wanted.length) else 0 end as minutes,
    present.id, present.revision, present.mark as old_mark, present.minutes as old_minutes,
    concat_ws(',',
      repeated.problem::text,
      case when wanted.run_count = 0
        then '{"field":"courseRun","rule":"import.not_a_class_of_the_firm","parameters":{}}' end,
      case when wanted.run_count > 0 and wanted.session_id is null
        then '{"field":"heldOn","rule":"import.no_such_session","parameters":{}}' end,
      case when wanted.session_state = 'closed'
        then '{"field":"heldOn","rule":"attendance.session_closed","parameters":{}}' end,
      case when wanted.session_state = 'cancelled'
        then '{"field":"heldOn","rule":"attendance.session_cancelled","parameters":{}}' end,
      case when wanted.session_id is not null and wanted.length is null
        then '{"field":"halfDay","rule":"attendance.no_such_half_day","parameters":{}}' end,
      case when wanted.employee_id is not null and wanted.run_count > 0 and wanted.enrolment_id is null
        then '{"field":"row","rule":"attendance.not_in_class","parameters":{}}' end,
      case when wanted.minutes > wanted.length then
        '{"field":"minutes","rule":"attendance.longer_than_half_day","parameters":{"minutes":"'
        || wanted.length || '"}}' end
    ) as found_problems
  from wanted
  left join kynang.attendance as present
    on present.firm_id = $1
    and present.enrolment_id = wanted.enrolment_id
    and present.session_id = wanted.session_id
    and present.half_day = wanted.half_day
    and present.superseded_at is null
    and not present.is_void
  left join repeated
    on repeated.enrolment_id = wanted.enrolment_id
    and repeated.session_id = wanted.session_id
    and repeated.half_day = wanted.half_day
),
judged as (
  select
    compared.number, compared.employee_id, compared.candidates, compared.run_id, compared.run_code,
    compared.session_id, compared.enrolment_id, compared.held_on, compared.half_day, compared.mark,
    compared.minutes, compared.id, compared.revision, compared.old_mark, compared.old_minutes,
    case
      when compared.entry_problems is not null or compared.found_problems <> '' then 'error'
      when compared.candidates <> '{}' then 'ambiguous'
      when compared.people_problem is not null then 'error'
      when compared.id is null then 'create'
      when compared.mark <> compared.old_mark or compared.minutes <> compared.old_minutes then 'change'
      else 'same'
    end as verdict,
    case
      when compared.entry_problems is not null or compared.found_problems <> '' then
        coalesce(compared.entry_problems, '[]'::jsonb) || ('[' || compared.found_problems || ']')::jsonb
      when compared.people_problem is not null then jsonb_build_array(compared.people_problem)
      else '[]'::jsonb
    end as problems
  from compared
)
insert into kynang.import_row (
  firm_id, batch_id, number, verdict, employee_id, target, changes, problems, candidates)
select
  $1, $2, judged.number, judged.verdict, judged.employee_id,
  case when judged.verdict in ('create', 'change') then
    jsonb_build_object(
      'courseRunId', judged.run_id, 'sessionId', judged.session_id, 'enrolmentId', judged.enrolment_id,
      'minutes', judged.minutes, 'oldId', judged.id, 'oldRevision', judged.revision,
      'newId', case when judged.id is null then kynang.uuid_v7($4) end)
  else '{}'::jsonb end,
  case when judged.verdict in ('create', 'change') then
    jsonb_build_array(
      jsonb_build_object('field', 'courseRun', 'after', judged.run_code),
      jsonb_build_object('field', 'heldOn', 'after', judged.held_on::text),
      jsonb_build_object('field', 'halfDay', 'after', judged.half_day),
      jsonb_build_object('field', 'mark', 'before', judged.old_mark, 'after', judged.mark),
      jsonb_build_object('field', 'minutes', 'before', judged.old_minutes::text, 'after', judged.minutes::text))
  else '[]'::jsonb end,
  judged.problems, judged.candidates
from judged;

-- name: import.lock_sessions
-- The open sessions whose marks a batch writes, kept from being closed meanwhile; fewer than wanted: one was.
-- $1 uuid firm, $2 uuid batch
with wanted as materialized (
  select distinct (decided.target ->> 'sessionId')::uuid as id
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict in ('create', 'change')
),
held as materialized (
  select session.id
  from kynang.session as session
  where session.id in (select wanted.id from wanted)
    and session.state = 'open'
  order by session.id
  for no key update
)
select (select count(*) from wanted) = (select count(*) from held) as are_open;

-- name: import.write_attendance
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account
with former as (
  update kynang.attendance as present
  set superseded_at = $3
  from kynang.import_row as decided
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict = 'change'
    and present.firm_id = $1
    and present.id = (decided.target ->> 'oldId')::uuid
    and present.revision = (decided.target ->> 'oldRevision')::integer
    and present.superseded_at is null
  returning decided.number, present.id, present.revision
),
wanted as (
  select
    decided.number, coalesce(former.id, (decided.target ->> 'newId')::uuid) as id,
    coalesce(former.revision, 0) as revision_before, decided.target, entry.entered
  from kynang.import_row as decided
  join kynang.import_entry as entry
    on entry.firm_id = $1
    and entry.batch_id = $2
    and entry.number = decided.number
  left join former
    on former.number = decided.number
  where decided.firm_id = $1
    and decided.batch_id = $2
    and (decided.verdict = 'create' or former.id is not null)
),
written as (
  insert into kynang.attendance (
    firm_id, id, revision, enrolment_id, course_run_id, session_id, half_day, mark, minutes, source, occurred_on,
    recorded_at, recorded_by)
  select
    $1, wanted.id, wanted.revision_before + 1, (wanted.target ->> 'enrolmentId')::uuid,
    (wanted.target ->> 'courseRunId')::uuid, (wanted.target ->> 'sessionId')::uuid,
    wanted.entered ->> 'halfDay', wanted.entered ->> 'mark', (wanted.target ->> 'minutes')::integer, 'import',
    (wanted.entered ->> 'heldOn')::date, $3, $4
  from wanted
)
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select
  $1, $2, wanted.number, 1, 'attendance', wanted.id, wanted.revision_before, wanted.revision_before + 1
from wanted;

-- name: import.restore_attendance
-- Revisions that say again what an earlier one said; void where there was none.
-- $1 uuid firm, $2 uuid batch, $3 integer step, $4 timestamptz now, $5 uuid account, $6 text reason
with superseded as (
  update kynang.attendance as present
  set superseded_at = $4
  from kynang.import_write as planned
  where planned.firm_id = $1
    and planned.batch_id = $2
    and planned.step = $3::integer
    and planned.relation = 'attendance'
    and present.firm_id = $1
    and present.id = planned.record_id
    and present.superseded_at is null
  returning
    present.id, present.enrolment_id, planned.revision_before, planned.revision_after,
    planned.restored_revision
)
insert into kynang.attendance (
  firm_id, id, revision, enrolment_id, course_run_id, session_id, half_day, mark, minutes, source, occurred_on,
  recorded_at, recorded_by, reason, is_void)
select
  $1, superseded.id, superseded.revision_after, superseded.enrolment_id, source.course_run_id, source.session_id,
  source.half_day, source.mark, source.minutes, source.source, source.occurred_on, $4, $5, $6,
  superseded.restored_revision = 0 or source.is_void
from superseded
join kynang.attendance as source
  on source.firm_id = $1
  and source.id = superseded.id
  and source.revision = case
    when superseded.restored_revision = 0 then superseded.revision_before
    else superseded.restored_revision
  end;

-- name: import.restore_completions
-- Revisions that say again what an earlier one said; void where there was none.
-- $1 uuid firm, $2 uuid batch, $3 integer step, $4 timestamptz now, $5 uuid account, $6 text reason
with superseded as (
  update kynang.completion as present
  set superseded_at = $4
  from kynang.import_write as planned
  where planned.firm_id = $1
    and planned.batch_id = $2
    and planned.step = $3::integer
    and planned.relation = 'completion'
    and present.firm_id = $1
    and present.id = planned.record_id
    and present.superseded_at is null
  returning
    present.id, present.enrolment_id, present.employee_id, planned.revision_before, planned.revision_after,
    planned.restored_revision
)
insert into kynang.completion (
  firm_id, id, revision, enrolment_id, employee_id, course_run_id, course_id, completed_on, attended_minutes,
  planned_minutes, result, score, recorded_at, recorded_by, reason, is_void)
select
  $1, superseded.id, superseded.revision_after, superseded.enrolment_id, superseded.employee_id, source.course_run_id,
  source.course_id, source.completed_on, source.attended_minutes, source.planned_minutes, source.result,
  source.score, $4, $5, $6, superseded.restored_revision = 0 or source.is_void
from superseded
join kynang.completion as source
  on source.firm_id = $1
  and source.id = superseded.id
  and source.revision = case
    when superseded.restored_revision = 0 then superseded.revision_before
    else superseded.restored_revision
  end;
