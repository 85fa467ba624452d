import Foundation
import Postgres
import Seeds

extension ReferenceData {
  package enum FrameworkKind: String, Sendable {
    case levels
    case passFail = "pass_fail"
    case groups
  }

  package struct Framework: Sendable {
    package let code: String
    package let version: String
    package let kind: FrameworkKind
    package let name: Text
    package let levelCount: Int?
    /// What the framework says of itself, to check the files by.
    let declaredAreas: Int?
    let declaredItems: Int
    package let validFrom: CalendarDate?
    package let isDefault: Bool
    package let provenance: Provenance
    let line: Int

    package var id: UUID { ReferenceID.framework(code) }
  }

  package struct Level: Sendable {
    package let framework: String
    package let level: Int
    package let shortCode: String
    package let bandCode: String
    package let band: Text
    package let name: Text
    package let description: Text
    package let provenance: Provenance
    let line: Int
  }

  package struct Area: Sendable {
    package let framework: String
    package let code: String
    /// The place in its framework, counted from 1.
    package internal(set) var ordinal: Int
    package let title: Text
    package let provenance: Provenance
  }

  /// A competency, a module of a pass-or-fail standard, or a group.
  package struct Competency: Sendable {
    package let framework: String
    package let area: String?
    package let code: String
    /// The place in its framework, counted from 1.
    package internal(set) var ordinal: Int
    package let title: Text
    package let scope: Text?
    package let provenance: Provenance

    package var id: UUID { ReferenceID.competency(framework, code) }
  }

  package enum Relation: String, Sendable {
    case same, close, broader, narrower, none
  }

  /// What the target is to the source; no target where the framework has no such competency.
  package struct Judgement: Sendable {
    package let fromFramework: String
    package let fromCode: String
    package let toFramework: String
    package let toCode: String?
    package let relation: Relation
    package let confidence: String
    package let provenance: Provenance
    let line: Int

    package var id: UUID {
      ReferenceID.crosswalk(from: (fromFramework, fromCode), to: (toFramework, toCode))
    }
  }

  package struct Role: Sendable {
    package let code: String
    package let title: Text
    package let sectionVersion: String?
    package let sectionLetter: String?
    package let provenance: Provenance

    package var id: UUID { ReferenceID.roleTemplate(code) }
  }

  package struct Requirement: Sendable {
    package let role: String
    package let framework: String
    package let competency: String
    package let level: Int
    package let provenance: Provenance
  }
}
