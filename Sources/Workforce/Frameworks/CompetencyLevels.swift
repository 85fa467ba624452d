import Foundation

/// How many levels a competency has; nil outside frameworks of levels.
struct CompetencyLevels: Decodable, Sendable {
  let id: ID<Competency>
  let frameworkKind: FrameworkKind
  let levelCount: Int?
}

extension Query<CompetencyLevels> {
  static var competencyLevels: Self { Query("competency.levels") }
}

/// A level that an input asks for in a competency, and where in the input it stands.
struct LevelAsked: Sendable {
  let competencyId: ID<Competency>
  let level: Int
  let competencyField: String
  let levelField: String
}

extension Session {
  /// Throws `invalidInput` for a competency that does not exist or has no levels, and for a level
  /// above its framework's highest; every such field is named.
  func requireLevels(_ asked: [LevelAsked]) async throws {
    guard !asked.isEmpty else { return }
    let found = try await fetchAll(.competencyLevels, asked.map(\.competencyId.uuid))
    let byID = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var problems = Problems()
    for entry in asked {
      guard let competency = byID[entry.competencyId] else {
        problems.add(entry.competencyField, "competency.unknown")
        continue
      }
      guard competency.frameworkKind == .levels, let count = competency.levelCount else {
        problems.add(entry.competencyField, "competency.without_levels")
        continue
      }
      if entry.level > count {
        problems.add(entry.levelField, "competency.level_too_high", ["highest": "\(count)"])
      }
    }
    try problems.throwIfAny()
  }
}
