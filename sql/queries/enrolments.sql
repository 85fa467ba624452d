-- name: enrolment.follow_promotion
-- Enrols who was waiting; nothing when they wait no longer.
-- $1 uuid firm, $2 uuid enrolment, $3 timestamptz now, $4 uuid account, $5 date today
with present as (
  update kynang.enrolment_status as status
  set superseded_at = $3
  where status.firm_id = $1
    and status.id = $2
    and status.superseded_at is null
    and status.state = 'waitlisted'
    and exists (
      select from kynang.seat as seat
      where seat.enrolment_id = status.id
        and seat.firm_id = $1
        and seat.state = 'taken'
    )
  returning
    status.revision, status.employee_id, status.course_run_id, status.list_price_vnd, status.support_vnd,
    status.firm_part_vnd
)
insert into kynang.enrolment_status (
  firm_id, id, revision, employee_id, course_run_id, state, occurred_on, list_price_vnd, support_vnd,
  firm_part_vnd, money_state, recorded_at, recorded_by)
select
  $1, $2, present.revision + 1, present.employee_id, present.course_run_id, 'enrolled', $5,
  present.list_price_vnd, present.support_vnd, present.firm_part_vnd, 'committed', $3, $4
from present;

-- name: enrolment.follow_cancellation
-- Ends the enrolments of a firm in a run that was called off, with the run's reason. Money that is not
-- spent returns to the budget; who has completed keeps their place. Nothing the second time.
-- $1 uuid firm, $2 uuid run, $3 timestamptz now, $4 uuid account, $5 date today
with ended as (
  update kynang.enrolment_status as status
  set superseded_at = $3
  from kynang.course_run as run
  where run.id = $2
    and run.state = 'cancelled'
    and status.firm_id = $1
    and status.course_run_id = run.id
    and status.superseded_at is null
    and not status.is_void
    and status.state in ('enrolled', 'waitlisted')
    and not exists (
      select from kynang.completion as completion
      where completion.firm_id = $1
        and completion.enrolment_id = status.id
        and completion.superseded_at is null
        and not completion.is_void
    )
  returning
    status.id, status.revision, status.employee_id, status.course_run_id, status.state as former_state,
    status.list_price_vnd, status.support_vnd, status.firm_part_vnd, status.money_state as former_money_state,
    case when status.money_state = 'spent' then 'spent' else 'released' end as money_state,
    run.state_reason
),
cancelled as (
  insert into kynang.enrolment_status (
    firm_id, id, revision, employee_id, course_run_id, state, occurred_on, list_price_vnd, support_vnd,
    firm_part_vnd, money_state, recorded_at, recorded_by, reason)
  select
    $1, ended.id, ended.revision + 1, ended.employee_id, ended.course_run_id, 'cancelled', $5,
    ended.list_price_vnd, ended.support_vnd, ended.firm_part_vnd, ended.money_state, $3, $4,
    ended.state_reason
  from ended
  returning id
),
bumped as (
  update kynang.enrolment as enrolment
  set version = enrolment.version + 1
  from cancelled
  where enrolment.firm_id = $1
    and enrolment.id = cancelled.id
  returning enrolment.id
)
select ended.id, ended.former_state, ended.former_money_state, ended.money_state
from ended
join bumped
  on bumped.id = ended.id
order by ended.id;

-- name: enrolment.lock_run
-- Locks a run that the firm may see until the transaction ends, and counts its seats.
-- $1 uuid run, $2 timestamptz now
select
  seats.taken, seats.waiting, seats.taken_by_firm, seats.last_number,
  kynang.seat_ahead(run.id, $2) as ahead
from kynang.course_run as run
cross join lateral kynang.seat_lock(run.id) as seats
where run.id = $1;

-- name: enrolment.count_seats
-- The same counts without a lock, for a dry run.
-- $1 uuid run, $2 uuid firm, $3 timestamptz now
select
  coalesce(counts.taken, 0) as taken,
  coalesce(counts.waiting, 0) as waiting,
  own.taken_by_firm,
  0 as last_number,
  kynang.seat_ahead(run.id, $3) as ahead
