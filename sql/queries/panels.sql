-- name: panel.firms
-- Firms of a province by their codes, and whether anybody signs in for them.
-- $1 text province, $2 text[] codes
select
  firm.id, firm.code, firm.name,
  exists (select from kynang.membership where membership.firm_id = firm.id) as has_people
from kynang.firm
where firm.province_code = $1 and firm.code = any ($2);

-- name: panel.support_content
-- $1 text code
select support_content.code
from kynang.support_content
where support_content.code = $1;

-- name: panel_import.insert
-- A file that was read and is kept until it is brought in or discarded.
-- $1 uuid id, $2 text province, $3 jsonb mapping, $4 text file name, $5 text content, $6 text checksum,
-- $7 jsonb what it comes to, $8 integer firms, $9 timestamptz now, $10 uuid account, $11 uuid membership
insert into kynang.panel_import (
  id, province_code, mapping, file_name, content, checksum, state, report, firms_in_all, prepared_at,
  prepared_by, membership_id)
values ($1, $2, $3::jsonb, $4, $5, $6, 'prepared', $7::jsonb, $8, $9, $10, $11);

-- name: panel_import.list
-- The newest first; ids follow time.
-- $1 uuid id after which to begin (null: at the newest), $2 bigint page size (rows)
select
  panel.id, panel.province_code, panel.mapping ->> 'name' as name,
  panel.mapping ->> 'firmName' as firm_name, panel.mapping ->> 'source' as source,
  panel.file_name, panel.checksum, panel.state, panel.report, panel.firms_done, panel.firms_in_all,
  panel.prepared_at, panel.prepared_by, panel.ended_at, panel.failure, panel.failure_parameters
from kynang.panel_import as panel
where $1::uuid is null
  or panel.id < $1
order by panel.id desc
limit $2::bigint;

-- name: panel_import.show
-- $1 uuid id
select
  panel.id, panel.province_code, panel.mapping ->> 'name' as name,
  panel.mapping ->> 'firmName' as firm_name, panel.mapping ->> 'source' as source,
  panel.file_name, panel.checksum, panel.state, panel.report, panel.firms_done, panel.firms_in_all,
  panel.prepared_at, panel.prepared_by, panel.ended_at, panel.failure, panel.failure_parameters
from kynang.panel_import as panel
where panel.id = $1;

-- name: panel_import.start
-- A failed one may be begun again: what it wrote is not written twice.
-- $1 uuid id, $2 uuid account, $3 uuid membership
update kynang.panel_import as panel
set
  state = 'queued', firms_done = 0, failure = null, failure_parameters = null, ended_at = null,
  started_by = $2, started_membership_id = $3
where panel.id = $1
  and panel.state in ('prepared', 'failed')
returning panel.id;

-- name: panel_import.discard
-- $1 uuid id, $2 timestamptz now
update kynang.panel_import as panel
set state = 'discarded', content = null, ended_at = $2, failure = null, failure_parameters = null
where panel.id = $1
  and panel.state in ('prepared', 'failed')
returning panel.id;

-- name: panel_import.claim
-- The file that has waited longest, or one whose service died: it has not been heard of since.
-- $1 timestamptz now, $2 timestamptz silent since
update kynang.panel_import as panel
set state = 'running', seen_at = $1, attempt = panel.attempt + 1
where panel.id = (
    select waiting.id
    from kynang.panel_import as waiting
    where waiting.state = 'queued' or (waiting.state = 'running' and waiting.seen_at < $2::timestamptz)
    order by waiting.prepared_at, waiting.id
    limit 1
    for update skip locked
  )
returning
  panel.id, panel.province_code, panel.mapping, panel.content, panel.attempt,
  coalesce(panel.started_by, panel.prepared_by) as started_by,
  coalesce(panel.started_membership_id, panel.membership_id) as membership_id;

-- name: panel_import.progress
-- No row when another service has taken it on since.
-- $1 uuid id, $2 integer attempt, $3 integer firms done, $4 timestamptz now
update kynang.panel_import as panel
set firms_done = $3, seen_at = $4
where panel.id = $1
  and panel.attempt = $2
  and panel.state = 'running'
returning panel.id;

-- name: panel_import.finish
-- What came in is on record as observations and support; the file itself is needed no more.
-- $1 uuid id, $2 text state, $3 text failure or null, $4 jsonb its parameters or null, $5 timestamptz now,
-- $6 integer attempt
update kynang.panel_import as panel
set
  state = $2, failure = $3, failure_parameters = $4::jsonb, ended_at = $5, seen_at = $5,
  content = case $2 when 'done' then null else panel.content end
where panel.id = $1
  and panel.attempt = $6
  and panel.state = 'running'
returning panel.id;
