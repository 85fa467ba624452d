-- name: unmerge.new_facts
-- What was recorded of the survivor after the merge, and whose it would be when nobody decides: what hangs on
-- an enrolment follows it. `follows` null: the person decides.
-- $1 uuid firm, $2 uuid merge
with merge as materialized (
  select merge.survivor_id, merge.merged_id, merge.recorded_at
  from kynang.employee_merge as merge
  where merge.firm_id = $1
    and merge.id = $2
),
own as materialized (
  -- Enrolments that go back to the merged record.
  select written.record_id as id
  from kynang.employee_merge_write as written
  cross join merge
  join kynang.enrolment_status as before
    on before.firm_id = $1
    and before.id = written.record_id
    and before.revision = written.revision_before
    and before.employee_id = merge.merged_id
  where written.firm_id = $1
    and written.merge_id = $2
    and written.step = 'merge'
    and written.relation = 'enrolment_status'
)
select
  'enrolment' as kind, enrolment.id, course.title::jsonb as title, run.code as detail,
  run.starts_on as occurred_on, enrolment.created_at as recorded_at, null::text as follows
from merge
join kynang.enrolment as enrolment
  on enrolment.firm_id = $1
  and enrolment.employee_id = merge.survivor_id
  and enrolment.created_at > merge.recorded_at
join kynang.course_run as run
  on run.id = enrolment.course_run_id
join kynang.course as course
  on course.id = run.course_id
union all
select
  'completion', result.id, course.title::jsonb, run.code, result.completed_on, first.recorded_at,
  case when own.id is null then 'survivor' else 'merged' end
from merge
join kynang.completion as result
  on result.firm_id = $1
  and result.employee_id = merge.survivor_id
  and result.superseded_at is null
  and not result.is_void
join kynang.completion as first
  on first.firm_id = $1
  and first.id = result.id
  and first.revision = 1
  and first.recorded_at > merge.recorded_at
join kynang.enrolment as enrolment
  on enrolment.firm_id = $1
  and enrolment.id = result.enrolment_id
  and enrolment.created_at <= merge.recorded_at
join kynang.course_run as run
  on run.id = result.course_run_id
join kynang.course as course
  on course.id = result.course_id
left join own
  on own.id = result.enrolment_id
union all
select
  case when fact.kind = 'application' then 'application' else 'assessment' end, fact.id,
  competency.title::jsonb, coalesce(fact.level::text, fact.kind), fact.occurred_on, first.recorded_at,
  case
    when fact.enrolment_id is null then null
    when own.id is null then 'survivor'
    else 'merged'
  end
from merge
join kynang.assessment as fact
  on fact.firm_id = $1
  and fact.employee_id = merge.survivor_id
  and fact.superseded_at is null
  and not fact.is_void
join kynang.assessment as first
  on first.firm_id = $1
  and first.id = fact.id
  and first.revision = 1
  and first.recorded_at > merge.recorded_at
join kynang.competency as competency
  on competency.id = fact.competency_id
left join kynang.enrolment as enrolment
  on enrolment.firm_id = $1
  and enrolment.id = fact.enrolment_id
left join own
  on own.id = fact.enrolment_id
where enrolment.id is null
  or enrolment.created_at <= merge.recorded_at
union all
select
  'assignment', place.id, coalesce(role.title::jsonb, jsonb_build_object('vi', placement.name)),
  placement.name, lower(place.during), place.recorded_at, null
from merge
join kynang.assignment as place
  on place.firm_id = $1
  and place.employee_id = merge.survivor_id
  and place.superseded_at is null
  and not place.is_void
join kynang.unit_placement as placement
  on placement.firm_id = $1
  and placement.id = place.unit_id
  and placement.superseded_at is null
left join kynang.job_role as role
  on role.firm_id = $1
  and role.id = place.job_role_id
