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
