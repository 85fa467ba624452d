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
left join kynang.import_present($1, $2) as present
  on present.relation = former.relation
  and present.record_id = former.record_id
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

-- name: import.restore
-- Brings back what the records of one relation were before the step that a step undoes.
-- $1 uuid firm, $2 uuid batch, $3 integer step, $4 text relation, $5 timestamptz now, $6 uuid account, $7 text reason
select kynang.import_restore($1, $2, $3::integer, $4, $5, $6, $7) as restored;

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
-- Rows whose last step cannot be undone as a matter of course, with what has happened since. Of a change of a
-- person's header the moment stands in the audit alone.
-- $1 uuid firm, $2 uuid batch, $3 boolean redo, $4 integer rows
with obstacle as materialized (
  select
    found.number, found.employee_id, found.is_erased, found.is_changed, found.is_used, found.changed_relation,
    found.changed_at, found.changed_reason
  from kynang.import_obstacles($1, $2) as found
  where (found.action = 'undo') = $3
    and (found.is_erased or found.is_changed or found.is_used and not $3)
  order by found.number
  limit $4
),
since as (
  select min(stepped.recorded_at) as moment
  from kynang.import_step as stepped
  where stepped.firm_id = $1
    and stepped.batch_id = $2
),
heard as (
  select distinct on (subject.id) subject.id, entry.occurred_at, entry.reason
  from kynang.audit_entry as entry
  cross join lateral unnest(entry.subject_ids) as subject (id)
  where entry.firm_id = $1
    and entry.occurred_at >= (select since.moment from since)
    and subject.id in (
      select obstacle.employee_id from obstacle where obstacle.changed_relation = 'employee'
    )
    and not $2 = any (entry.subject_ids)
  order by subject.id, entry.occurred_at desc
)
select
  obstacle.number, obstacle.employee_id, employee.code, person.full_name, obstacle.is_erased,
  obstacle.is_changed, obstacle.is_used, coalesce(obstacle.changed_at, heard.occurred_at) as changed_at,
  coalesce(obstacle.changed_reason, heard.reason) as changed_reason, obstacle.changed_relation
from obstacle
left join kynang.employee as employee
  on employee.firm_id = $1
  and employee.id = obstacle.employee_id
left join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = obstacle.employee_id
left join heard
  on heard.id = obstacle.employee_id
order by obstacle.number;

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
-- Everyone who works in the firm or will, as a staff list says it; units and job roles by their names where
-- those are one's own.
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm)
select
  array_replace(array[
    employee.code, person.full_name, person.birth_on::text, person.phone, person.email, unit.label, role.label,
    lower(employment.during)::text
  ]::text[], null, '') as cells
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
left join kynang.import_labels($1) as unit
  on unit.field = 'unit'
  and unit.id = place.unit_id
left join kynang.import_labels($1) as role
  on role.field = 'jobRole'
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
  array_replace(array[
    coalesce(role_name.label, role.code), framework.code || ' ' || competency.code,
    requirement.required_level::text, requirement.minimum_holders::text, null
  ]::text[], null, '') as cells
from kynang.role_requirement as requirement
join kynang.job_role as role
  on role.firm_id = $1
  and role.id = requirement.job_role_id
  and role.is_active
left join kynang.import_labels($1) as role_name
  on role_name.field = 'jobRole'
  and role_name.id = role.id
join kynang.competency as competency
  on competency.id = requirement.competency_id
join kynang.framework as framework
  on framework.id = competency.framework_id
where requirement.firm_id = $1
  and requirement.superseded_at is null
  and not requirement.is_void
  and requirement.during @> $2::date
order by role.code, framework.code, competency.ordinal;

-- name: import.template_choices
-- What can be chosen in the columns of a form.
-- $1 uuid firm, $2 date today
select label.field, label.label as choice
from kynang.import_labels($1) as label
union all
select 'competency', framework.code || ' ' || competency.code
from kynang.competency as competency
join kynang.framework as framework
  on framework.id = competency.framework_id
