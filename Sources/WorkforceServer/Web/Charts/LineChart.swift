import Localization

/// Values along columns such as quarters: lines that break where there is no value, or points with
/// intervals; a band; and marks of what happened when.
struct LineChart {
  struct Interval {
    let low: Double
    let high: Double
  }

  struct Point {
    /// Nil leaves a gap.
    let value: Double?
    /// Drawn hollow, such as a value of part of the period.
    let isTentative: Bool
    /// More than the value, for the table: "annualised".
    let note: String?
    let interval: Interval?
    /// There is a value that may not be shown: hatched.
    private(set) var isSuppressed = false

    /// - Parameter note: that it is suppressed, for the table.
    static func suppressed(_ note: String) -> Point {
      var point = Point(nil, note: note)
      point.isSuppressed = true
      return point
    }

    init(
      _ value: Double?, isTentative: Bool = false, note: String? = nil, interval: Interval? = nil
    ) {
      self.value = value
      self.isTentative = isTentative
      self.note = note
      self.interval = interval
    }
  }

  struct Series {
    let name: String
    let points: [Point]
    /// Estimates stand alone, each with its whisker; values over time are joined.
    let isJoined: Bool
    /// Around the points, one for each column; empty for none.
    let band: [Interval?]

    init(_ name: String, points: [Point], isJoined: Bool = true, band: [Interval?] = []) {
      self.name = name
      self.points = points
      self.isJoined = isJoined
      self.band = band
    }
  }

  /// What kind of thing happened decides the shape of the mark, never the colour alone.
  enum EventShape: Int, CaseIterable {
    case triangle, diamond, circle
  }

  struct Event {
    let column: Int
    let shape: EventShape
    /// For the legend: "Course completions".
    let kind: String
    /// For the table and the tooltip: "4 completions".
    let label: String
  }

  let frame: ChartFrame
  let series: [Series]
  let events: [Event]
  /// A line across, such as no difference at 0.
  let reference: Double?
  /// A line down before this column, such as the start.
  let divider: Int?
  /// Stands alone on its page, so that a desk shows it in its whole width.
  var isWide = false

  init(
    _ frame: ChartFrame, series: [Series], events: [Event], reference: Double? = nil,
    divider: Int? = nil
  ) {
    self.frame = frame
    self.series = series
    self.events = events
    self.reference = reference
    self.divider = divider
  }

  func html(_ words: Words) -> String {
    frame.figure(
      words,
      drawing: { html in
        LineDrawing(self, .usual).write(into: &html)
        if isWide { LineDrawing(self, .wide).write(into: &html) }
      },
      legend: { html in writeLegend(words, into: &html) },
      table: table(words))
  }

  var allValues: [Double] {
    let points = series.flatMap(\.points)
    let intervals = points.compactMap(\.interval) + series.flatMap(\.band).compactMap { $0 }
    return points.compactMap(\.value) + intervals.flatMap { [$0.low, $0.high] }
      + [reference].compactMap { $0 }
  }

  private func writeLegend(_ words: Words, into html: inout HTMLWriter) {
    let kinds = EventShape.allCases.compactMap { shape in
      events.first { $0.shape == shape }
    }
    let hasTentative = series.contains { $0.points.contains(where: \.isTentative) }
    let hidden = series.first { $0.points.contains(where: \.isSuppressed) }
    guard series.count > 1 || !kinds.isEmpty || hasTentative else { return }
    html.markup("<ul class=\"chart-key\">")
    if series.count > 1 {
      for (index, one) in series.enumerated() {
        html.markup("<li><svg viewBox=\"0 0 28 12\" aria-hidden=\"true\">")
        html.made(
          "<path d=\"M0 6H28\" class=\"chart-line s\(index % 4)\"/>"
            + ChartMark.html(index, x: 14, y: 6, class: "chart-point s\(index % 4)"))
        html.markup("</svg>")
        html.text(one.name)
        html.markup("</li>")
      }
    }
    for event in kinds {
      html.markup("<li><svg viewBox=\"0 0 14 12\" aria-hidden=\"true\">")
      html.made(ChartMark.event(event.shape, x: 7, y: 6))
      html.markup("</svg>")
      html.text(event.kind)
      html.markup("</li>")
    }
    if hasTentative {
      html.markup("<li><svg viewBox=\"0 0 14 12\" aria-hidden=\"true\">")
      html.made(ChartMark.html(0, x: 7, y: 6, class: "chart-point s0 hollow"))
      html.markup("</svg>")
      html.text(words["chart.tentative"])
      html.markup("</li>")
    }
    if let hidden {
      html.markup("<li><span class=\"chart-swatch hatched\" aria-hidden=\"true\"></span>")
      html.text("\(hidden.name): \(words["chart.suppressed_short"])")
      html.markup("</li>")
    }
    html.markup("</ul>")
  }

  private func table(_ words: Words) -> ChartTable {
    var head = [frame.columnsTitle] + series.map(\.name)
    if !events.isEmpty { head.append(words["chart.events"]) }
    let rows = frame.columns.indices.map { column -> [String] in
      var row = [frame.columns[column]]
      for one in series { row.append(cell(one, column, words)) }
      if !events.isEmpty {
        row.append(events.filter { $0.column == column }.map(\.label).joined(separator: "; "))
      }
      return row
    }
    return ChartTable(caption: frame.title, head: head, rows: rows)
  }

  private func cell(_ one: Series, _ column: Int, _ words: Words) -> String {
    guard column < one.points.count, let value = one.points[column].value else {
      let note = column < one.points.count ? one.points[column].note : nil
      return note.map { "– (\($0))" } ?? "–"
    }
    let point = one.points[column]
    var text = frame.format(value)
    let band = column < one.band.count ? one.band[column] : nil
    if let interval = point.interval ?? band {
      text += " (\(frame.format(interval.low)) … \(frame.format(interval.high)))"
    }
    if let note = point.note { text += " (\(note))" }
    return text
  }
}

/// Small shapes that tell series and events apart without colour.
enum ChartMark {
  static func html(_ series: Int, x: Double, y: Double, class name: String) -> String {
    switch series % 4 {
    case 0: circle(x, y, 3.5, name)
    case 1: path([(-3.2, -3.2), (3.2, -3.2), (3.2, 3.2), (-3.2, 3.2)], x, y, name)
    case 2: path([(0, -4.2), (4, 3.2), (-4, 3.2)], x, y, name)
    default: path([(0, -4.4), (4.4, 0), (0, 4.4), (-4.4, 0)], x, y, name)
    }
  }

  static func event(_ shape: LineChart.EventShape, x: Double, y: Double) -> String {
    switch shape {
    case .triangle: path([(0, 4.5), (5, -4), (-5, -4)], x, y, "chart-event e0")
    case .diamond: path([(0, -5.2), (5.2, 0), (0, 5.2), (-5.2, 0)], x, y, "chart-event e1")
    case .circle: circle(x, y, 4.4, "chart-event e2")
    }
  }

  private static func circle(_ x: Double, _ y: Double, _ radius: Double, _ name: String) -> String {
    "<circle cx=\"\(tenth(x))\" cy=\"\(tenth(y))\" r=\"\(radius)\" class=\"\(name)\"/>"
  }

  private static func path(
    _ corners: [(Double, Double)], _ x: Double, _ y: Double, _ name: String
  ) -> String {
    let points = corners.map { "\(tenth(x + $0.0)) \(tenth(y + $0.1))" }
    return "<path d=\"M\(points.joined(separator: "L"))Z\" class=\"\(name)\"/>"
  }

  private static func tenth(_ value: Double) -> String {
    "\((value * 10).rounded() / 10)"
  }
}
