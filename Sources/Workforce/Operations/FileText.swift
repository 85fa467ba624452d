/// A text that is the content of a file: the command line takes the file's name in its place.
package struct FileText: Codable, Sendable, Hashable, Shaped {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package init(from decoder: any Decoder) throws {
    text = try decoder.singleValueContainer().decode(String.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  package static var shape: Shape { .text(format: "csv") }
  package static var sample: FileText { FileText("") }
}
