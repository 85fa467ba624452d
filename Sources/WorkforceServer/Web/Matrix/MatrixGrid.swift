import CivilCalendar
import Foundation
import Localization
import Workforce

/// Draws people against competencies as one table: two rows of heads, a row a person, margins.
struct MatrixGrid {
  let matrix: SkillMatrix
  let query: MatrixQuery
  let words: Words
  let path: String
  let stamp: String
  let openCell: CellName?

  /// The table in two parts: the template puts the legend, which every printed page repeats, between.
  func parts() -> (head: String, rest: String) {
    var head = HTMLWriter(capacity: 512)
    head.markup("<table class=\"grid\" role=\"grid\" aria-label=\"")
    head.text(words["matrix.title"])
    head.made(
      "\" aria-rowcount=\"\(matrix.lines.count + 4)\" aria-colcount=\"\(matrix.columns.count + 3)\">"
    )
    head.made(
      "<colgroup><col class=\"c-name\"><col span=\"\(max(1, matrix.columns.count))\">"
        + "<col class=\"c-sum\" span=\"2\"></colgroup>")
    head.made("<thead><tr class=\"legend-row\"><td colspan=\"\(matrix.columns.count + 3)\">")
    var rest = HTMLWriter(capacity: 4096 + matrix.lines.count * matrix.columns.count * 320)
    writeHead(into: &rest)
    writeBody(into: &rest)
    writeFoot(into: &rest)
    rest.markup("</table>")
    return (head.html, rest.html)
  }

  /// Whether a column is the last of its area, where a line is drawn.
  private var endsOfAreas: [Bool] {
    matrix.columns.indices.map { index in
      let next = index + 1
      return next < matrix.columns.count && !isSameArea(index, next)
    }
  }

  private func isSameArea(_ one: Int, _ other: Int) -> Bool {
    matrix.columns[one].areaCode == matrix.columns[other].areaCode
      && matrix.columns[one].frameworkCode == matrix.columns[other].frameworkCode
  }

  private func title(_ text: LocalizedText) -> String {
    text.text(english: words.language == .en)
  }

  private func writeHead(into html: inout HTMLWriter) {
    html.markup("<p>")
    html.text(stamp)
    html.markup(
      "</p></td></tr><tr class=\"areas\"><th class=\"corner\" rowspan=\"2\" scope=\"col\">")
    html.markup("<label><input type=\"checkbox\" data-all=\"people\" aria-label=\"")
    html.text(words["matrix.select_all"])
    html.markup("\">")
    html.text(words["matrix.person"])
    html.markup("</label></th>")
    var start = 0
    while start < matrix.columns.count {
      var end = start + 1
      while end < matrix.columns.count, isSameArea(start, end) { end += 1 }
      let column = matrix.columns[start]
      let name = "\(column.areaCode). \(title(column.areaTitle))"
      html.made("<th colspan=\"\(end - start)\" scope=\"colgroup\" title=\"")
      html.text(name)
      html.markup("\">")
      html.text(name)
      html.markup("</th>")
      start = end
    }
    for key in ["matrix.weighted_gap", "matrix.next_expiry"] {
      html.markup("<th class=\"sum\" rowspan=\"2\" scope=\"col\">")
      html.text(words[key])
      html.markup("</th>")
    }
    html.markup("</tr><tr class=\"heads\">")
    let sortBy = WordPattern(words["matrix.sort_by"])
    let select = WordPattern(words["matrix.select_competency"])
    for (column, isEnd) in zip(matrix.columns, endsOfAreas) {
      let id = column.competencyId.description
      let name = "\(column.code) \(title(column.title))"
      let isSorted = query["sort"] == id
      html.markup("<th scope=\"col\"")
      if isEnd { html.markup(" class=\"end\"") }
      if isSorted { html.markup(" aria-sort=\"descending\"") }
      html.markup("><a href=\"")
      html.text(query.url(path, ["sort": isSorted ? nil : id, "after": nil]))
      html.markup("\" title=\"")
      html.text(title(column.title))
      html.markup("\" aria-label=\"")
      sortBy.write(into: &html) { _ in name }
      html.markup("\"><b>")
      html.text(column.code)
      html.markup("</b><span>")
      html.text(title(column.title))
      html.markup("</span></a><label><input type=\"checkbox\" name=\"competencies\" value=\"")
      html.made(id)
      html.markup("\" aria-label=\"")
      select.write(into: &html) { _ in column.code }
      html.markup("\"></label></th>")
    }
    html.markup("</tr></thead>")
  }

  private func writeBody(into html: inout HTMLWriter) {
    let columnOf = Dictionary(
      uniqueKeysWithValues: matrix.columns.enumerated().map { ($0.element.competencyId, $0.offset) }
    )
    let ends = endsOfAreas
    let cells = MatrixCellWriter(words: words, openCell: openCell)
    let select = WordPattern(words["matrix.select_person"])
    let names = matrix.columns.map { "\($0.code) \(title($0.title))" }
    html.markup("<tbody>")
    var row = [SkillCell?](repeating: nil, count: matrix.columns.count)
    for line in matrix.lines {
      for index in row.indices { row[index] = nil }
      for cell in line.cells {
        if let index = columnOf[cell.competencyId] { row[index] = cell }
      }
      html.markup("<tr><th scope=\"row\"><div><input type=\"checkbox\" name=\"people\" value=\"")
      html.text(line.employeeCode)
      html.markup("\" aria-label=\"")
      select.write(into: &html) { _ in line.fullName }
      html.markup("\"><a href=\"/people/")
      html.made(line.employeeId.description)
      html.markup("\">")
      html.text(line.fullName)
      html.markup("</a><small>")
      html.text(
        (line.roleTitles.map(title) + [line.unitName]).joined(separator: " · "))
      html.markup("</small></div></th>")
      for index in row.indices {
        cells.write(
          row[index], of: line, competency: names[index], isEnd: ends[index], into: &html)
      }
      html.markup("<td class=\"sum\">")
      html.number(line.gap)
      html.markup("</td><td class=\"sum\">")
      html.made(line.nextExpiry.map { words.date(iso: $0.description) } ?? "")
      html.markup("</td></tr>")
    }
    html.markup("</tbody>")
  }

  private func writeFoot(into html: inout HTMLWriter) {
    let few = WordPattern(words["matrix.only_holders"])
    html.markup("<tfoot><tr><th scope=\"row\">")
    html.text(words["matrix.met_of_required"])
    html.markup("</th>")
    for (column, isEnd) in zip(matrix.columns, endsOfAreas) {
      let classes = [column.isFragile ? "few" : nil, isEnd ? "end" : nil].compactMap { $0 }
      html.made(classes.isEmpty ? "<td>" : "<td class=\"\(classes.joined(separator: " "))\">")
      html.markup("<a href=\"")
      html.text(query.url("/matrix/tasks", ["competency": column.competencyId.description]))
      html.made("\">\(column.metCount)/\(column.requiredCount)")
      if column.isFragile {
        html.markup("<b>")
        few.write(into: &html) { _ in String(column.holderCount) }
        html.markup("</b>")
      }
      html.markup("</a></td>")
    }
    html.markup("<td class=\"total\" colspan=\"2\">")
    html.text(words["matrix.coverage"])
    html.markup(" ")
    html.text(matrix.summary.coverage.map { words.percent($0, decimals: 0) } ?? "–")
    html.markup("</td></tr></tfoot>")
  }
}
