import Foundation
import Postgres

/// A file to fill in: the columns of a kind, with what the firm has in them.
package struct ImportTemplate: Codable, Sendable {
  package let kind: ImportKind
  package let fields: [String]
  package let rows: [[String]]
}

/// A template filled with what the firm has. A staff list that is brought in as it is changes nothing.
package struct ShowImportTemplate: UseCase {
  package static let name = "import.template"
  package static let route = Route.get("/import-templates/{kind}")
  package static let permission = Permission.importRecords
  package static let access = Access.readPersons

  package let kind: ImportKind

  package init(kind: ImportKind) {
    self.kind = kind
  }

  package func run(in session: Session) async throws -> ImportTemplate {
    try session.require(kind)
    let firm = try session.firmID().uuid
    switch kind {
    case .staff:
      let people = try await session.staffTemplate(firm)
      return ImportTemplate(
        kind: kind,
        fields: [
          "code", "fullName", "birthOn", "phone", "email", "unit", "jobRole", "startsOn",
        ],
        rows: people.map {
          [
            $0.code, $0.fullName, $0.birthOn?.description ?? "", $0.phone ?? "", $0.email ?? "",
            $0.unitCode ?? "", $0.jobRoleCode ?? "", $0.startsOn.description,
          ]
        })
    case .roleRequirement:
      let required = try await session.fetchAll(.requirementTemplate, firm, session.today)
      return ImportTemplate(
        kind: kind,
        fields: ["jobRole", "competency", "requiredLevel", "minimumHolders", "validFrom"],
        rows: required.map {
          [$0.jobRoleCode, $0.competencyCode, "\($0.requiredLevel)", "\($0.minimumHolders)", ""]
        })
    case .assessment, .enrolment, .attendance, .completion:
      let fields = ["code", "fullName"] + ownFields
      let people = try await session.staffTemplate(firm)
      return ImportTemplate(
        kind: kind, fields: fields,
        rows: people.map {
          [$0.code, $0.fullName] + Array(repeating: "", count: fields.count - 2)
        })
    }
  }
}

extension ShowImportTemplate {
  /// What a row says besides whom it is about.
  private var ownFields: [String] {
    let ofPerson = Set(ImportColumn.person.map(\.field))
    return kind.columns.map(\.field).filter { !ofPerson.contains($0) }
  }
}

extension Session {
  fileprivate func staffTemplate(_ firm: UUID) async throws -> [StaffTemplateRow] {
    try await fetchAll(.staffTemplate, firm, today, principal.unitScope)
  }
}

struct StaffTemplateRow: Decodable, Sendable {
  let code: String
  let fullName: String
  let birthOn: CalendarDate?
  let phone: String?
  let email: String?
  let unitCode: String?
  let jobRoleCode: String?
  let startsOn: CalendarDate
}

struct RequirementTemplateRow: Decodable, Sendable {
  let jobRoleCode: String
  let competencyCode: String
  let requiredLevel: Int
  let minimumHolders: Int
}

extension Query<StaffTemplateRow> {
  fileprivate static var staffTemplate: Self { Query("import.staff_template") }
}
extension Query<RequirementTemplateRow> {
  fileprivate static var requirementTemplate: Self { Query("import.requirement_template") }
}
