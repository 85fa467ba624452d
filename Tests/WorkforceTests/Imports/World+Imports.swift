import Foundation
import Postgres
import TestSupport
import Workforce

extension World {
  static let staffHeader =
    "Mã nhân viên,Họ và tên,Ngày sinh,Điện thoại,Đơn vị,Chức danh,Ngày vào làm"

  /// Reads a staff list as the HR of firm A, and compares it.
  func preview(_ lines: String...) async throws -> ImportSummary {
    let csv = ([Self.staffHeader] + lines).joined(separator: "\n")
    return try await perform(
      PreviewImport(kind: .staff, fileName: "nhan-su.csv", sheet: nil, file: Array(csv.utf8)),
      as: Self.hrA)
  }

  func apply(_ summary: ImportSummary) async throws -> ImportSummary {
    try await perform(
      ApplyImport(importId: summary.importId, allOrNothing: false), as: Self.hrA)
  }

  func undo(
    _ summary: ImportSummary, rows: [Int]? = nil, changedRows: [Int]? = nil
  ) async throws -> UndoneImport {
    try await perform(
      UndoImport(
        importId: summary.importId, rows: rows, changedRows: changedRows, reason: "Nhầm tệp"),
      as: Self.hrA)
  }

  func importRows(_ summary: ImportSummary) async throws -> [ImportRowLine] {
    try await perform(
      ListImportRows(importId: summary.importId, verdict: nil, after: nil, limit: nil),
      as: Self.hrA
    ).items
  }

  /// Everything of the firm's people that stands now, as one text: equal before and after means that
  /// nothing was left behind.
  func presentPeople() async throws -> String {
    let rows = try await rows(
      """
      select coalesce(string_agg(line.text, E'\\n' order by line.text), '')
      from (
        select concat_ws(
          '|', employee.code, person.full_name, person.family_name, person.middle_name,
          person.given_name, person.birth_on, person.phone, person.email, employment.during,
          employment.leaving_reason) as text
        from kynang.employee as employee
        join kynang.person as person
          on person.firm_id = employee.firm_id and person.employee_id = employee.id
        join kynang.employment as employment
          on employment.firm_id = employee.firm_id and employment.id = employee.id
            and employment.superseded_at is null and not employment.is_void
        union all
        select concat_ws(
          '|', assignment.id, assignment.employee_id, assignment.unit_id, assignment.job_role_id,
          assignment.during)
        from kynang.assignment as assignment
        where assignment.superseded_at is null and not assignment.is_void
      ) as line
      """)
    return try rows.value(0, 0)
  }
}
