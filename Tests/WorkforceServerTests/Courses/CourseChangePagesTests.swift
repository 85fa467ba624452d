import Foundation
import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

@Suite struct CourseChangePagesTests {
  private static let address = "/courses/\(World.course)"

  @Test func aTrainerChangesTheirProvidersCourse() async throws {
    try await withSite { site in
      let page = try await site.page("\(Self.address)/change", as: TestTokens.trainer)
      let saved = try await site.change(["titleVi": "Bảng tính mới", "hours": "7,5"])
      let course = try await site.page(Self.address, as: TestTokens.trainer)

      #expect(page.body.contains("value=\"EXCEL\""))
      #expect(saved.headers[.location] == Self.address)
      #expect(course.body.contains("Bảng tính mới"))
      #expect(course.body.contains("7,50"))
    }
  }

  @Test func whatACourseAsksForIsAddedAndTakenAway() async throws {
    try await withSite { site in
      let competency = World.competency("1.2").description
      _ = try await site.change(["needs.0": competency, "needsLevel.0": "2"])
      let asked = try await site.page(Self.address, as: TestTokens.trainer)

      _ = try await site.change(["version": "2"])
      let free = try await site.page(Self.address, as: TestTokens.trainer)

      #expect(asked.body.contains("≥ 2"))
      #expect(!free.body.contains("≥ 2"))
    }
  }

  @Test func twoPeopleDoNotOverwriteOneAnother() async throws {
    try await withSite { site in
      let first = try await site.change(["titleVi": "Người thứ nhất"])
      let second = try await site.change(["titleVi": "Người thứ hai"])
      let course = try await site.page(Self.address, as: TestTokens.trainer)

      #expect(first.status == 303)
      #expect(second.status == 409)
      #expect(second.body.contains("value=\"Người thứ hai\""))
      #expect(course.body.contains("Người thứ nhất"))
    }
  }

  @Test(arguments: [
    ("attendance", "0", "attendance"), ("hours", "dài", "hours"), ("price", "1,5,5x", "price"),
    ("titleVi", "", "titleVi"), ("entry.0", "7", "entry.0"),
  ])
  func aRefusalStandsAtItsFieldWithWhatWasTyped(
    field: String, typed: String, marked: String
  ) async throws {
    try await withSite { site in
      let answer = try await site.change([field: typed, "code": "ĐÃ GÕ"])

      #expect(answer.status == 422)
      #expect(answer.body.contains("value=\"ĐÃ GÕ\""))
      #expect(answer.body.contains("aria-invalid=\"true\""))
      #expect(answer.body.contains("name=\"\(marked)\""))
      #expect(answer.body.contains("field-error"))
    }
  }

  @Test func onlyWhoMayChangeItSeesTheLink() async throws {
    try await withSite { site in
      let own = try await site.page(Self.address, as: TestTokens.trainer)
      let hr = try await site.page(Self.address, as: TestTokens.hrA)
      let refused = try await site.page("\(Self.address)/change", as: TestTokens.hrA)

      #expect(own.body.contains("\(Self.address)/change"))
      #expect(!hr.body.contains("\(Self.address)/change"))
      #expect(refused.status == 404)
    }
  }
}

extension TestSite {
  /// The course of the world as its form sends it, with some fields otherwise.
  fileprivate func change(_ fields: [String: String]) async throws -> Answer {
    let plain = [
      "version": "1", "code": "EXCEL", "titleVi": "Bảng tính", "titleEn": "", "mode": "classroom",
      "language": "vi", "hours": "14", "price": "1.500.000", "attendance": "80",
      "competency.0": World.competency("1.1").description, "entry.0": "1", "target.0": "3",
    ]
    return try await send(
      "/courses/\(World.course)/change", as: TestTokens.trainer,
      plain.merging(fields) { $1 })
  }
}
