import Foundation
import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

@Suite struct CheckInPagesTests {
  private static let address = "/sessions/\(ID<CourseSession>(World.session1))/check-in"

  @Test func theTrainerOpensFromTheRosterAndShowsTheRoomACode() async throws {
    try await withSite { site in
      try await site.classInTheRoom()

      let roster = try await site.page("/sessions/\(World.session1)", as: TestTokens.trainer)
      let before = try await site.page(Self.address, as: TestTokens.trainer)
      let opened = try await site.send(
        Self.address, as: TestTokens.trainer, ["halfDay": "morning"])
      let board = try await site.page(Self.address, as: TestTokens.trainer)

      #expect(roster.body.contains("href=\"\(Self.address)\""))
      #expect(before.body.contains("Mở điểm danh: Buổi sáng"))
      #expect(opened.status == 303)
      #expect(board.body.contains("<svg class=\"qr\""))
      #expect(board.body.firstMatch(of: /class="board-code"[^>]*>\d{3} \d{3}</) != nil)
      #expect(board.body.contains("<strong>0/1</strong>"))
      #expect(board.body.contains("http-equiv=\"refresh\""))
      #expect(!board.body.contains("Lê Thị Hoa"))
    }
  }

  @Test func aParticipantTypesTheCodeAndNeedsNoPassword() async throws {
    try await withSite { site in
      try await site.classInTheRoom()
      let state = try await site.open()

      let who = try await site.visitor("/check-in", [("code", state.code)])
      let ticket = try #require(who.body.firstMatch(of: /name="ticket" value="([^"]+)"/)?.1)
      let wrong = try await site.visitor(
        "/check-in/arrive",
        [("ticket", String(ticket)), ("employeeCode", "A1"), ("fullName", "Lê Thị Sai")])
      let done = try await site.visitor(
        "/check-in/arrive",
        [("ticket", String(ticket)), ("employeeCode", "A1"), ("fullName", "lê thị hoa")])
      let board = try await site.page(Self.address, as: TestTokens.trainer)

      #expect(who.status == 200)
      #expect(!who.body.contains("Hoa"))
      #expect(wrong.status == 422)
      #expect(wrong.body.contains("value=\"Lê Thị Sai\""))
      #expect(wrong.body.contains("không khớp với ai trong lớp"))
      #expect(done.status == 303)
      #expect(done.headers[.location] == "/check-in/done")
      #expect(board.body.contains("<strong>1/1</strong>"))
    }
  }

  @Test func whoeverScansAndIsSignedInTapsOnce() async throws {
    try await withSite { site in
      try await site.classInTheRoom()
      let state = try await site.open()

      let who = try await site.page("/check-in?k=\(state.link)", as: TestTokens.employee)
      let ticket = try #require(who.body.firstMatch(of: /name="ticket" value="([^"]+)"/)?.1)
      let done = try await site.send(
        "/check-in/confirm", as: TestTokens.employee, ["ticket": String(ticket)])
      let roster = try await site.page("/sessions/\(World.session1)", as: TestTokens.trainer)

      #expect(who.body.contains("Tôi có mặt"))
      #expect(done.headers[.location] == "/check-in/done")
      #expect(roster.body.contains("tự điểm danh</span>"))
    }
  }

  /// A page without JavaScript sends everybody as it showed them.
  @Test func aRosterDrawnBeforeDoesNotTakeACheckInBack() async throws {
    try await withSite { site in
      let hoa = try await site.classInTheRoom()
      let state = try await site.open()
      let ticket = try await site.world.perform(
        EnterCheckIn(code: nil, link: state.link), as: .visitor
      ).ticket
      _ = try await site.world.perform(ConfirmCheckIn(ticket: ticket), as: World.hoaHerself)
      let address = "/sessions/\(World.session1)/marks"
      let unmarked = ["halfDay": "morning", "mark.\(hoa)": "unmarked"]
      let standing =
        "select count(*) from kynang.attendance where superseded_at is null and not is_void"

      _ = try await site.send(address, as: TestTokens.trainer, unmarked)
      let kept = try await site.world.count(standing)
      _ = try await site.send(
        address, as: TestTokens.trainer,
        unmarked.merging(["checkedIn": "\(hoa)"]) { $1 })
      let left = try await site.world.count(standing)

      #expect(kept == 1)
      #expect(left == 0)
    }
  }

  @Test func anExpiredScanAsksForTheCode() async throws {
    try await withSite { site in
      try await site.classInTheRoom()
      let state = try await site.open()
      try site.world.clock.set("2026-12-07T01:30:00Z")

      let page = try await site.page("/check-in?k=\(state.link)", as: TestTokens.employee)

      #expect(page.status == 422)
      #expect(page.body.contains("Mã đã quét hết hạn"))
      #expect(page.body.contains("name=\"code\""))
    }
  }

  @Test func aFormOfAnotherBrowserChecksNobodyIn() async throws {
    try await withSite { site in
      let answer = try await site.ask(
        .post, "/check-in/arrive",
        headers: [.contentType: "application/x-www-form-urlencoded"],
        body: "ticket=x&employeeCode=A1&fullName=x")

      #expect(answer.status == 403 || answer.status == 400 || answer.status == 422)
      #expect(!answer.body.contains("name=\"employeeCode\""))
    }
  }

  @Test func aTrainerOfAnotherRunIsNotEvenToldOfIt() async throws {
    try await withSite { site in
      try await site.classInTheRoom()
      _ = try await site.open()

      let page = try await site.page(Self.address, as: TestTokens.officer)

      #expect(page.status == 403)
    }
  }

  @Test func theAPITakesACodeWithoutAToken() async throws {
    try await withSite { site in
      try await site.classInTheRoom()
      let state = try await site.open()

      let entered = try await site.ask(
        .post, "/v1/check-ins/enter", headers: [.contentType: "application/json"],
        body: #"{"code": "\#(state.code)"}"#)
      let ticket = try #require(try entered.json()["ticket"] as? String)
      let arrived = try await site.ask(
        .post, "/v1/check-ins/arrive", headers: [.contentType: "application/json"],
        body: #"{"ticket": "\#(ticket)", "employeeCode": "A1", "fullName": "Lê Thị Hoa"}"#)

      #expect(arrived.status == 200)
      #expect(try arrived.json()["wasMarkedBefore"] as? Bool == false)
      #expect(!arrived.body.contains("Hoa"))
    }
  }
}

extension TestSite {
  /// Hoa is enrolled, and it is five past eight on the first morning.
  @discardableResult
  fileprivate func classInTheRoom() async throws -> ID<Enrolment> {
    let enrolled = try await world.perform(
      EnrolPeople(
        request: EnrolmentRequest(
          courseRunId: World.run, employeeIds: [World.hoa], employeeCodes: nil, unitId: nil,
          supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)), as: World.hrA)
    try world.clock.set("2026-12-07T01:05:00Z")
    return try #require(enrolled.people.first?.enrolmentId)
  }

  fileprivate func open() async throws -> CheckInState {
    try await world.perform(
      OpenCheckIn(sessionId: ID(World.session1), halfDay: nil), as: World.teacher1)
  }

  /// A browser that never signed in.
  fileprivate func visitor(_ uri: String, _ fields: [(String, String)]) async throws -> Answer {
    try await send(
      uri, cookie: "kynang-visitor", secret: "a-number-before-sign-in-1", fields)
  }
}
