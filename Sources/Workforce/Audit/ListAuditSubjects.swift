import Foundation
import Postgres

/// What a row of the log is about, as people call it. Rows themselves hold ids alone: names are personal
/// values, which an erasure must reach.
package struct AuditSubject: Codable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case course, courseRun, session, provider, trainer, room, agency, competency, firm
    case employee, unit, unitBudget, jobRole, roleRequirement, enrolment, enrolmentBatch
    case completion, assessment, exemption, assignment, `import`, observation, support, adoption
    case trainingPlan, firmSize, firmFlag, ownIndicator, walkIn, merge
  }

  package let id: UUID
  package let subjectKind: Kind
  /// Its own code, or that of what it belongs to; a year where that is how it is told apart.
  package let code: String?
  package let name: LocalizedText?
  /// Whom it concerns.
  package let employeeId: ID<Employee>?
  /// Nil where the reader may not read people.
  package let employeeName: String?
  /// The run of a session, the provider of a room, the role of a requirement.
  package let partOfId: UUID?
  /// When it was, is or begins.
  package let day: CalendarDate?
}

/// Looks up what ids of the log are. An id that is nothing the caller may know of is left out.
package struct ListAuditSubjects: UseCase {
  package let ids: [UUID]

  package static let most = 500
  package static let name = "audit.list-subjects"
  package static let route = Route.get("/audit/subjects")
  package static let permission = Permission.readAudit
  package static let access = Access.readPersons

  package init(ids: [UUID]) {
    self.ids = ids
  }

  package func check(_ problems: inout Problems) {
    if ids.isEmpty { problems.add("ids", "field.required") }
    if ids.count > Self.most {
      problems.add("ids", "field.too_many", ["limit": "\(Self.most)"])
    }
  }

  package func run(in session: Session) async throws -> [AuditSubject] {
    let shared = try await session.fetchAll(.sharedAuditSubjects, ids)
    guard let firm = session.principal.firmID else { return shared }
    let mayName = Permission.granted(to: session.principal.role).contains(.readPeople)
    return shared + (try await session.fetchAll(.ownAuditSubjects, firm.uuid, ids, mayName))
  }
}

extension Query<AuditSubject> {
  static var sharedAuditSubjects: Self { Query("audit.shared_subjects") }
  static var ownAuditSubjects: Self { Query("audit.own_subjects") }
}
