import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct EnrolmentPagesTests {
  private let run = World.run.description

  @Test func pastedNamesAndCodesBecomePeople() async throws {
    try await withSite { site in
      let sent = try await site.send(
        "/enrol", [("entries", "le thi hoa\nA3\nkhông có ai"), ("step", "resolve")])
      let page = try await site.page(try #require(sent.headers[.location]))
      #expect(page.body.contains("Lê Thị Hoa"))
      #expect(page.body.contains("Trần Thị Ân"))
      #expect(page.body.contains("2 người, 1 không tìm thấy"))
    }
  }

  @Test func runsAreOrderedByTheGapsTheyClose() async throws {
    try await withSite { site in
      let page = try await site.page("/enrol?people=A1&people=A3")
      #expect(page.body.contains("RUN1"))
      #expect(page.body.contains("<strong>2</strong> <span class=\"small\">khoảng cách"))
    }
  }

  @Test(arguments: [("bang tinh", true), ("run1 phong may", true), ("khóa lạ", false)])
  func openRunsAreSearchedWithoutMarks(_ text: String, _ isFound: Bool) async throws {
    try await withSite { site in
      let sent = try await site.send(
        "/enrol", [("people", "A1"), ("find", text), ("step", "find")])
      let page = try await site.page(try #require(sent.headers[.location]))
      #expect(page.body.contains("RUN1") == isFound)
      #expect(page.body.contains("Không có lớp đang mở nào như vậy") == !isFound)
      #expect(page.body.contains("name=\"find\""))
    }
  }

  @Test func nothingIsConfirmedThatWasNotSeen() async throws {
    try await withSite { site in
      let sent = try await site.send(
        "/enrol", [("people", "A1"), ("run", run), ("seen", "/enrol"), ("step", "confirm")])
      #expect(sent.headers[.location]?.hasPrefix("/enrol?") == true)
      let count = try await site.world.count("select count(*)::integer from kynang.enrolment")
      #expect(count == 0)
    }
  }

  @Test func aConfirmedBatchIsUndoneAsAWhole() async throws {
    try await withSite { site in
      let draft = "/enrol?people=A1&people=A2&people=A3&run=\(run)"
      let confirmed = try await site.send(
        "/enrol",
        [
          ("people", "A1"), ("people", "A2"), ("people", "A3"), ("run", run), ("seen", draft),
          ("step", "confirm"),
        ])
      let batch = try #require(confirmed.headers[.location])
      #expect(batch.hasPrefix("/enrol/batches/"))
      let page = try await site.page(batch)
      #expect(page.body.contains("Đang chờ chỗ"))

      let undone = try await site.send(batch + "/undo", ["reason": "chọn nhầm lớp"])
      #expect(undone.headers[.location] == batch)
      let after = try await site.page(batch)
      #expect(after.body.contains("Mọi người trong đợt này đã rút."))
    }
  }

  @Test func aSwapNeedsSomebodyAndAReason() async throws {
    try await withSite { site in
      let made = try await site.world.perform(
        EnrolPeople(
          request: EnrolmentRequest(
            courseRunId: World.run, employeeIds: [World.hoa], employeeCodes: nil, unitId: nil,
            supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)),
        as: World.hrA)
      let id = try #require(made.people.first?.enrolmentId)

      let refused = try await site.send("/enrolments/\(id)/swap", ["reason": "nghỉ ốm"])
      #expect(refused.status == 422)
      #expect(refused.body.contains("value=\"nghỉ ốm\""))
      let swapped = try await site.send(
        "/enrolments/\(id)/swap", ["to": "A3", "reason": "nghỉ ốm"])
      #expect(swapped.status == 303)
    }
  }

  @Test func supportAboveThePriceIsMarked() async throws {
    try await withSite { site in
      let page = try await site.page("/enrol?people=A1&run=\(run)&support=9.000.000")
      #expect(page.body.contains("Mức hỗ trợ không được cao hơn học phí."))
      #expect(page.body.contains("value=\"9.000.000\""))
    }
  }
}
