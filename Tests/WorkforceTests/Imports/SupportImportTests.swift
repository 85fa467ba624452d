import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct SupportImportTests {
  private let header =
    "Nội dung hỗ trợ;Đối tượng cụ thể;Chi phí;Số tiền duyệt;Ngày duyệt;Số tiền chi;Ngày chi;Số văn bản"
  private let lines = [
    "DX_CONSULTING;Kho hàng;20.000.000;10.000.000;15/03/2026;;;QĐ 12",
    "Thuê, mua giải pháp chuyển đổi số;Phần mềm bán hàng;30.000.000;15.000.000;01/04/2026;15.000.000;01/06/2026;",
  ]

  @Test func supportIsWrittenOnceAndUndone() async throws {
    try await withWorld { world in
      let seen = try await world.previewSupport([header] + lines)
      let applied = try await world.apply(seen)
      let recorded = try await world.supports()
      let again = try await world.previewSupport([header] + lines)
      _ = try await world.undo(applied)
      let none = try await world.supports()
      _ = try await world.perform(
        RedoImport(importId: applied.importId, rows: nil, changedRows: nil, reason: "Đúng"),
        as: World.hrA)
      #expect(seen.createCount == 2)
      #expect(
        recorded == [
          "DX_CONSULTING Kho hàng 10000000 - approved",
          "DX_SOLUTION Phần mềm bán hàng 15000000 15000000 paid",
        ])
      #expect(again.sameCount == 2)
      #expect(none.isEmpty)
      #expect(try await world.supports() == recorded)
    }
  }

  @Test func aPaymentIsAChangeAndComesBackByUndoing() async throws {
    try await withWorld { world in
      _ = try await world.apply(try await world.previewSupport([header, lines[0]]))
      let paid = try await world.previewSupport([
        "Nội dung;Đối tượng;Ngày duyệt;Số tiền chi;Ngày chi",
        "dx_consulting;KHO HÀNG;20/03/2026;9.000.000;01/05/2026",
      ])
      let rows = try await world.importRows(paid)
      let applied = try await world.apply(paid)
      let between = try await world.supports()
      _ = try await world.undo(applied)
      #expect(
        rows[0].changes.map { "\($0.field) \($0.before ?? "-") \($0.after ?? "-")" } == [
          "approvedOn 2026-03-15 2026-03-20", "paidVnd - 9000000", "paidOn - 2026-05-01",
        ])
      #expect(between == ["DX_CONSULTING Kho hàng 10000000 9000000 paid"])
      #expect(try await world.supports() == ["DX_CONSULTING Kho hàng 10000000 - approved"])
    }
  }

  @Test func whatTheRulesRefuseIsRefusedInItsRow() async throws {
    try await withWorld { world in
      let seen = try await world.previewSupport([
        header, lines[0], "DX_CONSULTING;kho hàng;;;16/03/2026;;;",
        "DX_CONSULTING;Kế toán;5.000.000;10.000.000;16/03/2026;;;",
        "DX_CONSULTING;Bán hàng;;10.000.000;16/03/2026;12.000.000;17/03/2026;",
        "DX_CONSULTING;Mua hàng;;10.000.000;16/03/2026;10.000.000;15/03/2026;",
        "không có;X;;;16/03/2026;;;", "DX_CONSULTING;Y;1.250,000;;16/03/2026;;;",
        "DX_CONSULTING;Z;;;16/03/2027;;;",
      ])
      let rows = try await world.importRows(seen)
      #expect(
        rows.map { $0.problems.map { "\($0.field) \($0.rule)" } } == [
          [], ["row import.support_twice"], ["approvedVnd constraint.support_is_within_the_cost"],
          ["paidVnd constraint.no_more_is_paid_than_was_approved"],
          ["paidOn constraint.support_is_paid_after_it_is_approved"],
          ["content import.unknown_content"], ["costVnd observation.two_readings"],
          ["approvedOn field.in_the_future"],
        ])
    }
  }

  @Test func aRuleThatIsNamedIsHeldAgainstTheFirm() async throws {
    try await withWorld { world in
      let seen = try await world.previewSupport([
        "Nội dung;Đối tượng;Quy định;Số tiền duyệt;Ngày duyệt",
        "DX_CONSULTING;Kho hàng;KHÔNG-CÓ;10.000.000;15/03/2026",
      ])
      let rows = try await world.importRows(seen)
      #expect(rows[0].problems.map(\.rule) == ["support.rule_not_in_force"])
    }
  }
}

extension World {
  fileprivate func previewSupport(_ lines: [String]) async throws -> ImportSummary {
    try await perform(
      PreviewImport(
        kind: .support, fileName: nil, sheet: nil, file: Array(lines.joined(separator: "\n").utf8)),
      as: Self.hrA)
  }

  fileprivate func supports() async throws -> [String] {
    try await perform(ListSupport(year: nil, asOf: nil, knownAt: nil), as: Self.hrA).map {
      let amounts = [$0.approvedVnd, $0.paidVnd].map { $0.map(String.init) ?? "-" }
      return "\($0.contentCode) \($0.object) \(amounts.joined(separator: " ")) \($0.state.rawValue)"
    }.sorted()
  }
}
