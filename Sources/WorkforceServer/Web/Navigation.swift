import Workforce

/// The entries of the main navigation, in their order.
package enum Section: String, Sendable, CaseIterable {
  case home, sessions, matrix, enrol, runs, people, indicators, director, officer, studies, myLevels
  case structure, administration
}

/// Which sections there are pages for, where they begin and who may open them.
struct Navigation: Sendable {
  struct Entry: Sendable {
    let section: Section
    let url: String
    let permission: Permission
  }

  /// Of two entries of one section, a role gets the later that it may open.
  var entries: [Entry] = []

  func content(for role: Role, current: Section?) -> PageContent {
    let granted = Permission.granted(to: role)
    var content: PageContent = [:]
    for entry in entries where granted.contains(entry.permission) {
      content[entry.section.rawValue] =
        ["url": entry.url, "current": entry.section == current] as PageContent
    }
    return content
  }
}
