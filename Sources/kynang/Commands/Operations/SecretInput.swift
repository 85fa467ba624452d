import Localization
import Workforce

/// Passwords that an operation needs. They are asked for at the terminal rather than typed as options, which
/// the history of the shell and other people on the machine would see.
struct SecretInput {
  private static let names: Set<String> = ["currentPassword", "newPassword"]
  private let fields: [CommandField]
  private let noun: String

  init(_ operation: Operation) {
    fields = operation.input.fields.map(CommandField.init).filter { Self.names.contains($0.name) }
    noun = operation.noun
  }

  /// The values with those that were not given asked for; as they are where nobody can be asked.
  func asked(_ values: [String: GivenValue], _ words: Words) -> [String: GivenValue] {
    guard Terminal.canAsk else { return values }
    var values = values
    for field in fields where values[field.name] ?? .absent == .absent {
      let label = words.label(of: field.name, in: noun)
      guard let typed = Terminal.askSecret("\(label):") else { continue }
      // An option that begins so would name a file.
      values[field.name] = .texts([typed.hasPrefix("@") ? "@\(typed)" : typed])
    }
    return values
  }
}
