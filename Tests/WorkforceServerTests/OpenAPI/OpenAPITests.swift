import Foundation
import Localization
import Testing
import Workforce

@testable import WorkforceServer

struct OpenAPITests {
  private func document() throws -> [String: Any] {
    let json = try OpenAPIDocument(registry: .all(), words: Words(.en)).json()
    return try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
  }

  @Test func everyOperationIsDescribedAtItsAddress() throws {
    let paths = try #require(try document()["paths"] as? [String: [String: [String: Any]]])
    let described = Set(
      paths.values.flatMap { $0.values }.compactMap { $0["operationId"] as? String })
    let registered = Set(try Registry.all().operations.map(\.name))
    #expect(registered.subtracting(described) == [])
  }

  /// What a table of the command line and a file call their columns.
  @Test(arguments: [Language.vi, .en])
  func everyFieldOfAnAnswerHasAName(_ language: Language) throws {
    let words = Words(language)
    let fields = try Registry.all().operations.reduce(into: Set<String>()) { fields, operation in
      Self.collectFields(of: operation.output, into: &fields)
    }
    #expect(fields.count > 400)
    #expect(fields.filter { words.ifPresent("label.\($0)") == nil }.sorted() == [])
  }

  private static func collectFields(of shape: Shape, into names: inout Set<String>) {
    switch shape {
    case .array(let element): collectFields(of: element, into: &names)
    case .object(_, let fields) where !shape.isLocalizedText:
      for field in fields {
        names.insert(field.name)
        collectFields(of: field.shape, into: &names)
      }
    case .object, .text, .integer, .number, .boolean, .enumeration, .map: break
    }
  }

  /// What a table of the command line and a file say in place of a code.
  @Test(arguments: Language.allCases)
  func everyCodeOfAnAnswerHasAName(_ language: Language) throws {
    var count = 0
    var nameless: Set<String> = []
    for operation in try Registry.all().operations {
      let codes = CodeWords(noun: operation.noun, words: Words(language))
      for (field, code) in Self.codes(of: operation.output, in: "") {
        count += 1
        if codes.known(code, of: field) == nil {
          nameless.insert("\(operation.name): \(field).\(code)")
        }
      }
    }
    #expect(count > 1_000)
    #expect(nameless.sorted() == [])
  }

  private static func codes(of shape: Shape, in field: String) -> [(field: String, code: String)] {
    switch shape {
    case .array(let element): codes(of: element, in: field)
    case .enumeration(let names): names.map { (field, $0) }
    case .object(_, let fields) where !shape.isLocalizedText:
      fields.flatMap { codes(of: $0.shape, in: $0.name) }
    case .object, .text, .integer, .number, .boolean, .map: []
    }
  }

  @Test func everyChangeNamesTheVersionThatWasRead() throws {
    let changes = try Registry.all().operations.filter { $0.route.method == .patch }
    #expect(changes.count > 15)
    #expect(changes.filter { !$0.requiresMatch }.map(\.name) == [])
  }

  @Test func everyReferenceLeadsSomewhere() throws {
    let document = try document()
    let text = String(
      decoding: try JSONSerialization.data(
        withJSONObject: document, options: .withoutEscapingSlashes), as: UTF8.self)
    let components = try #require(document["components"] as? [String: Any])
    let schemas = try #require(components["schemas"] as? [String: Any])
    let named = Set(
      text.matches(of: /#\/components\/schemas\/([A-Za-z0-9_]+)/).map { String($0.1) })
    #expect(named.subtracting(schemas.keys) == [])
  }

  /// PostgreSQL writes what is absent as null where it makes the JSON itself.
  @Test func whatMayBeAbsentMayBeNull() throws {
    let components = try #require(try document()["components"] as? [String: Any])
    let schemas = try #require(components["schemas"] as? [String: [String: Any]])
    let cell = try #require(schemas["EmployeeSkillCell"]?["properties"] as? [String: [String: Any]])
    #expect(cell["requiredLevel"]?["type"] as? [String] == ["integer", "null"])
    let grades = try #require(cell["grade"]?["enum"] as? [Any])
    #expect(grades.contains { $0 is NSNull })
    #expect(cell["code"]?["type"] as? String == "string")
  }

  @Test func everyNounIsNamedInBothLanguages() throws {
    let nouns = Set(try Registry.all().operations.map(\.noun))
    for language in Language.allCases {
      let unnamed = nouns.filter { Words(language).ifPresent("noun.\($0)") == nil }
      #expect(unnamed.sorted() == [])
    }
  }

  @Test func aChangeSaysThatItNeedsAVersion() throws {
    let paths = try #require(try document()["paths"] as? [String: [String: [String: Any]]])
    let change = try #require(paths["/courses/{courseId}"]?["patch"])
    let parameters = try #require(change["parameters"] as? [[String: Any]])
    let match = try #require(parameters.first { $0["name"] as? String == "If-Match" })
    #expect(match["required"] as? Bool == true)
  }
}
