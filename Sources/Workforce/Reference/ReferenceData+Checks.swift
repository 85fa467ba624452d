import Foundation
import Seeds

extension ReferenceData {
  /// What no single row shows: codes that repeat, codes that nothing has, counts, contradictions.
  func check(items: [Item], profiles: [Profile]) throws(ReferenceError) {
    try refuseRepeats(.provinces, provinces.map { ($0.line, $0.code) })
    try refuseRepeats(.communes, communes.map { ($0.line, $0.code) })
    try refuseRepeats(.vsicSections, sections.map { ($0.line, "\($0.version)/\($0.letter)") })
    try refuseRepeats(.frameworks, frameworks.map { ($0.line, $0.code) })
    try refuseRepeats(.levels, levels.map { ($0.line, "\($0.framework)/\($0.level)") })
    try refuseRepeats(.crosswalk, crosswalk.map { ($0.line, $0.id.uuidString) })
    try refuseRepeats(.evidenceGrades, grades.map { ($0.line, $0.code) })
    try refuseRepeats(.policySettings, settings.map { ($0.line, "\($0.key) \($0.validFrom)") })
    try refuseRepeats(.holidays, holidays.map { ($0.line, "\($0.day)") })
    try refuseRepeats(
      .roleProfiles,
      profiles.map {
        ($0.line, "\($0.role.code)/\($0.requirement.framework)/\($0.requirement.competency)")
      })
    try checkPlacesAndDays()
    try checkFrameworks(items: items)
    try checkCrosswalk(items: items)
    try checkRoles(profiles)
    try checkIndicators()
    try refuseRepeats(.platformCategories, platformCategories.map { ($0.line, $0.code) })
    try refuseRepeats(.supportContents, supportContents.map { ($0.line, $0.code) })
    try refuseRepeats(.supportRules, supportRules.map { ($0.line, "\($0.code) \($0.validFrom)") })
    try refuseRepeats(.supportPrinciples, supportPrinciples.map { ($0.line, $0.code) })
    try refuseRepeats(.targetDefinition, targetYears.map { ($0.line, "\($0.key)/\($0.year)") })
    try refuseRepeats(
      .targetCompetencies, targetCompetencies.map { ($0.line, "\($0.key)/\($0.competency)") })
    try checkSupport()
    try checkTargets()
  }

  func refuseRepeats(
    _ file: ReferenceFile, _ codes: [(line: Int, code: String)]
  ) throws(ReferenceError) {
    var seen: Set<String> = []
    for (line, code) in codes where !seen.insert(code).inserted {
      throw ReferenceError(file: file, line: line, problem: .repeated(code: code))
    }
  }

  func require(
    _ isKnown: Bool, _ file: ReferenceFile, _ line: Int, column: String, code: String
  ) throws(ReferenceError) {
    guard isKnown else {
      throw ReferenceError(
        file: file, line: line, problem: .unknownCode(column: column, code: code))
    }
  }

  private func checkPlacesAndDays() throws(ReferenceError) {
    let provinceCodes = Set(provinces.map(\.code))
    for row in communes {
      try require(
        provinceCodes.contains(row.provinceCode), .communes, row.line, column: "province_code",
        code: row.provinceCode)
    }
    let units = Dictionary(grouping: communes, by: \.provinceCode)
    for row in provinces {
      // Communes are shipped by whole provinces, not all of them yet.
      guard let found = units[row.code]?.count, found != row.declaredUnits else { continue }
      throw ReferenceError(
        file: .communes, line: nil,
        problem: .wrongCount(
          of: "communes of \(row.code)", declared: row.declaredUnits, found: found))
    }
    let letters = Set(sections.map { "\($0.version)/\($0.letter)" })
    for row in sections {
      guard let version = row.predecessorVersion, let letter = row.predecessorLetter else {
        continue
      }
      let code = "\(version)/\(letter)"
      try require(
        letters.contains(code), .vsicSections, row.line, column: "predecessor_section", code: code)
    }
    let days = Set(holidays.map(\.day))
    for row in holidays {
      for day in row.inLieuOf {
        try require(
          days.contains(day), .holidays, row.line, column: "holiday_date", code: "\(day)")
      }
    }
  }

