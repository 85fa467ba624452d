import Foundation

/// What a writing use case answers with: which record, and the version that the next change is made
/// on. It repeats no personal value, since the answer to a repeatable request is kept for a day.
package struct SavedRecord: Codable, Sendable, Versioned {
  package let id: UUID
  package let version: Int

  package init(id: UUID, version: Int) {
    self.id = id
    self.version = version
  }
}
