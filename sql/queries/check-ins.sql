-- name: check_in.lock_session
-- A session that a class checks in to, locked against being opened for it twice.
-- $1 uuid session
select
  session.id, session.course_run_id, session.held_on, session.state, run.owner_id,
  lower(session.morning) as morning_starts_at, upper(session.morning) as morning_ends_at,
  lower(session.afternoon) as afternoon_starts_at, upper(session.afternoon) as afternoon_ends_at
from kynang.session as session
join kynang.course_run as run
  on run.id = session.course_run_id
where session.id = $1
for no key update of session;

-- name: check_in.present
-- The check-in of a session that is open at a moment, whoever opened it. One of a trainer who no longer teaches
-- the class is not: nobody could be marked in their name.
-- $1 uuid session, $2 timestamptz now
select
  check_in.id, check_in.session_id, check_in.course_run_id, check_in.half_day, check_in.secret,
  check_in.opened_at, check_in.closes_at
from kynang.check_in as check_in
where check_in.session_id = $1
  and check_in.closed_at is null
  and check_in.closes_at > $2
  and (
    check_in.trainer_id is null
    or exists (
      select from kynang.course_run_trainer as taught
      where taught.course_run_id = check_in.course_run_id
        and taught.trainer_id = check_in.trainer_id
    )
  );

