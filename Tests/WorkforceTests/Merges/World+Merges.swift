import Foundation
import Postgres
import TestSupport
import Workforce

extension World {
  /// A second record of Lê Thị Hoa (A1) in firm A, as somebody typed it again.
  func twin(
    code: String = "A01", fullName: String = "LE THI HOA", birthOn: String? = nil,
    phone: String? = "0912345678", startsOn: String = "2025-01-06",
    unitId: ID<Workforce.Unit> = World.sales, jobRoleId: ID<JobRole> = World.clerk
  ) async throws -> ID<Employee> {
    let saved = try await perform(
      CreateEmployee(
        code: code, fullName: fullName, familyName: nil, givenName: nil,
        birthOn: birthOn.flatMap { CalendarDate($0) }, phone: phone, email: nil,
        startsOn: CalendarDate(startsOn)!, unitId: unitId, jobRoleId: jobRoleId), as: Self.hrA)
    return ID(saved.id)
  }

  func merge(
    _ merged: ID<Employee>, into survivor: ID<Employee> = World.hoa, take: [MergeField]? = nil,
    kept: [ID<Enrolment>]? = nil, paidOnce: [ID<CourseRun>]? = nil
  ) async throws -> MergedRecords {
    try await perform(
      MergeEmployees(
        employeeId: survivor, mergedId: merged, take: take, keptEnrolmentIds: kept,
        paidOnceRunIds: paidOnce, reason: "Nhập hai lần"), as: Self.hrA)
  }

  func unmerge(
    _ merge: MergedRecords, sending facts: [UUID] = [], keepApart: Bool? = nil
  ) async throws -> UnmergedRecords {
    try await perform(
      UnmergeEmployees(
        mergeId: merge.mergeId, toMergedIds: facts, keepApart: keepApart, reason: "Hai người"),
      as: Self.hrA)
  }

  /// Runs that are over, each with an enrolment, a morning of attendance and a completion of a person: one
  /// a month from a day on, which is in the past.
  func history(of employee: ID<Employee>, months: Int, from day: String) async throws {
    _ = try await rows(
      """
      with past as (
        select number, gen_random_uuid() as run_id, gen_random_uuid() as session_id,
          gen_random_uuid() as enrolment_id, ($3::text::date + make_interval(months => number - 1))::date as day
        from generate_series(1, $2::integer) as number
      ), run as (
        insert into kynang.course_run (id, course_id, provider_id, code, language, room_id, place, commune_code,
          capacity, cut_off_at, waiting_policy, price_vnd, starts_on, ends_on, state, created_at, created_by)
        select past.run_id, model.course_id, model.provider_id, left(past.run_id::text, 13), model.language,
          model.room_id, model.place, model.commune_code, 10, past.day - 1, model.waiting_policy, 2000000, past.day,
          past.day, 'open', past.day, model.created_by
        from past cross join kynang.course_run as model
        where model.id = '00000000-0000-7000-8000-ff0100000001'
      ), lesson as (
        insert into kynang.session (id, course_run_id, ordinal, held_on, morning, state, created_at, created_by)
        select past.session_id, past.run_id, 1, past.day,
          tstzrange(past.day + interval '1 hour', past.day + interval '5 hours'), 'closed', past.day,
          '00000000-0000-7000-8000-ac0000000001'
        from past
      ), header as (
        insert into kynang.enrolment (firm_id, id, employee_id, course_run_id, unit_id, employee_code, display_name,
          created_at, created_by)
        select person.firm_id, past.enrolment_id, $1, past.run_id, '00000000-0000-7000-8000-cc0000000002',
          'A', person.full_name, past.day, '00000000-0000-7000-8000-ac0000000001'
        from past cross join kynang.person as person where person.employee_id = $1
      ), status as (
        insert into kynang.enrolment_status (firm_id, id, revision, employee_id, course_run_id, state, occurred_on,
          list_price_vnd, support_vnd, firm_part_vnd, money_state, recorded_at, recorded_by)
        select $4, past.enrolment_id, 1, $1, past.run_id, 'enrolled', past.day, 2000000, 500000, 1500000, 'spent',
          past.day, '00000000-0000-7000-8000-ac0000000001'
        from past
      ), mark as (
        insert into kynang.attendance (firm_id, id, revision, enrolment_id, course_run_id, session_id, half_day,
          mark, minutes, source, occurred_on, recorded_at, recorded_by)
        select $4, gen_random_uuid(), 1, past.enrolment_id, past.run_id, past.session_id, 'morning', 'present', 240,
          'trainer', past.day, past.day, '00000000-0000-7000-8000-ac0000000001'
        from past
      )
      insert into kynang.completion (firm_id, id, revision, enrolment_id, employee_id, course_run_id, course_id,
        completed_on, attended_minutes, planned_minutes, result, recorded_at, recorded_by)
      select $4, gen_random_uuid(), 1, past.enrolment_id, $1, past.run_id,
        '00000000-0000-7000-8000-ff0000000001', past.day, 240, 240, 'completed', past.day,
        '00000000-0000-7000-8000-ac0000000001'
      from past
      """, employee.uuid, months, day, Self.firmA.uuid)
  }

