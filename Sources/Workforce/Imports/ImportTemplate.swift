import Foundation
import Postgres

/// A file to fill in: the columns of a kind, with what the firm has in them.
package struct ImportTemplate: Codable, Sendable {
  package let kind: ImportKind
  package let fields: [String]
  package let rows: [[String]]
  /// What can be chosen in a column, for those that have a list.
  package let choices: [TemplateChoices]
}

package struct TemplateChoices: Codable, Sendable {
  package let field: String
  package let choices: [String]
}

/// A file in the form in which a kind is imported: to be filled in, with the firm's own people, units and
/// job roles; or with what is recorded. What is recorded, brought in as it is, changes nothing.
package struct ShowImportTemplate: UseCase {
  package static let name = "import.template"
  package static let route = Route.get("/import-templates/{kind}")
  package static let permission = Permission.importRecords
  package static let access = Access.readPersons

  package let kind: ImportKind
  /// True for what is recorded; nil for a form to fill in.
  package let recorded: Bool?

  package init(kind: ImportKind, recorded: Bool? = nil) {
    self.kind = kind
    self.recorded = recorded
  }

  package func run(in session: Session) async throws -> ImportTemplate {
    try session.require(kind)
    let content = try await content(in: session)
    let choices = try await session.fetchAll(
      .templateChoices, try session.firmID().uuid, session.today)
    let offered = Dictionary(grouping: choices, by: \.field)
    return ImportTemplate(
      kind: kind, fields: content.fields, rows: content.rows,
      choices: content.fields.compactMap { field in
        offered[field].map { TemplateChoices(field: field, choices: $0.map(\.choice)) }
      })
  }

  private func content(in session: Session) async throws -> TemplateContent {
    let firm = try session.firmID().uuid
    let isRecorded = recorded ?? false
    func cells(_ name: String) async throws -> [[String]] {
      try await session.fetchAll(
        Query<TemplateRow>(name), firm, session.today, session.principal.unitScope
      ).map(\.cells)
    }
    switch kind {
    case .staff:
      return TemplateContent(
        fields: ["code", "fullName", "birthOn", "phone", "email", "unit", "jobRole", "startsOn"],
        rows: try await cells(Self.people))
    case .roleRequirement:
      let required = try await session.fetchAll(
        Query<TemplateRow>("import.requirement_template"), firm, session.today)
      return TemplateContent(
        fields: ["jobRole", "competency", "requiredLevel", "minimumHolders", "validFrom"],
        rows: required.map(\.cells))
    case .assessment, .enrolment, .attendance, .completion:
      let own = ownFields
      guard !isRecorded else {
        return TemplateContent(
          fields: ["code", "fullName"] + own, rows: try await cells(recordedQuery))
      }
      return TemplateContent(
        fields: ["code", "fullName"] + own,
        rows: try await cells(Self.people).map {
          Array($0.prefix(2)) + Array(repeating: "", count: own.count)
        })
    case .observation:
      let recorded = try await session.recordedFigures(firm)
      guard !isRecorded else { return recorded.rows() }
      return recorded.form(
        try await session.indicatorRegister(knownAt: nil).indicators, today: session.today)
    case .support:
      let rows = try await session.fetchAll(Query<TemplateRow>("import.recorded_support"), firm)
      return TemplateContent(fields: kind.columns.map(\.field), rows: rows.map(\.cells))
    }
  }

  private static let people = "import.staff_template"

  /// What a row says besides whom it is about.
  private var ownFields: [String] {
    let ofPerson = Set(ImportColumn.person.map(\.field))
    let notAsked = ofPerson.union(kind == .enrolment ? [EnrolmentTarget.state] : [])
    return kind.columns.map(\.field).filter { !notAsked.contains($0) }
  }

  private var recordedQuery: String {
    switch kind {
    case .enrolment: "import.recorded_enrolments"
    case .attendance: "import.recorded_attendance"
    case .completion: "import.recorded_completions"
    case .staff, .roleRequirement, .assessment, .observation, .support:
      "import.recorded_assessments"
    }
  }
}

/// The columns of a form and what stands in them.
struct TemplateContent {
  let fields: [String]
  let rows: [[String]]
}

struct TemplateRow: Decodable, Sendable {
  let cells: [String]
}

struct TemplateChoice: Decodable, Sendable {
  let field: String
  let choice: String
}

extension Query<TemplateChoice> {
  fileprivate static var templateChoices: Self { Query("import.template_choices") }
}
