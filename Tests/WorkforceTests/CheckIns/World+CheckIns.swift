import Foundation
import TestSupport
import Workforce

/// What tests of checking in do again and again.
extension World {
  /// Hoa of firm A and Anh of firm B are enrolled, and it is five past eight on the first morning.
  @discardableResult
  func classInTheRoom() async throws -> (hoa: ID<Enrolment>, anh: ID<Enrolment>) {
    let enrolments = try await mixedClass()
    try clock.set("2026-12-07T01:05:00Z")
    return enrolments
  }

  func open(
    _ session: ID<CourseSession> = World.firstSession, _ half: HalfDay? = nil,
    as principal: Principal = World.teacher1
  ) async throws(AppError) -> CheckInState {
    try await perform(OpenCheckIn(sessionId: session, halfDay: half), as: principal)
  }

  func shown() async throws(AppError) -> CheckInState {
    try await perform(ShowCheckIn(sessionId: World.firstSession), as: World.teacher1)
  }

  func enter(code: String) async throws(AppError) -> CheckInTicket {
    try await perform(EnterCheckIn(code: code, link: nil), as: .visitor)
  }

  func enter(link: String) async throws(AppError) -> CheckInTicket {
    try await perform(EnterCheckIn(code: nil, link: link), as: .visitor)
  }

  /// With a ticket of its own unless one is given.
  @discardableResult
  func arrive(
    _ code: String, _ name: String, ticket: String? = nil
  ) async throws(AppError) -> CheckedIn {
    var held = ticket
    if held == nil { held = try await enter(link: try await shown().link).ticket }
    return try await perform(
      ArriveAtCheckIn(ticket: held ?? "", employeeCode: code, fullName: name), as: .visitor)
  }

  /// The mark of somebody in the first session's mornings.
  func morningMark(of enrolment: ID<Enrolment>) async throws -> RosterMark? {
    try await roster(of: World.firstSession).people.first { $0.enrolmentId == enrolment }?.marks
      .first { $0.halfDay == .morning }
  }
}