where framework.is_default
  and framework.level_count is not null
union all
select 'courseRun', run.code
from kynang.course_run as run
where run.owner_id = $1
  or run.state = 'open' and run.ends_on >= $2
union all
select 'content', content.name ->> 'vi'
from kynang.support_content as content
union all
select 'programme', programme.name
from kynang.support_programme as programme
join kynang.firm as firm
  on firm.id = $1
  and firm.province_code = programme.province_code
where programme.is_active
order by field, choice;

-- name: import.recorded_assessments
-- Levels that were judged, as a file says them.
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm)
select
  array_replace(array[
    employee.code, person.full_name, framework.code || ' ' || competency.code, assessment.kind,
    assessment.level::text, case when assessment.is_passed then 'passed' when not assessment.is_passed then 'failed' end,
    assessment.occurred_on::text, assessment.expires_on::text, assessment.evidence
  ]::text[], null, '') as cells
from kynang.assessment as assessment
join kynang.employee as employee
  on employee.firm_id = $1
  and employee.id = assessment.employee_id
join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = assessment.employee_id
  and person.erased_at is null
join kynang.competency as competency
  on competency.id = assessment.competency_id
join kynang.framework as framework
  on framework.id = competency.framework_id
where assessment.firm_id = $1
  and assessment.superseded_at is null
  and not assessment.is_void
  and assessment.enrolment_id is null
  and assessment.kind in ('test', 'certificate', 'manager')
  and assessment.employee_id in (select kynang.import_sight($1, $3, $2))
order by employee.code, framework.code, competency.ordinal, assessment.occurred_on, assessment.id;

-- name: import.recorded_enrolments
-- Who is in which class, as a file says it.
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm)
select array_replace(array[enrolment.employee_code, enrolment.display_name, run.code]::text[], null, '') as cells
from kynang.enrolment_status as status
join kynang.enrolment as enrolment
  on enrolment.firm_id = $1
  and enrolment.id = status.id
join kynang.course_run as run
  on run.id = status.course_run_id
where status.firm_id = $1
  and status.superseded_at is null
  and not status.is_void
  and status.state in ('enrolled', 'waitlisted')
  and status.employee_id in (select kynang.import_sight($1, $3, $2))
order by run.code, enrolment.employee_code;

-- name: import.recorded_attendance
-- Marks in classes that the firm itself gives, as a file says them.
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm)
select
  array_replace(array[
    enrolment.employee_code, enrolment.display_name, run.code, session.held_on::text, attendance.half_day,
    attendance.mark, case when attendance.mark in ('present', 'late') then attendance.minutes::text end
  ]::text[], null, '') as cells
from kynang.attendance as attendance
join kynang.enrolment as enrolment
  on enrolment.firm_id = $1
  and enrolment.id = attendance.enrolment_id
join kynang.course_run as run
  on run.id = attendance.course_run_id
  and run.owner_id = $1
join kynang.session as session
  on session.id = attendance.session_id
  and session.state <> 'cancelled'
join kynang.enrolment_status as status
  on status.firm_id = $1
  and status.id = attendance.enrolment_id
  and status.superseded_at is null
  and not status.is_void
  and status.state = 'enrolled'
where attendance.firm_id = $1
  and attendance.superseded_at is null
  and not attendance.is_void
  and enrolment.employee_id in (select kynang.import_sight($1, $3, $2))
order by run.code, session.held_on, attendance.half_day, enrolment.employee_code;

-- name: import.recorded_completions
-- Results in classes that the firm itself gives, as a file says them.
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm)
select
  array_replace(array[
    enrolment.employee_code, enrolment.display_name, run.code, completion.result, completion.score::text
  ]::text[], null, '') as cells
from kynang.completion as completion
join kynang.enrolment as enrolment
  on enrolment.firm_id = $1
  and enrolment.id = completion.enrolment_id
join kynang.course_run as run
  on run.id = completion.course_run_id
  and run.owner_id = $1
