import CivilCalendar
import Foundation
import Localization
import Workforce

/// Who did what and when, and whether the chain of seals over it still holds.
struct AuditPages {
  func mount(_ pages: PageRouter) {
    pages.get("/audit") { visit in try await AuditLog(visit).page().view() }
  }
}

private struct AuditLog {
  private let visit: Visit
  private let firm: FirmDetail?
  private let entries: Page<AuditEntry>
  private let seal: AuditVerification
  private let input: ListAudit
  private let subjects: AuditSubjects

  init(_ visit: Visit) async throws {
    self.visit = visit
    guard visit.may(.readAudit) else { throw AppError.forbidden }
    var parameters: [String: [String]] = [:]
    for (field, name) in [
      ("firmId", "firm"), ("subjectId", "subject"), ("useCase", "what"), ("actingRole", "role"),
      ("from", "from"), ("until", "until"), ("after", "after"),
    ] { parameters[field] = visit.text(name).map { [$0] } }
    input = try ParameterDecoder(parameters).decode(ListAudit.self)
    entries = try await visit.perform(input)
    seal = try await visit.perform(VerifyAudit(firmId: input.firmId))
    subjects = try await AuditSubjects(
      visit, of: entries.items, also: input.subjectId.map { [$0] } ?? [])
    firm =
      if let id = input.firmId { try await visit.perform(ShowFirm(firmId: id)) } else { nil }
  }

  private var words: Words { visit.words }
  private var isOutsider: Bool { visit.principal.firmID == nil && input.firmId != nil }

  func page() throws -> RecordPage {
    var page = AdministrationTab.audit.page(visit)
    page.subtitle =
      firm?.name ?? visit.session.placeName
      ?? (visit.principal.firmID == nil ? words["accounts.installation"] : nil)
    page.note =
      seal.broken.isEmpty
      ? (isOutsider ? words["audit.outsider"] : nil)
      : words["audit.broken", ["numbers": seal.broken.map { "\($0)" }.joined(separator: ", ")]]
    if page.note == nil, let subject = input.subjectId {
      page.note =
        words[
          "audit.about", ["name": subjects.name(subject) ?? subject.uuidString.lowercased()]]
    }
    page.facts = [
      RecordFact(
        term: words["audit.chain"],
        text: words[seal.broken.isEmpty ? "audit.intact" : "audit.not_intact"]),
      RecordFact(
        term: words["audit.sealed"],
        text: words[
          "audit.sealed_count",
          ["entries": words.number(seal.entries), "seals": words.number(seal.seals)]]),
      RecordFact(
        term: words["audit.sealed_up_to"],
        text: seal.sealedUpTo.map { words.moment($0) } ?? "–"),
      RecordFact(term: words["audit.unsealed"], text: words.number(seal.unsealed)),
    ]
    page.filter = try filter()
    page.listings = [listing]
    page.pager = visit.pager("/audit", shown: entries.items.count, next: entries.next)
    return page
  }

  private func filter() throws -> RecordFilter {
    let nouns = Set(try Registry.all().operations.filter { $0.route.method != .get }.map(\.noun))
    let choices = nouns.map { FormField.Choice($0, words.ifPresent("noun.\($0)") ?? $0) }
      .sorted { $0.label < $1.label }
    var fields: [FormField] = [
      .select(
        "what", words["audit.what"], value: input.useCase,
        choices: [FormField.Choice("", words["app.all"])] + choices, .optional),
      .select(
        "role", words["people.invite_role"], value: input.actingRole?.rawValue,
        choices: [FormField.Choice("", words["app.all"])]
          + Role.allCases.map { FormField.Choice($0.rawValue, words[$0.wordKey]) }, .optional),
      .text(
        "from", words["audit.from"], value: input.from?.description,
        FormField.Hints(type: "date", isOptional: true)),
      .text(
        "until", words["audit.until"], value: input.until?.description,
        FormField.Hints(type: "date", isOptional: true)),
    ]
    for name in ["firm", "subject"] {
      if let value = visit.text(name) { fields.append(.hidden(name, value)) }
    }
    return RecordFilter(visit, action: "/audit", fields: fields)
  }

  private var listing: RecordListing {
    var listing = RecordListing(
      words["audit.entries"],
      columns: [
        words["audit.when"], words["audit.who"], words["audit.what"], words["audit.changes"],
        words["app.reason"],
      ], rows: entries.items.map(row), empty: words["audit.none"])
    listing.lead = words["audit.lead"]
    listing.downloads = visit.downloads(
      "audit.list",
      [
        "firmId": input.firmId?.description, "subjectId": visit.text("subject"),
        "useCase": input.useCase, "actingRole": input.actingRole?.rawValue,
        "from": input.from?.description, "until": input.until?.description,
      ])
    return listing
  }

  private func row(_ entry: AuditEntry) -> [RecordListing.Cell] {
    var what = RecordListing.Cell(
      words.ifPresent("operation.\(entry.useCase)") ?? entry.useCase)
    what.lines = subjects.lines(entry.subjectIds)
    if let subject = entry.subjectIds.first {
      let id = subject.uuidString.lowercased()
      what.code = id
      what.links = [
        RecordLink(
          label: words["audit.only_this"],
          url: visit.address("/audit", ["subject": id, "after": nil]))
      ]
    }
    let named = subjects
    let told = ChangeWords(words: words) { named.name($0) }
    return [
      RecordListing.Cell(words.moment(entry.occurredAt)),
      who(entry), what,
      RecordListing.Cell(
        entry.changes.map { told.line($0.field, $0.before, $0.after) }.joined(separator: "; ")),
      RecordListing.Cell(entry.reason ?? ""),
    ]
  }

  private func who(_ entry: AuditEntry) -> RecordListing.Cell {
    if entry.accountId == Principal.visitor.accountID {
      return RecordListing.Cell(words["audit.not_signed_in"])
    }
    if entry.accountId == Principal.systemOperator.accountID {
      return RecordListing.Cell(words["audit.operator"])
    }
    let role = Role(rawValue: entry.actingRole).map { words[$0.wordKey] } ?? entry.actingRole
    return .noted(entry.accountName ?? role, entry.accountName == nil ? nil : role)
  }
}
