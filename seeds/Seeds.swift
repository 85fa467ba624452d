import Foundation

/// A file of `seeds/reference`: comma-separated, UTF-8, one header row.
///
/// The cases are all that is shipped; `NOTICE` says where each comes from.
package enum ReferenceFile: String, CaseIterable, Sendable {
  case provinces
  case communes
  case vsicSections = "vsic_sections"
  case frameworks
  case levels
  case tt02 = "tt02_2025"
  case digComp22 = "digcomp22"
  case digComp30 = "digcomp30"
  case tt03 = "tt03_2014"
  case groups = "framework_vn_groups"
  case crosswalk = "framework_crosswalk"
  case roleProfiles = "role_profiles"
  case evidenceGrades = "evidence_grades"
  case policySettings = "policy_settings"
  case holidays
  case measureUnits = "measure_units"
  case indicatorInputs = "indicator_inputs"
  case productivityIndicators = "productivity_indicators"
  case processIndicators = "process_indicators"
  case priceIndex = "price_index"
  case sizeThresholds = "size_thresholds"
  case supportFlags = "support_flags"
  case platformCategories = "platform_categories"
  case supportContents = "support_contents"
  case supportRules = "support_rules"
  case supportPrinciples = "support_principles"
  case targetDefinition = "target_definition"
  case targetCompetencies = "target_competencies"
  /// What is said of the rows of all others, in both languages.
  case notes

  package var name: String { "\(rawValue).csv" }

  package var url: URL { Self.directory.appending(component: name) }

  package static var directory: URL { Bundle.module.bundleURL.appending(component: "reference") }

  /// Throws when the resources were not installed beside the program.
  package func bytes() throws -> Data { try Data(contentsOf: url) }
}

/// A file of `seeds/demo`: invented firms, people's names and courses, in the same format.
package enum DemoFile: String, CaseIterable, Sendable {
  case firms
  case sectors
  case units
  case roles
  case names
  case providers
  case courses
  case magnitudes
  case processRanges = "process_ranges"
  case platforms

  package var name: String { "\(rawValue).csv" }

  /// Throws when the resources were not installed beside the program.
  package func bytes() throws -> Data {
    try Data(contentsOf: Bundle.module.bundleURL.appending(component: "demo/\(name)"))
  }
}

/// What the columns of a published panel are, from `seeds/panels`: JSON, one file for each panel.
package enum PanelSeed: String, CaseIterable, Sendable {
  /// Job-training grants in Michigan, 1987–1989.
  case jtrain

  /// Throws when the resources were not installed beside the program.
  package func bytes() throws -> Data {
    try Data(contentsOf: Bundle.module.bundleURL.appending(component: "panels/\(rawValue).json"))
  }
}
