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
