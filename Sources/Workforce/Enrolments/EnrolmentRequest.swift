import Foundation

/// Whom to enrol in which run, and what to overlook: the input of the dry run and of the real one.
package struct EnrolmentRequest: Codable, Sendable {
  package let courseRunId: ID<CourseRun>
  package let employeeIds: [ID<Employee>]?
  /// Employee codes as a person types or pastes them, checked after the ids.
  package let employeeCodes: [String]?
  /// The unit that pays; nil for the unit that each person works in when the run starts.
  package let unitId: ID<Unit>?
  /// Support per person, whole đồng; nil for none.
  package let supportVnd: Int?
  /// Why people who hold every outcome already are enrolled all the same; nil leaves them out.
  package let includeCompetentReason: String?
  /// Why people are enrolled although another of their sessions is at the same time; nil refuses.
  package let allowClashReason: String?

  package init(
    courseRunId: ID<CourseRun>, employeeIds: [ID<Employee>]?, employeeCodes: [String]?,
    unitId: ID<Unit>?, supportVnd: Int?, includeCompetentReason: String?, allowClashReason: String?
  ) {
    self.courseRunId = courseRunId
    self.employeeIds = employeeIds
    self.employeeCodes = employeeCodes
    self.unitId = unitId
    self.supportVnd = supportVnd
    self.includeCompetentReason = includeCompetentReason
    self.allowClashReason = allowClashReason
  }

  /// Beyond this many people a request would hold the lock of the run for too long.
  static let limit = 2000

  func check(_ problems: inout Problems) {
    let count = (employeeIds ?? []).count + codes.count
    if count == 0 { problems.add("employeeIds", "enrolment.nobody_named") }
    if count > Self.limit {
      problems.add("employeeIds", "enrolment.too_many_people", ["limit": "\(Self.limit)"])
    }
    for (index, code) in codes.enumerated() {
      problems.require(code, "employeeCodes[\(index)]", limit: 40)
    }
    problems.range(supportVnd, "supportVnd", 0...1_000_000_000_000)
    for (reason, field) in [
      (includeCompetentReason, "includeCompetentReason"), (allowClashReason, "allowClashReason"),
    ] {
      if let reason { problems.require(reason, field, limit: 500) }
    }
  }

  var codes: [String] {
    (employeeCodes ?? []).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
  }

  /// What the batch was enrolled in spite of, as its reason in the records.
  var reason: String? {
    let reasons = [includeCompetentReason, allowClashReason].compactMap { $0 }
    return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
  }
}
