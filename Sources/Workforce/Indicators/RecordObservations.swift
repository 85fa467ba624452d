import Foundation
import Postgres

/// The two ways of counting value added in a period, side by side.
package struct ValueAddedCheck: Codable, Sendable {
  package let period: Period
  package let byAddition: Decimal
  package let bySubtraction: Decimal
  /// Of the subtraction, in per cent; nil when that is zero.
  package let differencePct: Decimal?
}

package struct ObservationReport: Codable, Sendable {
  package let recorded: [RecordedObservation]
  /// Of the periods concerned, where both ways can be counted; a difference is shown, never corrected.
  package let valueAddedChecks: [ValueAddedCheck]
}

package struct RecordedObservation: Codable, Sendable {
  package let id: ID<Observation>
  package let indicator: String
  package let period: Period
  package let revision: Int
}

/// Records what a firm reports, all of the entries or none. A value far from the one before is asked
/// about: the request is repeated with `confirmsLeap`. A value that is there already is left as it is.
package struct RecordObservations: UseCase {
  package let entries: [ObservationEntry]
  /// Why other values of the same periods are corrected; nil refuses to change them.
  package let reason: String?

  package static let name = "observation.record"
  package static let route = Route.post("/observations")
  package static let permission = Permission.recordFigures
  package static let access = Access.write

  package static let most = 2000

  package init(entries: [ObservationEntry], reason: String?) {
    self.entries = entries
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.bound(reason, "reason", limit: 1000)
    if entries.isEmpty { problems.add("entries", "field.required") }
    if entries.count > Self.most {
      problems.add("entries", "observation.too_many", ["most": "\(Self.most)"])
    }
    for (index, entry) in entries.prefix(Self.most).enumerated() {
      problems.bound(entry.source, "entries[\(index)].source", limit: 300)
      problems.checkCurrency(entry.currency, "entries[\(index)].currency")
    }
  }

  package func run(in session: Session) async throws -> ObservationReport {
    let figures = try await session.firmFigures(asOf: .farFuture, knownAt: nil)
    let reader = try await session.entryReader(figures.register)
    let plan = ObservationPlan(entries, figures, reader)
    var problems = Problems()
    for (index, outcome) in plan.outcomes.enumerated() {
      switch outcome {
      case .create, .same: break
      case .change:
        if (reason ?? "").allSatisfy(\.isWhitespace) {
          problems.add("entries[\(index)].value", "observation.recorded_already")
        }
      case .refused(let refusals):
        for refusal in refusals {
          problems.add("entries[\(index)].\(refusal.field)", refusal.rule, refusal.parameters)
        }
      }
    }
    try problems.throwIfAny()
    let written = try await session.write(plan.outcomes, reason: reason)
    return ObservationReport(
      recorded: written.map { one in
        RecordedObservation(
          id: ID(one.revision.id), indicator: one.entry.indicator.code,
          period: one.revision.period, revision: one.revision.revision)
      },
      valueAddedChecks: try await session.valueAddedChecks(
        of: Set(written.map(\.revision.period))))
  }
}

/// A value as it was written, and what it was before.
typealias WrittenObservation = (
  entry: ReadEntry, revision: ObservationRevision, before: Decimal?
)

extension CalendarDate {
  /// Later than every period.
  static var farFuture: CalendarDate { CalendarDate(dayNumber: 60_000) }
}

extension Problems {
  mutating func checkCurrency(_ currency: String?, _ field: String) {
    guard let currency else { return }
    let isCode = currency.utf8.count == 3 && currency.utf8.allSatisfy { (65...90).contains($0) }
    if !isCode { add(field, "constraint.a_currency_is_three_letters") }
  }
}

extension Session {
  /// The values before and after, one detail a value.
  func auditObservations(_ written: [WrittenObservation], reason: String?) {
    recordAudit(
      written.count == 1 ? written.map(\.revision.id) : [],
      changes: [AuditChange("values", before: nil, after: "\(written.count)")], reason: reason)
    recordAudit(
      details: written.map { one in
        AuditDetail(
          subjectID: one.revision.id, change: one.before == nil ? "create" : "change",
          fields: [
            AuditChange("indicator", before: nil, after: one.entry.indicator.code),
            AuditChange("period", before: nil, after: "\(one.revision.period)"),
            AuditChange(
              "value", before: one.before.map { "\($0)" }, after: "\(one.revision.value)"),
          ])
      })
  }

  /// Writes what is new and what changed, in two statements.
  func write(
    _ outcomes: [ObservationPlan.Outcome], reason: String?
  ) async throws -> [WrittenObservation] {
    var written: [WrittenObservation] = []
    var corrected: [UUID] = []
    for outcome in outcomes {
      switch outcome {
      case .create(let entry):
        written.append((entry, entry.revision(id: newIDs(1)[0], number: 1), nil))
      case .change(let entry, let present):
        corrected.append(present.id.uuid)
        let next = entry.revision(id: present.id.uuid, number: present.revision + 1)
        written.append((entry, next, present.value))
      case .same, .refused: continue
      }
    }
    guard !written.isEmpty else { return [] }
    let old = try await fetchAll(.supersedeObservations, try firmID().uuid, corrected, now)
    guard old.count == corrected.count else { throw AppError.conflict("error.changed_meanwhile") }
    _ = try await rows(
      try ObservationRevision.call(for: written.map(\.revision), reason: reason, in: self))
    auditObservations(written, reason: reason)
    return written
  }

  /// Read again, so that what is shown is what was written.
  func valueAddedChecks(of periods: Set<Period>) async throws -> [ValueAddedCheck] {
    let engine = try await firmFigures(asOf: .farFuture, knownAt: nil).engine
    return periods.sorted().compactMap { period in
      guard let addition = engine.value(of: "VA", in: period)?.value,
        let subtraction = engine.value(of: "VA_SUB", in: period)?.value
      else { return nil }
      return ValueAddedCheck(
        period: period, byAddition: addition, bySubtraction: subtraction,
        differencePct: engine.value(of: "VA_DIFF", in: period)?.value)
    }
  }
}
