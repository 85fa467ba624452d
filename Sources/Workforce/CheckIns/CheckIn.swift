import Foundation
import Postgres

/// A while in which a class checks itself in; the row is `kynang.check_in`.
package enum CheckIn {}

/// An open check-in as whoever shows it to the class sees it. The code and the link are good for less than two
/// minutes; nothing here names a person.
package struct CheckInState: Codable, Sendable {
  package let id: ID<CheckIn>
  package let sessionId: ID<CourseSession>
  package let halfDay: HalfDay
  package let openedAt: Date
  /// It ends then by itself.
  package let closesAt: Date
  /// Six digits, to be typed.
  package let code: String
  /// What a scanned code says: the value of `k` in the address `/check-in`.
  package let link: String
  /// When both change; those shown until then are accepted for as long again.
  package let nextCodeAt: Date
  package let enrolledCount: Int
  /// Marked present or late in this half-day, by whomever.
  package let presentCount: Int
  /// How many of them checked in themselves.
  package let checkedInCount: Int
}

/// What a telephone holds between the code and saying who it is. Good for ten minutes and for one person.
package struct CheckInTicket: Codable, Sendable {
  package let ticket: String
  package let expiresAt: Date
  package let courseTitle: LocalizedText
  package let courseRunCode: String
  package let sessionOrdinal: Int
  package let heldOn: CalendarDate
  package let halfDay: HalfDay
}

/// That somebody is marked, and no more: whoever asks has not shown who they are to anybody else.
package struct CheckedIn: Codable, Sendable {
  package let sessionId: ID<CourseSession>
  package let courseTitle: LocalizedText
  package let heldOn: CalendarDate
  package let halfDay: HalfDay
  /// Whether something was marked of them before, which stays as it is.
  package let wasMarkedBefore: Bool
}

/// The check-in of a session, for whoever shows it.
struct PresentCheckIn: Decodable, Sendable {
  let id: ID<CheckIn>
  let sessionId: ID<CourseSession>
  let courseRunId: UUID
  let halfDay: HalfDay
  let secret: [UInt8]
  let openedAt: Date
  let closesAt: Date
}

extension Query<PresentCheckIn> {
  static var presentCheckIn: Self { Query("check_in.present") }
}

struct CheckInCounts: Decodable, Sendable {
  let enrolledCount: Int
  let presentCount: Int
  let checkedInCount: Int
}

extension Query<CheckInCounts> {
  static var checkInCounts: Self { Query("check_in.counts") }
}

extension CheckInState {
  static func read(
    _ checkIn: PresentCheckIn, firms: [UUID], in session: Session
  ) async throws -> CheckInState {
    let counts = try await session.find(
      "check-in", .checkInCounts, firms, checkIn.courseRunId, checkIn.sessionId.uuid,
      checkIn.halfDay.rawValue)
    let secret = CheckInSecret(id: checkIn.id, bytes: checkIn.secret)
    return CheckInState(
      id: checkIn.id, sessionId: checkIn.sessionId, halfDay: checkIn.halfDay,
      openedAt: checkIn.openedAt, closesAt: checkIn.closesAt, code: secret.code(at: session.now),
      link: secret.link(at: session.now), nextCodeAt: secret.nextChange(after: session.now),
      enrolledCount: counts.enrolledCount, presentCount: counts.presentCount,
      checkedInCount: counts.checkedInCount)
  }
}
