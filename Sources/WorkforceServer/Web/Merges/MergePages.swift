import Foundation
import Localization
import Workforce

/// Records that may be of one human: seen side by side, merged, un-merged, or said to be two people.
struct MergePages {
  func mount(_ pages: PageRouter) {
    pages.get("/people/duplicates") { visit in
      PageView(
        "merges/duplicates", try await DuplicateList(visit).content(), section: .people)
    }
    pages.post("/people/{employeeId}/keep-apart") { visit, submission in
      try await keepApart(visit, submission)
    }
    pages.post("/people/kept-apart/{apartId}/take-back") { visit, submission in
      try await takeBack(visit, submission)
    }
    pages.get("/people/{employeeId}/merge") { visit in
      try await view(MergeScreen(visit, sent: nil, error: nil))
    }
    pages.post(answering: "/people/{employeeId}/merge") { visit, submission in
      try await merge(visit, submission)
    }
    pages.get("/merges/{mergeId}/unmerge") { visit in
      try await view(UnmergeScreen(visit, sent: nil, error: nil))
    }
    pages.post(answering: "/merges/{mergeId}/unmerge") { visit, submission in
      try await unmerge(visit, submission)
    }
  }

  private func view(_ screen: MergeScreen) async throws -> PageView {
    PageView("merges/merge", screen.content(), section: .people)
  }

  private func view(_ screen: UnmergeScreen) async throws -> PageView {
    PageView("merges/unmerge", screen.content(), section: .people)
  }

  private func keepApart(_ visit: Visit, _ submission: Submission) async throws -> Landing {
    let back = "/people/duplicates"
    guard let other = submission.text("other").flatMap({ ID<Employee>($0) }) else {
      throw AppError.notFound("employee")
    }
    let refusal = try await visit.refusal(
      of: KeepApart(
        employeeId: try PersonAddress(visit).id, otherId: other,
        reason: submission.text("reason") ?? ""))
    if let refusal { return Landing(back, flash: .refused(refusal, visit.words)) }
    return Landing(back, flash: .done(visit.words["duplicate.apart_done"]))
  }

  private func takeBack(_ visit: Visit, _ submission: Submission) async throws -> Landing {
    let back = "/people/duplicates"
    let refusal = try await visit.refusal(
      of: AllowMerge(
        apartId: try visit.id("apartId", "kept_apart"), reason: submission.text("reason") ?? ""))
    if let refusal { return Landing(back, flash: .refused(refusal, visit.words)) }
    return Landing(back, flash: .done(visit.words["duplicate.apart_taken_back"]))
  }

  private func merge(_ visit: Visit, _ submission: Submission) async throws -> PageAnswer {
    let choice = try MergeChoice(visit, submission)
    // A button that only looks again at what the choices come to.
    if submission.text("look") != nil {
      return .show(try await view(MergeScreen(visit, sent: submission, error: nil)))
    }
    do {
      let merged = try await visit.perform(
        MergeEmployees(
          employeeId: choice.survivor, mergedId: choice.merged, take: choice.take,
          keptEnrolmentIds: choice.kept, paidOnceRunIds: choice.paidOnce,
          reason: submission.text("reason") ?? ""),
        onVersion: submission.text("version").flatMap { Int($0) })
      return .land(
        Landing(
          "/people/\(merged.employeeId)", flash: .done(visit.words["merge.done"])))
    } catch let error {
      guard error.code == .invalidInput || error.code == .conflict else { throw error }
      return .show(
        try await refused("merges/merge", error) {
          try await MergeScreen(visit, sent: submission, error: error).content()
        })
    }
  }

  private func unmerge(_ visit: Visit, _ submission: Submission) async throws -> PageAnswer {
    let facts = (submission.body.values["fact"] ?? []).compactMap { UUID(uuidString: $0) }
    do {
      let back = try await visit.perform(
        UnmergeEmployees(
          mergeId: try visit.id("mergeId", "merge"), toMergedIds: facts,
          keepApart: submission.text("keepApart") != nil,
          reason: submission.text("reason") ?? ""))
      let key = back.waitingEnrolmentIds.isEmpty ? "unmerge.done" : "unmerge.done_waiting"
      let flash = Flash.done(
        visit.words[key, ["count": visit.words.number(back.waitingEnrolmentIds.count)]])
      return .land(Landing("/people/\(back.mergedId)", flash: flash))
    } catch let error {
      guard error.code == .invalidInput || error.code == .conflict else { throw error }
      return .show(
        try await refused("merges/unmerge", error) {
          try await UnmergeScreen(visit, sent: submission, error: error).content()
        })
    }
  }

  private func refused(
    _ template: String, _ error: AppError, _ content: () async throws -> PageContent
  ) async throws -> PageView {
    PageView(template, try await content(), section: .people, status: error.code.status)
  }
}
