import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

/// Which public support pays for a course: said by an officer, shown where people choose a class.
@Suite struct CourseSupportTests {
  private static let course = "/courses/\(World.course)"

  @Test func anOfficerSaysWhichContentACourseIs() async throws {
    try await withSite { site in
      let form = try await site.page("\(Self.course)/support", as: TestTokens.officer)
      let sent = try await site.send(
        "\(Self.course)/support", [("contentCode", "TRAIN_MANAGEMENT")], as: TestTokens.officer)
      let course = try await site.page(Self.course, as: TestTokens.officer)
      let english = try await site.page(Self.course, as: TestTokens.hrA, language: "en")

      #expect(form.status == 200)
      #expect(sent.headers[.location] == Self.course)
      #expect(course.body.contains("Đào tạo quản trị doanh nghiệp"))
      #expect(course.body.contains("TRN-MGMT-70"))
      #expect(english.body.contains("Management course"))
      #expect(!english.body.contains("\(Self.course)/support\""))
    }
  }

  @Test func hrSeesWhichRulePaysBeforeItEnrols() async throws {
    try await withSite { site in
      try await site.world.giveSize()
      _ = try await site.world.perform(
        SetCourseSupport(courseId: World.course, contentCode: "TRAIN_MANAGEMENT"),
        as: World.officer)

      let page = try await site.page("/enrol?people=A1&run=\(World.run)&more=1")
      let rules = try await site.page("/support/rules?content=TRAIN_MANAGEMENT")

      #expect(page.body.contains("có hỗ trợ"))
      #expect(page.body.contains("Quy định hỗ trợ cho khóa này:"))
      #expect(page.body.contains("1.400.000"))
      #expect(page.body.contains("Nghị định 80/2021/NĐ-CP"))
      #expect(rules.body.contains("Khóa học thuộc nội dung này"))
      #expect(rules.body.contains(Self.course))
    }
  }

  @Test func aContentThatThereIsNotIsRefusedAndChangesNothing() async throws {
    try await withSite { site in
      let sent = try await site.send(
        "\(Self.course)/support", [("contentCode", "NOTHING")], as: TestTokens.officer)
      let hr = try await site.send(
        "\(Self.course)/support", [("contentCode", "TRAIN_ONLINE")], as: TestTokens.hrA)
      let course = try await site.world.perform(ShowCourse(courseId: World.course), as: World.hrA)

      #expect([409, 422].contains(sent.status))
      #expect(sent.body.contains("Không có nội dung hỗ trợ này"))
      #expect(hr.status == 403)
      #expect(course.supportContentCode == nil)
    }
  }

  @Test func aRunOfAnotherFirmIsNotFoundByItsSupport() async throws {
    try await withSite { site in
      let answer = try await site.api(
        .get, "/v1/course-runs/00000000-0000-7000-8000-000000000000/support-proposals")
      let known = try await site.api(.get, "/v1/course-runs/\(World.run)/support-proposals")

      #expect(answer.status == 404)
      #expect(known.status == 200)
      #expect(try known.json()["proposals"] as? [String] == [])
    }
  }
}

extension World {
  fileprivate func giveSize() async throws {
    _ = try await rows(
      """
      insert into kynang.firm_size (
        firm_id, id, revision, year, vsic_version, vsic_section, sector_group, si_workers, revenue_vnd,
        size_code, rule_id, recorded_at, recorded_by)
      select
        $1, gen_random_uuid(), 1, 2026, 'VSIC2018', 'I', 'trade_services', 9, 1000000000, 'medium',
        threshold.rule_id, now(), $1
      from kynang.size_threshold as threshold
      where threshold.sector_group = 'trade_services' and threshold.size_code = 'medium'
      """, World.firmA.uuid)
  }
}
