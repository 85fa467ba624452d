import Foundation
import Localization
import TestSupport
import Testing
import Workforce

@testable import kynang

/// `kynang impact study show` and `list`, as people read them.
@Suite struct StudyTextTests {
  private static func text(_ operation: String, _ answer: some Encodable) throws -> String? {
    try StudyText(words: Words(.vi)).text(of: operation, try JSONCoding.encoder().encode(answer))
  }

  @Test func aTerminalSaysWhatThePageSays() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: true)
      let answer = try await studies.answer(
        StudyWorld.description(
          lastYear: 2024, sections: [],
          second: TreatmentRule(kind: .support, courseId: nil, processCode: nil, threshold: nil)))
      let text = try #require(try Self.text(ShowStudy.name, answer))

      for said in [
        "Có tác động: sau khi có nhân viên hoàn thành khóa học", "đủ để công bố",
        "so sánh theo thời điểm tham gia", "Q4/2020", "Đừng dùng hệ số hai chiều thông thường",
        "giả định tham gia sớm hơn hai kỳ", "bỏ ngành C", "thứ nhất trước",
        "Kết luận không phụ thuộc vào một doanh nghiệp nào", "Mã kiểm số liệu (SHA-256)",
      ] {
        #expect(text.contains(said), "\(said)")
      }
      #expect(!text.contains("study."))
      #expect(!text.contains("impact."))
      #expect(!text.contains("{"))
    }
  }

  @Test func aListSaysWhatEachStudyFound() async throws {
    try await withWorld { world in
      let studies = StudyWorld(world: world)
      try await studies.fill(effect: false)
      let answer = try await studies.answer(
        StudyWorld.description(lastYear: 2024, sections: [], second: nil))
      let list = try await world.perform(
        ListStudies(after: nil, limit: nil), as: World.officer)
      let text = try #require(try Self.text(ListStudies.name, list))

      #expect(text.contains("\(answer.study.id)"))
      #expect(text.contains(Words(.vi)["study.state_done"]))
      #expect(text.contains("khoảng tin cậy"))
      #expect(!text.contains("exploratory"))
    }
  }

  @Test func aPanelIsWrittenAsTheFileThatOtherSoftwareReads() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    let body = Data(#"{"checksum":"ab","sections":["C"],"csv":"firm,period\n1,8096\n"}"#.utf8)
    let words = Words(.vi)

    try PanelOutput(ExportStudy.name, nil, path: file.path, words: words)?.give(body)

    #expect(try String(contentsOf: file, encoding: .utf8) == "firm,period\n1,8096\n")
    #expect(PanelOutput(ExportStudy.name, .json, path: nil, words: words) == nil)
    #expect(PanelOutput(ShowStudy.name, .csv, path: nil, words: words) == nil)
  }

  @Test func otherAnswersAreTables() throws {
    #expect(try Self.text("study.run", ["runId": "1"]) == nil)
  }
}
