import Crypto
import Foundation

/// A secret that is given once; only its hash is kept.
struct Secret: Sendable {
  let text: String

  /// The cookie of a browser: 256 random bits.
  static func cookie(_ randomBytes: [UInt8]) -> Secret {
    Secret(text: Base64URL.encode(randomBytes))
  }

  /// A token of the API, which scanners of leaked secrets know by its beginning.
  static func apiToken(_ randomBytes: [UInt8]) -> Secret {
    Secret(text: "kyn_" + Base64URL.encode(randomBytes))
  }

  /// Of 32 random bytes a fast hash is enough: nobody tries them all.
  static func hash(_ text: String) -> [UInt8] {
    Array(SHA256.hash(data: Data(text.utf8)))
  }

  var hash: [UInt8] { Self.hash(text) }
}

/// The code of an invitation, to be read aloud or typed from paper: 100 bits in twenty letters and
/// digits without I, L, O and U, in groups of four. Source: Crockford, "Base 32".
struct InvitationCode: Sendable {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
  private static let length = 20

  /// Without hyphens.
  private let characters: String

  /// - Parameter randomBytes: twenty; five bits of each are used.
  init(randomBytes: [UInt8]) {
    characters = String(randomBytes.prefix(Self.length).map { Self.alphabet[Int($0 & 31)] })
  }

  /// Nil when it cannot be one. Small letters, spaces and look-alikes are forgiven.
  init?(typed text: String) {
    let read = text.uppercased().filter { !$0.isWhitespace && $0 != "-" }
      .replacing("O", with: "0").replacing("I", with: "1").replacing("L", with: "1")
    guard read.count == Self.length, read.allSatisfy(Self.alphabet.contains) else { return nil }
    characters = read
  }

  /// `7K3M-…`, as it is printed.
  var text: String {
    stride(from: 0, to: Self.length, by: 4).map { start in
      String(characters.dropFirst(start).prefix(4))
    }.joined(separator: "-")
  }

  var hash: [UInt8] { Secret.hash("invitation " + characters) }
}

extension Request {
  /// Without the key for repeating: the answer holds a secret, which is not kept, and so cannot be
  /// given twice.
  var once: Request { Request(id: id, idempotencyKey: nil, ifMatch: ifMatch) }
}