from kynang.course_run as run
left join lateral kynang.seat_counts(array[run.id]) as counts
  on true
cross join lateral (
  select count(*)::integer as taken_by_firm
  from kynang.seat as seat
  where seat.course_run_id = run.id
    and seat.firm_id = $2
    and seat.state = 'taken'
) as own
where run.id = $1;

-- name: enrolment.run
-- What enrolling in a run goes by.
-- $1 uuid run, $2 date today
select
  run.id, run.code, run.course_id, run.capacity, run.cut_off_at, run.waiting_policy, run.firm_quota,
  run.price_vnd, run.starts_on, run.ends_on, run.state,
  coalesce(kynang.policy_integer('budget.overspending_refused', $2), 0) = 1 as refuses_overspending
from kynang.course_run as run
where run.id = $1;

-- name: enrolment.candidates
-- Everything that speaks for or against each person of a request, in its order.
-- $1 uuid firm, $2 uuid run, $3 uuid[] employees, $4 text[] codes (numbered after the employees),
-- $5 date today, $6 uuid[] units of the caller (null: whole firm)
with run as materialized (
  select course_run.id, course_run.course_id, course_run.starts_on, course_run.ends_on
  from kynang.course_run as course_run
  where course_run.id = $2
),
candidate as materialized (
  -- A record that was merged into another stands for that one.
  select wanted.ordinal::integer as ordinal, employee.id as employee_id, employee.code
  from unnest($3::uuid[]) with ordinality as wanted (id, ordinal)
  join kynang.employee as named
    on named.firm_id = $1
    and named.id = wanted.id
  join kynang.employee as employee
    on employee.firm_id = $1
    and employee.id = coalesce(named.merged_into, named.id)
  union all
  select
    (cardinality($3::uuid[]) + wanted.ordinal)::integer, employee.id, employee.code
  from unnest($4::text[]) with ordinality as wanted (code, ordinal)
  join kynang.employee as named
    on named.firm_id = $1
    and named.code = wanted.code
  join kynang.employee as employee
    on employee.firm_id = $1
    and employee.id = coalesce(named.merged_into, named.id)
),
wanted_employees as materialized (
  select coalesce(array_agg(distinct candidate.employee_id), '{}') as ids
  from candidate
),
attained as materialized (
  select cell.employee_id, cell.competency_id, cell.attained_level as level
  from wanted_employees
  cross join lateral kynang.skill_cell($1, wanted_employees.ids, $5, 'infinity', 5) as cell
  join kynang.evidence_grade as evidence_grade
    on evidence_grade.code = cell.grade
    and evidence_grade.closes_gap
  where cell.valid_until >= $5
    and exists (
      select from run
      join kynang.course_outcome as outcome
        on outcome.course_id = run.course_id
        and outcome.competency_id = cell.competency_id
      union all
      select from run
      join kynang.course_prerequisite as prerequisite
        on prerequisite.course_id = run.course_id
        and prerequisite.competency_id = cell.competency_id
    )
),
missing as (
  select
    candidate.employee_id,
    array_agg(
      distinct coalesce(required.code, competency.code || ' ≥ ' || prerequisite.minimum_level)) as names
  from candidate
  cross join run
  join kynang.course_prerequisite as prerequisite
    on prerequisite.course_id = run.course_id
  left join kynang.course as required
    on required.id = prerequisite.required_course_id
  left join kynang.competency as competency
    on competency.id = prerequisite.competency_id
  where not exists (
      select from kynang.completion as completion
      where completion.firm_id = $1
        and completion.employee_id = candidate.employee_id
        and completion.course_id = prerequisite.required_course_id
        and completion.superseded_at is null
        and not completion.is_void
        and completion.result = 'completed'
    )
    and not exists (
      select from attained
      where attained.employee_id = candidate.employee_id
        and attained.competency_id = prerequisite.competency_id
        and attained.level >= prerequisite.minimum_level
    )
  group by candidate.employee_id
),
clash as (
  select
    candidate.employee_id, array_agg(distinct other_run.code) as codes
  from candidate
  join kynang.enrolment_status as status
    on status.firm_id = $1
    and status.employee_id = candidate.employee_id
    and status.superseded_at is null
    and not status.is_void
    and status.state = 'enrolled'
    and status.course_run_id <> $2
  join kynang.course_run as other_run
    on other_run.id = status.course_run_id
    and other_run.state in ('planned', 'open')
  join kynang.session as other
    on other.course_run_id = status.course_run_id
    and other.state <> 'cancelled'
  join kynang.session as wanted
    on wanted.course_run_id = $2
    and wanted.held_on = other.held_on
    and wanted.state <> 'cancelled'
    and (
      wanted.morning && other.morning or wanted.afternoon && other.afternoon
      or wanted.morning && other.afternoon or wanted.afternoon && other.morning
    )
  group by candidate.employee_id
),
competent as (
  select candidate.employee_id
  from candidate
  cross join run
  join kynang.course_outcome as outcome
    on outcome.course_id = run.course_id
  left join attained
    on attained.employee_id = candidate.employee_id
    and attained.competency_id = outcome.competency_id
  group by candidate.employee_id
  having bool_and(coalesce(attained.level >= outcome.target_level, false))
)
select
  candidate.ordinal, candidate.employee_id, candidate.code as employee_code,
  person.full_name as display_name,
  coalesce(
    employment.during @> daterange(run.starts_on, run.ends_on, '[]')
    and not employment.away && daterange(run.starts_on, run.ends_on, '[]'), false) as is_employed,
  $6::uuid[] is null or exists (
    select from kynang.assignment as place
    where place.firm_id = $1
      and place.employee_id = candidate.employee_id
      and place.superseded_at is null
      and not place.is_void
      and place.during @> $5::date
      and place.unit_id in (select kynang.unit_subtree($1, $6))
  ) as is_in_sight,
  (
    select place.unit_id
    from kynang.assignment as place
    where place.firm_id = $1
      and place.employee_id = candidate.employee_id
      and place.superseded_at is null
      and not place.is_void
      and place.during @> greatest(run.starts_on, $5::date)
    order by lower(place.during) desc, place.id
    limit 1
  ) as unit_id,
  present.state as present_state,
  coalesce(missing.names, '{}') as missing,
  coalesce(clash.codes, '{}') as clashes,
  competent.employee_id is not null as is_competent
