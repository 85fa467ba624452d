-- name: walk_in.enter_taught
-- Lets a trainer see the trainees of every run that they teach.
-- $1 uuid trainer
select set_config('app.run_ids', coalesce(string_agg(taught.course_run_id::text, ','), ''), true) as run_ids
from kynang.course_run_trainer as taught
where taught.trainer_id = $1;

-- name: walk_in.firms
-- The firms that a trainer may say somebody is of: the owner of a closed run; for another, those with people
-- in the runs that the trainer teaches.
-- $1 uuid trainer, $2 uuid run
select
  firm.id, firm.name,
  exists (
    select from kynang.seat as seat
    where seat.course_run_id = $2
      and seat.firm_id = firm.id
  ) as is_in_class
from kynang.course_run as run
join kynang.firm as firm
  on firm.id = run.owner_id
  or run.owner_id is null and firm.id in (
    select seat.firm_id
    from kynang.course_run_trainer as taught
    join kynang.seat as seat
      on seat.course_run_id = taught.course_run_id
    where taught.trainer_id = $1)
where run.id = $2
order by is_in_class desc, firm.name collate kynang.vietnamese, firm.id;

-- name: walk_in.search
-- People whom a trainer knows from the runs they teach and who have no seat in a run, by given name: one line
-- for each, of the latest class.
-- $1 uuid[] firms, $2 uuid run, $3 text folded pattern, $4 text code, $5 integer limit
select
  known.enrolment_id, known.firm_id, firm.name as firm_name, known.employee_code, known.display_name,
  exists (
    select from kynang.enrolment_status as waiting
    where waiting.firm_id = known.firm_id
      and waiting.employee_id = known.employee_id
      and waiting.course_run_id = $2
      and waiting.superseded_at is null
      and not waiting.is_void
      and waiting.state = 'waitlisted'
  ) as is_waiting
from (
  select distinct on (enrolment.firm_id, enrolment.employee_id)
    enrolment.id as enrolment_id, enrolment.firm_id, enrolment.employee_id, enrolment.employee_code,
    enrolment.display_name
  from kynang.enrolment as enrolment
  where enrolment.firm_id = any ($1)
    and (kynang.folded(enrolment.display_name) like $3 or enrolment.employee_code = $4)
    and not exists (
      select from kynang.enrolment_status as present
      where present.firm_id = enrolment.firm_id
        and present.employee_id = enrolment.employee_id
        and present.course_run_id = $2
        and present.superseded_at is null
        and not present.is_void
        and present.state = 'enrolled'
    )
    and not exists (
      select from kynang.walk_in as claimed
      join kynang.walk_in_status as status
        on status.firm_id = claimed.firm_id
        and status.id = claimed.id
        and status.superseded_at is null
        and status.state = 'pending'
      where claimed.firm_id = enrolment.firm_id
        and claimed.course_run_id = $2
        and claimed.claimed_employee_id = enrolment.employee_id
    )
  order by enrolment.firm_id, enrolment.employee_id, enrolment.id desc
) as known
join kynang.firm as firm
  on firm.id = known.firm_id
order by
  regexp_replace(known.display_name, '^.* ', '') collate kynang.vietnamese,
  known.display_name collate kynang.vietnamese, known.enrolment_id
limit $5::integer;

-- name: walk_in.known_trainee
-- Who an enrolment in a run of the trainer is.
-- $1 uuid firm, $2 uuid enrolment
select enrolment.firm_id, enrolment.employee_id, enrolment.display_name
from kynang.enrolment as enrolment
where enrolment.firm_id = $1
  and enrolment.id = $2;

-- name: walk_in.room
-- How full a run is, those counted who came and are not resolved, and whether somebody is in it already.
-- $1 uuid run, $2 uuid[] firms, $3 uuid firm, $4 uuid employee or null, $5 text folded name
select
  run.capacity, coalesce(seats.taken, 0) as taken,
  (
    select count(*)::integer
    from kynang.walk_in_status as status
    where status.firm_id = any ($2)
      and status.course_run_id = $1
      and status.superseded_at is null
      and status.state = 'pending'
  ) as pending,
  exists (
    select from kynang.enrolment_status as status
    where status.firm_id = $3
      and status.employee_id = $4::uuid
      and status.course_run_id = $1
      and status.superseded_at is null
      and not status.is_void
      and status.state = 'enrolled'
  ) as is_enrolled,
  exists (
    select from kynang.walk_in as walk_in
    join kynang.walk_in_status as status
      on status.firm_id = $3
      and status.id = walk_in.id
      and status.superseded_at is null
      and status.state = 'pending'
    where walk_in.firm_id = $3
      and walk_in.course_run_id = $1
      and kynang.folded(walk_in.display_name) = $5
      and walk_in.claimed_employee_id is not distinct from $4::uuid
  ) as is_added
