-- name: duplicate.list
-- Pairs of records that may be one human, the likeliest first, with what stands on each.
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm), $4 uuid one of the two
-- (null: any), $5 integer rows to skip, $6 integer rows
select likely.first_id, likely.second_id, likely.points, likely.evidence
from kynang.likely_duplicate($1, $3::uuid[], $2::date) as likely
where $4::uuid is null
  or likely.first_id = $4
  or likely.second_id = $4
order by likely.points desc, likely.first_id, likely.second_id
offset $5
limit $6;

-- name: duplicate.count
-- $1 uuid firm, $2 date today, $3 uuid[] roots in sight (null: the whole firm)
select count(*)::integer as pairs
from kynang.likely_duplicate($1, $3::uuid[], $2::date) as likely;

-- name: merge.lock
-- Keeps facts of these records, and other merges of them, from being recorded meanwhile.
-- $1 uuid firm, $2 uuid[] employees
select employee.id
from kynang.employee as employee
where employee.firm_id = $1
  and employee.id = any ($2)
order by employee.id
for update;

-- name: merge.records
-- Records with their personal values, their employment and how much stands on each.
-- $1 uuid firm, $2 uuid[] employees, $3 date today, $4 uuid[] roots in sight (null: the whole firm)
select
  employee.id, employee.code, employee.version, person.full_name, person.family_name, person.middle_name,
  person.given_name, person.birth_on, person.phone, person.email, person.erased_at is not null as is_erased,
  employee.merged_into, lower(employment.during) as starts_on, upper(employment.during) - 1 as ends_on,
  (
    select string_agg(distinct placement.name, ', ')
    from kynang.assignment as place
    join kynang.unit_placement as placement
      on placement.firm_id = $1
      and placement.id = place.unit_id
      and placement.superseded_at is null
    where place.firm_id = $1
      and place.employee_id = employee.id
      and place.superseded_at is null
      and not place.is_void
      and place.during @> $3::date
  ) as unit_name,
  load.enrolments, load.completions, load.marks, load.assessments, load.applications, load.exemptions,
  load.assignments, load.import_rows, load.accounts
from kynang.employee as employee
join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = employee.id
join kynang.record_load($1, $2) as load
  on load.employee_id = employee.id
left join kynang.employment as employment
  on employment.firm_id = $1
  and employment.id = employee.id
  and employment.superseded_at is null
  and not employment.is_void
where employee.firm_id = $1
  and employee.id = any ($2)
  and (
    $4::uuid[] is null
    or exists (
      select from kynang.assignment as place
      where place.firm_id = $1
        and place.employee_id = employee.id
        and place.superseded_at is null
        and not place.is_void
        and place.during @> $3::date
        and place.unit_id in (select kynang.unit_subtree($1, $4))
    )
  );

-- name: apart.find
-- Whether two records, or records merged into them, were said to be two people.
-- $1 uuid firm, $2 uuid employee, $3 uuid other employee
select said.id
from kynang.employee_apart as said
join kynang.employee as one
  on one.firm_id = $1
  and one.id = said.first_id
join kynang.employee as other
  on other.firm_id = $1
  and other.id = said.second_id
where said.firm_id = $1
  and said.superseded_at is null
  and not said.is_void
  and $2 in (one.id, one.merged_into, other.id, other.merged_into)
  and $3 in (one.id, one.merged_into, other.id, other.merged_into);

-- name: merge.doubles
-- Runs in which both records stand, with what either did there.
-- $1 uuid firm, $2 uuid survivor, $3 uuid merged
select
  run.id as course_run_id, run.code as course_run_code, course.title as course_title, run.starts_on,
  own.enrolment_id as survivor_enrolment_id, own.state as survivor_state, own.minutes as survivor_minutes,
  own.result as survivor_result, own.completed_on as survivor_completed_on,
  own.money_state as survivor_money_state, own.firm_part_vnd as survivor_firm_part_vnd,
  other.enrolment_id as merged_enrolment_id, other.state as merged_state, other.minutes as merged_minutes,
  other.result as merged_result, other.completed_on as merged_completed_on,
  other.money_state as merged_money_state, other.firm_part_vnd as merged_firm_part_vnd
