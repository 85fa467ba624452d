import ArgumentParser
import Localization
import Workforce

/// One operation of the registry as a command. Its options are not properties but the children of its
/// mirror, which is where the parser looks for them.
struct OperationCommand<At: Position>: AsyncParsableCommand, CustomReflectable {
  private var values: [String: GivenValue] = [:]
  private var call = Call()

  static var operation: Operation { KnownOperations.all[At.value % KnownOperations.all.count] }
  /// Under the group of its noun, where the count goes on past the last operation.
  private static var isGrouped: Bool { At.value >= KnownOperations.all.count }
  private static var extras: [CallExtra] {
    CallExtra.allCases.filter { $0.applies(to: operation) }
  }
  private static var fields: [CommandField] { operation.input.fields.map(CommandField.init) }

  static var configuration: CommandConfiguration {
    let words = Invocation.words
    let group = isGrouped ? Impact.name : nil
    return CommandConfiguration(
      commandName: operation.verb,
      abstract: words.ifPresent("operation.\(operation.name)") ?? operation.name,
      usage: CommandExample.usage(of: operation, group: group),
      discussion: CommandExample.discussion(of: operation, group: group, words))
  }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: FieldName.self)
    for field in Self.fields {
      values[field.name] = try GivenValue(field, in: container)
    }
    call.options = try container.decode(OptionGroup<CallOptions>.self, forKey: FieldName("call"))
      .wrappedValue
    for extra in Self.extras { call.extras[extra] = try extra.given(in: container) }
  }

  var customMirror: Mirror {
    let words = Invocation.words
    var children = Self.fields.map { field in
      (
        label: Optional(FieldName(field.name).stringValue),
        value: field.declaration(words, of: Self.operation.noun)
      )
    }
    let group = OptionGroup<CallOptions>()
    children.append((label: FieldName("call").stringValue, value: group))
    children += Self.extras.map { (label: $0.key.stringValue, value: $0.declaration) }
    return Mirror(self, children: children)
  }

  mutating func run() async throws {
    try await OperationRun(operation: Self.operation, values: values, call: call).run()
  }
}

/// The name of a field inside the parser. A field may be called as one of the call's own.
struct FieldName: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) {
    stringValue = name
  }
  init?(stringValue: String) {
    self.stringValue = stringValue
  }
  init?(intValue: Int) {
    nil
  }
}

/// What was given for one field.
enum GivenValue: Sendable, Equatable {
  case absent
  case texts([String])
  case truth(Bool)

  init(_ field: CommandField, in container: KeyedDecodingContainer<FieldName>) throws {
    let key = FieldName(field.name)
    switch field.kind {
    case .file:
      let path = try container.decode(Argument<String?>.self, forKey: key).wrappedValue
      self = path.map { .texts([$0]) } ?? .absent
    case .text, .choice, .localized, .json:
      let text = try container.decode(Option<String?>.self, forKey: key).wrappedValue
      self = text.map { .texts([$0]) } ?? .absent
    case .list:
      let texts = try container.decode(Option<[String]>.self, forKey: key).wrappedValue
      self = texts.isEmpty ? .absent : .texts(texts)
    case .flag:
      self = .truth(try container.decode(Flag<Bool>.self, forKey: key).wrappedValue)
    case .openFlag:
      let truth = try container.decode(Flag<Bool?>.self, forKey: key).wrappedValue
      self = truth.map { .truth($0) } ?? .absent
    }
  }
}

extension CommandField {
  /// The parser's declaration of this field.
  func declaration(_ words: Words, of noun: String) -> Any {
    let name = NameSpecification.customLong(option)
    let help = help(words, of: noun)
    return switch kind {
    case .file:
      Argument<String?>(help: help, completion: .file())
    case .text, .localized:
      Option<String?>(name: name, help: help)
    case .choice(let names):
      Option<String?>(name: name, help: help, completion: .list(names))
    case .json:
      Option<String?>(name: name, help: help, completion: .file(extensions: ["json"]))
    case .list:
      Option<[String]>(wrappedValue: [], name: name, help: help, completion: elementCompletion)
    case .flag:
      Flag<Bool>(wrappedValue: false, name: name, help: help)
    case .openFlag:
      Flag<Bool?>(name: name, inversion: .prefixedNo, help: help)
    }
  }

  private var elementCompletion: CompletionKind? {
    guard case .array(.enumeration(let names)) = shape else { return nil }
    return .list(names)
  }
}
