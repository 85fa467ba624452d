import Foundation
import Localization
import Workforce

/// Studies of impact: the list, a new one, and what each found.
struct StudyPages {
  func mount(_ pages: PageRouter) {
    pages.get("/studies") { visit in
      PageView("studies/list", try await list(visit), section: .studies)
    }
    pages.form("/studies/new") { visit in
      StudyForm(visit).form
    } submit: { visit, submission in
      let study = try await visit.perform(try StudyForm(visit).input(submission))
      _ = try await visit.perform(RunStudy(studyId: study.id))
      return Landing("/studies/\(study.id)", flash: .done(visit.words["study.saved"]))
    }
    pages.get("/studies/{studyId}") { visit in
      let answer = try await visit.perform(
        ShowStudy(
          studyId: try visit.id("studyId", "study"), runId: visit.text("run").flatMap(UUID.init)))
      return PageView(
        "studies/study", StudyScreen(visit, answer).content, section: .studies)
    }
    pages.post("/studies/{studyId}/run") { visit, _ in
      let id: ID<ImpactStudy> = try visit.id("studyId", "study")
      _ = try await visit.perform(RunStudy(studyId: id))
      return Landing("/studies/\(id)", flash: nil)
    }
    pages.post("/studies/{studyId}/cancel/{runId}") { visit, _ in
      let id: ID<ImpactStudy> = try visit.id("studyId", "study")
      _ = try await visit.perform(CancelStudyRun(runId: try visit.id("runId", "study_run")))
      return Landing("/studies/\(id)", flash: .done(visit.words["study.cancelling"]))
    }
  }

  private func list(_ visit: Visit) async throws -> PageContent {
    let words = visit.words
    let page = try await visit.perform(ListStudies(after: visit.text("after"), limit: nil))
    return [
      "hasStudies": !page.items.isEmpty, "downloads": Downloads.content(ListStudies.name),
      "studies": page.items.map { study -> PageContent in
        let sentences = ImpactSentences(
          words: words, outcome: words["study.the_outcome"],
          treatment: words["study.the_treatment"],
          units: "impact.units.firms")
        return [
          "url": "/studies/\(study.id)", "title": study.title,
          "state": study.state.map { words["study.state_\($0.rawValue)"] }
            ?? words["study.never_run"],
          "answer": study.headline.map(sentences.text) ?? "",
        ]
      },
      "nextURL": page.next.map { "/studies?after=\($0)" } ?? "", "hasNext": page.next != nil,
    ]
  }
}