from (
  select
    status.employee_id, status.id as enrolment_id, status.course_run_id, status.state, status.money_state,
    status.firm_part_vnd, completion.result, completion.completed_on,
    (
      select coalesce(sum(mark.minutes), 0)
      from kynang.attendance as mark
      where mark.firm_id = $1
        and mark.enrolment_id = status.id
        and mark.superseded_at is null
        and not mark.is_void
    )::integer as minutes
  from kynang.enrolment_status as status
  left join kynang.completion as completion
    on completion.firm_id = $1
    and completion.enrolment_id = status.id
    and completion.superseded_at is null
    and not completion.is_void
  where status.firm_id = $1
    and status.employee_id = $2
    and status.superseded_at is null
    and not status.is_void
    and status.state in ('enrolled', 'waitlisted')
) as own
join (
  select
    status.id as enrolment_id, status.course_run_id, status.state, status.money_state,
    status.firm_part_vnd, completion.result, completion.completed_on,
    (
      select coalesce(sum(mark.minutes), 0)
      from kynang.attendance as mark
      where mark.firm_id = $1
        and mark.enrolment_id = status.id
        and mark.superseded_at is null
        and not mark.is_void
    )::integer as minutes
  from kynang.enrolment_status as status
  left join kynang.completion as completion
    on completion.firm_id = $1
    and completion.enrolment_id = status.id
    and completion.superseded_at is null
    and not completion.is_void
  where status.firm_id = $1
    and status.employee_id = $3
    and status.superseded_at is null
    and not status.is_void
    and status.state in ('enrolled', 'waitlisted')
) as other
  on other.course_run_id = own.course_run_id
join kynang.course_run as run
  on run.id = own.course_run_id
join kynang.course as course
  on course.id = run.course_id
order by run.id;

-- name: merge.overlaps
-- What both records have at one time: places in one role, exemptions, judgements of one day.
-- $1 uuid firm, $2 uuid survivor, $3 uuid merged
select
  'assignment' as kind, coalesce(role.title::jsonb, jsonb_build_object('vi', placement.name)) as title,
  lower(own.during * other.during) as starts_on, upper(own.during * other.during) - 1 as ends_on,
  null::integer as survivor_level, null::integer as merged_level
from kynang.assignment as own
join kynang.assignment as other
  on other.firm_id = $1
  and other.employee_id = $3
  and coalesce(other.job_role_id, other.unit_id) = coalesce(own.job_role_id, own.unit_id)
  and other.during && own.during
  and other.superseded_at is null
  and not other.is_void
join kynang.unit_placement as placement
  on placement.firm_id = $1
  and placement.id = own.unit_id
  and placement.superseded_at is null
left join kynang.job_role as role
  on role.firm_id = $1
  and role.id = own.job_role_id
where own.firm_id = $1
  and own.employee_id = $2
  and own.superseded_at is null
  and not own.is_void
union all
select
  'exemption', competency.title::jsonb, lower(own.during * other.during),
  upper(own.during * other.during) - 1, null, null
from kynang.exemption as own
join kynang.exemption as other
  on other.firm_id = $1
  and other.employee_id = $3
  and other.competency_id = own.competency_id
  and other.during && own.during
  and other.superseded_at is null
  and not other.is_void
join kynang.competency as competency
  on competency.id = own.competency_id
where own.firm_id = $1
  and own.employee_id = $2
  and own.superseded_at is null
  and not own.is_void
union all
select
  'assessment', competency.title::jsonb, own.occurred_on, own.occurred_on, own.level, other.level
from kynang.assessment as own
join kynang.assessment as other
  on other.firm_id = $1
  and other.employee_id = $3
  and other.competency_id = own.competency_id
  and other.occurred_on = own.occurred_on
  and other.kind <> 'application'
  and other.superseded_at is null
  and not other.is_void
join kynang.competency as competency
  on competency.id = own.competency_id
where own.firm_id = $1
  and own.employee_id = $2
  and own.kind <> 'application'
  and own.superseded_at is null
  and not own.is_void
order by 1, 3;

-- name: merge.employment
-- One employment of two: from the first day of either to the last, away where neither was at work.
-- $1 uuid firm, $2 uuid survivor, $3 uuid merged
select
  lower(joined.during) as starts_on, upper(joined.during) - 1 as ends_on,
  coalesce(
    (
      select jsonb_agg(
        jsonb_build_object('startsOn', lower(gap.days), 'endsOn', upper(gap.days) - 1) order by gap.days)
      from unnest(datemultirange(joined.during) - joined.worked) as gap (days)
    ), '[]'::jsonb) as away
from (
  select
    range_merge(own.during, other.during) as during,
    (datemultirange(own.during) - own.away) + (datemultirange(other.during) - other.away) as worked
  from kynang.employment as own
  join kynang.employment as other
    on other.firm_id = $1
    and other.id = $3
    and other.superseded_at is null
    and not other.is_void
  where own.firm_id = $1
    and own.id = $2
    and own.superseded_at is null
    and not own.is_void
) as joined;

