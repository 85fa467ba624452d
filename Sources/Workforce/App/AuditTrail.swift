import Foundation
import Postgres
import Synchronization

/// One value before and after, for a field that is not personal.
package struct AuditChange: Codable, Sendable, Equatable {
  package let field: String
  /// Nil when there was none, or when the value is personal.
  package let before: String?
  package let after: String?

  package init(_ field: String, before: String?, after: String?) {
    self.field = field
    self.before = before
    self.after = after
  }

  /// A personal field: that it changed is recorded, its values are not.
  package static func personal(_ field: String) -> AuditChange {
    AuditChange(field, before: nil, after: nil)
  }
}

extension [AuditChange] {
  /// As the audit keeps them. Foundation's encoder would cost more than the row that it goes into.
  var json: JSONText {
    var json = JSONWriter()
    json.array(self) { json, change in
      json.object { json in
        if let after = change.after {
          json.key("after")
          json.value(after)
        }
        if let before = change.before {
          json.key("before")
          json.value(before)
        }
        json.key("field")
        json.value(change.field)
      }
    }
    return JSONText(String(decoding: json.bytes, as: UTF8.self))
  }
}

/// One row of a bulk use case.
package struct AuditDetail: Sendable {
  package let subjectID: UUID
  package let change: String
  package let fields: [AuditChange]

  package init(subjectID: UUID, change: String, fields: [AuditChange]) {
    self.subjectID = subjectID
    self.change = change
    self.fields = fields
  }
}

/// What a use case says of its own work; `perform` writes it in the same transaction.
package final class AuditTrail: Sendable {
  struct Contents: Sendable {
    var subjects: [UUID] = []
    var changes: [AuditChange] = []
    var details: [AuditDetail] = []
    /// Statements that write details where they are, given the id of the audit row.
    var detailCalls: [@Sendable (UUID) -> Call] = []
    var reason: String?
    /// Nothing was changed that an audit is for.
    var isLeftOut = false
  }

  private let contents = Mutex(Contents())

  package init() {}

  package func record(subjects: [UUID], changes: [AuditChange], reason: String?) {
    contents.withLock { contents in
      contents.subjects.append(contentsOf: subjects)
      contents.changes.append(contentsOf: changes)
      contents.reason = reason ?? contents.reason
    }
  }

  package func record(details: [AuditDetail]) {
    contents.withLock { $0.details.append(contentsOf: details) }
  }

  func record(detailsBy call: @escaping @Sendable (UUID) -> Call) {
    contents.withLock { $0.detailCalls.append(call) }
  }

  func leaveOut() {
    contents.withLock { $0.isLeftOut = true }
  }

  func take() -> Contents {
    contents.withLock { $0 }
  }
}
