import Foundation

/// What an answer says became of the rows that were sent, as far as it counts those refused.
struct Outcomes: Decodable {
  private let refusedCount: Int?
  private let people: [Row]?

  private struct Row: Decodable {}

  /// An answer that counts nothing refuses nothing.
  init(_ answer: Data) {
    do {
      self = try JSONDecoder().decode(Outcomes.self, from: answer)
    } catch {
      refusedCount = nil
      people = nil
    }
  }

  /// A script must notice when nothing of what it sent was done.
  var areAllRefused: Bool {
    guard let refusedCount, let people, !people.isEmpty else { return false }
    return refusedCount == people.count
  }
}
