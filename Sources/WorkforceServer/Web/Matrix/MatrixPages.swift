import CivilCalendar
import Foundation
import Localization
import Workforce

/// Three views of one filter: the matrix, the task list and the trend; and the panel of one cell.
struct MatrixPages {
  func mount(_ pages: PageRouter) {
    pages.get("/matrix") { visit in try await matrix(visit) }
    pages.get("/matrix/tasks") { visit in try await tasks(visit) }
    pages.get("/matrix/trend") { visit in try await trend(visit) }
    pages.get("/matrix/panel") { visit in
      guard let name = CellName(visit.text("cell")) else { throw AppError.notFound("competency") }
      return PageView(
        "matrix/panel", try await CellPanel(name, try MatrixQuery(visit)).content(visit),
        section: .matrix)
    }
  }

  private func matrix(_ visit: Visit) async throws -> PageView {
    let query = try MatrixQuery(visit)
    let matrix = try await visit.perform(try query.matrix())
    let cell = CellName(visit.text("cell"))
    var content = try await frame(visit, query, path: "/matrix")
    content["isMatrix"] = true
    content["summary"] =
      visit.words[
        "matrix.summary",
        [
          "people": visit.words.number(matrix.people),
          "competencies": visit.words.number(matrix.columns.count),
          "coverage": matrix.summary.coverage.map { visit.words.percent($0, decimals: 0) } ?? "–",
        ]]
    content["panelURL"] = "/matrix/panel"
    content["downloads"] = query.downloads
    content["hidden"] = MatrixQuery.fields.compactMap { field in
      query[field].map { ["name": field, "value": $0] as PageContent }
    }
    let selfRated = matrix.summary.claimedOnly
    if selfRated > 0, selfRated * 2 > matrix.summary.required { content["onlySelfRatings"] = true }
    guard !matrix.lines.isEmpty else { return PageView("matrix/matrix", content, section: .matrix) }
    if matrix.columns.isEmpty, query["framework"] == nil, !query.gapsOnly {
      content.merge(noProfile(visit, query)) { $1 }
      return PageView("matrix/matrix", content, section: .matrix)
    }
    content["hasPeople"] = true
    if visit.may(.enrol) { content["enrolURL"] = "/enrol" }
    let grid = MatrixGrid(
      matrix: matrix, query: query, words: visit.words, path: "/matrix",
      stamp: stamp(visit, query, matrix), openCell: cell
    ).parts()
    content["gridHead"] = grid.head
    content["gridRest"] = grid.rest
    content["cards"] = MatrixCards(
      matrix: matrix, query: query, words: visit.words, path: "/matrix"
    ).html()
    if let cell { content["cell"] = try await CellPanel(cell, query).content(visit) }
    if matrix.next != nil || query["after"] != nil {
      content["pager"] = pager(visit, query, matrix)
    }
    return PageView("matrix/matrix", content, section: .matrix)
  }

  /// Nobody in sight is asked for anything: a profile can be copied from a template or another role.
  private func noProfile(_ visit: Visit, _ query: MatrixQuery) -> PageContent {
    var content: PageContent = ["noProfile": true]
    if visit.may(.manageJobRoles) {
      content["profileURL"] =
        query["role"].map { "/structure/roles/\(QueryText.encode($0))/copy" }
        ?? StructureTab.roles.url
    }
    return content
  }

  private func pager(
    _ visit: Visit, _ query: MatrixQuery, _ matrix: SkillMatrix
  ) -> PageContent {
    let start = query["after"].flatMap(Int.init) ?? 0
    var pager: PageContent = [
      "shown": visit.words[
        "app.shown",
        [
          "from": visit.words.number(start + 1),
          "to": visit.words.number(start + matrix.lines.count),
          "total": visit.words.number(matrix.people),
        ]]
    ]
    if start > 0 { pager["firstURL"] = query.url("/matrix", ["after": nil]) }
    if let next = matrix.next { pager["nextURL"] = query.url("/matrix", ["after": next]) }
    return pager
  }

