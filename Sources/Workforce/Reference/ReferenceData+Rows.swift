import Foundation
import Postgres

extension ReferenceData {
  /// A text in the languages that its source has; at least one of them.
  package struct Text: Hashable, Sendable {
    package let vi: String?
    package let en: String?
  }

  package enum Certainty: String, CaseIterable, Sendable {
    case sourced, known, proposed, unsure, synthetic
  }

  /// How certain a row is, and where it comes from.
  package struct Provenance: Hashable, Sendable {
    package let status: Certainty
    package let source: String?
    package let note: Text?
  }

  package struct Province: Sendable {
    package let code: String
    package let name: Text
    package let fullName: Text
    package let kind: String
    package let formerCodes: [String]
    /// Of the provinces it was merged from; empty where nothing was merged.
    package let formerNames: [String]
    /// Communes, wards and special zones, to check the files by.
    let declaredUnits: Int
    package let provenance: Provenance
    let line: Int
  }

  package struct Commune: Sendable {
    package let code: String
    package let provinceCode: String
    package let name: Text
    package let fullNameVi: String
    package let kind: String
    package let formerProvince: String?
    package let provenance: Provenance
    let line: Int
  }

  /// A section of VSIC, identified by its version and letter.
  package struct Section: Sendable {
    package let version: String
    package let letter: String
    package let name: Text
    package let sectorGroup: String
    package let predecessorVersion: String?
    package let predecessorLetter: String?
    package let predecessorPart: String?
    package let validFrom: CalendarDate
    /// The last day.
    package let validTo: CalendarDate?
    package let provenance: Provenance
    let line: Int
  }

  /// A strength of evidence; rank 1 is the strongest.
  package struct Grade: Sendable {
    package let code: String
    package let rank: Int
    package let name: Text
    package let closesGap: Bool
    package let provenance: Provenance
    let line: Int
  }

  package struct Setting: Sendable {
    package let key: String
    /// A number, or an object of `from` and `to`.
    package let value: JSONText
    package let unit: String
    package let validFrom: CalendarDate
    package let validTo: CalendarDate?
    package let provenance: Provenance
    let line: Int
  }

  package struct Holiday: Sendable {
    package let day: CalendarDate
    package let name: Text
    package let kind: String
    package let inLieuOf: [CalendarDate]
    package let appliesTo: String
    package let isCounted: Bool
    package let provenance: Provenance
    let line: Int
  }
}
