import Foundation
import Postgres

/// A run in which both records stand: one enrolment is kept, the other set aside.
package struct DoubleEnrolment: Codable, Sendable {
  package let courseRunId: ID<CourseRun>
  package let courseRunCode: String
  package let courseTitle: LocalizedText
  package let startsOn: CalendarDate
  package let survivor: Side
  package let merged: Side
  package let keptEnrolmentId: ID<Enrolment>
  /// What returns to the budget with the enrolment that is set aside, in đồng.
  package let releasedVnd: Int
  /// What stays spent on it, in đồng.
  package let spentTwiceVnd: Int

  package struct Side: Codable, Sendable {
    package let enrolmentId: ID<Enrolment>
    package let state: EnrolmentState
    package let minutes: Int
    /// `completed` or `not_completed`; nil before there is a result.
    package let result: String?
    package let completedOn: CalendarDate?
    package let moneyState: MoneyState
    package let firmPartVnd: Int

    /// Greater is better: a course completed, then more attended, then a seat rather than a wait.
    fileprivate var merit: (Int, Int, Int) {
      (
        result == "completed" ? 2 : result == nil ? 0 : 1, minutes, state == .enrolled ? 1 : 0
      )
    }
  }

  var asideEnrolmentId: ID<Enrolment> {
    keptEnrolmentId == survivor.enrolmentId ? merged.enrolmentId : survivor.enrolmentId
  }
}

struct DoubleRow: Decodable, Sendable {
  let courseRunId: ID<CourseRun>
  let courseRunCode: String
  let courseTitle: LocalizedText
  let startsOn: CalendarDate
  let survivorEnrolmentId: ID<Enrolment>
  let survivorState: EnrolmentState
  let survivorMinutes: Int
  let survivorResult: String?
  let survivorCompletedOn: CalendarDate?
  let survivorMoneyState: MoneyState
  let survivorFirmPartVnd: Int
  let mergedEnrolmentId: ID<Enrolment>
  let mergedState: EnrolmentState
  let mergedMinutes: Int
  let mergedResult: String?
  let mergedCompletedOn: CalendarDate?
  let mergedMoneyState: MoneyState
  let mergedFirmPartVnd: Int

  /// - Parameter chosen: enrolments that somebody wants kept; the better one otherwise.
  func decided(chosen: Set<ID<Enrolment>>, isPaidOnce: Bool) -> DoubleEnrolment {
    let survivor = DoubleEnrolment.Side(
      enrolmentId: survivorEnrolmentId, state: survivorState, minutes: survivorMinutes,
      result: survivorResult, completedOn: survivorCompletedOn, moneyState: survivorMoneyState,
      firmPartVnd: survivorFirmPartVnd)
    let merged = DoubleEnrolment.Side(
      enrolmentId: mergedEnrolmentId, state: mergedState, minutes: mergedMinutes,
      result: mergedResult, completedOn: mergedCompletedOn, moneyState: mergedMoneyState,
      firmPartVnd: mergedFirmPartVnd)
    let isMergedKept =
      chosen.contains(mergedEnrolmentId)
      || !chosen.contains(survivorEnrolmentId) && merged.merit > survivor.merit
    let aside = isMergedKept ? survivor : merged
    let staysSpent = aside.moneyState == .spent && !isPaidOnce
    let wasReleased = aside.moneyState == .released
    return DoubleEnrolment(
      courseRunId: courseRunId, courseRunCode: courseRunCode, courseTitle: courseTitle,
      startsOn: startsOn, survivor: survivor, merged: merged,
      keptEnrolmentId: isMergedKept ? mergedEnrolmentId : survivorEnrolmentId,
      releasedVnd: staysSpent || wasReleased ? 0 : aside.firmPartVnd,
      spentTwiceVnd: staysSpent ? aside.firmPartVnd : 0)
  }
}

extension Query<DoubleRow> {
  static var doubleEnrolments: Self { Query("merge.doubles") }
}
