import CivilCalendar
import Localization
import Workforce

/// How far requirements were met at the end of each quarter, drawn and as a table, and what was shown in
/// classes meanwhile. No word of it says that a class was the cause.
struct TrendView {
  private let trend: SkillTrend
  private let query: MatrixQuery
  private let words: Words

  init(_ trend: SkillTrend, _ query: MatrixQuery, _ words: Words) {
    self.trend = trend
    self.query = query
    self.words = words
  }

  func content() -> PageContent {
    [
      "summary": summary, "hasDays": trend.days.contains { $0.required > 0 },
      "chart": chart.html(words),
      // The latest first: it is what the matrix shows.
      "days": trend.days.reversed().map(day),
      "hasCourses": !trend.courses.isEmpty, "courses": trend.courses.map(course),
    ]
  }

  private var summary: String {
    let measured = trend.days.filter { $0.coverage != nil }
    guard let first = measured.first, let last = measured.last else { return "" }
    return words[
      "trend.summary",
      [
        "from": words.date(first.onDay), "to": words.date(last.onDay),
        "before": share(first.coverage), "now": share(last.coverage),
      ]]
  }

  private func share(_ coverage: Double?) -> String {
    coverage.map { words.percent($0, decimals: 0) } ?? "–"
  }

  private var chart: LineChart {
    let words = words
    let values = trend.days.compactMap(\.coverage)
    let format: @Sendable (Double) -> String = { words.percent($0, decimals: 0) }
    let frame = ChartFrame(
      id: "coverage", title: words["trend.coverage"],
      description: words[
        "figures.chart_description",
        [
          "from": trend.days.first.map { words.date($0.onDay) } ?? "",
          "to": trend.days.last.map { words.date($0.onDay) } ?? "",
          "lowest": values.min().map(format) ?? "–", "highest": values.max().map(format) ?? "–",
          "latest": values.last.map(format) ?? "–",
        ]],
      columnsTitle: words["trend.day"], columns: trend.days.map { words.date($0.onDay) },
      format: format, axisFormat: format)
    return LineChart(
      frame,
      series: [
        LineChart.Series(
          words["trend.coverage"], points: trend.days.map { LineChart.Point($0.coverage) })
      ], events: [])
  }

  private func day(_ day: SkillTrend.Day) -> PageContent {
    [
      "day": words.date(day.onDay),
      "url": query.url("/matrix", ["asOf": day.onDay.description, "after": nil]),
      "people": words.number(day.people), "required": words.number(day.required),
      "met": "\(words.number(day.met)) (\(share(day.coverage)))",
      "below": words.number(day.below), "claimedOnly": words.number(day.claimedOnly),
      "stale": words.number(day.stale), "expired": words.number(day.expired),
      "notAssessed": words.number(day.notAssessed), "exempt": words.number(day.exempt),
    ]
  }

  private func course(_ course: SkillTrend.Course) -> PageContent {
    [
      "title": course.title.text(english: words.isEnglish), "code": course.courseCode,
      "people": words.number(course.people), "firstShown": words.number(course.firstShown),
      "higher": words.number(course.higher), "same": words.number(course.same),
      "lower": words.number(course.lower),
    ]
  }
}
