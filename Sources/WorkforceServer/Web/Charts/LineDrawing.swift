/// Draws a line chart, in units that the page scales.
struct LineDrawing {
  /// How much room there is: half a page or a phone, or the whole width of a desk.
  enum Extent {
    case usual, wide

    var width: Double { self == .wide ? 1080 : 480 }
    /// How many labels fit below the columns.
    var labels: Int { self == .wide ? 18 : 6 }
  }

  private let chart: LineChart
  private let scale: ChartScale
  private let extent: Extent
  private static let height = 240.0
  private static let left = 62.0
  private static let top = 30.0
  private static let bottom = 208.0
  private var right: Double { extent.width - 14 }

  init(_ chart: LineChart, _ extent: Extent) {
    self.chart = chart
    self.extent = extent
    scale = ChartScale(
      chart.allValues, includesZero: false, ticks: 4, start: Self.bottom, end: Self.top)
  }

  func write(into html: inout HTMLWriter) {
    chart.frame.open(&html, extent, height: Self.height)
    writeAxes(into: &html)
    writeSuppressed(into: &html)
    writeEvents(into: &html)
    for (index, series) in chart.series.enumerated() { writeBand(series, index, into: &html) }
    for (index, series) in chart.series.enumerated() { writeLine(series, index, into: &html) }
    for (index, series) in chart.series.enumerated() { writePoints(series, index, into: &html) }
    html.markup("</svg>")
  }

  private func x(_ column: Int) -> Double {
    let count = chart.frame.columns.count
    guard count > 1 else { return (Self.left + right) / 2 }
    let inset = 10.0
    return Self.left + inset
      + Double(column) / Double(count - 1) * (right - Self.left - 2 * inset)
  }

  private func writeAxes(into html: inout HTMLWriter) {
    for tick in scale.ticks {
      let y = scale.place(tick)
      html.markup("<path d=\"M")
      html.coordinate(Self.left)
      html.markup(" ")
      html.coordinate(y)
      html.markup("H")
      html.coordinate(right)
      if abs(tick) < scale.step / 1000 {
        html.markup("\" class=\"chart-zero\"/>")
      } else {
        html.markup("\" class=\"chart-grid\"/>")
      }
      text(chart.frame.axisFormat(tick), x: Self.left - 8, y: y + 4, "chart-y", into: &html)
    }
    if let reference = chart.reference {
      line(x: Self.left, to: right, y: scale.place(reference), into: &html)
    }
    // As many labels as fit, the last among them.
    let columns = chart.frame.columns
    let every = max(1, (columns.count + extent.labels - 1) / extent.labels)
    for column in columns.indices where (columns.count - 1 - column) % every == 0 {
      text(columns[column], x: x(column), y: Self.bottom + 20, "chart-x", into: &html)
    }
    guard let divider = chart.divider, columns.indices.contains(divider) else { return }
    let place = divider > 0 ? (x(divider - 1) + x(divider)) / 2 : Self.left
    html.markup("<path d=\"M")
    html.coordinate(place)
    html.markup(" ")
    html.coordinate(Self.top)
    html.markup("V")
    html.coordinate(Self.bottom)
    html.markup("\" class=\"chart-divider\"/>")
  }

  /// A hatched foot under the columns whose value may not be shown.
  private func writeSuppressed(into html: inout HTMLWriter) {
    let columns = chart.frame.columns.indices
    let half = columns.count > 1 ? (x(1) - x(0)) / 2 : 20
    for series in chart.series {
      for (column, point) in series.points.enumerated() where point.isSuppressed {
        html.markup("<rect")
        html.attribute("x", max(Self.left, x(column) - half))
        html.attribute("y", Self.bottom - 9)
        html.attribute(
          "width", min(right, x(column) + half) - max(Self.left, x(column) - half))
        html.attribute("height", 9)
        html.markup(" fill=\"url(#")
        html.text("\(chart.frame.drawingID(extent))-hatch")
        html.markup(")\"><title>")
        html.text("\(series.name), \(chart.frame.columns[column]): \(point.note ?? "")")
        html.markup("</title></rect>")
      }
    }
  }

  private func line(x start: Double, to end: Double, y: Double, into html: inout HTMLWriter) {
    html.markup("<path d=\"M")
    html.coordinate(start)
    html.markup(" ")
    html.coordinate(y)
    html.markup("H")
    html.coordinate(end)
    html.markup("\" class=\"chart-reference\"/>")
  }

