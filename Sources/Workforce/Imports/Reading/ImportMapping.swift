import Spreadsheets

/// Which field each column of a sheet fills.
struct ImportMapping: Sendable {
  /// One for each heading, in their order; empty for a column that is not read.
  let fields: [String]

  /// As it was found or kept.
  init(_ fields: [String]) {
    self.fields = fields
  }

  /// As a person corrected it, where `-` is no field either: a list of a command line has no empty place.
  /// Throws `invalidInput` naming what cannot be.
  init(fields given: [String], header: [String], kind: ImportKind) throws(AppError) {
    let fields = given.map { $0 == "-" ? "" : $0 }
    guard fields.count == header.count else {
      throw .invalid("fields", "import.fields_count", ["count": "\(header.count)"])
    }
    var taken: Set<String> = []
    for (index, field) in fields.enumerated() where !field.isEmpty {
      guard kind.column(field) != nil else {
        throw .invalid(
          "fields[\(index)]", "import.unknown_field",
          ["fields": kind.columns.map(\.field).joined(separator: ", ")])
      }
      // A heading that is merged over columns is one field.
      if index > 0, fields[index - 1] == field, header[index - 1] == header[index] { continue }
      guard taken.insert(field).inserted else {
        throw .invalid("fields[\(index)]", "import.field_twice")
      }
    }
    self.fields = fields
  }

  /// Fields that the kind cannot do without and no column fills.
  func missing(of kind: ImportKind) -> [String] {
    kind.target.missing(from: Set(fields))
  }

  /// A heading as it is remembered.
  static func key(_ heading: String) -> String { HeadingKey(heading).value }
}
