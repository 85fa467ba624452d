import Localization
import Workforce

/// The frameworks of competencies: their competencies, their levels in words, and what corresponds to
/// a competency in the others.
struct FrameworkPages {
  func mount(_ pages: PageRouter) {
    pages.get("/reference") { visit in try await list(visit).view() }
    pages.get("/reference/frameworks/{frameworkId}") { visit in
      try await framework(visit).view()
    }
    pages.get("/reference/competencies/{competencyId}") { visit in
      try await CompetencyPage().competency(visit).view()
    }
  }

  private func list(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let frameworks = try await visit.perform(ListFrameworks())
    var page = ReferenceTab.frameworks.page(visit)
    var listing = RecordListing(
      words["reference.tab_frameworks"],
      columns: [
        words["reference.framework"], words["reference.kind"], "#" + words["reference.levels"],
        "#" + words["reference.competencies"], words["reference.valid_from"],
        words["reference.certainty"], words["reference.source"],
      ],
      rows: frameworks.map { framework in
        var name = RecordListing.Cell.link(
          framework.name.text(english: words.isEnglish), "/reference/frameworks/\(framework.id)",
          note: "\(framework.code) · \(framework.version)")
        if framework.isDefault { name.badge = words["reference.usual"] }
        return [
          name, RecordListing.Cell(words["reference.judges_\(framework.kind.rawValue)"]),
          RecordListing.Cell(framework.levelCount.map { "\($0)" } ?? "–"),
          RecordListing.Cell(words.number(framework.competencyCount)),
          RecordListing.Cell(framework.validFrom.map { words.date($0) } ?? "–"),
          words.certainty(framework.status), words.source(framework.source, framework.note),
        ]
      }, empty: words["reference.nothing"])
    listing.downloads = visit.downloads("framework.list", [:])
    page.listings = [listing]
    return page
  }

  private func framework(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let framework = try await visit.perform(
      ShowFramework(frameworkId: try visit.id("frameworkId", "framework")))
    var page = RecordPage(
      framework.name.text(english: words.isEnglish), section: nil)
    page.subtitle = "\(framework.code) · \(framework.version)"
    page.crumbs = [RecordLink(label: words["reference.title"], url: ReferenceTab.frameworks.url)]
    page.facts = [
      RecordFact(
        term: words["reference.kind"],
        text: words["reference.judges_\(framework.kind.rawValue)"]),
      RecordFact(
        term: words["reference.certainty"],
        text: words["certainty.\(framework.status.rawValue)"]),
      RecordFact(
        term: words["reference.source"],
        text: framework.source ?? words["reference.no_source"]),
    ]
    if let note = framework.note {
      page.facts.append(
        RecordFact(term: words["reference.note"], text: note.text(english: words.isEnglish)))
    }
    if !framework.levels.isEmpty { page.listings.append(levels(framework, words)) }
    for area in framework.areas {
      page.listings.append(
        competencies(
          "\(area.code) \(area.title.text(english: words.isEnglish))", area.competencies, words))
    }
    if !framework.competenciesWithoutArea.isEmpty {
      page.listings.append(
        competencies(
          words["reference.competencies"], framework.competenciesWithoutArea, words))
    }
    page.listings[page.listings.count - 1].downloads = visit.downloads(
      "competency.list", ["frameworkId": framework.id.description])
    return page
  }

  private func levels(_ framework: FrameworkDetails, _ words: Words) -> RecordListing {
    RecordListing(
      words["reference.levels_in_words"],
      columns: [
        words["structure.level"], words["reference.band"], words["reference.meaning"],
        words["reference.certainty"], words["reference.source"],
      ],
      rows: framework.levels.map { level in
        [
          .noted(
            words["level.number", ["level": "\(level.level)"]],
            level.name.text(english: words.isEnglish)),
          RecordListing.Cell(level.band.text(english: words.isEnglish)),
          RecordListing.Cell(level.description.text(english: words.isEnglish)),
          words.certainty(level.status), words.source(level.source, level.note),
        ]
      }, empty: "")
  }

  private func competencies(
    _ heading: String, _ competencies: [FrameworkDetails.CompetencyEntry], _ words: Words
  ) -> RecordListing {
    RecordListing(
      heading,
      columns: [
        words["structure.competency"], words["reference.scope"], words["reference.certainty"],
        words["reference.source"],
      ],
      rows: competencies.map { competency in
        [
          .link(
            "\(competency.code) \(competency.title.text(english: words.isEnglish))",
            "/reference/competencies/\(competency.id)"),
          RecordListing.Cell(competency.scope?.text(english: words.isEnglish) ?? "–"),
          words.certainty(competency.status),
          words.source(competency.source, competency.note),
        ]
      }, empty: "")
  }
}
