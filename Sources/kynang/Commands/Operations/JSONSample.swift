import Workforce
import WorkforceServer

/// What a value of JSON looks like: a sample with what must be there, and the names of what may be.
enum JSONSample {
  static func text(_ shape: Shape) -> String {
    switch shape {
    case .text("uuid"): "\"ID\""
    case .text("date"): "\"2026-12-01\""
    case .text("date-time"): "\"2026-12-01T02:00:00Z\""
    case .text: "\"…\""
    case .integer, .number: "1"
    case .boolean: "true"
    case .enumeration(let names): "\"\(names.first ?? "…")\""
    case .array(let element): "[\(text(element))]"
    case .map: "{\"…\": \"…\"}"
    case .object(_, let fields): object(shape, fields)
    }
  }

  /// The fields of the elements, or of the object itself, that may be left out.
  static func optionalFields(_ shape: Shape) -> [String] {
    switch shape {
    case .array(let element): optionalFields(element)
    case .object(_, let fields):
      shape.isLocalizedText ? [] : fields.filter(\.isOptional).map(\.name)
    case .text, .integer, .number, .boolean, .enumeration, .map: []
    }
  }

  private static func object(_ shape: Shape, _ fields: [Shape.Field]) -> String {
    if shape.isLocalizedText { return "{\"vi\": \"…\", \"en\": \"…\"}" }
    let needed = fields.filter { !$0.isOptional }
    let shown = needed.isEmpty ? fields : needed
    return "{"
      + shown.map { "\"\($0.name)\": \(text($0.shape))" }.joined(separator: ", ") + "}"
  }
}
