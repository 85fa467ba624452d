import CivilCalendar
import Localization
import Workforce

/// The start page: what a person does first, which depends on their role.
struct HomePage {
  func mount(_ pages: PageRouter) {
    pages.get("/") { visit in
      var content: PageContent = [
        "greeting": visit.words["home.greeting", ["name": visit.session.displayName]],
        "date": visit.words["home.day_\(visit.today.weekday)"] + ", "
          + visit.words.date(visit.today),
      ]
      content.merge(try await own(visit)) { $1 }
      return PageView("home/home", content, section: .home)
    }
    pages.get("/director") { visit in
      PageView("overview/director", try await FirmOverview(visit).content(), section: .director)
    }
  }

  private func own(_ visit: Visit) async throws -> PageContent {
    switch visit.principal.role {
    case .hr, .manager, .director: try await FirmHome(visit).content()
    case .trainer: try await TrainerHome(visit).content()
    case .employee: try await EmployeeHome(visit).content()
    case .officer: HomeActions.content(officer(visit))
    case .administrator: HomeActions.content(administrator(visit))
    }
  }

  private func officer(_ visit: Visit) -> [PageContent] {
    [
      HomeActions.action(
        visit.words["home.officer"], visit.words["home.officer_detail"],
        url: Navigation.url(of: .officer)),
      HomeActions.action(
        visit.words["home.firms"], visit.words["home.firms_detail"], url: "/firms"),
      HomeActions.action(
        visit.words["home.begin_provider"], visit.words["home.begin_provider_detail"],
        url: "/providers"),
    ]
  }

  /// The order in which a new installation is filled.
  private func administrator(_ visit: Visit) -> [PageContent] {
    [
      ("firm", "/firms/new"), ("invite", "/accounts/new?role=hr"), ("provider", "/providers"),
      ("agency", "/agencies"), ("accounts", "/accounts"), ("audit", "/audit"),
    ].map { step, url in
      HomeActions.action(
        visit.words["home.begin_\(step)"], visit.words["home.begin_\(step)_detail"], url: url)
    }
  }
}

/// Rows of "what to do next".
enum HomeActions {
  /// - Parameter url: nil for what is done elsewhere.
  static func action(_ title: String, _ detail: String, url: String?) -> PageContent {
    var action: PageContent = ["title": title, "detail": detail]
    action["url"] = url
    return action
  }

  static func content(_ actions: [PageContent]) -> PageContent {
    ["hasActions": !actions.isEmpty, "actions": actions]
  }
}

extension Navigation {
  /// Where a section begins; nil when there are no pages for it.
  static func url(of section: Section) -> String? {
    whole.entries.first { $0.section == section }?.url
  }
}
