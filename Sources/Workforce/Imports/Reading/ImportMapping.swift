/// Which field each column of a sheet fills.
struct ImportMapping: Sendable {
  /// One for each heading, in their order; empty for a column that is not read.
  let fields: [String]

  /// As it was kept.
  init(kept fields: [String]) {
    self.fields = fields
  }

  /// By what the firm has said of a heading before, else by the headings that the kind knows.
  /// Throws `invalidInput` for a column of citizen numbers, which are never taken.
  init(
    header: [String], kind: ImportKind, remembered: [String: String]
  ) throws(AppError) {
    let columns = kind.columns
    let known = Set(columns.map(\.field))
    var taken: Set<String> = []
    var fields: [String] = []
    for heading in header {
      let key = ImportColumn.key(heading)
      guard !key.isEmpty else {
        fields.append("")
        continue
      }
      if CitizenNumber.isAskedFor(byHeading: heading) {
        throw .invalid("file", "import.citizen_number_column", ["column": heading.shortened])
      }
      if let said = remembered[key], said.isEmpty || known.contains(said) {
        fields.append(taken.contains(said) ? "" : said)
        if !said.isEmpty { taken.insert(said) }
        continue
      }
      let found = columns.first { $0.headings.contains(key) }?.field ?? ""
      if !found.isEmpty, !taken.insert(found).inserted {
        throw .invalid("file", "import.column_twice", ["column": heading.shortened])
      }
      fields.append(found)
    }
    self.fields = fields
  }

  /// As a person corrected it. Throws `invalidInput` naming what cannot be.
  init(fields: [String], header: [String], kind: ImportKind) throws(AppError) {
    guard fields.count == header.count else {
      throw .invalid("fields", "import.fields_count", ["count": "\(header.count)"])
    }
    let known = Set(kind.columns.map(\.field))
    var taken: Set<String> = []
    for (index, field) in fields.enumerated() where !field.isEmpty {
      guard known.contains(field) else { throw .invalid("fields[\(index)]", "import.unknown_field") }
      guard taken.insert(field).inserted else {
        throw .invalid("fields[\(index)]", "import.field_twice")
      }
    }
    self.fields = fields
  }

  /// Fields that the kind cannot do without and no column fills.
  func missing(of kind: ImportKind) -> [String] {
    let taken = Set(fields)
    var missing = kind.columns.filter { $0.isRequired && !taken.contains($0.field) }.map(\.field)
    let known = Set(kind.columns.map(\.field))
    let hasName =
      taken.contains("fullName") || taken.isSuperset(of: ["familyAndMiddleName", "givenName"])
    if known.contains("code"), !hasName, !taken.contains("code") { missing.append("code") }
    return missing
  }
}

extension String {
  /// A heading as an error may repeat it.
  var shortened: String { count > 60 ? prefix(60) + "…" : self }
}
