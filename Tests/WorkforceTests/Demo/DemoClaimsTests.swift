import Postgres
import TestSupport
import Testing

@testable import Workforce

/// What is said of every demo, asked of the database.
@Suite struct DemoClaimsTests {
  /// Each claim counts what breaks it.
  @Test(arguments: [
    (
      "no class holds more people than it has seats",
      """
      select count(*) from (
        select from kynang.seat as seat join kynang.course_run as run on run.id = seat.course_run_id
        where seat.state = 'taken' group by run.id having count(*) > run.capacity) as full_run
      """
    ),
    (
      "no firm holds more seats than its quota",
      """
      select count(*) from (
        select from kynang.seat as seat join kynang.course_run as run on run.id = seat.course_run_id
        where seat.state = 'taken' and run.firm_quota is not null
        group by run.id, seat.firm_id having count(*) > run.firm_quota) as greedy
      """
    ),
    (
      "every enrolment has the seat that its state says",
      """
      select count(*) from kynang.enrolment_status as status
      left join kynang.seat as seat on seat.enrolment_id = status.id and seat.firm_id = status.firm_id
      where status.superseded_at is null and seat.state is distinct from
        case status.state when 'enrolled' then 'taken' when 'waitlisted' then 'waiting' else 'released' end
      """
    ),
    (
      "every enrolment has one present state",
      """
      select count(*) from kynang.enrolment as enrolment where (
        select count(*) from kynang.enrolment_status as status
        where status.firm_id = enrolment.firm_id and status.id = enrolment.id
          and status.superseded_at is null) <> 1
      """
    ),
    (
      "nothing is recorded later than today began",
      """
      select count(*) from (
        select recorded_at from kynang.assessment
        union all select recorded_at from kynang.attendance
        union all select recorded_at from kynang.completion
        union all select recorded_at from kynang.enrolment_status
        union all select recorded_at from kynang.assignment
        union all select recorded_at from kynang.employment
        union all select recorded_at from kynang.observation
        union all select recorded_at from kynang.firm_size
        union all select recorded_at from kynang.firm_flag
        union all select recorded_at from kynang.adoption
        union all select recorded_at from kynang.support) as fact
      where fact.recorded_at >= '2026-11-23 00:00+07'
      """
    ),
    (
      "no revision is superseded before it was recorded",
      """
      select count(*) from (
        select recorded_at, superseded_at from kynang.assessment
        union all select recorded_at, superseded_at from kynang.attendance
        union all select recorded_at, superseded_at from kynang.completion
        union all select recorded_at, superseded_at from kynang.enrolment_status
        union all select recorded_at, superseded_at from kynang.role_requirement
        union all select recorded_at, superseded_at from kynang.assignment
        union all select recorded_at, superseded_at from kynang.employment
        union all select recorded_at, superseded_at from kynang.observation
        union all select recorded_at, superseded_at from kynang.firm_flag
        union all select recorded_at, superseded_at from kynang.adoption
        union all select recorded_at, superseded_at from kynang.support) as fact
      where fact.superseded_at <= fact.recorded_at
      """
    ),
    (
      "a completion is dated by the last attended session and has enough minutes",
      """
      select count(*) from kynang.completion as completion
      join kynang.course as course on course.id = completion.course_id
      where completion.superseded_at is null and completion.result = 'completed' and (
        completion.attended_minutes * 100 < completion.planned_minutes * course.required_attendance_pct
        or completion.completed_on <> (
          select max(attendance.occurred_on) from kynang.attendance as attendance
          where attendance.firm_id = completion.firm_id
            and attendance.enrolment_id = completion.enrolment_id
            and attendance.superseded_at is null and attendance.minutes > 0))
      """
    ),
    (
      "nobody sits in two classes at once",
      """
      select count(*) from (
        select from kynang.enrolment_status as status
        join kynang.session as meeting on meeting.course_run_id = status.course_run_id
        where status.superseded_at is null and status.state = 'enrolled' and meeting.state <> 'cancelled'
        group by status.firm_id, status.employee_id, meeting.held_on having count(*) > 1) as clash
      """
    ),
    (
      "every firm has one audit row",
      "select count(*) - (select count(*) from kynang.firm) from kynang.audit_entry"
    ),
    (
      "nobody is assessed before they were hired",
      """
      select count(*) from kynang.assessment as assessment
      join kynang.employment as employment
        on employment.firm_id = assessment.firm_id and employment.id = assessment.employee_id
        and employment.superseded_at is null
      where assessment.occurred_on < lower(employment.during) and assessment.kind <> 'certificate'
      """
    ),
    (
      "no support is above the cap of its rule",
      """
      select count(*) from kynang.support as support
      join kynang.support_rule as rule
        on rule.code = support.rule_code and rule.valid_from = support.rule_valid_from
      where support.approved_vnd > least(rule.cap_vnd, support.cost_vnd * rule.rate_pct / 100)
      """
    ),
    (
      "support is by a rule for the size that the firm had",
      """
      select count(*) from kynang.support as support
      join kynang.support_rule as rule
        on rule.code = support.rule_code and rule.valid_from = support.rule_valid_from
      join kynang.firm_size as size
        on size.firm_id = support.firm_id and size.superseded_at is null
        and size.year = extract(year from support.approved_on)
      where not size.size_code = any (rule.sizes)
      """
    ),
    (
      "a size is the first whose thresholds hold",
      """
      select count(*) from kynang.firm_size as size
      where size.size_code is distinct from coalesce(
        (
          select threshold.size_code from kynang.size_threshold as threshold
          where threshold.sector_group = size.sector_group
            and size.si_workers <= threshold.max_si_workers
            and (size.revenue_vnd <= threshold.max_revenue_vnd
              or size.capital_vnd <= threshold.max_capital_vnd)
          order by threshold.max_si_workers
          limit 1),
        'not_sme')
      """
    ),
    (
      "nothing is trained before its firm began to train",
      """
      select count(*) from kynang.attendance as attendance
      join kynang.firm as firm on firm.id = attendance.firm_id
      where attendance.occurred_on < (firm.created_at at time zone 'Asia/Ho_Chi_Minh')::date
      """
    ),
    (
      "a quarter is observed only once it is over",
      """
      select count(*) from kynang.observation
      where recorded_at < (starts_on + case period_kind when 'quarter' then 90 else 365 end)
      """
    ),
    (
      "everybody who reports in full adds up to value added, or is a little off",
      """
      select count(*) from (
        select
          sum(value) filter (where indicator_code in (
            'labour_cost', 'depreciation', 'net_production_taxes', 'operating_surplus')) as added,
          sum(case indicator_code when 'output' then value else -value end) filter (
            where indicator_code in ('output', 'intermediate_consumption')) as subtracted
        from kynang.observation
        where superseded_at is null and indicator_code in (
          'labour_cost', 'depreciation', 'net_production_taxes', 'operating_surplus', 'output',
          'intermediate_consumption')
        group by firm_id, starts_on, period_kind having count(*) = 6) as book
      where abs(added - subtracted) > 0.9 * abs(added)
      """
    ),
  ])
  func nothingBreaksAClaim(claim: String, breaches: String) async throws {
    try await DemoWorld.with { world in
      let count = try await world.count(breaches)

      #expect(count == 0, "\(claim)")
    }
  }

