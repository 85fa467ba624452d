import Foundation
import Postgres
import TestSupport
import Workforce

/// What tests of training do again and again.
extension World {
  static let firstSession = ID<CourseSession>(session1)
  static let secondSession = ID<CourseSession>(session2)

  /// Enrols people in the run of the world, without support or overrides.
  @discardableResult
  func enrol(
    _ people: [ID<Employee>], as principal: Principal
  ) async throws(AppError) -> EnrolmentAnswer {
    try await perform(EnrolPeople(request: .plain(people)), as: principal)
  }

  /// The enrolment of one person whom HR of their firm enrolled.
  func enrolled(_ person: ID<Employee>, as principal: Principal) async throws -> ID<Enrolment> {
    guard let id = try await enrol([person], as: principal).people.first?.enrolmentId else {
      throw PostgresError.misuse("nobody was enrolled")
    }
    return id
  }

  func mark(
    _ marks: [AttendanceMark], in session: ID<CourseSession>, as principal: Principal
  ) async throws(AppError) -> RecordedMarks {
    try await perform(
      RecordAttendance(sessionId: session, marks: marks, source: nil, reason: nil), as: principal)
  }

  /// Marks somebody for both half-days of a session.
  @discardableResult
  func mark(
    _ enrolment: ID<Enrolment>, _ mark: Mark, in session: ID<CourseSession>
  ) async throws(AppError) -> RecordedMarks {
    try await self.mark(
      [.of(enrolment, .morning, mark), .of(enrolment, .afternoon, mark)], in: session,
      as: World.teacher1)
  }

  func close(_ session: ID<CourseSession>) async throws(AppError) -> ClosedSession {
    try await perform(
      CloseSession(sessionId: session, markUnmarkedAbsent: nil), as: World.teacher1)
  }

  /// The state of an enrolment in the records.
  func state(of enrolment: ID<Enrolment>) async throws -> String {
    try await rows(
      """
      select status.state || ' ' || status.money_state from kynang.enrolment_status as status
      where status.id = $1 and status.superseded_at is null
      """, enrolment.uuid
    ).value(0, 0, as: String.self)
  }

  /// Adds people of firm A, who work in SALES, with codes N1, N2, ….
  func addPeople(_ count: Int) async throws -> [ID<Employee>] {
    let ids = (1...count).map { UUID.version7(at: clock.now.addingTimeInterval(Double($0))) }
    _ = try await rows(
      """
      with added as (
        insert into kynang.employee (firm_id, id, code, created_at, created_by)
        select $1, wanted.id, 'N' || wanted.ordinal, now(), $1
        from unnest($2::uuid[]) with ordinality as wanted (id, ordinal)
        returning id
      ),
      named as (
        insert into kynang.person (firm_id, employee_id, full_name, family_name, middle_name, given_name)
        select $1, added.id, 'Trần Văn Ân', 'Trần', 'Văn', 'Ân' from added
      ),
      employed as (
        insert into kynang.employment (firm_id, id, revision, during, recorded_at, recorded_by)
        select $1, added.id, 1, '[2024-03-01,)', now(), $1 from added
      )
      insert into kynang.assignment (
        firm_id, id, revision, employee_id, unit_id, job_role_id, during, recorded_at, recorded_by)
      select $1, gen_random_uuid(), 1, added.id, $3, $4, '[2024-03-01,)', now(), $1 from added
      """, World.firmA.uuid, ids, World.sales.uuid, World.clerk.uuid)
    return ids.map { ID($0) }
  }

  func setCapacity(_ capacity: Int) async throws {
    _ = try await rows("update kynang.course_run set capacity = $1::integer", capacity)
  }
}

extension EnrolmentRequest {
  static func plain(_ people: [ID<Employee>]) -> EnrolmentRequest {
    EnrolmentRequest(
      courseRunId: World.run, employeeIds: people, employeeCodes: nil, unitId: nil,
      supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)
  }

  static func codes(_ codes: [String]) -> EnrolmentRequest {
    EnrolmentRequest(
      courseRunId: World.run, employeeIds: nil, employeeCodes: codes, unitId: nil,
      supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)
  }
}

extension AttendanceMark {
  static func of(
    _ enrolment: ID<Enrolment>, _ halfDay: HalfDay, _ mark: Mark, minutes: Int? = nil
  ) -> AttendanceMark {
    AttendanceMark(enrolmentId: enrolment, halfDay: halfDay, mark: mark, minutes: minutes)
  }
}

extension EnrolmentRequest {
  static func plain(_ people: [ID<Employee>], in run: ID<CourseRun>) -> EnrolmentRequest {
    EnrolmentRequest(
      courseRunId: run, employeeIds: people, employeeCodes: nil, unitId: nil, supportVnd: nil,
      includeCompetentReason: nil, allowClashReason: nil)
  }
}

extension World {
  /// HR records a test of somebody in competency 1.1, the outcome of the course.
  func assess(_ person: ID<Employee>, level: Int) async throws {
    _ = try await perform(
      RecordAssessment(
        employeeId: person, competencyId: World.competency("1.1"), kind: .test, level: level,
        isPassed: nil, occurredOn: CalendarDate("2026-11-01")!, expiresOn: nil,
        evidence: "Bài kiểm tra tháng 11", evidenceUrl: nil),
      as: World.hrA)
  }

  /// Another open run of the course with one session on a day, taught by the second trainer.
  func addRun(_ code: String, heldOn day: String) async throws -> ID<CourseRun> {
    let id = UUID.version7(at: clock.now)
    _ = try await rows(
      """
      with run as (
        insert into kynang.course_run (
          id, course_id, provider_id, code, language, capacity, cut_off_at, waiting_policy, price_vnd,
          starts_on, ends_on, state, created_at, created_by)
        values (
          $1, $2, $3, $4, 'vi', 10, '2026-12-04 10:00:00+00', 'none', 1000000, $5::text::date,
          $5::text::date, 'open', now(), $1)
        returning id
      ),
      taught as (
        insert into kynang.course_run_trainer (course_run_id, trainer_id) select run.id, $6 from run
      )
      insert into kynang.session (id, course_run_id, ordinal, held_on, morning, created_at, created_by)
      select
        gen_random_uuid(), run.id, 1, $5::text::date,
        tstzrange(
          ($5::text || ' 08:00:00+07')::timestamptz, ($5::text || ' 11:30:00+07')::timestamptz),
        now(), $1
      from run
      """, id, World.course.uuid, World.provider.uuid, code, day, World.trainer2.uuid)
    return ID(id)
  }
}
