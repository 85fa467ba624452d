import Foundation
import Postgres

package enum ObservationImportOutcome: String, Codable, Sendable, CaseIterable {
  case create, change, same, error
}

package struct ObservationImportRow: Codable, Sendable {
  /// Of the file, counted from 1.
  package let line: Int
  package let outcome: ObservationImportOutcome
  /// As the sheet names it when nothing is called so.
  package let indicator: String
  package let period: String
  package let before: Decimal?
  package let after: Decimal?
  package let problems: [FieldError]
}

package struct ObservationImportReport: Codable, Sendable {
  package let fileName: String
  package let isWritten: Bool
  package let created: Int
  package let changed: Int
  package let same: Int
  package let errors: Int
  package let rows: [ObservationImportRow]
  /// Of the periods concerned, once they are written.
  package let valueAddedChecks: [ValueAddedCheck]
}

/// Reads a sheet of values: shows what it would change, or writes all of it. The same sheet again
/// changes nothing.
package struct ImportObservations: UseCase {
  /// What the file is called; nil when nobody said.
  package let fileName: String?
  /// The text of the file, in UTF-8.
  package let csv: FileText
  /// True shows what would change and writes nothing.
  package let dryRun: Bool
  /// How sure values are whose row does not say; nil is declared.
  package let confidence: Confidence?
  /// True says that values far from those before were meant.
  package let confirmsLeaps: Bool?
  /// Why values that are there already are corrected; nil refuses to change them.
  package let reason: String?

  package static let name = "observation.import"
  package static let route = Route.post("/observations/import")
  package static let permission = Permission.recordFigures
  package static let access = Access.write

  package init(
    fileName: String?, csv: String, dryRun: Bool, confidence: Confidence?, confirmsLeaps: Bool?,
    reason: String?
  ) {
    self.fileName = fileName
    self.csv = FileText(csv)
    self.dryRun = dryRun
    self.confidence = confidence
    self.confirmsLeaps = confirmsLeaps
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.bound(fileName, "fileName", limit: 200)
    problems.bound(reason, "reason", limit: 1000)
    if csv.text.utf8.count > ObservationSheet.mostBytes {
      for error in ObservationSheet.tooLarge.fieldErrors {
        problems.add(error.field, error.rule, error.parameters)
      }
    }
  }

  package func run(in session: Session) async throws -> ObservationImportReport {
    let sheet = try ObservationSheet(csv: csv.text)
    let figures = try await session.firmFigures(asOf: .farFuture, knownAt: nil)
    let reader = try await session.entryReader(figures.register)
    let plan = SheetPlan(self, sheet, figures, reader)
    guard !dryRun else { return plan.report(isWritten: false, checks: []) }
    guard plan.count(.error) == 0 else {
      throw AppError.conflict("import.has_errors", ["count": "\(plan.count(.error))"])
    }
    let written = try await session.write(plan.outcomes, reason: reason)
    let periods = Set(written.map(\.revision.period))
    return plan.report(
      isWritten: true, checks: try await session.valueAddedChecks(of: periods))
  }
}

/// What a sheet comes to, row by row.
struct SheetPlan {
  private let request: ImportObservations
  private let sheet: ObservationSheet
  private(set) var outcomes: [ObservationPlan.Outcome]

  init(
    _ request: ImportObservations, _ sheet: ObservationSheet, _ figures: FirmFigures,
    _ reader: EntryReader
  ) {
    self.request = request
    self.sheet = sheet
    var entries: [ObservationEntry] = []
    var unread: [Int: [FieldError]] = [:]
    for (index, row) in sheet.rows.enumerated() {
      var problems = Problems()
      let period = Period(row.period)
      if period == nil { problems.add("period", "observation.no_period") }
      let confidence = row.confidence.flatMap { Confidence(rawValue: $0.lowercased()) }
      if row.confidence != nil, confidence == nil {
        problems.add("confidence", "field.not_a_choice")
      }
      problems.checkCurrency(row.currency, "currency")
      if let period, problems.fieldErrors.isEmpty {
        entries.append(
          ObservationEntry(
            indicator: row.indicator, period: period, value: WrittenValue(row.value),
            currency: row.currency, confidence: confidence ?? request.confidence ?? .declared,
            source: row.source ?? request.fileName, confirmsLeap: request.confirmsLeaps))
      } else {
        unread[index] = problems.fieldErrors
      }
    }
    var planned = ObservationPlan(entries, figures, reader).outcomes[...]
    outcomes = sheet.rows.indices.map { index in
      if let problems = unread[index] { return .refused(problems) }
      return planned.popFirst() ?? .refused([])
    }
    guard request.reason == nil else { return }
    outcomes = outcomes.map { outcome in
      guard case .change = outcome else { return outcome }
      return .refused([
        FieldError(field: "value", rule: "observation.reason_to_change", parameters: [:])
      ])
    }
  }

  func count(_ wanted: ObservationImportOutcome) -> Int {
    outcomes.count { Self.kind($0) == wanted }
  }

  func report(isWritten: Bool, checks: [ValueAddedCheck]) -> ObservationImportReport {
    ObservationImportReport(
      fileName: request.fileName ?? "", isWritten: isWritten, created: count(.create),
      changed: count(.change), same: count(.same), errors: count(.error),
      rows: zip(sheet.rows, outcomes).map(row), valueAddedChecks: checks)
  }

  private static func kind(_ outcome: ObservationPlan.Outcome) -> ObservationImportOutcome {
    switch outcome {
    case .create: .create
    case .change: .change
    case .same: .same
    case .refused: .error
    }
  }

  private func row(
    _ row: ObservationSheet.Row, _ outcome: ObservationPlan.Outcome
  ) -> ObservationImportRow {
    let (before, after, problems): (Decimal?, Decimal?, [FieldError]) =
      switch outcome {
      case .create(let entry): (nil, entry.value, [])
      case .change(let entry, let present), .same(let entry, let present):
        (present.value, entry.value, [])
      case .refused(let problems): (nil, nil, problems)
      }
    return ObservationImportRow(
      line: row.line, outcome: Self.kind(outcome), indicator: row.indicator, period: row.period,
      before: before, after: after, problems: problems)
  }
}
