import Foundation
import Postgres

/// Enters of how many people the province's target is a share, with the publication it stands in.
package struct SetTargetDenominator: UseCase {
  package let targetCode: String
  package let persons: Int
  package let asOf: CalendarDate
  package let source: String
  /// Needed when there is one already.
  package let reason: String?

  package init(
    targetCode: String, persons: Int, asOf: CalendarDate, source: String, reason: String?
  ) {
    self.targetCode = targetCode
    self.persons = persons
    self.asOf = asOf
    self.source = source
    self.reason = reason
  }

  package struct Output: Codable, Sendable {
    package let targetCode: String
    package let revision: Int
    package let persons: Int
  }

  package static let name = "target-denominator.set"
  package static let route = Route.put("/province/targets/{targetCode}/denominator")
  package static let permission = Permission.manageProvince
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(targetCode, "targetCode", limit: 60)
    problems.range(persons, "persons", 1...100_000_000)
    problems.require(source, "source", limit: 300)
    problems.bound(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> Output {
    let province = try session.provinceCode()
    guard asOf <= session.today else {
      throw AppError.invalid("asOf", "field.in_the_future")
    }
    let target = try await session.find(
      "target", .provinceTarget, province, session.today, asOf.year,
      try await session.knownAt(nil))
    guard target.code == targetCode else { throw AppError.notFound("target") }
    let earlier = try await session.fetchOne(
      .supersededDenominator, province, targetCode, session.now)
    if earlier != nil, (reason ?? "").allSatisfy(\.isWhitespace) {
      throw AppError.invalid("reason", "target.denominator_change_needs_a_reason")
    }
    let revision = (earlier?.revision ?? 0) + 1
    try await session.execute(
      Command("target_denominator.insert"), province, targetCode, revision, persons, asOf, source,
      session.now, session.principal.accountID.uuid, reason)
    session.recordAudit(
      [],
      changes: [
        AuditChange(
          "persons", before: earlier.map { "\($0.persons)" }, after: "\(persons)"),
        AuditChange("source", before: nil, after: source),
      ], reason: reason)
    return Output(targetCode: targetCode, revision: revision, persons: persons)
  }
}

struct SupersededDenominator: Decodable, Sendable {
  let revision: Int
  let persons: Int
}

extension Query<SupersededDenominator> {
  static var supersededDenominator: Self { Query("target_denominator.supersede") }
}
