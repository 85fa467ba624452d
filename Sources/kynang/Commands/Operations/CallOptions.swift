import ArgumentParser
import Foundation
import Localization
import Workforce
import WorkforceServer

/// What every operation takes beside its input.
struct CallOptions: ParsableArguments {
  @Option(name: .long, help: help("format"))
  var format: OutputFormat?

  @Option(name: .long, help: help("columns"))
  var columns: String?

  @Option(name: .long, help: help("output"), completion: .file())
  var output: String?

  @Option(name: .long, help: help("language"), completion: .list(["vi", "en"]))
  var language: String?

  @Option(name: .long, help: help("url"))
  var url: String?

  @Option(name: .long, help: help("input"), completion: .file(extensions: ["json"]))
  var input: String?

  /// Names that fields of inputs cannot have.
  static let names: Set<String> =
    Set(["format", "columns", "output", "language", "url", "input", "help"]).union(
      CallExtra.allCases.map(\.option))

  /// Names of columns; nil for all.
  var wantedColumns: [String]? {
    columns.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
  }

  static func help(_ name: String) -> ArgumentHelp {
    ArgumentHelp(stringLiteral: Invocation.words["cli.option_\(name)"])
  }
}

/// What some operations take beside that.
enum CallExtra: String, CaseIterable {
  case yes, all, watch
  case ifMatch = "if_match"
  case idempotencyKey = "idempotency_key"

  var option: String {
    switch self {
    case .yes: "yes"
    case .all: "all"
    case .watch: "watch"
    case .ifMatch: "if-match"
    case .idempotencyKey: "idempotency-key"
    }
  }

  /// Whether it means anything to an operation.
  func applies(to operation: Operation) -> Bool {
    switch self {
    case .yes: operation.isGrave
    case .all: operation.isPage && operation.route.method == .get
    case .watch: [ShowImport.name, ShowStudy.name, RunStudy.name].contains(operation.name)
    case .ifMatch: operation.requiresMatch
    case .idempotencyKey: operation.route.method == .post
    }
  }

  var declaration: Any {
    let name = NameSpecification.customLong(option)
    let help = CallOptions.help(rawValue)
    return switch self {
    case .yes, .all, .watch: Flag<Bool>(wrappedValue: false, name: name, help: help)
    case .ifMatch, .idempotencyKey: Option<String?>(name: name, help: help)
    }
  }

  /// A field of an input never holds a space, so the key is the call's own.
  var key: FieldName { FieldName("call \(option)") }

  func given(in container: KeyedDecodingContainer<FieldName>) throws -> GivenValue {
    switch self {
    case .yes, .all, .watch:
      return .truth(try container.decode(Flag<Bool>.self, forKey: key).wrappedValue)
    case .ifMatch, .idempotencyKey:
      let text = try container.decode(Option<String?>.self, forKey: key).wrappedValue
      return text.map { .texts([$0]) } ?? .absent
    }
  }
}

/// What was said of one call.
struct Call {
  var options = CallOptions()
  var extras: [CallExtra: GivenValue] = [:]

  func isRaised(_ extra: CallExtra) -> Bool {
    extras[extra] == .truth(true)
  }

  func text(_ extra: CallExtra) -> String? {
    guard case .texts(let texts)? = extras[extra] else { return nil }
    return texts.first
  }
}

extension Operation {
  /// Verbs that take something away; they ask first.
  private static let graveVerbs: Set<String> = [
    "delete", "erase", "void", "withdraw", "leave", "revoke", "undo", "anonymise", "disable",
    "remove", "cancel", "close",
  ]

  var isGrave: Bool { route.method == .delete || Self.graveVerbs.contains(verb) }
}
