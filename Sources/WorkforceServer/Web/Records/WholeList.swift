import Workforce

extension Visit {
  /// As many rows of a list as its operation gives at once.
  static let largestPage = 500

  /// Every row of a list, page after page: what is chosen from must not end with the first page.
  ///
  /// - Parameter list: the list from a key on; nil for its beginning.
  func all<Task: UseCase, Item: Codable & Sendable>(_ list: (String?) -> Task) async throws
    -> [Item]
  where Task.Output == Page<Item> {
    var items: [Item] = []
    var after: String?
    repeat {
      let page = try await perform(list(after))
      items += page.items
      after = page.next
    } while after != nil
    return items
  }
}
