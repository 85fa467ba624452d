/// What a cell is given. A text stays a text, whatever it looks like: no formula, no lost zero.
package enum WrittenValue: Hashable, Sendable {
  case empty
  case text(String)
  case whole(Int64)
  case number(Double)
  /// A day, a time of day or both.
  case moment(CellMoment)
  case truth(Bool)
}

/// A column of a table that is written.
package struct TableColumn: Sendable {
  package enum Kind: Hashable, Sendable {
    /// Formatted as text, so that what a person types keeps its zeros.
    case text
    case whole
    /// Whole, with thousands apart.
    case money
    case number
    case date
    case dateAndTime
  }

  package let title: String
  package let kind: Kind
  /// In characters; nil for what the title and kind need.
  package let width: Double?
  /// As for the identifiers that an import finds its rows by.
  package let isHidden: Bool
  /// What may be chosen from a list; empty for anything. It is advice, so that other values stay
  /// possible to paste, and the import judges them.
  package let choices: [String]
  /// Shown when the pointer is on the title; nil for none.
  package let comment: String?

  package init(
    title: String, kind: Kind, width: Double?, isHidden: Bool, choices: [String], comment: String?
  ) {
    self.title = title
    self.kind = kind
    self.width = width
    self.isHidden = isHidden
    self.choices = choices
    self.comment = comment
  }

  /// Nothing but a title and what stands below it.
  package init(_ title: String, _ kind: Kind) {
    self.init(
      title: title, kind: kind, width: nil, isHidden: false, choices: [], comment: nil)
  }
}

/// Why a table could not be written.
package struct TableWritingError: Error, Hashable, Sendable {
  /// Of libxlsxwriter or the system; never what was written.
  package let detail: String
}
