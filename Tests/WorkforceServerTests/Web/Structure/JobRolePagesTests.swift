import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct JobRolePagesTests {
  private static let clerk = "/structure/roles/\(World.clerk)"

  @Test func theListCountsPeopleAndRequirements() async throws {
    try await withSite { site in
      let page = try await site.page("/structure/roles?search=nhan+vien")
      #expect(page.status == 200)
      #expect(page.body.contains("CLERK"))
      #expect(!page.body.contains("COOK"))
      #expect(page.body.contains("/exports/job-role.list?format=xlsx&amp;search=nhan%20vien"))
    }
  }

  @Test func aRoleIsAddedEmptyAndRenamed() async throws {
    try await withSite { site in
      let refused = try await site.send(
        "/structure/roles/new", ["titleVi": "", "titleEn": "", "code": "CLERK"])
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"titleVi-error\""))

      let added = try await site.send(
        "/structure/roles/new", ["titleVi": "Thủ kho", "titleEn": "", "code": "KHO"])
      let role = try #require(added.headers[.location])
      let changed = try await site.send(
        "\(role)/change",
        [
          "titleVi": "Thủ kho chính", "titleEn": "Storekeeper", "code": "KHO",
          "isActive": "true", "version": "1",
        ])
      #expect(changed.status == 303)
      let page = try await site.page(role)
      #expect(page.body.contains("Thủ kho chính"))
      #expect(page.body.contains("Storekeeper"))
    }
  }

  @Test func aTemplateIsSeenBeforeItIsCopied() async throws {
    try await withSite { site in
      let list = try await site.page("/structure/templates?sector=I&search=le+tan")
      let link = try #require(
        list.body.firstMatch(of: /href="(\/structure\/templates\/[0-9a-f-]+)"/))
      let preview = try await site.page(String(link.1))
      #expect(preview.body.contains("2.1"))
      #expect(preview.body.contains("Mức 4"))

      let copied = try await site.send(
        "\(link.1)/copy",
        ["titleVi": "Lễ tân", "titleEn": "", "code": "LT", "validFrom": "2026-11-01"])
      #expect(copied.status == 303)
      let role = try await site.page(try #require(copied.headers[.location]))
      #expect(role.body.contains("LE_TAN"))
      #expect(role.body.contains("Mức 4"))
    }
  }

  @Test func aRequirementIsAddedAndASecondAtOnceIsMarked() async throws {
    try await withSite { site in
      let values = [
        "competencyId": World.competency("2.1").description, "requiredLevel": "3",
        "minimumHolders": "1", "validFrom": "2026-11-23", "reason": "",
      ]
      let added = try await site.send("\(Self.clerk)/require", values)
      #expect(added.status == 303)
      let page = try await site.page(Self.clerk)
      #expect(page.body.contains("2.1"))
      let again = try await site.send("\(Self.clerk)/require", values)
      #expect(again.status == 422)
      #expect(again.body.contains("id=\"competencyId-error\""))
    }
  }

  @Test func aRequirementNeedsACompetencyAndALevel() async throws {
    try await withSite { site in
      let refused = try await site.send(
        "\(Self.clerk)/require",
        [
          "competencyId": "", "requiredLevel": "3", "minimumHolders": "1",
          "validFrom": "2026-11-23",
        ])
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"competencyId-error\""))
    }
  }

  @Test func aLevelChangesFromADayAndTheHistoryKeepsBoth() async throws {
    try await withSite { site in
      let requirement = try await Self.requirement(site)
      let refused = try await site.send(
        "\(requirement)/change",
        ["requiredLevel": "4", "minimumHolders": "1", "validFrom": "2026-12-01", "reason": ""])
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"reason-error\""))

      let changed = try await site.send(
        "\(requirement)/change",
        [
          "requiredLevel": "4", "minimumHolders": "1", "validFrom": "2026-12-01",
          "reason": "phần mềm mới",
        ])
      #expect(changed.status == 303)
      let page = try await site.page(Self.clerk)
      #expect(page.body.contains("Sẽ áp dụng sau ngày này"))
      let later = try await site.page("\(Self.clerk)?asOf=2026-12-02")
      #expect(later.body.contains("phần mềm mới"))
      let history = try await site.page("\(Self.clerk)/history")
      #expect(history.body.contains("đã thay"))
      #expect(history.body.contains("đang có hiệu lực"))
    }
  }

  @Test func aRequirementIsCorrectedEndedAndVoided() async throws {
    try await withSite { site in
      let requirement = try await Self.requirement(site)
      let corrected = try await site.send(
        "\(requirement)/correct",
        [
          "requiredLevel": "2", "minimumHolders": "1", "validFrom": "2026-01-01",
          "validUntil": "", "reason": "ghi nhầm",
        ])
      #expect(corrected.status == 303)
      let ended = try await site.send(
        "\(requirement)/end", ["validUntil": "2026-12-31", "reason": "hết dùng"])
      #expect(ended.status == 303)
      let voided = try await site.send("\(requirement)/void", ["reason": "không nên ghi"])
      #expect(voided.status == 303)
      let again = try await site.page("\(requirement)/end")
      #expect(again.status == 404)
      let history = try await site.page("\(Self.clerk)/history")
      #expect(history.body.contains("đã hủy"))
    }
  }

  @Test func requirementsAreCopiedFromAnotherRole() async throws {
    try await withSite { site in
      let added = try await site.send(
        "/structure/roles/new", ["titleVi": "Thủ kho", "titleEn": "", "code": "KHO"])
      let role = try #require(added.headers[.location])
      let unchosen = try await site.send(
        "\(role)/copy", ["source": "", "validFrom": "2026-11-23"])
      #expect(unchosen.status == 422)
      #expect(unchosen.body.contains("id=\"source-error\""))

      let copy = ["source": "role:\(World.clerk)", "validFrom": "2026-11-23"]
      let copied = try await site.send("\(role)/copy", copy)
      #expect(copied.status == 303)
      let page = try await site.page(role)
      #expect(page.body.contains("1.1"))
      #expect(page.body.contains("Mức 3"))
      let again = try await site.send("\(role)/copy", copy)
      #expect(again.status == 409)
      #expect(again.body.contains("đã yêu cầu mọi năng lực"))
    }
  }

  @Test func aRoleOfAnotherFirmIsNotFound() async throws {
    try await withSite { site in
      let foreign = "/structure/roles/\(World.clerkB)"
      let page = try await site.page(foreign)
      let history = try await site.page("\(foreign)/history")
      let sent = try await site.send("\(foreign)/change", ["titleVi": "X", "code": "X"])
      #expect([page.status, history.status, sent.status] == [404, 404, 404])
      let own = try await site.send(
        "\(Self.clerk)/copy", ["source": "role:\(World.clerkB)", "validFrom": "2026-11-23"])
      #expect(own.status == 422)
      #expect(own.body.contains("id=\"source-error\""))
    }
  }

  @Test func aManagerReadsARoleAndDoesNotChangeIt() async throws {
    try await withSite { site in
      let page = try await site.page(Self.clerk, as: TestTokens.manager, language: "en")
      #expect(page.status == 200)
      #expect(page.body.contains("Required on 23/11/2026"))
      #expect(!page.body.contains("/require\""))
      let form = try await site.page("\(Self.clerk)/require", as: TestTokens.manager)
      #expect(form.status == 403)
    }
  }

  @Test func theMatrixOfARoleWithoutAProfileOffersToCopyOne() async throws {
    try await withSite { site in
      let added = try await site.send(
        "/structure/roles/new", ["titleVi": "Thủ kho", "titleEn": "", "code": "KHO"])
      let role = try #require(added.headers[.location]?.split(separator: "/").last)
      let assigned = try await site.send(
        "/people/new",
        [
          "familyName": "Đỗ", "middleName": "", "givenName": "Kho", "code": "A30",
          "startedOn": "2026-11-02", "unit": World.plant.description, "role": String(role),
        ])
      #expect(assigned.status == 303)
      let matrix = try await site.page("/matrix?role=\(role)")
      #expect(matrix.body.contains("Chưa có mức yêu cầu nào ở đây"))
      #expect(matrix.body.contains("href=\"/structure/roles/\(role)/copy\""))
    }
  }

  /// Where the requirement of CLERK in 1.1 is.
  private static func requirement(_ site: TestSite) async throws -> String {
    let page = try await site.page(clerk)
    let link = try #require(
      page.body.firstMatch(
        of: /href="(\/structure\/roles\/[0-9a-f-]+\/requirements\/[0-9a-f-]+)\/change"/))
    return String(link.1)
  }
}
