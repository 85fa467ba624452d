import Localization
import Workforce

/// Firms, providers, agencies, accounts and the log of what was done: as far as each role goes.
struct AdministrationPages {
  func mount(_ pages: PageRouter) {
    FirmPages().mount(pages)
    ProviderPages().mount(pages)
    ProviderForms().mount(pages)
    AgencyPages().mount(pages)
    MembershipPages().mount(pages)
    InvitationPage().mount(pages)
    AccountActs().mount(pages)
    AuditPages().mount(pages)
  }
}

/// The views of the section, as far as the caller may open them.
enum AdministrationTab: String, CaseIterable {
  case firms, ownFirm, providers, agencies, accounts, panels, audit

  func url(_ visit: Visit) -> String? {
    switch self {
    case .firms: visit.may(.readProvince) ? "/firms" : nil
    case .ownFirm: ownFirm(visit)
    case .providers: providers(visit)
    case .agencies: visit.may(.readProvince) ? "/agencies" : nil
    case .accounts: visit.may(.invite) ? "/accounts" : nil
    case .panels: visit.may(.manageInstallation) ? "/panels" : nil
    case .audit: visit.may(.readAudit) ? "/audit" : nil
    }
  }

  /// For those who keep it, or are answerable for it.
  private func ownFirm(_ visit: Visit) -> String? {
    switch visit.principal.role {
    case .hr, .director: visit.principal.firmID.map { "/firms/\($0)" }
    case .manager, .employee, .trainer, .officer, .administrator: nil
    }
  }

  private func providers(_ visit: Visit) -> String? {
    guard visit.may(.planRuns) else { return nil }
    // A trainer has one provider and no list of others.
    return visit.principal.role == .trainer
      ? visit.principal.providerID.map { "/providers/\($0)" } : "/providers"
  }

  private static func tabs(_ tab: AdministrationTab, _ visit: Visit) -> RecordTabs {
    let words = visit.words
    let links = allCases.compactMap { tab in
      tab.url(visit).map {
        RecordLink(label: words["administration.tab_\(tab.rawValue)"], url: $0)
      }
    }
    return RecordTabs(
      label: words["administration.views"], links: links, current: tab.url(visit) ?? "")
  }

  /// A page of the view, under the name of the section.
  func page(_ visit: Visit) -> RecordPage {
    var page = RecordPage(visit.words["administration.title"], section: .administration)
    page.subtitle = visit.session.placeName
    page.tabs = Self.tabs(self, visit)
    return page
  }

  func link(_ visit: Visit) -> RecordLink {
    RecordLink(
      label: visit.words["administration.tab_\(rawValue)"], url: url(visit) ?? "/")
  }
}
