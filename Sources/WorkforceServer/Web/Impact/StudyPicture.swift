import Foundation
import Localization
import Workforce

/// Effects by periods since adoption, before it as well, with the band that holds for all at once.
struct StudyPicture {
  let words: Words
  let figure: ImpactFigure
  let report: ImpactReport

  init(words: Words, figure: ImpactFigure, _ report: ImpactReport) {
    self.words = words
    self.figure = figure
    self.report = report
  }

  /// Nil when there is nothing to draw.
  var html: String? {
    let lines = report.picture.filter { $0.estimate != nil }
    guard lines.count > 1 else { return nil }
    let figure = figure
    let words = words
    let frame = ChartFrame(
      id: "effects", title: words["study.picture"],
      description: words[
        report.hasUniformBand ? "study.picture_band" : "study.picture_pointwise"],
      columnsTitle: words["impact.column.event"],
      columns: lines.map { $0.label.flatMap(Int.init).map { words.number($0) } ?? "" },
      format: { figure.signed($0) }, axisFormat: { figure.signed($0) })
    let points = lines.map { line in
      LineChart.Point(
        line.estimate, note: line.low == nil ? words["study.reference"] : nil,
        interval: line.low.flatMap { low in
          line.high.map { LineChart.Interval(low: low, high: $0) }
        })
    }
    let start = lines.firstIndex { Int($0.label ?? "") ?? -1 >= 0 }
    var chart = LineChart(
      frame,
      series: [LineChart.Series(words["impact.column.estimate"], points: points, isJoined: false)],
      events: [], reference: 0, divider: start)
    chart.isWide = true
    return chart.html(words)
  }
}
