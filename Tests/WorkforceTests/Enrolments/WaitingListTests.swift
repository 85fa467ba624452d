import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct WaitingListTests {
  @Test func aSeatFreedBeforeTheCutOffGoesToTheNextOfWhicheverFirm() async throws {
    try await withWorld { world in
      let leaving = try await world.enrolled(World.hoa, as: World.hrA)
      _ = try await world.enrolled(World.duc, as: World.hrA)
      let waiting = try await world.enrolled(World.anhOfB, as: World.hrB)

      let answer = try await world.perform(
        WithdrawEnrolment(enrolmentId: leaving, reason: "Nghỉ ốm"), as: World.hrA)
      let before = try await world.state(of: waiting)
      try await world.app.drainOutbox()
      let after = try await world.state(of: waiting)

      #expect(answer.promotedCount == 1)
      #expect(answer.moneyState == .released)
      #expect(before == "waitlisted planned")
      #expect(after == "enrolled committed")
    }
  }

  @Test func followingAPromotionTwiceEnrolsOnce() async throws {
    try await withWorld { world in
      let leaving = try await world.enrolled(World.hoa, as: World.hrA)
      _ = try await world.enrolled(World.duc, as: World.hrA)
      let waiting = try await world.enrolled(World.anhOfB, as: World.hrB)
      _ = try await world.perform(
        WithdrawEnrolment(enrolmentId: leaving, reason: "Nghỉ ốm"), as: World.hrA)

      try await world.app.drainOutbox()
      _ = try await world.rows("update kynang.outbox set done_at = null")
      try await world.app.drainOutbox()
      let revisions = try await world.count(
        "select count(*) from kynang.enrolment_status where id = $1", waiting.uuid)

      #expect(revisions == 2)
    }
  }

  @Test func afterTheCutOffNobodyIsPromotedAndTheMoneyIsSpent() async throws {
    try await withWorld { world in
      let leaving = try await world.enrolled(World.hoa, as: World.hrA)
      _ = try await world.enrolled(World.duc, as: World.hrA)
      let waiting = try await world.enrolled(World.anhOfB, as: World.hrB)
      try world.clock.set("2026-12-04T10:00:00Z")

      let answer = try await world.perform(
        WithdrawEnrolment(enrolmentId: leaving, reason: "Nghỉ ốm"), as: World.hrA)
      try await world.app.drainOutbox()
      let state = try await world.state(of: waiting)

      #expect(answer.promotedCount == 0)
      #expect(answer.moneyState == .spent)
      #expect(state == "waitlisted planned")
    }
  }

  @Test func nobodyNewOvertakesTheQueue() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa, World.duc], as: World.hrA)
      try await world.enrol([World.anhOfB], as: World.hrB)
      try await world.setCapacity(3)

      let answer = try await world.enrol([World.an], as: World.hrA)

      #expect(answer.people[0].result == .waitlisted)
      #expect(answer.people[0].queuePosition == 2)
    }
  }

  @Test func aFirmAtItsQuotaIsPassedOver() async throws {
    try await withWorld { world in
      _ = try await world.rows(
        "update kynang.course_run set waiting_policy = 'firm_quota', firm_quota = 2, capacity = 3")
      try await world.setCapacity(2)
      try await world.enrol([World.hoa], as: World.hrA)
      let leaving = try await world.enrolled(World.anhOfB, as: World.hrB)
      try await world.enrol([World.duc, World.an], as: World.hrA)

      let answer = try await world.perform(
        WithdrawEnrolment(enrolmentId: leaving, reason: "Bận"), as: World.hrB)
      let taken = try await world.count(
        "select count(*) from kynang.seat where state = 'taken' and firm_id = $1",
        World.firmA.uuid)

      #expect(answer.promotedCount == 1)
      #expect(taken == 2)
    }
  }

  @Test func somebodyWhoLeavesTheQueueIsNotPromoted() async throws {
    try await withWorld { world in
      let leaving = try await world.enrolled(World.hoa, as: World.hrA)
      _ = try await world.enrolled(World.duc, as: World.hrA)
      let waiting = try await world.enrolled(World.anhOfB, as: World.hrB)
      _ = try await world.perform(
        WithdrawEnrolment(enrolmentId: waiting, reason: "Bận"), as: World.hrB)

      let answer = try await world.perform(
        WithdrawEnrolment(enrolmentId: leaving, reason: "Nghỉ ốm"), as: World.hrA)
      try await world.app.drainOutbox()
      let state = try await world.state(of: waiting)

      #expect(answer.promotedCount == 0)
      #expect(state == "withdrawn released")
    }
  }

  @Test func thePlaceInTheQueueIsShown() async throws {
    try await withWorld { world in
      try await world.enrol([World.hoa, World.duc], as: World.hrA)
      try await world.enrol([World.anhOfB], as: World.hrB)
      let waiting = try await world.enrolled(World.an, as: World.hrA)

      let shown = try await world.perform(
        ShowEnrolment(enrolmentId: waiting), as: World.hrA)

      #expect(shown.queuePosition == 2)
      #expect(shown.state == .waitlisted)
      #expect(shown.revisions.map(\.state) == [.waitlisted])
    }
  }
}