from candidate
cross join run
join kynang.person as person
  on person.firm_id = $1
  and person.employee_id = candidate.employee_id
left join kynang.employment as employment
  on employment.firm_id = $1
  and employment.id = candidate.employee_id
  and employment.superseded_at is null
  and not employment.is_void
left join kynang.enrolment_status as present
  on present.firm_id = $1
  and present.employee_id = candidate.employee_id
  and present.course_run_id = $2
  and present.superseded_at is null
  and not present.is_void
  and present.state in ('enrolled', 'waitlisted')
left join missing
  on missing.employee_id = candidate.employee_id
left join clash
  on clash.employee_id = candidate.employee_id
left join competent
  on competent.employee_id = candidate.employee_id
order by candidate.ordinal;

-- name: enrolment.unit_in_sight
-- A unit of the firm within the units of the caller.
-- $1 uuid firm, $2 uuid unit, $3 uuid[] units of the caller (null: whole firm)
select unit.id
from kynang.unit as unit
where unit.firm_id = $1
  and unit.id = $2
  and ($3::uuid[] is null or unit.id in (select kynang.unit_subtree($1, $3)));

-- name: enrolment.insert_batch
-- $1 uuid firm, $2 uuid id, $3 uuid run, $4 timestamptz now, $5 uuid account
insert into kynang.enrolment_batch (firm_id, id, course_run_id, created_at, created_by)
values ($1, $2, $3, $4, $5);

