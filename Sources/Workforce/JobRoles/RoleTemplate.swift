import Postgres

/// A job role of the catalogue that a firm may copy.
package struct RoleTemplate: Codable, Sendable {
  package struct Requirement: Codable, Sendable {
    package let competencyId: ID<Competency>
    package let competencyCode: String
    package let competencyTitle: LocalizedText
    package let frameworkId: ID<Framework>
    package let frameworkCode: String
    package let requiredLevel: Int
    package let status: Certainty
  }

  package let id: ID<RoleTemplate>
  package let code: String
  package let title: LocalizedText
  package let vsicVersion: String?
  /// Nil when it fits any section.
  package let vsicSection: String?
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
  package let requirements: [Requirement]
}

package struct RoleTemplateSummary: Codable, Sendable {
  package let id: ID<RoleTemplate>
  package let code: String
  package let title: LocalizedText
  package let vsicVersion: String?
  package let vsicSection: String?
  package let requirementCount: Int
  package let status: Certainty
  package let source: String?
  package let note: LocalizedText?
}

package struct ShowRoleTemplate: Lookup {
  package let templateId: ID<RoleTemplate>

  package typealias Output = RoleTemplate

  package static let name = "role-template.show"
  package static let route = Route.get("/role-templates/{templateId}")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(templateId: ID<RoleTemplate>) {
    self.templateId = templateId
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<RoleTemplate>.roleTemplate.statement, [templateId.uuid])
  }

  package func output(from rows: Rows) throws -> RoleTemplate {
    try rows.one(RoleTemplate.self, "role_template")
  }
}

/// Templates for a section of the classification, and those that fit any.
package struct ListRoleTemplates: Lookup {
  package let vsicSection: String?
  package let search: String?

  package typealias Output = [RoleTemplateSummary]

  package static let name = "role-template.list"
  package static let route = Route.get("/role-templates")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(vsicSection: String?, search: String?) {
    self.vsicSection = vsicSection
    self.search = search
  }

  package func check(_ problems: inout Problems) {
    problems.bound(search, "search", limit: 200)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<RoleTemplateSummary>.roleTemplates.statement, [vsicSection, search])
  }

  package func output(from rows: Rows) throws -> [RoleTemplateSummary] {
    try rows.decode(RoleTemplateSummary.self)
  }
}

extension Query<RoleTemplate> {
  static var roleTemplate: Self { Query("role_template.show") }
}

extension Query<RoleTemplateSummary> {
  static var roleTemplates: Self { Query("role_template.list") }
}
