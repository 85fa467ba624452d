import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct CheckInTests {
  @Test func aClassOfSeveralFirmsChecksItselfIn() async throws {
    try await withWorld { world in
      let (hoa, anh) = try await world.classInTheRoom()
      let opened = try await world.open()

      let ticket = try await world.enter(code: opened.code)
      let first = try await world.arrive("a1", "le thi hoa", ticket: ticket.ticket)
      try await world.arrive("B1", "Lê Anh")

      let counts = try await world.shown()
      let firms = try await world.count(
        "select count(distinct firm_id) from kynang.attendance where source = 'check_in'")
      #expect(opened.halfDay == .morning)
      #expect(ticket.courseRunCode == "RUN1")
      #expect(first.wasMarkedBefore == false)
      #expect(try await world.morningMark(of: hoa)?.mark == .present)
      #expect(try await world.morningMark(of: hoa)?.minutes == 210)
      #expect(try await world.morningMark(of: anh)?.source == .checkIn)
      #expect(firms == 2)
      #expect(counts.enrolledCount == 2)
      #expect(counts.presentCount == 2)
      #expect(counts.checkedInCount == 2)
    }
  }

  @Test func nothingIsMarkedOfTheOtherHalfDay() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      _ = try await world.open()
      try await world.arrive("A1", "Lê Thị Hoa")

      let marks = try await world.count("select count(*) from kynang.attendance")
      #expect(marks == 1)
    }
  }

  @Test func openingAgainShowsWhatIsOpenAndTheOtherHalfDayEndsIt() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()
      let first = try await world.open()

      let again = try await world.open()
      let afternoon = try await world.open(World.firstSession, .afternoon)

      #expect(again.id == first.id)
      #expect(afternoon.id != first.id)
      await #expect(throws: AppError.invalid("link", "check_in.link_expired")) {
        try await world.enter(link: first.link)
      }
    }
  }

  @Test func aMarkOfTheTrainerStays() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.classInTheRoom()
      try await world.mark(hoa, .absent, in: World.firstSession)
      _ = try await world.open()

      let checked = try await world.arrive("A1", "Lê Thị Hoa")

      #expect(checked.wasMarkedBefore)
      #expect(try await world.morningMark(of: hoa)?.mark == .absent)
      #expect(try await world.morningMark(of: hoa)?.source == .trainer)
    }
  }

  @Test func theTrainerCorrectsWhatSomebodySaidThemselves() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.classInTheRoom()
      _ = try await world.open()
      try await world.arrive("A1", "Lê Thị Hoa")

      try await world.mark(hoa, .absent, in: World.firstSession)

      #expect(try await world.morningMark(of: hoa)?.mark == .absent)
      #expect(try await world.morningMark(of: hoa)?.revision == 2)
    }
  }

  @Test func whoeverComesAQuarterAfterTheStartIsLate() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.classInTheRoom()
      _ = try await world.open()
      try world.clock.set("2026-12-07T02:30:00Z")

      try await world.arrive("A1", "Lê Thị Hoa")

      #expect(try await world.morningMark(of: hoa)?.mark == .late)
      #expect(try await world.morningMark(of: hoa)?.minutes == 120)
    }
  }

  @Test func nobodyIsLateBecauseTheTrainerOpenedLate() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.classInTheRoom()
      try world.clock.set("2026-12-07T02:30:00Z")
      _ = try await world.open()

      try await world.arrive("A1", "Lê Thị Hoa")

      #expect(try await world.morningMark(of: hoa)?.mark == .present)
    }
  }

  @Test func anEmployeeWhoSignedInConfirmsAndNobodyElseForThem() async throws {
    try await withWorld { world in
      let (hoa, _) = try await world.classInTheRoom()
      let opened = try await world.open()
      let ticket = try await world.enter(link: opened.link).ticket

      await #expect(throws: AppError.invalid("ticket", "check_in.not_in_class")) {
        try await world.perform(ConfirmCheckIn(ticket: ticket), as: World.ducHimself)
      }
      _ = try await world.perform(ConfirmCheckIn(ticket: ticket), as: World.hoaHerself)

      let recorded = try await world.count(
        "select count(*) from kynang.attendance where recorded_by = $1",
        World.hoaHerself.accountID.uuid)
      #expect(try await world.morningMark(of: hoa)?.source == .checkIn)
      #expect(recorded == 1)
    }
  }

  @Test func onlyASessionOfTodayIsOpened() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()

      await #expect(throws: AppError.conflict("check_in.not_today")) {
        try await world.open(World.secondSession)
      }
    }
  }

  @Test func onlyItsOwnTrainerOpensASession() async throws {
    try await withWorld { world in
      try await world.classInTheRoom()

      await #expect(throws: AppError.notFound("session")) {
        try await world.open(as: World.teacher2)
      }
      await #expect(throws: AppError.conflict("attendance.recorded_by_its_trainer")) {
        try await world.open(as: World.hrA)
      }
    }
  }

  @Test func hrOpensAClassOfItsOwn() async throws {
    try await withWorld { world in
      let run = try await world.perform(
        CreateCourseRun.plain("NB1", on: ["2026-12-09"]), as: World.hrA)
      let session = try #require(run.sessions.first?.id)
      _ = try await world.perform(
        EnrolPeople(
          request: EnrolmentRequest(
            courseRunId: run.run.id, employeeIds: [World.duc], employeeCodes: nil, unitId: nil,
            supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)), as: World.hrA)
      try world.clock.set("2026-12-09T01:00:00Z")
      let opened = try await world.open(session, as: World.hrA)

      try await world.arrive(
        "A2", "Nguyen Van Duc", ticket: try await world.enter(link: opened.link).ticket)

      let shown = try await world.perform(ShowCheckIn(sessionId: session), as: World.hrA)
      #expect(shown.checkedInCount == 1)
    }
  }
}
