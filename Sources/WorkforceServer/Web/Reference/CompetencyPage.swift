import Localization
import Workforce

/// One competency, and what corresponds to it in the other frameworks with how sure that is.
struct CompetencyPage {
  func competency(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let found = try await CatalogueCompetency(visit)
    let entry = found.entry
    let crosswalk = try await visit.perform(CrosswalkCompetency(competencyId: entry.id))
    var page = RecordPage(
      "\(entry.code) \(entry.title.text(english: words.isEnglish))", section: nil)
    page.subtitle = found.framework.name.text(english: words.isEnglish)
    page.crumbs = [
      RecordLink(label: words["reference.title"], url: ReferenceTab.frameworks.url),
      RecordLink(
        label: found.framework.code, url: "/reference/frameworks/\(found.framework.id)"),
    ]
    page.facts = [
      RecordFact(
        term: words["reference.scope"], text: entry.scope?.text(english: words.isEnglish) ?? "–"),
      RecordFact(
        term: words["reference.certainty"], text: words["certainty.\(entry.status.rawValue)"]),
      RecordFact(
        term: words["reference.source"], text: entry.source ?? words["reference.no_source"]),
    ]
    if let note = entry.note {
      page.facts.append(
        RecordFact(term: words["reference.note"], text: note.text(english: words.isEnglish)))
    }
    var listing = RecordListing(
      words["reference.crosswalk"],
      columns: [
        words["reference.corresponds"], words["reference.relation"],
        words["reference.confidence"], words["reference.level_counts"],
        words["reference.certainty"], words["reference.source"],
      ], rows: crosswalk.map { row($0, words) }, empty: words["reference.no_crosswalk"])
    listing.lead = words["reference.crosswalk_lead"]
    listing.downloads = visit.downloads(
      "competency.crosswalk", ["competencyId": entry.id.description])
    page.listings = [listing]
    return page
  }

  private func row(_ entry: CrosswalkEntry, _ words: Words) -> [RecordListing.Cell] {
    let english = words.isEnglish
    let other: RecordListing.Cell =
      if let id = entry.competencyId, let title = entry.competencyTitle {
        .link(
          "\(entry.competencyCode ?? "") \(title.text(english: english))",
          "/reference/competencies/\(id)", note: entry.frameworkName.text(english: english))
      } else {
        .noted(words["reference.nothing_like_it"], entry.frameworkName.text(english: english))
      }
    return [
      other, RecordListing.Cell(words["reference.relation_\(entry.relation.rawValue)"]),
      .badge(
        words["reference.confidence_\(entry.confidence.rawValue)"],
        isOff: entry.confidence != .high),
      .noted(
        words["reference.counts_\(entry.levelCounts.rawValue)"], entry.warning.map { words[$0] }),
      words.certainty(entry.status), words.source(entry.source, entry.note),
    ]
  }
}

/// A competency with the framework that it is of.
private struct CatalogueCompetency {
  let entry: FrameworkDetails.CompetencyEntry
  let framework: FrameworkDetails

  /// Throws `notFound` when no framework has it.
  init(_ visit: Visit) async throws {
    let id: ID<Competency> = try visit.id("competencyId", "competency")
    for summary in try await visit.perform(ListFrameworks()) {
      let framework = try await visit.perform(ShowFramework(frameworkId: summary.id))
      let entries = framework.areas.flatMap(\.competencies) + framework.competenciesWithoutArea
      if let entry = entries.first(where: { $0.id == id }) {
        self.entry = entry
        self.framework = framework
        return
      }
    }
    throw AppError.notFound("competency")
  }
}
