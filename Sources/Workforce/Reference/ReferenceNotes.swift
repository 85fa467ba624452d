import Foundation
import Seeds

/// What is said of reference rows, in both languages. The same is said of many rows, so their files have the
/// English alone and `notes.csv` has its Vietnamese once.
struct ReferenceNotes {
  private let vietnamese: [String: String]

  init(_ bytes: some Collection<UInt8>) throws(ReferenceError) {
    var vietnamese: [String: String] = [:]
    for row in try ReferenceRow.all(of: .notes, bytes, ReferenceNotes(vietnamese: [:])) {
      let english = try row.text("note_en")
      guard vietnamese.updateValue(try row.text("note_vi"), forKey: english) == nil else {
        throw row.error(.repeated(code: english))
      }
    }
    self.vietnamese = vietnamese
  }

  private init(vietnamese: [String: String]) {
    self.vietnamese = vietnamese
  }

  func text(_ english: String) -> ReferenceData.Text {
    ReferenceData.Text(vi: vietnamese[english], en: english)
  }
}

extension ReferenceData.Text {
  /// As `kynang.localized_text` has it.
  var json: String {
    var json = JSONWriter()
    json.object { json in
      for case (let language, let text?) in [("vi", vi), ("en", en)] {
        json.key(named: language)
        json.value(text)
      }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
