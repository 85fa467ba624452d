import Localization
import Workforce

/// Who came to a class without being enrolled, for the HR of their firm to say who it was.
struct WalkInPages {
  func mount(_ pages: PageRouter) {
    pages.get("/walk-ins") { visit in
      PageView("walk-ins/list", try await list(visit), section: .enrol)
    }
    pages.form("/walk-ins/{walkInId}") { visit in
      try await form(visit)
    } submit: { visit, submission in
      let support = try Self.support(submission)
      guard submission.text("employee") != nil else {
        throw AppError.invalid("employeeId", "walk_in.choose")
      }
      let walkIn = try await visit.perform(
        try submission.decode(
          MatchWalkIn.self, extra: support.map { ["supportVnd": "\($0)"] } ?? [:]))
      return Landing(
        "/walk-ins", flash: .done(visit.words["walk_in.matched", ["name": walkIn.displayName]]))
    }
    pages.form("/walk-ins/{walkInId}/refuse") { visit in
      let walkIn = try await visit.perform(
        ShowWalkIn(walkInId: try visit.id("walkInId", "walk_in")))
      return Form(
        "walk-ins/refuse", fields: [FormField("reason", input: "reason", value: "")],
        content: [
          "name": walkIn.displayName, "subtitle": subtitle(walkIn, visit.words),
          "backURL": "/walk-ins/\(walkIn.id)", "action": "",
        ], section: .enrol)
    } submit: { visit, submission in
      let walkIn = try await visit.perform(try submission.decode(RefuseWalkIn.self))
      return Landing(
        "/walk-ins", flash: .done(visit.words["walk_in.refused", ["name": walkIn.displayName]]))
    }
  }

  /// Money as people write it. Throws `invalidInput` at the field of the input.
  private static func support(_ submission: Submission) throws -> Int? {
    try submission.text("support").map { try EnrolmentDraft.amount($0, field: "supportVnd") }
  }

  private func list(_ visit: Visit) async throws -> PageContent {
    guard visit.may(.resolveWalkIns) else { throw AppError.forbidden }
    let state = visit.text("state") == "all" ? nil : WalkInState.pending
    let page = try await visit.perform(
      ListWalkIns(courseRunId: nil, state: state, after: visit.text("after"), limit: 50))
    var content: PageContent = [
      "hasWalkIns": !page.items.isEmpty, "walkIns": page.items.map { line($0, visit.words) },
      "showsAll": state == nil, "allURL": "/walk-ins?state=all", "pendingURL": "/walk-ins",
    ]
    if !page.items.isEmpty {
      content["downloads"] = Downloads.content(ListWalkIns.name, ["state": state?.rawValue])
    }
    if let next = page.next {
      content["pager"] =
        [
          "shown": visit.words.counted("app.people_count", page.items.count),
          "nextURL": "/walk-ins?after=\(next)\(state == nil ? "&state=all" : "")",
        ] as PageContent
    }
    return content
  }

  private func line(_ walkIn: WalkInLine, _ words: Words) -> PageContent {
    var content: PageContent = [
      "name": walkIn.displayName, "url": "/walk-ins/\(walkIn.id)",
      "class":
        "\(walkIn.courseTitle.text(english: words.isEnglish)) (\(walkIn.courseRunCode))",
      "marks": marks(walkIn, words), "state": words["walk_in.state_\(walkIn.state.rawValue)"],
    ]
    if walkIn.state == .pending { content["pending"] = true }
    content["reason"] = walkIn.reason
    return content
  }

  private func marks(_ walkIn: WalkInLine, _ words: Words) -> String {
    walkIn.marks.map { mark in
      "\(words.date(mark.heldOn)), \(words["attendance.\(mark.halfDay.rawValue)"].lowercased()): "
        + words["attendance.\(mark.mark.rawValue)"].lowercased()
    }.joined(separator: "; ")
  }

  private func subtitle(_ walkIn: WalkInLine, _ words: Words) -> String {
    "\(walkIn.courseTitle.text(english: words.isEnglish)) (\(walkIn.courseRunCode))"
  }

  private func form(_ visit: Visit) async throws -> Form {
    guard visit.may(.resolveWalkIns) else { throw AppError.forbidden }
    let words = visit.words
    let walkIn = try await visit.perform(ShowWalkIn(walkInId: try visit.id("walkInId", "walk_in")))
    let search = visit.text("q") ?? walkIn.displayName
    let found = try await visit.perform(
      ListEmployees(
        search: search, unitId: nil, jobRoleId: nil, status: nil, asOf: nil, after: nil, limit: 20)
    ).items
    var content: PageContent = [
      "name": walkIn.displayName, "subtitle": subtitle(walkIn, words),
      "marks": marks(walkIn, words),
      "isPending": walkIn.state == .pending, "refuseURL": "/walk-ins/\(walkIn.id)/refuse",
      "state": words["walk_in.state_\(walkIn.state.rawValue)"],
      "search": ["value": search] as PageContent, "addURL": "/people/new",
    ]
    content["reason"] = walkIn.reason
    content["overCapacity"] = walkIn.overCapacityReason
    content["employeeURL"] = walkIn.employeeId.map { "/people/\($0)" }
    var people = found.map { person in
      choice(
        person.id, person.fullName,
        [person.code, person.unitName].compactMap { $0 }.joined(separator: " · "))
    }
    if let claimed = walkIn.claimedEmployeeId, !found.contains(where: { $0.id == claimed }) {
      let person = try await visit.perform(
        ShowEmployee(employeeId: claimed))
      people.insert(choice(claimed, person.fullName, person.code), at: 0)
    }
    for index in people.indices {
      let isClaimed = people[index]["value"] as? String == walkIn.claimedEmployeeId?.description
      if isClaimed { people[index]["claimed"] = true }
      if isClaimed || people.count == 1 { people[index]["checked"] = true }
    }
    content["hasPeople"] = !people.isEmpty
    content["people"] = people
    return Form(
      "walk-ins/resolve",
      fields: [
        FormField("employee", input: "employeeId", value: ""),
        FormField("support", input: "supportVnd", value: ""),
      ], content: content, section: .enrol)
  }

  private func choice(_ id: ID<Employee>, _ name: String, _ detail: String) -> PageContent {
    ["value": id.description, "name": name, "detail": detail]
  }
}
