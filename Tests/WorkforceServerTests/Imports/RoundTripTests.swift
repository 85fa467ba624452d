import Foundation
import HTTPTypes
import HummingbirdTesting
import Localization
import NIOCore
import Spreadsheets
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

/// What is taken out comes in again as it is, and changes nothing.
@Suite struct RoundTripTests {
  /// A list that is exported and the kind of import that reads it.
  private static let lists: [(path: String, kind: ImportKind)] = [
    ("/v1/employees", .staff), ("/v1/enrolments", .enrolment), ("/v1/completions", .completion),
    ("/v1/observations", .observation), ("/v1/support", .support),
  ]

  @Test(arguments: ImportKind.allCases, ["xlsx", "csv"])
  func whatIsRecordedBroughtInAgainChangesNothing(_ kind: ImportKind, format: String) async throws {
    try await withSite { site in
      try await site.world.furnish()
      for language in ["vi", "en"] {
        let file = try await site.download(
          "/v1/import-templates/\(kind.rawValue)?recorded=true&format=\(format)", language)
        let seen = try await site.preview(kind, file)
        #expect(seen.rowCount > 0)
        #expect(seen.sameCount == seen.rowCount, "\(language)")
      }
    }
  }

  @Test(arguments: RoundTripTests.lists, ["xlsx", "csv"])
  func aListBroughtInAgainChangesNothing(
    _ list: (path: String, kind: ImportKind), format: String
  ) async throws {
    try await withSite { site in
      try await site.world.furnish()
      for language in ["vi", "en"] {
        let file = try await site.download("\(list.path)?format=\(format)", language)
        let seen = try await site.preview(list.kind, file)
        #expect(seen.rowCount > 0)
        #expect(seen.sameCount == seen.rowCount, "\(language)")
      }
    }
  }

  @Test(arguments: ["xlsx", "csv"])
  func aListWithPeopleWhoLeftChangesNothing(_ format: String) async throws {
    try await withSite { site in
      try await site.world.furnish()
      let listed = try await site.world.perform(
        ListEnrolments(
          courseRunId: nil, employeeId: nil, batchId: nil, state: nil, asOf: nil, knownAt: nil,
          after: nil, limit: nil), as: World.hrA)
      let leaving = try #require(listed.items.first { $0.employeeCode == "A3" })
      _ = try await site.world.rows(
        "update kynang.enrolment_status set state = 'withdrawn' where id = $1", leaving.id.uuid)
      let file = try await site.download("/v1/enrolments?format=\(format)", "vi")
      let seen = try await site.preview(.enrolment, file)
      #expect(seen.sameCount == 2)
    }
  }

  @Test func aFormIsFilledWithTheFirmsOwnAndOffersItsLists() async throws {
    try await withSite { site in
      let content = try await site.download("/v1/import-templates/staff?format=xlsx", "vi")
      let book = try Spreadsheet(.bytes(content), limits: .upload)
      let rows = try book.rows(of: book.sheets[0], most: 10)
      let unit = try #require(rows[0].cells.first { $0.value == .text("Phòng ban") }).column
      let lists = try #require(book.sheets.first { $0.visibility != .visible })
      let offered = try book.rows(of: lists, most: 20).flatMap(\.cells).map(\.value.shown)
      #expect(rows.count == 4)
      #expect(Set(rows.dropFirst().map { $0[unit].shown }) == ["Phòng kinh doanh", "Bếp"])
      #expect(Set(offered).isSuperset(of: ["Bếp", "Phòng kinh doanh", "Đầu bếp"]))
    }
  }

  @Test(arguments: ImportKind.allCases)
  func everyChoiceThatAFormOffersIsUnderstood(_ kind: ImportKind) {
    for column in kind.columns {
      guard case .choice(let choices) = column.type else { continue }
      for (choice, understood) in choices {
        for language in Language.allCases {
          let word = Words(language).importChoice(choice, of: column.field)
          #expect(
            word == choice || understood.contains(FoldedText(word).value), "\(column.field) \(word)"
          )
        }
      }
    }
  }

  @Test(arguments: ImportKind.allCases)
  func everyColumnOfAFormIsFoundAgain(_ kind: ImportKind) {
    for language in Language.allCases {
      for column in kind.columns {
        let heading = Words(language).importField(column.field)
        #expect(column.headings.contains(HeadingKey(heading).value), "\(column.field) \(heading)")
      }
    }
  }
}

