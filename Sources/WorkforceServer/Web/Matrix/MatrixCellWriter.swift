import CivilCalendar
import Localization
import Workforce

/// Draws one cell: a button with the level, its verdict as the fill, its evidence as the edge, and
/// all of it in words for who hears the page.
struct MatrixCellWriter {
  private let label: WordPattern
  private let notAssessed: WordPattern
  private let exempt: WordPattern
  private let notRequired: String
  private let verdicts: [String: String]
  private let grades: [EvidenceGrade: String]
  private let words: Words
  private let openCell: CellName?

  init(words: Words, openCell: CellName?) {
    label = WordPattern(words["matrix.cell_label"])
    notAssessed = WordPattern(words["matrix.cell_not_assessed"])
    exempt = WordPattern(words["matrix.cell_exempt"])
    notRequired = words["verdict.not_required"]
    let keys = [
      "met", "one_below", "two_below", "claimed_only", "stale", "expired", "not_assessed",
      "not_required", "exempt",
    ].map { "verdict.\($0)" }
    verdicts = Dictionary(uniqueKeysWithValues: keys.map { ($0, words[$0]) })
    grades = Dictionary(
      uniqueKeysWithValues: EvidenceGrade.allCases.map { ($0, words[$0.wordKey]) })
    self.words = words
    self.openCell = openCell
  }

  func write(
    _ cell: SkillCell?, of line: SkillLine, competency: String, isEnd: Bool,
    into html: inout HTMLWriter
  ) {
    guard let cell, cell.verdict != .notRequired || cell.attainedLevel != nil else {
      html.made(isEnd ? "<td class=\"v-off end\">" : "<td class=\"v-off\">")
      html.markup("<span class=\"visually-hidden\">")
      html.text(notRequired)
      html.markup("</span></td>")
      return
    }
    let mark = VerdictMark(cell)
    html.markup("<td class=\"v-")
    html.made(mark.fill)
    html.markup(" e-")
    html.made(mark.edge)
    if isEnd { html.markup(" end") }
    if cell.competencyId == openCell?.competencyId, line.employeeId == openCell?.employeeId {
      html.markup(" open")
    }
    html.markup("\"><button name=\"cell\" value=\"")
    html.made(line.employeeId.description)
    html.markup("~")
    html.made(cell.competencyId.description)
    html.markup("\" aria-label=\"")
    writeLabel(cell, mark, line, competency, into: &html)
    html.markup("\">")
    html.made(mark.digits)
    if cell.isExpiring { html.markup("<i class=\"flag expiring\"></i>") }
    if cell.isInTraining { html.markup("<i class=\"flag training\"></i>") }
    html.markup("</button></td>")
  }

  private func writeLabel(
    _ cell: SkillCell, _ mark: VerdictMark, _ line: SkillLine, _ competency: String,
    into html: inout HTMLWriter
  ) {
    let pattern: WordPattern
    let date: CalendarDate?
    switch cell.verdict {
    case .notAssessed: (pattern, date) = (notAssessed, nil)
    case .exempt: (pattern, date) = (exempt, cell.exemptUntil)
    case .met, .below, .claimedOnly, .stale, .expired, .notRequired:
      (pattern, date) = (label, cell.assessedOn)
    }
    pattern.write(into: &html) { place in
      switch place {
      case "person": line.fullName
      case "competency": competency
      case "level": cell.attainedLevel.map(String.init) ?? "–"
      case "required": cell.requiredLevel.map(String.init) ?? "–"
      case "verdict": verdicts[mark.wordKey]
      case "evidence": cell.grade.flatMap { grades[$0] }
      case "date": date.map { words.date(iso: $0.description) }
      default: nil
      }
    }
  }
}
