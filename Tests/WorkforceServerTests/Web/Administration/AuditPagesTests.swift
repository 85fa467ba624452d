import CivilCalendar
import HTTPTypes
import Localization
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct AuditPagesTests {
  private static func close(_ site: TestSite) async throws {
    _ = try await site.world.perform(
      CreateUnit(code: "THU", name: "Tổ thử", parentId: nil, startsOn: nil), as: World.hrA)
    _ = try await site.world.perform(
      SetUnitBudget(
        unitId: World.sales, year: 2026, amountVnd: 7_000_000, reason: "lần đầu"), as: World.hrA)
  }

  @Test func theLogSaysWhoDidWhatAndTheStateOfTheSeals() async throws {
    try await withSite { site in
      try await Self.close(site)
      let page = try await site.page("/audit", as: TestTokens.director)
      #expect(page.status == 200)
      #expect(page.body.contains("Nguyễn Thị Nhân Sự"))
      #expect(page.body.contains("lần đầu"))
      #expect(page.body.contains("Còn nguyên vẹn"))
    }
  }

  @Test func theLogIsNarrowedByWhatAndWhen() async throws {
    try await withSite { site in
      try await Self.close(site)
      let units = try await site.page("/audit?what=unit", as: TestTokens.hrA, language: "en")
      #expect(units.body.contains("THU"))
      #expect(!units.body.contains("lần đầu"))
      let earlier = try await site.page("/audit?until=2026-11-22")
      #expect(!earlier.body.contains("THU"))
      let wrong = try await site.page("/audit?from=2026-11-23&until=2026-11-22")
      #expect(wrong.status == 422)
    }
  }

  @Test func anAdministratorSeesOfAFirmNeitherContentsNorReasons() async throws {
    try await withSite { site in
      try await Self.close(site)
      let page = try await site.page("/audit?firm=\(World.firmA)", as: TestTokens.administrator)
      #expect(page.status == 200)
      #expect(page.body.contains("Nguyễn Thị Nhân Sự"))
      #expect(!page.body.contains("lần đầu"))
      #expect(!page.body.contains("THU"))
    }
  }

  @Test func anotherFirmsLogIsNotFound() async throws {
    try await withSite { site in
      let page = try await site.page("/audit?firm=\(World.firmB)")
      #expect(page.status == 404)
    }
  }

  @Test(arguments: [TestTokens.manager, TestTokens.officer, TestTokens.trainer])
  func othersDoNotReadTheLog(_ token: String) async throws {
    try await withSite { site in
      let page = try await site.page("/audit", as: token)
      #expect(page.status == 403)
    }
  }

  @Test func aRowNamesThePersonAndLeadsToThem() async throws {
    try await withSite { site in
      try await Self.correct(site)
      let page = try await site.page("/audit")

      #expect(page.body.contains("<a href=\"/people/\(World.hoa)\">Lê Thị Hoa (A1)</a>"))
      #expect(page.body.contains("<code class=\"id\">\(World.hoa)</code>"))
    }
  }

  @Test func whatChangedIsToldInWords() async throws {
    try await withSite { site in
      try await Self.correct(site)
      _ = try await site.world.perform(
        EnrolPeople(
          request: EnrolmentRequest(
            courseRunId: World.run, employeeIds: [World.hoa], employeeCodes: nil, unitId: nil,
            supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)),
        as: World.hrA)
      let enrolled = try await site.world.perform(
        ListEnrolments(
          courseRunId: World.run, employeeId: nil, batchId: nil, state: nil, asOf: nil,
          knownAt: nil, after: nil, limit: nil), as: World.hrA
      ).items[0]
      _ = try await site.world.perform(
        WithdrawEnrolment(enrolmentId: enrolled.id, reason: "Bận việc"), as: World.hrA)
      let page = try await site.page("/audit")
      let english = try await site.page("/audit", as: TestTokens.hrA, language: "en")

      #expect(page.body.contains("Đã ghi danh → Đã rút"))
      #expect(english.body.contains("enrolled → withdrawn"))
      #expect(!page.body.contains("withdrawn"))
    }
  }

  @Test func idsDaysAndTruthsOfAChangeAreWords() {
    let told = ChangeWords(words: Words(.vi)) { _ in "Phòng máy 1" }

    #expect(told.line("room", World.room.description, nil) == "Phòng: Phòng máy 1 → –")
    #expect(
      told.line("cutOffAt", "2026-12-04 10:00:00 +0000", "2026-12-05 10:00:00 +0000")
        == "Hạn chốt danh sách: 17:00 04/12/2026 → 17:00 05/12/2026")
    #expect(told.line("isActive", "true", "false").hasSuffix("có → không"))
    #expect(told.line("startsOn", nil, "2026-12-04").hasSuffix("04/12/2026"))
    #expect(told.line("priceVnd", nil, "1500000").hasSuffix(Words(.vi).money(1_500_000)))
  }

  @Test func anOutsiderIsToldNoNames() async throws {
    try await withSite { site in
      try await Self.correct(site)
      let admin = try await site.page(
        "/audit?firm=\(World.firmA)", as: TestTokens.administrator)
      let subjects = try await site.world.perform(
        ListAuditSubjects(ids: [World.hoa.uuid]), as: World.administrator)
      let other = try await site.world.perform(
        ListAuditSubjects(ids: [World.hoa.uuid, World.sales.uuid]), as: World.hrB)

      #expect(!admin.body.contains("Lê Thị Hoa"))
      #expect(subjects.isEmpty)
      #expect(other.isEmpty)
    }
  }

  /// A change about one person.
  private static func correct(_ site: TestSite) async throws {
    _ = try await site.world.perform(
      AssignEmployee(
        employeeId: World.hoa, unitId: World.plant, jobRoleId: World.cook,
        from: try #require(CalendarDate("2026-11-23")), to: nil, replaces: nil,
        reason: "Chuyển bộ phận"), as: World.hrA)
  }
}
