import Foundation
import Workforce

/// A file as a field of a request.
enum FileContent {
  case base64(Data)
  case text(String)

  /// What it adds to a body at least.
  var leastBytes: Int {
    switch self {
    case .base64(let data): (data.count + 2) / 3 * 4
    case .text(let text): text.utf8.count
    }
  }

  fileprivate func append(to body: inout Data) {
    switch self {
    case .base64(let data):
      body.append(UInt8(ascii: "\""))
      body.append(data.base64EncodedData())
      body.append(UInt8(ascii: "\""))
    case .text(let text):
      var json = JSONWriter()
      json.value(text)
      body.append(contentsOf: json.bytes)
    }
  }
}

/// The JSON of an input. Files are put in as they are: a serializer takes seconds over a large one.
enum RequestBody {
  static func json(_ object: [String: Any]) throws -> Data {
    let files = object.compactMap { name, value in (value as? FileContent).map { (name, $0) } }
    let plain = object.filter { !($0.value is FileContent) }
    var body = try JSONSerialization.data(withJSONObject: plain, options: [.sortedKeys])
    for (name, file) in files {
      body.removeLast()
      body.append(Data((body.count > 1 ? ",\"\(name)\":" : "\"\(name)\":").utf8))
      file.append(to: &body)
      body.append(UInt8(ascii: "}"))
    }
    return body
  }

  /// What the files of an input make a body at least.
  static func leastBytes(_ object: [String: Any]) -> Int {
    object.values.reduce(0) { $0 + (($1 as? FileContent)?.leastBytes ?? 0) }
  }
}