where not exists (
  select from kynang.assignment as earlier
  where earlier.firm_id = $1
    and earlier.id = place.id
    and earlier.recorded_at <= merge.recorded_at
)
union all
select
  'exemption', exemption.id, competency.title::jsonb, competency.code, lower(exemption.during),
  exemption.recorded_at, null
from merge
join kynang.exemption as exemption
  on exemption.firm_id = $1
  and exemption.employee_id = merge.survivor_id
  and exemption.superseded_at is null
  and not exemption.is_void
join kynang.competency as competency
  on competency.id = exemption.competency_id
where not exists (
  select from kynang.exemption as earlier
  where earlier.firm_id = $1
    and earlier.id = exemption.id
    and earlier.recorded_at <= merge.recorded_at
)
order by 6, 2;

-- name: unmerge.changed
-- How many of the records that a merge wrote were changed since, by kind: they go back as they are now.
-- $1 uuid firm, $2 uuid merge
select changed.relation, count(*)::integer as records
from (
  select written.relation
  from kynang.employee_merge_write as written
  join lateral (
    select fact.revision
    from kynang.enrolment_status as fact
    where written.relation = 'enrolment_status'
      and fact.firm_id = $1
      and fact.id = written.record_id
      and fact.superseded_at is null
    union all
    select fact.revision
    from kynang.attendance as fact
    where written.relation = 'attendance'
      and fact.firm_id = $1
      and fact.id = written.record_id
      and fact.superseded_at is null
    union all
    select fact.revision
    from kynang.completion as fact
    where written.relation = 'completion'
      and fact.firm_id = $1
      and fact.id = written.record_id
      and fact.superseded_at is null
    union all
    select fact.revision
    from kynang.assessment as fact
    where written.relation = 'assessment'
      and fact.firm_id = $1
      and fact.id = written.record_id
      and fact.superseded_at is null
    union all
    select fact.revision
    from kynang.assignment as fact
    where written.relation = 'assignment'
      and fact.firm_id = $1
      and fact.id = written.record_id
      and fact.superseded_at is null
    union all
    select fact.revision
    from kynang.exemption as fact
    where written.relation = 'exemption'
      and fact.firm_id = $1
      and fact.id = written.record_id
      and fact.superseded_at is null
    union all
    select fact.revision
    from kynang.employment as fact
    where written.relation = 'employment'
      and fact.firm_id = $1
      and fact.id = written.record_id
      and fact.superseded_at is null
  ) as present
    on kynang.repeated_revision($1, written.relation, written.record_id, present.revision)
      > written.revision_after
  where written.firm_id = $1
    and written.merge_id = $2
    and written.step = 'merge'
) as changed
group by changed.relation
order by changed.relation;

-- name: unmerge.point
-- The merged record stands itself again, and those that had been merged into it point at it.
-- $1 uuid firm, $2 uuid survivor, $3 uuid merged
with recursive below as (
  select $3::uuid as id
  union
  select merge.merged_id
  from below
  join kynang.employee_merge as merge
    on merge.firm_id = $1
    and merge.survivor_id = below.id
    and merge.undone_at is null
)
update kynang.employee as employee
set merged_into = nullif($3, employee.id), version = employee.version + 1
where employee.firm_id = $1
  and employee.merged_into = $2
  and employee.id in (select below.id from below);

-- name: unmerge.seats
-- Enrolments that were set aside and stand again, with what their seats need.
-- $1 uuid firm, $2 uuid merge
select written.record_id as enrolment_id, before.course_run_id, before.state
from kynang.employee_merge_write as written
join kynang.enrolment_status as before
  on before.firm_id = $1
  and before.id = written.record_id
  and before.revision = written.revision_before
join kynang.enrolment_status as present
  on present.firm_id = $1
  and present.id = written.record_id
  and present.superseded_at is null
  and kynang.repeated_revision($1, 'enrolment_status', written.record_id, present.revision)
    = written.revision_after
join kynang.course_run as run
  on run.id = before.course_run_id
  and run.state <> 'cancelled'