  private func text(
    _ text: String, x: Double, y: Double, _ name: StaticString, into html: inout HTMLWriter
  ) {
    html.markup("<text")
    html.attribute("x", x)
    html.attribute("y", y)
    html.markup(" class=\"")
    html.markup(name)
    html.markup("\">")
    html.text(text)
    html.markup("</text>")
  }

  /// Each shape has a row of its own, so that two marks of one column do not cover one another.
  private func writeEvents(into html: inout HTMLWriter) {
    for event in chart.events where chart.frame.columns.indices.contains(event.column) {
      let isFirst = chart.events.first { $0.column == event.column }?.shape == event.shape
      let place = x(event.column)
      html.markup("<g class=\"chart-mark\"><title>")
      html.text("\(chart.frame.columns[event.column]): \(event.label)")
      html.markup("</title>")
      if isFirst {
        html.markup("<path d=\"M")
        html.coordinate(place)
        html.markup(" ")
        html.coordinate(Self.top)
        html.markup("V")
        html.coordinate(Self.bottom)
        html.markup("\" class=\"chart-event-line\"/>")
      }
      html.made(
        ChartMark.event(event.shape, x: place, y: 7 + Double(event.shape.rawValue) * 11))
      html.markup("</g>")
    }
  }

  private func writeBand(_ series: LineChart.Series, _ index: Int, into html: inout HTMLWriter) {
    for run in runs(series.band) where run.count > 1 {
      let upper = run.map { (x($0.column), scale.place($0.value.high)) }
      let lower = run.reversed().map { (x($0.column), scale.place($0.value.low)) }
      html.markup("<path d=\"M")
      for (number, corner) in (upper + lower).enumerated() {
        if number > 0 { html.markup("L") }
        html.coordinate(corner.0)
        html.markup(" ")
        html.coordinate(corner.1)
      }
      html.made("Z\" class=\"chart-band s\(index % 4)\"/>")
    }
  }

  private func writeLine(_ series: LineChart.Series, _ index: Int, into html: inout HTMLWriter) {
    guard series.isJoined else { return }
    for run in runs(series.points.map(\.value)) where run.count > 1 {
      html.markup("<path d=\"M")
      for (number, point) in run.enumerated() {
        if number > 0 { html.markup("L") }
        html.coordinate(x(point.column))
        html.markup(" ")
        html.coordinate(scale.place(point.value))
      }
      html.made("\" class=\"chart-line s\(index % 4)\"/>")
    }
  }

  private func writePoints(_ series: LineChart.Series, _ index: Int, into html: inout HTMLWriter) {
    for (column, point) in series.points.enumerated() {
      guard let value = point.value else { continue }
      html.markup("<g><title>")
      html.text("\(series.name), \(chart.frame.columns[column]): \(chart.frame.format(value))")
      html.markup("</title>")
      if let interval = point.interval { writeWhisker(interval, column, index, into: &html) }
      let hollow = point.isTentative ? " hollow" : ""
      html.made(
        ChartMark.html(
          index, x: x(column), y: scale.place(value),
          class: "chart-point s\(index % 4)\(hollow)"))
      html.markup("</g>")
    }
  }

  private func writeWhisker(
    _ interval: LineChart.Interval, _ column: Int, _ index: Int, into html: inout HTMLWriter
  ) {
    let (place, low, high) = (x(column), scale.place(interval.low), scale.place(interval.high))
    html.markup("<path d=\"M")
    html.coordinate(place)
    html.markup(" ")
    html.coordinate(high)
    html.markup("V")
    html.coordinate(low)
    for end in [low, high] {
      html.markup("M")
      html.coordinate(place - 4)
      html.markup(" ")
      html.coordinate(end)
      html.markup("h8")
    }
    html.made("\" class=\"chart-whisker s\(index % 4)\"/>")
  }

  /// The stretches without a gap.
  private func runs<Value>(_ values: [Value?]) -> [[(column: Int, value: Value)]] {
    var runs: [[(column: Int, value: Value)]] = []
    var isOpen = false
    for (column, value) in values.enumerated() {
      guard let value else {
        isOpen = false
        continue
      }
      if isOpen {
        runs[runs.count - 1].append((column, value))
      } else {
        runs.append([(column, value)])
      }
      isOpen = true
    }
    return runs
  }
}
