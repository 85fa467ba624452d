import HTTPTypes
import Testing

/// A form of a page as a browser would send it untouched: what its fields hold, the choices that are
/// selected, and of a list without one the first.
struct DrawnForm {
  private(set) var fields: [(String, String)] = []

  /// The main form of a page: the last that posts and has a button of its own look.
  init(_ page: String) throws {
    let forms = page.matches(
      of: #/<form[^>]*method="post"[^>]*>(.*?)<\/form>/#.dotMatchesNewlines())
    let form = try #require(forms.last { $0.1.contains("button main") || $0.1.contains("grave") })
    for match in form.1.matches(of: Self.controls) {
      let text = String(match.0)
      guard let name = Self.attribute("name", of: text), name != "csrf" else { continue }
      if text.hasPrefix("<select") {
        fields.append((name, Self.selected(text)))
      } else if text.hasPrefix("<textarea") {
        let content = text.drop { $0 != ">" }.dropFirst().prefix { $0 != "<" }
        fields.append((name, Self.plain(String(content))))
      } else if !text.contains("type=\"checkbox\"") || text.contains(" checked") {
        fields.append((name, Self.attribute("value", of: text) ?? ""))
      }
    }
  }

  subscript(name: String) -> [String] { fields.filter { $0.0 == name }.map(\.1) }

  /// The same form with one field typed over.
  func with(_ name: String, _ value: String) -> DrawnForm {
    var form = self
    form.fields.removeAll { $0.0 == name }
    form.fields.append((name, value))
    return form
  }

  /// The same form with one more box ticked.
  func ticking(_ name: String, _ value: String) -> DrawnForm {
    var form = self
    form.fields.append((name, value))
    return form
  }

  private static var controls: Regex<Substring> {
    #/<select.*?<\/select>|<textarea.*?<\/textarea>|<input[^>]*>/#.dotMatchesNewlines()
  }

  private static func selected(_ select: String) -> String {
    let options = select.matches(of: #/<option[^>]*>/#).map { String($0.0) }
    let chosen = options.first { $0.contains(" selected") } ?? options.first
    return chosen.flatMap { attribute("value", of: $0) } ?? ""
  }

  private static func attribute(_ name: String, of tag: String) -> String? {
    guard let start = tag.firstRange(of: " \(name)=\"") else { return nil }
    return plain(String(tag[start.upperBound...].prefix { $0 != "\"" }))
  }

  private static func plain(_ text: String) -> String {
    text.replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
      .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
  }
}