join kynang.seat as seat
  on seat.enrolment_id = written.record_id
  and seat.firm_id = $1
  and seat.state = 'released'
where written.firm_id = $1
  and written.merge_id = $2
  and written.step = 'merge'
  and written.relation = 'enrolment_status'
  and written.effect = 'set_aside'
order by before.course_run_id, written.record_id;

-- name: unmerge.restore_statuses
-- Whoever's they were: as they were where nobody changed them since, as they are now otherwise. All are
-- superseded before the first stands again, since two may be of one run.
-- $1 uuid firm, $2 uuid merge, $3 uuid merged, $4 uuid[] further enrolments that go to the merged record,
-- $5 uuid[] enrolments that must wait for a seat, $6 timestamptz now, $7 uuid account, $8 text reason
with wanted as materialized (
  select written.record_id as id, written.revision_before, written.revision_after
  from kynang.employee_merge_write as written
  where written.firm_id = $1
    and written.merge_id = $2
    and written.step = 'merge'
    and written.relation = 'enrolment_status'
  union all
  select further.id, null, null
  from unnest($4::uuid[]) as further (id)
),
superseded as (
  update kynang.enrolment_status as present
  set superseded_at = $6
  from wanted
  where present.firm_id = $1
    and present.id = wanted.id
    and present.superseded_at is null
  returning present.id, present.revision, wanted.revision_before, wanted.revision_after
),
all_superseded as materialized (
  select count(*) as records
  from superseded
),
written as (
  insert into kynang.enrolment_status (
    firm_id, id, revision, employee_id, course_run_id, state, occurred_on, list_price_vnd, support_vnd,
    firm_part_vnd, money_state, recorded_at, recorded_by, reason, is_void)
  select
    $1, superseded.id, superseded.revision + 1, coalesce(before.employee_id, $3), source.course_run_id,
    case
      when source.state in ('enrolled', 'waitlisted') and run.state = 'cancelled' and completion.id is null
        then 'cancelled'
      when source.id = any ($5::uuid[]) then 'waitlisted'
      else source.state
    end,
    source.occurred_on, source.list_price_vnd, source.support_vnd, source.firm_part_vnd,
    case
      when source.money_state = 'spent' then 'spent'
      when source.state in ('enrolled', 'waitlisted') and run.state = 'cancelled' and completion.id is null
        then 'released'
      when source.id = any ($5::uuid[]) then 'planned'
      else source.money_state
    end,
    $6, $7, $8, source.is_void
  from superseded
  left join kynang.enrolment_status as before
    on before.firm_id = $1
    and before.id = superseded.id
    and before.revision = superseded.revision_before
  join kynang.enrolment_status as source
    on source.firm_id = $1
    and source.id = superseded.id
    and source.revision = case
      when kynang.repeated_revision($1, 'enrolment_status', superseded.id, superseded.revision)
        = superseded.revision_after then superseded.revision_before
      else superseded.revision
    end
  join kynang.course_run as run
    on run.id = source.course_run_id
  left join kynang.completion as completion
    on completion.firm_id = $1
    and completion.enrolment_id = source.id
    and completion.superseded_at is null
    and not completion.is_void
  where (select all_superseded.records from all_superseded) > 0
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select
  $1, $2, 'unmerge', 'enrolment_status', superseded.id, superseded.revision, superseded.revision + 1, 'moved'
from superseded;

-- name: unmerge.restore_marks
-- $1 uuid firm, $2 uuid merge, $3 uuid merged, $4 timestamptz now, $5 uuid account, $6 text reason
select kynang.unmerge_restore($1, $2, 'attendance', '{}', $3, $4, $5, $6) as records;

-- name: unmerge.restore_completions
-- A result follows its enrolment, whenever it was recorded.
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 uuid merged, $5 timestamptz now, $6 uuid account,
-- $7 text reason
select kynang.unmerge_restore(
  $1, $2, 'completion',
  array(
    select result.id
    from kynang.completion as result
    join kynang.enrolment as enrolment
      on enrolment.firm_id = $1
      and enrolment.id = result.enrolment_id
      and enrolment.employee_id = $4
    where result.firm_id = $1
      and result.employee_id = $3
      and result.superseded_at is null
      and not result.is_void
      and not exists (
        select from kynang.employee_merge_write as written
        where written.firm_id = $1
          and written.merge_id = $2
          and written.step = 'merge'
          and written.relation = 'completion'
          and written.record_id = result.id
      )),
  $4, $5, $6, $7) as records;

-- name: unmerge.restore_assessments
-- Likewise, in the order of recording; those of enrolments follow them, others where they were sent.
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 uuid merged, $5 uuid[] further ones that go to the merged
-- record, $6 timestamptz now, $7 uuid account, $8 text reason
with wanted as materialized (
  select written.record_id as id, written.revision_before, written.revision_after
  from kynang.employee_merge_write as written
  where written.firm_id = $1
    and written.merge_id = $2
    and written.step = 'merge'
    and written.relation = 'assessment'
    and written.effect = 'moved'
  union all
  select fact.id, null, null
  from kynang.assessment as fact
  left join kynang.enrolment as enrolment
    on enrolment.firm_id = $1
    and enrolment.id = fact.enrolment_id
  where fact.firm_id = $1
    and fact.employee_id = $3
    and fact.superseded_at is null
    and not fact.is_void
    and (enrolment.employee_id = $4 or fact.id = any ($5::uuid[]))
    and not exists (
      select from kynang.employee_merge_write as written
      where written.firm_id = $1
        and written.merge_id = $2
        and written.step = 'merge'
        and written.relation = 'assessment'
        and written.record_id = fact.id
    )
),
moving as materialized (
  select
    present.id, present.revision, wanted.revision_before, wanted.revision_after,
    $6::timestamptz
      + (row_number() over (partition by present.occurred_on order by present.recorded_at, present.id) - 1)
      * interval '1 millisecond' as recorded_at
  from wanted
  join kynang.assessment as present
    on present.firm_id = $1
    and present.id = wanted.id
    and present.superseded_at is null
),
superseded as (
  update kynang.assessment as present
  set superseded_at = moving.recorded_at
  from moving
  where present.firm_id = $1
    and present.id = moving.id
    and present.superseded_at is null
  returning
    present.id, present.revision, moving.revision_before, moving.revision_after, moving.recorded_at
),
written as (
  insert into kynang.assessment (
    firm_id, id, revision, employee_id, competency_id, kind, grade, level, is_passed, occurred_on, expires_on,
    enrolment_id, course_run_id, completion_id, evidence, evidence_url, is_applied, applied_where, applied_how,
    recorded_at, recorded_by, reason, is_void)
  select
    $1, superseded.id, superseded.revision + 1, coalesce(before.employee_id, $4), source.competency_id,
    source.kind, source.grade, source.level, source.is_passed, source.occurred_on, source.expires_on,
    case when before.id is null then source.enrolment_id else before.enrolment_id end, source.course_run_id,
    case when before.id is null then source.completion_id else before.completion_id end, source.evidence,
    source.evidence_url, source.is_applied, source.applied_where, source.applied_how, superseded.recorded_at,
    $7, $8, source.is_void
  from superseded
  left join kynang.assessment as before
    on before.firm_id = $1
    and before.id = superseded.id
    and before.revision = superseded.revision_before
  join kynang.assessment as source
    on source.firm_id = $1
    and source.id = superseded.id
    and source.revision = case
      when kynang.repeated_revision($1, 'assessment', superseded.id, superseded.revision)
        = superseded.revision_after then superseded.revision_before
      else superseded.revision
    end
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select $1, $2, 'unmerge', 'assessment', superseded.id, superseded.revision, superseded.revision + 1, 'moved'
from superseded;

-- name: unmerge.restore_assignments
-- $1 uuid firm, $2 uuid merge, $3 uuid merged, $4 uuid[] further ones that go to the merged record,
-- $5 timestamptz now, $6 uuid account, $7 text reason
select kynang.unmerge_restore($1, $2, 'assignment', $4::uuid[], $3, $5, $6, $7) as records;

-- name: unmerge.restore_exemptions
-- An exemption keeps its own reason.
-- $1 uuid firm, $2 uuid merge, $3 uuid merged, $4 uuid[] further ones that go to the merged record,
-- $5 timestamptz now, $6 uuid account
select kynang.unmerge_restore($1, $2, 'exemption', $4::uuid[], $3, $5, $6, null) as records;

-- name: unmerge.restore_employments
-- Both employments as they were; a first or last day that somebody changed since stays changed.
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 timestamptz now, $5 uuid account, $6 text reason
with superseded as (
  update kynang.employment as present
  set superseded_at = $4
  from kynang.employee_merge_write as written
  where written.firm_id = $1
    and written.merge_id = $2
    and written.step = 'merge'
    and written.relation = 'employment'
    and present.firm_id = $1
    and present.id = written.record_id
    and present.superseded_at is null
  returning
    present.id, present.revision, present.during, present.away, present.leaving_reason,
    written.revision_before, written.revision_after
),
divided as (
  select
    superseded.id, superseded.revision, before.is_void,
    case
      when superseded.id <> $3 or bounds.first_on >= bounds.end_on then before.during
      else daterange(bounds.first_on, bounds.end_on)
    end as during,
    before.away,
    case
      when superseded.id <> $3 then before.leaving_reason
      when kynang.repeated_revision($1, 'employment', superseded.id, superseded.revision)
        = superseded.revision_after then before.leaving_reason
      else superseded.leaving_reason
    end as leaving_reason
  from superseded
  join kynang.employment as before
    on before.firm_id = $1
    and before.id = superseded.id
    and before.revision = superseded.revision_before
  join kynang.employment as after
    on after.firm_id = $1
    and after.id = superseded.id
    and after.revision = superseded.revision_after
  cross join lateral (
    select
      case
        when lower(superseded.during) = lower(after.during) then lower(before.during)
        else lower(superseded.during)
      end as first_on,
      case
        when upper(superseded.during) is not distinct from upper(after.during) then upper(before.during)
        else upper(superseded.during)
      end as end_on
  ) as bounds
),
written as (
  insert into kynang.employment (
    firm_id, id, revision, during, away, leaving_reason, recorded_at, recorded_by, reason, is_void)
  select
    $1, divided.id, divided.revision + 1, divided.during, divided.away * datemultirange(divided.during),
    divided.leaving_reason, $4, $5, $6, divided.is_void
  from divided
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select $1, $2, 'unmerge', 'employment', divided.id, divided.revision, divided.revision + 1, 'joined'
from divided;

-- name: unmerge.move_memberships
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 uuid merged, $5 timestamptz moment of the merge
select kynang.membership_move_back(
  $3, $4,
  array(
    select written.record_id
    from kynang.employee_merge_write as written
    where written.firm_id = $1
      and written.merge_id = $2
      and written.step = 'merge'
      and written.relation = 'membership'
      and written.effect = 'moved'),
  array(
    select written.record_id
    from kynang.employee_merge_write as written
    where written.firm_id = $1
      and written.merge_id = $2
      and written.step = 'merge'
      and written.relation = 'membership'
      and written.effect = 'revoked'),
  $5) as roles;

-- name: unmerge.finish
-- $1 uuid firm, $2 uuid merge, $3 timestamptz now, $4 uuid account, $5 text reason
update kynang.employee_merge as merge
set undone_at = $3, undone_by = $4, undone_reason = $5
where merge.firm_id = $1
  and merge.id = $2
  and merge.undone_at is null;
