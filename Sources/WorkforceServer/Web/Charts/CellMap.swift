import Localization

/// Rows against columns, such as sectors against sizes: a darker cell is more, and what may not be
/// shown is hatched. It is a table, so that who hears the page hears the same.
struct CellMap {
  struct Cell {
    /// What is written in it; nil for nothing.
    let text: String?
    /// From 0 to 4; nil for no shade.
    let shade: Int?
    let isSuppressed: Bool
    let url: String?

    init(_ text: String?, shade: Int?, isSuppressed: Bool = false, url: String? = nil) {
      self.text = text
      self.shade = shade
      self.isSuppressed = isSuppressed
      self.url = url
    }
  }

  let caption: String
  let corner: String
  let columns: [String]
  let rows: [(label: String, cells: [Cell])]

  /// The shade of a value among the largest: a fifth of the way is one step.
  static func shade(_ value: Double, largest: Double) -> Int {
    guard largest > 0, value > 0 else { return 0 }
    return min(4, Int(value / largest * 5))
  }

  func html(_ words: Words) -> String {
    var html = HTMLWriter(capacity: 1024 + rows.count * columns.count * 96)
    html.markup("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
    html.text(caption)
    html.markup("\"><table class=\"table cell-map\"><caption>")
    html.text(caption)
    html.markup("</caption><thead><tr><th scope=\"col\">")
    html.text(corner)
    html.markup("</th>")
    for column in columns {
      html.markup("<th scope=\"col\" class=\"num\">")
      html.text(column)
      html.markup("</th>")
    }
    html.markup("</tr></thead><tbody>")
    for row in rows {
      html.markup("<tr><th scope=\"row\">")
      html.text(row.label)
      html.markup("</th>")
      for cell in row.cells { write(cell, words, into: &html) }
      html.markup("</tr>")
    }
    html.markup("</tbody></table></div>")
    return html.html
  }

  private func write(_ cell: Cell, _ words: Words, into html: inout HTMLWriter) {
    if cell.isSuppressed {
      html.markup("<td class=\"num hatched\"><span class=\"visually-hidden\">")
      html.text(words["chart.suppressed"])
      html.markup("</span></td>")
      return
    }
    html.made("<td class=\"num\(cell.shade.map { " shade-\($0)" } ?? "")\">")
    if let url = cell.url {
      html.markup("<a href=\"")
      html.text(url)
      html.markup("\">")
    }
    html.text(cell.text ?? "–")
    if cell.url != nil { html.markup("</a>") }
    html.markup("</td>")
  }
}
