import Foundation

extension Roster {
  /// - Parameter wanted: the session to limit the roster to; nil for all sessions of the run.
  init(
    _ course: CourseClass, sessions: [HeldSession], members: [ClassMember], marks: [PresentMark],
    doubleBooked: Set<UUID>, wanted: ID<CourseSession>?
  ) {
    let wantedSession = wanted.flatMap { wanted in sessions.first { $0.id == wanted.uuid } }
    let shown = sessions.filter { wanted == nil || $0.id == wanted?.uuid }
    let held = sessions.filter { session in
      session.state == "closed" || wantedSession.map { session.heldOn <= $0.heldOn } ?? false
    }
    let heldIds = Set(held.map(\.id))
    let heldMinutes = held.reduce(0) { $0 + $1.minutes }
    let byPerson = Dictionary(grouping: marks, by: \.enrolmentId)
    let enrolled = Set(members.map(\.enrolmentId))
    let bySession = Dictionary(
      grouping: marks.filter { enrolled.contains($0.enrolmentId) }, by: \.sessionId)
    courseRunId = ID(course.id)
    courseRunCode = course.code
    courseTitle = course.courseTitle
    requiredAttendancePct = course.requiredAttendancePct
    self.sessions = shown.map {
      RosterSession($0, marks: bySession[$0.id] ?? [], people: members.count)
    }
    people = members.map { member in
      let own = byPerson[member.enrolmentId] ?? []
      let attended = own.filter { heldIds.contains($0.sessionId) }.reduce(0) { $0 + $1.minutes }
      return RosterPerson(
        enrolmentId: ID(member.enrolmentId), displayName: member.displayName,
        employeeCode: member.employeeCode, firmId: ID(member.firmId), firmName: member.firmName,
        marks: own.filter { mark in shown.contains { $0.id == mark.sessionId } }
          .map(RosterMark.init),
        attendedMinutes: attended, heldMinutes: heldMinutes,
        isBelowRequired: attended * 100 < heldMinutes * course.requiredAttendancePct,
        isDoubleBooked: doubleBooked.contains(member.enrolmentId))
    }
  }
}

extension RosterSession {
  fileprivate init(_ session: HeldSession, marks: [PresentMark], people: Int) {
    func count(_ mark: Mark) -> Int { marks.count { $0.mark == mark } }
    self.init(
      id: ID(session.id), ordinal: session.ordinal, heldOn: session.heldOn, state: session.state,
      version: session.version, morningStartsAt: session.morningStartsAt,
      morningMinutes: session.morningMinutes, afternoonStartsAt: session.afternoonStartsAt,
      afternoonMinutes: session.afternoonMinutes, presentCount: count(.present),
      lateCount: count(.late), excusedCount: count(.excused), absentCount: count(.absent),
      unmarkedCount: people * session.halfDayCount - marks.count)
  }
}

extension RosterMark {
  fileprivate init(_ mark: PresentMark) {
    self.init(
      sessionId: ID(mark.sessionId), halfDay: mark.halfDay, mark: mark.mark,
      minutes: mark.minutes, source: mark.source, revision: mark.revision)
  }
}
