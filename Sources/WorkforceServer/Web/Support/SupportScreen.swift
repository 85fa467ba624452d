import Localization
import Workforce

/// One support with its rule, its amounts and every revision.
struct SupportScreen {
  private let visit: Visit
  private let revisions: [SupportRecord]

  init(_ visit: Visit) async throws {
    self.visit = visit
    revisions = try await visit.perform(
      ShowSupportHistory(supportId: try visit.id("supportId", "support")))
  }

  private var words: Words { visit.words }

  /// Throws `notFound` for support that was taken back.
  func standing() throws(AppError) -> SupportRecord {
    guard let present = revisions.first, !present.isVoid else { throw .notFound("support") }
    return present
  }

  func page() async throws -> PageView {
    guard let present = revisions.first else { throw AppError.notFound("support") }
    let told = SupportWords(words)
    let recorders = try await Recorders(visit)
    return RecordScreen(
      title: present.object, tab: .support,
      facts: [
        (words["label.contentCode"], present.contentName.text(english: words.isEnglish)),
        (words["label.programmeId"], present.programmeName ?? words["officer.no_programme"]),
        (words["label.ruleCode"], told.rule(present) ?? words["support.no_rule"]),
        (words["support.ceiling"], told.ceiling(present.capVnd, present.capBasis)),
        (words["label.costVnd"], told.amount(present.costVnd)),
        (words["label.state"], told.state(present.state)),
        (words["label.approvedVnd"], told.amount(present.approvedVnd)),
        (words["label.approvedOn"], words.date(present.approvedOn)),
        (words["label.paidVnd"], present.paidOn.map { _ in told.amount(present.paidVnd) }),
        (words["label.paidOn"], present.paidOn.map { words.date($0) }),
        (words["label.document"], present.document),
      ],
      actions: actions(present),
      revisions: revisions.map { one in
        RecordScreen.Revision(
          title: "\(told.state(one.state)) \(told.amount(one.paidVnd ?? one.approvedVnd))",
          detail: detail(one, told), recorded: recorders.line(one.recordedAt, one.recordedBy),
          reason: one.reason, isVoid: one.isVoid)
      }
    ).page(visit)
  }

  private func detail(_ one: SupportRecord, _ told: SupportWords) -> String {
    [
      one.object, told.rule(one),
      "\(words["label.approvedOn"]) \(words.date(one.approvedOn))",
      one.paidOn.map { "\(words["label.paidOn"]) \(words.date($0))" },
    ].compactMap { $0 }.joined(separator: " · ")
  }

  private func actions(_ present: SupportRecord) -> [RecordScreen.Action] {
    guard visit.may(.manageBudgets) else { return [] }
    let url = "/support/\(present.id)"
    var actions: [RecordScreen.Action] = []
    if present.state == .approved {
      actions.append(
        RecordScreen.Action(url: "\(url)/pay", label: words["support.pay"], isMain: true))
    }
    return actions + [
      RecordScreen.Action(url: "\(url)/correct", label: words["firm.correct"]),
      RecordScreen.Action(url: "\(url)/void", label: words["support.void"]),
    ]
  }
}
