import Localization
import Workforce

/// What the levels of a framework are called and mean, in the reader's language.
struct LevelWords: Sendable {
  private let levels: [Int: FrameworkDetails.Level]
  private let words: Words

  /// Throws `notFound` when no framework has the code.
  init(of frameworkCode: String, for visit: Visit) async throws {
    let frameworks = try await visit.perform(ListFrameworks())
    guard let framework = frameworks.first(where: { $0.code == frameworkCode }) else {
      throw AppError.notFound("framework")
    }
    let details = try await visit.perform(ShowFramework(frameworkId: framework.id))
    levels = Dictionary(uniqueKeysWithValues: details.levels.map { ($0.level, $0) })
    words = visit.words
  }

  /// `Mức 3 · Trung cấp 1`; nil for no level.
  func name(_ level: Int?) -> String? {
    guard let level else { return nil }
    let name = levels[level].map { " · \($0.name.text(english: words.language == .en))" } ?? ""
    return words["level.number", ["level": "\(level)"]] + name
  }

  func meaning(_ level: Int?) -> String? {
    level.flatMap { levels[$0]?.description.text(english: words.language == .en) }
  }

  /// The choices of a form, lowest first.
  var choices: [FormField.Choice] {
    levels.keys.sorted().map { level in
      FormField.Choice(
        "\(level)", name(level) ?? "\(level)", extra: ["words": meaning(level) ?? ""])
    }
  }
}
