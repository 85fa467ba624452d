import Foundation
import HTTPTypes
import HummingbirdTesting
import Localization
import NIOCore
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

/// Files that mean harm, sent as a browser and as a program send them: each is refused with a sentence
/// and writes nothing. `scripts/bench-spreadsheets` measures how long that takes.
@Suite struct HostileUploadTests {
  private static let corpus = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "SpreadsheetsTests/Corpus")

  /// Names of files of the corpus, or what is made here.
  private static let files = [
    "staff-macros.xlsm", "staff-macros-by-type.xlsx", "staff-external-entity.xlsx",
    "staff-entities.xlsx", "staff-broken-xml.xlsx", "staff-cut-short.xlsx", "staff-password.xlsx",
    "staff-photo.jpg", "staff.pdf", "staff.zip", "staff.docx", "staff.xls", "staff-web-page.xls",
    "staff-tcvn3.csv", "staff-broken-utf8.csv", "nothing", "zeros", "one-line", "columns",
  ]

  private static func content(_ name: String) throws -> Data {
    switch name {
    case "nothing": Data()
    case "zeros": Data(count: 700_000)
    case "one-line": Data(repeating: 0x61, count: 700_000)
    case "columns": Data(repeating: 0x2c, count: 700_000)
    default: try Data(contentsOf: corpus.appending(path: name))
    }
  }

  @Test(arguments: HostileUploadTests.files)
  func aProgramIsToldInASentence(_ name: String) async throws {
    let content = try Self.content(name)
    try await withSite { site in
      let answer = try await site.api(
        .post, "/v1/imports",
        body: """
          {"kind": "staff", "fileName": "\(name)", "file": "\(content.base64EncodedString())"}
          """)
      let problem = try answer.problem()
      let batches = try await site.world.count("select count(*) from kynang.import_batch")
      #expect(answer.status == 422)
      #expect(problem.errors.map(\.field) == ["file"])
      #expect(problem.errors.allSatisfy { $0.message.hasSuffix(".") && $0.message.contains(" ") })
      #expect(batches == 0)
    }
  }

  @Test(arguments: HostileUploadTests.files)
  func aPersonIsToldAtTheField(_ name: String) async throws {
    let content = try Self.content(name)
    try await withSite { site in
      let answer = try await site.upload("staff", name, content)
      #expect(answer.status == 422)
      #expect(answer.body.contains("id=\"file-error\""))
      #expect(answer.body.contains("name=\"kind\""))
    }
  }

  @Test func aFileBeyondTheBoundOfARequestIsRefused() async throws {
    try await withSite { site in
      let answer = try await site.upload("staff", "long.csv", Data(count: 1 << 21))
      #expect(answer.status == 413)
    }
  }
}

extension TestSite {
  /// Sends a file by the form of the page.
  fileprivate func upload(
    _ kind: String, _ name: String, _ content: Data
  ) async throws -> Answer {
    let secret = TestTokens.hrA
    var body = ByteBuffer()
    for (field, value) in [("csrf", FormToken.make(for: secret)), ("kind", kind)] {
      body.writeString(
        "--edge\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n")
    }
    body.writeString(
      "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
        + "Content-Type: application/octet-stream\r\n\r\n")
    body.writeBytes(content)
    body.writeString("\r\n--edge--\r\n")
    let headers: HTTPFields = [
      .cookie: "\(PageCookies(isSecure: false).session)=\(secret)",
      .contentType: "multipart/form-data; boundary=edge",
    ]
    return try await client.execute(
      uri: "/imports/upload", method: .post, headers: headers, body: body
    ) { response in
      Answer(
        status: response.status.code, headers: response.headers,
        body: String(buffer: response.body))
    }
  }
}
