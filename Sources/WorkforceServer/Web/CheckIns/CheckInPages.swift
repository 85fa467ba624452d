import Foundation
import Localization
import Workforce

/// Self check-in: what the trainer shows to the room, and what a participant sees after scanning or typing.
struct CheckInPages {
  func mount(_ pages: PageRouter) {
    pages.get("/sessions/{sessionId}/check-in") { visit in try await page(visit) }
    pages.post("/sessions/{sessionId}/check-in") { visit, submission in
      let id: ID<CourseSession> = try visit.id("sessionId", "session")
      let half = submission.text("halfDay").flatMap(HalfDay.init(rawValue:))
      if let refusal = try await visit.refusal(of: OpenCheckIn(sessionId: id, halfDay: half)) {
        return Landing("/sessions/\(id)/check-in", flash: .refused(refusal, visit.words))
      }
      return Landing("/sessions/\(id)/check-in", flash: nil)
    }
    pages.post("/sessions/{sessionId}/check-in/close") { visit, _ in
      let id: ID<CourseSession> = try visit.id("sessionId", "session")
      _ = try await visit.perform(CloseCheckIn(sessionId: id))
      return Landing("/sessions/\(id)", flash: .done(visit.words["check_in.closed"]))
    }
    ArrivalPages(pages: pages.responder).mount(on: pages.router)
  }

  private func page(_ visit: Visit) async throws -> PageView {
    let id: ID<CourseSession> = try visit.id("sessionId", "session")
    guard let state = try await open(id, visit) else {
      return PageView(
        "attendance/check-in", try await heading(id, visit), section: .sessions)
    }
    return PageView("attendance/check-in-board", try await board(state, visit), section: .sessions)
  }

  /// Nil while nothing is open. Throws `notFound` for a session that is not the caller's.
  private func open(_ id: ID<CourseSession>, _ visit: Visit) async throws -> CheckInState? {
    do {
      return try await visit.perform(ShowCheckIn(sessionId: id))
    } catch let error {
      guard error == .notFound("check-in") else { throw error }
      return nil
    }
  }

  private func heading(_ id: ID<CourseSession>, _ visit: Visit) async throws -> PageContent {
    let words = visit.words
    let session = try await visit.perform(ShowCourseSession(sessionId: id))
    let run = try await visit.perform(ShowCourseRun(courseRunId: session.courseRunId)).run
    let number = words["attendance.session_number", ["number": "\(session.ordinal)"]]
    return [
      "course": run.courseTitle.text(english: words.isEnglish),
      "run": "\(run.code), \(number) · \(words.date(session.heldOn))",
      "rosterURL": "/sessions/\(id)", "action": "/sessions/\(id)/check-in",
      "closeAction": "/sessions/\(id)/check-in/close",
      "halves": [
        session.morningStart == nil ? nil : HalfDay.morning,
        session.afternoonStart == nil ? nil : .afternoon,
      ].compactMap { $0 }.map { half -> PageContent in
        ["value": half.rawValue, "label": words["attendance.\(half.rawValue)"]]
      },
    ]
  }

  private func board(_ state: CheckInState, _ visit: Visit) async throws -> PageContent {
    let words = visit.words
    var content = try await heading(state.sessionId, visit)
    let address = "\(visit.origin)/check-in"
    let left = state.nextCodeAt.timeIntervalSince(visit.app.dependencies.now())
    let seconds = max(1, Int(left.rounded(.up)))
    content["qr"] = try QRDrawing.svg(
      of: "\(address)?k=\(state.link)", label: words["check_in.qr"])
    content["address"] = address.replacing(/^https?:\/\//, with: "")
    content["code"] = "\(state.code.prefix(3)) \(state.code.suffix(3))"
    content["half"] = words["attendance.\(state.halfDay.rawValue)"]
    content["present"] = words.number(state.presentCount)
    content["total"] = words.number(state.enrolledCount)
    content["themselves"] =
      words["check_in.themselves", ["count": words.number(state.checkedInCount)]]
    content["until"] = words["check_in.until", ["time": words.time(state.closesAt)]]
    content["seconds"] = "\(seconds)"
    content["refresh"] = "\(min(15, seconds + 1))"
    if Self.isLoopback(visit.origin) { content["onlyHere"] = true }
    return content
  }

  /// Whether no telephone can reach the address.
  private static func isLoopback(_ origin: String) -> Bool {
    ["://127.", "://localhost", "://[::1]"].contains { origin.contains($0) }
  }
}
