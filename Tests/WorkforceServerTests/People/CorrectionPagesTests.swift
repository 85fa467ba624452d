import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct CorrectionPagesTests {
  private let person = "/people/\(World.hoa)"

  @Test func anAssignmentIsCorrectedFromThePersonWithAReason() async throws {
    try await withSite { site in
      let before = try await site.page(person)
      let link = try #require(before.body.firstMatch(of: /\/assignments\/[0-9a-f-]+\/correct/))
      let address = person + link.0
      let form = try await site.page(address)
      let fields = [
        "unitId": World.sales.description, "jobRoleId": World.clerk.description,
        "from": "2025-01-06", "to": "",
      ]
      let silent = try await site.send(address, fields)
      let corrected = try await site.send(
        address, fields.merging(["reason": "Ghi sai ngày"]) { $1 })
      let after = try await site.page(person)

      #expect(form.status == 200)
      #expect(silent.status == 422)
      #expect(silent.body.contains("value=\"2025-01-06\""))
      #expect(corrected.headers[.location] == person)
      #expect(after.body.contains("06/01/2025"))
      #expect(after.body.contains("Ghi sai ngày"))
    }
  }

  @Test func aLevelIsTakenBackFromThePerson() async throws {
    try await withSite { site in
      let before = try await site.assessed(at: person)
      let link = try #require(
        before.body.firstMatch(of: /\/people\/[0-9a-f-]+\/assessments\/[0-9a-f-]+\/void/))
      let voided = try await site.send(String(link.0), ["reason": "Nhầm người"])
      let after = try await site.page(person)

      #expect(before.body.contains("Đã thấy làm báo cáo"))
      #expect(voided.headers[.location] == person)
      #expect(!after.body.contains("Đã thấy làm báo cáo"))
    }
  }

  @Test func aLevelIsCorrectedWithAReason() async throws {
    try await withSite { site in
      let before = try await site.assessed(at: person)
      let link = try #require(
        before.body.firstMatch(of: /\/people\/[0-9a-f-]+\/assessments\/[0-9a-f-]+\/correct/))
      let address = String(link.0)
      let form = try await site.page(address)
      let corrected = try await site.send(
        address,
        [
          "level": "2", "occurredOn": "2026-11-20", "evidence": "Đã thấy làm báo cáo",
          "reason": "Gõ nhầm mức",
        ])
      let levels = try await site.world.count(
        "select sum(level)::bigint from kynang.assessment where superseded_at is null")

      #expect(form.status == 200)
      #expect(corrected.headers[.location] == person)
      #expect(levels == 2)
    }
  }

  @Test func somebodyElsesAssignmentIsNotFound() async throws {
    try await withSite { site in
      let other = try await site.page("/people/\(World.duc)")
      let link = try #require(other.body.firstMatch(of: /\/assignments\/[0-9a-f-]+\/correct/))
      let answer = try await site.page(person + link.0)

      #expect(answer.status == 404)
    }
  }
}

extension TestSite {
  /// A person's page after a manager has given them a level.
  fileprivate func assessed(at person: String) async throws -> Answer {
    _ = try await send(
      "\(person)/assess",
      [
        "competency": World.competency("1.1").description, "level": "3", "grade": "manager",
        "on": "2026-11-20", "reason": "Đã thấy làm báo cáo",
      ])
    return try await page(person)
  }
}
