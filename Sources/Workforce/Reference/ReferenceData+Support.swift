import Foundation
import Postgres
import Seeds

extension ReferenceData {
  package struct PlatformCategory: Sendable {
    package let code: String
    package internal(set) var ordinal: Int
    package let name: Text
    package let process: String
    /// Where kinds of platforms are listed; for people to read.
    package let listing: Text?
    package let provenance: Provenance
    let line: Int
  }

  package struct SupportContent: Sendable {
    package let code: String
    package internal(set) var ordinal: Int
    package let name: Text
    package let sameWhen: String
    package let provenance: Provenance
    let line: Int
  }

  /// A rule of public support while it is in force; its source is the article.
  package struct SupportRule: Sendable {
    package let code: String
    package let validFrom: CalendarDate
    package let validTo: CalendarDate?
    package let topic: String
    package let content: String
    package let sizes: [String]
    package let flags: [String]
    package let sectorCondition: String?
    package let condition: Text?
    package let benefit: Text
    package let rateKind: String
    package let ratePct: Int?
    package let capVnd: Int?
    package let capBasis: String
    package let conflictsWith: [String]
    package let provenance: Provenance
    let line: Int
  }

  package struct SupportPrinciple: Sendable {
    package let code: String
    package internal(set) var ordinal: Int
    package let text: Text
    package let effect: String
    package let provenance: Provenance
    let line: Int
  }
}

extension ReferenceData.PlatformCategory {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    code = try row.text("category_code")
    ordinal = 0
    name = try row.localized("name")
    process = try row.text("process_code")
    listing = try row.optionalLocalized("source")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData.SupportContent {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    code = try row.text("content_code")
    ordinal = 0
    name = try row.localized("name")
    sameWhen = try row.text("same_when")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData.SupportRule {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    code = try row.text("rule_id")
    validFrom = try row.day("valid_from")
    validTo = try row.optionalDay("valid_to")
    topic = try row.text("topic")
    content = try row.text("content_code")
    sizes = try row.list("sizes", separator: "|")
    flags = try row.list("needs_flag", separator: "|")
    sectorCondition = try row.optional("sector_condition")
    condition = try row.optionalLocalized("condition_text")
    benefit = try row.localized("benefit")
    rateKind = try row.text("rate_kind")
    ratePct = try row.optionalInteger("rate_pct")
    capVnd = try row.optionalInteger("cap_vnd")
    capBasis = try row.text("cap_basis")
    conflictsWith = try row.list("conflicts_with", separator: "|")
    provenance = try row.provenance()
    line = row.line
    // A rule without its article is nobody's rule, however sure its number is.
    guard provenance.source != nil else { throw row.error(.missingValue(column: "source")) }
  }
}

extension ReferenceData.SupportPrinciple {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    code = try row.text("rule_id")
    ordinal = 0
    text = try row.localized("text")
    effect = try row.text("effect")
    provenance = try row.provenance()
    line = row.line
    guard provenance.source != nil else { throw row.error(.missingValue(column: "source")) }
  }
}

extension ReferenceData {
  var supportCalls: [Call] {
    [
      call(
        "reference.upsert_platform_categories",
        [
          platformCategories.map(\.code), platformCategories.map(\.ordinal),
          platformCategories.map(\.name.vi), platformCategories.map(\.name.en),
          platformCategories.map(\.process), platformCategories.map(\.listing?.vi),
          platformCategories.map(\.listing?.en),
        ], platformCategories.map(\.provenance)),
      call(
        "reference.upsert_support_contents",
        [
          supportContents.map(\.code), supportContents.map(\.ordinal),
          supportContents.map(\.name.vi), supportContents.map(\.name.en),
          supportContents.map(\.sameWhen),
        ], supportContents.map(\.provenance)),
      call(
        "reference.upsert_support_rules",
        [
          supportRules.map(\.code), supportRules.map(\.validFrom), supportRules.map(\.validTo),
          supportRules.map(\.topic), supportRules.map(\.content),
          supportRules.map { $0.sizes.joined(separator: "|") },
          supportRules.map { $0.flags.joined(separator: "|") },
          supportRules.map(\.sectorCondition), supportRules.map(\.condition?.vi),
          supportRules.map(\.condition?.en),
          supportRules.map(\.benefit.vi), supportRules.map(\.benefit.en),
          supportRules.map(\.rateKind), supportRules.map(\.ratePct), supportRules.map(\.capVnd),
          supportRules.map(\.capBasis),
          supportRules.map { $0.conflictsWith.joined(separator: "|") },
        ], supportRules.map(\.provenance)),
      call(
        "reference.upsert_support_principles",
        [
          supportPrinciples.map(\.code), supportPrinciples.map(\.ordinal),
          supportPrinciples.map(\.text.vi), supportPrinciples.map(\.text.en),
          supportPrinciples.map(\.effect),
        ], supportPrinciples.map(\.provenance)),
    ]
  }

  /// That every rule names what there is: contents, flags, other rules, processes.
  func checkSupport() throws(ReferenceError) {
    let contents = Set(supportContents.map(\.code))
    let flags = Set(supportFlags.map(\.code))
    let rules = Set(supportRules.map(\.code))
    for row in supportRules {
      try requireCode(contents, .supportRules, row.line, "content_code", row.content)
      for flag in row.flags {
        try requireCode(flags, .supportRules, row.line, "needs_flag", flag)
      }
      for code in row.conflictsWith {
        try requireCode(rules, .supportRules, row.line, "conflicts_with", code)
      }
    }
    let processCodes = Set(processes.map(\.code))
    for row in platformCategories {
      try requireCode(processCodes, .platformCategories, row.line, "process_code", row.process)
    }
  }

  func requireCode(
    _ known: Set<String>, _ file: ReferenceFile, _ line: Int, _ column: String, _ code: String
  ) throws(ReferenceError) {
    guard known.contains(code) else {
      throw ReferenceError(
        file: file, line: line, problem: .unknownCode(column: column, code: code))
    }
  }
}
