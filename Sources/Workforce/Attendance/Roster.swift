import Foundation
import Postgres

/// Who is in a class and what is marked of them.
package struct Roster: Codable, Sendable {
  package let courseRunId: ID<CourseRun>
  package let courseRunCode: String
  package let courseTitle: LocalizedText
  /// Share of the planned minutes that a completion needs, percent.
  package let requiredAttendancePct: Int
  package let sessions: [RosterSession]
  package let people: [RosterPerson]
}

package struct RosterSession: Codable, Sendable {
  package let id: ID<CourseSession>
  package let ordinal: Int
  package let heldOn: CalendarDate
  package let state: String
  package let version: Int
  /// Nil for a half-day that is not held.
  package let morningStartsAt: Date?
  package let morningMinutes: Int?
  package let afternoonStartsAt: Date?
  package let afternoonMinutes: Int?
  /// Counts of half-day marks.
  package let presentCount: Int
  package let lateCount: Int
  package let excusedCount: Int
  package let absentCount: Int
  package let unmarkedCount: Int
}

package struct RosterPerson: Codable, Sendable {
  package let enrolmentId: ID<Enrolment>
  package let displayName: String
  package let employeeCode: String
  package let firmId: ID<Firm>
  package let firmName: String
  package let marks: [RosterMark]
  /// Minutes attended and held so far: of closed sessions and of those up to the one asked for.
  package let attendedMinutes: Int
  package let heldMinutes: Int
  /// Whether the share attended so far is below what a completion needs.
  package let isBelowRequired: Bool
  /// Expected in another class during the session asked for.
  package let isDoubleBooked: Bool
}

package struct RosterMark: Codable, Sendable {
  package let sessionId: ID<CourseSession>
  package let halfDay: HalfDay
  package let mark: Mark
  package let minutes: Int
  package let source: AttendanceSource
  package let revision: Int
}

/// A session of a run with the minutes of its half-days; nil for one that is not held.
struct HeldSession: Decodable, Sendable {
  let id: UUID
  let ordinal: Int
  let heldOn: CalendarDate
  let state: String
  let version: Int
  let morningStartsAt: Date?
  let morningMinutes: Int?
  let afternoonStartsAt: Date?
  let afternoonMinutes: Int?

  var minutes: Int { (morningMinutes ?? 0) + (afternoonMinutes ?? 0) }
  var halfDayCount: Int { (morningMinutes == nil ? 0 : 1) + (afternoonMinutes == nil ? 0 : 1) }
}

struct ClassMember: Decodable, Sendable {
  let enrolmentId: UUID
  let firmId: UUID
  let firmName: String
  let employeeCode: String
  let displayName: String
}

struct PresentMark: Decodable, Sendable {
  let enrolmentId: UUID
  let sessionId: UUID
  let halfDay: HalfDay
  let mark: Mark
  let minutes: Int
  let source: AttendanceSource
  let revision: Int
}
