import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import WorkforceServer

struct OperationTests {
  @Test func aCreationAnswersWhereTheNewThingIs() async throws {
    try await withSite { site in
      let created = try await site.api(.post, "/v1/courses", body: CourseText.body(code: "BT1"))

      #expect(created.status == 201, "\(created.body)")
      #expect(created.headers[.eTag] == "\"1\"")
      #expect(created.headers[.cacheControl] == "no-store")
      let location = try #require(created.headers[.location])
      let shown = try await site.api(.get, location)
      #expect(shown.status == 200)
      #expect(try shown.json()["code"] as? String == "BT1")
      #expect(shown.headers[.eTag] == "\"1\"")
    }
  }

  @Test func anAnswerThatIsNoPageMayLoadNothing() async throws {
    try await withSite { site in
      let answer = try await site.api(.get, "/v1/courses")

      #expect(answer.status == 200)
      #expect(
        answer.headers[.contentSecurityPolicy] == "default-src 'none'; frame-ancestors 'none'")
      #expect(answer.headers[.xContentTypeOptions] == "nosniff")
    }
  }

  @Test func whatIsUnchangedIsNotSentAgain() async throws {
    try await withSite { site in
      let created = try await site.api(.post, "/v1/courses", body: CourseText.body(code: "BT1"))
      let location = try #require(created.headers[.location])

      let again = try await site.api(.get, location, headers: [.ifNoneMatch: "\"1\""])

      #expect(again.status == 304)
      #expect(again.body.isEmpty)
    }
  }

  @Test func aChangeNeedsTheVersionThatWasRead() async throws {
    try await withSite { site in
      let created = try await site.api(.post, "/v1/courses", body: CourseText.body(code: "BT1"))
      let location = try #require(created.headers[.location])
      let change = #"{"priceVnd": 900000}"#

      let blind = try await site.api(.patch, location, body: change)
      let garbled = try await site.api(
        .patch, location, headers: [.ifMatch: "one"], body: change)
      let first = try await site.api(.patch, location, headers: [.ifMatch: "\"1\""], body: change)
      let second = try await site.api(.patch, location, headers: [.ifMatch: "\"1\""], body: change)

      #expect(blind.status == 428)
      #expect(try blind.problem().code == "preconditionRequired")
      #expect(garbled.status == 400)
      #expect(first.status == 200, "\(first.body)")
      #expect(first.headers[.eTag] == "\"2\"")
      #expect(second.status == 412)
      #expect(try second.problem().status == 412)
      #expect(try second.problem().code == "conflict")
      #expect(try second.problem().type == "urn:kynang:problem:error.changed_meanwhile")
    }
  }

  @Test func aRequestRepeatedUnderItsKeyIsDoneOnce() async throws {
    try await withSite { site in
      let key: HTTPFields = [.idempotencyKey: "key-0000-0001"]
      let body = CourseText.body(code: "BT1")

      let first = try await site.api(.post, "/v1/courses", headers: key, body: body)
      let second = try await site.api(.post, "/v1/courses", headers: key, body: body)
      let other = try await site.api(
        .post, "/v1/courses", headers: key, body: CourseText.body(code: "BT2"))

      #expect(first.status == 201)
      #expect(second.status == 201)
      #expect(try first.json()["id"] as? String == second.json()["id"] as? String)
      #expect(other.status == 409)
      #expect(try other.problem().type == "urn:kynang:problem:error.idempotency_key_reused")
    }
  }

  @Test func aKeyThatIsTooShortIsRefused() async throws {
    try await withSite { site in
      let answer = try await site.api(
        .post, "/v1/courses", headers: [.idempotencyKey: "short"],
        body: CourseText.body(code: "BT1"))

      #expect(answer.status == 400)
    }
  }

  @Test func aListNamesItsNextPage() async throws {
    try await withSite { site in
      _ = try await site.api(.post, "/v1/courses", body: CourseText.body(code: "AA1"))
      _ = try await site.api(.post, "/v1/courses", body: CourseText.body(code: "AA2"))

      let first = try await site.api(.get, "/v1/courses?limit=1&mode=classroom")
      let link = try #require(first.headers[HTTPField.Name("Link")!])
      let next = try #require(link.firstMatch(of: /^<([^>]*)>; rel="next"$/))
      let second = try await site.api(.get, String(next.1))

      #expect(next.1.contains("limit=1"))
      #expect(second.status == 200)
      #expect(second.body != first.body)
    }
  }

  @Test func aHeadIsAnsweredWithoutABody() async throws {
    try await withSite { site in
      let answer = try await site.api(.head, "/v1/courses")
      #expect(answer.status == 200)
      #expect(answer.body.isEmpty)
    }
  }
}
