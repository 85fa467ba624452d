import Foundation
import Postgres

/// Something recorded of the survivor after the merge: whose it is, nobody but a person can tell, unless it
/// hangs on an enrolment.
package struct FactSinceMerge: Codable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case enrolment, completion, assessment, application, assignment, exemption
  }
  package enum Side: String, Codable, Sendable, CaseIterable { case survivor, merged }

  package let kind: Kind
  package let id: UUID
  package let title: LocalizedText
  package let detail: String
  package let occurredOn: CalendarDate
  package let recordedAt: Date
  /// Where it goes without a choice, with its enrolment; nil when a person decides, and stays otherwise.
  package let follows: Side?
}

extension Query<FactSinceMerge> {
  static var factsSinceMerge: Self { Query("unmerge.new_facts") }
}

/// How many records of a kind were changed after the merge.
package struct ChangeSinceMerge: Codable, Sendable {
  package let relation: MergeTally.Relation
  package let records: Int
}

extension Query<ChangeSinceMerge> {
  static var changesSinceMerge: Self { Query("unmerge.changed") }
}

package struct UnmergePreview: Codable, Sendable {
  package let mergeId: ID<EmployeeMerge>
  package let survivor: MergeCandidate
  package let mergedId: ID<Employee>
  package let mergedCode: String
  package let mergedName: String
  /// What goes back as it was.
  package let tallies: [MergeTally]
  /// What goes back as it is now, since somebody changed it after the merge.
  package let changes: [ChangeSinceMerge]
  /// What was recorded since.
  package let newFacts: [FactSinceMerge]
}

struct MergeRow: Decodable, Sendable {
  let id: ID<EmployeeMerge>
  let survivorId: ID<Employee>
  let mergedId: ID<Employee>
  let takenFields: [String]
  let recordedAt: Date
  let undoneAt: Date?
  /// The code that a later merge, built on this one, made go.
  let laterCode: String?
}

extension Query<MergeRow> {
  static var merge: Self { Query("merge.find") }
}

/// What a record said before it was merged.
struct FormerRecord: Decodable, Sendable {
  let employeeId: ID<Employee>
  let code: String
  let fullName: String
  let familyName: String
  let middleName: String
  let givenName: String
  let birthOn: CalendarDate?
  let phone: String?
  let email: String?

  var values: PersonValues {
    PersonValues(
      fullName: fullName, familyName: familyName, middleName: middleName, givenName: givenName,
      birthOn: birthOn, phone: phone, email: email)
  }
}

extension Query<FormerRecord> {
  static var formerRecords: Self { Query("merge.former") }
}

/// A merge with both sides as they were, ready to be undone.
struct UndoableMerge: Sendable {
  let merge: MergeRow
  let survivor: FormerRecord
  let merged: FormerRecord
}

/// Shows what un-merging would bring back, what has happened since, and what a person has to decide.
package struct CheckUnmerge: UseCase {
  package static let name = "employee.check-unmerge"
  package static let route = Route.get("/merges/{mergeId}/unmerge")
  package static let permission = Permission.managePeople
  package static let access = Access.readPersons

  package let mergeId: ID<EmployeeMerge>

  package init(mergeId: ID<EmployeeMerge>) {
    self.mergeId = mergeId
  }

  package func run(in session: Session) async throws -> UnmergePreview {
    let firmID = try session.firmID().uuid
    let found = try await session.undoableMerge(mergeId)
    let noScope: [UUID]? = nil
    let survivor = try await session.find(
      "employee", .mergeRecords, firmID, [found.survivor.employeeId.uuid], session.today, noScope)
    return UnmergePreview(
      mergeId: mergeId, survivor: MergeCandidate(survivor, isContactShown: true),
      mergedId: found.merged.employeeId, mergedCode: found.merged.code,
      mergedName: found.merged.fullName,
      tallies: try await session.fetchAll(.mergeTally, firmID, mergeId.uuid, "merge"),
      changes: try await session.fetchAll(.changesSinceMerge, firmID, mergeId.uuid),
      newFacts: try await session.fetchAll(.factsSinceMerge, firmID, mergeId.uuid))
  }
}

extension Session {
  /// Throws `notFound`, or `conflict` where something stands in the way.
  func undoableMerge(_ id: ID<EmployeeMerge>) async throws -> UndoableMerge {
    let firm = try firmID().uuid
    let merge = try await find("merge", .merge, firm, id.uuid)
    guard merge.undoneAt == nil else { throw AppError.conflict("merge.already_undone") }
    if let code = merge.laterCode {
      throw AppError.conflict("merge.undo_later_first", ["code": code])
    }
    let former = try await fetchAll(.formerRecords, firm, id.uuid)
    guard let survivor = former.first(where: { $0.employeeId == merge.survivorId }),
      let merged = former.first(where: { $0.employeeId == merge.mergedId })
    else { throw AppError.conflict("merge.erased_since") }
    return UndoableMerge(merge: merge, survivor: survivor, merged: merged)
  }
}
