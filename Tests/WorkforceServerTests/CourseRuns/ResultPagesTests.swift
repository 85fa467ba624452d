import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct ResultPagesTests {
  private let results = "/runs/\(World.run)/results"

  @Test func aScoreThatIsNoneIsRefusedAndNothingTypedIsLost() async throws {
    try await withSite { site in
      let hoa = try await site.enrolled(World.hoa)
      let field = "level.\(hoa).\(World.competency("1.1"))"
      let refused = try await site.send(
        results,
        [
          ("result.\(hoa)", "completed"), ("score.\(hoa)", "tám"), (field, "2"),
          ("grade", "trainer"), ("on", "2026-12-08"),
        ], as: TestTokens.trainer)
      let levels = try await site.world.count("select count(*) from kynang.assessment")

      #expect(refused.status == 422)
      #expect(refused.body.contains("Lê Thị Hoa, Điểm: Phải từ 0 đến 100."))
      #expect(refused.body.contains("value=\"tám\""))
      #expect(refused.body.contains("<option value=\"2\" selected>"))
      #expect(levels == 0)
    }
  }

  @Test func aMarkBeforeItsDayIsRefusedWithTheReason() async throws {
    try await withSite { site in
      let hoa = try await site.enrolled(World.hoa)
      let page = try await site.page("/runs/\(World.run)", as: TestTokens.trainer)
      let session = try #require(page.body.firstMatch(of: /\/sessions\/[0-9a-f-]+/))
      let answer = try await site.ask(
        .post, "\(session.0)/marks",
        headers: [
          .cookie: "kynang=\(TestTokens.trainer)", .accept: "application/json",
          .contentType: "application/x-www-form-urlencoded",
        ],
        body: "csrf=\(FormToken.make(for: TestTokens.trainer))&halfDay=morning&mark.\(hoa)=present")

      #expect(answer.status == 409)
      #expect(try answer.problem().detail == "Buổi học chưa diễn ra.")
    }
  }
}

extension TestSite {
  /// The enrolment of one person of firm A in the run of the world.
  fileprivate func enrolled(_ person: ID<Employee>) async throws -> ID<Enrolment> {
    let answer = try await world.perform(
      EnrolPeople(
        request: EnrolmentRequest(
          courseRunId: World.run, employeeIds: [person], employeeCodes: nil, unitId: nil,
          supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)), as: World.hrA)
    return try #require(answer.people.first?.enrolmentId)
  }
}
