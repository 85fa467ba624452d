import Foundation
import HTTPTypes
import Localization
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct RefusalTests {
  @Test func everythingWrongWithAnInputIsNamedInTheReadersLanguage() async throws {
    try await withSite { site in
      let answer = try await site.api(
        .post, "/v1/courses", headers: [.acceptLanguage: "vi"],
        body: CourseText.body(code: "").replacing("\"priceVnd\": 1500000", with: "\"priceVnd\": -1")
      )
      let problem = try answer.problem()

      #expect(answer.status == 422)
      #expect(problem.code == "invalidInput")
      #expect(Set(problem.errors.map(\.field)).isSuperset(of: ["code", "priceVnd"]))
      #expect(problem.errors.first { $0.field == "code" }?.message == "Cần nhập mục này.")
      #expect(problem.requestID == answer.headers[HTTPField.Name("X-Request-Id")!])
    }
  }

  @Test(arguments: [
    (#"{"code": "M1", "fullName": "Lê An", "startsOn": "31/12/2026"}"#, "startsOn", "a day"),
    (
      #"{"code": "M1", "fullName": "Lê An", "startsOn": "2026-12-01", "unitId": "x"}"#, "unitId",
      "an id"
    ),
    (#"{"code": "M\u0000", "fullName": "Lê An", "startsOn": "2026-12-01"}"#, "code", "control"),
  ])
  func aBodyThatCannotBeReadSaysWhatShouldStandThere(
    _ body: String, field: String, sentence: String
  ) async throws {
    try await withSite { site in
      let answer = try await site.api(.post, "/v1/employees", body: body)
      let error = try #require(try answer.problem().errors.first)
      #expect(answer.status == 422)
      #expect(error.field == field)
      #expect(error.message.contains(sentence))
    }
  }

  /// Reading costs the service more than sending costs a stranger.
  @Test(arguments: ["/v1/check-ins/enter", "/v1/sign-in", "/v1/access-token"])
  func littleIsReadOfSomebodyWhoHasNotSignedIn(_ address: String) async throws {
    try await withSite { site in
      let answer = try await site.ask(
        .post, address,
        headers: [.contentType: "application/json", .acceptLanguage: "en"],
        body: #"{"code": "\#(String(repeating: "9", count: 70_000))"}"#)

      #expect(answer.status == 413)
      #expect(try answer.problem().detail.contains("64 KiB"))
    }
  }

  @Test func ofManyUnknownFieldsSomeAreNamed() async throws {
    try await withSite { site in
      let names = (0..<3_000).map { "\"k\($0)\": 1" }.joined(separator: ", ")
      let answer = try await site.ask(
        .post, "/v1/check-ins/enter", headers: [.contentType: "application/json"],
        body: "{\(names)}")

      #expect(answer.status == 422)
      #expect(try answer.problem().errors.count == 20)
    }
  }

  @Test(arguments: ["2026-12-04 17:00", "", "2026-02-30T17:00:00Z"])
  func aMomentThatCannotBeReadIsNamed(_ moment: String) async throws {
    try await withSite { site in
      let answer = try await site.api(
        .post, "/v1/course-runs",
        body: """
          {"courseId": "\(World.course)", "code": "L9", "trainerIds": [], "capacity": 5,
           "waitingPolicy": "none", "isOpen": false, "sessions": [], "cutOffAt": "\(moment)"}
          """)
      #expect(answer.status == 422)
      #expect(try answer.problem().errors.map(\.field) == ["cutOffAt"])
    }
  }

  @Test func aMomentMayHoldFractionsOfASecond() throws {
    let whole = try #require(JSONCoding.moment("2026-12-04T17:00:00+07:00"))
    #expect(JSONCoding.moment("2026-12-04T10:00:00.000Z") == whole)
    #expect(JSONCoding.moment("2026-12-04") == nil)
  }

  @Test func anEscapedBackslashBeforeAnEscapeIsATextLikeOthers() async throws {
    try await withSite { site in
      let answer = try await site.api(
        .post, "/v1/job-roles", body: #"{"code": "X9", "title": {"vi": "A\\u0000"}}"#)
      #expect(answer.status == 201)
    }
  }

  @Test(arguments: ["limit=abc", "unknown=1", "mode=nowhere"])
  func aQueryThatCannotBeReadIsRefusedByField(_ query: String) async throws {
    try await withSite { site in
      let answer = try await site.api(.get, "/v1/courses?\(query)")
      #expect(answer.status == 422)
      #expect(try answer.problem().errors.map(\.field) == [String(query.prefix { $0 != "=" })])
    }
  }

  @Test func theAPIKnowsTokensAndNoCookies() async throws {
    try await withSite { site in
      let nobody = try await site.ask(.get, "/v1/courses")
      let cookie = try await site.ask(
        .get, "/v1/courses", headers: [.cookie: "kynang=\(TestTokens.hrA)"])
      let stranger = try await site.ask(
        .get, "/v1/courses", headers: [.authorization: "Bearer unknown"])

      #expect(nobody.status == 401)
      #expect(nobody.headers[.wwwAuthenticate] == "Bearer")
      #expect(cookie.status == 401)
      #expect(stranger.status == 401)
    }
  }

  @Test func anotherFirmsCourseIsNotFound() async throws {
    try await withSite { site in
      let created = try await site.api(.post, "/v1/courses", body: CourseText.body(code: "BT1"))
      let location = try #require(created.headers[.location])

      let answer = try await site.api(
        .get, location, headers: [.authorization: "Bearer \(TestTokens.hrB)"])

      #expect(answer.status == 404)
      #expect(try answer.problem().detail.contains("course"))
    }
  }

  @Test func anAddressThatIsNotThereIsNotAMethodThatIsNot() async throws {
    try await withSite { site in
      let missing = try await site.api(.get, "/v1/nowhere")
      let method = try await site.api(.delete, "/v1/courses")
      let options = try await site.api(.options, "/v1/courses")

      #expect(missing.status == 404)
      #expect(try missing.problem().code == "notFound")
      #expect(method.status == 405)
      #expect(method.headers[.allow] == "GET, HEAD, OPTIONS, POST")
      #expect(options.status == 204)
    }
  }

  @Test func howLongABodyMayBeIsToldBeforeItIsSent() async throws {
    try await withSite { site in
      let name = try #require(HTTPField.Name(UploadLimit.field))
      let taking = try await site.api(.options, "/v1/imports")
      let reading = try await site.api(.options, "/v1/levels")

      #expect(taking.headers[name].flatMap(UploadLimit.bytes) == 1 << 20)
      #expect(reading.headers[name] == nil)
    }
  }

  @Test func aBodyOfAnotherKindOrSizeIsRefused() async throws {
    try await withSite { site in
      let text = try await site.api(
        .post, "/v1/courses", headers: [.contentType: "text/plain"], body: "{}")
      let broken = try await site.api(.post, "/v1/courses", body: "{")
      let large = try await site.api(
        .post, "/v1/courses", body: String(repeating: " ", count: 2 << 20))

      #expect(text.status == 415)
      #expect(broken.status == 422)
      #expect(large.status == 413)
      #expect(try large.problem().detail.contains("1 MiB"))
    }
  }

  @Test(arguments: AppError.Code.allCases)
  func everyCodeHasAStatusAndATitleInBothLanguages(_ code: AppError.Code) {
    let error = AppError(code, "error.internal")
    let vi = Problem(error, words: .init(.vi), requestID: "1")
    let en = Problem(error, words: .init(.en), requestID: "1")

    #expect(vi.status == code.status.code)
    #expect(vi.title != en.title)
    #expect(!vi.title.hasPrefix("problem_title"))
  }

  @Test(arguments: [
    "error.cancelled", "error.changed_meanwhile", "error.database_unavailable", "error.forbidden",
    "error.idempotency_key_reused", "error.internal", "error.invalid_input",
    "error.json_object_expected", "error.malformed_json", "error.not_found",
    "error.outcome_unknown", "error.overloaded", "error.timed_out", "error.unauthenticated",
  ])
  func everyRuleOfTheCoreHasASentence(_ rule: String) {
    let problem = Problem(
      AppError(.conflict, rule, ["noun": "employee"]), words: .init(.vi), requestID: "1")
    #expect(!problem.detail.hasPrefix("problem."))
    #expect(!problem.detail.contains("{{"))
  }
}
