import CivilCalendar
import Localization
import Workforce

/// Runs that the caller may know of: requests to answer first, then those to come.
struct RunList {
  private let visit: Visit
  private let search: String?
  private let showsPast: Bool
  private let provider: ID<Provider>?
  private let page: Page<CourseRunSummary>
  private let requests: [CourseRunSummary]

  init(_ visit: Visit) async throws {
    guard visit.may(.planRuns) else { throw AppError.forbidden }
    self.visit = visit
    search = visit.text("search")
    showsPast = visit.text("past") == "1"
    // A trainer plans what their provider gives; the others look at everything that they may know of.
    provider = visit.principal.role == .trainer ? visit.principal.providerID : nil
    let listed = try await visit.perform(
      ListCourseRuns(
        search: visit.text("search"), courseId: nil, competencyId: nil, targetLevel: nil,
        startsFrom: visit.text("past") == "1" ? nil : visit.today.adding(days: -30),
        startsUntil: nil, communeCode: nil, hasFreeSeats: nil, providerId: provider,
        trainerId: nil, state: nil, after: visit.text("after"), limit: 50))
    page = listed
    requests = listed.items.filter { run in
      run.awaitsProvider && run.providerId == visit.principal.providerID
        && (run.state == .planned || run.state == .open)
    }
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    let others = page.items.filter { run in !requests.contains { $0.id == run.id } }
    var content: PageContent = [
      "search": ["value": search ?? ""] as PageContent, "showsPast": showsPast,
      "pastURL": "/runs?past=1", "comingURL": "/runs", "newURL": "/runs/new",
      "courseURL": "/courses", "hasRequests": !requests.isEmpty, "requests": requests.map(row),
      "hasRuns": !others.isEmpty, "runs": others.map(row), "isFiltered": search != nil,
      "downloads": Downloads.content(
        ListCourseRuns.name,
        [
          "search": search,
          "startsFrom": showsPast ? nil : visit.today.adding(days: -30).description,
          "providerId": provider?.description,
        ]),
    ]
    if visit.may(.resolveWalkIns) { content["walkInsURL"] = "/walk-ins" }
    if let next = page.next {
      var url = "/runs?after=\(QueryText.encode(next))"
      if showsPast { url += "&past=1" }
      if let search { url += "&search=\(QueryText.encode(search))" }
      content["pager"] =
        ["shown": words.counted("run.count", page.items.count), "nextURL": url] as PageContent
    }
    return content
  }

  private func row(_ run: CourseRunSummary) -> PageContent {
    let isStanding = run.state == .planned || run.state == .open
    var row: PageContent = [
      "url": "/runs/\(run.id)", "course": run.courseTitle.text(english: words.isEnglish),
      "code": run.code, "dates": words.dates(run.startsOn, run.endsOn),
      "provider": run.providerName,
      "seats": "\(words.number(run.taken))/\(words.number(run.capacity))",
      "state": words[
        run.awaitsProvider && isStanding ? "run.awaits" : "run.state_\(run.state.rawValue)"],
    ]
    if run.waiting > 0 { row["waiting"] = words.counted("enrolment.run_waiting", run.waiting) }
    if run.isInHouse { row["closed"] = true }
    if run.state == .open { row["open"] = true }
    return row
  }
}
