import CivilCalendar
import Foundation
import Localization
import Workforce

/// One half-day of one session as its trainer sees it.
struct RosterView: Sendable {
  let roster: Roster
  let session: RosterSession
  /// Who came unenrolled and is not resolved yet.
  let walkIns: [WalkInLine]
  let halfDay: HalfDay
  private let words: Words
  private let today: CalendarDate

  /// The half-day is the one that the address names, or the first that is held.
  init(_ visit: Visit) async throws {
    let sessionId: ID<CourseSession> = try visit.id("sessionId", "session")
    roster = try await visit.perform(
      ShowRoster(courseRunId: nil, sessionId: sessionId, asOf: nil, knownAt: nil))
    guard let session = roster.sessions.first(where: { $0.id == sessionId }) else {
      throw AppError.notFound("session")
    }
    self.session = session
    walkIns = try await visit.perform(
      ListWalkIns(courseRunId: roster.courseRunId, state: .pending, after: nil, limit: 200)
    ).items.reversed().filter { walkIn in
      // Whoever first came to a later session was not missed in this one.
      walkIn.marks.isEmpty || walkIn.marks.contains { $0.heldOn <= session.heldOn }
    }
    words = visit.words
    today = visit.today
    let wanted = visit.text("half").flatMap(HalfDay.init(rawValue:))
    let held = Self.halfDays(of: session)
    halfDay = wanted.flatMap { held.contains($0) ? $0 : nil } ?? held.first ?? .morning
  }

  static func halfDays(of session: RosterSession) -> [HalfDay] {
    [
      session.morningMinutes == nil ? nil : HalfDay.morning,
      session.afternoonMinutes == nil ? nil : .afternoon,
    ].compactMap { $0 }
  }

  func minutes(of halfDay: HalfDay) -> Int {
    switch halfDay {
    case .morning: session.morningMinutes ?? 0
    case .afternoon: session.afternoonMinutes ?? 0
    }
  }

  func mark(of person: RosterPerson, _ halfDay: HalfDay) -> RosterMark? {
    person.marks.first { $0.sessionId == session.id && $0.halfDay == halfDay }
  }

  func mark(of walkIn: WalkInLine, _ halfDay: HalfDay) -> WalkInMark? {
    walkIn.marks.first { $0.sessionId == session.id && $0.halfDay == halfDay }
  }

  func presentCount(_ halfDay: HalfDay) -> Int {
    let marks =
      roster.people.map { mark(of: $0, halfDay)?.mark }
      + walkIns.map { mark(of: $0, halfDay)?.mark }
    return marks.count { $0 == .present || $0 == .late }
  }

  /// Everybody on the page, enrolled or not.
  var total: Int { roster.people.count + walkIns.count }

  var address: String { "/sessions/\(session.id)" }

  /// What every page about a session says of it.
  var heading: PageContent {
    let ordinal = words["attendance.session_number", ["number": "\(session.ordinal)"]]
    return [
      "course": roster.courseTitle.text(english: words.language == .en),
      "run": "\(roster.courseRunCode), \(ordinal)",
      "date": words.date(iso: session.heldOn.description),
      "todayURL": "/sessions", "rosterURL": address,
    ]
  }

  func content() -> PageContent {
    var content = heading
    let halves = Self.halfDays(of: session)
    content["hasHalfDays"] = halves.count > 1
    content["halfDays"] = halves.map { half -> PageContent in
      var tab: PageContent = [
        "label": words["attendance.\(half.rawValue)"], "present": "\(presentCount(half))",
        "total": "\(total)", "url": "\(address)?half=\(half.rawValue)",
      ]
      if half == halfDay { tab["current"] = true }
      return tab
    }
    let unmarked =
      roster.people.count { mark(of: $0, halfDay) == nil }
      + walkIns.count { mark(of: $0, halfDay) == nil }
    if session.state != "open" {
      content["closed"] = true
      content["closedBy"] = words["attendance.state_closed"]
      if session.state == "closed" { content["reopenURL"] = "\(address)/reopen" }
    }
    content["action"] = "\(address)/marks"
    content["sessionKey"] = "\(session.id).\(halfDay.rawValue)"
    content["halfDay"] = halfDay.rawValue
    content["present"] = "\(presentCount(halfDay))"
    content["total"] = "\(total)"
    content["unmarked"] = "\(unmarked)"
    content["people"] = roster.people.map(person)
    content["checkedIn"] = roster.people.filter { mark(of: $0, halfDay)?.source == .checkIn }
      .map(\.enrolmentId.description).joined(separator: ",")
    content["walkIns"] = walkIns.map(walkIn)
    content["walkInURL"] = "\(address)/walk-ins?half=\(halfDay.rawValue)"
    content["closeURL"] = "\(address)/close"
    if session.state == "open", session.heldOn == today {
      content["checkInURL"] = "\(address)/check-in"
    }
    content["sheetURL"] = "\(address)/sheet"
    content["resultsURL"] = "/runs/\(roster.courseRunId)/results"
    return content
  }

  private var otherHalf: HalfDay { halfDay == .morning ? .afternoon : .morning }

  private func person(_ person: RosterPerson) -> PageContent {
    let present = mark(of: person, halfDay)
    var content: PageContent = [
      "id": person.enrolmentId.description, "name": person.displayName,
      "code": "\(person.employeeCode) · \(person.firmName)",
    ]
    content.merge(
      marked(present?.mark, present?.minutes, other: mark(of: person, otherHalf)?.mark)
    ) { $1 }
    if present?.source == .checkIn { content["byThemselves"] = true }
    if person.isDoubleBooked { content["note"] = words["attendance.double_booked"] }
    return content
  }

  private func walkIn(_ walkIn: WalkInLine) -> PageContent {
    let present = mark(of: walkIn, halfDay)
    var content: PageContent = [
      "id": walkIn.id.description, "name": walkIn.displayName, "code": walkIn.firmName,
      "withdrawURL": "/walk-ins/\(walkIn.id)/withdraw?back=\(QueryText.encode(address))",
    ]
    content.merge(
      marked(present?.mark, present?.minutes, other: mark(of: walkIn, otherHalf)?.mark)
    ) { $1 }
    return content
  }

  /// The mark of the half-day shown, and what is said of the other one.
  private func marked(_ mark: Mark?, _ attended: Int?, other: Mark?) -> PageContent {
    var content: PageContent = ["minutes": "", (mark?.rawValue ?? "unmarked"): true]
    if mark == .late { content["minutes"] = "\(minutes(of: halfDay) - (attended ?? 0))" }
    if let other {
      content["otherHalf"] =
        "\(words["attendance.\(otherHalf.rawValue)"]): \(words["attendance.\(other.rawValue)"])"
    }
    return content
  }
}
