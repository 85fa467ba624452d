import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct EnrolmentConcurrencyTests {
  @Test func thirtyRequestsAtOnceForTenSeatsTakeExactlyTen() async throws {
    try await withWorld { world in
      try await world.setCapacity(10)
      let people = try await world.addPeople(30)

      let results = try await withThrowingTaskGroup(of: EnrolmentResult.self) { group in
        for person in people {
          group.addTask { @concurrent in
            try await world.enrol([person], as: World.hrA).people[0].result
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let taken = try await world.count("select count(*) from kynang.seat where state = 'taken'")
      let numbers = try await world.count("select count(distinct number) from kynang.seat")

      #expect(results.count { $0 == .enrolled } == 10)
      #expect(results.count { $0 == .waitlisted } == 20)
      #expect(taken == 10)
      #expect(numbers == 30)
    }
  }

  @Test func twoRequestsAtOnceEnrolAPersonOnce() async throws {
    try await withWorld { world in
      let results = try await withThrowingTaskGroup(of: EnrolmentResult.self) { group in
        for _ in 0..<2 {
          group.addTask { @concurrent in
            try await world.enrol([World.hoa], as: World.hrA).people[0].result
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }

      #expect(Set(results) == [.enrolled, .refused])
    }
  }

  @Test func aConnectionKilledInTheMiddleLeavesNothingBehind() async throws {
    try await withWorld { world in
      // Another transaction holds the run, so that the request waits in the middle of its own.
      try await world.owner.transaction(TransactionSettings(.write)) { holder in
        _ = try await holder.fetch(
          Call(
            Statement(
              name: "test.hold", sql: "select id from kynang.course_run for no key update"), []))
        async let outcome = world.attempt([World.hoa, World.duc])
        try await world.killWhoWaits()
        let failure = await outcome
        #expect(failure?.code == .unavailable)
      }
      let left = try await world.count(
        "select (select count(*) from kynang.enrolment) + (select count(*) from kynang.seat)")

      let again = try await world.enrol([World.hoa, World.duc], as: World.hrA)

      #expect(left == 0)
      #expect(again.enrolledCount == 2)
    }
  }

  @Test func aRequestForFiveHundredPeopleFillsTheSeatsAndThenTheWaitingList() async throws {
    try await withWorld { world in
      try await world.setCapacity(400)
      let people = try await world.addPeople(500)
      try await world.assessEverything()

      let answer = try await world.enrol(people, as: World.hrA)
      let details = try await world.count("select count(*) from kynang.audit_detail")

      #expect(answer.enrolledCount == 400)
      #expect(answer.waitlistedCount == 100)
      #expect(details == 500)
    }
  }
}

extension World {
  /// Everybody of firm A is at level 2 in every competency of the default framework.
  fileprivate func assessEverything() async throws {
    _ = try await rows(
      """
      insert into kynang.assessment (
        firm_id, id, revision, employee_id, competency_id, kind, grade, level, occurred_on, evidence,
        recorded_at, recorded_by)
      select
        employee.firm_id, gen_random_uuid(), 1, employee.id, competency.id, 'test', 'tested', 2,
        '2026-06-01', 'Bài kiểm tra', now(), employee.firm_id
      from kynang.employee as employee
      cross join kynang.competency as competency
      join kynang.framework as framework
        on framework.id = competency.framework_id and framework.is_default
      where employee.firm_id = $1
      """, World.firmA.uuid)
    try await owner.withConnection { try await $0.script("analyze") }
  }

  /// The error that a request ended with, nil when there was none.
  fileprivate func attempt(_ people: [ID<Employee>]) async -> AppError? {
    do {
      _ = try await enrol(people, as: World.hrA)
      return nil
    } catch {
      return error
    }
  }

  /// Terminates the connection that waits for a lock, once it does.
  fileprivate func killWhoWaits() async throws {
    for _ in 0..<200 {
      let killed = try await count(
        """
        select count(*) filter (where pg_terminate_backend(activity.pid))
        from pg_stat_activity as activity
        where activity.datname = current_database() and activity.wait_event_type = 'Lock'
        """)
      if killed > 0 { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw PostgresError.misuse("nobody waited")
  }
}