-- name: enrolment.insert
-- The headers of new enrolments in one run.
-- $1 uuid firm, $2 uuid run, $3 uuid batch, $4 uuid replaced enrolment, $5 timestamptz now, $6 uuid account,
-- $7 uuid[] ids, $8 uuid[] employees, $9 uuid[] units that pay (elements may be null), $10 text[] codes,
-- $11 text[] display names
insert into kynang.enrolment (
  firm_id, id, employee_id, course_run_id, batch_id, unit_id, employee_code, display_name, replaces_id,
  created_at, created_by)
select
  $1, added.id, added.employee_id, $2, $3, added.unit_id, added.employee_code, added.display_name, $4, $5, $6
from unnest($7::uuid[], $8::uuid[], $9::uuid[], $10::text[], $11::text[])
  as added (id, employee_id, unit_id, employee_code, display_name);

-- name: enrolment.insert_status
-- The first state and the money of new enrolments in one run.
-- $1 uuid firm, $2 uuid run, $3 date when, $4 timestamptz now, $5 uuid account, $6 text reason,
-- $7 bigint list price (đồng), $8 bigint support (đồng), $9 uuid[] ids, $10 uuid[] employees, $11 text[] states,
-- $12 text[] money states
insert into kynang.enrolment_status (
  firm_id, id, revision, employee_id, course_run_id, state, occurred_on, list_price_vnd, support_vnd,
  firm_part_vnd, money_state, recorded_at, recorded_by, reason)
select
  $1, added.id, 1, added.employee_id, $2, added.state, $3, $7::bigint, $8::bigint,
  $7::bigint - $8::bigint, added.money_state, $4, $5, $6
from unnest($9::uuid[], $10::uuid[], $11::text[], $12::text[])
  as added (id, employee_id, state, money_state);

-- name: enrolment.add_seats
-- Seats for new enrolments; the run must be locked.
-- $1 uuid run, $2 uuid[] enrolments, $3 text[] states, $4 integer first number, $5 timestamptz now
select kynang.seat_add($1, $2, $3, $4::integer, $5)::text as added;

-- name: enrolment.release_seats
-- Gives up seats and, before the cut-off, promotes those who wait.
-- $1 uuid run, $2 uuid[] enrolments, $3 timestamptz now, $4 uuid[] ids for the outbox
select promoted.enrolment_id, promoted.firm_id
from kynang.seat_release($1, $2, $3, $4) as promoted;

-- name: enrolment.swap_seat
-- Hands a seat or place in the queue to another enrolment of the firm; null when there is none.
-- $1 uuid run, $2 uuid leaving enrolment, $3 uuid joining enrolment, $4 timestamptz now
select kynang.seat_swap($1, $2, $3, $4) as state;

-- name: enrolment.present
-- Enrolments with their present state, their run and what was recorded of them, for a change.
-- $1 uuid firm, $2 uuid[] enrolments (null: those of the batch), $3 uuid batch, $4 uuid[] units of the
-- caller (null: whole firm), $5 date today
select
  enrolment.id, enrolment.employee_id, enrolment.course_run_id, enrolment.batch_id, enrolment.unit_id,
  enrolment.version, status.revision, status.state, status.money_state, status.list_price_vnd,
  status.support_vnd, run.cut_off_at, run.state as run_state, seat.state as seat_state,
  exists (
    select from kynang.attendance as attendance
    where attendance.firm_id = $1
      and attendance.course_run_id = enrolment.course_run_id
      and attendance.enrolment_id = enrolment.id
      and attendance.superseded_at is null
      and not attendance.is_void
      and attendance.minutes > 0
  ) as has_attended,
  exists (
    select from kynang.completion as completion
    where completion.firm_id = $1
      and completion.enrolment_id = enrolment.id
      and completion.superseded_at is null
      and not completion.is_void
  ) as has_completion,
  $4::uuid[] is null or exists (
    select from kynang.assignment as place
    where place.firm_id = $1
      and place.employee_id = enrolment.employee_id
      and place.superseded_at is null
      and not place.is_void
      and place.during @> $5::date
      and place.unit_id in (select kynang.unit_subtree($1, $4))
  ) as is_in_sight
