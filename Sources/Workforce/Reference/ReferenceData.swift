import Foundation
import Postgres
import Seeds

/// The reference rows of a release: read from files, checked as a whole, loaded as a whole.
package struct ReferenceData: Sendable {
  package let provinces: [Province]
  package let communes: [Commune]
  package let sections: [Section]
  package let frameworks: [Framework]
  package let levels: [Level]
  package let areas: [Area]
  package let competencies: [Competency]
  package let crosswalk: [Judgement]
  package let roles: [Role]
  package let requirements: [Requirement]
  package let grades: [Grade]
  package let settings: [Setting]
  package let holidays: [Holiday]
  package let measureUnits: [MeasureUnit]
  package let processes: [BusinessProcess]
  package let indicators: [Indicator]
  package let priceIndices: [PriceIndex]
  package let sizeThresholds: [SizeThreshold]
  package let supportFlags: [SupportFlag]
  package let platformCategories: [PlatformCategory]
  package let supportContents: [SupportContent]
  package let supportRules: [SupportRule]
  package let supportPrinciples: [SupportPrinciple]
  package let targetYears: [TargetYear]
  package let targetCompetencies: [TargetCompetency]

  /// The files that ship with this release.
  package static func shipped() throws -> ReferenceData {
    try ReferenceData { try $0.bytes() }
  }

  /// Throws `ReferenceError` at the first row that is malformed or names an unknown code.
  package init(bytes: (ReferenceFile) throws -> Data) throws {
    let notes = try ReferenceNotes(bytes(.notes))
    func rows<Row>(_ file: ReferenceFile, _ read: (ReferenceRow) throws -> Row) throws -> [Row] {
      try ReferenceRow.all(of: file, bytes(file), notes).map(read)
    }
    let areaFiles: [ReferenceFile] = [.tt02, .digComp22, .digComp30]
    let itemFiles: [(ReferenceFile, ItemColumns)] =
      areaFiles.map { ($0, .areas) } + [(.tt03, .modules), (.groups, .groups)]
    let items = try itemFiles.flatMap { file, columns in
      try rows(file) { try Item($0, columns) }
    }
    let profiles = try rows(.roleProfiles, Profile.init)

    provinces = try rows(.provinces, Province.init)
    communes = try rows(.communes, Commune.init)
    sections = try rows(.vsicSections, Section.init)
    frameworks = try rows(.frameworks, Framework.init)
    levels = try rows(.levels, Level.init)
    areas = items.compactMap(\.area).uniqued { "\($0.framework)/\($0.code)" }
      .numbered(\.ordinal, within: \.framework)
    competencies = items.map(\.competency).numbered(\.ordinal, within: \.framework)
    crosswalk = try rows(.crosswalk, Judgement.init)
    roles = profiles.map(\.role).uniqued(by: \.code)
    requirements = profiles.map(\.requirement)
    grades = try rows(.evidenceGrades, Grade.init)
    settings = try rows(.policySettings, Setting.init)
    holidays = try rows(.holidays, Holiday.init)
    measureUnits = try rows(.measureUnits, MeasureUnit.init)
    let measured = try rows(.processIndicators, ProcessRow.init)
    processes = measured.map(\.process).uniqued(by: \.code).numbered(\.ordinal) { _ in "" }
    let described =
      try rows(.indicatorInputs, Indicator.init(input:))
      + rows(.productivityIndicators, Indicator.init(productivity:)) + measured.map(\.indicator)
    indicators = described.numbered(\.ordinal) { _ in "" }
    priceIndices = try rows(.priceIndex, PriceIndex.init)
    sizeThresholds = try rows(.sizeThresholds, SizeThreshold.init)
    supportFlags = try rows(.supportFlags, SupportFlag.init).numbered(\.ordinal) { _ in "" }
    platformCategories = try rows(.platformCategories, PlatformCategory.init)
      .numbered(\.ordinal) { _ in "" }
    supportContents = try rows(.supportContents, SupportContent.init)
      .numbered(\.ordinal) { _ in "" }
    supportRules = try rows(.supportRules, SupportRule.init)
    supportPrinciples = try rows(.supportPrinciples, SupportPrinciple.init)
      .numbered(\.ordinal) { _ in "" }
    targetYears = try rows(.targetDefinition, TargetYear.init)
    targetCompetencies = try rows(.targetCompetencies, TargetCompetency.init)
    try check(items: items, profiles: profiles)
  }
}

extension Sequence {
  /// The first of those with the same key, in their order.
  fileprivate func uniqued(by key: (Element) -> String) -> [Element] {
    var seen: Set<String> = []
    return filter { seen.insert(key($0)).inserted }
  }

  /// Sets the place of each, counted from 1 among those with the same key.
  fileprivate func numbered(
    _ place: WritableKeyPath<Element, Int>, within key: (Element) -> String
  ) -> [Element] {
    var counts: [String: Int] = [:]
    return map { element in
      counts[key(element), default: 0] += 1
      var numbered = element
      numbered[keyPath: place] = counts[key(element), default: 0]
      return numbered
    }
  }
}
