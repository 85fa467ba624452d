import Localization

/// Bars across, one for each label: shares, counts, amounts. A suppressed one is hatched and has no
/// length that could be read.
struct BarChart {
  struct Bar {
    let label: String
    /// Nil when there is none, or none that may be shown.
    let value: Double?
    let isSuppressed: Bool
    /// More than the value, for the table.
    let note: String?

    init(_ label: String, value: Double?, isSuppressed: Bool = false, note: String? = nil) {
      self.label = label
      self.value = value
      self.isSuppressed = isSuppressed
      self.note = note
    }
  }

  let frame: ChartFrame
  let bars: [Bar]
  /// What the bars tell, heading the table.
  let measure: String

  init(_ frame: ChartFrame, bars: [Bar], measure: String) {
    self.frame = frame
    self.bars = bars
    self.measure = measure
  }

  private static let rowHeight = 38.0
  private static let width = 480.0

  func html(_ words: Words) -> String {
    frame.figure(
      words, drawing: { html in write(words, into: &html) },
      legend: { html in writeKey(words, into: &html) },
      table: ChartTable(
        caption: frame.title, head: [frame.columnsTitle, measure],
        rows: bars.map { [$0.label, text($0, words)] }))
  }

  private func text(_ bar: Bar, _ words: Words) -> String {
    let value =
      bar.isSuppressed ? words["chart.suppressed"] : bar.value.map(frame.format) ?? "–"
    return bar.note.map { "\(value) (\($0))" } ?? value
  }

  private func writeKey(_ words: Words, into html: inout HTMLWriter) {
    guard bars.contains(where: \.isSuppressed) else { return }
    html.markup(
      "<ul class=\"chart-key\"><li><svg viewBox=\"0 0 14 12\" aria-hidden=\"true\"><rect width=\"14\" height=\"12\" fill=\"url(#"
    )
    html.text("\(frame.id)-hatch")
    html.markup(")\"/></svg>")
    html.text(words["chart.suppressed"])
    html.markup("</li></ul>")
  }

  /// Labels stand above their bars: Vietnamese ones are long, and a phone is narrow.
  private func write(_ words: Words, into html: inout HTMLWriter) {
    let height = Double(bars.count) * Self.rowHeight + 4
    let scale = ChartScale(
      bars.compactMap(\.value), includesZero: true, ticks: 4, start: 0, end: Self.width - 110)
    let zero = scale.place(0)
    frame.open(&html, width: Self.width, height: height)
    for (row, bar) in bars.enumerated() {
      let y = Double(row) * Self.rowHeight
      html.markup("<g><text class=\"chart-label\" x=\"0\"")
      html.attribute("y", y + 14)
      html.markup(">")
      html.text(bar.label)
      html.markup("</text>")
      if bar.isSuppressed {
        rect(x: zero, width: 90, y: y + 19, fill: "url(#\(frame.id)-hatch)", into: &html)
        value(words["chart.suppressed_short"], x: zero + 98, y: y + 30, into: &html)
      } else if let number = bar.value {
        let place = scale.place(number)
        rect(
          x: min(zero, place), width: max(abs(place - zero), 1), y: y + 19, fill: nil, into: &html)
        value(frame.format(number), x: max(place, zero) + 6, y: y + 30, into: &html)
      } else {
        value("–", x: zero + 6, y: y + 30, into: &html)
      }
      html.markup("</g>")
    }
    html.markup("</svg>")
  }

  private func rect(
    x: Double, width: Double, y: Double, fill: String?, into html: inout HTMLWriter
  ) {
    html.markup("<rect height=\"14\"")
    html.attribute("x", x)
    html.attribute("y", y)
    html.attribute("width", width)
    if let fill {
      html.markup(" fill=\"")
      html.text(fill)
      html.markup("\"/>")
    } else {
      html.markup(" class=\"chart-bar\"/>")
    }
  }

  private func value(_ text: String, x: Double, y: Double, into html: inout HTMLWriter) {
    html.markup("<text class=\"chart-value\"")
    html.attribute("x", x)
    html.attribute("y", y)
    html.markup(">")
    html.text(text)
    html.markup("</text>")
  }
}
