import Foundation
import HTTPTypes
import HummingbirdTesting
import Localization
import NIOCore
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

/// A file is opened by people: its states are words. JSON is read by programs: its states are codes.
@Suite struct ExportWordsTests {
  @Test(arguments: [("vi", "Đã ghi danh"), ("en", "enrolled")])
  func statesAreWordsInTheReadersLanguage(_ language: String, _ word: String) async throws {
    try await withSite { site in
      try await site.enrol()
      let file = try await site.taken("/v1/enrolments?format=csv", language)
      let page = try await site.taken("/exports/enrolment.list?format=csv", language)
      let json = try await site.taken("/v1/enrolments", language)

      #expect(file.contains(word))
      #expect(page.contains(word))
      #expect(json.contains("\"state\":\"enrolled\""))
    }
  }

  @Test func theLogAsAFileSaysOperationsRolesAndChangesInWords() async throws {
    try await withSite { site in
      try await site.enrol()
      let file = try await site.taken("/exports/audit.list?format=csv", "vi")

      #expect(file.contains(Words(.vi)["operation.enrolment.create"]))
      #expect(file.contains("Nhân sự"))
      #expect(!file.contains("\"field\""))
    }
  }
}

extension TestSite {
  fileprivate func enrol() async throws {
    _ = try await world.perform(
      EnrolPeople(
        request: EnrolmentRequest(
          courseRunId: World.run, employeeIds: [World.hoa], employeeCodes: nil, unitId: nil,
          supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)), as: World.hrA)
  }

  /// With the token of the API and the cookie of a page, whichever is asked for.
  fileprivate func taken(_ uri: String, _ language: String) async throws -> String {
    try await client.execute(
      uri: uri, method: .get,
      headers: [
        .authorization: "Bearer \(TestTokens.hrA)", .acceptLanguage: language,
        .cookie: "kynang=\(TestTokens.hrA); kynang-language=\(language)",
      ], body: nil
    ) { response in
      #expect(response.status == .ok)
      return String(decoding: response.body.readableBytesView, as: UTF8.self)
    }
  }
}
