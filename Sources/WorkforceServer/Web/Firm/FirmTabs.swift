import Localization
import Workforce

/// The pages about the firm itself, side by side.
enum FirmTab: String, CaseIterable {
  case figures, observations, own, adoption, support, standing, plan

  var url: String {
    switch self {
    case .figures: "/indicators"
    case .observations: "/indicators/observations"
    case .own: "/indicators/own"
    case .adoption: "/adoption"
    case .support: "/support"
    case .standing: "/standing"
    case .plan: "/training-plan"
    }
  }

  fileprivate var permission: Permission {
    switch self {
    case .figures, .observations, .own, .standing: .readFigures
    case .adoption: .readOrganisation
    case .support, .plan: .readEnrolments
    }
  }

  /// What every page of these begins with: the firm, the tabs that the reader may open.
  func content(_ visit: Visit) -> PageContent {
    // A plan and its money are the firm's, and not for whoever answers for some units alone.
    let tabs = FirmTab.allCases.filter {
      visit.may($0.permission) && ($0 != .plan || visit.principal.unitIDs.isEmpty)
    }
    return [
      "firm": visit.session.placeName ?? "", "tabsLabel": visit.words["firm.tabs"],
      "tabs": tabs.map { tab -> PageContent in
        [
          "url": tab.url, "label": visit.words["firm.tab_\(tab.rawValue)"],
          "current": tab == self,
        ]
      },
    ]
  }
}
