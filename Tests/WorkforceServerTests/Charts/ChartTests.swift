import Foundation
import Localization
import Testing

@testable import WorkforceServer

@Suite struct ChartTests {
  private func frame(columns: [String]) -> ChartFrame {
    ChartFrame(
      id: "lp", title: "Năng suất <lao động>", description: "Theo quý", columnsTitle: "Quý",
      columns: columns, format: { "\(Int($0)) đ" }, axisFormat: { "\(Int($0))" })
  }

  @Test(arguments: [(0.7, 1.0), (1, 1), (1.2, 2), (3, 5), (7, 10), (130, 200), (0.004, 0.005)])
  func anAxisHasRoundSteps(_ length: Double, step: Double) {
    #expect(abs(ChartScale.roundStep(length) - step) < 1e-12)
  }

  @Test(arguments: [
    [1.0, 2, 3], [-5, 5], [0, 0], [1e12, 3e12], [90, 100], [-3, -2], [7], [],
  ])
  func everyValueLiesWithinItsAxis(_ values: [Double]) {
    let scale = ChartScale(values, includesZero: false, ticks: 4, start: 200, end: 0)
    #expect(values.allSatisfy { (0...200).contains(scale.place($0)) })
    #expect((2...12).contains(scale.ticks.count))
  }

  @Test func aChartCarriesTitleDescriptionAndDataAsATable() throws {
    let chart = LineChart(
      frame(columns: ["Q1", "Q2", "Q3"]),
      series: [LineChart.Series("NSLĐ", points: [.init(10), .init(nil), .init(30)])],
      events: [.init(column: 1, shape: .triangle, kind: "Hoàn thành", label: "4 hoàn thành")])
    let html = chart.html(Words(.vi))
    #expect(html.contains("<title id=\"lp-title\">Năng suất &lt;lao động&gt;</title>"))
    #expect(html.contains("aria-labelledby=\"lp-title lp-description\""))
    #expect(html.contains("<th scope=\"row\">Q3</th><td class=\"num\">30 đ</td>"))
    #expect(html.contains("<td class=\"num\">–</td><td class=\"num\">4 hoàn thành</td>"))
  }

  @Test func aLineBreaksWhereThereIsNoValue() {
    let chart = LineChart(
      frame(columns: ["1", "2", "3", "4", "5"]),
      series: [
        LineChart.Series("a", points: [.init(1), .init(2), .init(nil), .init(4), .init(5)])
      ], events: [])
    let lines = chart.html(Words(.vi)).components(separatedBy: "class=\"chart-line s0\"").count - 1
    #expect(lines == 2)
  }

  @Test func anEstimateHasItsWhiskerAndItsIntervalInTheTable() {
    let chart = LineChart(
      frame(columns: ["-1", "0"]),
      series: [
        LineChart.Series(
          "a",
          points: [
            .init(1, interval: .init(low: -1, high: 3)), .init(5, interval: .init(low: 2, high: 8)),
          ], isJoined: false, band: [.init(low: -2, high: 4), .init(low: 1, high: 9)])
      ], events: [], reference: 0, divider: 1)
    let html = chart.html(Words(.vi))
    #expect(html.components(separatedBy: "chart-whisker s0").count == 3)
    #expect(html.contains("5 đ (2 đ … 8 đ)"))
    #expect(html.contains("chart-band s0"))
    #expect(html.contains("chart-divider"))
    #expect(!html.contains("chart-line s0"))
  }

  @Test func aSuppressedBarHasNoLengthAndNoNumber() {
    let chart = BarChart(
      frame(columns: []),
      bars: [.init("Nhỏ", value: 12), .init("Siêu nhỏ", value: 3, isSuppressed: true)],
      measure: "Doanh nghiệp")
    let html = chart.html(Words(.vi))
    #expect(!html.contains("3 đ"))
    #expect(html.contains("fill=\"url(#lp-hatch)\""))
    #expect(html.contains("12 đ"))
  }

  @Test func aSuppressedCellIsHatchedAndSaysWhy() {
    let map = CellMap(
      caption: "Ngành × quy mô", corner: "Ngành", columns: ["Nhỏ"],
      rows: [("I", [CellMap.Cell("3", shade: 2, isSuppressed: true, url: nil)])])
    let html = map.html(Words(.vi))
    #expect(html.contains("hatched"))
    #expect(!html.contains(">3<"))
  }
}
