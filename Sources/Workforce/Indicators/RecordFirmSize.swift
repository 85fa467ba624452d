import Foundation
import Postgres

/// Says how large the firm is in a year, by the figures of the year before. The rule decides the size;
/// nobody chooses it.
package struct RecordFirmSize: UseCase {
  package let year: Int
  /// Average workers with social insurance of the year before; nil takes what was observed.
  package let siWorkers: WrittenValue?
  /// Of the year before; nil takes what was observed. Either it or the capital is enough.
  package let revenueVnd: WrittenValue?
  package let capitalVnd: WrittenValue?
  /// Needed when the year has a size already.
  package let reason: String?

  package static let name = "firm-size.record"
  package static let route = Route.post("/firm-sizes")
  package static let permission = Permission.recordFigures
  package static let access = Access.write

  package init(
    year: Int, siWorkers: WrittenValue?, revenueVnd: WrittenValue?, capitalVnd: WrittenValue?,
    reason: String?
  ) {
    self.year = year
    self.siWorkers = siWorkers
    self.revenueVnd = revenueVnd
    self.capitalVnd = capitalVnd
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.range(year, "year", 1990...2100)
    problems.bound(reason, "reason", limit: 1000)
    _ = number(siWorkers, "siWorkers", isWholeMoney: false, &problems)
    _ = number(revenueVnd, "revenueVnd", isWholeMoney: true, &problems)
    _ = number(capitalVnd, "capitalVnd", isWholeMoney: true, &problems)
  }

  package func run(in session: Session) async throws -> FirmSize {
    if year > session.today.year + 1 { throw AppError.invalid("year", "field.in_the_future") }
    let inputs = try await inputs(in: session)
    let firm = try session.firmID().uuid
    let sector = try await session.find("firm", .firmSector, firm)
    let newYear = CalendarDate(year: year, month: 1, day: 1) ?? session.today
    let thresholds = try await session.fetchAll(.sizeThresholds, newYear)
      .filter { $0.sectorGroup == sector.sectorGroup }
    guard !thresholds.isEmpty else { throw AppError.invalid("year", "size.no_rule_in_force") }
    let found = thresholds.sorted { $0.maxSiWorkers < $1.maxSiWorkers }.first {
      $0.holds(
        siWorkers: inputs.siWorkers, revenueVnd: inputs.revenueVnd, capitalVnd: inputs.capitalVnd)
    }
    let old = try await session.fetchOne(.supersedeFirmSize, firm, year, session.now)
    if old != nil, (reason ?? "").allSatisfy(\.isWhitespace) {
      throw AppError.invalid("reason", "size.recorded_already")
    }
    let id = old?.id ?? session.newID()
    let size = found?.sizeCode ?? .notSME
    try await session.execute(
      Command("firm_size.insert"), firm, id.uuid, (old?.revision ?? 0) + 1, year,
      sector.vsicVersion, sector.vsicSection, sector.sectorGroup, Numeric(inputs.siWorkers),
      inputs.revenueVnd, inputs.capitalVnd, size.rawValue, found?.ruleId, session.now,
      session.principal.accountID.uuid, reason)
    session.recordAudit(
      [id.uuid],
      changes: [
        AuditChange("year", before: nil, after: "\(year)"),
        AuditChange("size", before: old?.sizeCode.rawValue, after: size.rawValue),
        AuditChange("rule", before: nil, after: found?.ruleId),
      ], reason: reason)
    return try await session.firmSize(of: year)
  }

  private struct Inputs {
    let siWorkers: Decimal
    let revenueVnd: Int?
    let capitalVnd: Int?
  }

  /// What is given, and what was observed of the year before where nothing is.
  private func inputs(in session: Session) async throws -> Inputs {
    let engine = try await session.firmFigures(asOf: .farFuture, knownAt: nil).engine
    let before = Period(.year, firstMonth: (year - 1) * 12)
    func observed(_ code: String) -> Decimal? {
      let value = engine.value(of: code, in: before)
      guard value?.isIncomplete == false, value?.currency ?? "VND" == "VND" else { return nil }
      return value?.value
    }
    var problems = Problems()
    let workers =
      number(siWorkers, "siWorkers", isWholeMoney: false, &problems) ?? observed("si_workers")
    let revenue =
      number(revenueVnd, "revenueVnd", isWholeMoney: true, &problems) ?? observed("revenue")
    let capital =
      number(capitalVnd, "capitalVnd", isWholeMoney: true, &problems) ?? observed("total_capital")
    if workers == nil { problems.add("siWorkers", "size.workers_needed") }
    if revenue == nil, capital == nil { problems.add("revenueVnd", "size.money_needed") }
    try problems.throwIfAny()
    return Inputs(
      siWorkers: workers ?? 0, revenueVnd: revenue.map { NSDecimalNumber(decimal: $0).intValue },
      capitalVnd: capital.map { NSDecimalNumber(decimal: $0).intValue })
  }

  private func number(
    _ written: WrittenValue?, _ field: String, isWholeMoney: Bool, _ problems: inout Problems
  ) -> Decimal? {
    guard let written else { return nil }
    do throws(WrittenValueError) {
      let value = try written.value(isWholeMoney: isWholeMoney)
      if value < 0 { problems.add(field, "observation.negative") }
      return value
    } catch {
      problems.add(field, error.rule, error.parameters)
      return nil
    }
  }
}

struct FirmSector: Decodable, Sendable {
  let vsicVersion: String
  let vsicSection: String
  let sectorGroup: String
}

struct SupersededSize: Decodable, Sendable {
  let id: ID<FirmSize>
  let revision: Int
  let sizeCode: SizeCode
}

extension Query<FirmSector> {
  static var firmSector: Self { Query("firm_size.sector") }
}
extension Query<SupersededSize> {
  static var supersedeFirmSize: Self { Query("firm_size.supersede") }
}
