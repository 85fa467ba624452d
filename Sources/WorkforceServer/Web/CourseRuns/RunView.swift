import CivilCalendar
import Localization
import Workforce

/// One run as whoever plans or gives it sees it.
struct RunView: Sendable {
  let details: CourseRunDetails
  /// Whether the caller may change it.
  let isPlanner: Bool
  /// Whether the caller's provider is asked to give it.
  let isAsked: Bool
  private let visit: Visit

  init(_ visit: Visit) async throws {
    guard visit.may(.planRuns) else { throw AppError.forbidden }
    self.visit = visit
    details = try await visit.perform(
      ShowCourseRun(courseRunId: try visit.id("courseRunId", "course_run")))
    isPlanner = try await Self.plans(details.run, visit)
    isAsked = details.run.awaitsProvider && details.run.providerId == visit.principal.providerID
  }

  /// As `kynang.may_plan` decides; this only says which buttons to show.
  private static func plans(_ run: CourseRunSummary, _ visit: Visit) async throws -> Bool {
    switch visit.principal.role {
    case .hr: return run.isInHouse
    case .trainer: return !run.isInHouse && run.providerId == visit.principal.providerID
    case .officer:
      guard !run.isInHouse else { return false }
      let provider = try await visit.perform(ShowProvider(providerId: run.providerId))
      return provider.provinceCode == visit.principal.provinceCode
    case .administrator: return !run.isInHouse
    case .manager, .director, .employee: return false
    }
  }

  /// The run for a page that changes it. Throws `notFound` for whoever may only look.
  static func planned(_ visit: Visit) async throws -> RunView {
    let view = try await RunView(visit)
    guard view.isPlanner else { throw AppError.notFound("course_run") }
    return view
  }

  /// The run for a page that changes it while it may be changed. Throws `conflict` once it is over.
  static func changeable(_ visit: Visit) async throws -> RunView {
    let view = try await planned(visit)
    switch view.run.state {
    case .planned, .open: return view
    case .finished: throw AppError.conflict("course_run.is_finished")
    case .cancelled: throw AppError.conflict("course_run.is_cancelled")
    }
  }

  /// The session that the address names. Throws `conflict` for one that can no longer be changed.
  func openSession(_ visit: Visit) throws(AppError) -> SessionDetails {
    let id: ID<CourseSession> = try visit.id("sessionId", "session")
    guard let session = details.sessions.first(where: { $0.id == id }) else {
      throw .notFound("session")
    }
    switch session.state {
    case .open: return session
    case .closed: throw .conflict("session.is_closed")
    case .cancelled: throw .conflict("session.is_cancelled")
    }
  }

  /// Whether another's provider has agreed to give the firm's run, and is asked again when it moves.
  var isAgreedRequest: Bool {
    run.isInHouse && !run.awaitsProvider && visit.principal.role == .hr
      && run.providerId.uuid != visit.principal.firmID?.uuid
  }

  /// The run for a page that answers a firm's request. Throws `notFound` where nobody asked the caller.
  static func asked(_ visit: Visit) async throws -> RunView {
    let view = try await RunView(visit)
    guard view.isAsked else { throw AppError.notFound("course_run") }
    return view
  }

  var run: CourseRunSummary { details.run }
  var url: String { "/runs/\(run.id)" }
  private var words: Words { visit.words }
  private var isStanding: Bool { run.state == .planned || run.state == .open }

  var heading: PageContent {
    [
      "course": run.courseTitle.text(english: words.isEnglish), "run": run.code,
      "dates": words.dates(run.startsOn, run.endsOn), "listURL": "/runs", "runURL": url,
    ]
  }

