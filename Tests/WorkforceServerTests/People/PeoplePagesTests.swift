import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct PeoplePagesTests {
  @Test func theListFindsPeopleWithoutMarks() async throws {
    try await withSite { site in
      let answer = try await site.page("/people?search=tran+thi+an")
      #expect(answer.status == 200)
      #expect(answer.body.contains("Trần Thị Ân"))
      #expect(!answer.body.contains("Lê Thị Hoa"))
    }
  }

  @Test func aPersonOfAnotherFirmIsNotFound() async throws {
    try await withSite { site in
      let answer = try await site.page("/people/\(World.anhOfB)")
      #expect(answer.status == 404)
      #expect(!answer.body.contains("Lê Anh"))
    }
  }

  @Test func aNewPersonIsShownAfterSaving() async throws {
    try await withSite { site in
      let saved = try await site.send(
        "/people/new",
        [
          "familyName": "Tôn Thất", "middleName": "Minh", "givenName": "Khôi", "code": "A9",
          "startedOn": "2026-11-02", "unit": World.sales.description,
          "role": World.clerk.description, "phone": "0912 000 017",
        ])
      #expect(saved.status == 303)
      let page = try await site.page(try #require(saved.headers[.location]))
      #expect(page.body.contains("Tôn Thất Minh Khôi"))
      #expect(page.body.contains("Phòng kinh doanh"))
    }
  }

  @Test func aRefusedPersonComesBackMarkedWithNothingLost() async throws {
    try await withSite { site in
      let refused = try await site.send(
        "/people/new",
        [
          "familyName": "Lê", "middleName": "", "givenName": "Mai", "code": "A10",
          "startedOn": "1900-01-01", "unit": "", "role": "", "phone": "",
        ])
      #expect(refused.status == 422)
      #expect(refused.body.contains("value=\"A10\""))
      #expect(refused.body.contains("id=\"startedOn-error\""))
    }
  }

  @Test func aChangeOnAnOldVersionIsRefused() async throws {
    try await withSite { site in
      let values = [
        "familyName": "Lê", "middleName": "Thị", "givenName": "Hoa", "code": "A1-X",
        "startedOn": "2024-03-01", "birthDate": "1995-04-12", "version": "1",
      ]
      let first = try await site.send("/people/\(World.hoa)/change", values)
      #expect(first.status == 303)
      let second = try await site.send("/people/\(World.hoa)/change", values)
      #expect(second.status == 409)
    }
  }

  @Test func whoLeavesByMistakeIsTakenBack() async throws {
    try await withSite { site in
      let left = try await site.send("/people/\(World.an)/leave", ["on": "2026-11-20"])
      #expect(left.status == 303)
      let page = try await site.page("/people/\(World.an)")
      #expect(page.body.contains("/people/\(World.an)/rejoin"))
      let back = try await site.send("/people/\(World.an)/rejoin", ["reason": "ghi nhầm người"])
      #expect(back.status == 303)
      let again = try await site.page("/people/\(World.an)")
      #expect(!again.body.contains("/people/\(World.an)/rejoin"))
    }
  }

  @Test func anImportIsSeenBeforeItIsWritten() async throws {
    try await withSite { site in
      let csv = "Mã nhân viên,Họ và tên,Ngày vào làm,Phòng ban\nA20,Đỗ Hữu Đạt,01/10/2026,SALES\n"
      let seen = try await site.upload("/imports/upload", file: "nv.csv", csv)
      #expect(seen.status == 200)
      #expect(seen.body.contains("Đỗ Hữu Đạt"))
      let before = try await site.page("/people")
      #expect(!before.body.contains("Đỗ Hữu Đạt"))

      let address = try #require(seen.body.firstMatch(of: /action="(\/imports\/[^"]*\/apply)"/))
      let applied = try await site.send(String(address.1), [:] as [String: String])
      #expect(applied.status == 303)
      let after = try await site.page("/people")
      #expect(after.body.contains("Đỗ Hữu Đạt"))
    }
  }

  @Test func anInvitationShowsItsCodeOnce() async throws {
    try await withSite { site in
      let address = "/people/\(World.duc)/invite"
      let refused = try await site.send(address, ["login": "Đức!", "role": "employee"])
      #expect(refused.status == 422)
      #expect(refused.body.contains("value=\"Đức!\""))

      let invited = try await site.send(
        address, ["login": "duc.nguyen", "role": "employee", "unit": "", "language": "vi"])
      #expect(invited.status == 200)
      #expect(invited.body.contains("href=\"/invitation/"))
    }
  }
}
