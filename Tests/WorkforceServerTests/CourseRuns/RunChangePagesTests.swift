import Foundation
import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

@Suite struct RunChangePagesTests {
  private static let run = "/runs/\(World.run)"
  private static let session = "\(run)/sessions/\(ID<CourseSession>(World.session1))"

  @Test func aRunIsChangedAndShowsIt() async throws {
    try await withSite { site in
      let page = try await site.page("\(Self.run)/change", as: TestTokens.trainer)
      let saved = try await site.change(["place": "Hội trường B", "capacity": "30"])
      let run = try await site.page(Self.run, as: TestTokens.trainer)

      #expect(page.body.contains("value=\"RUN1\""))
      #expect(saved.headers[.location] == Self.run)
      #expect(run.body.contains("30"))
    }
  }

  @Test func favouredGroupsAreChosenAsThePolicy() async throws {
    try await withSite { site in
      let flag = try #require(
        try await site.world.perform(ListSupportFlags(), as: World.teacher1).first?.code)
      let none = try await site.change(["policy": "priority"])
      let saved = try await site.change(["policy": "priority", "groups": flag])
      let run = try await site.page(Self.run, as: TestTokens.trainer)
      let again = try await site.page("\(Self.run)/change", as: TestTokens.trainer)

      #expect(none.status == 422)
      #expect(none.body.contains("groups-error"))
      #expect(saved.status == 303)
      #expect(run.body.contains("nhóm ưu tiên được trước"))
      #expect(again.body.contains("value=\"\(flag)\" checked"))
    }
  }

  @Test func aRunIsPlannedWithFavouredGroups() async throws {
    try await withSite { site in
      let page = try await site.page("/runs/new", as: TestTokens.trainer)

      #expect(page.body.contains("value=\"priority\""))
      #expect(page.body.contains("name=\"groups\""))
    }
  }

  @Test func twoPeopleDoNotOverwriteOneAnother() async throws {
    try await withSite { site in
      let first = try await site.change(["place": "Thứ nhất"])
      let second = try await site.change(["place": "Thứ hai"])

      #expect(first.status == 303)
      #expect(second.status == 409)
      #expect(second.body.contains("value=\"Thứ hai\""))
    }
  }

  @Test func fewerSeatsThanAreTakenAreRefusedAtTheField() async throws {
    try await withSite { site in
      _ = try await site.world.perform(
        EnrolPeople(
          request: EnrolmentRequest(
            courseRunId: World.run, employeeIds: [World.hoa, World.duc], employeeCodes: nil,
            unitId: nil, supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)),
        as: World.hrA)
      let version = try await site.world.perform(
        ShowCourseRun(courseRunId: World.run), as: World.teacher1
      ).version

      let refused = try await site.change(["capacity": "1", "version": "\(version)"])

      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"capacity-error\""))
    }
  }

  @Test func aSessionMovesWithAReasonAndNotWithout() async throws {
    try await withSite { site in
      let silent = try await site.move(["reason": ""])
      let moved = try await site.move([:])
      let run = try await site.page(Self.run, as: TestTokens.trainer)

      #expect(silent.status == 422)
      #expect(silent.body.contains("id=\"reason-error\""))
      #expect(silent.body.contains("value=\"2026-12-10\""))
      #expect(moved.headers[.location] == Self.run)
      #expect(run.body.contains("10/12/2026"))
    }
  }

  @Test func aClashIsToldInASentenceAtItsField() async throws {
    try await withSite { site in
      let clash = try await site.move(["day": "2026-12-08"])

      #expect(clash.status == 422)
      #expect(clash.body.contains("id=\"room-error\""))
      #expect(clash.body.contains("08/12/2026"))
    }
  }

  @Test func aMovedSessionIsNotMovedUnseen() async throws {
    try await withSite { site in
      _ = try await site.move([:])
      let late = try await site.move(["day": "2026-12-11"])

      #expect(late.status == 409)
    }
  }

  @Test func aSessionIsCancelledWithItsReason() async throws {
    try await withSite { site in
      let silent = try await site.send(
        "\(Self.session)/cancel", as: TestTokens.trainer, ["version": "1", "reason": ""])
      let cancelled = try await site.send(
        "\(Self.session)/cancel", as: TestTokens.trainer,
        ["version": "1", "reason": "Mất điện"])
      let run = try await site.page(Self.run, as: TestTokens.trainer)
      let again = try await site.page("\(Self.session)/cancel", as: TestTokens.trainer)

      #expect(silent.status == 422)
      #expect(cancelled.headers[.location] == Self.run)
      #expect(run.body.contains("Đã hủy</td>"))
      #expect(!run.body.contains("\(Self.session)/change"))
      #expect(again.status == 409)
    }
  }

  @Test func finishingARunIsAskedFirst() async throws {
    try await withSite { site in
      let asked = try await site.page("\(Self.run)/finish", as: TestTokens.trainer)
      let early = try await site.send(
        "\(Self.run)/finish", as: TestTokens.trainer, ["version": "1"])
      try site.world.clock.set("2026-12-09T02:00:00Z")
      let finished = try await site.send(
        "\(Self.run)/finish", as: TestTokens.trainer, ["version": "1"])
      let run = try await site.page(Self.run, as: TestTokens.trainer)

      #expect(asked.body.contains("không mở lại được"))
      #expect(early.status == 409)
      #expect(finished.headers[.location] == Self.run)
      #expect(run.body.contains("Đã kết thúc"))
    }
  }

  @Test func whoMayOnlyLookSeesNoLinkAndNoForm() async throws {
    try await withSite { site in
      let own = try await site.page(Self.run, as: TestTokens.trainer)
      let hr = try await site.page(Self.run, as: TestTokens.hrA)
      let refused = try await site.page("\(Self.session)/change", as: TestTokens.hrA)

      #expect(own.body.contains("\(Self.session)/change"))
      #expect(!hr.body.contains("/change"))
      #expect(refused.status == 404)
    }
  }
}

extension TestSite {
  /// The run of the world as its form sends it, with some fields otherwise.
  fileprivate func change(_ fields: [String: String]) async throws -> Answer {
    let plain = [
      "version": "1", "code": "RUN1", "language": "vi", "trainer": World.trainer1.description,
      "room": World.room.description, "place": "", "commune": "22366", "capacity": "12",
      "cutOff": "2026-12-04T17:00", "policy": "first_come", "quota": "", "price": "1.500.000",
    ]
    return try await send(
      "/runs/\(World.run)/change", as: TestTokens.trainer, plain.merging(fields) { $1 })
  }

  /// The first session, moved to the tenth with the hours that it has.
  fileprivate func move(_ fields: [String: String]) async throws -> Answer {
    let plain = [
      "version": "1", "day": "2026-12-10", "morningStart": "08:00", "morningEnd": "11:30",
      "afternoonStart": "13:30", "afternoonEnd": "17:00", "room": "", "reason": "Giảng viên bận",
    ]
    return try await send(
      "/runs/\(World.run)/sessions/\(ID<CourseSession>(World.session1))/change",
      as: TestTokens.trainer,
      plain.merging(fields) { $1 })
  }
}
