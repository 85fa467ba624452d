import Foundation
import Postgres

/// Something about a plan that is allowed and yet may be a mistake; the rule is the key of its sentence.
package struct PlanningWarning: Codable, Sendable, Equatable {
  package let rule: String
  package let parameters: [String: String]

  init(_ rule: String, _ parameters: [String: String]) {
    self.rule = rule
    self.parameters = parameters
  }

  static func about(
    _ run: CourseRunSummary, _ sessions: [SessionDetails]
  ) -> [PlanningWarning] {
    var warnings: [PlanningWarning] = []
    let held = sessions.filter { $0.state != .cancelled }
    for session in held {
      let day = session.heldOn.dayMonthYear
      if session.holiday != nil {
        warnings.append(PlanningWarning("session.on_holiday", ["day": day]))
      }
      if let room = session.roomCapacity, room < run.capacity {
        warnings.append(
          PlanningWarning(
            "session.room_is_small",
            ["day": day, "seats": "\(room)", "capacity": "\(run.capacity)"]))
      }
    }
    if CalendarDate.inVietnam(at: run.cutOffAt) > run.startsOn {
      warnings.append(PlanningWarning("course_run.cut_off_after_start", [:]))
    }
    if run.trainers.isEmpty { warnings.append(PlanningWarning("course_run.without_trainer", [:])) }
    if held.isEmpty { warnings.append(PlanningWarning("course_run.without_session", [:])) }
    return warnings
  }
}

extension CalendarDate {
  /// As days are written in Vietnam: 25/11/2026.
  var dayMonthYear: String {
    let text = description
    return "\(text.suffix(2))/\(text.dropFirst(5).prefix(2))/\(text.prefix(4))"
  }
}
