import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct EnrolmentChangeTests {
  @Test func withdrawingErasesNothing() async throws {
    try await withWorld { world in
      let id = try await world.enrolled(World.hoa, as: World.hrA)

      _ = try await world.perform(
        WithdrawEnrolment(enrolmentId: id, reason: "Nghỉ ốm"), as: World.hrA)
      let shown = try await world.perform(ShowEnrolment(enrolmentId: id), as: World.hrA)

      #expect(shown.state == .withdrawn)
      #expect(shown.version == 2)
      #expect(shown.revisions.map(\.state) == [.enrolled, .withdrawn])
      #expect(shown.revisions[1].reason == "Nghỉ ốm")
    }
  }

  @Test func whoLeftCanBeEnrolledAgain() async throws {
    try await withWorld { world in
      let id = try await world.enrolled(World.hoa, as: World.hrA)
      _ = try await world.perform(
        WithdrawEnrolment(enrolmentId: id, reason: "Nhầm"), as: World.hrA)

      let answer = try await world.enrol([World.hoa], as: World.hrA)

      #expect(answer.people[0].result == .enrolled)
    }
  }

  @Test func withdrawingTwiceIsRefused() async throws {
    try await withWorld { world in
      let id = try await world.enrolled(World.hoa, as: World.hrA)
      let withdrawal = WithdrawEnrolment(enrolmentId: id, reason: "Nhầm")
      _ = try await world.perform(withdrawal, as: World.hrA)

      await #expect(throws: AppError.conflict("enrolment.already_withdrawn")) {
        try await world.perform(withdrawal, as: World.hrA)
      }
    }
  }

  @Test(arguments: [World.hrB, World.managerOfPlant])
  func anotherFirmOrUnitNeitherSeesNorWithdraws(principal: Principal) async throws {
    try await withWorld { world in
      let id = try await world.enrolled(World.hoa, as: World.hrA)

      let listed = try await world.perform(ListEnrolments.all, as: principal)

      #expect(listed.items.isEmpty)
      await #expect(throws: AppError.notFound("enrolment")) {
        try await world.perform(ShowEnrolment(enrolmentId: id), as: principal)
      }
      await #expect(throws: AppError.notFound("enrolment")) {
        try await world.perform(
          WithdrawEnrolment(enrolmentId: id, reason: "Thử"), as: principal)
      }
    }
  }

  @Test func aListContinuesWhereAPageEnded() async throws {
    try await withWorld { world in
      try await world.setCapacity(3)
      try await world.enrol([World.hoa, World.duc, World.an], as: World.hrA)

      let first = try await world.perform(ListEnrolments.page(limit: 2, after: nil), as: World.hrA)
      let second = try await world.perform(
        ListEnrolments.page(limit: 2, after: first.next), as: World.hrA)
      let people = Set((first.items + second.items).map(\.employeeId))

      #expect(first.items.count == 2)
      #expect(second.items.count == 1)
      #expect(second.next == nil)
      #expect(people == [World.hoa, World.duc, World.an])
    }
  }

  @Test func aSwapKeepsTheSeat() async throws {
    try await withWorld { world in
      try await world.setCapacity(1)
      let id = try await world.enrolled(World.hoa, as: World.hrA)
      let waiting = try await world.enrolled(World.anhOfB, as: World.hrB)
      try world.clock.set("2026-12-05T02:00:00Z")

      let swapped = try await world.perform(
        SwapEnrolment.plain(id, for: "A3"), as: World.hrA)
      let left = try await world.state(of: id)
      let joined = try await world.state(of: swapped.enrolmentId)
      let stillWaiting = try await world.state(of: waiting)

      #expect(left == "withdrawn released")
      #expect(joined == "enrolled committed")
      #expect(stillWaiting == "waitlisted planned")
      #expect(swapped.replacesId == id)
    }
  }

  @Test func aSwapChecksWhoJoins() async throws {
    try await withWorld { world in
      try await world.enrol([World.an], as: World.hrA)
      let id = try await world.enrolled(World.hoa, as: World.hrA)

      await #expect(
        throws: AppError.invalid("employeeCode", "enrolment.already_in_run")
      ) { try await world.perform(SwapEnrolment.plain(id, for: "A3"), as: World.hrA) }
      await #expect(
        throws: AppError.invalid("employeeCode", "enrolment.unknown_person")
      ) { try await world.perform(SwapEnrolment.plain(id, for: "B1"), as: World.hrA) }
    }
  }

  @Test func aBatchIsUndoneAsAWhole() async throws {
    try await withWorld { world in
      let batchId = try #require(
        try await world.enrol([World.hoa, World.duc, World.an], as: World.hrA).batchId)

      let undone = try await world.perform(
        UndoEnrolmentBatch(batchId: batchId, reason: "Nhầm lớp"), as: World.hrA)
      let taken = try await world.count(
        "select count(*) from kynang.seat where state <> 'released'")

      #expect(undone.withdrawnCount == 3)
      #expect(undone.promotedCount == 0)
      #expect(taken == 0)
      await #expect(throws: AppError.conflict("enrolment.batch_undone")) {
        try await world.perform(
          UndoEnrolmentBatch(batchId: batchId, reason: "Lần nữa"), as: World.hrA)
      }
    }
  }

  @Test func aBatchIsNotUndoneAfterSomebodyAttended() async throws {
    try await withWorld { world in
      let answer = try await world.enrol([World.hoa, World.duc], as: World.hrA)
      let batchId = try #require(answer.batchId)
      let enrolmentId = try #require(answer.people[0].enrolmentId)
      try world.clock.set("2026-12-07T05:00:00Z")
      try await world.mark(enrolmentId, .present, in: World.firstSession)

      await #expect(throws: AppError.conflict("enrolment.batch_attended", ["count": "1"])) {
        try await world.perform(
          UndoEnrolmentBatch(batchId: batchId, reason: "Nhầm lớp"), as: World.hrA)
      }
    }
  }

  @Test func aManagerUndoesNoBatchWithPeopleOfOtherUnits() async throws {
    try await withWorld { world in
      let batchId = try #require(
        try await world.enrol([World.hoa, World.duc], as: World.hrA).batchId)

      await #expect(throws: AppError.notFound("enrolment_batch")) {
        try await world.perform(
          UndoEnrolmentBatch(batchId: batchId, reason: "Thử"), as: World.managerOfSales)
      }
    }
  }
}

extension ListEnrolments {
  static let all = page(limit: nil, after: nil)

  static func page(limit: Int?, after: String?) -> ListEnrolments {
    ListEnrolments(
      courseRunId: nil, employeeId: nil, batchId: nil, state: nil, asOf: nil, knownAt: nil,
      after: after, limit: limit)
  }
}

extension SwapEnrolment {
  static func plain(_ id: ID<Enrolment>, for code: String) -> SwapEnrolment {
    SwapEnrolment(
      enrolmentId: id, employeeId: nil, employeeCode: code, reason: "Đổi ca",
      includeCompetentReason: nil, allowClashReason: nil)
  }
}
