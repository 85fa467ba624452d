/// The key of the next page, found in the bytes of a list without taking them apart.
enum NextPage {
  /// The text after the last `"next":`, which in the sorted keys of a page follows the items; nil on
  /// the last page. Inside texts of JSON the quotes of `"next"` are escaped, so they do not match.
  static func key(in json: [UInt8]) -> String? {
    guard let name = lastName(in: json) else { return nil }
    var rest = json[(name + 6)...].drop { $0 == UInt8(ascii: " ") }
    guard rest.popFirst() == UInt8(ascii: ":") else { return nil }
    rest = rest.drop { $0 == UInt8(ascii: " ") }
    guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
    let value = rest.prefix { $0 != UInt8(ascii: "\"") }
    return value.contains(UInt8(ascii: "\\")) ? nil : String(decoding: value, as: UTF8.self)
  }

  private static func lastName(in json: [UInt8]) -> Int? {
    let name = Array("\"next\"".utf8)
    guard json.count >= name.count else { return nil }
    var start = json.count - name.count
    while start >= 0 {
      if json[start] == name[0], json[start..<(start + name.count)].elementsEqual(name) {
        return start
      }
      start -= 1
    }
    return nil
  }
}
