import Foundation

/// What a request makes, or would make, of one person.
package enum EnrolmentResult: String, Codable, Sendable, CaseIterable {
  case enrolled, waitlisted, refused
}

/// Why somebody is refused, or what to know of somebody who is not: the key of a sentence.
package struct EnrolmentNote: Codable, Sendable, Equatable {
  package let rule: String
  package let parameters: [String: String]

  package init(_ rule: String, _ parameters: [String: String] = [:]) {
    self.rule = rule
    self.parameters = parameters
  }
}

/// One person of a request, in its order.
package struct EnrolmentOutcome: Codable, Sendable {
  /// Nil when the entry names nobody, or somebody whom the caller may not see.
  package let employeeId: ID<Employee>?
  /// The code of the person, or the entry as it was given when it names nobody.
  package let employeeCode: String?
  package let displayName: String?
  package let result: EnrolmentResult
  /// Nil in a dry run and for somebody refused.
  package let enrolmentId: ID<Enrolment>?
  /// The place in the queue, from 1, for somebody waitlisted.
  package let queuePosition: Int?
  package let refusals: [EnrolmentNote]
  package let warnings: [EnrolmentNote]
  /// The unit that pays; nil for none.
  package let unitId: ID<Unit>?
  /// Whole đồng; the firm's part is the list price less support.
  package let listPriceVnd: Int
  package let supportVnd: Int
  package let firmPartVnd: Int
}

/// What a request did, or would do.
package struct EnrolmentAnswer: Codable, Sendable {
  /// Undoes everything at once; nil in a dry run and when everybody was refused.
  package let batchId: ID<EnrolmentBatch>?
  package let courseRunId: ID<CourseRun>
  package let courseRunCode: String
  package let enrolledCount: Int
  package let waitlistedCount: Int
  package let refusedCount: Int
  /// The firm's part of everybody who is not refused, whole đồng.
  package let firmPartVnd: Int
  package let people: [EnrolmentOutcome]
  /// The budgets of the units that pay, as they are after the request.
  package let budgets: [UnitBudget]
}

/// Enrolments that were made together; the row is `kynang.enrolment_batch`.
package enum EnrolmentBatch {}