-- name: merge.insert
-- $1 uuid firm, $2 uuid id, $3 uuid survivor, $4 uuid merged, $5 text[] fields taken from the merged,
-- $6 timestamptz now, $7 uuid account, $8 text reason
insert into kynang.employee_merge (
  firm_id, id, survivor_id, merged_id, taken_fields, recorded_at, recorded_by, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: merge.keep_former
-- What both records said of the person before.
-- $1 uuid firm, $2 uuid merge, $3 uuid[] employees
insert into kynang.employee_merge_former (firm_id, merge_id, employee_id, code, person)
select
  $1, $2, employee.id, employee.code, jsonb_build_object(
    'fullName', person.full_name, 'familyName', person.family_name, 'middleName', person.middle_name,
    'givenName', person.given_name, 'birthOn', person.birth_on, 'phone', person.phone, 'email', person.email)
from kynang.employee as employee
join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = employee.id
where employee.firm_id = $1
  and employee.id = any ($3);

-- name: merge.set_aside
-- The second enrolment of one human in a run: withdrawn from its first day on, so that it never counts.
-- What was not spent of its money returns to the budget, and what was spent where it was paid once.
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 uuid[] enrolments, $5 uuid[] runs that were paid once,
-- $6 timestamptz now, $7 uuid account, $8 text reason
with superseded as (
  update kynang.enrolment_status as status
  set superseded_at = $6
  where status.firm_id = $1
    and status.id = any ($4)
    and status.superseded_at is null
  returning
    status.id, status.revision, status.course_run_id, status.list_price_vnd, status.support_vnd,
    status.firm_part_vnd, status.money_state
),
written as (
  insert into kynang.enrolment_status (
    firm_id, id, revision, employee_id, course_run_id, state, occurred_on, list_price_vnd, support_vnd,
    firm_part_vnd, money_state, recorded_at, recorded_by, reason)
  select
    $1, superseded.id, superseded.revision + 1, $3, superseded.course_run_id, 'withdrawn',
    (
      select min(past.occurred_on)
      from kynang.enrolment_status as past
      where past.firm_id = $1
        and past.id = superseded.id
    ),
    superseded.list_price_vnd, superseded.support_vnd, superseded.firm_part_vnd,
    case
      when superseded.money_state = 'spent' and not superseded.course_run_id = any ($5::uuid[]) then 'spent'
      else 'released'
    end,
    $6, $7, $8
  from superseded
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select
  $1, $2, 'merge', 'enrolment_status', superseded.id, superseded.revision, superseded.revision + 1, 'set_aside'
from superseded;

-- name: merge.move_statuses
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 uuid merged, $5 timestamptz now, $6 uuid account,
-- $7 text reason
with superseded as (
  update kynang.enrolment_status as status
  set superseded_at = $5
  where status.firm_id = $1
    and status.employee_id = $4
    and status.superseded_at is null
    and not status.is_void
  returning
    status.id, status.revision, status.course_run_id, status.state, status.occurred_on,
    status.list_price_vnd, status.support_vnd, status.firm_part_vnd, status.money_state
),
written as (
  insert into kynang.enrolment_status (
    firm_id, id, revision, employee_id, course_run_id, state, occurred_on, list_price_vnd, support_vnd,
    firm_part_vnd, money_state, recorded_at, recorded_by, reason)
  select
    $1, superseded.id, superseded.revision + 1, $3, superseded.course_run_id, superseded.state,
    superseded.occurred_on, superseded.list_price_vnd, superseded.support_vnd, superseded.firm_part_vnd,
    superseded.money_state, $5, $6, $7
  from superseded
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select
  $1, $2, 'merge', 'enrolment_status', superseded.id, superseded.revision, superseded.revision + 1, 'moved'
from superseded;

-- name: merge.move_headers
-- The headers of enrolments follow their present state, whoever it is of.
-- $1 uuid firm, $2 uuid merge, $3 uuid[] further enrolments
update kynang.enrolment as enrolment
set employee_id = status.employee_id, version = enrolment.version + 1
from kynang.enrolment_status as status
where enrolment.firm_id = $1
  and status.firm_id = $1
  and status.id = enrolment.id
  and status.superseded_at is null
  and (
    enrolment.id = any ($3::uuid[])
    or enrolment.id in (
      select written.record_id
      from kynang.employee_merge_write as written
      where written.firm_id = $1
        and written.merge_id = $2
        and written.relation = 'enrolment_status'
    )
  );

-- name: merge.drop_marks
-- Of two marks of one half-day, the better stands: more minutes, then excused before absent.
-- $1 uuid firm, $2 uuid merge, $3 uuid[] enrolments kept, $4 uuid[] enrolments set aside, $5 timestamptz now,
-- $6 uuid account, $7 text reason
with losing as materialized (
  select
    case
      when aside.minutes > kept.minutes
        or aside.minutes = kept.minutes and aside.mark = 'excused' and kept.mark = 'absent' then kept.id
      else aside.id
    end as id
  from unnest($3::uuid[], $4::uuid[]) as pair (kept_id, aside_id)
  join kynang.attendance as aside
    on aside.firm_id = $1
    and aside.enrolment_id = pair.aside_id
    and aside.superseded_at is null
    and not aside.is_void
  join kynang.attendance as kept
    on kept.firm_id = $1
    and kept.enrolment_id = pair.kept_id
    and kept.session_id = aside.session_id
    and kept.half_day = aside.half_day
    and kept.superseded_at is null
    and not kept.is_void
),
superseded as (
  update kynang.attendance as mark
  set superseded_at = $5
  from losing
  where mark.firm_id = $1
    and mark.id = losing.id
    and mark.superseded_at is null
  returning
    mark.id, mark.revision, mark.enrolment_id, mark.course_run_id, mark.session_id, mark.half_day, mark.mark,
    mark.minutes, mark.source, mark.occurred_on
),
written as (
  insert into kynang.attendance (
    firm_id, id, revision, enrolment_id, course_run_id, session_id, half_day, mark, minutes, source, occurred_on,
    recorded_at, recorded_by, reason, is_void)
  select
    $1, superseded.id, superseded.revision + 1, superseded.enrolment_id, superseded.course_run_id,
    superseded.session_id, superseded.half_day, superseded.mark, superseded.minutes, superseded.source,
    superseded.occurred_on, $5, $6, $7, true
  from superseded
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select $1, $2, 'merge', 'attendance', superseded.id, superseded.revision, superseded.revision + 1, 'counted_once'
from superseded;

-- name: merge.move_marks
-- What is left of the marks of an enrolment that was set aside belongs to the one that stands.
-- $1 uuid firm, $2 uuid merge, $3 uuid[] enrolments kept, $4 uuid[] enrolments set aside, $5 timestamptz now,
-- $6 uuid account, $7 text reason
with superseded as (
  update kynang.attendance as mark
  set superseded_at = $5
  from unnest($3::uuid[], $4::uuid[]) as pair (kept_id, aside_id)
  where mark.firm_id = $1
    and mark.enrolment_id = pair.aside_id
    and mark.superseded_at is null
    and not mark.is_void
  returning
    mark.id, mark.revision, pair.kept_id, mark.course_run_id, mark.session_id, mark.half_day, mark.mark,
    mark.minutes, mark.source, mark.occurred_on
),
written as (
  insert into kynang.attendance (
    firm_id, id, revision, enrolment_id, course_run_id, session_id, half_day, mark, minutes, source, occurred_on,
    recorded_at, recorded_by, reason)
  select
    $1, superseded.id, superseded.revision + 1, superseded.kept_id, superseded.course_run_id,
    superseded.session_id, superseded.half_day, superseded.mark, superseded.minutes, superseded.source,
    superseded.occurred_on, $5, $6, $7
  from superseded
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select $1, $2, 'merge', 'attendance', superseded.id, superseded.revision, superseded.revision + 1, 'moved'
from superseded;

-- name: merge.drop_completions
-- Of two results in one run, the better stands: completed, then that of the enrolment that is kept.
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 uuid[] enrolments kept, $5 uuid[] enrolments set aside,
-- $6 timestamptz now, $7 uuid account, $8 text reason
with losing as materialized (
  select
    case
      when aside.result = 'completed' and kept.result <> 'completed' then kept.id
      else aside.id
    end as id
  from unnest($4::uuid[], $5::uuid[]) as pair (kept_id, aside_id)
  join kynang.completion as aside
    on aside.firm_id = $1
    and aside.enrolment_id = pair.aside_id
    and aside.superseded_at is null
    and not aside.is_void
  join kynang.completion as kept
    on kept.firm_id = $1
    and kept.enrolment_id = pair.kept_id
    and kept.superseded_at is null
    and not kept.is_void
),
superseded as (
  update kynang.completion as result
  set superseded_at = $6
  from losing
  where result.firm_id = $1
    and result.id = losing.id
    and result.superseded_at is null
  returning
    result.id, result.revision, result.enrolment_id, result.course_run_id, result.course_id,
    result.completed_on, result.attended_minutes, result.planned_minutes, result.result, result.score
),
written as (
  insert into kynang.completion (
    firm_id, id, revision, enrolment_id, employee_id, course_run_id, course_id, completed_on, attended_minutes,
    planned_minutes, result, score, recorded_at, recorded_by, reason, is_void)
  select
    $1, superseded.id, superseded.revision + 1, superseded.enrolment_id, $3, superseded.course_run_id,
    superseded.course_id, superseded.completed_on, superseded.attended_minutes, superseded.planned_minutes,
    superseded.result, superseded.score, $6, $7, $8, true
  from superseded
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select $1, $2, 'merge', 'completion', superseded.id, superseded.revision, superseded.revision + 1, 'counted_once'
from superseded;

-- name: merge.move_completions
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 uuid merged, $5 uuid[] enrolments kept,
-- $6 uuid[] enrolments set aside, $7 timestamptz now, $8 uuid account, $9 text reason
with superseded as (
  update kynang.completion as result
  set superseded_at = $7
  where result.firm_id = $1
    and (result.employee_id = $4 or result.enrolment_id = any ($6::uuid[]))
    and result.superseded_at is null
    and not result.is_void
  returning
    result.id, result.revision,
    coalesce(
      (
        select pair.kept_id
        from unnest($5::uuid[], $6::uuid[]) as pair (kept_id, aside_id)
        where pair.aside_id = result.enrolment_id
      ), result.enrolment_id) as enrolment_id,
    result.course_run_id, result.course_id, result.completed_on, result.attended_minutes,
    result.planned_minutes, result.result, result.score
),
written as (
  insert into kynang.completion (
    firm_id, id, revision, enrolment_id, employee_id, course_run_id, course_id, completed_on, attended_minutes,
    planned_minutes, result, score, recorded_at, recorded_by, reason)
  select
    $1, superseded.id, superseded.revision + 1, superseded.enrolment_id, $3, superseded.course_run_id,
    superseded.course_id, superseded.completed_on, superseded.attended_minutes, superseded.planned_minutes,
    superseded.result, superseded.score, $7, $8, $9
  from superseded
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select $1, $2, 'merge', 'completion', superseded.id, superseded.revision, superseded.revision + 1, 'moved'
from superseded;

-- name: merge.move_assessments
-- Judgements and statements of use, in the order in which they were recorded: where two of one day have one
-- grade, the later counts, and moving must not change which. So those of a day are stamped a millisecond
-- apart, and the survivor's own that came after a moved one are recorded again behind it.
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 uuid merged, $5 uuid[] enrolments kept,
-- $6 uuid[] enrolments set aside, $7 timestamptz now, $8 uuid account, $9 text reason
with pair as materialized (
  select pair.kept_id, pair.aside_id
  from unnest($5::uuid[], $6::uuid[]) as pair (kept_id, aside_id)
),
counted_once as materialized (
  select lost.id as lost_id, stands.id as stands_id
  from kynang.employee_merge_write as written
  join kynang.completion as lost
    on lost.firm_id = $1
    and lost.id = written.record_id
    and lost.revision = written.revision_after
  join pair
    on lost.enrolment_id in (pair.kept_id, pair.aside_id)
  join kynang.completion as stands
    on stands.firm_id = $1
    and stands.enrolment_id = pair.kept_id
    and stands.superseded_at is null
    and not stands.is_void
  where written.firm_id = $1
    and written.merge_id = $2
    and written.relation = 'completion'
    and written.effect = 'counted_once'
),
moving as materialized (
  select
    fact.id, coalesce(pair.kept_id, fact.enrolment_id) as enrolment_id,
    coalesce(counted_once.stands_id, fact.completion_id) as completion_id,
    case
      when fact.employee_id = $4 or pair.aside_id is not null or counted_once.lost_id is not null then 'moved'
      else 'reordered'
    end as effect,
    $7::timestamptz
      + (row_number() over (partition by fact.occurred_on order by fact.recorded_at, fact.id) - 1)
      * interval '1 millisecond' as recorded_at
  from kynang.assessment as fact
  left join pair
    on pair.aside_id = fact.enrolment_id
  left join counted_once
    on counted_once.lost_id = fact.completion_id
  where fact.firm_id = $1
    and fact.superseded_at is null
    and not fact.is_void
    and (
      fact.employee_id = $4
      or fact.employee_id = $3
      and (
        pair.aside_id is not null
        or counted_once.lost_id is not null
        or fact.level is not null
        and exists (
          select from kynang.assessment as earlier
          where earlier.firm_id = $1
            and earlier.employee_id = $4
            and earlier.occurred_on = fact.occurred_on
            and earlier.recorded_at < fact.recorded_at
            and earlier.level is not null
            and earlier.superseded_at is null
            and not earlier.is_void
        )
      )
    )
),
superseded as (
  update kynang.assessment as fact
  set superseded_at = moving.recorded_at
  from moving
  where fact.firm_id = $1
    and fact.id = moving.id
    and fact.superseded_at is null
  returning
    fact.id, fact.revision, fact.competency_id, fact.kind, fact.grade, fact.level, fact.is_passed,
    fact.occurred_on, fact.expires_on, moving.enrolment_id, fact.course_run_id, moving.completion_id,
    fact.evidence, fact.evidence_url, fact.is_applied, fact.applied_where, fact.applied_how,
    moving.recorded_at, moving.effect
),
written as (
  insert into kynang.assessment (
    firm_id, id, revision, employee_id, competency_id, kind, grade, level, is_passed, occurred_on, expires_on,
    enrolment_id, course_run_id, completion_id, evidence, evidence_url, is_applied, applied_where, applied_how,
    recorded_at, recorded_by, reason)
  select
    $1, superseded.id, superseded.revision + 1, $3, superseded.competency_id, superseded.kind,
    superseded.grade, superseded.level, superseded.is_passed, superseded.occurred_on, superseded.expires_on,
    superseded.enrolment_id, superseded.course_run_id, superseded.completion_id, superseded.evidence,
    superseded.evidence_url, superseded.is_applied, superseded.applied_where, superseded.applied_how,
    superseded.recorded_at, $8, $9
  from superseded
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select
  $1, $2, 'merge', 'assessment', superseded.id, superseded.revision, superseded.revision + 1, superseded.effect
from superseded;

-- name: merge.move_assignments
-- Places of the merged record. Where the survivor holds the same role already, only the other days move.
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 uuid merged, $5 timestamptz now, $6 uuid account,
-- $7 text reason
with taken as materialized (
  select coalesce(standing.job_role_id, standing.unit_id) as held_id, range_agg(standing.during) as days
  from kynang.assignment as standing
  where standing.firm_id = $1
    and standing.employee_id = $3
    and standing.superseded_at is null
    and not standing.is_void
  group by coalesce(standing.job_role_id, standing.unit_id)
),
superseded as (
  update kynang.assignment as moving
  set superseded_at = $5
  where moving.firm_id = $1
    and moving.employee_id = $4
    and moving.superseded_at is null
    and not moving.is_void
  returning moving.id, moving.revision, moving.unit_id, moving.job_role_id, moving.during
),
piece as (
  select
    superseded.id, superseded.revision, superseded.unit_id, superseded.job_role_id, superseded.during as whole,
    part.during, row_number() over (partition by superseded.id order by part.during) as ordinal
  from superseded
  left join taken
    on taken.held_id = coalesce(superseded.job_role_id, superseded.unit_id)
  left join lateral unnest(
    datemultirange(superseded.during) - coalesce(taken.days, '{}'::datemultirange)) as part (during)
    on true
),
wanted as materialized (
  select
    case when piece.ordinal = 1 then piece.id else kynang.uuid_v7($5) end as id,
    case when piece.ordinal = 1 then piece.revision else 0 end as revision_before,
    piece.unit_id, piece.job_role_id, coalesce(piece.during, piece.whole) as during,
    piece.during is null as is_void,
    case
      when piece.ordinal > 1 then 'added'
      when piece.during is null then 'counted_once'
      when piece.during <> piece.whole then 'shortened'
      else 'moved'
    end as effect
  from piece
),
written as (
  insert into kynang.assignment (
    firm_id, id, revision, employee_id, unit_id, job_role_id, during, recorded_at, recorded_by, reason, is_void)
  select
    $1, wanted.id, wanted.revision_before + 1, $3, wanted.unit_id, wanted.job_role_id, wanted.during, $5, $6,
    $7, wanted.is_void
  from wanted
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select
  $1, $2, 'merge', 'assignment', wanted.id, wanted.revision_before, wanted.revision_before + 1, wanted.effect
from wanted;

-- name: merge.move_exemptions
-- Exemptions of the merged record; days on which the survivor is exempt already stay the survivor's.
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 uuid merged, $5 timestamptz now, $6 uuid account
with taken as materialized (
  select standing.competency_id, range_agg(standing.during) as days
  from kynang.exemption as standing
  where standing.firm_id = $1
    and standing.employee_id = $3
    and standing.superseded_at is null
    and not standing.is_void
  group by standing.competency_id
),
superseded as (
  update kynang.exemption as moving
  set superseded_at = $5
  where moving.firm_id = $1
    and moving.employee_id = $4
    and moving.superseded_at is null
    and not moving.is_void
  returning moving.id, moving.revision, moving.competency_id, moving.during, moving.reason
),
piece as (
  select
    superseded.id, superseded.revision, superseded.competency_id, superseded.reason,
    superseded.during as whole, part.during,
    row_number() over (partition by superseded.id order by part.during) as ordinal
  from superseded
  left join taken
    on taken.competency_id = superseded.competency_id
  left join lateral unnest(
    datemultirange(superseded.during) - coalesce(taken.days, '{}'::datemultirange)) as part (during)
    on true
),
wanted as materialized (
  select
    case when piece.ordinal = 1 then piece.id else kynang.uuid_v7($5) end as id,
    case when piece.ordinal = 1 then piece.revision else 0 end as revision_before,
    piece.competency_id, piece.reason, coalesce(piece.during, piece.whole) as during,
    piece.during is null as is_void,
    case
      when piece.ordinal > 1 then 'added'
      when piece.during is null then 'counted_once'
      when piece.during <> piece.whole then 'shortened'
      else 'moved'
    end as effect
  from piece
),
written as (
  insert into kynang.exemption (
    firm_id, id, revision, employee_id, competency_id, during, recorded_at, recorded_by, reason, is_void)
  select
    $1, wanted.id, wanted.revision_before + 1, $3, wanted.competency_id, wanted.during, $5, $6, wanted.reason,
    wanted.is_void
  from wanted
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select
  $1, $2, 'merge', 'exemption', wanted.id, wanted.revision_before, wanted.revision_before + 1, wanted.effect
from wanted;

-- name: merge.join_employments
-- The survivor's employment covers both; the merged record has none any more.
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 uuid merged, $5 timestamptz now, $6 uuid account,
-- $7 text reason
with superseded as (
  update kynang.employment as employment
  set superseded_at = $5
  where employment.firm_id = $1
    and employment.id in ($3, $4)
    and employment.superseded_at is null
    and not employment.is_void
  returning
    employment.id, employment.revision, employment.during, employment.away, employment.leaving_reason
),
joined as materialized (
  select
    range_merge(own.during, other.during) as during,
    (datemultirange(own.during) - own.away) + (datemultirange(other.during) - other.away) as worked,
    case
      when upper_inf(own.during) or upper_inf(other.during) then null
      when upper(own.during) >= upper(other.during) then own.leaving_reason
      else other.leaving_reason
    end as leaving_reason
  from superseded as own
  join superseded as other
    on other.id = $4
  where own.id = $3
),
written as (
  insert into kynang.employment (
    firm_id, id, revision, during, away, leaving_reason, recorded_at, recorded_by, reason, is_void)
  select
    $1, superseded.id, superseded.revision + 1,
    case when superseded.id = $3 then joined.during else superseded.during end,
    case
      when superseded.id = $3 then datemultirange(joined.during) - joined.worked
      else superseded.away
    end,
    case when superseded.id = $3 then joined.leaving_reason else superseded.leaving_reason end,
    $5, $6, $7, superseded.id = $4
  from superseded
  cross join joined
)
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select
  $1, $2, 'merge', 'employment', superseded.id, superseded.revision, superseded.revision + 1, 'joined'
from superseded
cross join joined;

-- name: merge.move_memberships
-- What accounts may be as the merged record, they may be as the survivor.
-- $1 uuid firm, $2 uuid merge, $3 uuid survivor, $4 uuid merged, $5 timestamptz now
insert into kynang.employee_merge_write (
  firm_id, merge_id, step, relation, record_id, revision_before, revision_after, effect)
select $1, $2, 'merge', 'membership', moved.id, 0, 1, moved.effect
from kynang.membership_move($4, $3, $5) as moved;

-- name: merge.set_code
-- $1 uuid firm, $2 uuid employee, $3 text code (null: one that nobody could want)
update kynang.employee as employee
set code = coalesce($3, '~' || employee.id)
where employee.firm_id = $1
  and employee.id = $2;

-- name: merge.point
-- The merged record, and those that were merged into it, point at the survivor.
-- $1 uuid firm, $2 uuid survivor, $3 uuid merged
update kynang.employee as employee
set merged_into = $2, version = employee.version + 1
where employee.firm_id = $1
  and (employee.id = $3 or employee.merged_into = $3);

-- name: merge.tally
-- What a step of a merge wrote, by kind and effect.
-- $1 uuid firm, $2 uuid merge, $3 text step
select written.relation, written.effect, count(*)::integer as records
from kynang.employee_merge_write as written
where written.firm_id = $1
  and written.merge_id = $2
  and written.step = $3
group by written.relation, written.effect
order by written.relation, written.effect;

-- name: merge.list
-- Merges of the firm, the latest first; the name is the survivor's, who has both records.
-- $1 uuid firm, $2 uuid one of the two records (null: any), $3 boolean with undone ones, $4 uuid after,
-- $5 integer rows, $6 date today, $7 uuid[] roots in sight (null: the whole firm)
select
  merge.id, merge.survivor_id, survivor.code as survivor_code, person.full_name as survivor_name,
  merge.merged_id, gone.code as merged_code, former.full_name as merged_name, merge.recorded_at,
  merge.recorded_by, merge.reason, merge.undone_at, merge.undone_reason
from kynang.employee_merge as merge
join kynang.employee as survivor
  on survivor.firm_id = $1
  and survivor.id = merge.survivor_id
join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = merge.survivor_id
join kynang.employee as gone
  on gone.firm_id = $1
  and gone.id = merge.merged_id
join kynang.person as former
  on former.firm_id = $1
  and former.employee_id = merge.merged_id
where merge.firm_id = $1
  and ($2::uuid is null or $2 in (merge.survivor_id, merge.merged_id))
  and ($3 or merge.undone_at is null)
  and ($4::uuid is null or merge.id < $4)
  and (
    $7::uuid[] is null
    or exists (
      select from kynang.assignment as place
      where place.firm_id = $1
        and place.employee_id = coalesce(survivor.merged_into, survivor.id)
        and place.superseded_at is null
        and not place.is_void
        and place.during @> $6::date
        and place.unit_id in (select kynang.unit_subtree($1, $7))
    )
  )
order by merge.id desc
limit $5;

-- name: merge.survivor
-- Who stands for a merged record, within sight; no row for a record that stands itself.
-- $1 uuid firm, $2 uuid employee, $3 date today, $4 uuid[] roots in sight (null: the whole firm)
select survivor.id, survivor.code
from kynang.employee as gone
join kynang.employee as survivor
  on survivor.firm_id = $1
  and survivor.id = gone.merged_into
where gone.firm_id = $1
  and gone.id = $2
  and (
    $4::uuid[] is null
    or exists (
      select from kynang.assignment as place
      where place.firm_id = $1
        and place.employee_id = survivor.id
        and place.superseded_at is null
        and not place.is_void
        and place.during @> $3::date
        and place.unit_id in (select kynang.unit_subtree($1, $4))
    )
  );

-- name: merge.find
-- One merge, and whether a later one was built on it.
-- $1 uuid firm, $2 uuid merge
select
  merge.id, merge.survivor_id, merge.merged_id, merge.taken_fields, merge.recorded_at, merge.undone_at,
  (
    select gone.code
    from kynang.employee_merge as later
    join kynang.employee as gone
      on gone.firm_id = $1
      and gone.id = later.merged_id
    where later.firm_id = $1
      and later.id <> merge.id
      and later.undone_at is null
      and (
        later.merged_id = merge.survivor_id
        or later.survivor_id = merge.survivor_id and later.recorded_at > merge.recorded_at
      )
    order by later.recorded_at desc
    limit 1
  ) as later_code
from kynang.employee_merge as merge
where merge.firm_id = $1
  and merge.id = $2;

-- name: merge.former
-- $1 uuid firm, $2 uuid merge
select
  former.employee_id, former.code, former.person ->> 'fullName' as full_name,
  former.person ->> 'familyName' as family_name, former.person ->> 'middleName' as middle_name,
  former.person ->> 'givenName' as given_name, (former.person ->> 'birthOn')::date as birth_on,
  former.person ->> 'phone' as phone, former.person ->> 'email' as email
from kynang.employee_merge_former as former
where former.firm_id = $1
  and former.merge_id = $2;

-- name: apart.say
-- $1 uuid firm, $2 uuid id, $3 uuid employee, $4 uuid other employee, $5 timestamptz now, $6 uuid account,
-- $7 text reason
insert into kynang.employee_apart (
  firm_id, id, revision, first_id, second_id, recorded_at, recorded_by, reason)
values (
  $1, $2, 1, least($3::uuid, $4::uuid), greatest($3::uuid, $4::uuid), $5, $6, $7);

-- name: apart.take_back
-- $1 uuid firm, $2 uuid id, $3 timestamptz now, $4 uuid account, $5 text reason
with superseded as (
  update kynang.employee_apart as said
  set superseded_at = $3
  where said.firm_id = $1
    and said.id = $2
    and said.superseded_at is null
    and not said.is_void
  returning said.revision, said.first_id, said.second_id
)
insert into kynang.employee_apart (
  firm_id, id, revision, first_id, second_id, recorded_at, recorded_by, reason, is_void)
select
  $1, $2, superseded.revision + 1, superseded.first_id, superseded.second_id, $3, $4, $5, true
from superseded
returning first_id, second_id;

-- name: apart.list
-- Pairs that were said to be two people, the latest first.
-- $1 uuid firm, $2 uuid one of the two (null: any), $3 uuid after, $4 integer rows
select
  said.id, said.first_id, one.code as first_code, person.full_name as first_name, said.second_id,
  other.code as second_code, other_person.full_name as second_name, said.recorded_at, said.reason
from kynang.employee_apart as said
join kynang.employee as one
  on one.firm_id = $1
  and one.id = said.first_id
join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = one.id
join kynang.employee as other
  on other.firm_id = $1
  and other.id = said.second_id
join kynang.person as other_person
  on other_person.firm_id = $1
  and other_person.employee_id = other.id
where said.firm_id = $1
  and said.superseded_at is null
  and not said.is_void
  and ($2::uuid is null or $2 in (said.first_id, said.second_id))
  and ($3::uuid is null or said.id < $3)
order by said.id desc
limit $4;
