import Localization
import Workforce

/// A table that becomes cards on a phone: each row a record, named by its first cell.
struct RecordListing: Sendable {
  struct Column: Sendable {
    let label: String
    let isNumber: Bool
  }

  let heading: String
  let columns: [Column]
  let rows: [Row]
  /// What it says without rows.
  let empty: String
  var lead: String?
  /// Beside the heading: what may be done with the list, and the list as a file.
  var links: [RecordLink] = []
  var downloads: [RecordLink] = []
  /// For a link to this part of a page.
  var anchor: String?

  struct Row: Sendable {
    let cells: [Cell]
  }

  struct Cell: Sendable {
    let text: String
    var url: String?
    /// A second, quieter line.
    var note: String?
    var badge: String?
    /// Whether the badge says that something does not count.
    var isOff = false
    /// How far the row stands below others of a tree.
    var depth = 0
    /// What it is about, one below the other.
    var lines: [Line] = []
    /// An id to copy whole.
    var code: String?
    var links: [RecordLink] = []
    /// A button that acts at once.
    var button: RecordLink?
  }

  struct Line: Sendable {
    let text: String
    let url: String?

    var content: PageContent {
      var content: PageContent = ["text": text]
      content["url"] = url
      return content
    }
  }

  /// - Parameter columns: labels; one that begins with `#` heads numbers.
  init(_ heading: String, columns: [String], rows: [[Cell]], empty: String) {
    self.heading = heading
    self.columns = columns.map { label in
      label.hasPrefix("#")
        ? Column(label: String(label.dropFirst()), isNumber: true)
        : Column(label: label, isNumber: false)
    }
    self.rows = rows.map(Row.init)
    self.empty = empty
  }

  var content: PageContent {
    var content: PageContent = [
      "heading": heading, "empty": empty, "hasRows": !rows.isEmpty,
      "columns": columns.map { ["label": $0.label, "isNumber": $0.isNumber] as PageContent },
      "rows": rows.map(row),
      "hasLinks": !links.isEmpty, "links": links.map(\.content),
      "hasDownloads": !rows.isEmpty && !downloads.isEmpty, "downloads": downloads.map(\.content),
    ]
    content["lead"] = lead
    content["anchor"] = anchor
    return content
  }

  private func row(_ row: Row) -> PageContent {
    let cells = zip(columns, row.cells).map { column, cell -> PageContent in
      var content = cell.content
      content["label"] = column.label
      content["isNumber"] = column.isNumber
      return content
    }
    return ["head": cells.first ?? [:], "cells": Array(cells.dropFirst())]
  }
}

extension RecordListing.Cell: ExpressibleByStringLiteral {
  init(_ text: String) {
    self.text = text
  }

  init(stringLiteral text: String) {
    self.text = text
  }

  static func link(_ text: String, _ url: String, note: String? = nil) -> Self {
    var cell = Self(text)
    cell.url = url
    cell.note = note
    return cell
  }

  /// A text with a quieter line below it.
  static func noted(_ text: String, _ note: String?) -> Self {
    var cell = Self(text)
    cell.note = note
    return cell
  }

  static func badge(_ text: String, isOff: Bool) -> Self {
    var cell = Self("")
    cell.badge = text
    cell.isOff = isOff
    return cell
  }

  static func links(_ links: [RecordLink]) -> Self {
    var cell = Self("")
    cell.links = links
    return cell
  }

  fileprivate var content: PageContent {
    var content: PageContent = [
      "text": text, "isOff": isOff, "links": links.map(\.content),
      // Spaces that a browser keeps show what stands below what.
      "indent": String(repeating: "\u{2003}", count: depth),
    ]
    content["lines"] = lines.map(\.content)
    content["code"] = code
    content["breaks"] = !text.isEmpty && !links.isEmpty
    content["url"] = url
    content["note"] = note
    content["badge"] = badge
    content["button"] = button?.content
    return content
  }
}

extension Words {
  /// How sure an entry of the reference data is; what is not sure is marked.
  func certainty(_ certainty: Certainty) -> RecordListing.Cell {
    let isOff =
      switch certainty {
      case .sourced, .known: false
      case .proposed, .unsure, .synthetic: true
      }
    return .badge(self["certainty.\(certainty.rawValue)"], isOff: isOff)
  }

  func isUsed(_ isActive: Bool) -> RecordListing.Cell {
    isActive
      ? RecordListing.Cell(self["records.in_use"]) : .badge(self["records.not_used"], isOff: true)
  }
}