where completion.firm_id = $1
  and completion.superseded_at is null
  and not completion.is_void
  and completion.employee_id in (select kynang.import_sight($1, $3, $2))
order by run.code, enrolment.employee_code;

-- name: import.recorded_observations
-- What the firm observed, as a file says it.
-- $1 uuid firm
select
  array_replace(array[
    coalesce(observation.indicator_code, own.code), coalesce(indicator.name ->> 'vi', definition.name ->> 'vi'),
    observation.period_kind, observation.starts_on::text, observation.value::text, observation.currency,
    observation.confidence, observation.source
  ]::text[], null, '') as cells
from kynang.observation as observation
left join kynang.indicator as indicator
  on indicator.code = observation.indicator_code
left join kynang.own_indicator as own
  on own.firm_id = $1
  and own.id = observation.own_indicator_id
left join kynang.own_indicator_definition as definition
  on definition.firm_id = $1
  and definition.id = own.id
  and definition.superseded_at is null
where observation.firm_id = $1
  and observation.superseded_at is null
  and not observation.is_void
order by coalesce(observation.indicator_code, own.code), observation.starts_on, observation.period_kind;

-- name: import.recorded_support
-- Support that the firm received, as a file says it.
-- $1 uuid firm
select
  array_replace(array[
    content.name ->> 'vi', support.object, programme.code, support.rule_code, support.cost_vnd::text,
    support.approved_vnd::text, support.approved_on::text, support.paid_vnd::text, support.paid_on::text,
    support.document
  ]::text[], null, '') as cells
from kynang.support as support
join kynang.support_content as content
  on content.code = support.content_code
left join kynang.support_programme as programme
  on programme.id = support.programme_id
where support.firm_id = $1
  and support.superseded_at is null
  and not support.is_void
order by support.approved_on, support.object;

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
wanted as materialized (
  select
    entry.number, entry.problems, entry.role_key, entry.competency_key, entry.level, entry.holders,
    entry.valid_from, role_name.ids as role_ids, role_name.title as role_title, named.ids as competency_ids,
    framework.level_count, framework.code || ' ' || competency.code as competency_code
  from entry
  left join kynang.import_job_roles($1) as role_name
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
      -- What is recorded already is not judged again.
      case when wanted.employee_id is not null and employment.id is null and present.id is null
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
    compared.old_expires_on, compared.old_evidence,
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
        'after', coalesce(judged.expires_on, judged.old_expires_on)::text))
    || case
      when judged.evidence is distinct from judged.old_evidence then '[{"field": "evidence"}]'::jsonb
      else '[]'::jsonb
    end
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
    entry.entered ->> 'state' as state, entry.entered ->> 'result' as result,
    (entry.entered ->> 'score')::float8 as score
  from kynang.import_entry as entry
  where entry.firm_id = $1
    and entry.batch_id = $2
),
leaving as (
  select distinct past.employee_id, past.course_run_id
  from kynang.enrolment_status as past
  where past.firm_id = $1
    and past.superseded_at is null
    and not past.is_void
    and past.state in ('withdrawn', 'cancelled')
),
named as (
  select kynang.folded(run.code) as key, array_agg(run.id) as ids, min(run.code) as code
  from kynang.course_run as run
  group by kynang.folded(run.code)
)
select
  entry.number, entry.problems::text as problems, meant.employee_id, meant.candidates,
  meant.problem::text as people_problem, coalesce(cardinality(named.ids), 0) as run_count,
  named.ids[1] as course_run_id, named.code as course_run_code, status.id as enrolment_id,
  leaving.employee_id is not null as has_left, entry.state, entry.result, entry.score
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
left join leaving
  on leaving.employee_id = meant.employee_id
  and leaving.course_run_id = named.ids[1]
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
      -- The same again is no change, whatever has become of the session.
      case when wanted.session_state = 'closed'
        and (present.mark, present.minutes) is distinct from (
          wanted.mark,
          case when wanted.mark in ('present', 'late') then coalesce(wanted.minutes, wanted.length) else 0 end)
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

