import Foundation
import Postgres

/// What a merge would do; nothing is written.
package struct MergePreview: Codable, Sendable {
  /// The record that stays.
  package let survivor: MergeCandidate
  /// The record that goes; all that stands on it is moved.
  package let merged: MergeCandidate
  package let values: [MergeValue]
  package let employment: JoinedEmployment
  package let doubles: [DoubleEnrolment]
  package let overlaps: [MergeOverlap]
}

/// Shows what merging one record into another would move, and where the two say or did the same.
package struct PreviewMerge: UseCase, AboutEmployee {
  package static let name = "employee.preview-merge"
  package static let route = Route.get("/employees/{employeeId}/merge")
  package static let permission = Permission.managePeople
  package static let access = Access.readPersons

  /// The record that stays.
  package let employeeId: ID<Employee>
  /// The record that goes.
  package let mergedId: ID<Employee>
  /// Values of the record that goes that are taken over.
  package let take: [MergeField]?
  /// In runs with both: the enrolment that is kept. The better one where none is named.
  package let keptEnrolmentIds: [ID<Enrolment>]?
  /// Runs with both that were paid for once only.
  package let paidOnceRunIds: [ID<CourseRun>]?

  package init(
    employeeId: ID<Employee>, mergedId: ID<Employee>, take: [MergeField]?,
    keptEnrolmentIds: [ID<Enrolment>]?, paidOnceRunIds: [ID<CourseRun>]?
  ) {
    self.employeeId = employeeId
    self.mergedId = mergedId
    self.take = take
    self.keptEnrolmentIds = keptEnrolmentIds
    self.paidOnceRunIds = paidOnceRunIds
  }

  package func check(_ problems: inout Problems) {
    if employeeId == mergedId { problems.add("mergedId", "merge.same_record") }
  }

  package func run(in session: Session) async throws -> MergePreview {
    let firmID = try session.firmID().uuid
    let plan = try await session.mergePlan(
      survivor: employeeId, merged: mergedId, take: take, kept: keptEnrolmentIds,
      paidOnce: paidOnceRunIds)
    return MergePreview(
      survivor: MergeCandidate(plan.survivor, isContactShown: true),
      merged: MergeCandidate(plan.merged, isContactShown: true), values: plan.shown,
      employment: try await session.find(
        "employee", .joinedEmployment, firmID, employeeId.uuid, mergedId.uuid),
      doubles: plan.doubles,
      overlaps: try await session.fetchAll(
        .mergeOverlaps, firmID, employeeId.uuid, mergedId.uuid))
  }
}
