import Foundation
import Testing

@testable import Workforce

@Suite struct TimeOrderedIDTests {
  /// Source: RFC 9562, A.6. 2022-02-22 14:22:22 −05:00 is `017F22E2-79B0`.
  private static let published = Date(timeIntervalSince1970: 1_645_557_742)

  @Test func theMomentIsWhereTheRFCPutsIt() {
    let text = UUID.version7(at: Self.published).text
    #expect(text.hasPrefix("017f22e2-79b0-7000-"))
    #expect("89ab".contains(text.dropFirst(19).prefix(1)))
  }

  @Test func laterOnesSortLaterWithinAMillisecond() {
    let texts = (0..<4000).map {
      UUID.version7(at: Self.published.addingTimeInterval(Double($0) / 1_000_000)).text
    }
    #expect(texts == texts.sorted())
    #expect(Set(texts.map { $0.prefix(13) }).count == 4)
  }

  @Test func thoseOfOneMomentDiffer() {
    let ids = (0..<10_000).map { _ in UUID.version7(at: Self.published) }
    #expect(Set(ids).count == ids.count)
  }

  @Test func aMomentBefore1970IsItsBeginning() {
    #expect(UUID.version7(at: .distantPast).text.hasPrefix("00000000-0000-7000-"))
  }
}
