import Localization
import Workforce

/// The page of a draft.
struct EnrolmentScreen {
  private let visit: Visit
  private let draft: EnrolmentDraft
  private let pasted: PastedPeople

  init(_ visit: Visit) async throws {
    self.visit = visit
    draft = EnrolmentDraft(visit)
    pasted = PastedPeople(try await Staff(visit, status: .all))
  }

  private var words: Words { visit.words }

  func content() async throws -> PageContent {
    var content: PageContent = [
      "action": "/enrol", "seen": draft.url, "matrixURL": "/matrix",
      "downloads": Downloads.content(
        ListCourseRuns.name, ["state": CourseRunState.open.rawValue]
      ).merging(["label": words["enrolment.take_open_runs"]]) { $1 },
      "entries": ["value": ""] as PageContent,
      "competencies": draft.competencies.map { ["value": $0] as PageContent },
      "support": ["value": draft.support ?? ""] as PageContent,
      "competentReason": ["value": draft.competentReason ?? ""] as PageContent,
      "clashReason": ["value": draft.clashReason ?? ""] as PageContent,
    ]
    if draft.competentReason != nil || draft.clashReason != nil { content["hasExceptions"] = true }
    if draft.showsAllRuns { content["showsAllRuns"] = true }
    addPeople(to: &content)
    guard !draft.people.isEmpty else {
      content["hasRuns"] = false
      return content
    }
    content.merge(try await RunChoices(visit, draft).content()) { $1 }
    try await addPreview(to: &content)
    return content
  }

  private func addPeople(to content: inout PageContent) {
    let matched = draft.people.map { ($0, pasted.person(code: $0)) }
    let sure = matched.map { code, person -> PageContent in
      guard let person else { return unknown(code) }
      let detail = [person.code, person.unitName].compactMap { $0 }.joined(separator: " · ")
      return [
        "id": code, "entry": code,
        "matched": ["value": person.code, "name": person.fullName, "detail": detail]
          as PageContent,
      ]
    }
    // What still needs a decision comes first.
    var rows: [PageContent] = []
    var ambiguous = 0
    for entry in draft.entries {
      switch pasted.match(entry) {
      case .several(let people):
        ambiguous += 1
        rows.append(choice(entry, people))
      case .one(let person): rows.append(choice(entry, [person]))
      case .nobody: rows.append(unknown(entry))
      }
    }
    rows += sure
    let strangers = rows.count { $0["unknown"] != nil }
    content["hasPeople"] = !rows.isEmpty
    content["people"] = rows
    content["whoSummary"] = [
      words.counted("app.people_count", matched.count { $0.1 != nil }),
      ambiguous > 0 ? words["enrolment.to_choose", ["count": words.number(ambiguous)]] : nil,
      strangers > 0 ? words["enrolment.not_found", ["count": words.number(strangers)]] : nil,
    ].compactMap { $0 }.joined(separator: ", ")
  }

  private func choice(_ entry: String, _ people: [EmployeeSummary]) -> PageContent {
    [
      "id": entry, "entry": entry, "isOpen": true,
      "ambiguous": [
        "choices": people.map { person -> PageContent in
          let label = [person.fullName, person.code, person.unitName].compactMap { $0 }
          return ["value": person.code, "label": label.joined(separator: " · ")]
        }
      ] as PageContent,
    ]
  }

  private func unknown(_ entry: String) -> PageContent {
    var unknown: PageContent = ["named": true]
    if visit.may(.managePeople) {
      unknown["addURL"] = "/people/new?name=\(QueryText.encode(entry))"
    }
    return ["id": entry, "entry": entry, "isOpen": true, "unknown": unknown]
  }

  private func addPreview(to content: inout PageContent) async throws {
    do {
      guard let request = try draft.request() else { return }
      let answer = try await visit.perform(PreviewEnrolment(request: request))
      let units = try await visit.perform(ListUnits(asOf: nil)).units
      let answerWords = EnrolmentAnswerWords(
        answer, words,
        unitNames: Dictionary(units.map { ($0.id, $0.name) }) { first, _ in first })
      content["money"] = answerWords.money
      content["preview"] = answerWords.preview
    } catch let error as AppError where error.code == .invalidInput {
      let fields = [
        "supportVnd": "support", "includeCompetentReason": "competentReason",
        "allowClashReason": "clashReason",
      ]
      for problem in error.fieldErrors {
        let sentence = words.sentence(problem.rule, problem.parameters)
        guard let field = fields[problem.field], var shown = content[field] as? PageContent else {
          content["formError"] = sentence
          continue
        }
        shown["error"] = sentence
        content[field] = shown
      }
    }
  }
}
