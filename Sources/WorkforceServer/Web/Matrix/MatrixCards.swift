import Localization
import Workforce

/// The matrix for a phone: people as cards with what they miss, no grid.
struct MatrixCards {
  let matrix: SkillMatrix
  let query: MatrixQuery
  let words: Words
  let path: String

  func html() -> String {
    var html = HTMLWriter(capacity: 4096 + matrix.lines.count * 1024)
    let columns = Dictionary(uniqueKeysWithValues: matrix.columns.map { ($0.competencyId, $0) })
    let isEnglish = words.language == .en
    for line in matrix.lines {
      html.markup("<article class=\"panel\"><h2><a href=\"/people/")
      html.made(line.employeeId.description)
      html.markup("\">")
      html.text(line.fullName)
      html.markup("</a></h2><p class=\"quiet\">")
      html.text(
        (line.roleTitles.map { $0.text(english: isEnglish) } + [line.unitName])
          .joined(separator: " · "))
      html.markup("</p>")
      let gaps = line.cells.filter { ($0.gap ?? 0) > 0 }
        .compactMap { cell in columns[cell.competencyId].map { (cell, $0) } }
        .sorted { $0.1.code < $1.1.code }
      if gaps.isEmpty {
        html.markup("<p>")
        html.text(words["matrix.no_gaps"])
        html.markup("</p>")
      } else {
        html.markup("<ul class=\"rows\">")
        for (cell, column) in gaps { write(cell, column, line, isEnglish, into: &html) }
        html.markup("</ul>")
      }
      html.markup("</article>")
    }
    return html.html
  }

  private func write(
    _ cell: SkillCell, _ column: SkillColumn, _ line: SkillLine, _ isEnglish: Bool,
    into html: inout HTMLWriter
  ) {
    let mark = VerdictMark(cell)
    let name = "\(line.employeeId)~\(cell.competencyId)"
    html.markup("<li><a class=\"row-link gap-link\" href=\"")
    html.text(query.url(path, ["cell": name]))
    html.markup("#panel\"><span>")
    html.text("\(column.code) \(column.title.text(english: isEnglish))")
    html.made(
      "</span><span class=\"chip v-\(mark.fill) e-\(mark.edge)\"><span><span class=\"digit\">")
    html.made(mark.digits)
    html.markup("</span> ")
    html.text(words[mark.wordKey])
    html.markup("</span>")
    for (isShown, flag, key) in [
      (cell.isExpiring, "expiring", "verdict.expiring"),
      (cell.isInTraining, "training", "verdict.in_training"),
    ] where isShown {
      html.made("<span class=\"flag \(flag)\" role=\"img\" aria-label=\"")
      html.text(words[key])
      html.markup("\"></span>")
    }
    html.markup("</span></a></li>")
  }
}