from kynang.enrolment as enrolment
join kynang.enrolment_status as status
  on status.firm_id = $1
  and status.id = enrolment.id
  and status.superseded_at is null
  and not status.is_void
join kynang.course_run as run
  on run.id = enrolment.course_run_id
left join kynang.seat as seat
  on seat.enrolment_id = enrolment.id
  and seat.firm_id = $1
where enrolment.firm_id = $1
  and enrolment.id = any (
    coalesce($2::uuid[], array(
      select member.id
      from kynang.enrolment as member
      where member.firm_id = $1
        and member.batch_id = $3)))
order by enrolment.id;

-- name: enrolment.batch
-- Locks a batch against being undone twice.
-- $1 uuid firm, $2 uuid batch
select batch.id, batch.course_run_id, batch.undone_at
from kynang.enrolment_batch as batch
where batch.firm_id = $1
  and batch.id = $2
for no key update;

-- name: enrolment.mark_batch_undone
-- $1 uuid firm, $2 uuid batch, $3 timestamptz now
update kynang.enrolment_batch as batch
set undone_at = $3
where batch.firm_id = $1
  and batch.id = $2;

-- name: enrolment.revise
-- New revisions of the state of enrolments; one that was revised meanwhile is left out.
-- $1 uuid firm, $2 uuid[] enrolments, $3 integer[] present revisions, $4 text[] states, $5 text[] money states,
-- $6 date when, $7 timestamptz now, $8 uuid account, $9 text reason
with revised as (
  update kynang.enrolment_status as status
  set superseded_at = $7
  from unnest($2::uuid[], $3::integer[], $4::text[], $5::text[])
    as wanted (id, revision, state, money_state)
  where status.firm_id = $1
    and status.id = wanted.id
    and status.revision = wanted.revision
    and status.superseded_at is null
  returning
    status.id, status.revision, status.employee_id, status.course_run_id, status.list_price_vnd,
    status.support_vnd, status.firm_part_vnd, wanted.state, wanted.money_state
)
insert into kynang.enrolment_status (
  firm_id, id, revision, employee_id, course_run_id, state, occurred_on, list_price_vnd, support_vnd,
  firm_part_vnd, money_state, recorded_at, recorded_by, reason)
select
  $1, revised.id, revised.revision + 1, revised.employee_id, revised.course_run_id, revised.state, $6,
  revised.list_price_vnd, revised.support_vnd, revised.firm_part_vnd, revised.money_state, $7, $8, $9
from revised;

-- name: enrolment.bump
-- A new version of headers whose state changed.
-- $1 uuid firm, $2 uuid[] enrolments
update kynang.enrolment as enrolment
set version = enrolment.version + 1
where enrolment.firm_id = $1
  and enrolment.id = any ($2);

-- name: enrolment.list
-- Enrolments of a firm as they stood on a day, as known at a moment, newest first.
-- $1 uuid firm, $2 uuid run, $3 uuid employee, $4 uuid batch, $5 text state (each null: any),
-- $6 uuid[] units of the caller (null: whole firm), $7 date today, $8 uuid after, $9 integer rows,
-- $10 date as of (null: any), $11 timestamptz known at
select
  enrolment.id, owner.employee_id, enrolment.employee_code, enrolment.display_name,
  enrolment.course_run_id, run.code as course_run_code, course.title as course_title,
  run.starts_on, run.ends_on, enrolment.batch_id, enrolment.unit_id, enrolment.version,
  status.state, status.occurred_on, status.money_state, status.list_price_vnd, status.support_vnd,
  status.firm_part_vnd, status.reason
