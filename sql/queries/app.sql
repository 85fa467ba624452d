-- name: audit.insert
-- One audit row, its place in the queue of the sealer, and a note that the firm's periods are behind.
-- $1 uuid firm, $2 uuid id, $3 timestamptz when, $4 uuid account, $5 text acting role, $6 text use case,
-- $7 uuid[] subjects, $8 jsonb changes, $9 text reason, $10 text request id
with entry as (
  insert into kynang.audit_entry (
    firm_id, id, occurred_at, account_id, acting_role, use_case, subject_ids, changes, reason, request_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
),
note as (
  insert into kynang.rollup_queue (firm_id, id, recorded_at)
  select $1, $2, $3
  where $1 <> '00000000-0000-0000-0000-000000000000'
)
insert into kynang.audit_queue (firm_id, audit_id)
values ($1, $2);

-- name: audit.insert_details
-- The rows of a bulk use case.
-- $1 uuid firm, $2 uuid audit id, $3 uuid[] subjects, $4 text[] changes, $5 text[] fields as json
insert into kynang.audit_detail (firm_id, audit_id, ordinal, subject_id, change, fields)
select $1, $2, detail.ordinal, detail.subject_id, detail.change, detail.fields::jsonb
from unnest($3::uuid[], $4::text[], $5::text[])
  with ordinality as detail (subject_id, change, fields, ordinal);

-- name: idempotency.find
-- The answer to an earlier request of an account.
-- $1 uuid account, $2 text key
select record.use_case, record.input_hash, record.output::text as output
from kynang.idempotency_record as record
where record.account_id = $1
  and record.key = $2;

-- name: idempotency.insert
-- $1 uuid account, $2 text key, $3 text use case, $4 bytea hash of the input, $5 jsonb output, $6 timestamptz now
insert into kynang.idempotency_record (account_id, key, use_case, input_hash, output, created_at)
values ($1, $2, $3, $4, $5, $6);

-- name: idempotency.keep
-- The same after the work itself; of two requests at once, the earlier answer stays.
-- $1 uuid account, $2 text key, $3 text use case, $4 bytea hash of the input, $5 jsonb output, $6 timestamptz now
insert into kynang.idempotency_record (account_id, key, use_case, input_hash, output, created_at)
values ($1, $2, $3, $4, $5, $6)
on conflict on constraint idempotency_record_key do nothing;

-- name: idempotency.expire
-- $1 timestamptz before
delete from kynang.idempotency_record as record
where record.created_at < $1;

-- name: person_read.insert
-- $1 uuid[] firms, $2 uuid[] ids, $3 timestamptz[] moments, $4 uuid[] accounts, $5 text[] roles,
-- $6 text[] use cases, $7 uuid[] employees (null for a list), $8 text[] request ids
insert into kynang.person_read (
  firm_id, id, read_at, account_id, acting_role, use_case, employee_id, row_count, request_id)
select
  entry.firm_id, entry.id, entry.read_at, entry.account_id, entry.acting_role, entry.use_case,
  entry.employee_id, 1, entry.request_id
from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::text[])
  as entry (firm_id, id, read_at, account_id, acting_role, use_case, employee_id, request_id);

-- name: delivery.taught_run
-- Whether a trainer teaches a run.
-- $1 uuid trainer, $2 uuid run
select taught.course_run_id
from kynang.course_run_trainer as taught
where taught.trainer_id = $1
  and taught.course_run_id = $2;

-- name: app.stable_known_at
-- The latest moment, at most the one asked for, about which nothing more can be recorded.
-- $1 timestamptz wanted
select kynang.stable_known_at($1) as known_at;
