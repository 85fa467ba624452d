import Foundation
import HTTPTypes
import HummingbirdTesting
import Localization
import NIOCore
import Spreadsheets
import TestSupport
import Testing

@testable import WorkforceServer

struct ListExportTests {
  @Test func aListIsAFileThatExcelOpensWhole() async throws {
    try await withSite { site in
      _ = try await site.api(.post, "/v1/courses", body: CourseText.body(code: "0012"))

      let answer = try await site.file("/v1/courses?format=xlsx")

      #expect(answer.status == 200)
      #expect(answer.headers[.contentType] == ExportFormat.xlsx.mediaType)
      #expect(answer.headers[.contentDisposition]?.contains(".xlsx") == true)
      let file = try Spreadsheet(.bytes(answer.content), limits: .upload)
      let rows = try file.rows(of: file.sheets[0], most: 10)
      let code = try #require(
        rows[0].cells.first { $0.value == .text(Words(.vi).label(of: "code")) })
      #expect(rows[1][code.column] == .text("0012"))
      let id = try #require(rows[0].cells.first { $0.value == .text(Words(.vi).label(of: "id")) })
      #expect(try file.layout(of: file.sheets[0]).isHidden(column: id.column))
    }
  }

  @Test func aListIsSeparatedTextWithItsMark() async throws {
    try await withSite { site in
      _ = try await site.api(.post, "/v1/courses", body: CourseText.body(code: "BT1"))

      let answer = try await site.file("/v1/courses?format=csv")

      #expect(answer.headers[.contentType] == "text/csv; charset=utf-8")
      #expect(answer.content.starts(with: DelimitedWriter.byteOrderMark))
      #expect(String(decoding: answer.content, as: UTF8.self).contains("BT1"))
    }
  }

  @Test func everyPageIsInTheFile() async throws {
    try await withSite { site in
      for number in 1...3 {
        _ = try await site.api(.post, "/v1/courses", body: CourseText.body(code: "BT\(number)"))
      }

      let answer = try await site.file("/v1/courses?format=csv&limit=1")

      let text = String(decoding: answer.content, as: UTF8.self)
      #expect(["BT1", "BT2", "BT3"].filter(text.contains) == ["BT1", "BT2", "BT3"])
    }
  }

  @Test func anUnknownFormatIsRefused() async throws {
    try await withSite { site in
      let answer = try await site.api(.get, "/v1/courses?format=pdf")

      #expect(answer.status == 422)
      #expect(try answer.problem().errors.map(\.field) == ["format"])
    }
  }

  @Test func aListOfAnotherFirmIsNotInTheFile() async throws {
    try await withSite { site in
      let mine = try await site.file("/v1/employees?format=csv")
      let theirs = try await site.file("/v1/employees?format=csv", token: TestTokens.hrB)

      let names = Set(Self.lines(mine).dropFirst())
      #expect(!names.isEmpty)
      #expect(names.isDisjoint(with: Self.lines(theirs).dropFirst()))
    }
  }

  @Test(arguments: SpreadsheetRules.all)
  func everyRefusalOfAFileHasASentence(_ rule: String) {
    #expect(Words(.vi).ifPresent(rule) != nil)
  }

  private static func lines(_ answer: TestSite.File) -> [Substring] {
    String(decoding: answer.content, as: UTF8.self).split(separator: "\r\n")
  }
}

/// The rules of every way in which a file is refused.
private enum SpreadsheetRules {
  static let all: [String] = {
    var reasons: [SpreadsheetError.Reason] = [.unreadable, .unknownEncoding]
    reasons += UnsupportedFile.allCases.map { .unsupported($0) }
    reasons += SpreadsheetLimit.allCases.map { .limit($0, most: 1) }
    reasons += SpreadsheetError.Malformation.allCases.map { .malformed($0) }
    reasons += LegacyEncoding.allCases.map { .legacyText($0) }
    return reasons.map { SpreadsheetError($0, at: nil).rule }
  }()
}

extension TestSite {
  struct File {
    let status: Int
    let headers: HTTPFields
    let content: Data
  }

  fileprivate func file(_ uri: String, token: String = TestTokens.hrA) async throws -> File {
    try await client.execute(
      uri: uri, method: .get, headers: [.authorization: "Bearer \(token)"], body: nil
    ) { response in
      File(
        status: response.status.code, headers: response.headers,
        content: Data(response.body.readableBytesView))
    }
  }
}