-- name: import.note_spent
-- Enrolments whose committed money their completion is about to spend: it is a part of what the row writes.
-- $1 uuid firm, $2 uuid batch, $3 integer[] row numbers, $4 uuid[] enrolments
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select $1, $2, line.number, 1, 'enrolment_status', status.id, status.revision, status.revision + 1
from unnest($3::integer[], $4::uuid[]) as line (number, enrolment_id)
join kynang.enrolment_status as status
  on status.firm_id = $1
  and status.id = line.enrolment_id
  and status.superseded_at is null
  and not status.is_void
  and status.money_state = 'committed';

-- name: import.entries
-- What the rows of a batch say, and what was answered of such rows before.
-- $1 uuid firm, $2 uuid batch
select
  entry.number, entry.problems::text as problems, entry.entered::text as entered,
  coalesce(choice.answers, '{}') as answers
from kynang.import_entry as entry
left join kynang.import_choice as choice
  on choice.firm_id = $1
  and choice.identity = entry.identity
where entry.firm_id = $1
  and entry.batch_id = $2
order by entry.number;

-- name: import.remember_answer
-- The answer to every row of a batch that asks the question, or to one of them.
-- $1 uuid firm, $2 uuid batch, $3 integer row (null: all), $4 text[] rules that ask it, $5 text answer,
-- $6 timestamptz now, $7 uuid account
insert into kynang.import_choice as known (firm_id, identity, answers, chosen_at, chosen_by)
select distinct $1::uuid, entry.identity, array[$5::text], $6::timestamptz, $7::uuid
from kynang.import_row as decided
join kynang.import_entry as entry
  on entry.firm_id = $1
  and entry.batch_id = $2
  and entry.number = decided.number
where decided.firm_id = $1
  and decided.batch_id = $2
  and decided.verdict = 'ambiguous'
  and entry.identity is not null
  and ($3::integer is null or decided.number = $3::integer)
  and exists (
    select from jsonb_array_elements(decided.problems) as problem (said)
    where problem.said ->> 'rule' = any ($4::text[])
  )
on conflict (firm_id, identity) do update
set
  -- The two readings of a number exclude each other.
  answers = array_append(
    array(
      select answer.said
      from unnest(known.answers) as answer (said)
      where (answer.said = 'meant') <> ($5 = 'meant')
    ), $5),
  chosen_at = excluded.chosen_at,
  chosen_by = excluded.chosen_by;

