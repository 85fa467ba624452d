import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct MergePagesTests {
  private static let twin = [
    "familyName": "LE", "middleName": "THI", "givenName": "HOA", "code": "A01",
    "startedOn": "2025-01-06", "unit": World.sales.description, "role": World.clerk.description,
    "phone": "0912 000 017", "birthDate": "1995-04-12",
  ]

  @Test func aPairIsFoundFromTheListComparedMergedAndTakenApartAgain() async throws {
    try await withSite { site in
      let made = try await site.send("/people/new", Self.twin)
      let twin = try #require(made.headers[.location])
      let list = try await site.page("/people")
      #expect(list.body.contains("Có thể trùng (1)"))

      let pairs = try await site.page("/people/duplicates")
      #expect(pairs.body.contains("Rất có thể là một người"))
      #expect(pairs.body.contains("Cùng ngày sinh."))
      let other = try #require(twin.split(separator: "/").last)
      let form = try await site.page("/people/\(World.hoa)/merge?with=\(other)")
      #expect(form.status == 200)
      #expect(form.body.contains("0912 000 017") || form.body.contains("0912000017"))

      let refused = try await site.send(
        "/people/\(World.hoa)/merge?with=\(other)", ["reason": "", "value-code": "other"])
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"reason-error\""))

      let merged = try await site.send(
        "/people/\(World.hoa)/merge?with=\(other)",
        ["reason": "Nhập hai lần", "value-code": "own", "value-fullName": "own"])
      #expect(merged.status == 303)
      #expect(merged.headers[.location] == "/people/\(World.hoa)")
      let moved = try await site.page(twin)
      #expect(moved.status == 303)
      #expect(moved.headers[.location] == "/people/\(World.hoa)")

      let person = try await site.page("/people/\(World.hoa)")
      #expect(person.body.contains("Nhập hai lần"))
      let undo = try #require(person.body.firstMatch(of: /href="(\/merges\/[^"]*\/unmerge)"/))
      let check = try await site.page(String(undo.1))
      #expect(check.status == 200)
      let back = try await site.send(String(undo.1), ["reason": "Hai người", "keepApart": "1"])
      #expect(back.status == 303)
      let again = try await site.page(twin)
      #expect(again.status == 200)
      let left = try await site.page("/people/duplicates")
      #expect(left.body.contains("Hai người"))
      #expect(!left.body.contains("Rất có thể là một người"))
    }
  }

  @Test func twoPeopleAreSaidToBeTwoAndThatIsTakenBack() async throws {
    try await withSite { site in
      let made = try await site.send("/people/new", Self.twin)
      let other = try #require(made.headers[.location]?.split(separator: "/").last)
      let said = try await site.send(
        "/people/\(World.hoa)/keep-apart", ["other": String(other), "reason": "Chị em họ"])
      #expect(said.status == 303)
      let pairs = try await site.page("/people/duplicates")
      #expect(pairs.body.contains("Chị em họ"))
      #expect(!pairs.body.contains("Cùng ngày sinh."))
      let undo = try #require(
        pairs.body.firstMatch(of: /action="(\/people\/kept-apart\/[^"]*)"/))
      let back = try await site.send(String(undo.1), ["reason": "Nhầm"])
      #expect(back.status == 303)
      let again = try await site.page("/people/duplicates")
      #expect(again.body.contains("Cùng ngày sinh."))
    }
  }

  @Test func aRecordOfAnotherFirmCannotBeComparedByItsAddress() async throws {
    try await withSite { site in
      let answer = try await site.page("/people/\(World.hoa)/merge?with=\(World.anhOfB)")
      #expect(answer.status == 404)
      #expect(!answer.body.contains("Lê Anh"))
    }
  }
}