  private func stamp(_ visit: Visit, _ query: MatrixQuery, _ matrix: SkillMatrix) -> String {
    WordPattern(visit.words["matrix.stamp"]).filled([
      "asOf": visit.words.date(iso: matrix.asOf.description),
      "knownAt": query["knownAt"].map { visit.words.date(iso: $0) }
        ?? visit.words.moment(visit.app.dependencies.now()),
    ])
  }

  /// The filter and the tabs, which the views share.
  private func frame(
    _ visit: Visit, _ query: MatrixQuery, path: String
  ) async throws -> PageContent {
    let english = visit.words.language == .en
    let units = try await visit.perform(ListUnits(asOf: nil)).units
    let roles = try await visit.all { after in
      ListJobRoles(
        search: nil, includesInactive: nil, after: after, limit: Visit.largestPage)
    }
    let frameworks = try await visit.perform(ListFrameworks()).filter { $0.kind == .levels }
    func select(_ field: String, _ choices: [(String, String)], any: Bool) -> PageContent {
      let all = any ? [("", visit.words["app.all"])] : []
      return [
        "options": (all + choices).map { value, label -> PageContent in
          ["value": value, "label": label, "selected": value == query[field] ?? ""]
        }
      ]
    }
    var filter: PageContent = [
      "search": ["value": query["search"] ?? ""] as PageContent,
      "unit": select("unit", units.map { ($0.id.description, $0.name) }, any: true),
      "role": select(
        "role", roles.map { ($0.id.description, $0.title.text(english: english)) }, any: false),
      "framework": select(
        "framework",
        frameworks.map { ($0.id.description, $0.name.text(english: english)) }, any: true),
      "threshold": select(
        "threshold",
        [EvidenceGrade.tested, .certified, .observedTrainer, .observedManager].map {
          ($0.rawValue, visit.words[$0.wordKey])
        }, any: true),
      "asOf": ["value": query["asOf"] ?? visit.today.description] as PageContent,
      "knownAt": ["value": query["knownAt"] ?? ""] as PageContent,
    ]
    if query.gapsOnly { filter["gapsOnly"] = true }
    // On a phone the rarer fields are folded, unless one of them narrows what is shown.
    filter["showsMore"] = ["role", "framework", "threshold", "asOf", "knownAt"]
      .contains { query[$0] != nil }
    filter["offersGaps"] = true
    return [
      "filter": filter, "action": path, "clearURL": path,
      "matrixURL": query.url("/matrix", ["after": nil]),
      "tasksURL": query.url("/matrix/tasks", ["after": nil]),
      "trendURL": query.url("/matrix/trend", ["after": nil]),
      "asOf": visit.words.date(iso: query["asOf"] ?? visit.today.description),
    ]
  }

  private func tasks(_ visit: Visit) async throws -> PageView {
    let query = try MatrixQuery(visit)
    var found = try await visit.perform(try query.tasks(order: .gap))
    let competency = visit.text("competency")
    if let competency {
      found = found.only(competency)
    }
    var content = try await frame(visit, query, path: "/matrix/tasks")
    content["isTasks"] = true
    let groups = TaskGroups(found, query, visit).groups(all: visit.text("group"))
    content["summary"] = visit.words.counted("matrix.task_count", found.tasks.count)
    content["hasGroups"] = !groups.isEmpty
    content["groups"] = groups
    return PageView("matrix/tasks", content, section: .matrix)
  }

  private func trend(_ visit: Visit) async throws -> PageView {
    let query = try MatrixQuery(visit)
    let trend = try await visit.perform(try query.trend())
    var content = try await frame(visit, query, path: "/matrix/trend")
    if var filter = content["filter"] as? PageContent {
      // The trend is of every requirement, and any evidence but a self-rating counts in it.
      filter["threshold"] = nil
      filter["offersGaps"] = nil
      content["filter"] = filter
    }
    content["isTrend"] = true
    content.merge(TrendView(trend, query, visit.words).content()) { _, trend in trend }
    return PageView("matrix/trend", content, section: .matrix)
  }
}

extension Visit {
  /// Today in Vietnam.
  var today: CalendarDate { CalendarDate.inVietnam(at: app.dependencies.now()) }
}
