import Foundation

package struct RecordedMarks: Codable, Sendable {
  package let sessionId: ID<CourseSession>
  /// Marks that were new or changed.
  package let recordedCount: Int
  /// Marks that said what was recorded already.
  package let unchangedCount: Int
}

/// Marks people present, late, excused or absent in a session, each half-day by itself.
///
/// One transaction for each firm of the class. Sending the same marks again writes nothing, so that a
/// device which lost the answer sends them once more.
package struct RecordAttendance: KeepsAnswer {
  package let sessionId: ID<CourseSession>
  package let marks: [AttendanceMark]
  /// Nil for the trainer's own tap.
  package let source: AttendanceSource?
  /// Why marks are changed that were recorded before.
  package let reason: String?

  package init(
    sessionId: ID<CourseSession>, marks: [AttendanceMark], source: AttendanceSource?,
    reason: String?
  ) {
    self.sessionId = sessionId
    self.marks = marks
    self.source = source
    self.reason = reason
  }

  package static let name = "attendance.record"
  package static let route = Route.post("/sessions/{sessionId}/attendance")
  package static let permission = Permission.recordTraining
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    if marks.isEmpty { problems.add("marks", "field.required") }
    if marks.count > 4000 { problems.add("marks", "attendance.too_many_marks", ["limit": "4000"]) }
    if source == .walkIn { problems.add("source", "attendance.walk_ins_are_matched") }
    problems.bound(reason, "reason", limit: 500)
    var seen: Set<String> = []
    for (index, mark) in marks.enumerated() {
      mark.check(&problems, at: "marks[\(index)]")
      if !seen.insert("\(mark.enrolmentId)/\(mark.halfDay)").inserted {
        problems.add("marks[\(index)]", "attendance.marked_twice")
      }
    }
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> RecordedMarks {
    let groups = try await app.firms(
      of: Array(marks.enumerated()), enrolment: \.element.enrolmentId, field: "marks",
      as: principal, request: request)
    var recorded = 0
    for group in groups {
      recorded += try await app.perform(
        RecordFirmAttendance(
          sessionId: sessionId, positions: group.entries.map(\.offset),
          marks: group.entries.map(\.element), source: source ?? .trainer, reason: reason),
        as: principal, actingFor: group.firmID, request: .plain(id: request.id))
    }
    return RecordedMarks(
      sessionId: sessionId, recordedCount: recorded, unchangedCount: marks.count - recorded)
  }
}
