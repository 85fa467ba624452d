import ArgumentParser
import Foundation
import Testing

@testable import kynang

/// Every command that the documents show can be called as it stands there.
struct DocumentedCommandTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Whole commands: lines of code, and code within a sentence that has more than a noun and a verb.
  static let commands: [String] = {
    let folder = root.appending(path: "docs")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let pages =
      names.filter { $0.hasSuffix(".md") }.map { folder.appending(path: $0) }
      + [root.appending(path: "README.md")]
    let texts = pages.compactMap { try? String(contentsOf: $0, encoding: .utf8) }
    let found = texts.flatMap { text in
      let whole = text.replacing(#/ \\\n */#, with: " ")
      return whole.matches(of: /(?m)^ *(?:\$ )?(kynang [a-z-]+(?: .*)?)$/).map { String($0.1) }
        + whole.matches(of: /`(kynang [a-z-]+(?: [^`\n]*)?)`/).map { String($0.1) }
    }
    return Set(found).sorted()
  }()

  @Test func theDocumentsShowCommands() {
    #expect(Self.commands.count > 80)
  }

  @Test(arguments: commands) func itIsTaken(_ command: String) throws {
    var words = Self.words(of: command)
    // Named alone, it is not a call but what to look up.
    if words.allSatisfy({ $0.wholeMatch(of: /[a-z-]+/) != nil }) { words.append("--help") }
    // "kynang study …" speaks of all its verbs.
    guard words.last != "…" || words.count > 2 else { return }
    do {
      _ = try Root.parseAsRoot(words)
    } catch {
      // Asking for help, or for a noun alone, ends in help.
      #expect(Root.exitCode(for: error).isSuccess, "\(Root.fullMessage(for: error))")
    }
  }

  /// As a shell would split them: quotes hold together, and a comment, a pipe or a file ends them.
  private static func words(of command: String) -> [String] {
    let pieces = command.matches(of: /"([^"]*)"|'([^']*)'|(\S+)/).map { match in
      String(match.1 ?? match.2 ?? match.3 ?? "")
    }
    return Array(pieces.dropFirst().prefix { !["#", "|", ">", "<", "&&", ";", "&"].contains($0) })
  }
}
