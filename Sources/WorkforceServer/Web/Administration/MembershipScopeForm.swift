import Localization
import Workforce

/// Which roles the caller may give others, on a page that is not about one employee.
enum MembershipGrants {
  static func roles(_ visit: Visit) -> [Role] {
    switch visit.principal.role {
    case .administrator: [.hr, .director, .manager, .trainer, .officer, .administrator]
    case .hr: [.manager, .director, .hr]
    case .officer: [.hr, .trainer]
    case .trainer, .manager, .director, .employee: []
    }
  }
}

/// The part of a form that says what somebody shall be, and where.
struct MembershipScopeForm {
  let role: Role
  let fields: [FormField]
  /// Whom it is about, where that is known: the trainer from whose line one came.
  let name: String?
  /// A choice of the role, and of the firm where there are many.
  let choice: RecordFilter?
  private let visit: Visit

  /// - Parameter path: of the form, to which its choices lead back.
  init(_ visit: Visit, path: String) async throws {
    let roles = MembershipGrants.roles(visit)
    guard let first = roles.first else { throw AppError.forbidden }
    let asked = visit.text("role").flatMap { Role(rawValue: $0) }
    let role = asked.flatMap { roles.contains($0) ? $0 : nil } ?? first
    self.role = role
    self.visit = visit
    fields = try await Self.fields(role, visit)
    let trainer: ID<Trainer>? = role == .trainer ? visit.text("trainer").flatMap { ID($0) } : nil
    if let trainer {
      name = try await visit.perform(ShowTrainer(trainerId: trainer)).displayName
    } else {
      name = nil
    }
    let words = visit.words
    var choices: [FormField] = [
      .select(
        "role", words["people.invite_role"], value: role.rawValue,
        choices: roles.map { FormField.Choice($0.rawValue, words[$0.wordKey]) }, .optional)
    ]
    if Self.isOfFirm(role), visit.principal.firmID == nil, visit.text("firm") == nil {
      choices.append(
        .text(
          "find", words["officer.find_firm"], value: visit.text("find"),
          FormField.Hints(type: "search", isOptional: true)))
    }
    choice =
      visit.text("firm") == nil && visit.text("trainer") == nil && visit.text("agency") == nil
      ? RecordFilter(visit, action: path, fields: choices) : nil
  }

  /// Where the form posts to: with what was chosen before it.
  func action(_ path: String) -> String {
    visit.address(path, ["role": role.rawValue])
  }

  struct Scope {
    var firmId: ID<Firm>?
    var unitIds: [ID<Workforce.Unit>]?
    var providerId: ID<Provider>?
    var trainerId: ID<Trainer>?
    var agencyId: ID<Agency>?
  }

  func scope(_ submission: Submission) async throws -> Scope {
    var scope = Scope()
    switch role {
    case .hr, .director, .manager, .employee:
      scope.firmId = visit.principal.firmID ?? submission.id("firmId")
      if role == .manager { scope.unitIds = submission.id("unitIds").map { [$0] } }
    case .trainer:
      scope.trainerId = submission.id("trainerId")
      if let id = scope.trainerId {
        scope.providerId = try await visit.perform(ShowTrainer(trainerId: id)).providerId
      }
    case .officer:
      scope.agencyId = submission.id("agencyId")
    case .administrator:
      break
    }
    return scope
  }

  private static func isOfFirm(_ role: Role) -> Bool {
    switch role {
    case .hr, .director, .manager, .employee: true
    case .trainer, .officer, .administrator: false
    }
  }

  private static func fields(_ role: Role, _ visit: Visit) async throws -> [FormField] {
    switch role {
    case .hr, .director, .manager, .employee:
      let firm = visit.principal.firmID == nil ? [try await self.firm(visit)] : []
      let units = role == .manager ? try await self.units(visit) : []
      return firm + units
    case .trainer: return [try await trainer(visit)]
    case .officer: return [try await agency(visit)]
    case .administrator: return []
    }
  }

  private static func firm(_ visit: Visit) async throws -> FormField {
    let words = visit.words
    let firms: [FirmDetail]
    if let id: ID<Firm> = visit.text("firm").flatMap({ ID($0) }) {
      firms = [try await visit.perform(ShowFirm(firmId: id))]
    } else {
      firms = try await visit.perform(
        ListFirms(
          search: visit.text("find"), provinceCode: nil, vsicSection: nil, communeCode: nil,
          isActive: true, after: nil, limit: 50)
      ).items
    }
    let blank = firms.count == 1 ? [] : [FormField.Choice("", words["app.choose"])]
    return .select(
      "firmId", words["label.firmId"], value: firms.count == 1 ? firms[0].id.description : nil,
      choices: blank
        + firms.map { FormField.Choice($0.id.description, "\($0.name) (\($0.code))") },
      firms.count > 1 ? FormField.Hints(hint: words["accounts.firm_hint"]) : .none)
  }

  private static func units(_ visit: Visit) async throws -> [FormField] {
    guard visit.may(.readOrganisation) else { return [] }
    let words = visit.words
    return [
      .select(
        "unitIds", words["people.invite_unit"], value: visit.text("unit"),
        choices: [FormField.Choice("", words["people.invite_whole_firm"])]
          + (try await UnitChart(visit)).choices(without: []),
        .optional.with(words["people.invite_unit_hint"]))
    ]
  }

  private static func trainer(_ visit: Visit) async throws -> FormField {
    let words = visit.words
    let provider: ID<Provider>? = visit.text("provider").flatMap { ID($0) }
    let trainers = try await visit.all { after in
      ListTrainers(
        providerId: provider, isActive: true, after: after, limit: Visit.largestPage)
    }
    return .select(
      "trainerId", words["role.trainer"], value: visit.text("trainer"),
      choices: [FormField.Choice("", words["app.choose"])]
        + trainers.map {
          FormField.Choice($0.id.description, "\($0.displayName) · \($0.providerName)")
        }, .none.with(words["accounts.trainer_hint"]))
  }

  private static func agency(_ visit: Visit) async throws -> FormField {
    let words = visit.words
    let agencies = try await visit.all { after in
      ListAgencies(
        provinceCode: visit.principal.provinceCode, after: after, limit: Visit.largestPage)
    }
    return .select(
      "agencyId", words["label.agencyId"], value: visit.text("agency"),
      choices: [FormField.Choice("", words["app.choose"])]
        + agencies.map { FormField.Choice($0.id.description, $0.name) })
  }
}
