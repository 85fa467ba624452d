import Localization
import Workforce

/// Merging one record into another: what stays, what moves, and what both have.
struct MergeScreen {
  private let visit: Visit
  private let preview: MergePreview
  private let sent: Submission?
  private let error: AppError?

  /// - Parameter sent: what was chosen before; nil draws the proposal.
  init(_ visit: Visit, sent: Submission?, error: AppError?) async throws {
    self.visit = visit
    self.sent = sent
    self.error = error
    let choice = try MergeChoice(visit, sent)
    preview = try await visit.perform(
      PreviewMerge(
        employeeId: choice.survivor, mergedId: choice.merged, take: sent.map { _ in choice.take },
        keptEnrolmentIds: choice.kept, paidOnceRunIds: choice.paidOnce))
  }

  private var words: Words { visit.words }
  private var survivor: MergeCandidate { preview.survivor }
  private var merged: MergeCandidate { preview.merged }

  func content() -> PageContent {
    var content: PageContent = [
      "listURL": "/people/duplicates", "name": survivor.fullName,
      "lead": words["merge.lead", ["one": survivor.code, "other": merged.code]],
      "action": "/people/\(survivor.id)/merge?with=\(merged.id)",
      "backURL": "/people/duplicates", "swapURL": "/people/\(merged.id)/merge?with=\(survivor.id)",
      "swap": words["merge.swap", ["other": merged.code]], "version": "\(survivor.version)",
      "table": RecordTable(first: survivor, second: merged, words: words).content,
      "values": preview.values.filter { $0.merged != nil && $0.survivor != $0.merged }.map(value),
      "moves": moves, "hasMoves": !moves.isEmpty, "effects": effects,
      "hasDoubles": !preview.doubles.isEmpty, "doubles": preview.doubles.map(double),
      "reason": reason,
    ]
    content["hasValues"] = preview.values.contains {
      $0.merged != nil && $0.survivor != $0.merged
    }
    content["formError"] = error.map { sentence($0) }
    return content
  }

  private var reason: PageContent {
    var reason: PageContent = ["value": sent?.text("reason") ?? ""]
    let errors = (error?.fieldErrors ?? []).filter { $0.field == "reason" }
    if !errors.isEmpty {
      reason["error"] = errors.map { words.sentence($0.rule, $0.parameters) }
        .joined(separator: " ")
    }
    return reason
  }

  private func sentence(_ error: AppError) -> String {
    let others = error.fieldErrors.filter { $0.field != "reason" }
      .map { "\(words.label(of: $0.field)): \(words.sentence($0.rule, $0.parameters))" }
    return ([words.sentence(error.rule, error.parameters)] + others).joined(separator: " ")
  }

  private func value(_ value: MergeValue) -> PageContent {
    var row: PageContent = [
      "field": value.field.rawValue, "label": words[value.field.wordKey],
      "own": shown(value.field, value.survivor), "other": shown(value.field, value.merged),
    ]
    if value.isTaken { row["isTaken"] = true }
    if value.survivor == nil { row["isMissing"] = true }
    return row
  }

  private func shown(_ field: MergeField, _ text: String?) -> String {
    guard let text else { return words["merge.nothing_said"] }
    switch field {
    case .birthOn: return words.date(iso: text)
    case .phone: return PhoneNumber.asDialled(text)
    case .code, .fullName, .email: return text
    }
  }

  private var moves: [PageContent] {
    MergeLoad.all.compactMap { load in
      let count = load.count(merged.load)
      guard count > 0 else { return nil }
      return ["label": words[load.wordKey], "count": words.number(count)]
    }
  }