from kynang.enrolment as enrolment
cross join lateral (
  select
    past.state, past.occurred_on, past.money_state, past.list_price_vnd, past.support_vnd,
    past.firm_part_vnd, past.reason, past.is_void
  from kynang.enrolment_status as past
  where past.firm_id = $1
    and past.id = enrolment.id
    and past.recorded_at <= $11
    and ($10::date is null or past.occurred_on <= $10)
  order by past.revision desc
  limit 1
) as status
-- Whose it was, as known then: a merge moves enrolments from one record of a person to another.
cross join lateral (
  select latest.employee_id
  from kynang.enrolment_status as latest
  where latest.firm_id = $1
    and latest.id = enrolment.id
    and latest.recorded_at <= $11
  order by latest.revision desc
  limit 1
) as owner
join kynang.course_run as run
  on run.id = enrolment.course_run_id
join kynang.course as course
  on course.id = run.course_id
where enrolment.firm_id = $1
  and not status.is_void
  and ($2::uuid is null or enrolment.course_run_id = $2)
  and (
    $3::uuid is null
    or owner.employee_id = $3
    and enrolment.id in (
      select any_status.id
      from kynang.enrolment_status as any_status
      where any_status.firm_id = $1
        and any_status.employee_id = $3
    )
  )
  and ($4::uuid is null or enrolment.batch_id = $4)
  and ($5::text is null or status.state = $5)
  and ($8::uuid is null or enrolment.id < $8)
  and (
    $6::uuid[] is null
    or exists (
      select from kynang.assignment as place
      where place.firm_id = $1
        and place.employee_id = enrolment.employee_id
        and place.superseded_at is null
        and not place.is_void
        and place.during @> $7::date
        and place.unit_id in (select kynang.unit_subtree($1, $6))
    )
  )
order by enrolment.id desc
limit $9;

-- name: enrolment.show
-- One enrolment with its run, its place in the queue and what came of it.
-- $1 uuid firm, $2 uuid enrolment, $3 uuid[] units of the caller (null: whole firm), $4 date today,
-- $5 timestamptz now
select
  enrolment.id, enrolment.employee_id, enrolment.employee_code, enrolment.display_name,
  enrolment.course_run_id, run.code as course_run_code, course.title as course_title,
  run.starts_on, run.ends_on, run.cut_off_at, enrolment.batch_id, enrolment.unit_id,
  enrolment.replaces_id, enrolment.version,
  status.state, status.occurred_on, status.money_state, status.list_price_vnd, status.support_vnd,
  status.firm_part_vnd, status.reason,
  case when status.state = 'waitlisted'
    then kynang.seat_position(enrolment.course_run_id, enrolment.id, $5) end as queue_position,
  completion.result, completion.completed_on,
  history.revisions
from kynang.enrolment as enrolment
join kynang.enrolment_status as status
  on status.firm_id = $1
  and status.id = enrolment.id
  and status.superseded_at is null
  and not status.is_void
join kynang.course_run as run
  on run.id = enrolment.course_run_id
join kynang.course as course
  on course.id = run.course_id
left join kynang.completion as completion
  on completion.firm_id = $1
  and completion.enrolment_id = enrolment.id
  and completion.superseded_at is null
  and not completion.is_void
cross join lateral (
  select jsonb_agg(
    jsonb_build_object(
      'revision', past.revision, 'state', past.state, 'occurredOn', past.occurred_on,
      'moneyState', past.money_state, 'reason', past.reason)
    order by past.revision) as revisions
  from kynang.enrolment_status as past
  where past.firm_id = $1
    and past.id = enrolment.id
) as history
where enrolment.firm_id = $1
  and enrolment.id = $2
  and (
    $3::uuid[] is null
    or exists (
      select from kynang.assignment as place
      where place.firm_id = $1
        and place.employee_id = enrolment.employee_id
        and place.superseded_at is null
        and not place.is_void
        and place.during @> $4::date
        and place.unit_id in (select kynang.unit_subtree($1, $3))
    )
  );

