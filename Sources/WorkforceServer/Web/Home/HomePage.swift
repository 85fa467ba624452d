import Foundation
import Localization
import Workforce

/// The start page: what a person does first, which depends on their role.
struct HomePage: Sendable {
  func mount(_ pages: PageRouter) {
    pages.get("/") { visit in
      let now = visit.app.dependencies.now()
      let content: PageContent = [
        "greeting": visit.session.displayName, "date": visit.words.date(now),
      ]
      return PageView("home/home", content, section: .home)
    }
  }
}
