/// Sources of law in the reader's language. The data name them in one short notation,
/// `Decree 80/2021/NĐ-CP Art 11(2); Circ 06/2022/TT-BKHĐT Art 7`, which Vietnamese writes from the small to
/// the large: `khoản 2 Điều 11 Nghị định 80/2021/NĐ-CP; Điều 7 Thông tư 06/2022/TT-BKHĐT`.
extension Words {
  /// What is no citation of that notation stays as it is written.
  package func citation(_ text: String) -> String {
    text.split(separator: "; ").map { part in
      Citation(part).map(written) ?? plan(part) ?? String(part)
    }.joined(separator: "; ")
  }

  private func written(_ citation: Citation) -> String {
    let kind = self["law.\(citation.kind)"]
    let document = "\(kind) \(citation.number)"
    guard let articles = citation.articles else { return document }
    var parameters = ["document": document, "articles": articles]
    parameters["clause"] = citation.clause
    parameters["point"] = citation.point
    return switch (citation.clause, citation.point) {
    case (nil, _): self["law.article", parameters]
    case (_?, nil): self["law.clause", parameters]
    case (_?, _?): self["law.point", parameters]
    }
  }

  /// `Khánh Hòa plan of 28/06/2025 on Bình dân học vụ số`.
  private func plan(_ text: Substring) -> String? {
    guard
      let match = text.wholeMatch(of: /(.+) plan of (\d{2}\/\d{2}\/\d{4}) on (.+)/)
    else { return nil }
    return self[
      "law.plan",
      ["place": "\(match.1)", "date": "\(match.2)", "subject": "\(match.3)"]]
  }
}

private struct Citation {
  /// The key of the word for this kind of document.
  let kind: String
  let number: Substring
  /// `11`, `70-76` or `10, 31`; nil for the document as a whole.
  let articles: String?
  let clause: String?
  let point: String?

  private static let kinds = [
    "Law": "law", "Enterprise Law": "enterprise_law", "Decree": "decree", "Circ": "circular",
    "Res": "resolution", "Decision": "decision",
  ]

  init?(_ text: Substring) {
    let notation =
      /([A-Z][A-Za-z ]*?) (\d+\/[^ ]+)(?: Arts? (\d[\d, -]*?)(?:\((\d+)(\p{L})?\))?)?/
    guard let match = text.wholeMatch(of: notation), let kind = Self.kinds[String(match.1)]
    else { return nil }
    self.kind = kind
    number = match.2
    articles = match.3.map { String($0).replacing("-", with: "–") }
    clause = match.4.map { String($0) }
    point = match.5.map { String($0) }
  }
}
