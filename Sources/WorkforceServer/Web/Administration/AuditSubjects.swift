import CivilCalendar
import Foundation
import Localization
import Workforce

/// The names of what the log speaks of by id, and the pages where each is found.
struct AuditSubjects: Sendable {
  private let visit: Visit
  private let known: [UUID: AuditSubject]
  private let accounts: Recorders?

  /// - Parameter entries: those in sight.
  /// - Parameter also: ids of the page itself.
  init(_ visit: Visit, of entries: [AuditEntry], also: [UUID]) async throws {
    self.visit = visit
    let ids = Set(
      also + entries.flatMap(\.subjectIds)
        + entries.flatMap(\.changes).flatMap { Self.ids(in: $0.before) + Self.ids(in: $0.after) })
    var found: [AuditSubject] = []
    var rest = Array(ids)
    while !rest.isEmpty {
      found += try await visit.perform(
        ListAuditSubjects(ids: Array(rest.prefix(ListAuditSubjects.most))))
      rest.removeFirst(min(rest.count, ListAuditSubjects.most))
    }
    known = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    accounts = visit.principal.firmID == nil ? nil : try await Recorders(visit)
  }

  /// The ids of which a value consists; none where it is something else.
  static func ids(in value: String?) -> [UUID] {
    let parts = (value ?? "").split(separator: " ")
    let ids = parts.compactMap { $0.count == 36 ? UUID(uuidString: String($0)) : nil }
    return ids.count == parts.count ? ids : []
  }

  /// `Lê Thị Hoa (A1)`; nil for what is not found, or may not be told.
  func name(_ id: UUID) -> String? {
    if let subject = known[id] { return name(subject) }
    return accounts?.known(ID(id))
  }

  /// What a row is about, one below the other; each with its page where the reader may open it.
  func lines(_ ids: [UUID]) -> [RecordListing.Line] {
    var seen: Set<String> = []
    let named = ids.compactMap { id -> RecordListing.Line? in
      guard let called = name(id), seen.insert(called).inserted else { return nil }
      return RecordListing.Line(text: called, url: url(id))
    }
    let shown = Array(named.prefix(3))
    guard named.count > shown.count else { return shown }
    let more = visit.words["audit.more", ["count": visit.words.number(named.count - shown.count)]]
    return shown + [RecordListing.Line(text: more, url: nil)]
  }

  private func name(_ subject: AuditSubject) -> String {
    let words = visit.words
    let title = subject.name?.text(english: words.isEnglish)
    let day = subject.day.map { words.date($0) }
    let person = subject.employeeName ?? subject.employeeId.map { _ in subject.code ?? "" }
    func joined(_ parts: String?...) -> String {
      parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · ")
    }
    func coded(_ name: String?) -> String {
      guard let name else { return subject.code ?? "" }
      return subject.code.map { "\(name) (\($0))" } ?? name
    }
    switch subject.subjectKind {
    case .employee: return coded(subject.employeeName)
    case .course, .courseRun, .provider, .room, .agency, .firm, .unit, .jobRole, .ownIndicator:
      return coded(title)
    case .trainer: return title ?? coded(nil)
    case .session: return joined(coded(title), day)
    case .competency, .roleRequirement: return joined("\(subject.code ?? "") \(title ?? "")")
    case .enrolment, .completion, .walkIn: return joined(subject.employeeName, coded(title))
    case .assessment, .exemption:
      return joined(subject.employeeName, "\(subject.code ?? "") \(title ?? "")")
    case .assignment: return joined(subject.employeeName, title, day)
    case .enrolmentBatch: return joined(words["noun.enrolment-batch"], coded(title))
    case .import: return joined(words.value(subject.code ?? "", of: "kind"), title)
    case .unitBudget: return joined(title, subject.code)
    case .observation: return joined(title ?? subject.code, day)
    case .support, .adoption, .firmFlag: return joined(title ?? subject.code, day)
    case .trainingPlan: return joined(words["noun.training-plan"], subject.code)
    case .firmSize: return joined(words["noun.firm-size"], subject.code)
    case .merge: return person ?? ""
    }
  }

  private func url(_ id: UUID) -> String? {
    guard let subject = known[id] else {
      let account: ID<Account> = ID(id)
      return accounts?.known(account) != nil && visit.may(.manageAccounts)
        ? "/accounts/\(account)" : nil
    }
    let own = subject.id.uuidString.lowercased()
    let part = subject.partOfId?.uuidString.lowercased() ?? ""
    func when(_ permission: Permission, _ url: String) -> String? {
      visit.may(permission) ? url : nil
    }
    switch subject.subjectKind {
    case .employee, .enrolment, .completion, .assessment, .exemption, .assignment, .merge:
      return subject.employeeId.flatMap { when(.readPeople, "/people/\($0)") }
    case .course: return when(.manageCourses, "/courses/\(own)")
    case .courseRun: return when(.planRuns, "/runs/\(own)")
    case .session: return when(.planRuns, "/runs/\(part)")
    case .provider: return "/providers/\(own)"
    case .trainer, .room: return "/providers/\(part)"
    case .firm: return "/firms/\(own)"
    case .agency: return nil
    case .competency: return "/reference/competencies/\(own)"
    case .unit: return when(.readOrganisation, "/structure/units/\(own)")
    case .unitBudget: return when(.readOrganisation, "/structure/units/\(part)")
    case .jobRole: return when(.readOrganisation, "/structure/roles/\(own)")
    case .roleRequirement: return when(.readOrganisation, "/structure/roles/\(part)")
    case .enrolmentBatch: return when(.readEnrolments, "/enrol/batches/\(own)")
    case .import: return when(.importRecords, "/imports/\(own)")
    case .observation: return when(.readFigures, "/indicators/observations/\(own)")
    case .support: return when(.readFigures, "/support/\(own)")
    case .adoption: return when(.readOrganisation, "/adoption/\(own)")
    case .trainingPlan: return when(.readFigures, "/training-plan?year=\(subject.code ?? "")")
    case .firmSize: return when(.readFigures, "/standing/sizes/\(subject.code ?? "")")
    case .firmFlag: return when(.readFigures, "/standing/flags/\(own)")
    case .ownIndicator: return when(.readFigures, "/indicators/own")
    case .walkIn: return when(.resolveWalkIns, "/walk-ins/\(own)")
    }
  }
}
