import Postgres

/// How sure an entry of the catalogue is, and what it stands on.
package enum Certainty: String, Codable, Sendable, CaseIterable {
  case sourced, known, proposed, unsure, synthetic
}

/// What a framework judges by; only one of `levels` can carry a required or attained level.
package enum FrameworkKind: String, Codable, Sendable, CaseIterable {
  case levels
  case passFail = "pass_fail"
  case groups
}

package struct FrameworkSummary: Codable, Sendable {
  package let id: ID<Framework>
  package let code: String
  package let version: String
  package let kind: FrameworkKind
  package let name: LocalizedText
  /// Nil for a framework without levels.
  package let levelCount: Int?
  package let validFrom: CalendarDate?
  package let isDefault: Bool
  package let competencyCount: Int
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
}

package struct FrameworkDetails: Codable, Sendable {
  package struct Area: Codable, Sendable {
    package let code: String
    package let title: LocalizedText
    package let status: Certainty
    package let source: String?
    package let competencies: [CompetencyEntry]
  }

  package struct CompetencyEntry: Codable, Sendable {
    package let id: ID<Competency>
    package let code: String
    package let title: LocalizedText
    package let scope: LocalizedText?
    package let status: Certainty
    package let source: String?
    package let note: LocalizedText?
  }

  package struct Level: Codable, Sendable {
    package let level: Int
    package let shortCode: String
    package let bandCode: String
    package let band: LocalizedText
    package let name: LocalizedText
    package let description: LocalizedText
    package let status: Certainty
    package let source: String?
    package let note: LocalizedText?
  }

  package let id: ID<Framework>
  package let code: String
  package let version: String
  package let kind: FrameworkKind
  package let name: LocalizedText
  package let levelCount: Int?
  package let validFrom: CalendarDate?
  package let isDefault: Bool
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
  package let areas: [Area]
  /// Competencies of a framework that has no areas.
  package let competenciesWithoutArea: [CompetencyEntry]
  package let levels: [Level]
}
