import Localization

/// What every chart says of itself: a title, a description for who hears the page, the labels of its
/// columns and how a value is written.
struct ChartFrame {
  /// Unique within the page.
  let id: String
  let title: String
  let description: String
  /// What the columns are, heading the table: "Quarter".
  let columnsTitle: String
  let columns: [String]
  /// A value in full, for the table and tooltips.
  let format: @Sendable (Double) -> String
  /// A value on the axis, where room is short.
  let axisFormat: @Sendable (Double) -> String

  /// The figure around a drawing: caption, drawing, legend, and the same data as a table.
  func figure(
    _ words: Words, drawing: (inout HTMLWriter) -> Void, legend: (inout HTMLWriter) -> Void,
    table: ChartTable
  ) -> String {
    var html = HTMLWriter(capacity: 8192)
    html.markup("<figure class=\"chart\" id=\"")
    html.text(id)
    html.markup("\"><figcaption>")
    html.text(title)
    html.markup("</figcaption>")
    drawing(&html)
    legend(&html)
    html.markup("<details class=\"chart-data\"><summary>")
    html.text(words["chart.data"])
    html.markup("<span class=\"visually-hidden\">: ")
    html.text(title)
    html.markup("</span></summary>")
    table.write(into: &html)
    html.markup("</details></figure>")
    return html.html
  }

  /// A pattern of a drawing that is not in sight fills nothing, so each drawing has its own.
  func drawingID(_ extent: LineDrawing.Extent) -> String {
    extent == .wide ? "\(id)-wide" : id
  }

  /// Opens a line's drawing, with its title and description. Of two of one chart one is in sight.
  func open(_ html: inout HTMLWriter, _ extent: LineDrawing.Extent, height: Double) {
    open(
      &html, width: extent.width, height: height, id: drawingID(extent),
      kind: extent == .wide ? "chart-drawing wide" : "chart-drawing")
  }

  /// Opens the drawing, with its title and description.
  func open(_ html: inout HTMLWriter, width: Double, height: Double) {
    open(&html, width: width, height: height, id: id, kind: "chart-drawing")
  }

  private func open(
    _ html: inout HTMLWriter, width: Double, height: Double, id: String, kind: String
  ) {
    html.markup("<svg class=\"")
    html.text(kind)
    html.markup("\" viewBox=\"0 0 ")
    html.coordinate(width)
    html.markup(" ")
    html.coordinate(height)
    html.markup("\" role=\"img\" aria-labelledby=\"")
    html.text("\(id)-title \(id)-description")
    html.markup("\"><title id=\"")
    html.text("\(id)-title")
    html.markup("\">")
    html.text(title)
    html.markup("</title><desc id=\"")
    html.text("\(id)-description")
    html.markup("\">")
    html.text(description)
    html.markup("</desc><defs><pattern id=\"")
    html.text("\(id)-hatch")
    html.made(
      "\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
        + "<rect width=\"6\" height=\"6\" class=\"chart-hatch-ground\"/>"
        + "<rect width=\"2\" height=\"6\" class=\"chart-hatch-line\"/></pattern></defs>")
  }
}

/// The data of a chart as a table: what a chart shows is never only drawn.
struct ChartTable {
  let caption: String
  let head: [String]
  /// The first of each row heads it.
  let rows: [[String]]

  func write(into html: inout HTMLWriter) {
    html.markup("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
    html.text(caption)
    html.markup("\"><table class=\"table\"><caption class=\"visually-hidden\">")
    html.text(caption)
    html.markup("</caption><thead><tr>")
    for (index, title) in head.enumerated() {
      if index == 0 {
        html.markup("<th scope=\"col\">")
      } else {
        html.markup("<th scope=\"col\" class=\"num\">")
      }
      html.text(title)
      html.markup("</th>")
    }
    html.markup("</tr></thead><tbody>")
    for row in rows {
      html.markup("<tr>")
      for (index, cell) in row.enumerated() {
        if index == 0 {
          html.markup("<th scope=\"row\">")
        } else {
          html.markup("<td class=\"num\">")
        }
        html.text(cell)
        if index == 0 { html.markup("</th>") } else { html.markup("</td>") }
      }
      html.markup("</tr>")
    }
    html.markup("</tbody></table></div>")
  }
}
