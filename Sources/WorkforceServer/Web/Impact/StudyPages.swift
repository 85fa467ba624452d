import Foundation
import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Workforce

/// Studies of impact: the list, a new one, and what each found.
struct StudyPages {
  func mount(_ pages: PageRouter) {
    pages.get("/studies") { visit in
      PageView("studies/list", try await list(visit), section: .studies)
    }
    pages.form("/studies/new") { visit in
      StudyForm(visit, try await StudyChoices.read(visit), nil).form
    } submit: { visit, submission in
      let input = StudyFormInput(submission)
      let study = try await visit.perform(
        CreateStudy(title: input.title, description: try input.description()))
      _ = try await visit.perform(RunStudy(studyId: study.id))
      return Landing("/studies/\(study.id)", flash: .done(visit.words["study.saved"]))
    }
    pages.form("/studies/{studyId}/edit") { visit in
      let answer = try await visit.perform(
        ShowStudy(studyId: try visit.id("studyId", "study"), runId: nil))
      return StudyForm(visit, try await StudyChoices.read(visit), answer.study).form
    } submit: { visit, submission in
      let input = StudyFormInput(submission)
      let study = try await visit.perform(
        ChangeStudy(
          studyId: try visit.id("studyId", "study"), title: input.title,
          description: try input.description(), reason: input.reason))
      _ = try await visit.perform(RunStudy(studyId: study.id))
      return Landing("/studies/\(study.id)", flash: .done(visit.words["study.saved"]))
    }
    pages.get(raw: "/studies/{studyId}/panel.csv") { visit in
      let id: ID<ImpactStudy> = try visit.id("studyId", "study")
      let panel = try await visit.perform(ExportStudy(studyId: id))
      return Response(
        status: .ok,
        headers: [
          .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
          .contentDisposition: "attachment; filename=\"study-\(id).csv\"",
        ], body: ResponseBody(byteBuffer: ByteBuffer(string: panel.csv)))
    }
    pages.get("/studies/{studyId}") { visit in
      let answer = try await visit.perform(
        ShowStudy(
          studyId: try visit.id("studyId", "study"),
          runId: visit.text("run").flatMap { UUID(text: $0) }))
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
        let question = StudyQuestion(words: words, study.description, study.indicatorName)
        return [
          "url": "/studies/\(study.id)", "title": study.title,
          "state": study.state.map { words["study.state_\($0.rawValue)"] }
            ?? words["study.never_run"],
          "answer": study.headline.map(question.sentences.text) ?? "",
        ]
      },
      "nextURL": page.next.map { "/studies?after=\($0)" } ?? "", "hasNext": page.next != nil,
    ]
  }
}
