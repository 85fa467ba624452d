import Foundation

/// One meeting of a run; the row is `kynang.session`. Named so that it is no transaction's `Session`.
package enum CourseSession {}

package enum HalfDay: String, Codable, Sendable, CaseIterable {
  case morning, afternoon
}

package enum Mark: String, Codable, Sendable, CaseIterable {
  case present, late, excused, absent

  /// Whether somebody was there for some of the half-day.
  var countsMinutes: Bool { self == .present || self == .late }
}

/// How a mark came to be.
package enum AttendanceSource: String, Codable, Sendable, CaseIterable {
  case trainer
  case checkIn = "check_in"
  case sheet
  case `import`
  /// HR said who a walk-in was; a trainer had marked them.
  case walkIn = "walk_in"
}

/// What is said of one person in one half-day of a session.
package struct AttendanceMark: Codable, Sendable, Hashable {
  package let enrolmentId: ID<Enrolment>
  package let halfDay: HalfDay
  package let mark: Mark
  /// Minutes attended. Asked for when somebody came late; nil is the whole half-day for somebody
  /// present.
  package let minutes: Int?

  package init(enrolmentId: ID<Enrolment>, halfDay: HalfDay, mark: Mark, minutes: Int?) {
    self.enrolmentId = enrolmentId
    self.halfDay = halfDay
    self.mark = mark
    self.minutes = minutes
  }

  func check(_ problems: inout Problems, at path: String) {
    switch mark {
    case .late where minutes == nil:
      problems.add("\(path).minutes", "attendance.late_needs_minutes")
    case .excused where (minutes ?? 0) != 0, .absent where (minutes ?? 0) != 0:
      problems.add("\(path).minutes", "attendance.absent_has_no_minutes")
    case .present, .late, .excused, .absent:
      problems.range(minutes, "\(path).minutes", 0...720)
    }
  }
}
