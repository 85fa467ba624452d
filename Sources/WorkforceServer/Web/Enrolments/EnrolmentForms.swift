import Localization
import Workforce

/// Taking one person out of a run, and handing their seat to another.
struct EnrolmentForms {
  func mount(_ pages: PageRouter) {
    pages.form("/enrolments/{enrolmentId}/withdraw") { visit in
      try await withdrawing(visit)
    } submit: { visit, submission in
      let back = try await EnrolmentSubject(visit).backURL
      let withdrawn = try await visit.perform(try submission.decode(WithdrawEnrolment.self))
      let key =
        withdrawn.promotedCount > 0 ? "enrolment.withdrawn_promoted" : "enrolment.withdrawn_done"
      return Landing(back, flash: .done(visit.words[key]))
    }
    pages.form("/enrolments/{enrolmentId}/swap") { visit in
      try await swapping(visit)
    } submit: { visit, submission in
      let back = try await EnrolmentSubject(visit).backURL
      guard let code = submission.text("to") else {
        throw AppError.invalid("employeeCode", "enrolment.swap_choose")
      }
      let swap = SwapEnrolment(
        enrolmentId: try visit.id("enrolmentId", "enrolment"), employeeId: nil,
        employeeCode: code, reason: submission.text("reason") ?? "", includeCompetentReason: nil,
        allowClashReason: nil)
      _ = try await visit.perform(swap)
      return Landing(back, flash: .done(visit.words["enrolment.swapped"]))
    }
  }

  private func withdrawing(_ visit: Visit) async throws -> Form {
    let subject = try await EnrolmentSubject(visit)
    var content = subject.content(visit, action: "withdraw")
    content["effect"] = subject.effectOfLeaving(visit)
    return Form(
      "enrolments/withdraw", fields: [FormField("reason", input: "reason", value: "")],
      content: content, section: .enrol)
  }

  private func swapping(_ visit: Visit) async throws -> Form {
    let subject = try await EnrolmentSubject(visit)
    var content = subject.content(visit, action: "swap")
    content["run"] = subject.enrolment.courseRunCode
    content["search"] = ["value": visit.text("search") ?? ""] as PageContent
    content["findURL"] = "/enrolments/\(subject.enrolment.id)/swap"
    content["back"] = subject.backURL
    let candidates = try await subject.candidates(visit)
    content["hasCandidates"] = !candidates.isEmpty
    content["candidates"] = candidates
    return Form(
      "enrolments/swap",
      fields: [
        FormField("to", input: "employeeCode", value: ""),
        FormField("reason", input: "reason", value: ""),
      ], content: content, section: .enrol)
  }
}

/// The enrolment that a form is about.
private struct EnrolmentSubject {
  let enrolment: EnrolmentDetail
  let backURL: String

  /// Refusals that concern the seat, which a swap keeps.
  private static let ofTheSeat: Set<String> = [
    "enrolment.full", "enrolment.cut_off_passed", "enrolment.quota_reached",
    "enrolment.budget_exceeded",
  ]
  private static let shown = 10

  init(_ visit: Visit) async throws {
    guard visit.may(.enrol) else { throw AppError.forbidden }
    enrolment = try await visit.perform(
      ShowEnrolment(enrolmentId: try visit.id("enrolmentId", "enrolment")))
    backURL = visit.text("back").map { Redirect.local($0) } ?? "/people/\(enrolment.employeeId)"
  }

  func content(_ visit: Visit, action: String) -> PageContent {
    let words = visit.words
    let course = enrolment.courseTitle.text(english: words.isEnglish)
    return [
      "name": enrolment.displayName,
      "subtitle":
        "\(course) (\(enrolment.courseRunCode)), \(words.dates(enrolment.startsOn, enrolment.endsOn))",
      "backURL": backURL,
      "action": "/enrolments/\(enrolment.id)/\(action)?back=\(QueryText.encode(backURL))",
    ]
  }

  /// What becomes of the seat and the money.
  func effectOfLeaving(_ visit: Visit) -> String {
    let key =
      if enrolment.state == .waitlisted {
        "enrolment.effect_waiting"
      } else if visit.app
        .dependencies.now() < enrolment.cutOffAt
      { "enrolment.effect_free" } else { "enrolment.effect_spent" }
    return visit.words[key, ["amount": visit.words.money(enrolment.firmPartVnd)]]
  }

  /// Found by the search, or of the same unit; who cannot come is shown with the reason.
  func candidates(_ visit: Visit) async throws -> [PageContent] {
    let found = try await visit.perform(
      ListEmployees(
        search: visit.text("search"), unitId: visit.text("search") == nil ? enrolment.unitId : nil,
        jobRoleId: nil, status: nil, asOf: nil, after: nil, limit: 50)
    ).items.filter { $0.id != enrolment.employeeId }
    guard !found.isEmpty else { return [] }
    let preview = try await visit.perform(
      PreviewEnrolment(
        request: EnrolmentRequest(
          courseRunId: enrolment.courseRunId, employeeIds: found.map(\.id), employeeCodes: nil,
          unitId: nil, supportVnd: nil, includeCompetentReason: nil, allowClashReason: nil)))
    let refusals = Dictionary(
      preview.people.compactMap { person in person.employeeId.map { ($0, person.refusals) } }
    ) { first, _ in first }
    let judged = found.map { person in
      (person, (refusals[person.id] ?? []).filter { !Self.ofTheSeat.contains($0.rule) })
    }
    let able = judged.filter { $0.1.isEmpty }
    let unable = judged.filter { !$0.1.isEmpty }
    return (able + unable).prefix(Self.shown).map { person, refusals -> PageContent in
      var candidate: PageContent = [
        "value": person.code, "name": person.fullName,
        "detail": [person.code, person.unitName].compactMap { $0 }.joined(separator: " · "),
      ]
      if !refusals.isEmpty {
        candidate["blocked"] = refusals.map { visit.words.sentence($0.rule, $0.parameters) }
          .joined(separator: " ")
      }
      return candidate
    }
  }
}