-- name: unit_budget.lock
-- Keeps other enrolments of the firm from spending a year's budgets meanwhile.
-- $1 uuid firm, $2 uuid run that starts in the year
select budget.id
from kynang.unit_budget as budget
where budget.firm_id = $1
  and budget.year = (
    select extract(year from run.starts_on)::integer
    from kynang.course_run as run
    where run.id = $2)
  and budget.superseded_at is null
  and not budget.is_void
order by budget.unit_id
for no key update;

-- name: unit_budget.show
-- Budgets of a year and what of them is planned, committed and spent, by the unit that pays. A course
-- counts in the year in which its run starts.
-- $1 uuid firm, $2 integer year (null: that of the run), $3 uuid run, $4 uuid unit (null: all),
-- $5 uuid[] units of the caller (null: whole firm)
with wanted as materialized (
  select coalesce($2::integer, (
    select extract(year from run.starts_on)::integer
    from kynang.course_run as run
    where run.id = $3)) as year
),
used as (
  select
    enrolment.unit_id,
    sum(status.firm_part_vnd) filter (where status.money_state = 'planned') as planned_vnd,
    sum(status.firm_part_vnd) filter (where status.money_state = 'committed') as committed_vnd,
    sum(status.firm_part_vnd) filter (where status.money_state = 'spent') as spent_vnd
  from wanted
  join kynang.course_run as run
    on run.starts_on >= make_date(wanted.year, 1, 1)
    and run.starts_on < make_date(wanted.year + 1, 1, 1)
  join kynang.enrolment_status as status
    on status.firm_id = $1
    and status.course_run_id = run.id
    and status.superseded_at is null
    and not status.is_void
    and status.money_state <> 'released'
  join kynang.enrolment as enrolment
    on enrolment.firm_id = $1
    and enrolment.id = status.id
  group by enrolment.unit_id
)
select
  unit.id as unit_id, unit.code as unit_code, placement.name as unit_name, wanted.year,
  budget.amount_vnd,
  coalesce(used.planned_vnd, 0)::bigint as planned_vnd,
  coalesce(used.committed_vnd, 0)::bigint as committed_vnd,
  coalesce(used.spent_vnd, 0)::bigint as spent_vnd,
  (budget.amount_vnd - coalesce(used.committed_vnd, 0) - coalesce(used.spent_vnd, 0))::bigint as left_vnd
from kynang.unit as unit
cross join wanted
left join kynang.unit_placement as placement
  on placement.firm_id = $1
  and placement.id = unit.id
  and placement.superseded_at is null
  and not placement.is_void
left join kynang.unit_budget as budget
  on budget.firm_id = $1
  and budget.unit_id = unit.id
  and budget.year = wanted.year
  and budget.superseded_at is null
  and not budget.is_void
left join used
  on used.unit_id = unit.id
where unit.firm_id = $1
  and ($4::uuid is null or unit.id = $4)
  and ($5::uuid[] is null or unit.id in (select kynang.unit_subtree($1, $5)))
  and (budget.amount_vnd is not null or used.unit_id is not null or unit.id = $4)
order by unit.code, unit.id;

-- name: unit_budget.present
-- Locks the present budget of a unit and year.
-- $1 uuid firm, $2 uuid unit, $3 integer year
select budget.id, budget.revision, budget.amount_vnd
from kynang.unit_budget as budget
where budget.firm_id = $1
  and budget.unit_id = $2
  and budget.year = $3::integer
  and budget.superseded_at is null
  and not budget.is_void
for no key update;

-- name: unit_budget.supersede
-- $1 uuid firm, $2 uuid id, $3 timestamptz now
update kynang.unit_budget as budget
set superseded_at = $3
where budget.firm_id = $1
  and budget.id = $2
  and budget.superseded_at is null;

-- name: unit_budget.insert
-- A first or later revision of a budget.
-- $1 uuid firm, $2 uuid id, $3 integer revision, $4 uuid unit, $5 integer year, $6 bigint amount (đồng),
-- $7 timestamptz now, $8 uuid account, $9 text reason
insert into kynang.unit_budget (
  firm_id, id, revision, unit_id, year, amount_vnd, recorded_at, recorded_by, reason)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9);
