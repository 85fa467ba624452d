import Postgres

/// What corresponds to a competency in another framework, seen from the competency asked about.
package struct CrosswalkEntry: Codable, Sendable {
  package enum Relation: String, Codable, Sendable, CaseIterable {
    case same, close, broader, narrower, none
  }

  package enum Confidence: String, Codable, Sendable, CaseIterable {
    case high, medium, low
  }

  /// Whether a level held in the competency asked about counts in this one.
  package enum LevelCounts: String, Codable, Sendable, CaseIterable {
    case yes
    case withWarning = "with_warning"
    case no
  }

  package let frameworkId: ID<Framework>
  package let frameworkCode: String
  package let frameworkName: LocalizedText
  package let frameworkKind: FrameworkKind
  /// Nil when the other framework has nothing of the kind.
  package let competencyId: ID<Competency>?
  package let competencyCode: String?
  package let competencyTitle: LocalizedText?
  /// What the other competency is to the one asked about.
  package let relation: Relation
  package let confidence: Confidence
  package let levelCounts: LevelCounts
  /// The key of the sentence to show beside the entry, when it needs one.
  package let warning: String?
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
}

package struct CrosswalkCompetency: Lookup {
  package let competencyId: ID<Competency>

  package typealias Output = [CrosswalkEntry]

  package static let name = "competency.crosswalk"
  package static let route = Route.get("/competencies/{competencyId}/crosswalk")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(competencyId: ID<Competency>) {
    self.competencyId = competencyId
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<CrosswalkEntry>.crosswalk.statement, [competencyId.uuid])
  }

  package func output(from rows: Rows) throws -> [CrosswalkEntry] {
    try rows.decode(CrosswalkEntry.self)
  }
}

extension Query<CrosswalkEntry> {
  static var crosswalk: Self { Query("competency.crosswalk") }
}
