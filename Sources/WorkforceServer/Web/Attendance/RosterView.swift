import CivilCalendar
import Foundation
import Localization
import Workforce

/// One half-day of one session as its trainer sees it.
struct RosterView: Sendable {
  let roster: Roster
  let session: RosterSession
  let halfDay: HalfDay
  private let words: Words

  /// The half-day is the one that the address names, or the first that is held.
  init(_ visit: Visit) async throws {
    let sessionId: ID<CourseSession> = try visit.id("sessionId", "session")
    roster = try await visit.perform(
      ShowRoster(courseRunId: nil, sessionId: sessionId, asOf: nil, knownAt: nil))
    guard let session = roster.sessions.first(where: { $0.id == sessionId }) else {
      throw AppError.notFound("session")
    }
    self.session = session
    words = visit.words
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

  func presentCount(_ halfDay: HalfDay) -> Int {
    roster.people.count { person in
      guard let mark = mark(of: person, halfDay)?.mark else { return false }
      return mark == .present || mark == .late
    }
  }

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
        "total": "\(roster.people.count)", "url": "\(address)?half=\(half.rawValue)",
      ]
      if half == halfDay { tab["current"] = true }
      return tab
    }
    let unmarked = roster.people.count { mark(of: $0, halfDay) == nil }
    if session.state != "open" {
      content["closed"] = true
      content["closedBy"] = words["attendance.state_closed"]
      if session.state == "closed" { content["reopenURL"] = "\(address)/reopen" }
    }
    content["action"] = "\(address)/marks"
    content["sessionKey"] = "\(session.id).\(halfDay.rawValue)"
    content["halfDay"] = halfDay.rawValue
    content["present"] = "\(presentCount(halfDay))"
    content["total"] = "\(roster.people.count)"
    content["unmarked"] = "\(unmarked)"
    content["people"] = roster.people.map(person)
    content["closeURL"] = "\(address)/close"
    content["sheetURL"] = "\(address)/sheet"
    content["resultsURL"] = "/runs/\(roster.courseRunId)/results"
    return content
  }

  private func person(_ person: RosterPerson) -> PageContent {
    let present = mark(of: person, halfDay)
    var content: PageContent = [
      "id": person.enrolmentId.description, "name": person.displayName,
      "code": "\(person.employeeCode) · \(person.firmName)", "minutes": "",
    ]
    switch present?.mark {
    case .present: content["present"] = true
    case .late:
      content["late"] = true
      content["minutes"] = "\(minutes(of: halfDay) - (present?.minutes ?? 0))"
    case .excused: content["excused"] = true
    case .absent: content["absent"] = true
    case nil: content["unmarked"] = true
    }
    let other: HalfDay = halfDay == .morning ? .afternoon : .morning
    if let mark = mark(of: person, other)?.mark {
      content["otherHalf"] =
        "\(words["attendance.\(other.rawValue)"]): \(words["attendance.\(mark.rawValue)"])"
    }
    if person.isDoubleBooked { content["note"] = words["attendance.double_booked"] }
    return content
  }
}
