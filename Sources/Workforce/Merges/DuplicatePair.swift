import Foundation
import Postgres

/// What speaks for two records being of one human, or against it; the weights stand in
/// `sql/routines/merges.sql`.
package enum DuplicateSign: String, Codable, Sendable, CaseIterable {
  /// The same without marks and capitals.
  case sameName = "same_name"
  /// The same words in another order.
  case sameWords = "same_words"
  case otherName = "other_name"
  case sameBirth = "same_birth"
  /// Day and month have changed places, as spreadsheets do it.
  case swappedBirth = "swapped_birth"
  case oneBirth = "one_birth"
  case noBirth = "no_birth"
  case otherBirth = "other_birth"
  case samePhone = "same_phone"
  case sameEmail = "same_email"
  /// The same but for signs and leading zeros.
  case similarCode = "similar_code"
  case workedTogether = "worked_together"
  /// One employment begins where the other ends.
  case followed
  /// One employment ends well before the other begins.
  case returned
  /// Both were present in one half-day of one session.
  case met
}

package enum DuplicateLikelihood: String, Codable, Sendable, CaseIterable {
  case high, medium, low

  init(points: Int) {
    self = points >= 75 ? .high : points >= 55 ? .medium : .low
  }
}

/// How much stands on a record, by kind.
package struct RecordLoad: Codable, Sendable, Equatable {
  package let enrolments: Int
  package let completions: Int
  /// Half-days of attendance.
  package let marks: Int
  package let assessments: Int
  /// Statements of what is used at work.
  package let applications: Int
  package let exemptions: Int
  package let assignments: Int
  /// Rows of files that meant this record.
  package let importRows: Int
  /// Accounts that sign in as this employee.
  package let accounts: Int
}

/// One of two records that may be of one human.
package struct MergeCandidate: Codable, Sendable, Versioned {
  package let id: ID<Employee>
  package let code: String
  package let version: Int
  package let fullName: String
  /// Nil for anyone but HR, as phone and e-mail.
  package let birthOn: CalendarDate?
  package let phone: String?
  package let email: String?
  package let startsOn: CalendarDate?
  package let endsOn: CalendarDate?
  package let unitName: String?
  package let load: RecordLoad

  init(_ row: MergeRecordRow, isContactShown: Bool) {
    id = row.id
    code = row.code
    version = row.version
    fullName = row.fullName
    birthOn = isContactShown ? row.birthOn : nil
    phone = isContactShown ? row.phone : nil
    email = isContactShown ? row.email : nil
    startsOn = row.startsOn
    endsOn = row.endsOn
    unitName = row.unitName
    load = RecordLoad(
      enrolments: row.enrolments, completions: row.completions, marks: row.marks,
      assessments: row.assessments, applications: row.applications, exemptions: row.exemptions,
      assignments: row.assignments, importRows: row.importRows, accounts: row.accounts)
  }
}

/// Two records that may be of one human, and why that is thought.
package struct DuplicatePair: Codable, Sendable {
  package let first: MergeCandidate
  package let second: MergeCandidate
  /// 35 to 100.
  package let points: Int
  package let likelihood: DuplicateLikelihood
  package let evidence: [DuplicateSign]
}

/// A record as the database has it.
struct MergeRecordRow: Decodable, Sendable {
  let id: ID<Employee>
  let code: String
  let version: Int
  let fullName: String
  let familyName: String
  let middleName: String
  let givenName: String
  let birthOn: CalendarDate?
  let phone: String?
  let email: String?
  let isErased: Bool
  let mergedInto: ID<Employee>?
  let startsOn: CalendarDate?
  let endsOn: CalendarDate?
  let unitName: String?
  let enrolments: Int
  let completions: Int
  let marks: Int
  let assessments: Int
  let applications: Int
  let exemptions: Int
  let assignments: Int
  let importRows: Int
  let accounts: Int

  var values: PersonValues {
    PersonValues(
      fullName: fullName, familyName: familyName, middleName: middleName, givenName: givenName,
      birthOn: birthOn, phone: phone, email: email)
  }
}

extension Query<MergeRecordRow> {
  static var mergeRecords: Self { Query("merge.records") }
}
