import Hummingbird
import Localization
import Spreadsheets
import Workforce

/// People against competencies: a line a person, a column a competency, in each cell the level attained
/// of the level required and what that means.
struct MatrixFile {
  let app: App
  let format: ExportFormat
  let words: Words

  /// - Parameter first: the question; every page of its answer goes into the file.
  func respond(
    _ first: ShowSkillMatrix, as principal: Principal, request: UseCaseRequest
  ) async throws -> Response {
    var page = try await app.perform(first.from(after: nil), as: principal, request: request)
    let competencies = page.columns
    let people = ["employeeCode", "fullName", "unitName"].map {
      TableColumn(words.label(of: $0), .text)
    }
    let file = SheetFile(
      format: format, words: words, title: words["matrix.title"], name: "skill-matrix",
      columns: people
        + competencies.map { column in
          TableColumn(
            "\(column.code) \(column.title.text(english: words.isEnglish))", .text)
        } + [TableColumn(words.label(of: "gap"), .whole)])
    return try await file.respond { writer in
      while true {
        for line in page.lines { try writer.write(row(line, competencies), comments: [:]) }
        guard let next = page.next else { return }
        page = try await app.perform(first.from(after: next), as: principal, request: request)
      }
    }
  }

  private func row(
    _ line: SkillLine, _ competencies: [SkillColumn]
  ) -> [Spreadsheets.WrittenValue] {
    let cells = Dictionary(
      line.cells.map { ($0.competencyId, $0) }, uniquingKeysWith: { one, _ in one })
    return [.text(line.employeeCode), .text(line.fullName), .text(line.unitName)]
      + competencies.map { cells[$0.competencyId].map(value) ?? .empty }
      + [.whole(Int64(line.gap))]
  }

  private func value(_ cell: SkillCell) -> Spreadsheets.WrittenValue {
    let mark = VerdictMark(
      cell.verdict, attained: cell.attainedLevel, required: cell.requiredLevel,
      claimed: cell.claimedLevel, grade: cell.grade)
    let attained = cell.attainedLevel.map(String.init) ?? "–"
    let levels = cell.requiredLevel.map { "\(attained)/\($0)" } ?? attained
    return .text("\(levels) \(words[mark.wordKey])")
  }
}

extension ShowSkillMatrix {
  fileprivate func from(after: String?) -> ShowSkillMatrix {
    ShowSkillMatrix(
      asOf: asOf, knownAt: knownAt, unitId: unitId, jobRoleId: jobRoleId,
      frameworkId: frameworkId, search: search, threshold: threshold,
      includesOther: includesOther, gapsOnly: gapsOnly, sortBy: sortBy, after: after, limit: 50)
  }
}
