import Foundation
import Postgres

package enum EmployeeMerge {}

/// How many records of a kind a merge or its undoing wrote, and to what effect.
package struct MergeTally: Codable, Sendable, Equatable {
  package enum Relation: String, Codable, Sendable, CaseIterable {
    case enrolment = "enrolment_status"
    case attendance, completion, assessment, assignment, exemption, employment, membership
  }

  package enum Effect: String, Codable, Sendable, CaseIterable {
    case moved
    /// Only the days on which the survivor had not the same.
    case shortened
    /// A second part of what was cut in two.
    case added
    /// Said twice of one human, and counted once.
    case countedOnce = "counted_once"
    case setAside = "set_aside"
    /// Recorded again, so that the order of judgements stays.
    case reordered
    case joined, revoked
  }

  package let relation: Relation
  package let effect: Effect
  package let records: Int

  package init(relation: Relation, effect: Effect, records: Int) {
    self.relation = relation
    self.effect = effect
    self.records = records
  }
}

extension Query<MergeTally> {
  static var mergeTally: Self { Query("merge.tally") }
}

package struct MergedRecords: Codable, Sendable, Versioned {
  package let mergeId: ID<EmployeeMerge>
  /// The record that stays.
  package let employeeId: ID<Employee>
  package let mergedId: ID<Employee>
  /// Of the record that stays.
  package let version: Int
  package let tallies: [MergeTally]
}

/// Makes two records of one human one. Everything that stands on the record that goes is moved to the
/// one that stays, by new revisions; nothing is erased, and `employee.unmerge` brings it back.
package struct MergeEmployees: UseCase, AboutEmployee {
  package static let name = "employee.merge"
  package static let route = Route.post("/employees/{employeeId}/merge")
  package static let permission = Permission.managePeople
  package static let access = Access.write

  /// The record that stays.
  package let employeeId: ID<Employee>
  /// The record that goes.
  package let mergedId: ID<Employee>
  /// Values of the record that goes that are taken over; what the other does not say is taken anyway.
  package let take: [MergeField]?
  /// In runs with both: the enrolment that is kept. The better one where none is named.
  package let keptEnrolmentIds: [ID<Enrolment>]?
  /// Runs with both that were paid for once only: what was spent twice returns to the budget.
  package let paidOnceRunIds: [ID<CourseRun>]?
  package let reason: String

  package init(
    employeeId: ID<Employee>, mergedId: ID<Employee>, take: [MergeField]?,
    keptEnrolmentIds: [ID<Enrolment>]?, paidOnceRunIds: [ID<CourseRun>]?, reason: String
  ) {
    self.employeeId = employeeId
    self.mergedId = mergedId
    self.take = take
    self.keptEnrolmentIds = keptEnrolmentIds
    self.paidOnceRunIds = paidOnceRunIds
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
    if employeeId == mergedId { problems.add("mergedId", "merge.same_record") }
  }

  package func run(in session: Session) async throws -> MergedRecords {
    let firmID = try session.firmID().uuid
    try await session.lockRecords([employeeId, mergedId])
    let plan = try await session.mergePlan(
      survivor: employeeId, merged: mergedId, take: take, kept: keptEnrolmentIds,
      paidOnce: paidOnceRunIds)
    try session.requireVersion(plan.survivor.version)
    let mergeID: ID<EmployeeMerge> = session.newID()
    let move = MergeMove(
      firmID: firmID, mergeID: mergeID.uuid, plan: plan,
      paidOnce: (paidOnceRunIds ?? []).map(\.uuid), reason: reason)
    try await session.begin(move)
    try await session.moveFacts(move)
    try await session.joinRecords(move)
    let tallies = try await session.fetchAll(.mergeTally, firmID, mergeID.uuid, "merge")
    session.recordAudit(
      [employeeId.uuid, mergedId.uuid, mergeID.uuid],
      changes: [AuditChange("mergedInto", before: nil, after: employeeId.description)]
        + tallies.map {
          AuditChange(
            "\($0.relation.rawValue).\($0.effect.rawValue)", before: nil, after: "\($0.records)")
        } + plan.taken.sorted { $0.rawValue < $1.rawValue }.map { .personal($0.rawValue) },
      reason: reason)
    return MergedRecords(
      mergeId: mergeID, employeeId: employeeId, mergedId: mergedId,
      version: plan.survivor.version + 1, tallies: tallies)
  }
}
