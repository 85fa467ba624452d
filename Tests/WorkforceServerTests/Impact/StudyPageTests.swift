import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

/// The pages of studies, as an officer sees them.
@Suite struct StudyPageTests {
  @Test func theAnswerComesFirstWithEverythingThatCouldBeDoubted() async throws {
    try await withSite { site in
      let studies = StudyWorld(world: site.world)
      try await studies.fill(effect: true)
      let answer = try await studies.answer(
        StudyWorld.description(
          lastYear: 2024, sections: [],
          second: TreatmentRule(
            kind: .support, courseId: nil, processCode: nil, threshold: nil)))

      let page = try await site.page(asOfficer: "/studies/\(answer.study.id)")

      #expect(page.status == 200)
      #expect(
        page.body.contains(
          "Có tác động: sau khi có nhân viên hoàn thành khóa học, chỉ số LP cao hơn"))
      #expect(page.body.contains("đủ để công bố"))
      #expect(page.body.contains("so sánh theo thời điểm tham gia hoặc rút thăm"))
      #expect(page.body.contains("<svg class=\"chart-drawing\""))
      #expect(page.body.contains("Q4/2020"))
      #expect(page.body.contains("Đừng dùng hệ số hai chiều thông thường"))
      #expect(page.body.contains("giả định tham gia sớm hơn hai kỳ"))
      #expect(page.body.contains("bỏ ngành C"))
      #expect(page.body.contains("Đòn bẩy nào trước"))
      #expect(!page.body.contains("study."))
      #expect(!page.body.contains("impact."))
    }
  }

  @Test func aStudyIsDescribedSavedAndAskedForOnOnePage() async throws {
    try await withSite { site in
      let sent = try await site.send(
        "/studies/new", cookie: "kynang", secret: TestTokens.officer,
        [
          ("title", "Đào tạo và năng suất"), ("indicator", "LP"), ("period", "quarter"),
          ("from", "2023-01-01"), ("to", "2025-10-01"), ("scale", "log"), ("deflator", ""),
          ("rule", "completion"), ("threshold", ""), ("process", "sal"), ("second", ""),
          ("comparison", "not_yet"), ("worthwhile", "3"),
        ])
      let url = try #require(sent.headers[.location])

      let page = try await site.page(asOfficer: url)

      #expect(sent.status == 303)
      #expect(page.body.contains("Đào tạo và năng suất"))
      #expect(page.body.contains("từ Q1/2023 đến Q4/2025"))
      #expect(page.body.contains("http-equiv=\"refresh\""))
      #expect(page.body.contains("Đang đọc số liệu"))
    }
  }

  @Test func aDayThatIsNoDayComesBackMarked() async throws {
    try await withSite { site in
      let sent = try await site.send(
        "/studies/new", cookie: "kynang", secret: TestTokens.officer,
        [
          ("title", "x"), ("indicator", "LP"), ("from", "hôm nay"), ("to", "2025-10-01"),
          ("rule", "hours"),
        ])

      #expect(sent.status == 422)
      #expect(sent.body.contains("id=\"from-error\""))
    }
  }

  @Test func aFirmHasNoStudies() async throws {
    try await withSite { site in
      let page = try await site.page("/studies")
      #expect(page.status == 403)
    }
  }
}

extension TestSite {
  fileprivate func page(asOfficer uri: String) async throws -> Answer {
    try await ask(.get, uri, headers: [.cookie: "kynang=\(TestTokens.officer)"])
  }
}
