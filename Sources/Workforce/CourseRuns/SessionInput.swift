import Foundation
import Postgres

/// A session as it is planned with its run. An evening is given as the afternoon.
package struct SessionInput: Codable, Sendable {
  package let heldOn: CalendarDate
  /// `HH:mm` in Vietnam, as the other three; nil without a morning.
  package let morningStart: String?
  package let morningEnd: String?
  package let afternoonStart: String?
  package let afternoonEnd: String?
  /// Nil for the room of the run.
  package let roomId: ID<Room>?

  package init(
    heldOn: CalendarDate, morningStart: String?, morningEnd: String?, afternoonStart: String?,
    afternoonEnd: String?, roomId: ID<Room>?
  ) {
    self.heldOn = heldOn
    self.morningStart = morningStart
    self.morningEnd = morningEnd
    self.afternoonStart = afternoonStart
    self.afternoonEnd = afternoonEnd
    self.roomId = roomId
  }

  func texts(at path: String) -> SessionHours.Texts {
    SessionHours.Texts(
      morningStart: morningStart, morningEnd: morningEnd, afternoonStart: afternoonStart,
      afternoonEnd: afternoonEnd, path: path)
  }
}

extension Session {
  /// Writes sessions of a locked run, takes their trainers and rooms, and returns their ids.
  /// - Parameter paths: where each stands in the input: empty, or `sessions[2].`.
  func insertSessions(
    _ inputs: [SessionInput], of run: ID<CourseRun>, paths: [String]
  ) async throws -> [UUID] {
    guard !inputs.isEmpty else { return [] }
    var problems = Problems()
    let hours = zip(inputs, paths).map { input, path in
      problems.checkDay(input.heldOn, "\(path)heldOn")
      return SessionHours(input.texts(at: path), &problems)
    }
    try problems.throwIfAny()
    let ids = newIDs(inputs.count)
    try await execute(
      .insertSessions, run.uuid, ids, inputs.map(\.heldOn), hours.map(\.morning?.start),
      hours.map(\.morning?.end), hours.map(\.afternoon?.start), hours.map(\.afternoon?.end),
      inputs.map(\.roomId?.uuid), now, principal.accountID.uuid)
    try await rebook(ids)
    return ids
  }
}

extension Command {
  static var insertSessions: Self { Command("session.insert") }
}
