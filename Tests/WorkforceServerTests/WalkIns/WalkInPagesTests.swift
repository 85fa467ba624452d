import Foundation
import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct WalkInPagesTests {
  private let session = "/sessions/\(World.session1)".lowercased()

  @Test func aTrainerAddsAWalkInAndHRSaysWhoItWas() async throws {
    try await withSite { site in
      try await site.enrolHoa()
      try site.world.clock.set("2026-12-07T02:00:00Z")

      let added = try await site.send(
        "\(session)/walk-ins",
        [("displayName", "Nguyễn Văn Đức"), ("firm", World.firmA.description)],
        as: TestTokens.trainer)
      let roster = try await site.page(session, as: TestTokens.trainer)
      let listed = try await site.page("/walk-ins")
      let url = try #require(listed.body.firstMatch(of: /\/walk-ins\/[0-9a-f-]{36}/)).0
      let choosing = try await site.page(String(url))
      let matched = try await site.send(
        String(url), [("employee", World.duc.description)], as: TestTokens.hrA)
      let after = try await site.page(session, as: TestTokens.trainer)

      #expect(added.status == 303)
      #expect(roster.body.contains("chưa ghi danh"))
      #expect(choosing.body.contains("A2"))
      #expect(matched.headers[.location] == "/walk-ins")
      #expect(after.body.contains("A2 · "))
    }
  }

  @Test func aNameWithoutAFirmComesBackWithWhatWasSent() async throws {
    try await withSite { site in
      try await site.enrolHoa()
      try site.world.clock.set("2026-12-07T02:00:00Z")

      let refused = try await site.send(
        "\(session)/walk-ins", [("displayName", "Trần Thị Lạ"), ("firm", "")],
        as: TestTokens.trainer)

      #expect(refused.status == 422)
      #expect(refused.body.contains("value=\"Trần Thị Lạ\""))
      #expect(refused.body.contains("Cần nhập mục này."))
    }
  }

  @Test func aTapOnTheRosterMarksAWalkInToo() async throws {
    try await withSite { site in
      try await site.enrolHoa()
      try site.world.clock.set("2026-12-07T02:00:00Z")
      let walkIn = try await site.world.perform(
        AddWalkIn(
          sessionId: ID(World.session1), enrolmentId: nil, firmId: World.firmA,
          displayName: "Nguyễn Văn Đức", halfDay: .morning, overCapacityReason: nil),
        as: World.teacher1)

      _ = try await site.send(
        "\(session)/marks",
        [("halfDay", "morning"), ("mark.\(walkIn.id)", "late"), ("minutes.\(walkIn.id)", "30")],
        as: TestTokens.trainer)
      let shown = try await site.world.perform(
        ShowWalkIn(walkInId: walkIn.id), as: World.teacher1)

      #expect(shown.marks.map(\.minutes) == [180])
    }
  }
}

extension TestSite {
  fileprivate func enrolHoa() async throws {
    _ = try await world.perform(
      EnrolPeople(
        request: EnrolmentRequest(
          courseRunId: World.run, employeeIds: [World.hoa], employeeCodes: nil, unitId: nil,
          supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)), as: World.hrA)
  }
}
