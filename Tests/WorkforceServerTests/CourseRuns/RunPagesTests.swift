import Foundation
import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct RunPagesTests {
  private let run = "/runs/\(World.run)"

  @Test func aPlannerSeesTheQueueInOrderAndAdmitsWithAReason() async throws {
    try await withSite { site in
      let answer = try await site.enrol([World.hoa, World.duc, World.an])
      let waiting = try #require(answer.people.first { $0.result == .waitlisted }?.enrolmentId)

      let page = try await site.page(run, as: TestTokens.trainer)
      let silent = try await site.send(
        "\(run)/queue", [("people", waiting.description), ("reason", "")], as: TestTokens.trainer)
      let admitted = try await site.send(
        "\(run)/queue", [("people", waiting.description), ("reason", "Phòng đủ chỗ")],
        as: TestTokens.trainer)
      let taken = try await site.world.count(
        "select count(*)::bigint from kynang.seat where state = 'taken'")

      #expect(page.body.contains("Danh sách chờ"))
      #expect(page.body.contains("Theo thứ tự đăng ký"))
      #expect(silent.status == 422)
      #expect(admitted.headers[.location] == run)
      #expect(taken == 3)
    }
  }

  @Test func aRunIsCalledOffWithAReason() async throws {
    try await withSite { site in
      let cancelled = try await site.send(
        "\(run)/cancel", [("reason", "Không đủ người")], as: TestTokens.trainer)
      let page = try await site.page(run, as: TestTokens.trainer)

      #expect(cancelled.headers[.location] == run)
      #expect(page.body.contains("Không đủ người"))
    }
  }

  @Test func hrPlansAClassOfItsOwnWithItsSessions() async throws {
    try await withSite { site in
      let refused = try await site.plan(code: "", day: "2026-12-14")
      let planned = try await site.plan(code: "NB1", day: "2026-12-14")
      let page = try await site.page(try #require(planned.headers[.location]))

      #expect(refused.status == 422)
      #expect(refused.body.contains("value=\"2026-12-14\""))
      #expect(planned.status == 303)
      #expect(page.body.contains("14/12/2026"))
      #expect(page.body.contains("08:00 – 11:30"))
    }
  }

  @Test func aRequestToAProviderIsAnsweredOnItsPage() async throws {
    try await withSite { site in
      let asked = try await site.plan(
        code: "NB2", day: "2026-12-14", provider: World.provider.description)
      let url = try #require(asked.headers[.location])

      let list = try await site.page("/runs", as: TestTokens.trainer)
      let agreed = try await site.send(
        "\(url)/agree", [("trainer", World.trainer1.description), ("room", "")],
        as: TestTokens.trainer)
      let page = try await site.page(url, as: TestTokens.trainer)

      #expect(list.body.contains("Yêu cầu mở lớp"))
      #expect(agreed.headers[.location] == url)
      #expect(page.body.contains("Phạm Quang Minh"))
    }
  }

  @Test func aCourseIsEnteredWithWhatItBrings() async throws {
    try await withSite { site in
      let made = try await site.send(
        "/courses/new",
        [
          ("code", "NB"), ("titleVi", "Bảng tính nội bộ"), ("titleEn", ""), ("mode", "classroom"),
          ("hours", "7,5"), ("price", "0"), ("attendance", "80"),
          ("competency.0", World.competency("1.1").description), ("entry.0", "1"),
          ("target.0", "2"),
        ])
      let page = try await site.page(try #require(made.headers[.location]))

      #expect(page.body.contains("Bảng tính nội bộ"))
      #expect(page.body.contains("1 → 2"))
    }
  }
}

extension TestSite {
  fileprivate func enrol(_ people: [ID<Employee>]) async throws -> EnrolmentAnswer {
    try await world.perform(
      EnrolPeople(
        request: EnrolmentRequest(
          courseRunId: World.run, employeeIds: people, employeeCodes: nil, unitId: nil,
          supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)), as: World.hrA)
  }

  /// HR plans a run of one morning; another's provider is a request.
  fileprivate func plan(
    code: String, day: String, provider: String = ""
  ) async throws -> Answer {
    try await send(
      "/runs/new" + (provider.isEmpty ? "" : "?provider=\(provider)"),
      [
        ("providerId", provider), ("run", World.course.description), ("code", code),
        ("place", ""), ("capacity", "10"), ("price", ""), ("cutOff", ""),
        ("isOpen", provider.isEmpty ? "true" : "false"), ("policy", "first_come"), ("quota", ""),
        ("day.0", day), ("morningStart.0", "08:00"), ("morningEnd.0", "11:30"),
      ])
  }
}
