-- name: support_rule.list
-- Rules in force on a day with what they say of a content; every one has its article.
-- $1 date day, $2 text content (null: all)
select
  rule.code, rule.valid_from, rule.valid_to, rule.topic, rule.content_code, content.name as content_name,
  content.same_when, rule.sizes, rule.needs_flags, rule.sector_condition, rule.condition, rule.benefit,
  rule.rate_kind, rule.rate_pct, rule.cap_vnd, rule.cap_basis, rule.conflicts_with, rule.legal_source,
  rule.status, rule.note
from kynang.support_rule as rule
join kynang.support_content as content
  on content.code = rule.content_code
where rule.valid_from <= $1
  and (rule.valid_to is null or rule.valid_to >= $1)
  and ($2::text is null or rule.content_code = $2)
order by content.ordinal, rule.code;

-- name: support.standing
-- What of a firm support rules ask about on a day.
-- $1 uuid firm, $2 date day
select
  firm.province_code, firm.vsic_section,
  (
    select size.size_code
    from kynang.firm_size as size
    where size.firm_id = $1
      and size.year = extract(year from $2::date)::integer
      and size.superseded_at is null
      and not size.is_void
  ) as size_code,
  coalesce(
    (
      select array_agg(distinct flag.flag_code)
      from kynang.firm_flag as flag
      where flag.firm_id = $1
        and flag.during @> $2::date
        and flag.superseded_at is null
        and not flag.is_void
    ), '{}') as flags
from kynang.firm as firm
where firm.id = $1;

-- name: support.ledger
-- What the firm was approved in the budget year of a day, by content and object.
-- $1 uuid firm, $2 date day
select
  support.content_code, kynang.folded(support.object) as object_key,
  coalesce(sum(support.approved_vnd), 0)::bigint as approved_vnd
from kynang.support as support
where support.firm_id = $1
  and extract(year from support.approved_on) = extract(year from $2::date)
  and support.superseded_at is null
  and not support.is_void
group by support.content_code, kynang.folded(support.object);

-- name: support.course_of_run
-- The content of support that a run's course is, and what a place costs; null when it is none.
-- $1 uuid run
select
  course.code, course.support_content_code, content.name as content_name, run.price_vnd, run.starts_on
from kynang.course_run as run
join kynang.course as course
  on course.id = run.course_id
join kynang.support_content as content
  on content.code = course.support_content_code
where run.id = $1
  and course.support_content_code is not null;

-- name: support.insert
-- A first or later revision of a support; the province is the firm's.
-- $1 uuid firm, $2 uuid id, $3 integer revision, $4 uuid programme, $5 text rule, $6 date rule's first day,
-- $7 text content, $8 text object, $9 bigint cost, $10 bigint approved, $11 bigint paid, $12 text state,
-- $13 date approved, $14 date paid on, $15 text document, $16 timestamptz now, $17 uuid account,
-- $18 text reason, $19 boolean void
insert into kynang.support (
  firm_id, id, revision, province_code, programme_id, rule_code, rule_valid_from, content_code, object,
  cost_vnd, approved_vnd, paid_vnd, state, approved_on, paid_on, document, recorded_at, recorded_by, reason,
  is_void)
select
  $1, $2, $3, firm.province_code, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19
from kynang.firm as firm
where firm.id = $1;

-- name: support.supersede
-- Closes the present revision of a support and gives it back; no row when there is none.
-- $1 uuid firm, $2 uuid id, $3 timestamptz now
update kynang.support as support
set superseded_at = $3
where support.firm_id = $1
  and support.id = $2
  and support.superseded_at is null
  and not support.is_void
returning
  support.id, support.revision, support.programme_id, support.rule_code, support.rule_valid_from,
  support.content_code, support.object, support.cost_vnd, support.approved_vnd, support.paid_vnd,
  support.state, support.approved_on, support.paid_on, support.document;

-- name: support.list
-- Support of the firm as known at a moment, latest first.
-- $1 uuid firm, $2 timestamptz known at, $3 bigint year (null: all)
select
  support.id, support.revision, support.programme_id, programme.name as programme_name, support.rule_code,
  rule.legal_source, rule.cap_vnd, rule.cap_basis, support.content_code, content.name as content_name,
  support.object, support.cost_vnd, support.approved_vnd, support.paid_vnd, support.state,
  support.approved_on, support.paid_on, support.document, support.recorded_at, support.recorded_by,
  support.reason, support.is_void
from kynang.support as support
join kynang.support_content as content
  on content.code = support.content_code
left join kynang.support_programme as programme
  on programme.id = support.programme_id
left join kynang.support_rule as rule
  on rule.code = support.rule_code
  and rule.valid_from = support.rule_valid_from
where support.firm_id = $1
  and support.recorded_at <= $2
  and (support.superseded_at is null or support.superseded_at > $2)
  and not support.is_void
  and ($3::bigint is null or extract(year from support.approved_on) = $3)
order by support.approved_on desc, support.recorded_at desc, support.id;

-- name: support.history
-- Every revision of one support, latest first, the void ones among them.
-- $1 uuid firm, $2 uuid id
select
  support.id, support.revision, support.programme_id, programme.name as programme_name, support.rule_code,
  rule.legal_source, rule.cap_vnd, rule.cap_basis, support.content_code, content.name as content_name,
  support.object, support.cost_vnd, support.approved_vnd, support.paid_vnd, support.state,
  support.approved_on, support.paid_on, support.document, support.recorded_at, support.recorded_by,
  support.reason, support.is_void
from kynang.support as support
join kynang.support_content as content
  on content.code = support.content_code
left join kynang.support_programme as programme
  on programme.id = support.programme_id
left join kynang.support_rule as rule
  on rule.code = support.rule_code
  and rule.valid_from = support.rule_valid_from
where support.firm_id = $1
  and support.id = $2
order by support.revision desc;

-- name: support_content.list
-- What may be supported, and what makes two supports the same content.
select content.code, content.name, content.same_when, content.status, content.note
from kynang.support_content as content
order by content.ordinal;

-- name: support_programme.list
-- $1 text province (null: all)
select
  programme.id, programme.province_code, programme.code, programme.name, programme.starts_on,
  programme.ends_on, programme.legal_source, programme.budget_vnd, programme.is_active, programme.version
from kynang.support_programme as programme
where $1::text is null or programme.province_code = $1
order by programme.starts_on desc, programme.code;

-- name: support_programme.insert
-- $1 uuid id, $2 uuid agency, $3 text province, $4 text code, $5 text name, $6 date starts, $7 date ends,
-- $8 text decision, $9 bigint budget, $10 timestamptz now, $11 uuid account
insert into kynang.support_programme (
  id, agency_id, province_code, code, name, starts_on, ends_on, legal_source, budget_vnd, created_at,
  created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: course.set_support_content
-- Says which content of support a public course is; null for none.
-- $1 uuid course, $2 text content
update kynang.course as course
set support_content_code = $2, version = course.version + 1
where course.id = $1
  and course.owner_id is null
returning course.code, course.version;