  var sessionsContent: [PageContent] {
    details.sessions.map { session -> PageContent in
      let halves = [
        (session.morningStart, session.morningEnd), (session.afternoonStart, session.afternoonEnd),
      ].compactMap { start, end in start.map { "\($0) – \(end ?? "")" } }
      var content: PageContent = [
        "number": "\(session.ordinal)", "day": words.date(session.heldOn),
        "hours": halves.joined(separator: ", "), "room": session.roomName ?? "–",
        "state": words["run.session_\(session.state.rawValue)"],
      ]
      if !session.trainerIds.isEmpty {
        content["teachers"] = run.trainers.filter { session.trainerIds.contains($0.id) }
          .map(\.name).joined(separator: ", ")
      }
      if visit.may(.recordTraining), session.state != .cancelled, !isAsked {
        content["url"] = rosterURL(session)
      }
      if isPlanner, isStanding { content["runChangeable"] = true }
      if isPlanner, isStanding, session.state == .open {
        content["changeURL"] = "\(url)/sessions/\(session.id)/change"
        content["cancelURL"] = "\(url)/sessions/\(session.id)/cancel"
      }
      return content
    }
  }

  /// Only who teaches a run, or owns it, opens its roster.
  private func rosterURL(_ session: SessionDetails) -> String? {
    let teaches = run.trainers.contains { $0.id == visit.principal.trainerID }
    return teaches || visit.principal.role == .hr && run.isInHouse
      ? "/sessions/\(session.id)" : nil
  }

  func content() async throws -> PageContent {
    var content = heading
    content["provider"] = run.providerName
    content["place"] = [run.roomName, run.place].compactMap { $0 }.first ?? "–"
    content["language"] = words["course.language_\(run.language.rawValue)"]
    content["commune"] = run.communeName?.text(english: words.isEnglish)
    content["trainers"] = run.trainers.map(\.name).joined(separator: ", ")
    content["seats"] =
      words[
        "run.seats",
        [
          "taken": words.number(run.taken), "capacity": words.number(run.capacity),
          "waiting": words.number(run.waiting),
        ]]
    content["cutOff"] = words.moment(run.cutOffAt)
    content["price"] = words.money(run.priceVnd)
    content["policy"] = policy
    content["state"] =
      words[
        run.awaitsProvider && isStanding ? "run.awaits" : "run.state_\(run.state.rawValue)"]
    content["stateReason"] = run.stateReason
    content["warnings"] =
      isPlanner && isStanding
      ? details.warnings.map { words.sentence($0.rule, $0.parameters) } : []
    content["hasWarnings"] = isPlanner && isStanding && !details.warnings.isEmpty
    content["hasSessions"] = !details.sessions.isEmpty
    content["sessions"] = sessionsContent
    if isPlanner {
      let queue = try await visit.perform(ShowQueue(courseRunId: run.id))
      content["showsQueue"] = true
      content["hasQueue"] = !queue.isEmpty
      content["queue"] = queue.map(place)
    }
    content.merge(actions) { $1 }
    return content
  }

  private var actions: PageContent {
    var actions: PageContent = [:]
    if isAsked, isStanding {
      actions["agreeURL"] = "\(url)/agree"
      actions["declineURL"] = "\(url)/decline"
    }
    guard isPlanner, isStanding else { return actions }
    actions["changeURL"] = "\(url)/change"
    actions["cancelURL"] = "\(url)/cancel"
    actions["addSessionURL"] = "\(url)/sessions/new"
    if run.waiting > 0 { actions["admitURL"] = "\(url)/queue" }
    if !run.awaitsProvider {
      actions["openURL"] = "\(url)/open"
      actions["opens"] = run.state == .planned
    }
    if run.endsOn <= visit.today { actions["finishURL"] = "\(url)/finish" }
    return actions
  }

  private var policy: String {
    switch run.waitingPolicy {
    case .none: words["run.policy_none"]
    case .firstCome: words["run.policy_first_come"]
    case .firmQuota:
      words["run.policy_firm_quota", ["quota": words.number(run.firmQuota ?? 0)]]
    case .priority: words["run.policy_priority"]
    }
  }

  func queueContent() async throws -> PageContent {
    var content = heading
    let queue = try await visit.perform(ShowQueue(courseRunId: run.id))
    content["hasQueue"] = !queue.isEmpty
    content["queue"] = queue.map(place)
    content["policy"] = policy
    return content
  }

  private func place(_ place: WaitingPlace) -> PageContent {
    var content: PageContent = [
      "value": place.enrolmentId.description, "position": words.number(place.position),
      "firm": place.firmName ?? words["run.some_firm"], "since": words.moment(place.waitingSince),
    ]
    if place.hasPriority { content["priority"] = true }
    return content
  }
}