  /// What follows from both, in sentences.
  private var effects: [PageContent] {
    var sentences = preview.overlaps.map { overlap -> String in
      words[
        "merge.overlap_\(overlap.kind.rawValue)",
        [
          "title": overlap.title.text(english: words.isEnglish),
          "dates": overlap.startsOn.map { words.dates(from: $0, to: overlap.endsOn) } ?? "",
          "date": overlap.startsOn.map { words.date($0) } ?? "",
          "one": overlap.survivorLevel.map { words.number($0) } ?? "–",
          "other": overlap.mergedLevel.map { words.number($0) } ?? "–",
        ]]
    }
    let employment = preview.employment
    if employment.startsOn != survivor.startsOn || employment.endsOn != survivor.endsOn {
      sentences.append(
        words[
          "merge.employment",
          ["dates": words.dates(from: employment.startsOn, to: employment.endsOn)]])
    }
    sentences += employment.away.map {
      words["merge.away", ["dates": words.dates($0.startsOn, $0.endsOn)]]
    }
    if merged.load.accounts > 0 {
      sentences.append(
        words["merge.accounts_follow", ["count": words.number(merged.load.accounts)]])
    }
    sentences.append(words["merge.code_stays", ["code": merged.code]])
    return sentences.map { ["text": $0] }
  }

  private func double(_ double: DoubleEnrolment) -> PageContent {
    var row: PageContent = [
      "course": double.courseTitle.text(english: words.isEnglish), "run": double.courseRunCode,
      "date": words.date(double.startsOn), "runId": double.courseRunId.description,
      "sides": [
        side(double.survivor, survivor, double), side(double.merged, merged, double),
      ],
    ]
    if double.releasedVnd > 0 {
      row["released"] = words["merge.released", ["money": words.money(double.releasedVnd)]]
    }
    let aside =
      double.keptEnrolmentId == double.survivor.enrolmentId ? double.merged : double.survivor
    if aside.moneyState == .spent {
      row["spentTwice"] = words["merge.paid_once", ["money": words.money(aside.firmPartVnd)]]
      if double.spentTwiceVnd == 0 { row["isPaidOnce"] = true }
    }
    return row
  }

  private func side(
    _ side: DoubleEnrolment.Side, _ record: MergeCandidate, _ double: DoubleEnrolment
  ) -> PageContent {
    var parts = [words["enrolment.state_\(side.state.rawValue)"]]
    if side.minutes > 0 {
      parts.append(
        words[
          "merge.attended", ["hours": words.number(Double(side.minutes) / 60, decimals: 1)]])
    }
    if let result = side.result { parts.append(words["enrolment.\(result)"]) }
    if let day = side.completedOn { parts.append(words.date(day)) }
    var row: PageContent = [
      "id": side.enrolmentId.description, "code": record.code,
      "detail": parts.joined(separator: ", "), "run": double.courseRunId.description,
    ]
    if side.enrolmentId == double.keptEnrolmentId { row["isKept"] = true }
    return row
  }
}

/// What a person chose of a merge, as the form sends it.
struct MergeChoice {
  let survivor: ID<Employee>
  let merged: ID<Employee>
  let take: [MergeField]
  let kept: [ID<Enrolment>]
  let paidOnce: [ID<CourseRun>]

  init(_ visit: Visit, _ sent: Submission?) throws(AppError) {
    survivor = try PersonAddress(visit).id
    guard let other = visit.text("with").flatMap({ ID<Employee>($0) }) else {
      throw .notFound("employee")
    }
    merged = other
    let values = sent?.body.values ?? [:]
    take = MergeField.allCases.filter { values["value-\($0.rawValue)"]?.last == "other" }
    kept = values.filter { $0.key.hasPrefix("kept-") }
      .compactMap { $0.value.last.flatMap { ID<Enrolment>($0) } }
    paidOnce = (values["paidOnce"] ?? []).compactMap { ID<CourseRun>($0) }
  }
}

extension MergeField {
  var wordKey: String {
    switch self {
    case .code: "people.code"
    case .fullName: "people.full_name"
    case .birthOn: "people.birth_date"
    case .phone: "people.phone"
    case .email: "people.email"
    }
  }
}
