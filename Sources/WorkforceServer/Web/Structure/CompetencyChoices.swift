import Localization
import Workforce

/// The competencies that a level can be asked for in, with the names of their levels.
struct CompetencyChoices {
  private let words: Words
  private let competencies: [CompetencyItem]
  private let byID: [ID<Competency>: CompetencyItem]
  private let levels: [ID<Framework>: [Int: FrameworkDetails.Level]]
  private let frameworks: [FrameworkSummary]

  init(_ visit: Visit) async throws {
    words = visit.words
    frameworks = try await visit.perform(ListFrameworks()).filter { $0.kind == .levels }
      .sorted { $0.isDefault && !$1.isDefault }
    var competencies: [CompetencyItem] = []
    var levels: [ID<Framework>: [Int: FrameworkDetails.Level]] = [:]
    for framework in frameworks {
      competencies += try await visit.all { after in
        ListCompetencies(
          frameworkId: framework.id, search: nil, after: after, limit: Visit.largestPage)
      }
      let details = try await visit.perform(ShowFramework(frameworkId: framework.id))
      levels[framework.id] = Dictionary(
        details.levels.map { ($0.level, $0) }, uniquingKeysWith: { first, _ in first })
    }
    self.competencies = competencies
    self.levels = levels
    byID = Dictionary(competencies.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The usual framework first.
  var choices: [FormField.Choice] {
    competencies.map { competency in
      FormField.Choice(
        competency.id.description,
        "\(competency.code) \(competency.title.text(english: words.isEnglish)) · "
          + competency.frameworkCode)
    }
  }

  /// `Mức 3 · Trung cấp 1`.
  func name(_ level: Int, of competency: ID<Competency>) -> String {
    let number = words["level.number", ["level": "\(level)"]]
    guard let framework = byID[competency]?.frameworkId, let known = levels[framework]?[level]
    else { return number }
    return "\(number) · \(known.name.text(english: words.isEnglish))"
  }

  /// The levels of one competency's framework, or of the usual one.
  func levelChoices(of competency: ID<Competency>?) -> [FormField.Choice] {
    let framework =
      competency.flatMap { byID[$0]?.frameworkId } ?? frameworks.first?.id
    let known = framework.flatMap { levels[$0] } ?? [:]
    return known.keys.sorted().map { level in
      let name = known[level]?.name.text(english: words.isEnglish) ?? ""
      return FormField.Choice(
        "\(level)", "\(words["level.number", ["level": "\(level)"]]) · \(name)")
    }
  }
}