  private func checkFrameworks(items: [Item]) throws(ReferenceError) {
    let codes = Set(frameworks.map(\.code))
    for row in levels {
      try require(
        codes.contains(row.framework), .levels, row.line, column: "framework_code",
        code: row.framework)
    }
    var seen: Set<String> = []
    for item in items {
      let (framework, code) = (item.competency.framework, item.competency.code)
      try require(
        codes.contains(framework), item.file, item.line, column: "framework_code", code: framework)
      guard seen.insert("\(framework)/\(code)").inserted else {
        throw ReferenceError(file: item.file, line: item.line, problem: .repeated(code: code))
      }
      let area = areas.first { $0.framework == framework && $0.code == item.area?.code }
      guard area?.title == item.area?.title else {
        throw ReferenceError(
          file: item.file, line: item.line,
          problem: .contradiction(column: "area", code: item.area?.code ?? ""))
      }
    }
    for row in frameworks { try checkCounts(row) }
    guard frameworks.filter(\.isDefault).map(\.kind) == [.levels] else {
      throw ReferenceError(
        file: .frameworks, line: nil,
        problem: .wrongCount(
          of: "default frameworks with levels", declared: 1,
          found: frameworks.count { $0.isDefault && $0.kind == .levels }))
    }
  }

  private func checkCounts(_ framework: Framework) throws(ReferenceError) {
    let found = [
      ("levels", framework.levelCount ?? 0, levels.count { $0.framework == framework.code }),
      ("items", framework.declaredItems, competencies.count { $0.framework == framework.code }),
      (
        "areas", framework.declaredAreas ?? areas.count { $0.framework == framework.code },
        areas.count { $0.framework == framework.code }
      ),
    ]
    for (what, declared, count) in found where declared != count {
      throw ReferenceError(
        file: .frameworks, line: framework.line,
        problem: .wrongCount(of: what, declared: declared, found: count))
    }
  }

  private func checkCrosswalk(items: [Item]) throws(ReferenceError) {
    let known = Set(competencies.map(\.id))
    let frameworkCodes = Set(frameworks.map(\.code))
    for row in crosswalk {
      try require(
        known.contains(ReferenceID.competency(row.fromFramework, row.fromCode)), .crosswalk,
        row.line, column: "from_code", code: "\(row.fromFramework)/\(row.fromCode)")
      try require(
        frameworkCodes.contains(row.toFramework), .crosswalk, row.line, column: "to_framework",
        code: row.toFramework)
      guard let toCode = row.toCode else { continue }
      try require(
        known.contains(ReferenceID.competency(row.toFramework, toCode)), .crosswalk, row.line,
        column: "to_code", code: "\(row.toFramework)/\(toCode)")
    }
    let digComp22 = items.first { $0.file == .digComp22 }?.competency.framework ?? ""
    for item in items {
      guard let code = item.digComp22Code else { continue }
      try require(
        known.contains(ReferenceID.competency(digComp22, code)), item.file, item.line,
        column: "digcomp22_code", code: code)
      let judged = crosswalk.first {
        $0.fromFramework == item.competency.framework && $0.fromCode == item.competency.code
          && $0.toFramework == digComp22
      }
      guard judged == nil || judged?.toCode == code else {
        throw ReferenceError(
          file: item.file, line: item.line,
          problem: .contradiction(column: "digcomp22_code", code: item.competency.code))
      }
    }
  }

  private func checkRoles(_ profiles: [Profile]) throws(ReferenceError) {
    let known = Set(competencies.map(\.id))
    let letters = Set(sections.map { "\($0.version)/\($0.letter)" })
    for profile in profiles {
      let (role, requirement) = (profile.role, profile.requirement)
      try require(
        known.contains(ReferenceID.competency(requirement.framework, requirement.competency)),
        .roleProfiles, profile.line, column: "competency_code",
        code: "\(requirement.framework)/\(requirement.competency)")
      let framework = frameworks.first { $0.code == requirement.framework }
      guard let count = framework?.levelCount else {
        throw ReferenceError(
          file: .roleProfiles, line: profile.line,
          problem: .noLevels(framework: requirement.framework))
      }
      guard (1...count).contains(requirement.level) else {
        throw ReferenceError(
          file: .roleProfiles, line: profile.line,
          problem: .wrongValue(column: "required_level", value: "\(requirement.level)"))
      }
      let first = roles.first { $0.code == role.code }
      guard first?.title == role.title, first?.sectionVersion == role.sectionVersion,
        first?.sectionLetter == role.sectionLetter
      else {
        throw ReferenceError(
          file: .roleProfiles, line: profile.line,
          problem: .contradiction(column: "title or sector", code: role.code))
      }
      guard let version = role.sectionVersion, let letter = role.sectionLetter else { continue }
      try require(
        letters.contains("\(version)/\(letter)"), .roleProfiles, profile.line,
        column: "vsic_section", code: "\(version)/\(letter)")
    }
  }
}
