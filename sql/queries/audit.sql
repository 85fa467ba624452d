-- name: audit.firms_to_seal
-- Firms that have audit rows which no seal covers.
select queued.firm_id
from kynang.audit_queue as queued
group by queued.firm_id
limit 1000;

-- name: audit.seal
-- Chains up to 1,000 queued rows of a firm to its last seal. The lock keeps two sealers apart.
-- $1 uuid firm, $2 timestamptz now
with locked as (
  select pg_advisory_xact_lock(hashtextextended('audit.seal' || ($1::uuid)::text, 0)) as held
),
batch as (
  select queued.audit_id
  from locked
  cross join lateral (
    select waiting.audit_id
    from kynang.audit_queue as waiting
    where waiting.firm_id = $1::uuid
    order by waiting.audit_id
    limit 1000
  ) as queued
),
last_seal as (
  select seal.number, seal.hash
  from kynang.audit_seal as seal
  where seal.firm_id = $1::uuid
  order by seal.number desc
  limit 1
),
content as (
  select
    array_agg(entry.id order by entry.id) as entry_ids,
    string_agg(kynang.audit_canonical(entry, coalesce(detail.text, '')), E'\n' order by entry.id) as text
  from batch
  join kynang.audit_entry as entry
    on entry.firm_id = $1::uuid
    and entry.id = batch.audit_id
  left join lateral (
    select string_agg(
      part.ordinal || ' ' || part.subject_id || ' ' || part.change || ' ' || part.fields::text, E'\n'
      order by part.ordinal) as text
    from kynang.audit_detail as part
    where part.firm_id = $1::uuid
      and part.audit_id = entry.id
  ) as detail on true
),
sealed as (
  insert into kynang.audit_seal (firm_id, number, entry_ids, previous_hash, hash, sealed_at)
  select
    $1,
    coalesce((select last_seal.number from last_seal), 0) + 1,
    content.entry_ids,
    coalesce((select last_seal.hash from last_seal), sha256(''::bytea)),
    sha256(coalesce((select last_seal.hash from last_seal), sha256(''::bytea)) || convert_to(content.text, 'UTF8')),
    $2
  from content
  where content.entry_ids is not null
  returning entry_ids
)
delete from kynang.audit_queue as queued
where queued.firm_id = $1::uuid
  and queued.audit_id = any (select unnest(sealed.entry_ids) from sealed);

-- name: audit.verify
-- Each seal of a firm with whether its content and its link to the seal before it still hold.
-- $1 uuid firm
select
  seal.number,
  cardinality(seal.entry_ids) as entry_count,
  seal.sealed_at,
  seal.previous_hash = coalesce(
    lag(seal.hash) over (order by seal.number), sha256(''::bytea)) as is_linked,
  seal.hash = sha256(seal.previous_hash || convert_to(coalesce(content.text, ''), 'UTF8'))
    and content.entry_count = cardinality(seal.entry_ids) as is_intact
from kynang.audit_seal as seal
left join lateral (
  select
    count(*) as entry_count,
    string_agg(kynang.audit_canonical(entry, coalesce(detail.text, '')), E'\n' order by entry.id) as text
  from kynang.audit_entry as entry
  left join lateral (
    select string_agg(
      part.ordinal || ' ' || part.subject_id || ' ' || part.change || ' ' || part.fields::text, E'\n'
      order by part.ordinal) as text
    from kynang.audit_detail as part
    where part.firm_id = $1
      and part.audit_id = entry.id
  ) as detail on true
  where entry.firm_id = $1
    and entry.id = any (seal.entry_ids)
) as content on true
where seal.firm_id = $1
order by seal.number;

-- name: audit.unsealed
-- How many audit rows of a firm wait for a seal.
-- $1 uuid firm
select count(*)::bigint as waiting
from kynang.audit_queue as queued
where queued.firm_id = $1;

-- name: audit.list
-- Audit rows of a firm, newest first, with the names of accounts that were ever of the firm; of rows
-- that belong to no firm, with every name.
-- $1 uuid firm, $2 uuid subject (null: any), $3 uuid continue after (null: from the newest), $4 integer rows,
-- $5 text use case or noun, $6 text role, $7 uuid account, $8 date first day, $9 date last day
select
  entry.id, entry.occurred_at, entry.account_id, account.display_name as account_name, entry.acting_role,
  entry.use_case, entry.subject_ids, entry.changes, entry.reason, entry.request_id
from kynang.audit_entry as entry
left join kynang.account as account
  on account.id = entry.account_id
  and (
    $1 = '00000000-0000-0000-0000-000000000000'::uuid
    or exists (
      select
      from kynang.membership as membership
      where membership.account_id = entry.account_id
        and membership.firm_id = $1
    )
  )
where entry.firm_id = $1
  and ($2::uuid is null or $2 = any (entry.subject_ids))
  and ($3::uuid is null or entry.id < $3)
  and ($5::text is null or entry.use_case = $5 or starts_with(entry.use_case, $5 || '.'))
  and ($6::text is null or entry.acting_role = $6)
  and ($7::uuid is null or entry.account_id = $7)
  and ($8::date is null or entry.occurred_at >= $8::timestamp at time zone 'Asia/Ho_Chi_Minh')
  and ($9::date is null or entry.occurred_at < ($9 + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh')
order by entry.id desc
limit $4;
