import Foundation
import Postgres

/// Plans one delivery of a course, with its sessions when they are known: a closed one for HR's own
/// firm, one open to all for a trainer, an officer or an administrator. A closed one by another's
/// provider is a request until that provider agrees.
package struct CreateCourseRun: UseCase {
  package let courseId: ID<Course>
  /// Nil for a trainer's own provider, and for HR the firm as a provider of its own.
  package let providerId: ID<Provider>?
  package let code: String
  /// Nil for the course's.
  package let language: TeachingLanguage?
  package let trainerIds: [ID<Trainer>]
  package let roomId: ID<Room>?
  package let place: String?
  package let communeCode: String?
  package let capacity: Int
  /// Nil for the midnight at which the first day begins.
  package let cutOffAt: Date?
  package let waitingPolicy: WaitingPolicy
  /// Seats for each firm; with the policy `firm_quota` alone.
  package let firmQuota: Int?
  /// Codes of the groups of firms that come first, such as `women_owned`; with the policy `priority` alone.
  package let priorityFlags: [String]?
  /// Nil for the course's.
  package let priceVnd: Int?
  /// Whether enrolment opens at once.
  package let isOpen: Bool
  /// Needed only without sessions, which say it themselves.
  package let startsOn: CalendarDate?
  package let endsOn: CalendarDate?
  package let sessions: [SessionInput]

  package static let name = "course-run.create"
  package static let route = Route.post("/course-runs")
  package static let permission = Permission.planRuns
  package static let access = Access.write

  package init(
    courseId: ID<Course>, providerId: ID<Provider>?, code: String, language: TeachingLanguage?,
    trainerIds: [ID<Trainer>], roomId: ID<Room>?, place: String?, communeCode: String?,
    capacity: Int, cutOffAt: Date?, waitingPolicy: WaitingPolicy, firmQuota: Int?,
    priorityFlags: [String]?, priceVnd: Int?,
    isOpen: Bool, startsOn: CalendarDate?, endsOn: CalendarDate?, sessions: [SessionInput]
  ) {
    self.courseId = courseId
    self.providerId = providerId
    self.code = code
    self.language = language
    self.trainerIds = trainerIds
    self.roomId = roomId
    self.place = place
    self.communeCode = communeCode
    self.capacity = capacity
    self.cutOffAt = cutOffAt
    self.waitingPolicy = waitingPolicy
    self.firmQuota = firmQuota
    self.priorityFlags = priorityFlags
    self.priceVnd = priceVnd
    self.isOpen = isOpen
    self.startsOn = startsOn
    self.endsOn = endsOn
    self.sessions = sessions
  }

  package func check(_ problems: inout Problems) {
    problems.require(code, "code", limit: 40)
    problems.checkRun(
      capacity: capacity, firmQuota: firmQuota, priceVnd: priceVnd, place: place)
    if (waitingPolicy == .firmQuota) != (firmQuota != nil) {
      problems.add("firmQuota", "course_run.quota_goes_with_its_policy")
    }
    if (waitingPolicy == .priority) != !(priorityFlags ?? []).isEmpty {
      problems.add("priorityFlags", "course_run.groups_go_with_their_policy")
    }
    if sessions.isEmpty {
      if startsOn == nil { problems.add("startsOn", "field.required") }
      if endsOn == nil { problems.add("endsOn", "field.required") }
    }
    if let startsOn, let endsOn, endsOn < startsOn {
      problems.add("endsOn", "field.ends_before_it_starts")
    }
    for (index, session) in sessions.enumerated() {
      _ = SessionHours(session.texts(at: "sessions[\(index)]."), &problems)
    }
    if sessions.count > 200 { problems.add("sessions", "course_run.too_many_sessions") }
  }

  package func run(in session: Session) async throws -> CourseRunDetails {
    let course = try await deliverableCourse(in: session)
    let offering = try await session.offering(by: providerId)
    if offering.owner == nil, course.ownerId != nil { throw AppError.notFound("course") }
    let provider = try await provider(of: offering, in: session)
    if isOpen, let owner = offering.owner, provider != owner {
      throw AppError.invalid("isOpen", "course_run.awaits_its_provider")
    }
    try await session.requireResources(
      of: provider, trainers: trainerIds, keeping: [],
      rooms: (roomId.map { [($0, "roomId")] } ?? [])
        + sessions.enumerated().compactMap { index, planned in
          planned.roomId.map { ($0, "sessions[\(index)].roomId") }
        })
    try await session.requireKnownFlags(priorityFlags ?? [])
    let id: ID<CourseRun> = session.newID()
    try await insert(id, course: course, owner: offering.owner, provider: provider, in: session)
    try await session.replaceTrainers(of: id, with: trainerIds)
    let sessionIDs = try await session.insertSessions(
      sessions, of: id, paths: sessions.indices.map { "sessions[\($0)]." })
    session.recordAudit(
      [id.uuid, courseId.uuid] + sessionIDs,
      changes: [
        AuditChange("code", before: nil, after: code),
        AuditChange("capacity", before: nil, after: "\(capacity)"),
        AuditChange("isOpen", before: nil, after: "\(isOpen)"),
        AuditChange("sessions", before: nil, after: "\(sessions.count)"),
      ], reason: nil)
    return try await .read(id, in: session)
  }

  private func deliverableCourse(in session: Session) async throws -> DeliverableCourse {
    let scope = session.principal.planningScope
    guard
      let course = try await session.fetchOne(
        .deliverableCourse, courseId.uuid, scope.role, scope.firm, scope.provider)
    else { throw AppError.invalid("courseId", "course_run.course_unknown") }
    guard course.isPublished else {
      throw AppError.invalid("courseId", "course_run.course_not_published")
    }
    return course
  }

  private func provider(of offering: Offering, in session: Session) async throws -> UUID {
    if let provider = offering.provider { return provider }
    guard offering.owner != nil else { throw AppError.invalid("providerId", "field.required") }
    return try await session.ownProvider()
  }

  private func insert(
    _ id: ID<CourseRun>, course: DeliverableCourse, owner: UUID?, provider: UUID,
    in session: Session
  ) async throws {
    let days = sessions.map(\.heldOn)
    guard let first = days.min() ?? startsOn, let last = days.max() ?? endsOn else {
      throw AppError.invalid("startsOn", "field.required")
    }
    try await session.execute(
      .insertCourseRun, id.uuid, courseId.uuid, provider, owner, code,
      (language ?? course.language).rawValue, roomId?.uuid, place.flatMap { $0.isEmpty ? nil : $0 },
      communeCode.flatMap { $0.isEmpty ? nil : $0 }, capacity,
      cutOffAt ?? first.midnightInVietnam, waitingPolicy.rawValue, firmQuota,
      priceVnd ?? course.priceVnd, first, last,
      (isOpen ? CourseRunState.open : .planned).rawValue, session.now,
      session.principal.accountID.uuid, priorityFlags ?? [])
  }
}

struct DeliverableCourse: Decodable, Sendable {
  let id: ID<Course>
  let ownerId: ID<Firm>?
  let priceVnd: Int
  let language: TeachingLanguage
  let isPublished: Bool
}

extension Problems {
  /// Numbers and texts that a run is described by; nil ones are not given.
  mutating func checkRun(capacity: Int?, firmQuota: Int?, priceVnd: Int?, place: String?) {
    range(capacity, "capacity", 1...1000)
    range(firmQuota, "firmQuota", 1...1000)
    range(priceVnd, "priceVnd", 0...1_000_000_000_000)
    bound(place, "place", limit: 300)
  }
}

extension CalendarDate {
  /// The moment at which the day begins in Vietnam (UTC+7).
  var midnightInVietnam: Date {
    Date(timeIntervalSince1970: Double(dayNumber) * 86_400 - 7 * 3600)
  }
}

extension Query<DeliverableCourse> {
  static var deliverableCourse: Self { Query("course_run.course") }
}

extension Command {
  static var insertCourseRun: Self { Command("course_run.insert") }
}
