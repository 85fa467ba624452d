import CivilCalendar
import Localization
import Workforce

/// The rules of support in force on a day, and, for a content and a cost, what each would give the firm and
/// why not.
struct SupportRules {
  private let visit: Visit
  private let day: CalendarDate
  private let contents: [SupportContent]
  private let rules: [SupportRule]
  private let proposals: [SupportProposal]
  /// Courses that are the content that was chosen.
  private let courses: [CourseDetails]
  /// What could not be read of the cost, or stands against an answer.
  private let refusal: AppError?

  init(_ visit: Visit) async throws {
    self.visit = visit
    day = try visit.day("on") ?? visit.today
    contents = try await visit.perform(ListSupportContents())
    let content = visit.text("content")
    rules = try await visit.perform(ListSupportRules(asOf: day, contentCode: content))
    courses = try await Self.courses(visit, of: content)
    guard let content, let cost = visit.text("cost"), visit.may(.readEnrolments) else {
      (proposals, refusal) = ([], nil)
      return
    }
    do throws(WrittenValueError) {
      let amount = try WrittenValue(cost).value(isWholeMoney: true)
      (proposals, refusal) = await Self.propose(visit, content, "\(amount)", on: day)
    } catch {
      (proposals, refusal) = ([], .invalid("costVnd", error.rule, error.parameters))
    }
  }

  private static func propose(
    _ visit: Visit, _ content: String, _ cost: String, on day: CalendarDate
  ) async -> ([SupportProposal], AppError?) {
    guard let costVnd = Int(cost) else {
      return ([], .invalid("costVnd", "observation.too_large"))
    }
    do throws(AppError) {
      let found = try await visit.perform(
        ProposeSupport(
          contentCode: content, costVnd: costVnd, object: visit.text("object"), asOf: day))
      return (found, nil)
    } catch {
      return ([], error)
    }
  }

  /// None where nobody chose a content; the caller's firm sees its own and those for all.
  private static func courses(
    _ visit: Visit, of content: String?
  ) async throws -> [CourseDetails] {
    guard let content else { return [] }
    return try await CourseChoices.all(visit, isInHouse: nil)
      .filter { $0.supportContentCode == content }
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    var content: PageContent = [
      "backURL": "/support", "day": words.date(day),
      "content": [
        "options": contents.map { one -> PageContent in
          [
            "value": one.code, "label": one.name.text(english: words.isEnglish),
            "selected": one.code == visit.text("content"),
          ]
        }
      ] as PageContent,
      "on": ["value": day.description] as PageContent,
      "object": ["value": visit.text("object") ?? ""] as PageContent,
      "hasRules": !rules.isEmpty, "rules": rules.map(line),
      "hasCourses": !courses.isEmpty,
      "courses": courses.map { course -> PageContent in
        var row: PageContent = [
          "label": "\(course.code) \(course.title.text(english: words.isEnglish))"
        ]
        if visit.may(.manageCourses) { row["url"] = "/courses/\(course.id)" }
        return row
      },
    ]
    var cost: PageContent = ["value": visit.text("cost") ?? ""]
    if let refusal {
      let errors = refusal.fieldErrors.map { words.sentence($0.rule, $0.parameters) }
      cost["error"] =
        errors.isEmpty
        ? words.sentence(refusal.rule, refusal.parameters) : errors.joined(separator: " ")
    }
    content["cost"] = cost
    if !proposals.isEmpty { content["isAnswered"] = true }
    return content
  }

  private func line(_ rule: SupportRule) -> PageContent {
    let told = SupportWords(words)
    var row: PageContent = [
      "content": rule.contentName.text(english: words.isEnglish),
      "benefit": rule.benefit.text(english: words.isEnglish), "code": rule.code,
      "article": words.citation(rule.legalSource),
      "status": words["certainty.\(rule.status.rawValue)"],
      "sizes": told.sizes(rule), "rate": told.rate(rule),
      "ceiling": told.ceiling(rule.capVnd, rule.capBasis) ?? "–",
      "during": words.dates(from: rule.validFrom, to: rule.validTo),
    ]
    row["condition"] = rule.condition?.text(english: words.isEnglish)
    if visit.may(.manageBudgets) {
      row["useURL"] = "/support/new?content=\(rule.contentCode)&rule=\(rule.code)"
    }
    guard let proposal = proposals.first(where: { $0.ruleCode == rule.code }) else { return row }
    row["gives"] = proposal.proposedVnd.map { words.money($0) } ?? words["support.gives_nothing"]
    row["isGiven"] = proposal.proposedVnd != nil
    row["why"] = told.refusals(proposal)
    row["hasWhy"] = !proposal.refusals.isEmpty
    if let left = proposal.capLeftVnd {
      row["left"] = words["support.cap_left", ["amount": words.money(left)]]
    }
    return row
  }
}
