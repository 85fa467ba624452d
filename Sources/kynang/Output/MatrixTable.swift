import Localization
import Workforce

/// The skill matrix as a table of its own: a line for each person, a column for each competency.
struct MatrixTable {
  let matrix: SkillMatrix
  let words: Words

  private static let people = ["employeeCode", "fullName", "unitName"]

  var header: [String] {
    Self.people.map { words.label(of: $0) } + names + [words.label(of: "gap")]
  }

  /// As the columns are called in a file that programs read.
  var fields: [String] { Self.people + names + ["gap"] }

  func rows(_ text: (SkillCell) -> String) -> [[Cell]] {
    matrix.lines.map { line in
      var cells: [ID<Competency>: SkillCell] = [:]
      for cell in line.cells { cells[cell.competencyId] = cell }
      return [line.employeeCode, line.fullName, line.unitName].map { Cell(exact: $0) }
        + matrix.columns.map { column in
          Cell(exact: cells[column.competencyId].map(text) ?? "")
        }
        + [Cell(figure: "\(line.gap)")]
    }
  }

  /// `2/3▼`: the level shown, the level asked for, and the mark of the verdict. Nothing shown is `–`, not 0.
  static func marked(_ cell: SkillCell) -> String {
    level(cell) + (marks[cell.verdict] ?? "")
  }

  /// `2/3 below`, as programs read it.
  static func plain(_ cell: SkillCell) -> String {
    "\(level(cell)) \(cell.verdict.rawValue)"
  }

  /// What the marks mean, in the order in which people look for them.
  var legend: String {
    Self.explained.map { verdict in
      "\(Self.marks[verdict] ?? "") \(words["value.\(verdict.rawValue)"])"
    }.joined(separator: " · ")
  }

  private static let explained: [SkillVerdict] = [
    .met, .below, .claimedOnly, .stale, .expired, .exempt,
  ]
  private static let marks: [SkillVerdict: String] = [
    .met: "✓", .below: "▼", .claimedOnly: "?", .stale: "~", .expired: "!", .exempt: "○",
  ]

  private static func level(_ cell: SkillCell) -> String {
    let shown = cell.attainedLevel.map { "\($0)" } ?? "–"
    return cell.requiredLevel.map { "\(shown)/\($0)" } ?? shown
  }

  /// Codes of competencies; those that two frameworks share are told apart.
  private var names: [String] {
    matrix.columns.map { column in
      let isShared = matrix.columns.contains {
        $0.code == column.code && $0.competencyId != column.competencyId
      }
      return isShared ? "\(column.frameworkCode) \(column.code)" : column.code
    }
  }
}