  /// Each claim counts its examples.
  @Test(arguments: [
    (
      "a class ahead is full and people wait",
      """
      select count(*) from kynang.course_run as run
      where run.state = 'open' and run.starts_on > '2026-11-23' and run.capacity = (
          select count(*) from kynang.seat as seat
          where seat.course_run_id = run.id and seat.state = 'taken')
        and exists (
          select from kynang.seat as seat where seat.course_run_id = run.id and seat.state = 'waiting')
      """
    ),
    (
      "a class ahead has free seats",
      """
      select count(*) from kynang.course_run as run
      where run.state = 'open' and run.cut_off_at > '2026-11-23 09:00+07' and run.capacity > (
          select count(*) from kynang.seat as seat
          where seat.course_run_id = run.id and seat.state = 'taken')
      """
    ),
    (
      "people of several firms sit in one class",
      """
      select count(*) from (
        select from kynang.seat as seat where seat.state = 'taken'
        group by seat.course_run_id having count(distinct seat.firm_id) >= 3) as mixed
      """
    ),
    (
      "the trainer who signs in teaches today and tomorrow",
      """
      select count(*) / 2 from kynang.membership as membership
      join kynang.trainer_booking as booking on booking.trainer_id = membership.trainer_id
      join kynang.session as meeting on meeting.id = booking.session_id and booking.half_day = 'morning'
      where meeting.held_on in ('2026-11-23', '2026-11-24')
      """
    ),
    (
      "marks were corrected with a reason",
      "select count(*) from kynang.attendance where revision = 2 and reason is not null"
    ),
    (
      "an application at work was stated",
      "select count(*) from kynang.assessment where kind = 'application' and is_applied"
    ),
    (
      "money was released",
      "select count(*) from kynang.enrolment_status where money_state = 'released'"
    ),
    (
      "a unit has a budget of this year",
      "select count(*) from kynang.unit_budget where year = 2026"
    ),
    (
      "the first firm trains in house",
      "select count(*) from kynang.course_run where owner_id is not null"
    ),
    (
      "somebody holds two roles",
      """
      select count(*) from (
        select from kynang.assignment where superseded_at is null and during @> '2026-11-23'::date
        group by firm_id, employee_id having count(*) > 1) as two_roles
      """
    ),
    (
      "a figure was wrong and then corrected with a reason",
      """
      select count(*) from kynang.observation as present
      join kynang.observation as former
        on former.firm_id = present.firm_id and former.id = present.id
        and former.revision = present.revision - 1 and former.superseded_at = present.recorded_at
      where present.reason is not null and former.value <> present.value
      """
    ),
    (
      "a figure came late",
      """
      select count(*) from kynang.observation
      where period_kind = 'quarter' and recorded_at > starts_on + interval '160 days'
      """
    ),
    (
      "a quarter of a firm is missing between others",
      """
      select count(*) from (
        select lead(starts_on) over (partition by firm_id order by starts_on) - starts_on as gap
        from (
          select distinct firm_id, starts_on from kynang.observation
          where period_kind = 'quarter' and indicator_code = 'revenue') as seen) as step
      where gap > 100
      """
    ),
    (
      "the two ways to value added differ somewhere",
      """
      select count(*) from (
        select sum(case indicator_code when 'output' then value else -value end) as difference
        from kynang.observation
        where superseded_at is null and indicator_code in (
          'labour_cost', 'depreciation', 'net_production_taxes', 'operating_surplus', 'output',
          'intermediate_consumption')
        group by firm_id, starts_on, period_kind having count(*) = 6) as book
      where difference <> 0
      """
    ),
    (
      "a firm has never trained and reports",
      """
      select count(distinct observation.firm_id) from kynang.observation as observation
      where not exists (
        select from kynang.completion as completion where completion.firm_id = observation.firm_id)
      """
    ),
    (
      "support was approved and is not paid",
      "select count(*) from kynang.support where state = 'approved' and superseded_at is null"
    ),
    (
      "each process is in use somewhere",
      """
      select case when count(distinct process_code) = 4 then 1 else 0 end from kynang.adoption
      where stage = 'in_use'
      """
    ),
    (
      "a firm says that many of its workers are women",
      "select count(*) from kynang.firm_flag where flag_code = 'many_female_workers'"
    ),
  ])
  func thereIsAnExampleOf(claim: String, examples: String) async throws {
    try await DemoWorld.with { world in
      let count = try await world.count(examples)

      #expect(count > 0, "\(claim)")
    }
  }
}
