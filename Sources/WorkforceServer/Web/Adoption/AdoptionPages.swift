import CivilCalendar
import Localization
import Workforce

/// The digitised processes of the firm: where each stands, every step, and the forms about them; and the
/// catalogue of platforms.
struct AdoptionPages {
  func mount(_ pages: PageRouter) {
    pages.get("/adoption") { visit in
      PageView(
        "adoption/list", try await AdoptionList(visit).content(), section: .indicators)
    }
    pages.form("/adoption/new") { visit in
      try await AdoptionForm(visit).recording()
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(RecordAdoption.self))
      return Landing("/adoption", flash: .done(visit.words["adoption.recorded"]))
    }
    pages.get("/adoption/{adoptionId}") { visit in try await step(visit) }
    pages.form("/adoption/{adoptionId}/correct") { visit in
      try await AdoptionForm(visit).correcting(try await present(visit))
    } submit: { visit, submission in
      let revision = try await visit.perform(try submission.decode(CorrectAdoption.self))
      return Landing(
        "/adoption/\(revision.id)", flash: .done(visit.words["firm.corrected"]))
    }
    pages.form("/adoption/{adoptionId}/void") { visit in
      guard visit.may(.manageOrganisation) else { throw AppError.forbidden }
      let step = try await present(visit)
      return VoidForm(
        title: visit.words["adoption.void"], subject: AdoptionWords(visit.words).title(step),
        url: "/adoption/\(step.id)", tab: .adoption
      ).form
    } submit: { visit, submission in
      let revision = try await visit.perform(try submission.decode(VoidAdoption.self))
      return Landing(
        "/adoption/\(revision.id)", flash: .done(visit.words["firm.voided"]))
    }
    PlatformPages().mount(pages)
  }

  private func history(_ visit: Visit) async throws -> [AdoptionStep] {
    try await visit.perform(
      ShowAdoptionHistory(adoptionId: try visit.id("adoptionId", "adoption")))
  }

  /// Throws `notFound` for a step that was taken back.
  private func present(_ visit: Visit) async throws -> AdoptionStep {
    guard let step = try await history(visit).first, !step.isVoid else {
      throw AppError.notFound("adoption")
    }
    return step
  }

  private func step(_ visit: Visit) async throws -> PageView {
    let revisions = try await history(visit)
    guard let present = revisions.first else { throw AppError.notFound("adoption") }
    let words = AdoptionWords(visit.words)
    let recorders = try await Recorders(visit)
    let url = "/adoption/\(present.id)"
    let actions = [
      RecordScreen.Action(url: "\(url)/correct", label: visit.words["firm.correct"], isMain: true),
      RecordScreen.Action(url: "\(url)/void", label: visit.words["adoption.void"]),
    ]
    return RecordScreen(
      title: words.title(present), tab: .adoption,
      facts: [
        (visit.words["label.occurredOn"], visit.words.date(present.occurredOn)),
        (visit.words["label.categoryCode"], words.category(present)),
        (visit.words["label.platformId"], present.platformName),
        (visit.words["label.note"], present.note),
      ],
      actions: visit.may(.manageOrganisation) ? actions : [],
      revisions: revisions.map { one in
        RecordScreen.Revision(
          title: "\(words.stage(one.stage)), \(visit.words.date(one.occurredOn))",
          detail: [words.tool(one), one.note].compactMap { $0 }.joined(separator: " · "),
          recorded: recorders.line(one.recordedAt, one.recordedBy), reason: one.reason,
          isVoid: one.isVoid)
      }
    ).page(visit)
  }
}

/// Steps of processes in the reader's words.
struct AdoptionWords {
  let words: Words

  init(_ words: Words) {
    self.words = words
  }

  func stage(_ stage: AdoptionStage) -> String { words["figures.stage_\(stage.rawValue)"] }

  func process(_ step: AdoptionStep) -> String { step.processName.text(english: words.isEnglish) }

  func category(_ step: AdoptionStep) -> String? {
    step.categoryName?.text(english: words.isEnglish)
  }

  /// With what: the platform, and its kind.
  func tool(_ step: AdoptionStep) -> String? {
    let parts = [step.platformName, category(step)].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  func title(_ step: AdoptionStep) -> String { "\(process(step)): \(stage(step.stage))" }
}
