import CivilCalendar
import Foundation
import HTTPTypes
import Localization
import Workforce

/// The firm's figures: its page, and the entry of a period.
struct IndicatorPages {
  func mount(_ pages: PageRouter) {
    pages.get("/indicators") { visit in
      PageView(
        "indicators/firm", try await FirmFiguresView(visit).content(), section: .indicators)
    }
    pages.get("/indicators/enter") { visit in
      let entry = try await FigureEntry(visit, period: nil)
      return view(entry.content(sent: nil, errors: [:], formError: nil), status: .ok)
    }
    pages.post(answering: "/indicators/enter") { visit, submission in
      try await enter(visit, submission)
    }
  }

  private func view(_ content: PageContent, status: HTTPResponse.Status) -> PageView {
    PageView("indicators/enter", content, section: .indicators, status: status)
  }

  private func enter(_ visit: Visit, _ submission: Submission) async throws -> PageAnswer {
    let entry = try await FigureEntry(visit, period: submission.text("period"))
    let entries = entry.entries(submission)
    guard !entries.isEmpty else {
      return .show(
        view(
          entry.content(
            sent: submission.body, errors: [:], formError: visit.words["figures.nothing_typed"]),
          status: .unprocessableContent))
    }
    do {
      let report = try await visit.perform(
        RecordObservations(entries: entries, reason: submission.text("reason")))
      return .land(
        Landing(
          "/indicators?kind=\(entry.period.kind.rawValue)",
          flash: .done(recorded(report, entry.period, visit.words))))
    } catch let error {
      guard error.code == .invalidInput || error.code == .conflict else { throw error }
      return .show(
        view(
          entry.content(
            sent: submission.body, errors: byCode(error, entries),
            formError: visit.words.sentence(error.rule, error.parameters)),
          status: error.code.status))
    }
  }

  private func recorded(
    _ report: ObservationReport, _ period: Period, _ words: Words
  ) -> String {
    let figures = FigureWords(words: words)
    let count = words[
      "figures.recorded",
      ["count": words.number(report.recorded.count), "period": figures.name(period)]]
    guard let check = report.valueAddedChecks.first, let difference = check.differencePct,
      difference != 0
    else { return count }
    return count + " "
      + words["figures.difference", ["difference": words.number(difference, decimals: 1)]]
  }

  /// `entries[3].value` belongs to the fourth indicator that was typed.
  private func byCode(
    _ error: AppError, _ entries: [ObservationEntry]
  ) -> [String: [FieldError]] {
    var errors: [String: [FieldError]] = [:]
    for problem in error.fieldErrors {
      let digits = problem.field.drop { $0 != "[" }.dropFirst().prefix { $0.isNumber }
      guard let index = Int(digits), entries.indices.contains(index) else { continue }
      errors[entries[index].indicator, default: []].append(problem)
    }
    return errors
  }
}
