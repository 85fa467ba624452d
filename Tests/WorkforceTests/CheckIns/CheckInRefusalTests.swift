import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct CheckInRefusalTests {
  @Test func theCodeBeforeIsAcceptedForOneStepAndNoLonger() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      // Steps of 45 seconds begin on the hour.
      try world.clock.set("2026-12-07T02:00:00Z")
      let first = try await world.open()
      try world.clock.set("2026-12-07T02:00:45Z")
      let second = try await world.shown()
      try world.clock.set("2026-12-07T02:01:29Z")

      _ = try await world.enter(code: " \(first.code.prefix(3)) \(first.code.suffix(3))")
      _ = try await world.enter(link: first.link)
      try world.clock.set("2026-12-07T02:01:30Z")

      #expect(first.nextCodeAt == (try Date("2026-12-07T02:00:45Z", strategy: .iso8601)))
      #expect(first.link != second.link)
      await #expect(throws: AppError.invalid("code", "check_in.code_wrong")) {
        try await world.enter(code: first.code)
      }
      await #expect(throws: AppError.invalid("link", "check_in.link_expired")) {
        try await world.enter(link: first.link)
      }
    }
  }

  @Test func aLinkOfOneCheckInOpensNoOther() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let morning = try await world.open()
      let afternoon = try await world.open(World.firstSession, .afternoon)
      // Sixteen bytes say which check-in it is, and sixteen prove it.
      let spliced = String(afternoon.link.prefix(21)) + String(morning.link.dropFirst(21))

      await #expect(throws: AppError.invalid("link", "check_in.link_expired")) {
        try await world.enter(link: spliced)
      }
    }
  }

  @Test func aCodeOfAnotherClassLetsNobodyIntoThisOne() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      _ = try await world.open()
      let other = try await world.perform(
        CreateCourseRun.plain("RUN2", on: ["2026-12-07"], trainers: [World.trainer2]),
        as: World.teacher2)
      let opened = try await world.open(
        try #require(other.sessions.first?.id), as: World.teacher2)
      let ticket = try await world.enter(link: opened.link).ticket

      await #expect(throws: AppError.invalid("employeeCode", "check_in.not_matched")) {
        try await world.arrive("A1", "Lê Thị Hoa", ticket: ticket)
      }
      #expect(try await world.count("select count(*) from kynang.attendance") == 0)
    }
  }

  @Test func aTicketAllowsFiveAttempts() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let ticket = try await world.enter(link: try await world.open().link).ticket
      for name in ["Lê Thị A", "Lê Thị B", "Lê Thị C", "Lê Thị D", "Lê Thị E"] {
        await #expect(throws: AppError.invalid("employeeCode", "check_in.not_matched")) {
          try await world.arrive("A1", name, ticket: ticket)
        }
      }

      await #expect(throws: AppError(.limitReached, "check_in.too_many_attempts")) {
        try await world.arrive("A1", "Lê Thị Hoa", ticket: ticket)
      }
      try await world.arrive("A1", "Lê Thị Hoa")
    }
  }

  @Test func aClassInWhichManyAttemptsFailedTakesNoNamesForAWhile() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.classInTheRoom()
      let opened = try await world.open()
      _ = try await world.rows(
        """
        insert into kynang.check_in_ticket (check_in_id, nonce, attempts, last_attempt_at)
        select $1, decode(lpad(to_hex(number), 24, '0'), 'hex'), 5, '2026-12-07 01:00+00'
        from generate_series(1, 20) as series (number)
        returning 1
        """, opened.id.uuid)

      await #expect(throws: AppError(.limitReached, "check_in.paused")) {
        try await world.arrive("A1", "Lê Thị Hoa")
      }
      let ticket = try await world.enter(link: opened.link).ticket
      _ = try await world.perform(ConfirmCheckIn(ticket: ticket), as: World.hoaHerself)
      #expect(try await world.morningMark(of: hoa)?.mark == .present)
      try world.clock.set("2026-12-07T01:11:00Z")
      try await world.arrive("B1", "Lê Anh")
    }
  }

  @Test func tooManyWrongCodesStopTypingAndLeaveScanning() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let opened = try await world.open()
      let wrong = opened.code == "000000" ? "000001" : "000000"
      await #expect(throws: AppError.invalid("code", "check_in.code_wrong")) {
        try await world.enter(code: wrong)
      }
      let counted = try await world.count("select wrong_count from kynang.check_in_guess")
      _ = try await world.rows(
        "update kynang.check_in_guess set wrong_count = 600 returning wrong_count")

      await #expect(throws: AppError(.limitReached, "check_in.too_many_codes")) {
        try await world.enter(code: opened.code)
      }
      _ = try await world.enter(link: opened.link)
      #expect(counted == 1)
    }
  }

  @Test func aTicketMarksOnePerson() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let ticket = try await world.enter(link: try await world.open().link).ticket
      try await world.arrive("A1", "Lê Thị Hoa", ticket: ticket)

      await #expect(throws: AppError.conflict("check_in.ticket_used")) {
        try await world.arrive("B1", "Lê Anh", ticket: ticket)
      }
      #expect(try await world.count("select count(*) from kynang.attendance") == 1)
    }
  }

  @Test func aTicketIsGoodForTenMinutes() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let ticket = try await world.enter(link: try await world.open().link)
      try world.clock.set("2026-12-07T01:15:01Z")

      #expect(ticket.expiresAt == (try Date("2026-12-07T01:15:00Z", strategy: .iso8601)))
      await #expect(throws: AppError.invalid("ticket", "check_in.ticket_expired")) {
        try await world.arrive("A1", "Lê Thị Hoa", ticket: ticket.ticket)
      }
    }
  }

  @Test(arguments: ["", "x", String(repeating: "A", count: 70)])
  func whatIsNoTicketIsRefused(text: String) async throws {
    try await withWorld { world in
      await #expect(throws: AppError.self) {
        try await world.arrive("A1", "Lê Thị Hoa", ticket: text)
      }
    }
  }

  @Test func whatHasEndedTakesNobody() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let opened = try await world.open()
      let ticket = try await world.enter(link: opened.link).ticket
      let closed = try await world.perform(
        CloseCheckIn(sessionId: World.firstSession), as: World.teacher1)

      #expect(closed.wasOpen)
      await #expect(throws: AppError.invalid("ticket", "check_in.ticket_expired")) {
        try await world.arrive("A1", "Lê Thị Hoa", ticket: ticket)
      }
      await #expect(throws: AppError.notFound("check-in")) { try await world.shown() }
    }
  }

  @Test func itEndsByItselfHalfAnHourAfterTheHalfDay() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let opened = try await world.open()
      try world.clock.set("2026-12-07T05:00:01Z")

      #expect(opened.closesAt == (try Date("2026-12-07T05:00:00Z", strategy: .iso8601)))
      await #expect(throws: AppError.notFound("check-in")) { try await world.shown() }
      _ = try await world.open()
    }
  }

  @Test func aClosedSessionTakesNobody() async throws {
    try await withWorld { world in
      let (hoa, anh) = try await world.classInTheRoom()
      let ticket = try await world.enter(link: try await world.open().link).ticket
      try await world.mark(hoa, .present, in: World.firstSession)
      try await world.mark(anh, .present, in: World.firstSession)
      _ = try await world.close(World.firstSession)

      await #expect(throws: AppError.invalid("ticket", "check_in.ticket_expired")) {
        try await world.arrive("A1", "Lê Thị Hoa", ticket: ticket)
      }
      await #expect(throws: AppError.conflict("attendance.session_closed")) {
        try await world.open()
      }
    }
  }

  /// Whether a code belongs to somebody, to somebody of the firm who is not enrolled, or to nobody.
  @Test(arguments: [
    ("A1", "Nguyễn Văn Đức"), ("A2", "Nguyễn Văn Đức"), ("A2", "Lê Thị Hoa"), ("B1", "Lê Thị Hoa"),
    ("X9", "Ai Đó"),
  ])
  func theAnswerDoesNotTellWhoIsEnrolled(code: String, name: String) async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      _ = try await world.open()

      await #expect(throws: AppError.invalid("employeeCode", "check_in.not_matched")) {
        try await world.arrive(code, name)
      }
    }
  }

  @Test func somebodyWhoWaitsForASeatIsNotCheckedIn() async throws {
    try await withWorld { world in
      try await world.hoaWaitingBehindTwo()
      try world.clock.set("2026-12-07T01:05:00Z")
      _ = try await world.open()

      await #expect(throws: AppError.invalid("employeeCode", "check_in.not_matched")) {
        try await world.arrive("A1", "Lê Thị Hoa")
      }
    }
  }

  @Test func noAnswerHoldsANameOrAFirm() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let opened = try await world.open()
      let ticket = try await world.enter(link: opened.link)
      let checked = try await world.arrive("A1", "Lê Thị Hoa", ticket: ticket.ticket)

      let texts = try [
        JSONCoding.encoder().encode(opened), JSONCoding.encoder().encode(ticket),
        JSONCoding.encoder().encode(checked),
      ].map { String(decoding: $0, as: UTF8.self) }.joined()
      #expect(!texts.contains("Hoa"))
      #expect(!texts.contains(World.firmA.description))
      #expect(!texts.contains(World.hoa.description))
    }
  }

  @Test func theSecretStandsInNoAudit() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      _ = try await world.open()
      try await world.arrive("A1", "Lê Thị Hoa")

      let rows = try await world.rows(
        """
        select encode(check_in.secret, 'hex') || encode(check_in.secret, 'base64'),
          (select string_agg(entry::text, ' ') from kynang.audit_entry as entry)
        from kynang.check_in as check_in
        """)
      let secret = try rows.value(0, 0, as: String.self)
      let audit = try rows.value(0, 1, as: String.self)
      #expect(!audit.contains(secret.prefix(32)))
      #expect(!audit.contains("Hoa"))
    }
  }
}
