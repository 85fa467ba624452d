import Foundation
import Postgres

/// Corrects one value: a new revision with its reason; the old one stays.
package struct CorrectObservation: UseCase {
  package let observationId: ID<Observation>
  /// Each nil means unchanged.
  package let value: WrittenValue?
  package let currency: String?
  package let confidence: Confidence?
  package let source: String?
  /// True says that a value far from the one before was meant.
  package let confirmsLeap: Bool?
  package let reason: String

  package static let name = "observation.correct"
  package static let route = Route.patch("/observations/{observationId}")
  package static let permission = Permission.recordFigures
  package static let access = Access.write

  package init(
    observationId: ID<Observation>, value: WrittenValue?, currency: String?,
    confidence: Confidence?, source: String?, confirmsLeap: Bool?, reason: String
  ) {
    self.observationId = observationId
    self.value = value
    self.currency = currency
    self.confidence = confidence
    self.source = source
    self.confirmsLeap = confirmsLeap
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 1000)
    problems.bound(source, "source", limit: 300)
    problems.checkCurrency(currency, "currency")
  }

  package func run(in session: Session) async throws -> RecordedRevision {
    let figures = try await session.firmFigures(asOf: .farFuture, knownAt: nil)
    guard let (key, present) = figures.known.first(where: { $0.value.id == observationId }) else {
      throw AppError.notFound("observation")
    }
    try session.requireVersion(present.revision)
    let old = try await session.supersede(observationId, expecting: present.revision)
    let entry = ObservationEntry(
      indicator: key.code, period: key.period, value: value ?? WrittenValue(old.value),
      currency: currency ?? old.currency, confidence: confidence ?? old.confidence,
      source: source ?? old.source, confirmsLeap: confirmsLeap)
    let read: ReadEntry
    let reader = try await session.entryReader(figures.register)
    do throws(EntryProblems) {
      read = try reader.read(entry)
    } catch {
      throw AppError.invalid(error.problems)
    }
    let neighbour = figures.neighbour(of: key)
    if confirmsLeap != true, value != nil, neighbour?.value.currency == read.currency,
      let leap = reader.leap(
        of: read.value, currency: read.currency,
        from: neighbour.map { ($0.period, $0.value.value) })
    {
      throw AppError.invalid([leap])
    }
    let revision = read.revision(id: old.id, number: old.revision + 1)
    _ = try await session.rows(
      try ObservationRevision.call(for: [revision], reason: reason, in: session))
    session.auditObservations([(read, revision, old.value)], reason: reason)
    return RecordedRevision(id: old.id, revision: revision.revision)
  }
}

/// Takes back a value that should not be there; it stays readable, with the reason.
package struct VoidObservation: UseCase {
  package let observationId: ID<Observation>
  package let reason: String

  package static let name = "observation.void"
  package static let route = Route.post("/observations/{observationId}/void")
  package static let permission = Permission.recordFigures
  package static let access = Access.write

  package init(observationId: ID<Observation>, reason: String) {
    self.observationId = observationId
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 1000)
  }

  package func run(in session: Session) async throws -> RecordedRevision {
    let old = try await session.supersede(observationId, expecting: nil)
    try session.requireVersion(old.revision)
    let revision = ObservationRevision(
      id: old.id, revision: old.revision + 1, indicatorCode: old.indicatorCode,
      ownIndicatorID: old.ownIndicatorId, period: old.period, value: old.value,
      currency: old.currency, confidence: old.confidence, source: old.source,
      leapConfirmed: old.leapConfirmed, isVoid: true)
    _ = try await session.rows(
      try ObservationRevision.call(for: [revision], reason: reason, in: session))
    session.recordAudit(
      [old.id], changes: [AuditChange("isVoid", before: "false", after: "true")], reason: reason)
    return RecordedRevision(id: old.id, revision: revision.revision)
  }
}

extension Session {
  /// Throws `notFound` when there is no present revision, `conflict` when another came meanwhile.
  fileprivate func supersede(
    _ id: ID<Observation>, expecting revision: Int?
  ) async throws -> SupersededObservation {
    let firm = try firmID().uuid
    let old = try await find("observation", .supersedeObservations, firm, [id.uuid], now)
    guard revision == nil || revision == old.revision else {
      throw AppError.conflict("error.changed_meanwhile")
    }
    return old
  }
}
