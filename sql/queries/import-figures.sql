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