  func assess(
    _ employee: ID<Employee>, _ competency: String = "1.1", level: Int, on day: String,
    kind: AssessmentKind = .test
  ) async throws -> UUID {
    let recorded = try await perform(
      RecordAssessment(
        employeeId: employee, competencyId: Self.competency(competency), kind: kind,
        level: level, isPassed: nil, occurredOn: CalendarDate(day)!, expiresOn: nil,
        evidence: "Bài kiểm tra", evidenceUrl: nil), as: Self.hrA)
    return recorded.id
  }

  func completions(
    of employee: ID<Employee>, knownAt: Date? = nil
  ) async throws -> [CompletionLine] {
    try await perform(
      ListCompletions(
        employeeId: employee, courseRunId: nil, courseId: nil, result: nil, asOf: nil,
        knownAt: knownAt, after: nil, limit: 100), as: Self.hrA
    ).items
  }

  func enrolments(
    of employee: ID<Employee>, asOf: String? = nil, knownAt: Date? = nil
  ) async throws -> [EnrolmentLine] {
    try await perform(
      ListEnrolments(
        courseRunId: nil, employeeId: employee, batchId: nil, state: nil,
        asOf: asOf.flatMap { CalendarDate($0) }, knownAt: knownAt, after: nil, limit: 100),
      as: Self.hrA
    ).items
  }

  /// Everything of firm A's people that stands now, as one text: whose it is, what it says, what it costs,
  /// who may sign in as whom. Equal before and after means that nothing was lost, added or moved.
  func standingRecords() async throws -> String {
    let rows = try await rows(
      """
      select coalesce(string_agg(line.text, E'\\n' order by line.text), '') from (
        select 'employee ' || (to_jsonb(fact) - 'version')::text as text from kynang.employee as fact
        union all select 'person ' || to_jsonb(fact)::text from kynang.person as fact
        union all
        select 'employment ' || (to_jsonb(fact) - '{revision,recorded_at,recorded_by,reason}'::text[])::text
        from kynang.employment as fact where superseded_at is null and not is_void
        union all
        select 'assignment ' || (to_jsonb(fact) - '{revision,recorded_at,recorded_by,reason}'::text[])::text
        from kynang.assignment as fact where superseded_at is null and not is_void
        union all
        select 'exemption ' || (to_jsonb(fact) - '{revision,recorded_at,recorded_by}'::text[])::text
        from kynang.exemption as fact where superseded_at is null and not is_void
        union all
        select 'enrolment ' || (to_jsonb(fact) - 'version')::text from kynang.enrolment as fact
        union all
        select 'status ' || (to_jsonb(fact) - '{revision,recorded_at,recorded_by,reason}'::text[])::text
        from kynang.enrolment_status as fact where superseded_at is null and not is_void
        union all
        select 'attendance ' || (to_jsonb(fact) - '{revision,recorded_at,recorded_by,reason}'::text[])::text
        from kynang.attendance as fact where superseded_at is null and not is_void
        union all
        select 'completion ' || (to_jsonb(fact) - '{revision,recorded_at,recorded_by,reason}'::text[])::text
        from kynang.completion as fact where superseded_at is null and not is_void
        union all
        select 'assessment ' || (to_jsonb(fact) - '{revision,recorded_at,recorded_by,reason}'::text[])::text
        from kynang.assessment as fact where superseded_at is null and not is_void
        union all select 'seat ' || seat.enrolment_id || seat.state from kynang.seat as seat
        union all
        select 'membership ' || to_jsonb(fact)::text from kynang.membership as fact
      ) as line
      """)
    return try rows.value(0, 0)
  }
}
