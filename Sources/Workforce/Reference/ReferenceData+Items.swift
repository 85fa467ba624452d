import Foundation
import Seeds

extension ReferenceData {
  /// How the files of frameworks name their columns.
  enum ItemColumns {
    /// Competencies in areas.
    case areas
    /// Modules in tiers.
    case modules
    /// Groups without either.
    case groups
  }

  /// A row of a framework's file: a competency, with the area that it repeats.
  struct Item {
    let file: ReferenceFile
    let line: Int
    let area: Area?
    let competency: Competency
    /// The competency of DigComp 2.2 that the row names, to check the crosswalk by.
    let digComp22Code: String?

    init(_ row: ReferenceRow, _ columns: ItemColumns) throws(ReferenceError) {
      file = row.file
      line = row.line
      let framework = try row.text("framework_code")
      let provenance = try row.provenance()
      let code: String
      switch columns {
      case .areas:
        code = try row.text("competency_code")
        area = Area(
          framework: framework, code: try row.text("area_code"), ordinal: 0,
          title: try row.localized("area"), provenance: provenance)
        digComp22Code = row.file == .digComp22 ? nil : try row.optional("digcomp22_code")
      case .modules:
        code = try row.text("module_code")
        area = Area(
          framework: framework, code: try row.text("tier"), ordinal: 0,
          title: try row.localized("tier"),
          provenance: Provenance(
            status: provenance.status, source: provenance.source,
            note: try row.note("certificate_rule")))
        digComp22Code = nil
      case .groups:
        code = try row.text("group_code")
        area = nil
        digComp22Code = nil
      }
      competency = Competency(
        framework: framework, area: area?.code, code: code, ordinal: 0,
        title: try row.localized("title"),
        scope: row.file == .digComp22 ? try row.localized("scope") : nil, provenance: provenance)
    }
  }

  /// A row of the role profiles: a requirement, with the role that it repeats.
  struct Profile {
    let line: Int
    let role: Role
    let requirement: Requirement

    init(_ row: ReferenceRow) throws(ReferenceError) {
      line = row.line
      let provenance = try row.provenance()
      role = Role(
        code: try row.text("job_role_code"), title: try row.localized("title"),
        sectionVersion: try row.optional("vsic_version"),
        sectionLetter: try row.optional("vsic_section"), provenance: provenance)
      requirement = Requirement(
        role: role.code, framework: try row.text("framework_code"),
        competency: try row.text("competency_code"), level: try row.integer("required_level"),
        provenance: provenance)
    }
  }
}
