import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

/// Files as people have them, each brought into the same small firm: what comes of every row stands
/// beside the file, under its name with `.diff`. `KYNANG_RECORD_DIFFS=1` writes them anew.
@Suite struct CorpusImportTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "SpreadsheetsTests/Corpus")

  private static let files: [String] = {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
        !$0.hasSuffix(".expected") && !$0.hasSuffix(".diff") && $0 != "README.md"
      }.sorted()
    } catch {
      return []
    }
  }()

  private static let kinds: [(prefix: String, kind: ImportKind)] = [
    ("staff", .staff), ("role-requirements", .roleRequirement), ("assessments", .assessment),
    ("enrolments", .enrolment), ("attendance", .attendance), ("completions", .completion),
    ("observations", .observation), ("support", .support),
  ]

  @Test(arguments: CorpusImportTests.files)
  func everyFileComesToItsDiff(_ name: String) async throws {
    let kind = try #require(Self.kinds.first { name.hasPrefix($0.prefix) }).kind
    let bytes = try [UInt8](Data(contentsOf: Self.folder.appending(path: name)))
    let diff = try await withWorld { world in
      try await world.furnishCorpusFirm()
      return try await world.diff(kind, name, bytes)
    }
    let path = Self.folder.appending(path: name + ".diff")
    if ProcessInfo.processInfo.environment["KYNANG_RECORD_DIFFS"] == "1" {
      try diff.write(to: path, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: path, encoding: .utf8)
    #expect(diff == expected)
  }

  @Test func thereAreFilesOfEveryKindAndOfEveryVerdict() throws {
    let diffs = try Self.files.map {
      try String(contentsOf: Self.folder.appending(path: $0 + ".diff"), encoding: .utf8)
    }
    #expect(Self.files.count >= 80)
    #expect(diffs.count { !$0.hasPrefix("refused") } >= 40)
    for verdict in ImportVerdict.allCases {
      #expect(diffs.contains { $0.contains(": \(verdict.rawValue)") }, "\(verdict)")
    }
  }
}

extension World {
  /// People, units and a class as the files of the corpus name them: one person is as the files have
  /// them, one has moved, and one has a namesake without a birth date.
  fileprivate func furnishCorpusFirm() async throws {
    try await owner.withConnection { connection in
      try await connection.script(
        """
        update kynang.unit_placement set name = 'Phòng Kế toán' where id = '\(Self.headquarters)';
        update kynang.unit_placement set name = 'Tổ Bán hàng' where id = '\(Self.sales)';
        update kynang.job_role set title = '{"vi": "Kế toán"}' where id = '\(Self.clerk)';
        update kynang.job_role set title = '{"vi": "Bán hàng"}' where id = '\(Self.cook)';
        update kynang.employee set code = 'NV001' where id = '\(Self.an)';
        update kynang.person set full_name = 'Nguyễn Thị Ánh Tuyết', family_name = 'Nguyễn',
          middle_name = 'Thị Ánh', given_name = 'Tuyết', birth_on = '1990-02-28',
          phone = '+84905123456' where employee_id = '\(Self.an)';
        update kynang.assignment set unit_id = '\(Self.headquarters)'
          where employee_id = '\(Self.an)';
        update kynang.employee set code = 'NV002' where id = '\(Self.duc)';
        update kynang.person set full_name = 'Đặng Hữu Phước', family_name = 'Đặng',
          middle_name = 'Hữu', given_name = 'Phước', birth_on = '1985-12-01'
          where employee_id = '\(Self.duc)';
        update kynang.person set full_name = 'Lưu Ngọc Bửu', family_name = 'Lưu',
          middle_name = 'Ngọc', given_name = 'Bửu', birth_on = null
          where employee_id = '\(Self.hoa)';
        update kynang.course_run set code = 'EXCEL-01';
        """)
    }
  }

  /// What comes of a file, as a text.
  fileprivate func diff(
    _ kind: ImportKind, _ name: String, _ bytes: [UInt8]
  ) async throws -> String {
    let summary: ImportSummary
    do throws(AppError) {
      summary = try await perform(
        PreviewImport(kind: kind, fileName: name, sheet: nil, file: bytes), as: Self.hrA)
    } catch {
      let field = error.fieldErrors.first
      return "refused: \(field?.rule ?? error.rule) \(Self.text(field?.parameters ?? [:]))\n"
    }
    let columns = summary.columns.map { "\($0.heading) = \($0.field ?? "-")" }
    var lines = ["columns: " + columns.joined(separator: "; ")]
    if !summary.missingFields.isEmpty {
      lines.append("missing: " + summary.missingFields.joined(separator: ", "))
    }
    lines.append(
      "create \(summary.createCount), change \(summary.changeCount), same \(summary.sameCount), "
        + "ambiguous \(summary.ambiguousCount), error \(summary.errorCount)")
    lines += try await importRows(summary).map(Self.text)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ row: ImportRowLine) -> String {
    let changes = row.changes.map { "\($0.field) \($0.before ?? "-") → \($0.after ?? "-")" }
    let problems = row.problems.map { "\($0.field) \($0.rule) \(text($0.parameters))" }
    let who = [row.code, row.fullName, row.subject].compactMap { $0 }.joined(separator: " ")
    return (["\(row.row): \(row.verdict.rawValue)", who] + changes + problems)
      .joined(separator: " | ")
  }

  private static func text(_ parameters: [String: String]) -> String {
    parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }
}
