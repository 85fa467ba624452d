import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct UnitPagesTests {
  private static let sales = "/structure/units/\(World.sales)"

  @Test func theTreeShowsUnitsWithTheirPeopleAndLeads() async throws {
    try await withSite { site in
      let page = try await site.page("/structure")
      #expect(page.status == 200)
      #expect(page.body.contains("Phòng kinh doanh"))
      #expect(page.body.contains("Lý Quản Lý"))
      #expect(page.body.contains("/structure/units/new"))
    }
  }

  @Test func theTreeSpeaksEnglishToo() async throws {
    try await withSite { site in
      let page = try await site.page("/structure", as: TestTokens.hrA, language: "en")
      #expect(page.body.contains("Tree of units"))
      #expect(page.body.contains("Led by"))
      #expect(!page.body.contains("structure."))
    }
  }

  @Test func aNewUnitStandsInTheTree() async throws {
    try await withSite { site in
      let saved = try await site.send(
        "/structure/units/new",
        [
          "name": "Tổ bán lẻ", "code": "BL", "parentId": World.sales.description,
          "startsOn": "2026-11-01",
        ])
      #expect(saved.status == 303)
      let page = try await site.page(try #require(saved.headers[.location]))
      #expect(page.body.contains("Tổ bán lẻ"))
      #expect(page.body.contains(Self.sales))
    }
  }

  @Test func aCodeThatIsTakenIsMarkedAtTheCode() async throws {
    try await withSite { site in
      let refused = try await site.send(
        "/structure/units/new",
        ["name": "Kinh doanh 2", "code": "SALES", "parentId": "", "startsOn": "2026-11-01"])
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"code-error\""))
      #expect(refused.body.contains("Doanh nghiệp đã có phòng ban mang mã này."))
      #expect(refused.body.contains("value=\"Kinh doanh 2\""))
    }
  }

  @Test func aRenamedUnitNeedsAReason() async throws {
    try await withSite { site in
      let values = [
        "name": "Phòng bán hàng", "code": "SALES", "parentId": World.headquarters.description,
        "from": "2026-11-20", "version": "1",
      ]
      let refused = try await site.send("\(Self.sales)/change", values)
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"reason-error\""))

      let saved = try await site.send(
        "\(Self.sales)/change", values.merging(["reason": "sắp xếp lại"]) { $1 })
      #expect(saved.status == 303)
      let page = try await site.page(Self.sales)
      #expect(page.body.contains("Phòng bán hàng"))
    }
  }

  @Test func aUnitMovesToTheTop() async throws {
    try await withSite { site in
      let saved = try await site.send(
        "\(Self.sales)/change",
        [
          "name": "Phòng kinh doanh", "code": "SALES", "parentId": "", "from": "2026-11-20",
          "reason": "tách ra", "version": "1",
        ])
      #expect(saved.status == 303)
      let page = try await site.page(Self.sales)
      #expect(page.body.contains("Cấp cao nhất"))
    }
  }

  @Test func aChangeOnAnOldVersionIsRefused() async throws {
    try await withSite { site in
      let values = [
        "name": "Phòng kinh doanh", "code": "KD", "parentId": World.headquarters.description,
        "from": "2026-11-20", "version": "1",
      ]
      let first = try await site.send("\(Self.sales)/change", values)
      let second = try await site.send("\(Self.sales)/change", values)
      #expect(first.status == 303)
      #expect(second.status == 409)
    }
  }

  @Test func aUnitWithPeopleIsNotClosed() async throws {
    try await withSite { site in
      let refused = try await site.send(
        "\(Self.sales)/close", ["from": "2026-11-23", "reason": "giải thể", "version": "1"])
      #expect(refused.status == 409)
      #expect(refused.body.contains("Còn 2 người trong phòng ban."))
      #expect(refused.body.contains("value=\"giải thể\""))
    }
  }

  @Test func anEmptyUnitIsClosed() async throws {
    try await withSite { site in
      let saved = try await site.send(
        "/structure/units/new",
        ["name": "Tổ thử", "code": "THU", "parentId": "", "startsOn": "2026-11-01"])
      let unit = try #require(saved.headers[.location])
      let closed = try await site.send(
        "\(unit)/close", ["from": "2026-11-23", "reason": "lập nhầm", "version": "1"])
      #expect(closed.status == 303)
      let gone = try await site.page(unit)
      #expect(gone.status == 404)
    }
  }

  @Test func aUnitOfAnotherFirmIsNotFound() async throws {
    try await withSite { site in
      let page = try await site.page("/structure/units/\(World.officeB)")
      let form = try await site.page("/structure/units/\(World.officeB)/change")
      let sent = try await site.send(
        "/structure/units/\(World.officeB)/close", ["from": "2026-11-23", "reason": "x"])
      #expect([page.status, form.status, sent.status] == [404, 404, 404])
    }
  }

  @Test func managersAndDirectorsReadAndDoNotWrite() async throws {
    try await withSite { site in
      let manager = try await site.page("/structure", as: TestTokens.manager)
      let director = try await site.page("/structure", as: TestTokens.director)
      #expect(manager.status == 200)
      #expect(director.status == 200)
      #expect(!manager.body.contains("/structure/units/new"))
      // A manager sees their own units.
      #expect(!manager.body.contains(World.plant.description))
      let form = try await site.page("/structure/units/new", as: TestTokens.director)
      #expect(form.status == 403)
    }
  }

  @Test(arguments: [TestTokens.employee, TestTokens.trainer, TestTokens.officer])
  func othersDoNotSeeTheStructure(_ token: String) async throws {
    try await withSite { site in
      let page = try await site.page("/structure", as: token)
      #expect(page.status == 403)
    }
  }

  @Test func aBudgetIsSetAndChangedWithAReason() async throws {
    try await withSite { site in
      let address = "\(Self.sales)/budget?year=2026"
      let set = try await site.send(address, ["amountVnd": "50 triệu", "reason": ""])
      #expect(set.status == 303)
      let list = try await site.page("/structure/budgets?year=2026")
      #expect(list.body.contains("50.000.000"))

      let refused = try await site.send(address, ["amountVnd": "60.000.000", "reason": ""])
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"reason-error\""))
      #expect(refused.body.contains("value=\"60.000.000\""))
      let unread = try await site.send(address, ["amountVnd": "nhiều", "reason": "x"])
      #expect(unread.body.contains("Không đọc được số tiền."))

      let changed = try await site.send(
        address, ["amountVnd": "60.000.000", "reason": "thêm lớp"])
      #expect(changed.status == 303)
      let after = try await site.page("/structure/budgets?year=2026")
      #expect(after.body.contains("60.000.000"))
    }
  }
}
