import Foundation
import Postgres

/// What a record says of a person that a merge has to choose between.
package enum MergeField: String, Codable, Sendable, CaseIterable {
  case code, fullName, birthOn, phone, email
}

/// One value that the two records say, and which of the two stays.
package struct MergeValue: Codable, Sendable {
  package let field: MergeField
  package let survivor: String?
  package let merged: String?
  /// Whether the value of the record that goes is taken.
  package let isTaken: Bool
}

/// Something that both records have at one time.
package struct MergeOverlap: Codable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case assignment, exemption, assessment
  }

  package let kind: Kind
  package let title: LocalizedText
  package let startsOn: CalendarDate?
  package let endsOn: CalendarDate?
  /// Of judgements of one day.
  package let survivorLevel: Int?
  package let mergedLevel: Int?
}

/// The one employment that two become.
package struct JoinedEmployment: Codable, Sendable {
  package struct Absence: Codable, Sendable {
    package let startsOn: CalendarDate
    package let endsOn: CalendarDate
  }

  package let startsOn: CalendarDate
  package let endsOn: CalendarDate?
  /// Days in between on which the person did not work in the firm.
  package let away: [Absence]
}

extension Query<MergeOverlap> {
  static var mergeOverlaps: Self { Query("merge.overlaps") }
}
extension Query<JoinedEmployment> {
  static var joinedEmployment: Self { Query("merge.employment") }
}

/// What the preview and the merge itself go by, so that the two cannot differ.
struct MergePlan: Sendable {
  let survivor: MergeRecordRow
  let merged: MergeRecordRow
  let taken: Set<MergeField>
  let doubles: [DoubleEnrolment]

  /// The values of the person after the merge.
  var values: PersonValues {
    var values = survivor.values
    let other = merged.values
    if taken.contains(.fullName) {
      values.fullName = other.fullName
      values.familyName = other.familyName
      values.middleName = other.middleName
      values.givenName = other.givenName
    }
    if taken.contains(.birthOn) { values.birthOn = other.birthOn }
    if taken.contains(.phone) { values.phone = other.phone }
    if taken.contains(.email) { values.email = other.email }
    return values
  }

  var shown: [MergeValue] {
    MergeField.allCases.map { field in
      MergeValue(
        field: field, survivor: survivor.text(field), merged: merged.text(field),
        isTaken: taken.contains(field))
    }
  }
}

extension MergeRecordRow {
  func text(_ field: MergeField) -> String? {
    switch field {
    case .code: code
    case .fullName: fullName
    case .birthOn: birthOn?.description
    case .phone: phone
    case .email: email
    }
  }
}

extension Session {
  /// Throws `notFound` for a record of another firm, `conflict` where the two cannot be merged.
  func mergePlan(
    survivor: ID<Employee>, merged: ID<Employee>, take: [MergeField]?,
    kept: [ID<Enrolment>]?, paidOnce: [ID<CourseRun>]?
  ) async throws -> MergePlan {
    let firm = try firmID().uuid
    let records = try await fetchAll(
      .mergeRecords, firm, [survivor.uuid, merged.uuid], today, principal.unitScope)
    guard let staying = records.first(where: { $0.id == survivor }),
      let going = records.first(where: { $0.id == merged })
    else { throw AppError.notFound("employee") }
    for record in [staying, going] {
      if record.mergedInto != nil {
        throw AppError.conflict("merge.already_merged", ["code": record.code])
      }
      if record.isErased { throw AppError.conflict("employee.erased") }
      if record.startsOn == nil { throw AppError.notFound("employee") }
    }
    guard try await fetchOne(.apart, firm, survivor.uuid, merged.uuid) == nil else {
      throw AppError.conflict("merge.kept_apart")
    }
    let chosen = Set(kept ?? [])
    let runs = Set(paidOnce ?? [])
    let rows = try await fetchAll(.doubleEnrolments, firm, survivor.uuid, merged.uuid)
    var problems = Problems()
    let known = Set(rows.flatMap { [$0.survivorEnrolmentId, $0.mergedEnrolmentId] })
    if !chosen.isSubset(of: known) { problems.add("keptEnrolmentIds", "merge.not_in_both") }
    if !runs.isSubset(of: Set(rows.map(\.courseRunId))) {
      problems.add("paidOnceRunIds", "merge.not_in_both")
    }
    let hasBoth = rows.contains {
      chosen.isSuperset(of: [$0.survivorEnrolmentId, $0.mergedEnrolmentId])
    }
    if hasBoth {
      problems.add("keptEnrolmentIds", "merge.keep_one_of_two")
    }
    try problems.throwIfAny()
    // What the survivor does not say at all is taken, unless the choice was made field by field.
    let missing = MergeField.allCases.filter {
      staying.text($0) == nil && going.text($0) != nil
    }
    let wanted = Set(take ?? []).filter {
      going.text($0) != nil && going.text($0) != staying.text($0)
    }
    return MergePlan(
      survivor: staying, merged: going, taken: wanted.union(missing),
      doubles: rows.map {
        $0.decided(chosen: chosen, isPaidOnce: runs.contains($0.courseRunId))
      })
  }
}