-- name: import.write_observations
-- First and next revisions of what a sheet observes; not whole when somebody changed one meanwhile.
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account, $5 text reason of corrections
with wanted as materialized (
  select
    decided.number, said.id, said.old_revision, said.indicator_code, said.own_indicator_id, said.period_kind,
    said.starts_on, said.value, said.currency, said.confidence, said.source, said.leap_confirmed
  from kynang.import_row as decided
  cross join lateral jsonb_to_recordset(decided.target -> 'values') as said (
    id uuid, old_revision integer, indicator_code text, own_indicator_id uuid, period_kind text, starts_on date,
    value numeric, currency text, confidence text, source text, leap_confirmed boolean)
  where decided.firm_id = $1
    and decided.batch_id = $2
    and decided.verdict in ('create', 'change')
),
former as (
  update kynang.observation as present
  set superseded_at = $3
  from wanted
  where present.firm_id = $1
    and present.id = wanted.id
    and present.revision = wanted.old_revision
    and present.superseded_at is null
  returning present.id
),
current as materialized (
  select
    wanted.number, wanted.id, wanted.old_revision, wanted.indicator_code, wanted.own_indicator_id,
    wanted.period_kind, wanted.starts_on, wanted.value, wanted.currency, wanted.confidence, wanted.source,
    wanted.leap_confirmed
  from wanted
  left join former
    on former.id = wanted.id
  where wanted.old_revision = 0
    or former.id is not null
),
written as (
  insert into kynang.observation (
    firm_id, id, revision, indicator_code, own_indicator_id, period_kind, starts_on, value, currency, confidence,
    source, leap_confirmed, recorded_at, recorded_by, reason)
  select
    $1, current.id, current.old_revision + 1, current.indicator_code, current.own_indicator_id,
    current.period_kind, current.starts_on, current.value, current.currency, current.confidence, current.source,
    current.leap_confirmed, $3, $4, case when current.old_revision > 0 then $5::text end
  from current
),
noted as (
  insert into kynang.import_write (
    firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
  select $1, $2, current.number, 1, 'observation', current.id, current.old_revision, current.old_revision + 1
  from current
  returning 1
)
select (select count(*) from wanted) = (select count(*) from noted) as is_whole;

-- name: import.support_contents
-- What support is given for and by which programmes of the firm's province, as a file may call them.
-- $1 uuid firm
select 'content' as kind, content.code, content.name, null::uuid as id
from kynang.support_content as content
union all
select
  'programme', programme.code, jsonb_build_object('vi', programme.name)::kynang.localized_text, programme.id
from kynang.support_programme as programme
join kynang.firm as firm
  on firm.id = $1
  and firm.province_code = programme.province_code
order by kind, code;

-- name: import.write_support
-- First and next revisions of support; what a file leaves out stays as it was.
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now, $4 uuid account, $5 text reason of corrections
with former as (
  update kynang.support as present
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
    decided.number, present.id, present.revision, present.programme_id, present.rule_code,
    present.rule_valid_from, present.object, present.cost_vnd, present.approved_vnd, present.paid_vnd,
    present.paid_on, present.document
),
wanted as (
  select
    decided.number, coalesce(former.id, (decided.target ->> 'newId')::uuid) as id,
    coalesce(former.revision, 0) as revision_before, decided.target,
    coalesce((decided.target ->> 'programmeId')::uuid, former.programme_id) as programme_id,
    coalesce(decided.target ->> 'ruleCode', former.rule_code) as rule_code,
    coalesce((decided.target ->> 'ruleValidFrom')::date, former.rule_valid_from) as rule_valid_from,
    coalesce(former.object, decided.target ->> 'object') as object,
    coalesce((decided.target ->> 'costVnd')::bigint, former.cost_vnd) as cost_vnd,
    coalesce((decided.target ->> 'approvedVnd')::bigint, former.approved_vnd) as approved_vnd,
    coalesce((decided.target ->> 'paidVnd')::bigint, former.paid_vnd) as paid_vnd,
    coalesce((decided.target ->> 'paidOn')::date, former.paid_on) as paid_on,
    coalesce(decided.target ->> 'document', former.document) as document
  from kynang.import_row as decided
  left join former
    on former.number = decided.number
  where decided.firm_id = $1
    and decided.batch_id = $2
    and (decided.verdict = 'create' or former.id is not null)
),
written as (
  insert into kynang.support (
    firm_id, id, revision, province_code, programme_id, rule_code, rule_valid_from, content_code, object,
    cost_vnd, approved_vnd, paid_vnd, state, approved_on, paid_on, document, recorded_at, recorded_by, reason)
  select
    $1, wanted.id, wanted.revision_before + 1, firm.province_code, wanted.programme_id, wanted.rule_code,
    wanted.rule_valid_from, wanted.target ->> 'contentCode', wanted.object, wanted.cost_vnd,
    wanted.approved_vnd, wanted.paid_vnd, case when wanted.paid_on is null then 'approved' else 'paid' end,
    (wanted.target ->> 'approvedOn')::date, wanted.paid_on, wanted.document, $3, $4,
    case when wanted.revision_before > 0 then $5::text end
  from wanted
  join kynang.firm as firm
    on firm.id = $1
)
insert into kynang.import_write (
  firm_id, batch_id, number, step, relation, record_id, revision_before, revision_after)
select $1, $2, wanted.number, 1, 'support', wanted.id, wanted.revision_before, wanted.revision_before + 1
from wanted;
