import Localization
import Workforce

/// What the form of a study lets people choose from, instead of typing codes.
struct StudyChoices {
  let indicators: [FormField.Choice]
  let deflators: [FormField.Choice]
  let courses: [FormField.Choice]
  let sectors: [FormField.Choice]
  let sizes: [FormField.Choice]

  static func read(_ visit: Visit) async throws -> StudyChoices {
    let words = visit.words
    let isEnglish = words.language == .en
    func text(_ name: LocalizedText) -> String { name.text(english: isEnglish) }
    let indicators = try await visit.perform(ListIndicators(family: nil, process: nil))
    let prices = try await visit.perform(ListPriceIndices(series: nil))
    let courses = try await CourseChoices.all(visit, isInHouse: false)
    let sectors = try await visit.perform(ListSectors(asOf: nil))
    return StudyChoices(
      indicators: indicators.filter { $0.id == nil && $0.origin != .reference }.map {
        .init($0.code, "\(text($0.name)) (\(text($0.unitName)))")
      },
      deflators: [.init("", words["study.no_deflator"])]
        + Dictionary(grouping: prices.filter(\.isDefault), by: \.seriesCode)
        .sorted { $0.key < $1.key }
        .compactMap { code, prices in prices.first.map { .init(code, text($0.name)) } },
      courses: [.init("", words["study.any_course"])]
        + courses.map { .init($0.id.description, text($0.title)) },
      sectors: sectors.map { .init($0.section, "\($0.section) – \(text($0.name))") },
      sizes: ["micro", "small", "medium", "not_sme"].map {
        .init($0, words["study.size_\($0)"])
      })
  }
}
