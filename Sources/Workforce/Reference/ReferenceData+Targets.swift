import Foundation
import Postgres
import Seeds

extension ReferenceData {
  /// A row of the target's file: one year of one version of a definition.
  package struct TargetYear: Sendable {
    package let code: String
    package let version: Int
    package let province: String
    package let definedOn: CalendarDate
    package let year: Int
    package let targetPct: Int
    package let name: Text
    package let framework: String
    package let minimumLevel: Int
    package let minimumLevelName: String
    let competencyCodes: [String]
    package let evidenceCounted: [String]
    package let denominator: Text
    package let denominatorSource: String
    package let coverage: String
    package let provenance: Provenance
    let line: Int

    var key: String { "\(code)/\(version)" }
  }

  package struct TargetCompetency: Sendable {
    package let code: String
    package let version: Int
    package let framework: String
    package let competency: String
    package let provenance: Provenance
    let line: Int

    var key: String { "\(code)/\(version)" }
  }
}

extension ReferenceData.TargetYear {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    code = try row.text("target_code")
    version = try row.integer("definition_version")
    province = try row.text("province_code")
    definedOn = try row.day("defined_on")
    year = try row.integer("year")
    targetPct = try row.integer("target_pct")
    name = try row.localized("name")
    framework = try row.text("framework_code")
    minimumLevel = try row.integer("min_level")
    minimumLevelName = try row.text("min_level_name")
    competencyCodes = try row.list("competencies", separator: "|")
    evidenceCounted = try row.list("evidence_counted", separator: "|")
    denominator = try row.localized("denominator")
    denominatorSource = try row.text("denominator_source")
    coverage = try row.text("coverage_definition")
    provenance = try row.provenance()
    line = row.line
    guard provenance.source != nil else { throw row.error(.missingValue(column: "source")) }
    // Another way of counting is another definition, which the rollup does not know yet.
    guard try row.text("rule") == "all" else {
      throw row.error(.wrongValue(column: "rule", value: try row.text("rule")))
    }
  }
}

extension ReferenceData.TargetCompetency {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    code = try row.text("target_code")
    version = try row.integer("definition_version")
    framework = try row.text("framework_code")
    competency = try row.text("competency_code")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData {
  var targetCalls: [Call] {
    var seen: Set<String> = []
    let definitions = targetYears.filter { seen.insert($0.key).inserted }
    return [
      call(
        "reference.upsert_target_definitions",
        [
          definitions.map(\.code), definitions.map(\.version), definitions.map(\.province),
          definitions.map(\.definedOn), definitions.map(\.name.vi), definitions.map(\.name.en),
          definitions.map { ReferenceID.framework($0.framework) },
          definitions.map(\.minimumLevel), definitions.map(\.minimumLevelName),
          definitions.map { $0.evidenceCounted.joined(separator: "|") },
          definitions.map(\.denominator.vi), definitions.map(\.denominator.en),
          definitions.map(\.denominatorSource), definitions.map(\.coverage),
        ], definitions.map(\.provenance)),
      call(
        "reference.upsert_target_competencies",
        [
          targetCompetencies.map(\.code), targetCompetencies.map(\.version),
          targetCompetencies.map { ReferenceID.competency($0.framework, $0.competency) },
        ], targetCompetencies.map(\.provenance)),
      call(
        "reference.upsert_target_years",
        [
          targetYears.map(\.code), targetYears.map(\.version), targetYears.map(\.year),
          targetYears.map(\.targetPct),
        ], targetYears.map(\.provenance)),
    ]
  }

  /// That a definition lists the same competencies in both files, and that they exist.
  func checkTargets() throws(ReferenceError) {
    let known = Set(competencies.map { "\($0.framework)/\($0.code)" })
    let listed = Dictionary(grouping: targetCompetencies, by: \.key)
    for row in targetCompetencies {
      try requireCode(
        known, .targetCompetencies, row.line, "competency_code",
        "\(row.framework)/\(row.competency)")
    }
    for row in targetYears {
      let found = Set((listed[row.key] ?? []).map(\.competency))
      guard found == Set(row.competencyCodes), !found.isEmpty else {
        throw ReferenceError(
          file: .targetDefinition, line: row.line,
          problem: .contradiction(column: "competencies", code: row.code))
      }
    }
  }
}