extension TestSite {
  fileprivate func download(_ uri: String, _ language: String) async throws -> Data {
    try await client.execute(
      uri: uri, method: .get,
      headers: [.authorization: "Bearer \(TestTokens.hrA)", .acceptLanguage: language], body: nil
    ) { response in
      #expect(response.status == .ok)
      return Data(response.body.readableBytesView)
    }
  }

  fileprivate func preview(_ kind: ImportKind, _ file: Data) async throws -> ImportSummary {
    let seen = try await world.perform(
      PreviewImport(kind: kind, fileName: "lại.xlsx", sheet: nil, file: Array(file)),
      as: World.hrA)
    let rows = try await world.perform(
      ListImportRows(importId: seen.importId, verdict: nil, after: nil, limit: 20), as: World.hrA)
    for row in rows.items where row.verdict != .same {
      Issue.record("row \(row.row) \(row.verdict): \(row.changes) \(row.problems)")
    }
    return seen
  }
}

extension World {
  /// Something of every kind, as files brought it.
  fileprivate func furnish() async throws {
    try await bring(
      .assessment,
      [
        "Mã nhân viên,Năng lực,Hình thức đánh giá,Mức,Ngày,Hết hạn,Bằng chứng",
        "A1,TT02_2025 1.1,Bài kiểm tra,2,01/11/2026,,Bài thi số 0012",
        "A2,TT02_2025 1.1,Chứng chỉ,2,01/10/2026,01/10/2028,'=1+1",
      ])
    try await bring(.enrolment, ["Mã nhân viên,Mã lớp", "A1,RUN1", "A3,RUN1"])
    _ = try await rows("update kynang.course_run set owner_id = $1", Self.firmA.uuid)
    try clock.set("2026-12-08T11:00:00Z")
    try await bring(
      .attendance,
      [
        "Mã nhân viên,Mã lớp,Ngày học,Buổi,Điểm danh", "A1,RUN1,07/12/2026,sáng,x",
        "A1,RUN1,07/12/2026,chiều,muộn", "A1,RUN1,08/12/2026,sáng,x", "A1,RUN1,08/12/2026,chiều,x",
        "A3,RUN1,07/12/2026,sáng,vắng có phép",
      ])
    _ = try await rows("update kynang.session set state = 'closed'")
    try await bring(
      .completion,
      ["Mã nhân viên,Mã lớp,Kết quả,Điểm", "A1,RUN1,hoàn thành,87.5", "A3,RUN1,không đạt,"])
    try await bring(
      .observation,
      [
        "Chỉ số;Kỳ;Giá trị;Loại tiền", "revenue;2025-Q1;1.000.000.000;",
        "average_employees;2025-Q1;20,1250;", "revenue;2025;150000;USD",
      ])
    try await bring(
      .support,
      [
        "Nội dung;Đối tượng;Chi phí;Số tiền duyệt;Ngày duyệt;Số tiền chi;Ngày chi;Số văn bản",
        "DX_CONSULTING;Kho hàng;20.000.000;10.000.000;15/03/2026;;;0012/QĐ",
        "DX_SOLUTION;Phần mềm;30.000.000;15.000.000;01/04/2026;15.000.000;01/06/2026;",
      ])
  }

  private func bring(_ kind: ImportKind, _ lines: [String]) async throws {
    let seen = try await perform(
      PreviewImport(
        kind: kind, fileName: nil, sheet: nil, file: Array(lines.joined(separator: "\n").utf8)),
      as: Self.hrA)
    #expect(seen.createCount == lines.count - 1, "\(kind)")
    _ = try await perform(
      ApplyImport(importId: seen.importId, allOrNothing: true), as: Self.hrA)
  }
}
