import Foundation
import Testing

@testable import Workforce

@Suite struct UUIDTextTests {
  @Test func anIDIsWrittenAndReadAsFoundationDoes() {
    for _ in 0..<200 {
      let id = UUID()

      #expect(id.text == id.uuidString.lowercased())
      #expect(UUID(text: id.text) == id)
      #expect(UUID(text: id.uuidString) == id)
    }
  }

  @Test(arguments: [
    "", "-", "25b3de2f-3f7c-4221-a638-6cdd80f3e6e", "25b3de2f-3f7c-4221-a638-6cdd80f3e6e8 ",
    " 25b3de2f-3f7c-4221-a638-6cdd80f3e6e8", "25b3de2f3f7c4221a6386cdd80f3e6e8",
    "25b3de2f-3f7c-4221-a638-6cdd80f3e6eg", "25b3de2f-3f7c-42210a638-6cdd80f3e6e8",
    "{25b3de2f-3f7c-4221-a638-6cdd80f3e6e8}", "+5b3de2f-3f7c-4221-a638-6cdd80f3e6e8",
    "２5b3de2f-3f7c-4221-a638-6cdd80f3e6e8",
  ])
  func whatIsNoIDIsRefused(_ text: String) {
    #expect(UUID(text: text) == nil)
  }
}
