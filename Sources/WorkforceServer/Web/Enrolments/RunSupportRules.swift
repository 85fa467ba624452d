import Localization
import Workforce

/// Which rules of public support pay for a place in a run, and what each gives the firm.
struct RunSupportRules {
  private let visit: Visit
  private let answer: ProposeRunSupport.Output

  init(_ visit: Visit, _ run: CourseRunSummary) async throws {
    self.visit = visit
    answer = try await visit.perform(ProposeRunSupport(courseRunId: run.id))
  }

  /// Nil when the course is no content of public support.
  func content() -> PageContent? {
    guard let name = answer.contentName else { return nil }
    let words = visit.words
    return [
      "content": name.text(english: words.isEnglish), "hasRules": !answer.proposals.isEmpty,
      "rules": answer.proposals.map(line),
    ]
  }

  private func line(_ proposal: SupportProposal) -> PageContent {
    let words = visit.words
    var row: PageContent = [
      "benefit": proposal.benefit.text(english: words.isEnglish),
      "article": words.citation(proposal.legalSource),
    ]
    row["gives"] = proposal.proposedVnd.map { words.money($0) }
    if proposal.proposedVnd == nil { row["why"] = SupportWords(words).refusals(proposal) }
    if let left = proposal.capLeftVnd {
      row["left"] = words["support.cap_left", ["amount": words.money(left)]]
    }
    return row
  }
}