-- name: check_in.insert
-- $1 uuid id, $2 uuid session, $3 uuid run, $4 uuid firm of a closed class, $5 text half-day,
-- $6 bytea secret, $7 uuid trainer, $8 timestamptz now, $9 uuid account, $10 timestamptz closes at
insert into kynang.check_in (
  id, session_id, course_run_id, owner_id, half_day, secret, trainer_id, opened_at, opened_by, closes_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: check_in.close
-- Ends what is open for a session; one that ran out by itself ended then.
-- $1 uuid session, $2 timestamptz now
update kynang.check_in as check_in
set closed_at = least($2, check_in.closes_at)
where check_in.session_id = $1
  and check_in.closed_at is null;

-- name: check_in.counts
-- How many of a class came to a half-day of a session, and how many of them said so themselves.
-- $1 uuid[] firms, $2 uuid run, $3 uuid session, $4 text half-day
select
  (
    select count(*)
    from kynang.enrolment_status as status
    where status.firm_id = any ($1)
      and status.course_run_id = $2
      and status.superseded_at is null
      and not status.is_void
      and status.state = 'enrolled'
  ) as enrolled_count,
  count(*) filter (where attendance.mark in ('present', 'late')) as present_count,
  count(*) filter (where attendance.source = 'check_in' and attendance.mark in ('present', 'late'))
    as checked_in_count
from kynang.attendance as attendance
where attendance.firm_id = any ($1)
  and attendance.session_id = $3
  and attendance.half_day = $4
  and attendance.superseded_at is null
  and not attendance.is_void;

-- name: check_in.standing
-- What is open at a moment, with its secret, its class and who opened it; no person.
-- $1 timestamptz now, $2 uuid check-in (null: all)
select
  check_in.id, check_in.session_id, check_in.course_run_id, check_in.half_day, check_in.secret,
  check_in.opened_at, check_in.opened_by, check_in.closes_at, check_in.owner_id, check_in.trainer_id,
  run.provider_id, run.code as course_run_code, course.title as course_title, session.ordinal, session.held_on,
  array(
    select distinct seat.firm_id
    from kynang.seat as seat
    where seat.course_run_id = check_in.course_run_id
      and seat.state = 'taken'
  ) as firm_ids
from kynang.check_in as check_in
join kynang.session as session
  on session.id = check_in.session_id
join kynang.course_run as run
  on run.id = check_in.course_run_id
join kynang.course as course
  on course.id = run.course_id
where check_in.closed_at is null
  and check_in.closes_at > $1
  and session.state = 'open'
  and ($2::uuid is null or check_in.id = $2)
  and (
    check_in.trainer_id is null
    or exists (
      select from kynang.course_run_trainer as taught
      where taught.course_run_id = check_in.course_run_id
        and taught.trainer_id = check_in.trainer_id
    )
  );

-- name: check_in.wrong_codes
-- How many typed codes were wrong lately.
-- $1 timestamptz from
select coalesce(sum(guess.wrong_count), 0) as wrong_count
from kynang.check_in_guess as guess
where guess.minute >= $1;

-- name: check_in.count_wrong_code
-- Counts a typed code that was wrong, and forgets those of other days.
-- $1 timestamptz now
with forgotten as (
  delete from kynang.check_in_guess as guess
  where guess.minute < $1::timestamptz - interval '1 day'
)
insert into kynang.check_in_guess (minute, wrong_count)
values (date_trunc('minute', $1::timestamptz), 1)
on conflict (minute) do update
set wrong_count = check_in_guess.wrong_count + 1;

-- name: check_in.ticket
-- How a ticket and its class stand before another attempt; never locked, so that asking costs nothing.
-- $1 uuid check-in, $2 bytea nonce, $3 timestamptz failures count from
select
  coalesce(ticket.attempts, 0) as attempts, ticket.used_at is not null as is_used,
  (
    -- The attempt that used a ticket did not fail; those before it did, whoever used it in the end.
    select coalesce(sum(failed.attempts - (failed.used_at is not null)::integer), 0)
    from kynang.check_in_ticket as failed
    where failed.check_in_id = $1::uuid
      and failed.last_attempt_at > $3::timestamptz
  ) as class_failures
from (values ($1::uuid, $2::bytea)) as asked (check_in_id, nonce)
left join kynang.check_in_ticket as ticket
  on ticket.check_in_id = asked.check_in_id
  and ticket.nonce = asked.nonce;

-- name: check_in.attempt
-- Counts an attempt before it is looked at, so that many at once count too. No row for a ticket that was used or
-- tried too often, and for a class in which too many attempts have failed lately.
-- $1 uuid check-in, $2 bytea nonce, $3 timestamptz now, $4 integer attempts of a ticket, $5 integer failures of a
-- class, $6 timestamptz failures count from
insert into kynang.check_in_ticket (check_in_id, nonce, attempts, last_attempt_at)
select $1::uuid, $2::bytea, 1, $3::timestamptz
where (
    select coalesce(sum(failed.attempts - (failed.used_at is not null)::integer), 0)
    from kynang.check_in_ticket as failed
    where failed.check_in_id = $1::uuid
      and failed.last_attempt_at > $6::timestamptz
  ) < $5::integer
on conflict (check_in_id, nonce) do update
set attempts = check_in_ticket.attempts + 1, last_attempt_at = $3
where check_in_ticket.used_at is null
  and check_in_ticket.attempts < $4::integer
returning attempts;

-- name: check_in.claim_ticket
-- Claims a ticket for the person whom this transaction marks.
-- $1 uuid check-in, $2 bytea nonce, $3 timestamptz now
select kynang.claim_check_in_ticket($1, $2, $3) as is_claimed;

-- name: check_in.find_person
-- Who is enrolled in a run under an employee code and a name, marks of letters and their case aside.
-- $1 uuid[] firms, $2 uuid run, $3 text employee code, $4 text full name
select enrolment.id as enrolment_id, enrolment.firm_id
from kynang.enrolment as enrolment
join kynang.enrolment_status as status
  on status.firm_id = enrolment.firm_id
  and status.id = enrolment.id
  and status.superseded_at is null
  and not status.is_void
  and status.state = 'enrolled'
where enrolment.firm_id = any ($1)
  and enrolment.course_run_id = $2
  and kynang.folded(enrolment.employee_code) = kynang.folded($3)
  and kynang.folded(enrolment.display_name) = kynang.folded($4);

-- name: check_in.find_own
-- An employee's own enrolment in a run.
-- $1 uuid firm, $2 uuid run, $3 uuid employee
select enrolment.id as enrolment_id, enrolment.firm_id
from kynang.enrolment as enrolment
join kynang.enrolment_status as status
  on status.firm_id = enrolment.firm_id
  and status.id = enrolment.id
  and status.superseded_at is null
  and not status.is_void
  and status.state = 'enrolled'
where enrolment.firm_id = $1
  and enrolment.course_run_id = $2
  and enrolment.employee_id = $3;

-- name: check_in.record
-- Marks a half-day about which nothing is marked; no row where something is. The session must be locked.
-- $1 uuid firm, $2 uuid id, $3 uuid enrolment, $4 uuid run, $5 uuid session, $6 text half-day, $7 text mark,
-- $8 integer minutes, $9 date held, $10 timestamptz now, $11 uuid account
insert into kynang.attendance (
  firm_id, id, revision, enrolment_id, course_run_id, session_id, half_day, mark, minutes, source,
  occurred_on, recorded_at, recorded_by)
select
  $1::uuid, $2::uuid, 1, $3::uuid, $4::uuid, $5::uuid, $6::text, $7::text, $8::integer, 'check_in', $9::date,
  $10::timestamptz, $11::uuid
where not exists (
  select from kynang.attendance as present
  where present.firm_id = $1::uuid
    and present.enrolment_id = $3::uuid
    and present.session_id = $5::uuid
    and present.half_day = $6::text
    and present.superseded_at is null
    and not present.is_void
)
returning mark, minutes;
