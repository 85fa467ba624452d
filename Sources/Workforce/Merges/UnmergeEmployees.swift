import Foundation
import Postgres

package struct UnmergedRecords: Codable, Sendable, Versioned {
  package let mergeId: ID<EmployeeMerge>
  package let employeeId: ID<Employee>
  package let mergedId: ID<Employee>
  /// Of the record that had stayed.
  package let version: Int
  package let tallies: [MergeTally]
  /// Enrolments that stand again and wait, because their run has filled up meanwhile.
  package let waitingEnrolmentIds: [ID<Enrolment>]
}

/// Undoes a merge: what it moved goes back to the record that it came from. What was recorded since stays
/// with the survivor, but for what is named, and for what hangs on an enrolment that goes back.
package struct UnmergeEmployees: UseCase {
  package static let name = "employee.unmerge"
  package static let route = Route.post("/merges/{mergeId}/unmerge")
  package static let permission = Permission.managePeople
  package static let access = Access.write

  package let mergeId: ID<EmployeeMerge>
  /// Facts recorded since the merge that are the other person's.
  package let toMergedIds: [UUID]?
  /// Also says that the two are two people, so that they are not offered again.
  package let keepApart: Bool?
  package let reason: String

  package init(
    mergeId: ID<EmployeeMerge>, toMergedIds: [UUID]?, keepApart: Bool?, reason: String
  ) {
    self.mergeId = mergeId
    self.toMergedIds = toMergedIds
    self.keepApart = keepApart
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> UnmergedRecords {
    let firmID = try session.firmID().uuid
    let known = try await session.find("merge", .merge, firmID, mergeId.uuid)
    try await session.lockRecords([known.survivorId, known.mergedId])
    // Once more, now that nobody else can undo it.
    let found = try await session.undoableMerge(mergeId)
    let facts = try await session.fetchAll(.factsSinceMerge, firmID, mergeId.uuid)
    let sent = try FactsSent(facts, toMergedIds ?? [])
    let waiting = try await session.takeSeatsAgain(mergeId)
    try await session.restoreFacts(
      UnmergeMove(
        firmID: firmID, merge: found.merge, sent: sent, waiting: waiting, reason: reason))
    let version = try await session.restoreRecords(found, reason: reason)
    if keepApart == true {
      _ = try await session.keepApart(
        found.survivor.employeeId, found.merged.employeeId, reason: reason)
    }
    let tallies = try await session.fetchAll(.mergeTally, firmID, mergeId.uuid, "unmerge")
    session.recordAudit(
      [known.survivorId.uuid, known.mergedId.uuid, mergeId.uuid],
      changes: [AuditChange("mergedInto", before: known.survivorId.description, after: nil)]
        + tallies.map {
          AuditChange("\($0.relation.rawValue)", before: nil, after: "\($0.records)")
        }, reason: reason)
    return UnmergedRecords(
      mergeId: mergeId, employeeId: known.survivorId, mergedId: known.mergedId, version: version,
      tallies: tallies, waitingEnrolmentIds: waiting.map { ID($0) })
  }
}

/// Which facts of those recorded since go to the merged record, by kind.
struct FactsSent: Sendable {
  var enrolments: [UUID] = []
  var assessments: [UUID] = []
  var assignments: [UUID] = []
  var exemptions: [UUID] = []

  /// Throws `invalidInput` for one that is not among those to decide about.
  init(_ facts: [FactSinceMerge], _ chosen: [UUID]) throws(AppError) {
    let open = Dictionary(
      facts.filter { $0.follows == nil }.map { ($0.id, $0.kind) },
      uniquingKeysWith: { first, _ in first })
    for id in Set(chosen) {
      guard let kind = open[id] else {
        throw AppError.invalid("toMergedIds", "merge.not_to_decide")
      }
      switch kind {
      case .enrolment: enrolments.append(id)
      case .assessment, .application: assessments.append(id)
      case .assignment: assignments.append(id)
      case .exemption: exemptions.append(id)
      case .completion: throw AppError.invalid("toMergedIds", "merge.not_to_decide")
      }
    }
  }
}
