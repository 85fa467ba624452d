import Foundation
import Postgres

struct DuplicateRow: Decodable, Sendable {
  let firstId: ID<Employee>
  let secondId: ID<Employee>
  let points: Int
  let evidence: [String]
}

extension Query<DuplicateRow> {
  static var duplicates: Self { Query("duplicate.list") }
}

/// Pairs of records of the firm that may be of one human, the likeliest first. They are offered and never
/// merged; pairs that were said to be two people are left out.
package struct ListDuplicates: UseCase {
  package static let name = "employee.list-duplicates"
  package static let route = Route.get("/duplicates")
  package static let permission = Permission.readPeople
  package static let access = Access.readPersons

  /// Only pairs with this record; nil for all.
  package let employeeId: ID<Employee>?
  /// How many pairs were shown before, as `next` says it.
  package let after: String?
  package let limit: Int?

  package init(employeeId: ID<Employee>?, after: String?, limit: Int?) {
    self.employeeId = employeeId
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.checkLimit(limit)
    if let after, Int(after).map({ $0 < 0 }) ?? true { problems.add("after", "field.malformed") }
  }

  package func run(in session: Session) async throws -> Page<DuplicatePair> {
    let firmID = try session.firmID().uuid
    let skipped = after.flatMap { Int($0) } ?? 0
    let wanted = ListCursor.limit(limit)
    let rows = try await session.fetchAll(
      .duplicates, firmID, session.today, session.principal.unitScope, employeeId?.uuid, skipped,
      wanted + 1)
    let shown = rows.prefix(wanted)
    let records = try await session.fetchAll(
      .mergeRecords, firmID, Array(Set(shown.flatMap { [$0.firstId.uuid, $0.secondId.uuid] })),
      session.today, session.principal.unitScope)
    let isContactShown = session.principal.role == .hr
    let byID = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
    let pairs = shown.compactMap { row -> DuplicatePair? in
      guard let first = byID[row.firstId], let second = byID[row.secondId] else { return nil }
      return DuplicatePair(
        first: MergeCandidate(first, isContactShown: isContactShown),
        second: MergeCandidate(second, isContactShown: isContactShown), points: row.points,
        likelihood: DuplicateLikelihood(points: row.points),
        evidence: row.evidence.compactMap { DuplicateSign(rawValue: $0) })
    }
    return Page(items: pairs, next: rows.count > wanted ? "\(skipped + wanted)" : nil)
  }
}

package struct DuplicateCount: Codable, Sendable {
  package let pairs: Int
}

extension Query<DuplicateCount> {
  static var duplicateCount: Self { Query("duplicate.count") }
}

/// How many pairs `employee.list-duplicates` would show.
package struct CountDuplicates: Lookup {
  package typealias Output = DuplicateCount

  package static let name = "employee.count-duplicates"
  package static let route = Route.get("/duplicates/count")
  package static let permission = Permission.readPeople
  package static let access = Access.read

  package init() {}

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<DuplicateCount>.duplicateCount.statement,
      [try context.firmID().uuid, context.today, context.principal.unitScope])
  }

  package func output(from rows: Rows) throws -> DuplicateCount {
    try rows.one(DuplicateCount.self, "employee")
  }
}
