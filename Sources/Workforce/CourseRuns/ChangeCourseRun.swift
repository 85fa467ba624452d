import Foundation
import Postgres

/// Changes a run; nil leaves a field as it is. Other trainers or another room take over all sessions
/// that are still to be held, and more seats go to those who wait.
package struct ChangeCourseRun: UseCase {
  package let courseRunId: ID<CourseRun>
  package let code: String?
  package let language: TeachingLanguage?
  package let trainerIds: [ID<Trainer>]?
  package let roomId: ID<Room>?
  /// Takes the room away, which nil cannot say.
  package let withoutRoom: Bool?
  /// An empty text takes the place away.
  package let place: String?
  package let communeCode: String?
  package let capacity: Int?
  package let cutOffAt: Date?
  package let waitingPolicy: WaitingPolicy?
  package let firmQuota: Int?
  package let priorityFlags: [String]?
  package let priceVnd: Int?
  package let isOpen: Bool?
  /// For a run without sessions; with some, their days count.
  package let startsOn: CalendarDate?
  package let endsOn: CalendarDate?

  package static let name = "course-run.change"
  package static let route = Route.patch("/course-runs/{courseRunId}")
  package static let permission = Permission.planRuns
  package static let access = Access.write

  package init(
    courseRunId: ID<CourseRun>, code: String?, language: TeachingLanguage?,
    trainerIds: [ID<Trainer>]?, roomId: ID<Room>?, withoutRoom: Bool?, place: String?,
    communeCode: String?, capacity: Int?, cutOffAt: Date?, waitingPolicy: WaitingPolicy?,
    firmQuota: Int?, priorityFlags: [String]?, priceVnd: Int?, isOpen: Bool?,
    startsOn: CalendarDate?, endsOn: CalendarDate?
  ) {
    self.courseRunId = courseRunId
    self.code = code
    self.language = language
    self.trainerIds = trainerIds
    self.roomId = roomId
    self.withoutRoom = withoutRoom
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
  }

  package func check(_ problems: inout Problems) {
    if let code { problems.require(code, "code", limit: 40) }
    problems.checkRun(
      capacity: capacity, firmQuota: firmQuota, priceVnd: priceVnd, place: place)
    if roomId != nil, withoutRoom == true { problems.add("roomId", "course_run.room_or_none") }
  }

  package func run(in session: Session) async throws -> CourseRunDetails {
    let present = try await session.lockCourseRun(courseRunId)
    try session.requireVersion(present.version)
    try requireConsistency(with: present)
    if isOpen == true, present.awaitsProvider {
      throw AppError.conflict("course_run.awaits_its_provider")
    }
    try await session.requireKnownFlags(priorityFlags ?? [])
    try await requireResources(anewFor: present, in: session)
    let seats = try await session.find("course_run", .runSeats, courseRunId.uuid)
    if let capacity, capacity < seats.taken {
      throw AppError.invalid(
        "capacity", "course_run.capacity_below_taken", ["taken": "\(seats.taken)"])
    }
    try await write(in: session)
    if let trainerIds { try await session.replaceTrainers(of: courseRunId, with: trainerIds) }
    if trainerIds != nil || roomId != nil || withoutRoom == true {
      let open = try await session.openSessions(of: courseRunId)
      try await session.rebook(open.map(\.id.uuid))
    }
    try await session.execute(.followSessions, courseRunId.uuid)
    try await session.promoteWaiting(in: courseRunId, waiting: seats.waiting)
    session.recordAudit([courseRunId.uuid], changes: changes(from: present), reason: nil)
    return try await .read(courseRunId, in: session)
  }

  private func requireConsistency(with present: LockedCourseRun) throws {
    if let firstDay = startsOn ?? endsOn.map({ _ in present.startsOn }),
      let lastDay = endsOn ?? startsOn.map({ _ in present.endsOn }), lastDay < firstDay
    {
      throw AppError.invalid("endsOn", "field.ends_before_it_starts")
    }
    let policy = waitingPolicy ?? present.waitingPolicy
    let quota = firmQuota ?? (policy == .firmQuota ? present.firmQuota : nil)
    if (policy == .firmQuota) != (quota != nil) {
      throw AppError.invalid("firmQuota", "course_run.quota_goes_with_its_policy")
    }
    let flags = priorityFlags ?? (policy == .priority ? present.priorityFlags : [])
    if (policy == .priority) != !flags.isEmpty {
      throw AppError.invalid("priorityFlags", "course_run.groups_go_with_their_policy")
    }
  }

  /// Only who and what is named anew must be there to be had.
  private func requireResources(
    anewFor present: LockedCourseRun, in session: Session
  ) async throws {
    let taught = Set(try await session.fetchAll(.runTrainers, courseRunId.uuid).map(\.id))
    try await session.requireResources(
      of: present.providerId.uuid, trainers: trainerIds ?? [], keeping: taught,
      rooms: roomId.flatMap { $0 == present.roomId ? nil : [($0, "roomId")] } ?? [])
  }

  private func write(in session: Session) async throws {
    try await session.execute(
      .changeCourseRun, courseRunId.uuid, code, language?.rawValue, roomId?.uuid,
      withoutRoom ?? false, place, communeCode, capacity, cutOffAt, waitingPolicy?.rawValue,
      firmQuota, priceVnd, startsOn, endsOn,
      isOpen.map { ($0 ? CourseRunState.open : .planned).rawValue }, priorityFlags)
  }

  private func changes(from present: LockedCourseRun) -> [AuditChange] {
    let state: CourseRunState = isOpen.map { $0 ? .open : .planned } ?? present.state
    let room = withoutRoom == true ? nil : roomId ?? present.roomId
    var changes = AuditChange.between([
      ("code", present.code, code ?? present.code),
      ("language", present.language.rawValue, (language ?? present.language).rawValue),
      ("room", present.roomId?.description, room?.description),
      ("place", present.place, place ?? present.place),
      ("commune", present.communeCode, communeCode ?? present.communeCode),
      ("capacity", "\(present.capacity)", "\(capacity ?? present.capacity)"),
      ("cutOffAt", "\(present.cutOffAt)", "\(cutOffAt ?? present.cutOffAt)"),
      (
        "waitingPolicy", present.waitingPolicy.rawValue,
        (waitingPolicy ?? present.waitingPolicy).rawValue
      ),
      (
        "priorityFlags", present.priorityFlags.joined(separator: " "),
        (priorityFlags ?? present.priorityFlags).joined(separator: " ")
      ),
      ("priceVnd", "\(present.priceVnd)", "\(priceVnd ?? present.priceVnd)"),
      ("state", present.state.rawValue, state.rawValue),
    ])
    if let trainerIds {
      changes.append(
        AuditChange(
          "trainers", before: nil,
          after: trainerIds.map(\.description).sorted().joined(separator: " ")))
    }
    return changes
  }
}

extension Command {
  static var changeCourseRun: Self { Command("course_run.change") }
  static var followSessions: Self { Command("course_run.follow_sessions") }
}
