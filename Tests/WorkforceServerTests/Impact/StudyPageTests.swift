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
          "Có tác động: sau khi có nhân viên hoàn thành khóa học, năng suất lao động cao hơn"))
      #expect(page.body.contains("đủ để công bố"))
      #expect(page.body.contains("so sánh theo thời điểm tham gia"))
      #expect(page.body.contains("<svg class=\"chart-drawing\""))
      #expect(page.body.contains("Q4/2020"))
      #expect(page.body.contains("Đừng dùng hệ số hai chiều thông thường"))
      #expect(page.body.contains("giả định tham gia sớm hơn hai kỳ"))
      #expect(page.body.contains("bỏ ngành C"))
      #expect(page.body.contains("Đòn bẩy nào trước"))
      #expect(page.body.contains("Kết luận không phụ thuộc vào một doanh nghiệp nào"))
      #expect(page.body.contains("kỳ tham gia"))
      #expect(page.body.contains("Mã kiểm số liệu (SHA-256)"))
      #expect(!page.body.contains("study."))
      #expect(!page.body.contains("impact."))
    }
  }

  @Test func aCountOfFewFirmsStandsNeitherOnThePageNorInTheAnswerOfTheAPI() async throws {
    try await withSite { site in
      let studies = StudyWorld(world: site.world)
      try await studies.fill(effect: true)
      try await studies.forgetIndicators(of: ["S0", "S3"])
      let study = try await studies.answer(
        StudyWorld.description(lastYear: 2021, sections: ["C"], second: nil)
      ).study

      let page = try await site.page(asOfficer: "/studies/\(study.id)")
      let answer = try await site.ask(
        .get, "/v1/studies/\(study.id)",
        headers: [.authorization: "Bearer \(TestTokens.officer)"])

      let report = try #require(try answer.json()["report"] as? [String: Any])
      let sample = try #require(report["sample"] as? [String: Any])
      #expect(
        page.body.contains("không có giá trị nào của chỉ số</th><td class=\"num\">không nêu</td>"))
      #expect(page.body.contains("Số từ 1 đến 4 không được nêu"))
      #expect(sample["withoutIndicator"] == nil)
      #expect(sample["outsidePopulation"] == nil)
      #expect(sample["firmsUsed"] as? Int == 98)
    }
  }

  @Test func aStudyThatIsDoneHasDoneAllItsSteps() async throws {
    try await withSite { site in
      let studies = StudyWorld(world: site.world)
      try await studies.fill(effect: true)
      let run = try #require(
        try await studies.answer(
          StudyWorld.description(lastYear: 2021, sections: [], second: nil)
        ).study.runs.first)

      #expect(run.stepsInAll > 1)
      #expect(run.stepsDone == run.stepsInAll)
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
          ("comparison", "not_yet"), ("worthwhile", "3"), ("sections", "C"), ("sections", "G"),
          ("sizes", "small"), ("covariates", "people"), ("cluster", "commune"),
          ("anticipation", "1"), ("winsorise", "0,5"), ("second_rule", "level_share"),
          ("second_threshold", "25"), ("lot", "yes"), ("assignment", "rút thăm ở hội nghị"),
        ])
      let url = try #require(sent.headers[.location])

      let page = try await site.page(asOfficer: url)

      #expect(sent.status == 303)
      #expect(page.body.contains("Đào tạo và năng suất"))
      #expect(page.body.contains("từ Q1/2023 đến Q4/2025"))
      #expect(page.body.contains("http-equiv=\"refresh\""))
      #expect(page.body.contains("Đang đọc số liệu"))
      let saved = try await site.world.perform(
        ListStudies(after: nil, limit: nil), as: World.officer
      )
      .items[0].description
      #expect(saved.sections == ["C", "G"])
      #expect(saved.sizes == ["small"])
      #expect(saved.covariates == [.people])
      #expect(saved.cluster == .commune)
      #expect(saved.anticipation == 1)
      #expect(saved.winsorisedShare == 0.005)
      #expect(saved.worthwhile == 0.03)
      #expect(saved.secondTreatment?.threshold == 0.25)
      #expect(saved.isRandomised)
      #expect(saved.assignment == "rút thăm ở hội nghị")
    }
  }

  @Test func aStudyIsChangedOnThePageThatDescribedIt() async throws {
    try await withSite { site in
      let study = try await site.world.perform(
        CreateStudy(
          title: "Cũ",
          description: StudyWorld.description(lastYear: 2021, sections: ["C"], second: nil)),
        as: World.officer)

      let form = try await site.page(asOfficer: "/studies/\(study.id)/edit")
      let sent = try await site.send(
        "/studies/\(study.id)/edit", cookie: "kynang", secret: TestTokens.officer,
        [
          ("title", "Mới"), ("indicator", "LP"), ("period", "quarter"), ("from", "2020-01-01"),
          ("to", "2022-10-01"), ("scale", "log"), ("rule", "hours"), ("threshold", "7,5"),
          ("comparison", "never"), ("anticipation", "0"), ("reason", "thêm một năm"),
        ])

      let changed = try await site.world.perform(
        ShowStudy(studyId: study.id, runId: nil), as: World.officer
      ).study
      #expect(form.body.contains("value=\"C\" checked"))
      #expect(form.body.contains("value=\"Cũ\""))
      #expect(sent.status == 303)
      #expect(changed.version == 2)
      #expect(changed.title == "Mới")
      #expect(changed.description.treatment.threshold == 7.5)
      #expect(changed.description.sections == [])
    }
  }

  @Test func aRunThatFailedSaysWhatFailedInASentence() async throws {
    try await withSite { site in
      let studies = StudyWorld(world: site.world)
      let answer = try await studies.answer(
        StudyWorld.description(lastYear: 2021, sections: [], second: nil))

      let page = try await site.page(asOfficer: "/studies/\(answer.study.id)")

      #expect(answer.study.runs.map(\.state) == [.failed])
      #expect(page.body.contains("Không còn dòng nào: điều kiện chọn"))
      #expect(!page.body.contains("{{"))
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
