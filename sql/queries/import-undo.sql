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

-- name: import.steps
-- $1 uuid firm, $2 uuid batch
select stepped.step, stepped.action, stepped.row_count, stepped.recorded_at, stepped.recorded_by, stepped.reason
from kynang.import_step as stepped
where stepped.firm_id = $1
  and stepped.batch_id = $2
order by stepped.step;

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