from kynang.course_run as run
left join lateral kynang.seat_counts(array[run.id]) as seats
  on true
where run.id = $1;

-- name: walk_in.insert
-- $1 uuid firm, $2 uuid id, $3 uuid run, $4 text name, $5 uuid claimed employee or null, $6 text reason for more
-- than the capacity or null, $7 timestamptz now, $8 uuid account
insert into kynang.walk_in (
  firm_id, id, course_run_id, display_name, claimed_employee_id, over_capacity_reason, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: walk_in.insert_status
-- The first state of a walk-in.
-- $1 uuid firm, $2 uuid id, $3 uuid run, $4 timestamptz now, $5 uuid account
insert into kynang.walk_in_status (firm_id, id, revision, course_run_id, state, recorded_at, recorded_by)
values ($1, $2, 1, $3, 'pending', $4, $5);

-- name: walk_in.decide
-- What becomes of a walk-in that is pending; nothing for another.
-- $1 uuid firm, $2 uuid id, $3 text state, $4 uuid employee or null, $5 uuid enrolment or null,
-- $6 text reason or null, $7 timestamptz now, $8 uuid account
with former as (
  update kynang.walk_in_status as status
  set superseded_at = $7
  where status.firm_id = $1
    and status.id = $2
    and status.superseded_at is null
    and status.state = 'pending'
  returning status.revision, status.course_run_id
)
insert into kynang.walk_in_status (
  firm_id, id, revision, course_run_id, state, employee_id, enrolment_id, reason, recorded_at, recorded_by)
select $1, $2, former.revision + 1, former.course_run_id, $3, $4, $5, $6, $7, $8
from former;

-- name: walk_in.mark
-- Marks of a walk-in in a session that differ from the present ones, each as a first or next revision.
-- $1 uuid firm, $2 uuid walk-in, $3 uuid session, $4 uuid run, $5 date held, $6 timestamptz now, $7 uuid account,
-- $8 uuid[] new ids, $9 text[] half-days, $10 text[] marks, $11 integer[] minutes
with changed as materialized (
  select
    coalesce(present.id, wanted.id) as id, present.revision as former_revision, wanted.half_day,
    wanted.mark, wanted.minutes
  from unnest($8::uuid[], $9::text[], $10::text[], $11::integer[]) as wanted (id, half_day, mark, minutes)
  left join kynang.walk_in_mark as present
    on present.firm_id = $1
    and present.walk_in_id = $2
    and present.session_id = $3
    and present.half_day = wanted.half_day
    and present.superseded_at is null
  where present.id is null
    or present.mark <> wanted.mark
    or present.minutes <> wanted.minutes
),
superseded as (
  update kynang.walk_in_mark as former
  set superseded_at = $6
  from changed
  where former.firm_id = $1
    and former.id = changed.id
    and former.revision = changed.former_revision
  returning former.id
)
-- Reads what was superseded, so that the former revision has gone before its successor comes.
insert into kynang.walk_in_mark (
  firm_id, id, revision, walk_in_id, course_run_id, session_id, half_day, mark, minutes, occurred_on,
  recorded_at, recorded_by)
select
  $1, coalesce(superseded.id, changed.id), coalesce(changed.former_revision, 0) + 1, $2, $4, $3,
  changed.half_day, changed.mark, changed.minutes, $5, $6, $7
from changed
left join superseded
  on superseded.id = changed.id;

-- name: walk_in.clear
-- Takes the mark of a walk-in back; what was marked stays readable.
-- $1 uuid firm, $2 uuid walk-in, $3 uuid session, $4 text half-day, $5 timestamptz now
update kynang.walk_in_mark as former
set superseded_at = $5
where former.firm_id = $1
  and former.walk_in_id = $2
  and former.session_id = $3
  and former.half_day = $4
  and former.superseded_at is null;

-- name: walk_in.firm
-- The firm and run of a walk-in in a run that a trainer teaches.
-- $1 uuid[] firms, $2 uuid walk-in
select walk_in.firm_id, walk_in.course_run_id
from kynang.walk_in as walk_in
where walk_in.firm_id = any ($1)
  and walk_in.id = $2;

-- name: walk_in.class_firms
-- The firms about which a trainer may have said something: those with people in the runs that they teach,
-- and the owners of closed ones.
-- $1 uuid trainer
select coalesce(array_agg(distinct firm.id), '{}') as firm_ids
from kynang.course_run_trainer as taught
join kynang.course_run as run
  on run.id = taught.course_run_id
cross join lateral (
  select seat.firm_id as id from kynang.seat as seat where seat.course_run_id = run.id
  union all
  select run.owner_id where run.owner_id is not null
) as firm
where taught.trainer_id = $1;

-- name: walk_in.list
-- Walk-ins, latest first. Whom a trainer names is known by a name alone to the trainer, by the employee that
-- was meant or found to the firm.
-- $1 uuid[] firms, $2 uuid run or null, $3 uuid walk-in or null, $4 text state or null, $5 uuid after,
-- $6 integer limit
select
  walk_in.id, walk_in.firm_id, firm.name as firm_name, walk_in.course_run_id, run.code as course_run_code,
  course.title as course_title, walk_in.display_name, walk_in.over_capacity_reason, walk_in.created_at,
  walk_in.claimed_employee_id, status.state, status.employee_id, status.enrolment_id, status.reason,
  status.recorded_at as decided_at,
  coalesce((
    select jsonb_agg(
      jsonb_build_object(
        'sessionId', mark.session_id, 'heldOn', mark.occurred_on, 'halfDay', mark.half_day,
        'mark', mark.mark, 'minutes', mark.minutes)
      order by mark.occurred_on, mark.half_day desc)
    from kynang.walk_in_mark as mark
    where mark.firm_id = walk_in.firm_id
      and mark.course_run_id = walk_in.course_run_id
      and mark.walk_in_id = walk_in.id
      and mark.superseded_at is null
  ), '[]') as marks
from kynang.walk_in as walk_in
join kynang.walk_in_status as status
  on status.firm_id = walk_in.firm_id
  and status.id = walk_in.id
  and status.superseded_at is null
join kynang.course_run as run
  on run.id = walk_in.course_run_id
join kynang.course as course
  on course.id = run.course_id
join kynang.firm as firm
  on firm.id = walk_in.firm_id
where walk_in.firm_id = any ($1)
  and ($2::uuid is null or walk_in.course_run_id = $2)
  and ($3::uuid is null or walk_in.id = $3)
  and ($4::text is null or status.state = $4)
  and ($5::uuid is null or walk_in.id < $5)
order by walk_in.id desc
limit $6::integer;

-- name: walk_in.present_enrolment
-- The standing enrolment of an employee in a run.
-- $1 uuid firm, $2 uuid employee, $3 uuid run
select status.id as enrolment_id, status.state
from kynang.enrolment_status as status
where status.firm_id = $1
  and status.employee_id = $2
  and status.course_run_id = $3
  and status.superseded_at is null
  and not status.is_void
  and status.state in ('enrolled', 'waitlisted');

-- name: walk_in.attend
-- What was marked of a walk-in becomes the attendance of an enrolment. A half-day that says otherwise, such as
-- an absence noted when the session was closed, is corrected.
-- $1 uuid firm, $2 uuid walk-in, $3 uuid enrolment, $4 timestamptz now, $5 uuid account, $6 text reason,
-- $7 uuid[] new ids
with claimed as materialized (
  select
    present.id as former_id, present.revision as former_revision, mark.course_run_id, mark.session_id,
    mark.half_day, mark.mark, mark.minutes, mark.occurred_on,
    row_number() over (order by mark.occurred_on, mark.half_day)::integer as number
  from kynang.walk_in_mark as mark
  left join kynang.attendance as present
    on present.firm_id = $1
    and present.enrolment_id = $3
    and present.session_id = mark.session_id
    and present.half_day = mark.half_day
    and present.superseded_at is null
    and not present.is_void
  where mark.firm_id = $1
    and mark.walk_in_id = $2
    and mark.superseded_at is null
    and (present.id is null or present.mark <> mark.mark or present.minutes <> mark.minutes)
),
superseded as (
  update kynang.attendance as former
  set superseded_at = $4
  from claimed
  where former.firm_id = $1
    and former.id = claimed.former_id
    and former.revision = claimed.former_revision
  returning former.id
)
insert into kynang.attendance (
  firm_id, id, revision, enrolment_id, course_run_id, session_id, half_day, mark, minutes, source,
  occurred_on, recorded_at, recorded_by, reason)
select
  $1, coalesce(superseded.id, ($7::uuid[])[claimed.number]), coalesce(claimed.former_revision, 0) + 1, $3,
  claimed.course_run_id, claimed.session_id, claimed.half_day, claimed.mark, claimed.minutes, 'walk_in',
  claimed.occurred_on, $4, $5, $6
from claimed
left join superseded
  on superseded.id = claimed.former_id;
