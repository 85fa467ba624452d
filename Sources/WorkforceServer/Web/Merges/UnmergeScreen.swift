import Foundation
import Localization
import Workforce

/// Undoing a merge: what goes back, what has happened since, and what a person decides.
struct UnmergeScreen {
  private let visit: Visit
  private let preview: UnmergePreview
  private let sent: Submission?
  private let error: AppError?

  init(_ visit: Visit, sent: Submission?, error: AppError?) async throws {
    self.visit = visit
    self.sent = sent
    self.error = error
    preview = try await visit.perform(
      CheckUnmerge(mergeId: try visit.id("mergeId", "merge")))
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    let goingBack = preview.tallies.map { tally -> PageContent in
      [
        "label": words["merge.\(tally.relation.rawValue)_\(tally.effect.rawValue)"],
        "count": words.number(tally.records),
      ]
    }
    let codes = ["one": preview.survivor.code, "other": preview.mergedCode]
    let open = preview.newFacts.filter { $0.follows == nil }
    let following = preview.newFacts.filter { $0.follows != nil }
    var content: PageContent = [
      "listURL": "/people", "backURL": "/people/\(preview.survivor.id)",
      "name": preview.survivor.fullName, "action": "/merges/\(preview.mergeId)/unmerge",
      "lead": words[
        "unmerge.lead", codes.merging(["name": preview.mergedName]) { $1 }],
      "goingBack": goingBack, "reason": reason,
      "hasChanges": !preview.changes.isEmpty,
      "changes": preview.changes.map { change -> PageContent in
        [
          "text": words[
            "unmerge.changed_\(change.relation.rawValue)",
            ["count": words.number(change.records)]]
        ]
      },
      "hasOpen": !open.isEmpty, "open": open.map(openFact),
      "openHint": words["unmerge.decide_hint", codes],
      "hasFollowing": !following.isEmpty, "following": following.map(followingFact),
    ]
    if sent == nil || sent?.text("keepApart") != nil { content["keepsApart"] = true }
    content["formError"] = error.map { words.sentence($0.rule, $0.parameters) }
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

  private func openFact(_ fact: FactSinceMerge) -> PageContent {
    let chosen = sent?.body.values["fact"] ?? []
    var row: PageContent = [
      "id": fact.id.uuidString.lowercased(), "text": text(fact),
      "choice": words["unmerge.send_to", ["other": preview.mergedCode]],
    ]
    if chosen.contains(fact.id.uuidString.lowercased()) { row["isSent"] = true }
    return row
  }

  private func followingFact(_ fact: FactSinceMerge) -> PageContent {
    let code = fact.follows == .merged ? preview.mergedCode : preview.survivor.code
    return ["text": words["unmerge.follows", ["fact": text(fact), "code": code]]]
  }

  private func text(_ fact: FactSinceMerge) -> String {
    words[
      "unmerge.fact_\(fact.kind.rawValue)",
      [
        "title": fact.title.text(english: words.isEnglish), "detail": fact.detail,
        "date": words.date(fact.occurredOn),
      ]]
  }
}
