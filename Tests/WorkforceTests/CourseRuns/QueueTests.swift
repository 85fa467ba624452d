import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct QueueTests {
  @Test func aFirmOfAFavouredGroupComesFirst() async throws {
    try await withWorld { world in
      try await world.favour("women_owned", of: World.firmB)
      try await world.enrol([World.hoa], as: World.hrA)
      let leaving = try await world.enrolled(World.duc, as: World.hrA)
      let ofA = try await world.enrolled(World.an, as: World.hrA)
      let answer = try await world.enrol([World.anhOfB], as: World.hrB)
      let ofB = try #require(answer.people[0].enrolmentId)

      let queue = try await world.perform(
        ShowQueue(courseRunId: World.run), as: World.teacher1)
      let shown = try await world.perform(ShowEnrolment(enrolmentId: ofA), as: World.hrA)
      _ = try await world.perform(
        WithdrawEnrolment(enrolmentId: leaving, reason: "Bận"), as: World.hrA)
      try await world.app.drainOutbox()
      let states = [try await world.state(of: ofA), try await world.state(of: ofB)]

      #expect(answer.people[0].queuePosition == 1)
      #expect(queue.map(\.enrolmentId) == [ofB, ofA])
      #expect(queue.map(\.hasPriority) == [true, false])
      #expect(shown.queuePosition == 2)
      #expect(states == ["waitlisted planned", "enrolled committed"])
    }
  }

  @Test func whoPlansARunSeatsSomebodyOverItsCapacityAndSaysWhy() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa, World.duc], as: World.hrA)
      let waiting = try await world.enrolled(World.anhOfB, as: World.hrB)
      try world.clock.set("2026-12-07T01:00:00Z")

      let admitted = try await world.perform(
        AdmitWaiting(courseRunId: World.run, enrolmentIds: [waiting], reason: "Thêm một ghế"),
        as: World.teacher1)
      try await world.app.drainOutbox()
      let state = try await world.state(of: waiting)
      let audited = try await world.count(
        "select count(*) from kynang.audit_entry where use_case = 'course-run.admit' and reason = $1",
        "Thêm một ghế")

      #expect(admitted.admittedCount == 1)
      #expect(admitted.courseRun.run.taken == 3)
      #expect(state == "enrolled committed")
      #expect(audited == 1)
    }
  }

  @Test func nobodyIsAdmittedWithoutAReasonOrFromOutsideTheQueue() async throws {
    try await withWorld { world in
      let seated = try await world.enrolled(World.hoa, as: World.hrA)

      await #expect(throws: AppError.invalid("reason", "field.required")) {
        try await world.perform(
          AdmitWaiting(courseRunId: World.run, enrolmentIds: [seated], reason: " "),
          as: World.teacher1)
      }
      await #expect(throws: AppError.invalid("enrolmentIds", "course_run.not_waiting")) {
        try await world.perform(
          AdmitWaiting(courseRunId: World.run, enrolmentIds: [seated], reason: "Thử"),
          as: World.teacher1)
      }
    }
  }

  @Test(arguments: [World.hrA, World.hrB])
  func aFirmDoesNotAdmitToARunThatItDoesNotPlan(principal: Principal) async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa, World.duc], as: World.hrA)
      let waiting = try await world.enrolled(World.anhOfB, as: World.hrB)

      await #expect(throws: AppError.notFound("course_run")) {
        try await world.perform(
          AdmitWaiting(courseRunId: World.run, enrolmentIds: [waiting], reason: "Thử"),
          as: principal)
      }
    }
  }

  @Test func aGroupThatNoRuleKnowsIsRefused() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("priorityFlags[0]", "course_run.group_unknown")) {
        try await world.perform(
          ChangeCourseRun(
            courseRunId: World.run, code: nil, language: nil, trainerIds: nil, roomId: nil,
            withoutRoom: nil, place: nil, communeCode: nil, capacity: nil, cutOffAt: nil,
            waitingPolicy: .priority, firmQuota: nil, priorityFlags: ["nobody"], priceVnd: nil,
            isOpen: nil, startsOn: nil, endsOn: nil), as: World.teacher1)
      }
    }
  }
}

extension World {
  /// The run lets a group in first, and a firm is of it.
  fileprivate func favour(_ flag: String, of firm: ID<Firm>) async throws {
    _ = try await rows(
      "update kynang.course_run set waiting_policy = 'priority', priority_flags = array[$1::text]",
      flag)
    _ = try await rows(
      """
      insert into kynang.firm_flag (firm_id, id, revision, flag_code, during, recorded_at, recorded_by)
      values ($1, gen_random_uuid(), 1, $2, '[2020-01-01,)', now(), $1)
      """, firm.uuid, flag)
  }
}
